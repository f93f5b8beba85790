"""A day that is closed after a date was set: the date moves later and is announced, never earlier, never once it has come.

Rule 4.6. How many working days a date was given is read off the date itself: the days from its start that it counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailservice.cases.dates import deadlines, kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import DeadlineMoved, Party, Skipped
from mailservice.cases.letters import news, phrases
from mailservice.cases.people.turn import Turn, once


@dataclass(frozen=True)
class Later:
    """A date that a newly closed day moves: to when, and every day that it now leaves out."""

    date: Deadline
    due: datetime
    skipped: tuple[Skipped, ...]

    @property
    def why(self) -> str:
        """The newly closed days, by name."""
        before = {one.day for one in self.date.skipped}
        new = [one for one in self.skipped if one.day not in before and one.name not in ("Saturday", "Sunday")]
        return phrases.listed([f"{phrases.day(one.day, year=False)} is closed ({one.name})" for one in new])


def later(turn: Turn) -> Iterator[Later]:
    """Give every standing date that a newly closed day moves."""
    for one in turn.case.standing:
        if kinds.of(one).counted and one.about != deadlines.GIVEN and one.due > turn.at:
            due, skipped = _again(turn, one)
            if due > one.due:
                yield Later(one, due, skipped)


def look_again(turn: Turn) -> None:
    """Move every date that a newly closed day falls before, and tell those who wait for it."""
    moved = [*later(turn)]
    for one in moved:
        turn.put(DeadlineMoved(turn.at, one.date.id, one.due, one.date.due, one.why, skipped=one.skipped))
    if not moved:
        return
    deadlines.follow(turn)
    lines = [
        f"{kinds.asked_for(one.date).capitalize()}: by {phrases.moment(turn.rules.days.local(one.due))}, "
        f"not {phrases.moment(turn.rules.days.local(one.date.due))}. {one.why}."
        for one in moved
        if kinds.of(one.date).stands == "next" or one.date.purpose == "limit"
    ]
    for to in _readers(turn) if lines else ():
        news.tell_later(turn, to, "A date has moved", lines, (to, ""))


def _readers(turn: Turn) -> tuple[Party, ...]:
    if turn.case.status == "closed":
        return once(task.owner for task in turn.case.actions.values() if task.state != "done")
    raiser = (turn.case.raiser,) if turn.case.raiser else ()
    return once([*raiser, *turn.everyone_present()])


def _again(turn: Turn, one: Deadline) -> tuple[datetime, tuple[Skipped, ...]]:
    days = turn.rules.days
    begun, due = days.local(one.counted_from).date(), days.local(one.due)
    measure = phrases.measure_of(turn.policy, one.stage, one.clock, second=one.second)
    if measure is not None and measure.unit == "calendar-days":
        # Every day counts: only the day on which it ends must be a working day (rule 4.8).
        again = due.date() if days.is_working(due.date()) else days.next_working(due.date())
        closed = days.skipped_between(due.date() - timedelta(days=1), again)
        found = (*one.skipped, *(Skipped(skip.date, skip.name) for skip in closed))
        return due.replace(year=again.year, month=again.month, day=again.day), found
    left_out = {skip.day for skip in one.skipped}
    span = (due.date() - begun).days
    counted = sum(begun + timedelta(days=number) not in left_out for number in range(1, span + 1))
    again = days.add(begun, counted)
    skipped = tuple(Skipped(skip.date, skip.name) for skip in days.skipped_between(begun, again))
    return due.replace(year=again.year, month=again.month, day=again.day), skipped
