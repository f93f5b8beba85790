"""Who acts for a side: who decides at a tier, who stands in while a tier is empty, and whose word binds.

People are looked up when they are written to: the directory of today, and the names people gave in the case.
"""

from mailservice.cases.case import Case
from mailservice.cases.commands import Sender
from mailservice.cases.events import Party
from mailservice.directory import Directory, Person
from mailservice.policy.model import Policy


def as_party(person: Person) -> Party:
    """Return a person of the directory as a party of a case."""
    return Party(person.address, person.name, person.id, person.agency, person.role)


def party_of(sender: Sender, directory: Directory) -> Party:
    """Return who wrote, with the role the directory gives them."""
    person = directory.person(sender.person)
    if person is not None:
        return as_party(person)
    return Party(sender.address, sender.name, "", sender.agency, "Business Office" if sender.office else "")


def deciders(case: Case, policy: Policy, directory: Directory, agency: str, at: tuple[str, int]) -> tuple[Party, ...]:
    """Return who decides for an agency at a stage and tier; empty where nobody is known."""
    stage, tier = at
    named = tuple(
        Party(one.address, one.name, "", agency)
        for one in case.contacts
        if (one.agency, one.stage, one.tier) == (agency, stage, tier)
    )
    if named:
        return (_known(named[-1], directory),)
    if stage == policy.first_stage.id:
        return tuple(one for one in practitioners(case) if one.agency == agency)
    return tuple(as_party(one) for one in directory.at(agency, stage, tier, _line_start(case, agency, directory)))


def present(case: Case, policy: Policy, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return who decides for an agency now: at the present tier, or the nearest tier before it that is filled."""
    for at in reversed(case.path):
        found = deciders(case, policy, directory, agency, at)
        if found:
            return found
    return ()


def practitioners(case: Case) -> tuple[Party, ...]:
    """Return the two sides' people of the first discussion, the raiser first."""
    return ((case.raiser,) if case.raiser else ()) + case.responders


def binds(case: Case, policy: Policy, directory: Directory, who: Party) -> bool:
    """Tell whether this person's word binds their side: a decider of the present tier or somebody above (rule 11.1)."""
    if any(same_person(who, one) for one in present(case, policy, directory, who.agency)):
        return True
    person = directory.person(who.person)
    if person is None:
        return False
    order = [stage.id for stage in policy.stages]
    here = (order.index(case.stage), case.tier)
    return any((order.index(stage), person.tier) > here for stage in person.stages if stage in order)


def same_person(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same human, by directory id or by address."""
    if one.person and other.person:
        return one.person == other.person
    return one.address.lower() == other.address.lower()


def is_raiser(case: Case, who: Party) -> bool:
    """Tell whether this is the person who raised the case."""
    return case.raiser is not None and same_person(who, case.raiser)


def _known(named: Party, directory: Directory) -> Party:
    person = directory.person_at(named.address)
    return as_party(person) if person else named


def _line_start(case: Case, agency: str, directory: Directory) -> Person | None:
    for one in practitioners(case):
        if one.agency == agency and one.person:
            return directory.person(one.person)
    return None
