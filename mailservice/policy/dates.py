"""Every date of a policy if each stage runs its full time, as a coordinator would write them on one page.

Start at `dates_of`. Pure: handed the policy, the working days and the opening.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailservice.policy.model import Basis, Clock, Goal, Limit, Policy, Stage
from mailservice.policy.workdays import Due, Skipped, WorkingDays


@dataclass(frozen=True)
class Dated:
    """One clock of a policy with its date; without one it is to be done at once. `basis` is whose date it is."""

    stage: str
    clock: str
    goal: Goal
    due: datetime | None
    basis: Basis
    skipped: tuple[Skipped, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the plain values, the due time in ISO with its offset and null for at-once."""
        return {
            "stage": self.stage,
            "clock": self.clock,
            "goal": self.goal,
            "due": self.due.isoformat() if self.due else None,
            "basis": self.basis,
            "skipped": [{"date": one.date.isoformat(), "name": one.name} for one in self.skipped],
        }


def dates_of(policy: Policy, days: WorkingDays, opened: datetime) -> tuple[Dated, ...]:
    """Return every clock in climbing order, one tier for each stage, and the overall limits last.

    A stage ends when its clock climbs; without a number, at our check-in. Mediation is taken to end on the day by
    which it has to be offered.
    """
    opened = entered = days.local(opened)
    rows: list[Dated] = []
    for stage in policy.ladder:
        times = _Times(stage, days, opened, entered)
        rows += [times.dated(clock) for clock in stage.clock]
        entered = times.ends
    return (*rows, *(_limit(limit, days, opened) for limit in policy.limits))


def due_of(clock: Clock | Limit, days: WorkingDays, start: datetime) -> Due | None:
    """Return when a clock that starts now is due, by check-in where it has no number; None for at once."""
    if clock.unit == "hours":
        return days.due_hours(start, clock.amount)
    if clock.unit == "working-days":
        return days.due_after(start, clock.amount)
    if clock.unit == "judgement" and isinstance(clock, Clock):
        return days.due_after(start, clock.check_in)
    return None


def basis_of(clock: Clock) -> Basis:
    """Return whose date a clock gives: a check-in's is never the policy's own."""
    return clock.check_in_basis if clock.unit == "judgement" else clock.basis


@dataclass(frozen=True)
class _Times:
    """One stage, entered at one moment, running its full time."""

    stage: Stage
    days: WorkingDays
    opened: datetime
    entered: datetime

    @property
    def ends(self) -> datetime:
        climbing = [clock for clock in self.stage.clock if clock.when_missed == "climb"]
        asking = [clock for clock in self.stage.clock if clock.when_missed == "ask"]
        # A stage of which only its first step has a number ends by no date: it is shown from when that step does.
        reminding = max(self._dues(self.stage.clock), default=self.entered)
        return min(self._dues(climbing) or self._dues(asking), default=reminding)

    def dated(self, clock: Clock) -> Dated:
        due = due_of(clock, self.days, self._start(clock))
        found = (due.at, basis_of(clock), due.skipped) if due else (None, clock.basis, ())
        return Dated(self.stage.id, clock.id, clock.goal, *found)

    def _start(self, clock: Clock) -> datetime:
        if clock.starts == "case-opened":
            return self.opened
        if clock.starts == "reported":
            first = [one for one in self.stage.clock if one.step == self.stage.steps[0] and one.starts != "reported"]
            return min(self._dues(first))
        if clock.starts == "mediation-ended":
            return min(
                self._dues(one for one in self.stage.clock if one.starts != "mediation-ended"), default=self.entered
            )
        return self.entered

    def _dues(self, clocks: Iterable[Clock]) -> list[datetime]:
        found = (due_of(clock, self.days, self._start(clock)) for clock in clocks)
        return [due.at for due in found if due]


def _limit(limit: Limit, days: WorkingDays, opened: datetime) -> Dated:
    due = days.due_hours(opened, limit.amount) if limit.unit == "hours" else days.due_after(opened, limit.amount)
    return Dated(limit.stage, limit.id, limit.goal, due.at, limit.basis, due.skipped)
