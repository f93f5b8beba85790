"""Every date of a policy if each stage runs its full time, as a coordinator would write them on one page.

Start at `dates_of`. Pure: handed the policy, the working days and the opening.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailservice.policy.model import Basis, Clock, Goal, Limit, Measure, Policy, Stage
from mailservice.policy.workdays import Due, Skipped, WorkingDays

# The goals that a discussion meets, and the starts that a day given at a convened stage sets.
TALKS = ("discussion", "manager-contact")
AFTER_A_DAY = ("mediation-ended", "meeting")


@dataclass(frozen=True)
class Dated:
    """One clock of a policy with its date; without one it is to be done at once, or lies before the opening.

    `basis` is whose date it is, `taken` what it takes to have happened, of which a case would tell us.
    """

    stage: str
    clock: str
    goal: Goal
    due: datetime | None
    basis: Basis
    skipped: tuple[Skipped, ...] = ()
    taken: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the plain values, the due time in ISO with its offset and null for at-once."""
        return {
            "stage": self.stage,
            "clock": self.clock,
            "goal": self.goal,
            "due": self.due.isoformat() if self.due else None,
            "basis": self.basis,
            "skipped": [{"date": one.date.isoformat(), "name": one.name} for one in self.skipped],
            "taken": self.taken,
        }


def dates_of(policy: Policy, days: WorkingDays, opened: datetime) -> tuple[Dated, ...]:
    """Return every clock in climbing order, one tier for each stage, and the overall limits last.

    A stage ends when its clock climbs; without a number, at our check-in. Mediation, or a meeting, is taken to be on the
    day by which it has to be offered; and the decision disagreed with to be made at the opening, as it is while nobody has
    told us when it was. Where a time counts from a discussion, that is taken to be on the last day for it, else as its stage
    begins: held for every clock of the stage, so that its own time ends nothing. Elsewhere nobody is taken to have spoken.
    """
    opened = entered = days.local(opened)
    rows: list[Dated] = []
    for stage in policy.ladder:
        times = _Times(stage, days, opened, entered, held=_is_held(policy, stage))
        rows += [times.dated(clock) for clock in stage.clock]
        entered = times.ends
    first = _Times(policy.first_stage, days, opened, opened, held=_is_held(policy, policy.first_stage))
    return (*rows, *(_limit(limit, first) for limit in policy.limits))


def due_of(clock: Clock | Limit | Measure, days: WorkingDays, start: datetime) -> Due | None:
    """Return when a measure that starts now is due, by check-in where it has no number; None for at once.

    A clock's `no_later_than` counts from a start of its own and is reckoned for itself.
    """
    if isinstance(clock, Clock) and clock.goal == "raise":
        return None  # what it asks for lies before the opening
    if clock.unit == "hours":
        return days.due_hours(start, clock.amount)
    if clock.unit == "calendar-days":
        return days.due_calendar(start, clock.amount)
    if clock.unit == "working-days":
        return days.due_after(start, clock.amount)
    if clock.unit == "judgement" and isinstance(clock, Clock):
        return days.due_after(start, clock.check_in)
    return None


def basis_of(clock: Clock, *, second: bool = False) -> Basis:
    """Return whose date a clock gives, by its second measure where that holds: a check-in's is never the policy's own."""
    if second and clock.no_later_than is not None and clock.no_later_than.basis is not None:
        return clock.no_later_than.basis
    return clock.check_in_basis if clock.unit == "judgement" else clock.basis


@dataclass(frozen=True)
class _Times:
    """One stage, entered at one moment, running its full time."""

    stage: Stage
    days: WorkingDays
    opened: datetime
    entered: datetime
    held: bool

    @property
    def ends(self) -> datetime:
        met = TALKS if self.held else ()
        open_yet = [clock for clock in self.stage.clock if clock.goal not in met]
        climbing = [clock for clock in open_yet if clock.when_missed == "climb"]
        asking = [clock for clock in open_yet if clock.when_missed == "ask"]
        # A stage of which only its first step has a number ends by no date: it is shown from when that step does.
        reminding = max(self._dues(self.stage.clock), default=self.entered)
        return min(self._dues(climbing) or self._dues(asking), default=reminding)

    def dated(self, clock: Clock) -> Dated:
        due = self.due(clock)
        if due is None:
            return Dated(self.stage.id, clock.id, clock.goal, None, clock.basis)
        first = due_of(clock, self.days, self._start(clock))
        second = first is not None and due.at < first.at
        found = (due.at, basis_of(clock, second=second), due.skipped, self.taken(clock))
        return Dated(self.stage.id, clock.id, clock.goal, *found)

    def taken(self, clock: Clock | Limit) -> str:
        """Say what a clock's date takes to have happened; empty where it counts from what the case itself brings about."""
        said = {
            "decision": "the decision is made at the opening",
            "discussion": f"they speak at stage {self.stage.id} {'on the last day for it' if self._talks else 'as it begins'}",
            **dict.fromkeys(AFTER_A_DAY, "the meeting is on the day by which it has to be offered"),
        }
        return "; ".join(dict.fromkeys(said[one] for one in _starts(clock) if one in said))

    def due(self, clock: Clock | Limit) -> Due | None:
        """Return the earlier of a clock's measures; None for at once."""
        measures = (clock, clock.no_later_than) if clock.no_later_than else (clock,)
        found = [due_of(one, self.days, self._start(one)) for one in measures]
        return min((due for due in found if due), key=lambda due: due.at, default=None)

    def _start(self, clock: Clock | Limit | Measure) -> datetime:
        if clock.starts in ("case-opened", "decision"):
            return self.opened
        if clock.starts == "reported":
            first = [one for one in self.stage.clock if one.step == self.stage.steps[0] and not _waits(one)]
            return min(self._dues(first), default=self.entered)
        if clock.starts == "discussion":
            return min(self._talks, default=self.entered)
        if clock.starts in AFTER_A_DAY:
            return min(self._dues(one for one in self.stage.clock if not _waits(one)), default=self.entered)
        return self.entered

    @property
    def _talks(self) -> list[datetime]:
        return self._dues(one for one in self.stage.clock if one.goal in TALKS and not _waits(one))

    def _dues(self, clocks: Iterable[Clock]) -> list[datetime]:
        found = (self.due(clock) for clock in clocks)
        return [due.at for due in found if due]


def _waits(clock: Clock) -> bool:
    """Tell whether a clock, or its second measure, waits for what another clock of its stage asks for."""
    return any(one in (*AFTER_A_DAY, "reported", "discussion") for one in _starts(clock))


def _starts(clock: Clock | Limit) -> tuple[str, ...]:
    return (clock.starts, *((clock.no_later_than.starts,) if clock.no_later_than else ()))


def _is_held(policy: Policy, stage: Stage) -> bool:
    """Tell whether a time counts from a discussion at a stage, which is then taken to be held: the case's first, at the first."""
    times: tuple[Clock | Limit, ...] = (*stage.clock, *(policy.limits if stage == policy.first_stage else ()))
    return any("discussion" in _starts(one) for one in times)


def _limit(limit: Limit, times: _Times) -> Dated:
    due = times.due(limit) or Due(times.opened)  # never without a number: the check sees to it
    return Dated(limit.stage, limit.id, limit.goal, due.at, limit.basis, due.skipped, times.taken(limit))
