"""From when a policy's time counts, and which of two measures holds: start at `reckon`.

What happens in a case stands in `deadlines`; nothing here puts an event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailservice.cases.people.turn import Turn
from mailservice.policy.dates import due_of
from mailservice.policy.model import Anchor, Basis, Clock, Limit, Measure, Policy
from mailservice.policy.words import STARTS, span
from mailservice.policy.workdays import Due

_ENTRY = ("stage-entered", "tier-entered", "previous-stage-ended", "office-notified", "reported")


@dataclass(frozen=True)
class Reckoned:
    """A date of a clock: when, counted from when, whether its second measure holds, and what letters say of that."""

    due: Due
    start: datetime
    starts: Anchor
    second: bool = False
    says: str = ""
    basis: Basis | None = None


def reckon(
    turn: Turn, clock: Clock | Limit, start: datetime | None = None, *, sent: datetime | None = None
) -> Reckoned | None:
    """Return the earlier of a clock's measures, counted from `start` where it is handed in; None while none has begun.

    `sent`: the tier's letter left only then, so whatever counts from the tier's own beginning counts from there.
    """
    found: list[Reckoned] = []
    for one in _measures(clock):
        begun = start if start and one is clock else start_of(turn, one)
        begun = sent if sent and begun and is_tiers_own(turn, one) else begun
        due = due_of(one, turn.rules.days, begun) if begun else None
        if begun and due:
            found.append(Reckoned(due, begun, one.starts, second=one is not clock))
    if not found:
        return None
    held = min(found, key=lambda one: one.due.at)
    says = [*_other(clock, held, found), *_decision(turn, held)]
    return Reckoned(held.due, held.start, held.starts, held.second, " ".join(says), _basis(clock, second=held.second))


def _basis(clock: Clock | Limit, *, second: bool) -> Basis | None:
    """Return whose time the measure is that holds, where the two of a clock are not of one hand; else None."""
    own = clock.no_later_than.basis if clock.no_later_than else None
    return (own if second else clock.basis) if own else None


def start_of(turn: Turn, one: Clock | Limit | Measure) -> datetime | None:
    """Return from when a measure counts; None where that has not come, or is told by whoever sets its date."""
    case = turn.case
    return {
        "case-opened": case.began_at,
        "stage-entered": case.counted_from,
        "tier-entered": case.counted_from,
        "previous-stage-ended": case.counted_from,
        "office-notified": case.entered_at,
        "reported": case.step_from if case.step and turn.here == (turn.policy.first_stage.id, 1) else None,
        "decision": turn.rules.days.end_of(case.decided.on) if case.decided else case.began_at,
        "discussion": _discussed(turn, one),
        "meeting": case.mediation_on
        if case.mediation_on and case.mediation_on >= (case.entered_at or turn.at)
        else None,
    }.get(one.starts)


def is_tiers_own(turn: Turn, one: Clock | Limit | Measure) -> bool:
    """Tell whether a measure is the present tier's own, and has its full time if its letter left late (rule 3.3)."""
    first = (turn.stage.id, turn.case.tier) == (turn.policy.first_stage.id, 1)
    from_opening = one.starts == "case-opened" or (one.starts == "decision" and turn.case.decided is None)
    return one.starts in _ENTRY or (first and from_opening)


def counts_from(clock: Clock | Limit, starts: Anchor) -> bool:
    """Tell whether one of a clock's measures counts from something."""
    return any(one.starts == starts for one in _measures(clock))


def asks_for_decision(policy: Policy) -> bool:
    """Tell whether something of a policy counts from the decision that is disagreed with."""
    clocks: list[Clock | Limit] = [*(one for stage in policy.stages for one in stage.clock), *policy.limits]
    return any(counts_from(one, "decision") for one in clocks)


def claimed(turn: Turn) -> list[str]:
    """Say when the decision was made, as it is claimed, and what the policy asks of that; it blames nobody (rule 1.5)."""
    told = turn.case.decided
    if told is None or not asks_for_decision(turn.policy):
        return []
    days = turn.rules.days
    raised = [one for one in turn.policy.first_stage.clock if one.goal == "raise"]
    ends = ((one, _end(turn, one, days.end_of(told.on))) for one in raised)
    return [
        f"{turn.name(told.by)} says that the decision was made on {_day(told.on)}.",
        *(
            f"The policy gives {span(one.amount, one.unit)} from then to raise it, until {_day(end)}; that moves nothing."
            for one, end in ends
        ),
    ]


def ended(turn: Turn, clock: Clock | Limit, found: Reckoned) -> str:
    """Say of a date that would have passed, as the decision is claimed, when that was: ours stands in its place."""
    allows = span(clock.amount, clock.unit)
    return f"{found.says} The policy's {allows} would have ended on {_day(turn.rules.days.local(found.due.at))}."


def _end(turn: Turn, clock: Clock, start: datetime) -> datetime:
    due = due_of(replace(clock, goal="plan"), turn.rules.days, start)
    return due.at if due else start


def _measures(clock: Clock | Limit) -> Iterator[Clock | Limit | Measure]:
    yield clock
    if clock.no_later_than is not None:
        yield clock.no_later_than


def _discussed(turn: Turn, one: Clock | Limit | Measure) -> datetime | None:
    """Return the first discussion of the present stage that somebody told us of; of a limit, the first of the case."""
    told = turn.case.discussed
    return min(told.values(), default=None) if isinstance(one, Limit) else told.get(turn.case.stage)


def _other(clock: Clock | Limit, held: Reckoned, found: list[Reckoned]) -> Iterator[str]:
    """Say of a clock with two measures which of them holds."""
    if clock.no_later_than is None:
        return
    other = clock if held.second else clock.no_later_than
    allows = f"{span(other.amount, other.unit)} from {STARTS[other.starts]}"
    yield f"Its {allows} would end later." if len(found) > 1 else f"Its {allows} have not begun."


def _decision(turn: Turn, held: Reckoned) -> Iterator[str]:
    """Say by whose word a date counts from the decision; or that nobody told us of it, so it counts from the opening."""
    if held.starts == "decision":
        told = turn.case.decided
        if told is None:
            yield "We do not know when the decision was made, so we count from the opening."
        else:
            yield f"Counted from the decision on {_day(told.on)}, as {turn.name(told.by)} says."


def _day(on: date) -> str:
    return f"{on:%A} {on.day} {on:%B %Y}"
