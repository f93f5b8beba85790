"""Overall limits: by then it is settled, or at the limit's stage, whatever the stages do (rule 6.5). Never moved.

What happens when one runs out is in `timing`; here they are set, reached, and looked for.
"""

from datetime import date, datetime

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineMet
from mailservice.cases.people.turn import Turn
from mailservice.policy.dates import due_of
from mailservice.policy.model import Limit


def begin(turn: Turn) -> None:
    """Set the policy's overall limits, counted from the opening, unless the case already stands at their stage."""
    start = turn.case.began_at
    for limit in turn.policy.limits:
        due = due_of(limit, turn.rules.days, start) if start else None
        if start and due and not reached(turn, limit.stage):
            deadlines.set_deadline(turn, "limit", due, start, basis=limit.basis, clock=limit)


def if_counted_from(turn: Turn, day: date) -> list[tuple[Limit, datetime]]:
    """Return when each overall limit would end if it were counted from an earlier day: it moves no date (rule 1.5)."""
    days = turn.rules.days
    found = ((one, due_of(one, days, days.end_of(day))) for one in turn.policy.limits)
    return [(one, due.at) for one, due in found if due]


def settle(turn: Turn) -> None:
    """Let the limits go whose stage the case has come to."""
    for one in turn.case.standing:
        if one.purpose == "limit" and reached(turn, one.stage):
            turn.put(DeadlineMet(turn.at, one.id))


def reached(turn: Turn, stage: str) -> bool:
    """Tell whether the case stands at a stage or beyond it."""
    order = [one.id for one in turn.policy.ladder]
    return order.index(turn.case.stage) >= order.index(stage)


def within(turn: Turn, until: datetime) -> Deadline | None:
    """Return the limit that has run out by a moment while its stage is still ahead, or None."""
    limits = (one for one in turn.case.deadlines.values() if one.purpose == "limit" and one.state != "dropped")
    begun = turn.case.began_at
    ahead = (one for one in limits if not reached(turn, one.stage) and one.counted_from == begun)
    return next((one for one in ahead if one.due <= until), None)
