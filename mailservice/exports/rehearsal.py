"""The report of a rehearsal as one page: `page(rehearsal)`. Self-contained: no script, no network; prints, and reads aloud.

Each picture is a table or a list whose cells are coloured: the figures are its text, in light, in dark and on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import jinja2

from mailservice.cases.letters import phrases
from mailservice.files import ROOT

TEMPLATES: Final = ROOT / "templates" / "rehearsal"
SHADES: Final = 5
"""In how many steps a cell of a picture grows darker."""


@dataclass(frozen=True)
class Reader:
    """Somebody who is written to, or stands in the directory: what comes to them in a year, and what it asks.

    `months` are letters, from the first month of the rehearsal; `asked` counts letters by what they ask, `stages` those
    that ask them to act, by stage. Figures are of one year, on average of those played; `most` is the most in one day.
    """

    name: str
    role: str
    agency: str
    places: str
    months: tuple[float, ...]
    most: int
    asked: Mapping[str, float]
    stages: Mapping[str, float]
    minutes: float
    listed: bool = True

    @property
    def letters(self) -> float:
        """The letters of a year."""
        return sum(self.months)


@dataclass(frozen=True)
class Gap:
    """Something missing in the directory or the policy: where, and what to write there; `must`: before going live."""

    where: str
    write: str
    must: bool = False


@dataclass(frozen=True)
class Away:
    """Everybody who acts for an agency at a place was away, while a case was there and its time ran."""

    agency: str
    place: str
    who: str
    days: tuple[date, ...]
    cases: int
    stands_in: str = ""


@dataclass(frozen=True)
class Moment:
    """What happened in a case at one time; `moves` are those of the lines that moved it."""

    when: str
    lines: tuple[str, ...]
    moves: tuple[str, ...] = ()


@dataclass(frozen=True)
class Example:
    """One case, told from its first mail."""

    title: str
    lead: str
    moments: tuple[Moment, ...]
    rest: str = ""


@dataclass(frozen=True)
class Day:
    """A day of the calendar: why it does not count, whose closed day it is, and how many dates of cases fell on it."""

    on: date
    why: str = ""
    closed: tuple[str, ...] = ()
    dates: int = 0


@dataclass(frozen=True)
class Rehearsal:
    """All that the page shows. `ends` counts cases by the stage where they ended, or stand, and how."""

    policy: str
    partnership: str
    call_it: str
    summary: tuple[str, ...]
    month_names: tuple[str, ...]
    readers: tuple[Reader, ...]
    a_case: tuple[int, ...]
    ends: Mapping[str, Mapping[str, int]]
    alone: tuple[tuple[str, str], ...]
    empty: tuple[Gap, ...]
    away: tuple[Away, ...]
    days: tuple[Day, ...]
    on_closed: tuple[str, ...]
    asks: Mapping[str, str]
    examples: tuple[Example, ...]
    gaps: tuple[Gap, ...]
    made: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def must(self) -> tuple[Gap, ...]:
        """The gaps to close before going live."""
        return tuple(one for one in self.gaps if one.must)


def page(rehearsal: Rehearsal) -> str:
    """Return the report as an HTML page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"figure": figure, "whole": whole, "day": phrases.short_day, "things": _things}
    return environment.get_template("page.html").render(
        told=rehearsal,
        shade=shade,
        most=max((number for one in rehearsal.readers for number in one.months), default=0),
        groups=by_agency(rehearsal.readers),
        bins=spread(rehearsal.a_case),
        months=_months(rehearsal.days),
        largest=max((sum(one.values()) for one in rehearsal.ends.values()), default=1) or 1,
        dates=max((one.dates for one in rehearsal.days), default=0),
    )


def figure(number: float) -> str:
    """Return a number as it is shown: whole from ten on, else with a tenth where it has one; nothing for nothing."""
    if number >= 10:  # noqa: PLR2004 - as said
        return f"{number:,.0f}"
    return f"{number:.1f}".removesuffix(".0") if number else ""


def whole(number: float) -> str:
    """Return a number as a cell of a picture shows it: a dot for less than half, nothing for nothing."""
    return f"{number:,.0f}" if number > 0.5 else "·" if number else ""  # noqa: PLR2004 - as said


def shade(number: float, most: float) -> int:
    """Return how dark a cell is, from 0 for nothing to SHADES for the most there is."""
    return min(SHADES, 1 + int(number / most * SHADES)) if number and most else 0


def by_agency(readers: Sequence[Reader]) -> dict[str, list[Reader]]:
    """Return the readers agency by agency, in their order."""
    found: dict[str, list[Reader]] = {}
    for one in readers:
        found.setdefault(one.agency, []).append(one)
    return found


def spread(letters: Sequence[int], bars: int = 10) -> list[tuple[str, int]]:
    """Return how many cases had how many letters, in at most so many steps of equal width."""
    if not letters:
        return []
    width = max(1, -(-(max(letters) + 1) // bars))
    width = width if width < 5 else -(-width // 5) * 5  # noqa: PLR2004 - steps of five are easier to read
    steps = range(0, max(letters) + 1, width)
    found = [(low, sum(low <= one < low + width for one in letters)) for low in steps]
    return [(f"{low} to {low + width - 1}" if width > 1 else f"{low}", number) for low, number in found]


def _things(count: int, thing: str) -> str:
    return phrases.counted_things(count, thing)


def _months(days: Sequence[Day]) -> dict[str, list[Day]]:
    found: dict[str, list[Day]] = {}
    for one in days:
        found.setdefault(f"{one.on:%B %Y}", []).append(one)
    return found
