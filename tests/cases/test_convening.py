"""Whoever convenes the last stage, and who among them is to do it (reading A7 of Northamptonshire's guide)."""

from dataclasses import replace

from mailservice.cases.history.commands import Said, Sender
from mailservice.cases.history.words import Verb
from mailservice.directory import Person
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
