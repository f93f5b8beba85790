"""Working days, so that a head teacher can check every date by hand (rules, section 4).

Start at `WorkingDays.due_after`. The only user of `holidays`. Values in, values out: it never asks for the time and
stores nothing. Moments are aware and are turned into the partnership's local date first.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import holidays

from mailservice.errors import Problem, UserError
from mailservice.policy.model import Calendar

NOON: Final = time(12)
MORNING: Final = time(9)
DAY: Final = timedelta(days=1)
DAY_HOURS: Final = 24
# No real calendar is closed longer; past it a search gives up with a sentence instead of running for ever.
LONGEST_CLOSURE: Final = 400
RACES: Final = "TT Bank Holiday"
WEEKEND: Final = {5: "Saturday", 6: "Sunday"}
# Where the data has each nation's and island's days: its country, and the part of it. England's days are Wales's too.
HELD_AS: Final[Mapping[str, tuple[str, str | None]]] = {
    "england-and-wales": ("GB", "ENG"),
    "scotland": ("GB", "SCT"),
    "northern-ireland": ("GB", "NIR"),
    "guernsey": ("GG", None),
    "jersey": ("JE", None),
    "isle-of-man": ("IM", None),
}


@dataclass(frozen=True)
class Skipped:
    """A day that did not count, and why."""

    date: date
    name: str


@dataclass(frozen=True)
class Due:
    """When something is due (local time with its offset), and the days that were skipped on the way."""

    at: datetime
    skipped: tuple[Skipped, ...] = ()


@lru_cache(maxsize=4096)
def bank_holidays(jurisdiction: str, year: int) -> Mapping[date, str]:
    """Return a nation's or an island's bank holidays of one year, named as a letter names them.

    Past the years that the data covers there are none, and weekends alone are skipped.
    """
    country, part = HELD_AS[jurisdiction]
    known = holidays.country_holidays(country, subdiv=part, years=year)
    named = {day: _plain(name) for day, name in known.items()}
    return _with_race_week(named, year) if jurisdiction == "isle-of-man" else named


def _with_race_week(named: Mapping[date, str], year: int) -> Mapping[date, str]:
    """Put Man's TT holiday on the Friday of race week, eleven days after the last Monday of May, as the Treasury publishes it.

    The data has the first Friday of June, which is a week early where May ends on a Saturday, a Sunday or a Monday.
    """
    last = date(year, 5, 31)
    friday = last - timedelta(days=last.weekday()) + timedelta(days=11)
    return {**{day: name for day, name in named.items() if name != RACES}, friday: RACES}


def _plain(name: str) -> str:
    # "Boxing Day (observed)" is how the data says that Monday stands in for a Saturday: nobody here speaks so.
    first = name.split("; ", maxsplit=1)[0]
    return re.sub(r" \((?:observed|substitute|substitute day)\)$", " bank holiday", first)


@dataclass(frozen=True)
class WorkingDays:
    """A partnership's working days: its nation's or island's calendar, the office's closed days, and one-off bank holidays."""

    calendar: Calendar
    closed: Mapping[date, str] = field(default_factory=dict)
    extra: Mapping[date, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for day in {**self.closed, **self.extra}:
            self.next_working(day)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The partnership's time zone."""
        return ZoneInfo(self.calendar.timezone)

    @cached_property
    def day_ends(self) -> time:
        """When a working day ends, local time."""
        return time.fromisoformat(self.calendar.day_ends)

    def why_not(self, day: date) -> str | None:
        """Name the reason why a day does not count, or None for a working day."""
        if day.weekday() in WEEKEND:
            return WEEKEND[day.weekday()]
        named = bank_holidays(self.calendar.jurisdiction, day.year).get(day) or self.extra.get(day)
        return named or self.closed.get(day)

    def is_working(self, day: date) -> bool:
        """Tell whether a day counts."""
        return self.why_not(day) is None

    def next_working(self, day: date) -> date:
        """Return the first working day after a day; UserError where none is near."""
        return self._step(day, DAY)

    def working_before(self, day: date) -> date:
        """Return the last working day before a day; UserError where none is near."""
        return self._step(day, -DAY)

    def add(self, day: date, n: int) -> date:
        """Return the n-th working day after a day, which itself never counts (rule 4.1); n = 0 is the day itself."""
        if n < 0:
            raise ValueError(f"working days are counted forward: {n}")
        for _ in range(n):
            day = self.next_working(day)
        return day

    def due_after(self, start: datetime, days: int) -> Due:
        """Return the end of the n-th working day after the start's local date (rules 4.1, 4.2 and 4.4)."""
        begun = self.local(start).date()
        due = self.add(begun, days)
        return Due(self._at(due, self.day_ends), self.skipped_between(begun, due))

    def due_calendar(self, start: datetime, days: int) -> Due:
        """Return the end of the n-th calendar day after the start's, or of the next working day after it (rule 4.8)."""
        begun = self.local(start).date() + days * DAY
        due = begun if self.is_working(begun) else self.next_working(begun)
        return Due(self._at(due, self.day_ends), self.skipped_between(begun - DAY, due))

    def due_hours(self, start: datetime, hours: int) -> Due:
        """Return the same clock time on the next working day for each 24 hours, from noon to the day's end (rule 4.3).

        Any other number is that many working hours, from 9am to the day's end (rule 4.9).
        """
        if hours < 1:
            raise ValueError(f"hours are counted forward: {hours}")
        begun = self.local(start)
        if hours % DAY_HOURS:
            ends = self._after(begun, timedelta(hours=hours))
            return Due(ends, self.skipped_between(begun.date(), ends.date()))
        days = hours // DAY_HOURS
        due = self.add(begun.date(), days)
        at = min(max(begun.time(), NOON), self.day_ends)
        return Due(self._at(due, at), self.skipped_between(begun.date(), due))

    def skipped_between(self, after: date, until: date) -> tuple[Skipped, ...]:
        """Name every day after one day, and before or on another, that does not count."""
        days = ((day, self.why_not(day)) for day in _days(after + DAY, until))
        return tuple(Skipped(day, name) for day, name in days if name)

    def noon_before(self, due: datetime) -> datetime:
        """Return noon of the working day before the due day (rule 4.7)."""
        return self._at(self.working_before(self.local(due).date()), NOON)

    def noon_of(self, due: datetime) -> datetime:
        """Return noon of the due day itself, for stages of one working day (rule 4.7)."""
        return self._at(self._day(due), NOON)

    def morning_of(self, day: date | datetime) -> datetime:
        """Return 9am of a day, or of the day of a moment, whether it is a working day or not."""
        return self._at(self._day(day), MORNING)

    def end_of(self, day: date | datetime) -> datetime:
        """Return when a day, or the day of a moment, ends as a working day would: 5pm (rule 4.1)."""
        return self._at(self._day(day), self.day_ends)

    def moment(self, written: date | datetime) -> datetime:
        """Return the moment that somebody's written date means: the hour beside it, else the end of its day (rule 4.1)."""
        return self.local(written) if isinstance(written, datetime) else self.end_of(written)

    def in_working_hours(self, moment: datetime) -> bool:
        """Tell whether somebody is at work: from 9am to the end of a working day."""
        here = self.local(moment)
        return MORNING <= here.time() < self.day_ends and self.is_working(here.date())

    def next_working_morning(self, moment: datetime) -> datetime:
        """Return the next 9am of a working day, strictly after the moment."""
        here = self.local(moment)
        if here.time() < MORNING and self.is_working(here.date()):
            return self._at(here.date(), MORNING)
        return self._at(self.next_working(here.date()), MORNING)

    def working_hours_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the time between two moments during which somebody was at work; zero if the end is first."""
        first, last = self.local(start), self.local(end)
        total = timedelta()
        for day in _days(first.date(), last.date()):
            if self.is_working(day):
                opens, closes = self._at(day, MORNING), self._at(day, self.day_ends)
                total += max(min(closes, last) - max(opens, first), timedelta())
        return total

    def working_hour_after(self, moment: datetime, hours: float) -> datetime:
        """Return when so many working hours have passed since the moment."""
        return self._after(moment, timedelta(hours=hours))

    def half_time(self, start: datetime, due: datetime) -> datetime:
        """Return when half of the working hours between two moments have passed; the due time if there are none."""
        whole = self.working_hours_between(start, due)
        return self._after(start, whole / 2) if whole else self.local(due)

    def local(self, moment: datetime) -> datetime:
        """Return a moment in the partnership's time; ValueError without an offset."""
        if moment.utcoffset() is None:
            raise ValueError(f"a time without its offset: {moment}")
        return moment.astimezone(self.zone)

    def _after(self, moment: datetime, left: timedelta) -> datetime:
        here = self.local(moment)
        if not self.in_working_hours(here):
            here = self.next_working_morning(here)
        while here + left > (closes := self._at(here.date(), self.day_ends)):
            left -= closes - here
            here = self.next_working_morning(here)
        return here + left

    def _day(self, when: date | datetime) -> date:
        return self.local(when).date() if isinstance(when, datetime) else when

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone)

    def _step(self, day: date, step: timedelta) -> date:
        start = day
        for _ in range(LONGEST_CLOSURE):
            try:
                day += step
            except OverflowError:
                break
            if self.is_working(day):
                return day
        remedy = (
            f"no working day within {LONGEST_CLOSURE} days of {start:%d %B %Y}: take out closed days that are wrong"
        )
        raise UserError([Problem("closed days", "", remedy)])


def _days(first: date, last: date) -> Iterator[date]:
    for number in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(number)
