"""The time that a report is of: a quarter, or a year of four. No other: two that overlap would tell the few by subtraction."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from mailservice.cases.letters import phrases
from mailservice.clock import day_of
from mailservice.errors import Problem, UserError
from mailservice.mail.grammar import dates

QUARTER, YEAR = 3, 12
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"\b({'|'.join(_MONTHS)})[a-z]{{0,6}}\b\.?"
_BETWEEN = re.compile(r"\b(?:to|until|till)\b|\s[-\u2013]\s|\u2013", re.IGNORECASE)
_MONTHS_NAMED = re.compile(rf"{_MONTH} ?(20\d\d)? ?(?:to|until|till|[-\u2013]) ?{_MONTH} (20\d\d)", re.IGNORECASE)
_NAMED_QUARTER = re.compile(r"\b(?:(q[1-4])|(first|second|third|fourth) quarter)\b", re.IGNORECASE)
_ORDER = ("q1", "q2", "q3", "q4", "first", "second", "third", "fourth")
_TWO_YEARS = re.compile(r"\b(20\d\d) ?(?:/|-|\u2013| to ) ?((?:20)?\d\d)\b(?![-/]\d)")
_ONE_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True)
class Period:
    """From a first to a last day; `begins` is the month in which the partnership's years begin."""

    first: date
    last: date
    begins: int

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return months(self.first, YEAR) == self.last + timedelta(1)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters of a year, in their order; of a quarter, none."""
        if not self.is_year:
            return ()
        starts = [months(self.first, number) for number in range(0, YEAR, QUARTER)]
        return tuple(Period(one, months(one, QUARTER) - timedelta(1), self.begins) for one in starts)

    @property
    def title(self) -> str:
        """From when until when, in words."""
        return f"{phrases.day(self.first)} to {phrases.day(self.last)}"


def period(first: date, last: date, begins: int, today: date, told: Collection[tuple[date, date]] = ()) -> Period:
    """Return the time between two days; UserError where that is no whole quarter or year of the partnership, or not over.

    What was `told` of before may be asked for again, also if years began in another month then.
    """
    found = Period(first, last, begins)
    quarter = first.day == 1 and (first.month - begins) % QUARTER == 0
    fits = quarter and (months(first, QUARTER) == last + timedelta(1) or (first.month == begins and found.is_year))
    if not fits and (first, last) not in told:
        start = _last_start(today, begins)
        ends = [months(start, count) - timedelta(1) for count in (QUARTER, YEAR)]
        raise UserError(
            [
                Problem(
                    "--from, --to",
                    "",
                    "figures are of a quarter or a year, lest two that overlap tell the few by subtraction. Write, for a year, "
                    f"--from {start} --to {ends[1]}; for its first quarter, --to {ends[0]}; years begin in the month that "
                    "[figures] year_begins names",
                )
            ]
        )
    if last >= today:
        raise UserError(
            [Problem("--to", "", f"{phrases.day(last)} is not over: figures are made once, when nothing can be added")]
        )
    return found


def asked(text: str, begins: int, today: date, told: Collection[tuple[date, date]] = ()) -> Period | None:
    """Return the time that somebody wrote: two days, months, a quarter or a year in their words; None where it is none we know.

    UserError where it is no whole quarter or year, or not over.
    """
    found = _days(text, today) or _quarter(text, begins) or _months_named(text) or _year(text, begins)
    return period(*found, begins, today, told) if found else None


def examples(begins: int, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Return the first and last days of the newest quarter, and of the newest year, that are over."""
    start = date(today.year - 2, begins, 1)
    quarters = [months(start, number) for number in range(0, 3 * YEAR, QUARTER)]
    over = [one for one in quarters if months(one, QUARTER) <= today]
    year = _last_start(today, begins)
    return (over[-1], months(over[-1], QUARTER) - timedelta(1)), (year, months(year, YEAR) - timedelta(1))


def _days(text: str, today: date) -> tuple[date, date] | None:
    found = [dates.find_past(one, today) or dates.find(one, today) for one in _BETWEEN.split(text, maxsplit=1)]
    days = [day_of(one) for one in found if one is not None]
    return (days[0], days[1]) if len(days) == 2 else None  # noqa: PLR2004 - from, and to


def _quarter(text: str, begins: int) -> tuple[date, date] | None:
    named, year = _NAMED_QUARTER.search(text), _year(_NAMED_QUARTER.sub(" ", text), begins)
    if named is None or year is None:
        return None
    first = months(year[0], QUARTER * (_ORDER.index((named[1] or named[2]).casefold()) % 4))
    return first, months(first, QUARTER) - timedelta(1)


def _months_named(text: str) -> tuple[date, date] | None:
    """Read "April to June 2026"; a year of its own stands behind either month."""
    found = _MONTHS_NAMED.search(text)
    if found is None:
        return None
    ends, starts = int(found[4]), int(found[2] or found[4])
    first, last = (_MONTHS.index(one[:3].casefold()) + 1 for one in (found[1], found[3]))
    starts -= first > last and not found[2]
    return date(starts, first, 1), months(date(ends, last, 1), 1) - timedelta(1)


def _year(text: str, begins: int) -> tuple[date, date] | None:
    """Read "2025/26", or "2025" where years begin in January: elsewhere a year alone may be either of two."""
    found = _TWO_YEARS.search(text)
    alone = _ONE_YEAR.search(text) if begins == 1 else None
    if found and (int(found[1]) + 1) % 100 == int(found[2][-2:]):
        first = date(int(found[1]), begins, 1)
    elif alone:
        first = date(int(alone[1]), 1, 1)
    else:
        return None
    return first, months(first, YEAR) - timedelta(1)


def _last_start(today: date, begins: int) -> date:
    """Return the first day of the last year that is over."""
    return date(today.year - (1 if today.month >= begins else 2), begins, 1)


def months(day: date, count: int) -> date:
    """Return the first of a month so many months after that of a day; another day as it is."""
    years, month = divmod(day.month - 1 + count, YEAR)
    return day.replace(year=day.year + years, month=month + 1) if day.day == 1 else day
