"""A day that is closed after a date was set moves the date later and is announced; nothing ever comes forward (rule 4.6)."""

from dataclasses import replace
from datetime import date

from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import NoteClosedDays
from mailservice.cases.history.events import DeadlineMoved, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.policy.workdays import WorkingDays
from mailservice.simulator.story import moment
from tests.cases.world import RAISER, RESPONDER, World, policy

WEDNESDAY = date(2026, 11, 25)


def closing(world: World, *days: date) -> tuple[DeadlineMoved, ...]:
    """Close these days, as the office does in the settings, and let the service start again."""
    world.rules = replace(world.rules, days=WorkingDays(policy().calendar, dict.fromkeys(days, "Office move")))
    events = world.decide(NoteClosedDays(world.now))
    world.send()
    return tuple(event for event in events if isinstance(event, DeadlineMoved))


def clock(world: World) -> Deadline:
    """Return the date of the stage."""
    return next(one for one in world.case.standing if one.purpose == "clock")


def test_a_newly_closed_wednesday_moves_the_plan_from_wednesday_to_thursday_and_everybody_hears_of_it() -> None:
    world = World().open()
    assert clock(world).due == moment("Wed 25 Nov 2026 17:00")
    moved = closing(world, WEDNESDAY)
    assert clock(world).due == moment("Thu 26 Nov 2026 17:00")
    assert [event.was for event in moved] == [moment("Wed 25 Nov 2026 17:00")]
    told = [
        one
        for one in world.events
        if isinstance(one, LetterOrdered) and one.facts.get("headline") == "A date has moved"
    ]
    assert {one.to.person for one in told} == {RAISER, RESPONDER}
    said = " ".join(told[0].facts["paragraphs"])
    assert "Thursday 26 November 2026" in said
    assert "not 5pm on Wednesday 25 November 2026" in said
    assert "Office move" in said


def test_a_date_moves_once_however_often_the_service_starts() -> None:
    world = World().open()
    closing(world, WEDNESDAY)
    assert closing(world, WEDNESDAY) == ()


def test_a_day_that_is_opened_again_brings_no_date_forward() -> None:
    world = World().open()
    closing(world, WEDNESDAY)
    assert closing(world) == ()
    assert clock(world).due == moment("Thu 26 Nov 2026 17:00")


def test_a_day_that_lies_behind_a_date_or_before_its_start_moves_nothing() -> None:
    world = World().open()
    assert closing(world, date(2026, 11, 26), date(2026, 11, 20)) == ()


def test_a_date_that_has_come_is_not_moved_any_more() -> None:
    world = World().open()
    world.now = moment("Wed 25 Nov 2026 17:00")
    assert closing(world, WEDNESDAY) == ()


def test_over_a_weekend_the_days_that_were_left_out_before_still_are() -> None:
    world = World().open()
    world.say(RESPONDER, Verb.ESCALATE)
    assert clock(world).due == moment("Mon 30 Nov 2026 17:00")
    closing(world, WEDNESDAY, date(2026, 11, 30))
    assert clock(world).due == moment("Wed 02 Dec 2026 17:00")
    assert len(clock(world).skipped) == 4


def test_the_reminder_follows_the_date() -> None:
    world = World().open()
    closing(world, date(2026, 11, 24))
    reminders = [one.due for one in world.case.standing if one.purpose == "reminder"]
    assert clock(world).due == moment("Thu 26 Nov 2026 17:00")
    assert moment("Wed 25 Nov 2026 12:00") in reminders
    assert not any(one.date() == date(2026, 11, 24) for one in reminders)


def test_real_hours_of_an_urgent_case_do_not_move() -> None:
    world = World().open()
    world.say(RAISER, Verb.URGENT)
    urgent = [one.due for one in world.case.standing if one.purpose == "urgent"]
    closing(world, date(2026, 11, 24))
    assert [one.due for one in world.case.standing if one.purpose == "urgent"] == urgent
