"""Whoever convenes the last stage, and who among them is to do it (reading A7 of Northamptonshire's guide)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from mailservice.cases.history.commands import Said, Sender
from mailservice.cases.history.events import Event
from mailservice.cases.history.words import Verb
from mailservice.cases.people.deciders import present
from mailservice.directory import Person
from mailservice.policy.check import faults_of
from tests.cases.world import RAISER, World, directory, letters, policy

ROLE = "One of the strategic leads"
INSIDE = Person("lead-1", "Rosa Bright", "rosa.bright@nenevalley.example", "", ROLE)
OUTSIDE = Person("lead-2", "Owen Marsh", "owen.marsh@wardens.example", "", ROLE)


def at_the_partnership(*leads: Person) -> World:
    world = World(who_is_who=replace(directory(), officers=leads)).open()
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    return world


def asked_of_the_office(world: World) -> str:
    told = [one.facts for one in letters(world.events) if one.to.address == world.office]
    actions = [one["action"] for facts in told for one in (facts, *facts.get("also", ()))]
    return next(str(one) for one in actions if "this letter too" in one)


def test_a_lead_from_an_agency_of_the_dispute_comes_last_and_only_with_a_reason() -> None:
    asked = asked_of_the_office(at_the_partnership(INSIDE, OUTSIDE))
    assert asked.startswith("Owen Marsh and Rosa Bright have this letter too.")
    assert "Owen Marsh is of no agency in it. Rosa Bright is of one: if you choose so, write why." in asked


def test_where_every_lead_is_outside_nothing_more_is_asked() -> None:
    assert "write why" not in asked_of_the_office(at_the_partnership(OUTSIDE))


def test_who_convenes_beside_the_final_authority_arranges_and_does_not_decide() -> None:
    chief = Person("chief", "Nia Foss", "nia.foss@wardens.example", "", "Chief constable")
    world = decided_by("Chief constable", (OUTSIDE, chief))
    offered = {one.to.person: [word["verb"] for word in one.facts["words"]] for one in letters(world.events)}
    assert "DECISION" in offered["chief"]
    assert "DECISION" not in offered["lead-2"]
    for who, status in (("lead-2", "open"), ("chief", "closed")):
        world.hear(who, Said(Verb.DECISION, "a joint visit on Monday", "DECISION"), sender=_officer(world, who))
        assert world.case.status == status, who


def _officer(world: World, who: str) -> Sender:
    one = world.who_is_who.person(who)
    assert one is not None
    return Sender(one.address, one.name, one.id, proof="proven")


def decided_by(authority: str, officers: tuple[Person, ...]) -> World:
    world = World(who_is_who=replace(directory(), officers=officers))
    final = replace(policy().final, authority=authority, ends_with=("agreed", "decided"))
    world.rules = replace(world.rules, policy=replace(policy(), final=final))
    world.open()
    return to_the_last(world)


CHAIR = Person("chair", "Morgan Hale", "morgan.hale@wardens.example", "", "Independent chair")
MANAGER = Person("manager", "Robin Thorpe", "robin.thorpe@wardens.example", "", "Board manager")


def two_ways(*officers: Person) -> World:
    """Return a case under a policy whose last stage the board manager convenes, and an independent chair if it is urgent."""
    own = policy()
    last = replace(own.last_stage, convenor="Board manager", urgent_convenor="Independent chair")
    world = World(who_is_who=replace(directory(), officers=officers))
    world.rules = replace(world.rules, policy=replace(own, stages=(*own.stages[:-1], last)))
    return world.open()


def asked_to_convene(events: Iterable[Event]) -> set[str]:
    """Return which officers had the letter that asks to convene; the office's copy may stand in its one letter of a sweep."""
    return {one.to.person for one in letters([*events]) if one.template == "convened" and one.to.person}


def to_the_last(world: World) -> World:
    while world.case.stage != "5":
        world.say(RAISER, Verb.ESCALATE)
    return world


def test_while_nobody_holds_the_last_word_neither_who_convenes_nor_the_office_decides_and_the_office_hears_it() -> None:
    world = decided_by("Chief constable", (OUTSIDE,))
    shown = [word["verb"] for one in letters(world.events) for word in one.facts.get("words", ())]
    assert "REPORT" in shown
    assert "DECISION" not in shown
    assert "Nobody is named for: Chief constable." in str([one.facts for one in letters(world.events)])
    world.hear("lead-2", Said(Verb.DECISION, "a joint visit on Monday", "DECISION"), sender=_officer(world, "lead-2"))
    office = world.who_is_who.office
    sender = Sender(office.address, office.name, office=True, proof="proven")
    world.hear("", Said(Verb.DECISION, "a joint visit on Monday", "DECISION"), sender=sender)
    assert world.case.status == "open"


def test_where_somebody_holds_the_last_word_the_office_hears_nothing_of_it() -> None:
    chief = Person("chief", "Nia Foss", "nia.foss@wardens.example", "", "Chief constable")
    assert "Nobody is named for" not in str(
        [one.facts for one in letters(decided_by("Chief constable", (chief,)).events)]
    )


def test_who_convenes_a_calm_case_is_not_who_convenes_an_urgent_one() -> None:
    calm = to_the_last(two_ways(CHAIR, MANAGER))
    assert asked_to_convene(calm.events) == {"manager"}
    hurried = two_ways(CHAIR, MANAGER)
    hurried.say(RAISER, Verb.URGENT)
    assert asked_to_convene(to_the_last(hurried).events) == {"chair"}
    asked = next(one for one in letters(hurried.events) if one.to.person == "chair" and one.template == "convened")
    assert asked.facts["why"] == "Stage 5 is convened by: Independent chair, because it is urgent."


def test_where_it_becomes_urgent_and_calm_again_the_other_has_it_and_nobody_is_left_without_a_word() -> None:
    world = to_the_last(two_ways(CHAIR, MANAGER))
    events = world.say(RAISER, Verb.URGENT)
    assert asked_to_convene(events) == {"chair"}
    assert told_to_let_go(events) == ["manager"]
    assert told_to_let_go(world.say(RAISER, Verb.URGENT)) == []  # once is enough
    events = world.say(RAISER, Verb.URGENT, "over")
    assert asked_to_convene(events) == {"manager"}
    assert told_to_let_go(events) == ["chair"]


def told_to_let_go(events: Iterable[Event]) -> list[str]:
    news = (one for one in letters([*events]) if one.template == "news")
    return [one.to.person for one in news if one.facts["headline"] == "Somebody else convenes this now"]


def test_where_nobody_is_named_for_an_urgent_case_the_office_convenes_it_and_not_the_usual_one() -> None:
    world = two_ways(MANAGER)
    world.say(RAISER, Verb.URGENT)
    assert not asked_to_convene(to_the_last(world).events)
    assert any(one.template == "convened" for one in world.to_office(world.events))


def test_an_agreement_in_an_urgent_case_is_told_to_who_convened_it_and_not_to_the_usual_one() -> None:
    world = two_ways(CHAIR, MANAGER)
    world.say(RAISER, Verb.URGENT)
    to_the_last(world)
    one, other = (present(world.case, world.rules.policy, world.who_is_who, side)[0] for side in world.case.agencies)
    world.say(one.person, Verb.RESOLVED)
    world.say(other.person, Verb.AGREE)
    assert world.case.urgent is None
    world.wait("Mon 14 Dec 2026 17:00")
    assert world.case.status == "closed"
    closed = {one.to.person for one in letters(world.events) if one.template == "closed"}
    assert "chair" in closed
    assert "manager" not in closed


@pytest.mark.parametrize(
    ("stage", "says"),
    [
        ({"sides": "both", "convenor": "", "urgent_convenor": "Chair"}, "nobody convenes here"),
        ({"convenor": "Chair", "urgent_convenor": "chair"}, "is the convenor of every case"),
    ],
)
def test_a_convenor_for_urgent_cases_that_changes_nothing_is_refused(stage: dict[str, Any], says: str) -> None:
    own = policy()
    wrong = replace(own, stages=(*own.stages[:-1], replace(own.last_stage, **stage)))
    assert says in dict(faults_of(wrong))["stage 5, urgent_convenor"]
