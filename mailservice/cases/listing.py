"""Open cases, listed: each under the day of its next date, with whose move it is, and a bar. Start at `listed`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.events import Party
from mailservice.cases.letters import phrases
from mailservice.cases.people.turn import Turn
from mailservice.cases.told import against_time

NOBODY = "nobody we know of"


@dataclass(frozen=True)
class Need:
    """One thing that is waited for: of whom, by when, and how much it presses (0 the most)."""

    rank: int
    what: str
    owner: str
    by: datetime | None


class Open(NamedTuple):
    """An open case as a list names it: by its reference and what it is known by, its next thing, and since when it is open."""

    name: str
    next: Need
    since: datetime


def listed(turn: Turn, cases: Iterable[Open]) -> Mapping[str, object]:
    """Return the cases under the day of their next date, the earliest first, and over what time their bars reach."""
    every, zone = [*cases], turn.rules.days.zone
    span = against_time.scale([against_time.Drawn(one.since, one.next.by) for one in every], turn.at)

    def at(one: Open) -> datetime:
        return phrases.local(one.next.by or turn.at, zone)

    def said(one: Open) -> str:
        opened = phrases.short_day(phrases.local(one.since, zone))
        return f"{one.name}: {one.next.what}, by {phrases.hour(at(one))}. {one.next.owner}. Open since {opened}."

    days = groupby(sorted(every, key=lambda one: (at(one), one.name)), lambda one: at(one).date())
    stand = [
        {
            "day": phrases.day(on),
            "cases": [said(one) for one in those],
            "bars": [against_time.drawn(against_time.Drawn(one.since, one.next.by), span, turn.at) for one in those],
        }
        for on, those in ((on, [*those]) for on, those in days)
    ]
    return {"stand": stand, "span": [phrases.short_day(phrases.local(it, zone)) for it in span] if stand else []}


def since(turn: Turn) -> datetime:
    """Return since when a case is open: its opening, or the newest after its end."""
    return turn.case.began_at or turn.case.opened_at or turn.at


def known_by(turn: Turn) -> str:
    """Return the child's references and the agencies: nobody knows a case by its number."""
    agencies = phrases.listed([turn.agency(one).name for one in turn.case.agencies])
    return "; ".join(one for one in (phrases.listed(turn.case.child_references), agencies) if one)


def next_of(turn: Turn, ahead: Deadline | None) -> Need:
    """Return where a case stands, what is asked by its next date, and of whom."""
    here = f"stage {turn.case.stage}" if turn.case.stage else ""
    if turn.case.status == "halted":
        still = ", ".join(one for one in (here, "stands still after a death or grave harm") if one)
        return Need(0, still, owners(turn), ahead.due if ahead else None)
    where = f"{here}, agreed; the raiser may object" if turn.case.status == "agreed" else here
    asked = f", {kinds.told_as(ahead)}" if ahead and turn.case.status == "open" else ""
    return Need(0, where + asked, owners(turn), ahead.due if ahead else None)


def next_date(turn: Turn) -> Deadline | None:
    """Return the next date of a case that its readers are shown."""
    ended = turn.case.status == "closed"
    shown = (one for one in turn.case.standing if ended or not kinds.of(one).to_do)
    return next((one for one in shown if not kinds.of(one).quiet), None)


def owners(turn: Turn) -> str:
    """Return who has the next move of an open case, by name: its office, the raiser, or those who decide."""
    if turn.case.status == "halted":
        return turn.directory.office.name
    if turn.case.status == "agreed" and turn.case.raiser:
        return turn.name(turn.case.raiser)
    return turn.directory.office.name if turn.stage.sides == "convened" else names(turn, turn.everyone_present())


def names(turn: Turn, those: Sequence[Party]) -> str:
    """Return people by name; that nobody is known, where there is none."""
    return phrases.listed([turn.name(one) for one in those]) or NOBODY
