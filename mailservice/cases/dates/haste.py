"""The dates of an urgent case, in real hours (rules, section 8): each tier has 24, and is chased after 2.

Out of hours its letter goes at once, and again at 9am on the next working day.
"""

from datetime import datetime, timedelta

from mailservice.cases.dates import deadlines
from mailservice.cases.history.events import DeadlineMoved
from mailservice.cases.people.turn import Turn
from mailservice.policy.workdays import Due

TIER_HOURS = 24
CHASE_HOURS = 2
LATE = timedelta(hours=1)


def begin(turn: Turn) -> None:
    """Give the present tier its 24 real hours from now, the hour of its letter; nothing where it is not urgent.

    A second URGENT brings its letters and its chase, and puts nothing off: the 24 hours that run go on.
    """
    if turn.case.urgent is None:
        return
    deadlines.drop(turn, "a newer urgent letter has its own time", purposes=("chase", "again"))
    days = turn.rules.days
    if not any(one.purpose == "urgent" and one.stage == turn.case.stage for one in turn.case.standing):
        deadlines.set_deadline(turn, "urgent", Due(_after(turn, turn.at, TIER_HOURS)), turn.at)
    deadlines.set_deadline(turn, "chase", Due(_after(turn, turn.at, CHASE_HOURS)), turn.at)
    if not days.in_working_hours(turn.at):
        deadlines.set_deadline(turn, "again", Due(days.next_working_morning(turn.at)), turn.at)


def count_from_sending(turn: Turn, ordered: datetime, sent: datetime) -> None:
    """Count the 24 hours from when the tier's own letter truly left, if it left later: only ever later (rule 3.3)."""
    due = _after(turn, sent, TIER_HOURS)
    for one in turn.case.standing:
        if one.purpose == "urgent" and one.counted_from == ordered and due > one.due + LATE:
            turn.put(DeadlineMoved(turn.at, one.id, due, one.due, "our letter left later than it should have"))


def until(turn: Turn) -> datetime:
    """Return by when whoever is alarmed should have acted: two real hours from now."""
    return _after(turn, turn.at, CHASE_HOURS)


def _after(turn: Turn, at: datetime, hours: int) -> datetime:
    # Real hours: reckoned on the clock of the world, so that a night on which clocks change has its true length.
    return turn.rules.days.local(datetime.fromtimestamp(at.timestamp() + hours * 3600, tz=turn.rules.days.zone))
