"""Who is who: agencies, people, tiers, deputies, and the office. Values and look-ups only; `settings` reads the file.

A person acts for their agency at the stages listed, at a tier inside a repeating stage; `manager` is the id of the
next person up, so that a team's own line is found where an agency has several. One person may hold every stage. Who
works for two agencies stands under each, with an id for each and one address (rule 1.7).
Officers stand beside the agencies: whoever the policy names outside their ladders, found by the role it gives them.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

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

    `hands_over` lists the stages where they bring the case and somebody else decides. They are here from `since` on and until
    the day before `left`; `was` is the id that they had in another agency, `assistant_of` the id of whom they are secretary to.
    `board` is the one of the policy's boards that an officer acts for; without it, for each.
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
    since: date | None = None
    left: date | None = None
    was: str = ""
    assistant_of: str = ""
    board: str = ""

    def has_address(self, address: str) -> bool:
        """Tell whether the address, in any case, is this person's."""
        return address.lower() in {self.address.lower(), *(alias.lower() for alias in self.aliases)}


@dataclass(frozen=True)
class Agency:
    """A partner: its people share its domains; its own closed days move no date, they only ask for cover.

    `was` are the ids that open cases may know it by, `former_names` what it was called. `ended` gives, of a domain that it gives
    up, the last day; mail from there is known ever after. `shared` are mailboxes that several people read; `mornings` are
    addresses that have a list of its open cases each working morning.
    """

    id: str
    name: str
    type: str = "default"
    domains: tuple[str, ...] = ()
    closed: Mapping[date, str] = field(default_factory=dict)
    was: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    ended: Mapping[str, date] = field(default_factory=dict)
    shared: tuple[str, ...] = ()
    mornings: tuple[str, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id that a case may know it by."""
        return (self.id, *self.was)

    def owns(self, address: str) -> bool:
        """Tell whether the address lies in one of the agency's domains exactly: what lies below may be its pupils' (rule 1.7)."""
        return address.rpartition("@")[2].lower() in {own.lower() for own in self.domains}


@dataclass(frozen=True)
class StandIn:
    """Somebody beside the office who hears of an alarm that nobody there answers, and may act for it then (rule 17)."""

    name: str
    address: str
    phone: str = ""


@dataclass(frozen=True)
class Office:
    """The Business Office: who keeps the record, and who hears of everything that needs a person.

    `deputies` and then `duty`, the partnership's duty contact, hear of an alarm that nobody answers. Its own `closed` days move
    no date (rule 4.2).
    """

    name: str
    address: str
    phone: str = ""
    staff: tuple[str, ...] = ()
    deputies: tuple[StandIn, ...] = ()
    duty: StandIn | None = None
    closed: Mapping[date, str] = field(default_factory=dict)

    @property
    def stand_ins(self) -> tuple[StandIn, ...]:
        """The deputies, then the duty contact."""
        return (*self.deputies, *([self.duty] if self.duty else []))

    def has_address(self, address: str) -> bool:
        """Tell whether mail from this address speaks for the office."""
        beside = (one.address.lower() for one in self.stand_ins)
        return address.lower() in {self.address.lower(), *(one.lower() for one in self.staff), *beside}


@dataclass(frozen=True)
class Neighbour:
    """The service of another area: its mailbox, and its office to speak to. Nothing is ever written to it."""

    name: str
    address: str
    office: str = ""


@dataclass(frozen=True)
class Directory:
    """Everybody the service may write to; nothing goes to an address that is `barred`, in small letters.

    `suspects` are the addresses, and the domains ("@…"), from which somebody else may write, each since when.

    `gone` are those who have left, on the day for which it was asked (`on`). `boards` are the offices of the policy's boards that
    have their own; `office` is the first one, but where it is seen from a board's case (`of_board`): then that board's, as are
    `officers`.
    """

    office: Office
    agencies: tuple[Agency, ...] = ()
    people: tuple[Person, ...] = ()
    officers: tuple[Person, ...] = ()
    gone: tuple[Person, ...] = ()
    barred: frozenset[str] = frozenset()
    boards: Mapping[str, Office] = field(default_factory=dict)
    first: Office | None = None
    other_officers: tuple[Person, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    suspects: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def offices(self) -> tuple[Office, ...]:
        """Every office, the first one first, each once."""
        return tuple({one.address.lower(): one for one in (self.first or self.office, *self.boards.values())}.values())

    def is_office(self, address: str) -> bool:
        """Tell whether mail from this address speaks for any of the offices."""
        return any(one.has_address(address) for one in self.offices)

    def is_neighbour(self, address: str) -> bool:
        """Tell whether this is the mailbox of another area's service."""
        return any(one.address.lower() == address.lower() for one in self.neighbours)

    def of_board(self, board: str) -> "Directory":
        """Return it as the cases of a board see it: its office, its officers; of none ("") the first office, and nobody's."""
        first, everyone = self.first or self.office, (*self.officers, *self.other_officers)
        mine = tuple(one for one in everyone if one.board in ("", board))
        others = tuple(one for one in everyone if one not in mine)
        if not (others or self.boards):
            return self
        return replace(self, office=self.boards.get(board, first), first=first, officers=mine, other_officers=others)

    def on(self, day: date) -> "Directory":
        """Return it as it is on a day: without those who have left by then, or are not there yet."""
        here = tuple(one for one in self.people if not _gone(one, day) and (one.since is None or one.since <= day))
        if len(here) == len(self.people):
            return self
        return replace(self, people=here, gone=(*self.gone, *(one for one in self.people if _gone(one, day))))

    def seen_from(self, sides: Collection[str], known: Mapping[str, str]) -> "Directory":
        """Return it with the agencies under the ids that a case knows them by, where they were renamed or merged since.

        Where two of its sides are one agency by now, it stands under each, and so do its people: but for whoever took part for
        one of them alone (`known`: the side by address), and the line above them.
        """
        olds = {one.id: [side for side in sides if side in one.ids] or [one.id] for one in self.agencies}
        if all(found == [identity] for identity, found in olds.items()):
            return self

        lines = self._lines(known)

        def under(one: Person) -> list[str]:
            mine, found = lines.get(one.id, set()), olds.get(one.agency, [one.agency])
            return [next(iter(mine))] if len(mine) == 1 and mine <= {*found} else found

        return replace(
            self,
            agencies=tuple(replace(one, id=old) for one in self.agencies for old in olds[one.id]),
            people=tuple(replace(one, agency=old) for one in self.people for old in under(one)),
            gone=tuple(replace(one, agency=old) for one in self.gone for old in under(one)),
        )

    def _lines(self, known: Mapping[str, str]) -> dict[str, set[str]]:
        """Return, by id, for which side each acts: who is known to, else those for whom somebody below them does."""
        own = {
            one.id: {known[at.lower()] for at in (one.address, *one.aliases) if at.lower() in known}
            for one in self.people
        }
        found = {identity: sides for identity, sides in own.items() if sides}
        for person in [one for one in self.people if own[one.id]]:
            for above in self.line_above(person):
                if not own.get(above.id):
                    found.setdefault(above.id, set()).update(own[person.id])
        return found

    def moved(self, who: Person) -> Person | None:
        """Return whom somebody who left one agency is at another now: who says so (`was`), or has their very name."""
        elsewhere = [one for one in self.people if one.agency != who.agency]
        said = [one for one in elsewhere if one.was == who.id]
        return next(iter(said or [one for one in elsewhere if one.name.casefold() == who.name.casefold()]), None)

    def shared_by(self, address: str) -> Agency | None:
        """Return the agency of which this is a mailbox that several people read; None where it is none."""
        found = (one for one in self.agencies if address.lower() in {box.lower() for box in one.shared})
        return next(found, None)

    def without(self, addresses: Iterable[str]) -> "Directory":
        """Return the same directory, in which nothing goes to these addresses: they are the wrong person's (rule 15)."""
        return replace(self, barred=self.barred | {one.lower() for one in addresses})

    def with_again(self, address: str) -> "Directory":
        """Return the same directory, in which letters go to this address again."""
        return replace(self, barred=self.barred - {address.lower()})

    def is_suspect(self, address: str) -> bool:
        """Tell whether somebody else may write from this address: it, what stands before its plus, or its domain, is suspect."""
        one = bare(address)
        return any(bare(other) == one for other in self.suspects) or f"@{one.rpartition('@')[2]}" in self.suspects

    def is_barred(self, address: str) -> bool:
        """Tell whether nothing goes to an address: it is the wrong person's, or its mailbox may be taken."""
        return address.lower() in self.barred or bare(address) in self.barred or self.is_suspect(address)

    def suspecting(self, suspects: Mapping[str, datetime]) -> "Directory":
        """Return it with these mailboxes suspect: who has another address is written to there, and none is the office's."""
        if not suspects:
            return self
        seen = replace(self, suspects={**self.suspects, **suspects})

        def elsewhere(one: Person) -> Person:
            others = [alias for alias in one.aliases if not seen.is_barred(alias)]
            if not others or not seen.is_suspect(one.address):
                return one
            return replace(one, address=others[0], aliases=(*one.aliases, one.address))

        def trusted(one: Office) -> Office:
            staff = tuple(address for address in one.staff if not seen.is_suspect(address))
            deputies = tuple(deputy for deputy in one.deputies if not seen.is_suspect(deputy.address))
            duty = None if one.duty and seen.is_suspect(one.duty.address) else one.duty
            return replace(one, staff=staff, deputies=deputies, duty=duty)

        return replace(
            seen,
            people=tuple(map(elsewhere, self.people)),
            officers=tuple(map(elsewhere, self.officers)),
            other_officers=tuple(map(elsewhere, self.other_officers)),
            office=trusted(self.office),
            first=trusted(self.first) if self.first else None,
            boards={key: trusted(one) for key, one in self.boards.items()},
        )

    def agency(self, identity: str) -> Agency | None:
        """Return the agency with this id, or the one that had it before it was renamed or merged."""
        found = next((one for one in self.agencies if one.id == identity), None)
        return found or next((one for one in self.agencies if identity in one.was), None)

    def agency_of(self, address: str) -> Agency | None:
        """Return the agency whose person or domain this address is; None where it is that of two: nobody guesses which."""
        found = self.agencies_of(address)
        return found[0] if len(found) == 1 else None

    def agencies_of(self, address: str) -> tuple[Agency, ...]:
        """Return every agency that an address may write for: those that list its person, else those that own its domain."""
        people = self.people_at(address)
        listed = {one.agency for one in people}
        shared = None if people else self.shared_by(address)
        if shared is not None:
            return (shared,)
        return tuple(one for one in self.agencies if (one.id in listed if people else one.owns(address)))

    def is_private(self, address: str) -> bool:
        """Tell whether an address is a private one, as a family has: it is of no agency, and is never written to."""
        return not self.agencies_of(address) and address.rpartition("@")[2].lower().split(".")[0] in _PRIVATE

    def person(self, identity: str) -> Person | None:
        """Return the person with this id."""
        return self._by_id.get(identity)

    def person_at(self, address: str) -> Person | None:
        """Return the person with this address or alias; who works for two agencies, as the first of them has them."""
        return next(iter(self.people_at(address)), None)

    def people_at(self, address: str) -> tuple[Person, ...]:
        """Return the person with this address or alias, once for each agency that lists them."""
        return self._by_address.get(address.lower(), ())

    # Asked for many times in each decision: each is worked out once for each directory, which never changes.

    @cached_property
    def _by_id(self) -> Mapping[str, Person]:
        return {one.id: one for one in reversed((*self.people, *self.officers))}

    @cached_property
    def _by_address(self) -> Mapping[str, tuple[Person, ...]]:
        found: dict[str, list[Person]] = {}
        for one in (*self.people, *self.officers):
            for address in dict.fromkeys(alias.lower() for alias in (one.address, *one.aliases)):
                found.setdefault(address, []).append(one)
        return {address: tuple(people) for address, people in found.items()}

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


def bare(address: str) -> str:
    """Return an address in small letters, without what stands after a plus (RFC 5233): the mailbox is the same."""
    local, at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def _gone(one: Person, day: date) -> bool:
    return one.left is not None and one.left <= day
