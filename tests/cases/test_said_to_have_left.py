"""A colleague writes that somebody has left: the office and the person hear of it, and nobody is displaced unheard (rule 15)."""

from dataclasses import replace

import pytest

from mailservice.cases.history.commands import Left, Proof, Said
from mailservice.cases.history.events import Event, SaidToHaveLeft
from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.left import left
from tests.cases.world import RAISER, RESPONDER, World, answered, directory, letters, sender

JOY, TOM, RUTH = "j-okafor", "t-byrne", "r-lindqvist"
PHRASE = "Joy Okafor left us on Friday."
AGENCY = next(one.agency for one in directory().people if one.id == JOY)
PEOPLE = [one for one in directory().people if one.agency == AGENCY]


@pytest.mark.parametrize(
    "text",
    [
        PHRASE,
        "Joy has gone to Northfield.",
        "Ms Okafor is no longer employed by the Trust.",
        "I have taken over from Joy, who has left.",
        "fyi joy okafor finished up last wk",
        "Joy got made redundant at Easter.",
        "Joy won't be back, she is on a career break.",
        "Her caseload is uncovered since Joy packed it in.",
        "Please take Joy's name off the list, her last day was Thursday.",
        "I understand Joy has tendered her resignation.",
    ],
)
def test_that_a_colleague_has_left_is_read_of_whom_the_sentence_names(text: str) -> None:
    found = left(text, PEOPLE)
    assert found is not None
    assert found.person == JOY


@pytest.mark.parametrize(
    "text",
    [
        "Joy is off with a bug, back tomorrow.",
        "Joy left the room before mum came in.",
        "Joy is out til 4.",
        "Joy's back from maternity leave.",
        "Has Joy left?",
        "Joy is not going anywhere.",
        "Joy has left it too late.",
        "Joy left a message with the school.",
        "Joy feels left out of this.",
        "Corey left school at eleven.",
        "Bethan left us on Friday.",
        "It was a joy, and he has left us.",
    ],
)
def test_who_is_only_out_or_nobody_of_the_agency_has_not_left(text: str) -> None:
    assert left(text, PEOPLE) is None


def at_stage_2() -> World:
    world = World().open()
    world.say(RAISER, Verb.ESCALATE, "no plan came")
    world.now = world.now.replace(hour=world.now.hour + 1)
    return world


def told(world: World, who: str = RESPONDER, proof: Proof = "proven", about: str = JOY) -> tuple[Event, ...]:
    writes = replace(sender(who), proof=proof)
    events = world.hear(who, own_words=PHRASE, left=Left(about, PHRASE), sender=writes)
    world.send()
    return events


def heads(world: World, events: tuple[Event, ...]) -> list[str]:
    return [one.facts["headline"] for one in world.to_office(events)]


def test_a_proven_colleagues_word_is_told_to_the_office_and_to_the_person_and_no_date_moves() -> None:
    world = at_stage_2()
    dates = [one.due for one in world.case.standing]
    events = told(world)
    assert any(isinstance(one, SaidToHaveLeft) for one in events)
    assert "Somebody may have left" in heads(world, events)
    hers = [one for one in letters(events) if one.to.person == JOY]
    assert [one.facts["headline"] for one in hers] == ["Daniel Mensah wrote that you have left"]
    assert "reply with CONTACT" in answered(events)[0]
    assert [one.to.person for one in letters(events) if one.template == "next_manager"], (
        "their side is asked for a name"
    )
    assert [one.due for one in world.case.standing] == dates
    assert not any(isinstance(one, SaidToHaveLeft) for one in told(world)), "once"


def test_an_unproven_word_is_told_to_the_office_and_moves_nothing() -> None:
    world = at_stage_2()
    events = told(world, proof="plausible")
    assert "Somebody may have left" in heads(world, events)
    assert not any(isinstance(one, SaidToHaveLeft) for one in events)
    assert not [one for one in letters(events) if one.to.person == JOY]


@pytest.mark.parametrize("who", [RAISER, JOY])
def test_nobody_of_another_agency_and_nobody_of_themselves_is_heard(who: str) -> None:
    world = at_stage_2()
    assert "Somebody may have left" not in heads(world, told(world, who))


def add_tom(world: World) -> None:
    person = directory().person(TOM)
    assert person is not None
    world.hear(RESPONDER, Said(Verb.CONTACT, "", "CONTACT", None, person.name, person.address))
    world.send()


def deciding(world: World) -> list[str]:
    return [one.address if one.decides else "" for one in world.case.contacts][-1:]


def test_whom_contact_names_then_decides_until_the_office_answers() -> None:
    world = at_stage_2()
    told(world)
    add_tom(world)
    tom, joy = directory().person(TOM), directory().person(JOY)
    assert tom is not None
    assert joy is not None
    assert deciding(world) == [tom.address]
    world.hear(world.office, Said(Verb.CONTACT, "", "CONTACT", None, joy.name, joy.address))
    assert deciding(world) == [joy.address], "the office has put it right"


def test_in_one_mail_the_word_of_who_left_comes_before_the_contact_in_their_place() -> None:
    world = at_stage_2()
    tom = directory().person(TOM)
    assert tom is not None
    names = Said(Verb.CONTACT, "", "CONTACT", None, tom.name, tom.address)
    world.hear(RESPONDER, names, own_words=PHRASE, left=Left(JOY, PHRASE))
    assert deciding(world) == [tom.address]


def test_without_such_a_word_a_contact_displaces_nobody() -> None:
    world = at_stage_2()
    add_tom(world)
    assert deciding(world) == [""]


def test_who_was_said_to_have_left_and_writes_is_told_to_the_office_and_is_heard() -> None:
    world = at_stage_2()
    told(world)
    world.now = world.now.replace(hour=world.now.hour + 1)
    events = world.say(JOY, Verb.RESOLVED, "a joint visit on Monday; nothing stays open")
    assert "Perhaps somebody has not left" in heads(world, events)
    assert world.case.pending is not None


def test_a_raiser_keeps_their_rights_until_a_successor_is_named() -> None:
    world = at_stage_2()
    events = told(world, "m-dasgupta", about=RAISER)
    (office,) = [one for one in world.to_office(events) if one.facts["headline"] == "Somebody may have left"]
    assert "AS RAISER" in str(office.facts["action"])
    assert world.case.raiser is not None
    assert world.case.raiser.person == RAISER
