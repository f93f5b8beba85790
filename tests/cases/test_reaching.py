"""Whoever is not heard from is covered before the date comes, and is never called late for a letter nobody read."""

from dataclasses import replace

from mailservice.cases import machine
from mailservice.cases.commands import CallTime, Hear, Verb
from mailservice.cases.events import CoverAsked, DeadlineMissed, LetterOrdered
from tests.cases.world import OFFICE, World, directory, sender


def at_stage_2() -> World:
    world = World().open()
    world.say("s-whitlock", Verb.ESCALATE)
    return world


def asked(world: World) -> list[str]:
    return [event.to.person for event in world.events if isinstance(event, CoverAsked)]


def to_office(world: World) -> list[str]:
    letters = [one for one in world.events if isinstance(one, LetterOrdered) and one.template == "office"]
    return [str(one.facts["headline"]) for one in letters if one.to.address == OFFICE]


def test_a_silent_manager_is_covered_by_her_deputy_and_then_the_office_has_the_numbers() -> None:
    world = at_stage_2()
    world.wait("Fri 27 Nov 2026 16:00")
    assert asked(world) == ["k-obrien", "t-byrne"]
    assert "Not heard from yet" in to_office(world)
    assert world.case.stage == "2"


def test_any_word_of_the_manager_counts_as_received() -> None:
    world = at_stage_2()
    world.hear("j-okafor", own_words="I am on it.")
    world.hear("m-dasgupta", own_words="I ring her today.")
    world.wait("Fri 27 Nov 2026 16:00")
    assert asked(world) == []


def test_a_date_that_nobody_read_is_recorded_as_not_reached() -> None:
    world = at_stage_2()
    world.say("j-okafor", Verb.RECEIVED)
    world.wait("Mon 30 Nov 2026 18:00")
    missed = [event for event in world.events if isinstance(event, DeadlineMissed)]
    assert {event.not_reached for event in missed} == {("rockingham",)}


def test_deputies_who_stand_in_for_each_other_are_each_asked_once() -> None:
    world = at_stage_2()
    people = [replace(one, deputy="j-okafor") if one.id == "t-byrne" else one for one in directory().people]
    circle = replace(directory(), people=tuple(people))
    due = next(one for one in world.case.standing if one.purpose == "nudge")
    call = CallTime(due.due, due.id)
    events = machine.decide(world.case, call, world.rules, circle)
    assert [event.to.person for event in events if isinstance(event, CoverAsked)] == ["k-obrien", "t-byrne"]


def test_an_out_of_office_brings_the_deputy_at_once_and_is_nobodys_word() -> None:
    world = at_stage_2()
    letter = next(one.letter for one in world.case.letters.values() if one.to.person == "j-okafor")
    away = Hear(world.now, "m9", "<m9@people.example>", sender("j-okafor"), kind="out-of-office", answers=letter)
    world.decide(replace(away, stand_in="stranger@elsewhere.example"))
    assert asked(world) == ["t-byrne"]
    assert "Somebody is away" in to_office(world)
    assert not any(one.to.address == "stranger@elsewhere.example" for one in world.case.letters.values())
