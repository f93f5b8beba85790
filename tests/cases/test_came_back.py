"""What follows of a letter that came back, or perhaps did: who is told, whom to ring, and that nobody is passed over unheard."""

from dataclasses import replace

import pytest

from mailservice.cases.asking import came_back
from mailservice.cases.history.commands import NoteBounce, NoteStalled
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.letters import Fault, Stalled
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from tests.cases.test_reaching import asked_for_a_name, at_stage_2, letter_to
from tests.cases.world import World, letters

JOY = "j-okafor"
OTHER = "joy.okafor@highfields.example"


def came(world: World, fault: Fault, why: str = "550 5.7.1 blocked") -> tuple[Event, ...]:
    letter = letter_to(world, JOY, "stage")
    order = next(one for one in world.events if isinstance(one, LetterOrdered) and one.letter == letter)
    return world.decide(NoteBounce(world.now, letter, "", why, "stage", fault, order))


def told(world: World, events: tuple[Event, ...]) -> LetterOrdered:
    (letter,) = world.to_office(events)
    return letter


@pytest.mark.parametrize(
    ("fault", "headline"),
    [("us", came_back.REFUSED), ("letter", came_back.CANNOT_GO), ("reader", came_back.ARRIVED_NOT)],
)
def test_the_office_reads_the_number_to_ring_first(fault: Fault, headline: str) -> None:
    world = at_stage_2()
    letter = told(world, came(world, fault))
    phone = world.who_is_who.person(JOY).phone  # type: ignore[union-attr]  # she is in the directory
    assert letter.facts["headline"] == headline
    assert letter.facts["items"][0].startswith(f"Ring {phone}")
    assert phone in letter.facts["action"]


@pytest.mark.parametrize("fault", ["us", "letter"])
def test_whose_server_refuses_us_is_not_passed_over_and_nobody_is_asked_in_their_place(fault: Fault) -> None:
    world = at_stage_2()
    events = came(world, fault)
    joy = world.case.letters[letter_to(world, JOY, "stage")].to
    assert not deciders.bounced(world.case, joy)
    assert not asked_for_a_name(events)
    assert not world.case.covers


def test_the_readers_other_address_is_written_to_before_anybody_is_asked_in_their_place() -> None:
    world = at_stage_2()
    people = tuple(replace(one, aliases=(OTHER,)) if one.id == JOY else one for one in world.who_is_who.people)
    world.who_is_who = replace(world.who_is_who, people=people)
    events = came(world, "reader", "550 5.1.1 no such user")
    again = [one for one in letters(events) if one.to.address == OTHER]
    assert [one.template for one in again] == ["stage"]
    assert not asked_for_a_name(events)
    assert OTHER in " ".join(told(world, events).facts["items"])
    world.send()
    assert not deciders.bounced(world.case, again[0].to), "they have it"
    events = world.bounce(again[0].letter)
    assert asked_for_a_name(events), "no address is left"


@pytest.mark.parametrize("how", ["delayed", "deleted", "perhaps", "unclear"])
def test_what_else_is_heard_of_a_letter_is_told_once_and_moves_nothing(how: Stalled) -> None:
    world = at_stage_2()
    letter = letter_to(world, JOY, "stage")
    before = world.case.here, len(world.case.standing)
    command = NoteStalled(world.now, letter, how, "4.4.1", "connection timed out", "stage")
    shown = told(world, world.decide(command))
    assert shown.facts["items"][0].startswith("Ring ")
    assert world.to_office(world.decide(command)) == []
    assert (world.case.here, len(world.case.standing)) == before
    assert not deciders.bounced(world.case, world.case.letters[letter].to)


def test_a_delay_of_what_somebody_has_answered_meanwhile_is_nobodys_news() -> None:
    world = at_stage_2()
    letter = letter_to(world, JOY, "stage")
    world.say(JOY, Verb.RECEIVED)
    assert world.to_office(world.decide(NoteStalled(world.now, letter, "delayed"))) == []


def test_a_letter_to_the_office_that_comes_back_goes_down_the_line_and_never_round() -> None:
    world = at_stage_2()
    events = came(world, "us")
    seen, ahead = set[str](), [told(world, events)]
    while ahead:
        one = ahead.pop()
        assert one.to.address not in seen, "no letter about a letter goes round in a ring"
        seen.add(one.to.address)
        ahead += [two for two in letters(world.bounce(one.letter)) if two.template == "office"]
    office = world.who_is_who.office
    assert seen == {office.address, *office.staff, *(one.address for one in office.stand_ins)}
