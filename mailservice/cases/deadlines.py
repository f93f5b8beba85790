"""Which dates a stage brings, reckoned from the policy's clocks (rules, section 4), and how they are set and dropped.

A date once set is stored in its event and never reckoned again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from mailservice.cases.case import Deadline, Standing
from mailservice.cases.events import (
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeadlineSet,
    Party,
    Purpose,
    Skipped,
)
from mailservice.cases.turn import Turn
from mailservice.policy.model import Basis, Clock
from mailservice.policy.workdays import Due

CHECK_IN_DAYS = 2
CONVENED_CHECK_IN_DAYS = 5
LETTER_REST_HOURS = 4
TALKS = ("discussion", "manager-contact")


def start_clocks(turn: Turn) -> None:
    """Set every date that the present stage brings, and the reminders before the ones that climb."""
    for clock in turn.stage.clock:
        start = _anchor(turn, clock)
        if start is not None and clock.unit != "at-once":
            set_clock(turn, clock, start)
    _set_reminders(turn)


def set_clock(turn: Turn, clock: Clock, start: datetime) -> None:
    """Set the date of one policy clock, counted from its start."""
    days = turn.rules.days
    if clock.unit == "judgement":
        due = days.due_after(start, clock.check_in)
        set_deadline(turn, "check-in", due, start, basis=clock.check_in_basis, clock=clock)
    elif clock.unit == "hours":
        set_deadline(turn, "clock", days.due_hours(start, clock.amount), start, basis=clock.basis, clock=clock)
    else:
        set_deadline(turn, "clock", days.due_after(start, clock.amount), start, basis=clock.basis, clock=clock)


def set_deadline(
    turn: Turn,
    purpose: Purpose,
    due: Due,
    start: datetime,
    *,
    basis: Basis = "house",
    clock: Clock | None = None,
    about: str = "",
) -> None:
    """Put one date into the record, with every day it skipped."""
    turn.put(
        DeadlineSet(
            at=turn.at,
            deadline=f"d{len(turn.case.deadlines) + 1}",
            purpose=purpose,
            stage=turn.case.stage,
            tier=turn.case.tier,
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


def set_house(turn: Turn, purpose: Purpose, days: int, *, about: str = "", start: datetime | None = None) -> None:
    """Set a date of our own, so many working days after a start (now, where none is given)."""
    begun = start or turn.at
    set_deadline(turn, purpose, turn.rules.days.due_after(begun, days), begun, about=about)


def drop(turn: Turn, why: str, *, purposes: Iterable[Purpose] | None = None) -> None:
    """Let every standing date go, or those of some purposes, and say why."""
    wanted = set(purposes) if purposes is not None else None
    for one in turn.case.standing:
        if wanted is None or one.purpose in wanted:
            turn.put(DeadlineDropped(turn.at, one.id, why))


def meet(turn: Turn, goals: Iterable[str], by: Party | None) -> bool:
    """Meet every standing clock of the present stage that asks for one of these goals; tell whether there was one."""
    wanted = set(goals)
    found = [one for one in turn.case.standing if one.purpose == "clock" and one.goal in wanted]
    for one in found:
        turn.put(DeadlineMet(turn.at, one.id, by))
    _drop_reminders_without_clock(turn)
    return bool(found)


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
            turn.put(DeadlineMoved(turn.at, one.id, due.at, one.due, why))
            moved = True
    if moved:
        drop(turn, "its date moved", purposes=("reminder",))
        _set_reminders(turn)


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


def full_time(turn: Turn, deadline: Deadline, sent: datetime, days: int) -> None:
    """Move one house date later if its letter left on a later day."""
    due = turn.rules.days.due_after(sent, days)
    if due.at > deadline.due:
        turn.put(DeadlineMoved(turn.at, deadline.id, due.at, deadline.due, "the letter left on a later day"))


def ensure_next_date(turn: Turn) -> None:
    """Give an open case a check-in where no date stands: every open case has a next date (rule 5)."""
    if turn.case.status != "open" or any(one.purpose not in ("reminder", "nudge") for one in turn.case.standing):
        return
    days = CONVENED_CHECK_IN_DAYS if turn.stage.sides == "convened" else CHECK_IN_DAYS
    start = max(turn.at, turn.case.mediation_on or turn.at)
    set_house(turn, "check-in", days, start=start)


def _is_clock_here(turn: Turn, one: Deadline) -> bool:
    return one.purpose == "clock" and (one.stage, one.tier) == (turn.case.stage, turn.case.tier)


def _facts(one: Deadline) -> dict[str, Any]:
    names = ("stage", "tier", "due", "counted_from", "basis", "goal", "clock", "reading", "skipped")
    return {name: getattr(one, name) for name in names}


def _tomorrow(turn: Turn) -> dict[str, Any]:
    due = turn.rules.days.due_after(turn.at, 1)
    skipped = tuple(Skipped(one.date, one.name) for one in due.skipped)
    return {"due": due.at, "counted_from": turn.at, "basis": "house", "reading": "", "skipped": skipped}


def _is_cumulative(turn: Turn, clock: Clock) -> bool:
    # A clock from the opening is the first stage's own; in a later stage it keeps its date (rule 3.3).
    return clock.starts == "case-opened" and turn.stage.id != turn.policy.first_stage.id


def _due(turn: Turn, clock: Clock, start: datetime) -> Due | None:
    if clock.unit == "working-days":
        return turn.rules.days.due_after(start, clock.amount)
    if clock.unit == "hours":
        return turn.rules.days.due_hours(start, clock.amount)
    return None


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
    climbing = [one for one in turn.case.standing if one.purpose == "clock"]
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
    if any(one.purpose == "clock" for one in turn.case.standing):
        return
    for one in turn.case.standing:
        if one.purpose == "reminder" and one.about not in standing:
            turn.put(DeadlineDropped(turn.at, one.id, "nothing is left to remind of"))
