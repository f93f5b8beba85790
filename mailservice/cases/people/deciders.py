"""Who acts for a side: who decides at a tier, who stands in while a tier is empty, and whose word binds.

People are looked up when they are written to: the directory of today, and the names people gave in the case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Sender
from mailservice.cases.history.events import OTHER, ColleagueLeft, ContactNamed, CoverAsked, Party
from mailservice.directory import Directory, Person, bare
from mailservice.policy.model import Policy, Stage

Place = tuple[str, int]


def as_party(person: Person) -> Party:
    """Return a person of the directory as a party of a case."""
    return Party(person.address, person.name, person.id, person.agency, person.role)


def party_of(sender: Sender, directory: Directory) -> Party:
    """Return who wrote, with the role the directory gives them."""
    listed = (one for one in (*directory.people, *directory.officers) if one.id == sender.person)
    person = next((one for one in listed if one.agency == sender.agency), None)
    if person is not None:
        return as_party(person)
    return Party(sender.address, sender.name, "", sender.agency, directory.office.name if sender.office else "")


def party_at(address: str, name: str, directory: Directory, agency: str = "") -> Party:
    """Return whom somebody names by an address: as the directory knows them, else as they were named (rules 13 and 15).

    Their agency is the one whose person or domain the address is; empty where it is nobody's, or that of two. `agency`: of
    whoever works for two, as this one lists them.
    """
    owner, people = directory.agency_of(address), directory.people_at(address)
    theirs = agency.removesuffix(OTHER)
    listed = people if len(people) == 1 else [one for one in people if one.agency == theirs]
    named = as_party(listed[0]) if listed else Party(address, people[0].name if people else name)
    return replace(named, agency=owner.id if owner else "")


def deciders(case: Case, policy: Policy, directory: Directory, agency: str, at: Place) -> tuple[Party, ...]:
    """Return who decides for an agency at a stage and tier; empty where nobody is known, or who is known has left.

    Where one hands over and another decides, both act and either binds, whoever decides first in the list (rules 6.3, 11.1).
    """
    found = _deciders(case, policy, directory, agency, at)
    here = found if not case.left else (one for one in found if not (has_left(case, one) or crossed_over(case, one)))
    return tuple(one for one in here if not _is_barred(one, directory))


def _is_barred(who: Party | ContactNamed, directory: Directory) -> bool:
    """Tell whether nothing goes to somebody's address: it is the wrong person's, or may be taken (rule 15)."""
    return directory.is_barred(who.address)


def has_left(case: Case, who: Party) -> bool:
    """Tell whether somebody has left the agency for which they are named here (rule 11.1)."""
    side = who.agency.removesuffix(OTHER)
    return any(same_human(one.who, who) and one.who.agency.removesuffix(OTHER) == side for one in case.left)


def said_to_have_left(case: Case, who: Party) -> bool:
    """Tell whether a colleague wrote that somebody has left, and they have not written themselves since (rule 15)."""
    return any(same_human(one.who, who) and not wrote_since(case, who, one.at) for one in case.said_left)


def crossed_over(case: Case, who: Party) -> ColleagueLeft | None:
    """Return how somebody left one side of this case who is at another by now; None for everybody else (rule 11.1)."""
    mine = (one for one in case.left if one.now is not None and same_human(one.now, who))
    return next((one for one in mine if one.who.agency != who.agency and who.agency in case.agencies), None)


def _deciders(case: Case, policy: Policy, directory: Directory, agency: str, at: Place) -> tuple[Party, ...]:
    if apart(case):  # the same two at every stage, and no further tier of them
        return _workers(case, directory, agency)
    named = [one for one in _named_at(case, agency, at) if one.decides and not _is_barred(one, directory)]
    if named:
        return (_known(named[-1], directory),)
    return _listed(case, policy, directory, agency, at)


def _named_at(case: Case, agency: str, at: Place) -> list[ContactNamed]:
    return [one for one in case.contacts if (one.agency, one.stage, one.tier, one.step) == (agency, *at, "")]


def added(case: Case, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return whom CONTACT named at the present place beside whom the directory has there: their word is advice (rule 15)."""
    here = _named_at(case, agency, case.here)
    deciding = {one.address.lower() for one in here if one.decides}
    beside = [one for one in here if one.address.lower() not in deciding]
    return tuple(_known(one, directory) for one in beside[-1:] if not apart(case))


def _listed(case: Case, policy: Policy, directory: Directory, agency: str, at: Place) -> tuple[Party, ...]:
    """Return whom the directory, or the case itself, has for an agency at a stage and tier."""
    stage, tier = at
    if (stage, tier) == (policy.first_stage.id, 1):
        return (line_managers(case, policy, directory, agency) if case.step else ()) or _workers(
            case, directory, agency
        )
    decide = _unconflicted(case, policy, directory, agency, at)
    behind = _line_start(case, agency, directory)
    bring = [as_party(one) for one in directory.bringing(agency, stage, behind)] if tier == 1 else []
    return (*decide, *(one for one in bring if not any(same_person(one, other) for other in decide)))


def deciding(case: Case, policy: Policy, directory: Directory, agency: str, at: Place) -> tuple[Party, ...]:
    """Return who has the decision in the directory at a stage and tier, whoever hands over to them."""
    stage, tier = at
    inside = policy.stage(stage).optional_tier
    behind = _line_start(case, agency, directory)
    if inside is not None and tier > 1 and not policy.stage(stage).repeats:
        stage, tier = inside.id, 1
    return tuple(as_party(one) for one in directory.at(agency, stage, tier, behind))


def line_managers(case: Case, policy: Policy, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return who acts for an agency at the second step of the first stage: its people there, else the next manager up.

    Beside them, the safeguarding professional whom their side named for it, where the policy has that.
    """
    if apart(case):
        return ()
    beside = tuple(_known(one, directory) for one in case.contacts if one.step and one.agency == agency)
    found = deciding(case, policy, directory, agency, (policy.first_stage.id, 1))
    if found:
        return (*found, *beside)
    workers = [directory.person(one.person) for one in practitioners(case) if one.agency == agency]
    return (*(as_party(above) for one in workers if one for above in directory.line_above(one)[:1]), *beside)


def next_up(case: Case, policy: Policy, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return the next filled tier above those who decide for an agency now: who gets a letter as cover."""
    if apart(case):
        return ()
    now = present(case, policy, directory, agency)
    for found in (over(case, policy, directory, agency), *_ahead(case, policy, directory, agency)):
        new = tuple(one for one in found if not any(same_person(one, other) for other in now))
        if new:
            return new
    return ()


def over(case: Case, policy: Policy, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return who decides above those who hand over at the present place: line managers while the first step runs."""
    if apart(case):
        return ()
    if case.stage != policy.first_stage.id:
        return deciding(case, policy, directory, agency, case.here)
    return line_managers(case, policy, directory, agency) if policy.first_stage.steps else ()


def written_to(case: Case, who: Party, at: Place) -> bool:
    """Tell whether this person had the letter of a stage and tier."""
    mine = (one for one in case.letters.values() if one.template == "stage" and (one.stage, one.tier) == at)
    return any(same_person(one.to, who) for one in mine)


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


def binds(case: Case, policy: Policy, directory: Directory, who: Party, on: date) -> bool:
    """Tell whether this person's word binds their side on a day: a decider here, their cover, or somebody above (rule 11.1)."""
    if has_left(case, who) or crossed_over(case, who) is not None:
        return False
    if is_within(case):
        return any(same_person(who, one) for one in practitioners(case))
    if not who.agency:
        return False  # the office, and whoever convenes a stage or mediates, are of no side
    now = (*present(case, policy, directory, who.agency), *over(case, policy, directory, who.agency))
    if any(same_person(who, one) for one in (*now, *(cover.to for cover in covers(case, who.agency, now, on)))):
        return True
    person = directory.person(who.person)
    if person is None:
        return False
    order = [stage.id for stage in policy.stages]
    here = (order.index(case.stage), case.tier)
    return any((order.index(stage), person.tier) > here for stage in person.stages if stage in order)


def covers(case: Case, agency: str, now: Iterable[Party], on: date) -> list[CoverAsked]:
    """Return who stands in for an agency on a day: for somebody who decides now, until their date or at this place."""
    here, now = case.here, tuple(now)
    mine = (one for one in case.covers if one.agency == agency and (one.until is None or one.until >= on))
    stands = (one for one in mine if one.until or (one.stage, one.tier) == here)
    return [one for one in stands if one.for_whom is None or any(same_person(one.for_whom, other) for other in now)]


def acting(case: Case, policy: Policy, directory: Directory, agency: str, on: date) -> tuple[Party, ...]:
    """Return who is written to for an agency: who decides now, and who stands in while they are away or not heard."""
    now = present(case, policy, directory, agency)
    found = (
        one
        for one in covers(case, agency, now, on)
        if not (is_away(case, one.to, on) or bounced(case, one.to) or _is_barred(one.to, directory))
    )
    stand_in = (one.to for one in found if one.until or one.by or not _back(case, one))
    beside = (one for one in added(case, directory, agency) if not _is_barred(one, directory))
    return (*now, *stand_in, *beside)


def _back(case: Case, cover: CoverAsked) -> bool:
    """Tell whether the one who was not heard from has written since somebody was asked in their place."""
    return cover.for_whom is not None and wrote_since(case, cover.for_whom, cover.at)


def wrote_since(case: Case, who: Party, since: datetime) -> bool:
    """Tell whether somebody has written a word themselves since a moment."""
    return any(at >= since for at in case.wrote.get(who.address.lower(), ())[-1:])


def is_away(case: Case, who: Party, on: date) -> bool:
    """Tell whether somebody's out-of-office says that they are away on a day, and they have not written since."""
    found = case.absent.get(who.address.lower())
    if found is None or wrote_since(case, who, found.at):
        return False
    return found.until is None or found.until > on


def bounced(case: Case, who: Party) -> bool:
    """Tell whether the last letter that left for somebody came back, and no proven mail has come from there since."""
    mine = [one for one in case.letters.values() if same_person(one.to, who) and one.state in ("sent", "bounced")]
    return bool(mine) and mine[-1].reader_unreached and mine[-1].to.address.lower() in case.dead


def live_address(case: Case, directory: Directory, person: Person) -> str:
    """Return the first address of somebody's that takes letters, as far as this case knows; empty where there is none."""
    every = (person.address, *person.aliases)
    return next((one for one in every if one.lower() not in case.dead and not directory.is_barred(one)), "")


def unreturned(case: Case, found: Iterable[Party]) -> list[Party]:
    """Return those of them from whom no letter of the case has come back."""
    returned = [one.to for one in case.letters.values() if one.reader_unreached]
    return [one for one in found if not any(same_person(one, other) for other in returned)]


def is_within(case: Case) -> bool:
    """Tell whether both sides are of one agency."""
    return any(one.endswith(OTHER) for one in case.agencies)


def apart(case: Case) -> bool:
    """Tell whether no manager is written to for being next in line: within one agency, or while no other is known.

    The one disagreed with may be that manager, and nothing tells us; URGENT alone goes before it (rules 13 and 16).
    """
    return is_within(case) or ("agency" in case.missing and case.urgent is None)


def on_side(case: Case, who: Party) -> Party:
    """Return somebody on their side: within one agency all but the raiser, and who stands with them, are on the other."""
    if not is_within(case) or is_raiser(case, who) or who.agency + OTHER not in case.agencies:
        return who
    if any(same_person(who, one) for one in advocates(case)):
        return who
    return replace(who, agency=who.agency + OTHER)


def advocates(case: Case) -> tuple[Party, ...]:
    """Return the safeguarding professional whom the raiser asked to their side, within one agency; else nobody."""
    if not is_within(case) or case.raiser is None:
        return ()
    named = [one for one in case.contacts if one.agency == case.raiser.agency]
    return tuple(Party(one.address, one.name, "", one.agency) for one in named[-1:])


def convenors(case: Case, directory: Directory, *, ahead: int = 0) -> tuple[Party, ...]:
    """Return who brings the two together within one agency: the next manager above the one disagreed with.

    One further up at each stage, or whoever was named for it; nobody before the first has passed. `ahead`: at the next.
    """
    above = _above(case, directory)
    climbed = len(dict.fromkeys(case.path)) - 1 + bool(case.step) + ahead
    other = next((one for one in case.agencies if one.endswith(OTHER)), "")
    named = [one for one in case.contacts if one.agency == other and (one.stage, one.tier) == case.here]
    if not other or climbed < 1:
        return ()
    if named and not ahead:
        return (_known(named[-1], directory),)
    return tuple(replace(as_party(one), agency=other) for one in above[climbed - 1 : climbed])


def beside_the_two(case: Case, directory: Directory) -> tuple[Party, ...]:
    """Return who acts beside the two within one agency: who brings them together, and who stands with the raiser."""
    return (*convenors(case, directory), *(_known(one, directory) for one in advocates(case)))


def on_case(case: Case, who: Party) -> Party:
    """Return whoever the office let act here from an address of no side of the case, as on the side they act for."""
    if who.agency in case.agencies:
        return who
    stands_in = [one.to for one in case.covers if same_person(one.to, who)]
    named = [Party(one.address, one.name, "", one.agency) for one in case.contacts]
    found = [*stands_in, *(one for one in named if one.address.lower() == who.address.lower())]
    return replace(who, name=who.name or found[-1].name, agency=found[-1].agency) if found else who


def same_person(one: Party, other: Party) -> bool:
    """Tell whether two parties are the same human, by directory id or by address."""
    if one.person and other.person:
        return one.person == other.person
    return one.address.lower() == other.address.lower()


def same_human(one: Party, other: Party) -> bool:
    """Tell whether two parties are one human, whom the directory may list under two agencies: nobody binds for two (rule 1.7)."""
    return same_person(one, other) or one.address.lower() == other.address.lower()


def disagrees(case: Case, who: Party) -> bool:
    """Tell whether somebody is one of the two who disagree, by whichever of their addresses, or by their name."""
    return any(_by_any_address(one, who) for one in practitioners(case))


def _by_any_address(one: Party, who: Party) -> bool:
    if one.person and who.person:
        return one.person == who.person
    named = bool(who.name) and one.name.casefold() == who.name.casefold()
    return same_human(one, who) or bare(one.address) == bare(who.address) or named


def on_ladder(case: Case, who: Party, directory: Directory) -> bool:
    """Tell whether the directory has somebody deciding for a side of the case at some stage, by person, address or name."""
    sides = {one.removesuffix(OTHER) for one in case.agencies}
    listed = (one for one in directory.people if one.agency in sides and one.stages)
    return any(
        one.id == who.person or one.has_address(who.address) or one.name.casefold() == who.name.casefold()
        for one in listed
    )


def took_part(case: Case, who: Party) -> bool:
    """Tell whether somebody took part for their side: raised it, was addressed, or had a letter that was no mere answer."""
    if who.agency not in case.agencies or has_left(case, who) or crossed_over(case, who):
        return False
    had = (one.to for one in case.letters.values() if one.state == "sent" and not one.replied)
    mine = (*practitioners(case), *(one for one in had if one.agency == who.agency))
    return any(same_person(one, who) for one in mine)


def took_side(case: Case, who: Party) -> bool:
    """Tell whether somebody took part for a side, by person, address or name: they neither convene the case nor judge it."""
    sides = (one for one in case.parties if one.agency in case.agencies)
    return any(same_human(one, who) or (bool(who.name) and one.name.casefold() == who.name.casefold()) for one in sides)


def is_raiser(case: Case, who: Party) -> bool:
    """Tell whether this is the person who raised the case."""
    return case.raiser is not None and same_person(who, case.raiser)


def _above(case: Case, directory: Directory) -> list[Person]:
    """Return the line above the one disagreed with, nearest first, without the raiser, who is a side."""
    responder = next((one for one in case.responders if one.agency.endswith(OTHER)), None)
    person = directory.person(responder.person) if responder else None
    line = directory.line_above(person) if person else ()
    return [one for one in line if not is_raiser(case, as_party(one))]


def _workers(case: Case, directory: Directory, agency: str) -> tuple[Party, ...]:
    """Return the practitioners of a side, at the address that the directory has for them today."""
    mine = [(one, directory.person(one.person)) for one in practitioners(case) if one.agency == agency]
    return tuple(replace(one, address=known.address) if known else one for one, known in mine)


def _known(named: ContactNamed | Party, directory: Directory) -> Party:
    return replace(party_at(named.address, named.name, directory, named.agency), agency=named.agency)


def _line_start(case: Case, agency: str, directory: Directory) -> Person | None:
    for one in practitioners(case):
        if one.agency == agency and one.person:
            return directory.person(one.person)
    return None


def passes(case: Case, policy: Policy, stage: Stage) -> bool:
    """Tell whether a case may come to a stage now: an urgent one passes those of the policy's own urgent route alone."""
    alone = policy.urgent.stages if case.urgent is not None else ()
    return not alone or stage.id in alone


def _ahead(case: Case, policy: Policy, directory: Directory, agency: str) -> Iterator[tuple[Party, ...]]:
    """Give whoever decides for an agency at each place after the present one, nearest first."""
    stage = policy.stage(case.stage)
    if stage.repeats:
        yield deciders(case, policy, directory, agency, (stage.id, case.tier + 1))
    onward = policy.next_stage(stage.id)
    while onward is not None:
        if passes(case, policy, onward):
            yield deciders(case, policy, directory, agency, (onward.id, 1))
        onward = policy.next_stage(onward.id)


def _unconflicted(case: Case, policy: Policy, directory: Directory, agency: str, at: Place) -> tuple[Party, ...]:
    """Return who decides there; where the disagreement is with that very manager, the next one up their line."""
    found = deciding(case, policy, directory, agency, at)
    if policy.stage(at[0]).if_conflicted != "next-manager-up" or at[1] > 1:
        return found
    return tuple(_stepped_up(one, case, directory) for one in found)


def _stepped_up(one: Party, case: Case, directory: Directory) -> Party:
    person = directory.person(one.person)
    if person is None or not any(same_person(one, other) for other in practitioners(case)):
        return one
    above = directory.line_above(person)
    return as_party(above[0]) if above else one
