"""Who is who: agencies, people, tiers, deputies, and the office. Values and look-ups only; `settings` reads the file.

A person acts for their agency at the stages listed, at a tier inside a repeating stage; `manager` is the id of the
next person up, so that a team's own line is found where an agency has several. One person may hold every stage. Who
works for two agencies stands under each, with an id for each and one address (rule 1.7).
Officers stand beside the agencies: whoever the policy names outside their ladders, found by the role it gives them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

# Where the public is given its mailboxes; what follows the name differs from country to country.
_PRIVATE = frozenset(
    (
        *("gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "icloud", "me", "aol", "gmx"),
        *("btinternet", "talktalk", "virginmedia", "ntlworld", "blueyonder", "sky", "protonmail", "proton"),
    )
)


@dataclass(frozen=True)
class Person:
    """Somebody who works for an agency. `stages` lists where they decide; `tier` counts inside a repeating stage.

    `hands_over` lists the stages where they bring the case and somebody else decides.
    """

    id: str
    name: str
    address: str
    agency: str
    role: str = ""
    stages: tuple[str, ...] = ()
    tier: int = 1
    manager: str = ""
    deputy: str = ""
    phone: str = ""
    aliases: tuple[str, ...] = ()
    hands_over: tuple[str, ...] = ()

    def has_address(self, address: str) -> bool:
        """Tell whether the address, in any case, is this person's."""
        return address.lower() in {self.address.lower(), *(alias.lower() for alias in self.aliases)}


@dataclass(frozen=True)
class Agency:
    """A partner: its people share its domains; its own closed days move no date, they only ask for cover."""

    id: str
    name: str
    type: str = "default"
    domains: tuple[str, ...] = ()
    closed: Mapping[date, str] = field(default_factory=dict)

    def owns(self, address: str) -> bool:
        """Tell whether the address lies in one of the agency's domains exactly: what lies below may be its pupils' (rule 1.7)."""
        return address.rpartition("@")[2].lower() in {own.lower() for own in self.domains}


@dataclass(frozen=True)
class Office:
    """The Business Office: who keeps the record, and who hears of everything that needs a person."""

    name: str
    address: str
    phone: str = ""
    staff: tuple[str, ...] = ()

    def has_address(self, address: str) -> bool:
        """Tell whether mail from this address speaks for the office."""
        return address.lower() in {self.address.lower(), *(one.lower() for one in self.staff)}


@dataclass(frozen=True)
class Directory:
    """Everybody the service may write to; nothing goes to an address that is `barred`, in small letters."""

    office: Office
    agencies: tuple[Agency, ...] = ()
    people: tuple[Person, ...] = ()
    officers: tuple[Person, ...] = ()
    barred: frozenset[str] = frozenset()

    def without(self, addresses: Iterable[str]) -> "Directory":
        """Return the same directory, in which nothing goes to these addresses: they are the wrong person's (rule 15)."""
        return replace(self, barred=self.barred | {one.lower() for one in addresses})

    def with_again(self, address: str) -> "Directory":
        """Return the same directory, in which letters go to this address again."""
        return replace(self, barred=self.barred - {address.lower()})

    def agency(self, identity: str) -> Agency | None:
        """Return the agency with this id."""
        return next((one for one in self.agencies if one.id == identity), None)

    def agency_of(self, address: str) -> Agency | None:
        """Return the agency whose person or domain this address is; None where it is that of two: nobody guesses which."""
        found = self.agencies_of(address)
        return found[0] if len(found) == 1 else None

    def agencies_of(self, address: str) -> tuple[Agency, ...]:
        """Return every agency that an address may write for: those that list its person, else those that own its domain."""
        people = self.people_at(address)
        listed = {one.agency for one in people}
        return tuple(one for one in self.agencies if (one.id in listed if people else one.owns(address)))

    def is_private(self, address: str) -> bool:
        """Tell whether an address is a private one, as a family has: it is of no agency, and is never written to."""
        return not self.agencies_of(address) and address.rpartition("@")[2].lower().split(".")[0] in _PRIVATE

    def person(self, identity: str) -> Person | None:
        """Return the person with this id."""
        return next((one for one in (*self.people, *self.officers) if one.id == identity), None)

    def person_at(self, address: str) -> Person | None:
        """Return the person with this address or alias; who works for two agencies, as the first of them has them."""
        return next(iter(self.people_at(address)), None)

    def people_at(self, address: str) -> tuple[Person, ...]:
        """Return the person with this address or alias, once for each agency that lists them."""
        return tuple(one for one in (*self.people, *self.officers) if one.has_address(address))

    def officers_for(self, role: str) -> tuple[Person, ...]:
        """Return the officers who hold a role that a policy names; it may say more after theirs, as a policy does."""
        named = role.casefold()
        return tuple(one for one in self.officers if one.role and named.startswith(one.role.casefold()))

    def bringing(self, agency: str, stage: str, behind: Person | None = None) -> tuple[Person, ...]:
        """Return who hands a case over for an agency at a stage; those in the line above `behind` go before others."""
        holders = tuple(one for one in self.people if one.agency == agency and stage in one.hands_over)
        return self._own_line(holders, behind)

    def line_above(self, person: Person) -> tuple[Person, ...]:
        """Return the managers above a person, nearest first; a circle ends where it closes."""
        line: list[Person] = []
        above = self.person(person.manager)
        while above is not None and above not in line and above != person:
            line.append(above)
            above = self.person(above.manager)
        return tuple(line)

    def at(self, agency: str, stage: str, tier: int = 1, behind: Person | None = None) -> tuple[Person, ...]:
        """Return who decides for an agency at a stage and tier; those in the line above `behind` go before others.

        Empty where nobody is known: the caller asks the people present for a name.
        """
        holders = tuple(one for one in self.people if one.agency == agency and stage in one.stages and one.tier == tier)
        return self._own_line(holders, behind)

    def _own_line(self, holders: tuple[Person, ...], behind: Person | None) -> tuple[Person, ...]:
        if behind is None:
            return holders
        line = (behind, *self.line_above(behind))
        return tuple(one for one in holders if one in line) or holders
