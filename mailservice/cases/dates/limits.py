"""Overall limits: by then it is settled, or at the limit's stage, whatever the stages do (rule 6.5). Never moved.

What happens when one runs out is in `timing`; here they are set, reached, and looked for.
"""

from datetime import date, datetime

from mailservice.cases.dates import anchors, deadlines
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineMet
from mailservice.cases.people.turn import Turn
from mailservice.policy.dates import due_of
from mailservice.policy.model import Limit


def begin(turn: Turn) -> None:
    """Set the policy's overall limits that have begun, unless the case already stands at their stage."""
    for limit in turn.policy.limits:
        if not reached(turn, limit.stage):
            _set(turn, limit)


def begin_discussion(turn: Turn) -> None:
    """Begin the limits that count from the first discussion of the case, now that somebody has told us of one."""
    if len(turn.case.discussed) != 1 or turn.at not in turn.case.discussed.values():
        return
    for limit in turn.policy.limits:
        if anchors.counts_from(limit, "discussion") and not reached(turn, limit.stage):
            standing = next(
                (one for one in turn.case.standing if one.purpose == "limit" and one.clock == limit.id), None
            )
            found = anchors.reckon(turn, limit)
            if standing is None:
                _set(turn, limit)
            elif found is not None and found.due.at < standing.due:
                deadlines.put_off(turn, standing, found, "it counts from the first discussion")


def _set(turn: Turn, limit: Limit) -> None:
    found = anchors.reckon(turn, limit)
    if found is None:
        return
    tomorrow = turn.rules.days.due_after(turn.at, 1)
    if found.due.at < tomorrow.at and found.starts == "decision" and turn.case.decided:
        says = anchors.ended(turn, limit, found)
        deadlines.set_deadline(turn, "limit", tomorrow, turn.at, clock=limit, says=says)
        return
    deadlines.set_deadline(
        turn,
        "limit",
        found.due,
        found.start,
        basis=found.basis or limit.basis,
        clock=limit,
        second=found.second,
        says=found.says,
    )


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
    ahead = (one for one in {one.clock: one for one in limits}.values() if not reached(turn, one.stage))
    ahead = (one for one in ahead if _is_of_now(turn, one))
    return next((one for one in ahead if one.due <= until), None)


def _is_of_now(turn: Turn, one: Deadline) -> bool:
    """Tell whether a limit counts for the case as it was last opened; the newest of an id that counts from a decision does."""
    begun = turn.case.began_at
    named = next((limit for limit in turn.policy.limits if limit.id == one.clock), None)
    from_decision = named is not None and anchors.counts_from(named, "decision")
    return from_decision or (begun is not None and one.counted_from >= begun)
