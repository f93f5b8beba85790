"""Which dates a stage brings, reckoned from the policy's clocks (rules, section 4), and how they are set and dropped.

A date once set is stored in its event and never reckoned again.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases.dates import anchors, duties, kinds
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
from mailservice.policy.model import NUMBERED, Anchor, Basis, Clock, Limit
from mailservice.policy.words import STARTS, span
from mailservice.policy.workdays import Due

CONVENED_CHECK_IN_DAYS = 5
# A check-in on the day that whoever convenes has given.
GIVEN = "given"
TALKS = ("discussion", "manager-contact")
ACKNOWLEDGEMENT = "acknowledgement"
# After how many working days we ask, where the policy's time waits for a discussion that nobody has told us of.
WAITING_CHECK_IN_DAYS = 2
_LATE = timedelta(hours=1)


def start_clocks(turn: Turn) -> None:
    """Set every date that the present stage brings, and the reminders before the ones that climb."""
    for clock in turn.stage.clock:
        set_clock(turn, clock)
    if (waits := waiting(turn)) is not None:
        set_clock(turn, waits)
    _set_hand_on(turn)
    if judged(turn) is not None and turn.stage.sides == "both" and not turn.case.urgent:
        set_house(turn, "drift")
    _set_reminders(turn)


def start_step(turn: Turn) -> None:
    """Set the dates that are counted from the report to line managers."""
    drop(turn, "it was reported to line managers", purposes=("hand-on",))
    for clock in turn.stage.clock:
        if clock.starts == "reported" and turn.case.step_from is not None:
            set_clock(turn, clock)
    drop(turn, "the next step has its own", purposes=("reminder",))
    _set_reminders(turn)


def judged(turn: Turn) -> Clock | None:
    """Return the clock by judgement of the present stage, which has no number and is asked about instead.

    So is a stage whose every number waits for a discussion that nobody has told us of.
    """
    return next((one for one in turn.stage.clock if one.unit == "judgement"), None) or waiting(turn)


def waiting(turn: Turn) -> Clock | None:
    """Return the clock that waits for a discussion while nothing else runs, as one by judgement; None where none does."""
    numbered = [one for one in turn.stage.clock if one.unit in NUMBERED and one.goal != "raise"]
    waits = next((one for one in numbered if one.starts == "discussion"), None)
    if waits is None or turn.stage.sides == "convened" or any(anchors.reckon(turn, one) for one in numbered):
        return None
    return replace(waits, unit="judgement", starts="stage-entered", amount=0, check_in=WAITING_CHECK_IN_DAYS)


def set_clock(turn: Turn, clock: Clock, start: datetime | None = None) -> None:
    """Set the date of one policy clock, counted from its start, or from one that is handed in; none while it waits."""
    found = anchors.reckon(turn, clock, start)
    if found is None or (clock.unit == "judgement" and turn.case.urgent):
        return
    if clock.unit == "judgement":
        says = _begins(turn, clock)
        set_deadline(turn, "check-in", found.due, found.start, basis=clock.check_in_basis, clock=clock, says=says)
        return
    tomorrow = turn.rules.days.due_after(turn.at, 1)
    told = found.starts == "decision" and turn.case.decided is not None and found.due.at < tomorrow.at
    if told or (found.due.at <= turn.at and _is_cumulative(turn, clock, found)):
        # The case came here after the day that counts from its opening: a date of ours, never one that has passed.
        says = anchors.ended(turn, clock, found) if told else ""
        set_deadline(turn, "clock", tomorrow, turn.at, clock=clock, says=says)
    else:
        set_deadline(
            turn,
            "clock",
            found.due,
            found.start,
            basis=found.basis or clock.basis,
            clock=clock,
            second=found.second,
            says=found.says,
        )


def _begins(turn: Turn, clock: Clock) -> str:
    """Say of a clock that waits for a discussion how it begins; nothing of one by judgement."""
    own = next(one for one in turn.stage.clock if one.id == clock.id)
    waits = own.unit != "judgement"
    return (
        f"The policy's {span(own.amount, own.unit)} begin when you tell us, with MET, that you spoke." if waits else ""
    )


def begin_from(turn: Turn, starts: Anchor, on: datetime) -> None:
    """Set the dates of the present stage that count from something which has come now, or move them where they stand."""
    for clock in turn.stage.clock:
        if not anchors.counts_from(clock, starts):
            continue
        standing = _of_clock(turn, clock)
        found = anchors.reckon(turn, clock, on if clock.starts == starts else None)
        if standing is None and not _was_met(turn, clock):
            set_clock(turn, clock, on if clock.starts == starts else None)
        elif standing is not None and found is not None and found.due.at != standing.due:
            put_off(turn, standing, found, f"it counts from {STARTS[starts]}")


def begin_discussion(turn: Turn) -> bool:
    """Begin what counts from the first discussion of the stage, if it was told just now; tell whether anything does."""
    if turn.case.discussed.get(turn.case.stage) != turn.at:
        return False
    waits = [one for one in turn.stage.clock if anchors.counts_from(one, "discussion") and not _was_met(turn, one)]
    if not waits:
        return False
    # What asks how it stands while nothing runs bears no clock's name, or that of the clock that waits.
    names = {"", *(clock.id for clock in waits)}
    for one in turn.case.standing:
        asks = one.purpose == "check-in" and one.clock in names
        if asks or (one.purpose == "drift" and judged(turn) is None):
            turn.put(DeadlineDropped(turn.at, one.id, "the policy's time has begun with the discussion"))
    begin_from(turn, "discussion", turn.at)
    follow(turn)
    return True


def count_from_decision(turn: Turn) -> list[tuple[Deadline, datetime]]:
    """Count anew what counts from the decision, now that its day is told; return what moved, with its date before.

    A date comes no nearer than the end of the next working day.
    """
    before = {one.id: one.due for one in turn.case.standing}
    for one, clock in [*_from_decision(turn)]:
        found = anchors.reckon(turn, clock)
        tomorrow = turn.rules.days.due_after(turn.at, 1)
        if found is None or found.due.at == one.due:
            continue
        why = f"it counts from {STARTS['decision']}"
        if found.due.at >= tomorrow.at:
            put_off(turn, one, found, why)
        elif one.due > tomorrow.at:
            says = anchors.ended(turn, clock, found)
            put_off(turn, one, anchors.Reckoned(tomorrow, turn.at, "decision", says=says), why, basis="house")
    moved = [(one, before[one.id]) for one in turn.case.standing if one.due != before.get(one.id, one.due)]
    if moved:
        follow(turn)
    return moved


def put_off(turn: Turn, one: Deadline, found: anchors.Reckoned, why: str, *, basis: Basis | None = None) -> None:
    """Move a date to where it is reckoned now, and say why."""
    skipped = tuple(Skipped(day.date, day.name) for day in found.due.skipped)
    more = (found.start, skipped, basis or found.basis, found.second, found.says)
    turn.put(DeadlineMoved(turn.at, one.id, found.due.at, one.due, why, *more))


def _from_decision(turn: Turn) -> Iterator[tuple[Deadline, Clock | Limit]]:
    """Give every standing date of a clock of the present stage, or of a limit, that counts from the decision."""
    limits = {one.id: one for one in turn.policy.limits}
    clocks = {one.id: one for one in turn.stage.clock}
    for one in turn.case.standing:
        named: Clock | Limit | None = None
        if one.purpose == "limit":
            named = limits.get(one.clock)
        elif one.purpose == "clock" and one.stage == turn.case.stage:
            named = clocks.get(one.clock)
        if named is not None and anchors.counts_from(named, "decision"):
            yield one, named


def _of_clock(turn: Turn, clock: Clock) -> Deadline | None:
    mine = (one for one in turn.case.standing if one.purpose == "clock" and one.clock == clock.id)
    return next((one for one in mine if (one.stage, one.tier) == turn.here), None)


def _was_met(turn: Turn, clock: Clock) -> bool:
    """Tell whether what a clock asks for was done at this place since the case came here."""
    since = turn.case.entered_at
    mine = (one for one in turn.case.deadlines.values() if _is_clock_here(turn, one) and one.clock == clock.id)
    return any(one.state == "met" and (since is None or one.due > since) for one in mine)


def set_deadline(  # noqa: PLR0913 - the facts of a date, each named at the call
    turn: Turn,
    purpose: Purpose,
    due: Due,
    start: datetime,
    *,
    basis: Basis = "house",
    clock: Clock | Limit | None = None,
    about: str = "",
    second: bool = False,
    says: str = "",
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
            second=second,
            says=says,
            side=clock.of_side if isinstance(clock, Clock) and clock.of_side != "both" else "",
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
    """Meet every standing clock of the present stage that asks for one of these goals; tell whether there was one.

    What one side alone is to do is met by its word, not by another's.
    """
    wanted = set(goals)
    clocks = (one for one in turn.case.standing if one.purpose == "clock" and one.goal in wanted)
    found = [one for one in clocks if by is None or duties.is_asked(turn.case, one, by)]
    for one in found:
        turn.put(DeadlineMet(turn.at, one.id, by))
    _drop_reminders_without_clock(turn)
    return bool(found)


def acknowledge(turn: Turn, by: Party) -> bool:
    """Meet the policy's date for an acknowledgement by a word of the side that was asked for it; tell whether one stood."""
    return meet(turn, (ACKNOWLEDGEMENT,), by)


def begin_silence(turn: Turn) -> None:
    """Begin to count how long the last stage is silent; two clocks may end apart, and nobody is told twice of one silence."""
    if turn.date("silence") is None:
        set_house(turn, "silence", about="1")


def count_from_sending(turn: Turn, sent: datetime, why: str = "our letter left later than it should have") -> None:
    """Give a tier its full time from the day its letter truly left (rule 3.3): only ever later."""
    clocks = {clock.id: clock for clock in turn.stage.clock if clock.unit != "judgement"}
    _count_from(turn, clocks, sent, why)


def count_hours_from_sending(turn: Turn, ordered: datetime, sent: datetime) -> None:
    """Give a tier its full hours where its letter left more than an hour late, on the same day too (rule 3.3)."""
    clocks = {
        clock.id: clock
        for clock in turn.stage.clock
        if "hours" in (clock.unit, clock.no_later_than.unit if clock.no_later_than else "")
    }
    if sent > ordered + _LATE:
        _count_from(turn, clocks, sent, "our letter left later than it should have")


def _count_from(turn: Turn, clocks: Mapping[str, Clock], sent: datetime, why: str) -> None:
    moved = False
    for one in turn.case.standing:
        clock = clocks.get(one.clock) if one.purpose == "clock" and one.stage == turn.case.stage else None
        if clock is None or not _is_own(turn, clock):
            continue
        found = anchors.reckon(turn, clock, sent=sent)
        if found is not None and found.due.at > one.due:
            put_off(turn, one, found, why)
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


def follow_first_step(turn: Turn) -> None:
    """Set what a later stage counts from the end of its first step, once that is met or fell due: its steps change no people."""
    first = turn.case.status == "open" and turn.stage.id != turn.policy.first_stage.id and turn.stage.steps[:1]
    had = [one for one in turn.case.deadlines.values() if _is_clock_here(turn, one) and _is_since(turn, one)]
    step = {clock.id for clock in turn.stage.clock if first and clock.step in first and clock.starts != "reported"}
    ended = [one for one in had if one.clock in step and one.state in ("met", "missed")]
    if not ended or any(one.clock in step and one.state == "standing" for one in had):
        return
    last = ended[-1]
    start = last.due if last.state == "missed" and last.due <= turn.at else turn.at
    waits = [
        one for one in turn.stage.clock if one.starts == "reported" and one.id not in {other.clock for other in had}
    ]
    for clock in waits:
        set_clock(turn, clock, start)
    if waits:
        remind(turn)


def _is_since(turn: Turn, one: Deadline) -> bool:
    # A date set before the case came back here is another visit's.
    return turn.case.entered_at is None or one.due >= turn.case.entered_at


def ensure_next_date(turn: Turn) -> None:
    """Give an open case a check-in where no date stands: every open case has a next date (rule 5)."""
    if turn.case.status == "open" and turn.case.stage:
        follow_first_step(turn)
    if turn.case.status != "open" or any(_is_next(turn, one) for one in turn.case.standing):
        return
    given = turn.case.mediation_on
    clock = judged(turn)
    if turn.stage.sides == "convened" and given is not None and given > turn.at:
        # Whoever convenes named this day: at its end it is asked what came of it.
        set_deadline(turn, "check-in", Due(turn.rules.days.end_of(given)), turn.at, about=GIVEN)
    elif turn.stage.sides == "convened":
        set_house(turn, "check-in", days=CONVENED_CHECK_IN_DAYS)
    elif clock is not None and not (clock.unit == "judgement" and turn.case.urgent):
        set_clock(turn, clock, turn.at)
    else:  # an urgent case has no time by judgement, and still a date
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
    names = (
        "stage",
        "tier",
        "due",
        "counted_from",
        "basis",
        "goal",
        "clock",
        "reading",
        "skipped",
        "second",
        "says",
        "side",
    )
    return {name: getattr(one, name) for name in names}


def _tomorrow(turn: Turn) -> dict[str, Any]:
    due = turn.rules.days.due_after(turn.at, 1)
    skipped = tuple(Skipped(one.date, one.name) for one in due.skipped)
    return {"due": due.at, "counted_from": turn.at, "basis": "house", "reading": "", "skipped": skipped, "says": ""}


def _is_cumulative(turn: Turn, clock: Clock, found: anchors.Reckoned) -> bool:
    # A clock from the opening is the first tier's own; at a later tier or stage it keeps its date (rule 3.3).
    held = clock.no_later_than if found.second and clock.no_later_than else clock
    whole = held.starts in ("case-opened", "decision", "discussion")
    return whole and not anchors.is_tiers_own(turn, held)


def _is_own(turn: Turn, clock: Clock) -> bool:
    measures = (clock, clock.no_later_than) if clock.no_later_than else (clock,)
    return any(anchors.is_tiers_own(turn, one) for one in measures)


def _set_hand_on(turn: Turn) -> None:
    """Line managers have their letter at the latest by noon of the day the stage ends (reading E3)."""
    steps = [clock.id for clock in turn.stage.clock if not clock.step and clock.when_missed == "climb"]
    ends = [one for one in turn.case.standing if one.clock in steps and one.purpose == "clock"]
    if turn.stage.steps and not turn.case.step and ends:
        set_deadline(turn, "hand-on", Due(turn.rules.days.noon_of(ends[0].due)), turn.at)


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
