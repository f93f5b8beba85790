"""Which dates a stage brings, reckoned from the policy's clocks (rules, section 4), and how they are set and dropped.

A date once set is stored in its event and never reckoned again.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Deadline, Standing
from mailservice.cases.history.events import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    Party,
    Purpose,
    Skipped,
)
from mailservice.cases.people.turn import Turn
from mailservice.policy.dates import due_of
from mailservice.policy.model import Basis, Clock, Limit
from mailservice.policy.workdays import Due

CONVENED_CHECK_IN_DAYS = 5
# A check-in on the day that whoever convenes has given.
GIVEN = "given"
TALKS = ("discussion", "manager-contact")


def start_clocks(turn: Turn) -> None:
    """Set every date that the present stage brings, and the reminders before the ones that climb."""
    for clock in turn.stage.clock:
        start = _anchor(turn, clock)
        if start is not None and not (clock.unit == "judgement" and turn.case.urgent):
            set_clock(turn, clock, start)
    _set_hand_on(turn)
    if judged(turn) is not None and turn.stage.sides == "both" and not turn.case.urgent:
        set_house(turn, "drift")
    _set_reminders(turn)


def start_step(turn: Turn) -> None:
    """Set the dates that are counted from the report to line managers."""
    drop(turn, "it was reported to line managers", purposes=("hand-on",))
    for clock in turn.stage.clock:
        if clock.starts == "reported" and turn.case.step_from is not None:
            set_clock(turn, clock, turn.case.step_from)
    drop(turn, "the next step has its own", purposes=("reminder",))
    _set_reminders(turn)


def judged(turn: Turn) -> Clock | None:
    """Return the clock by judgement of the present stage, which has no number and is asked about instead."""
    return next((one for one in turn.stage.clock if one.unit == "judgement"), None)


def set_clock(turn: Turn, clock: Clock, start: datetime) -> None:
    """Set the date of one policy clock, counted from its start."""
    due = due_of(clock, turn.rules.days, start)
    if due is None:
        return
    if clock.unit == "judgement":
        set_deadline(turn, "check-in", due, start, basis=clock.check_in_basis, clock=clock)
    elif due.at <= turn.at and _is_cumulative(turn, clock):
        # The case came here after the day that counts from its opening: a date of ours, never one that has passed.
        tomorrow = turn.rules.days.due_after(turn.at, 1)
        set_deadline(turn, "clock", tomorrow, turn.at, clock=clock)
    else:
        set_deadline(turn, "clock", due, start, basis=clock.basis, clock=clock)


def set_deadline(
    turn: Turn,
    purpose: Purpose,
    due: Due,
    start: datetime,
    *,
    basis: Basis = "house",
    clock: Clock | Limit | None = None,
    about: str = "",
) -> Deadline:
    """Put one date into the record, with every day it skipped; an overall limit belongs to its own stage."""
    stage, tier = (clock.stage, 1) if isinstance(clock, Limit) else turn.here
    identity = f"d{len(turn.case.deadlines) + 1}"
    turn.put(
        DeadlineSet(
            at=turn.at,
            deadline=identity,
            purpose=purpose,
            stage=stage,
            tier=tier,
            due=due.at,
            counted_from=start,
            basis=basis,
            goal=clock.goal if clock else "",
            clock=clock.id if clock else "",
            reading=clock.reading if clock else "",
            skipped=tuple(Skipped(one.date, one.name) for one in due.skipped),
            about=about,
        )
    )
    return turn.case.deadlines[identity]


def set_house(turn: Turn, purpose: Purpose, *, days: int | None = None, about: str = "") -> Deadline:
    """Set a date of our own from now: as long as its kind is, or so many working days."""
    length = kinds.days_of(purpose) if days is None else days
    return set_deadline(turn, purpose, turn.rules.days.due_after(turn.at, length), turn.at, about=about)


def drop(turn: Turn, why: str, *, purposes: Iterable[Purpose] | None = None) -> None:
    """Let every standing date but those that last go, or those of some purposes, and say why."""
    wanted = set(purposes) if purposes is not None else None
    for one in turn.case.standing:
        if one.purpose in wanted if wanted is not None else kinds.of(one).stands != "lasting":
            turn.put(DeadlineDropped(turn.at, one.id, why))


def leave(turn: Turn) -> None:
    """Let the dates of a stage go that is left; a second step's clock, which only reminds, runs on beside the next."""
    second = {clock.id for clock in turn.stage.clock if clock.step and clock.starts == "reported"}
    beside = {one.id for one in turn.case.standing if one.purpose == "clock" and one.clock in second}
    for one in turn.case.standing:
        if kinds.of(one).stands != "lasting" and not beside & {one.id, one.about}:
            turn.put(DeadlineDropped(turn.at, one.id, "the case has gone on to the next stage"))


def meet(turn: Turn, goals: Iterable[str], by: Party | None) -> bool:
    """Meet every standing clock of the present stage that asks for one of these goals; tell whether there was one."""
    wanted = set(goals)
    found = [one for one in turn.case.standing if one.purpose == "clock" and one.goal in wanted]
    for one in found:
        turn.put(DeadlineMet(turn.at, one.id, by))
    _drop_reminders_without_clock(turn)
    return bool(found)


def begin_silence(turn: Turn) -> None:
    """Begin to count how long the last stage is silent; two clocks may end apart, and nobody is told twice of one silence."""
    if turn.date("silence") is None:
        set_house(turn, "silence", about="1")


def count_from_sending(turn: Turn, sent: datetime, why: str = "our letter left later than it should have") -> None:
    """Give a tier its full time from the day its letter truly left (rule 3.3): only ever later."""
    clocks = {clock.id: clock for clock in turn.stage.clock}
    moved = False
    for one in turn.case.standing:
        clock = clocks.get(one.clock)
        if clock is None or _is_cumulative(turn, clock):
            continue
        due = _due(turn, clock, sent)
        if due is not None and due.at > one.due:
            _move(turn, one, due, sent, why)
            moved = True
    if moved:
        remind(turn)


def stand_again(turn: Turn, state: Standing, goals: Iterable[str] = (), *, after: datetime) -> bool:
    """Let the clocks of this stage that were met or dropped stand again on their old dates; tell whether there was one.

    A date not after `after` gives way to the end of the next working day, a date of ours.
    """
    latest = {one.clock: one for one in turn.case.deadlines.values() if _is_clock_here(turn, one)}
    wanted = set(goals) or {one.goal for one in latest.values()}
    found = [one for one in latest.values() if one.state == state and one.goal in wanted]
    for one in found:
        facts = _facts(one) if one.due > after else {**_facts(one), **_tomorrow(turn)}
        turn.put(DeadlineSet(turn.at, f"d{len(turn.case.deadlines) + 1}", "clock", **facts))
    if found:
        drop(turn, "the date of the stage stands again", purposes=("check-in",))
    _set_reminders(turn)
    return bool(found)


def as_it_was(turn: Turn, one: Deadline) -> None:
    """Set a date that was let go again, just as it stood."""
    turn.put(DeadlineSet(turn.at, f"d{len(turn.case.deadlines) + 1}", one.purpose, **_facts(one), about=one.about))


def anew(turn: Turn, one: Deadline) -> None:
    """Give what a date asked for as long again from now as its kind has, else a working day; the date is then ours."""
    due = turn.rules.days.due_after(turn.at, kinds.of(one).days or 1)
    skipped = tuple(Skipped(day.date, day.name) for day in due.skipped)
    facts = {**_facts(one), "due": due.at, "counted_from": turn.at, "basis": "house", "reading": "", "skipped": skipped}
    turn.put(DeadlineSet(turn.at, f"d{len(turn.case.deadlines) + 1}", one.purpose, **facts, about=one.about))


def remind(turn: Turn) -> None:
    """Set the reminders anew, after the dates they remind of have changed."""
    drop(turn, "its date has changed", purposes=("reminder",))
    _set_reminders(turn)


def rest_before_reminder(turn: Turn, clock: Deadline) -> timedelta:
    """Return the working time that lies between a letter and a reminder: a working day, or half a shorter clock's time."""
    days = turn.rules.days
    half = days.working_hours_between(clock.counted_from, clock.due) / 2
    return min(half, days.working_hours_between(days.morning_of(clock.due), days.end_of(clock.due)))


def follow(turn: Turn) -> None:
    """Set anew what follows the dates of a stage that have moved: its reminders, and the hour of the hand-on."""
    remind(turn)
    if turn.date("hand-on") is not None:
        drop(turn, "its date has changed", purposes=("hand-on",))
        _set_hand_on(turn)


def full_time(turn: Turn, deadline: Deadline, sent: datetime, why: str = "the letter left on a later day") -> None:
    """Move one house date later if its letter left on a later day."""
    due = turn.rules.days.due_after(sent, kinds.days_of(deadline.purpose))
    if due.at > deadline.due:
        _move(turn, deadline, due, sent, why)


def ensure_next_date(turn: Turn) -> None:
    """Give an open case a check-in where no date stands: every open case has a next date (rule 5)."""
    if turn.case.status != "open" or any(_is_next(turn, one) for one in turn.case.standing):
        return
    given = turn.case.mediation_on
    clock = judged(turn)
    if turn.stage.sides == "convened" and given is not None and given > turn.at:
        # Whoever convenes named this day: at its end it is asked what came of it.
        set_deadline(turn, "check-in", Due(turn.rules.days.end_of(given)), turn.at, about=GIVEN)
    elif turn.stage.sides == "convened":
        set_house(turn, "check-in", days=CONVENED_CHECK_IN_DAYS)
    elif clock is not None:
        set_clock(turn, clock, turn.at)
    else:
        set_house(turn, "check-in")


def _move(turn: Turn, one: Deadline, due: Due, counted_from: datetime, why: str) -> None:
    skipped = tuple(Skipped(day.date, day.name) for day in due.skipped)
    turn.put(DeadlineMoved(turn.at, one.id, due.at, one.due, why, counted_from, skipped))


def _is_next(turn: Turn, one: Deadline) -> bool:
    # A second step's clock runs on beside the next stage, and gives that stage no date.
    return kinds.of(one).stands == "next" and (one.purpose != "clock" or one.stage == turn.case.stage)


def _is_clock_here(turn: Turn, one: Deadline) -> bool:
    return one.purpose == "clock" and (one.stage, one.tier) == turn.here


def _facts(one: Deadline) -> dict[str, Any]:
    names = ("stage", "tier", "due", "counted_from", "basis", "goal", "clock", "reading", "skipped")
    return {name: getattr(one, name) for name in names}


def _tomorrow(turn: Turn) -> dict[str, Any]:
    due = turn.rules.days.due_after(turn.at, 1)
    skipped = tuple(Skipped(one.date, one.name) for one in due.skipped)
    return {"due": due.at, "counted_from": turn.at, "basis": "house", "reading": "", "skipped": skipped}


def _is_cumulative(turn: Turn, clock: Clock) -> bool:
    # A clock from the opening is the first tier's own; at a later tier or stage it keeps its date (rule 3.3).
    later = (turn.stage.id, turn.case.tier) != (turn.policy.first_stage.id, 1)
    return clock.starts == "case-opened" and later


def _due(turn: Turn, clock: Clock, start: datetime) -> Due | None:
    return None if clock.unit == "judgement" else due_of(clock, turn.rules.days, start)


def _set_hand_on(turn: Turn) -> None:
    """Line managers have their letter at the latest by noon of the day the stage ends (reading E3)."""
    steps = [clock.id for clock in turn.stage.clock if not clock.step and clock.when_missed == "climb"]
    ends = [one for one in turn.case.standing if one.clock in steps and one.purpose == "clock"]
    if turn.stage.steps and not turn.case.step and ends:
        set_deadline(turn, "hand-on", Due(turn.rules.days.noon_of(ends[0].due)), turn.at)


def _anchor(turn: Turn, clock: Clock) -> datetime | None:
    case = turn.case
    return {
        "case-opened": case.began_at,
        "stage-entered": case.counted_from,
        "tier-entered": case.counted_from,
        "previous-stage-ended": case.counted_from,
        "office-notified": case.entered_at,
    }.get(clock.starts)


def _set_reminders(turn: Turn) -> None:
    days = turn.rules.days
    climbing = [one for one in turn.case.standing if one.purpose == "clock" and one.stage == turn.case.stage]
    times: dict[datetime, Deadline] = {}
    for one in climbing:
        one_day = turn.rules.days.add(days.local(one.counted_from).date(), 1) >= days.local(one.due).date()
        noon = days.noon_of(one.due) if one_day else days.noon_before(one.due)
        for when in {noon} if one_day else {noon, days.half_time(one.counted_from, one.due)}:
            if turn.at < when < one.due:
                times.setdefault(when, one)
    for when, one in sorted(times.items()):
        set_deadline(turn, "reminder", Due(when), one.counted_from, about=one.id)


def _drop_reminders_without_clock(turn: Turn) -> None:
    standing = {one.id for one in turn.case.standing}
    if turn.date("clock") is not None:
        return
    for one in turn.case.standing:
        if one.purpose == "reminder" and one.about not in standing:
            turn.put(DeadlineDropped(turn.at, one.id, "nothing is left to remind of"))
