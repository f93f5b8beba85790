"""The dates of an urgent case, in real hours (rules, section 8): each tier has 24, and is chased after 2.

Where the policy has hours of its own for an urgent case, those stand instead: for each tier, or for the whole way to the last
stage, of which each tier before it has an equal share. Out of hours a letter goes at once, and again at 9am on the next
working day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailservice.cases.dates import deadlines
from mailservice.cases.history.events import DeadlineDropped, DeadlineMoved
from mailservice.cases.people import route
from mailservice.cases.people.turn import Turn
from mailservice.policy.model import Basis
from mailservice.policy.workdays import Due

TIER_HOURS = 24
CHASE_HOURS = 2
LATE = timedelta(hours=1)


@dataclass(frozen=True)
class Given:
    """How long the present tier has, whose time that is, and what letters say of it."""

    until: datetime
    basis: Basis = "house"
    says: str = ""


def begin(turn: Turn) -> None:
    """Give the present tier its real hours from now, the hour of its letter; nothing where it is not urgent.

    A second URGENT brings its letters and its chase, and puts nothing off: the hours that run go on.
    """
    if turn.case.urgent is None:
        return
    deadlines.drop(turn, "a newer urgent letter has its own time", purposes=("chase", "again"))
    days = turn.rules.days
    if not any(one.purpose == "urgent" and one.stage == turn.case.stage for one in turn.case.standing):
        given = _given(turn, turn.now)
        deadlines.set_deadline(turn, "urgent", Due(given.until), turn.at, basis=given.basis, says=given.says)
    deadlines.set_deadline(turn, "chase", Due(_after(turn, turn.now, CHASE_HOURS)), turn.at)
    if turn.read_at is None and not days.in_working_hours(turn.at):  # one that is read late has its letter late already
        deadlines.set_deadline(turn, "again", Due(days.next_working_morning(turn.at)), turn.at)


def count_from_sending(turn: Turn, ordered: datetime, sent: datetime) -> None:
    """Count the tier's hours from when its own letter truly left, if it left later: only ever later (rule 3.3).

    A time for the whole way keeps its end. Who has had no letter by 9am is not sent it a second time then.
    """
    if sent <= ordered + LATE:
        return
    dues = {"urgent": _given(turn, sent).until, "chase": _after(turn, sent, CHASE_HOURS)}
    for one in (one for one in turn.case.standing if one.counted_from == ordered):
        due = dues.get(one.purpose, one.due)
        if due > one.due:
            turn.put(DeadlineMoved(turn.at, one.id, due, one.due, "our letter left later than it should have"))
        elif one.purpose == "again" and sent >= one.due:
            turn.put(DeadlineDropped(turn.at, one.id, "our letter itself left no sooner"))


def until(turn: Turn) -> datetime:
    """Return by when whoever is alarmed should have acted: two real hours from now."""
    return _after(turn, turn.now, CHASE_HOURS)


def span(turn: Turn) -> str:
    """Return how long the present tier has, in words, as an urgent case."""
    hours = turn.policy.urgent.hours
    return (
        "Its share of the policy's hours"
        if whole_way(turn)
        else f"{(0 if _is_last(turn) else hours) or TIER_HOURS} hours"
    )


def whole_way(turn: Turn) -> bool:
    """Tell whether the present tier shares in a time that the policy gives an urgent case for its whole way."""
    urgent = turn.policy.urgent
    return bool(urgent.hours) and urgent.hours_for == "whole-route" and not _is_last(turn)


def end(turn: Turn) -> datetime:
    """Return when an urgent case has to be at the last stage, by the policy's own hours for the whole way."""
    return _after(turn, turn.case.urgent_since or turn.at, turn.policy.urgent.hours)


def _given(turn: Turn, start: datetime) -> Given:
    urgent = turn.policy.urgent
    if not urgent.hours or (urgent.hours_for == "whole-route" and _is_last(turn)):
        return Given(_after(turn, start, TIER_HOURS))
    if urgent.hours_for == "each-stage":
        return Given(_after(turn, start, urgent.hours), urgent.basis)
    left, places = end(turn) - start, max(1, route.places_left(turn))
    minutes = max(0, int(left.total_seconds()) // 60) // places
    # The last before the end has all that is left, so that no minute is lost in dividing.
    ends = end(turn) if places == 1 else _after(turn, start, minutes / 60)
    last = turn.policy.last_stage.id
    says = f"The policy gives {urgent.hours} hours from URGENT to stage {last}; the tiers before it share them equally."
    return Given(max(ends, start), urgent.basis if places == 1 else "house", says if places > 1 else "")


def _is_last(turn: Turn) -> bool:
    return turn.case.stage == turn.policy.last_stage.id


def _after(turn: Turn, at: datetime, hours: float) -> datetime:
    # Real hours: reckoned on the clock of the world, so that a night on which clocks change has its true length.
    return turn.rules.days.local(datetime.fromtimestamp(at.timestamp() + hours * 3600, tz=turn.rules.days.zone))
