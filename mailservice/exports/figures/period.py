"""The time that a report is of: a quarter, or a year of four. No other: two that overlap would tell the few by subtraction."""

from dataclasses import dataclass
from datetime import date, timedelta

from mailservice.cases.letters import phrases
from mailservice.errors import Problem, UserError

_QUARTER, _YEAR = 3, 12


@dataclass(frozen=True)
class Period:
    """From a first to a last day; `begins` is the month in which the partnership's years begin."""

    first: date
    last: date
    begins: int

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return _months(self.first, _YEAR) == self.last + timedelta(1)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters of a year, in their order; of a quarter, none."""
        if not self.is_year:
            return ()
        starts = [_months(self.first, number) for number in range(0, _YEAR, _QUARTER)]
        return tuple(Period(one, _months(one, _QUARTER) - timedelta(1), self.begins) for one in starts)

    @property
    def title(self) -> str:
        """From when until when, in words."""
        return f"{phrases.day(self.first)} to {phrases.day(self.last)}"


def period(first: date, last: date, begins: int, today: date) -> Period:
    """Return the time between two days; UserError where that is no whole quarter or year of the partnership, or not over."""
    found = Period(first, last, begins)
    quarter = first.day == 1 and (first.month - begins) % _QUARTER == 0
    fits = quarter and (_months(first, _QUARTER) == last + timedelta(1) or (first.month == begins and found.is_year))
    if not fits:
        start = _last_start(today, begins)
        ends = [_months(start, months) - timedelta(1) for months in (_QUARTER, _YEAR)]
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


def _last_start(today: date, begins: int) -> date:
    """Return the first day of the last year that is over."""
    return date(today.year - (1 if today.month >= begins else 2), begins, 1)


def _months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, _YEAR)
    return day.replace(year=day.year + years, month=month + 1) if day.day == 1 else day
