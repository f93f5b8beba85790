"""Working days a second time: the published bank holidays by hand, numpy's arithmetic, and hours by the quarter.

Start at `working_day_after`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

LONDON = ZoneInfo("Europe/London")
SATURDAY = 5

# As published at gov.uk/bank-holidays, weekdays written out; days that fall on a weekend are left to their substitutes.
PUBLISHED = {
    "england-and-wales": {
        2026: "Thu 1 Jan, Fri 3 Apr, Mon 6 Apr, Mon 4 May, Mon 25 May, Mon 31 Aug, Fri 25 Dec, Mon 28 Dec",
        2027: "Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Mon 30 Aug, Mon 27 Dec, Tue 28 Dec",
        2028: "Mon 3 Jan, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Mon 29 May, Mon 28 Aug, Mon 25 Dec, Tue 26 Dec",
    },
    "scotland": {
        2026: "Thu 1 Jan, Fri 2 Jan, Fri 3 Apr, Mon 4 May, Mon 25 May, Mon 15 Jun, Mon 3 Aug, Mon 30 Nov, Fri 25 Dec, "
        "Mon 28 Dec",
        2027: "Fri 1 Jan, Mon 4 Jan, Fri 26 Mar, Mon 3 May, Mon 31 May, Mon 2 Aug, Tue 30 Nov, Mon 27 Dec, Tue 28 Dec",
        2028: "Mon 3 Jan, Tue 4 Jan, Fri 14 Apr, Mon 1 May, Mon 29 May, Mon 7 Aug, Thu 30 Nov, Mon 25 Dec, Tue 26 Dec",
    },
    "northern-ireland": {
        2026: "Thu 1 Jan, Tue 17 Mar, Fri 3 Apr, Mon 6 Apr, Mon 4 May, Mon 25 May, Mon 13 Jul, Mon 31 Aug, Fri 25 Dec, "
        "Mon 28 Dec",
        2027: "Fri 1 Jan, Wed 17 Mar, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Mon 12 Jul, Mon 30 Aug, "
        "Mon 27 Dec, Tue 28 Dec",
        2028: "Mon 3 Jan, Fri 17 Mar, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Mon 29 May, Wed 12 Jul, Mon 28 Aug, "
        "Mon 25 Dec, Tue 26 Dec",
    },
    # As published at gov.gg/holidaydates and gov.je: Liberation Day moves for no weekend.
    "guernsey": {
        2026: "Thu 1 Jan, Fri 3 Apr, Mon 6 Apr, Mon 4 May, Mon 25 May, Mon 31 Aug, Fri 25 Dec, Mon 28 Dec",
        2027: "Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Mon 30 Aug, Mon 27 Dec, Tue 28 Dec",
        2028: "Mon 3 Jan, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Tue 9 May, Mon 29 May, Mon 28 Aug, Mon 25 Dec, Tue 26 Dec",
    },
    "jersey": {
        2026: "Thu 1 Jan, Fri 3 Apr, Mon 6 Apr, Mon 4 May, Mon 25 May, Mon 31 Aug, Fri 25 Dec, Mon 28 Dec",
        2027: "Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Mon 30 Aug, Mon 27 Dec, Tue 28 Dec",
        2028: "Mon 3 Jan, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Tue 9 May, Mon 29 May, Mon 28 Aug, Mon 25 Dec, Tue 26 Dec",
    },
    # As gov.im has them: the Friday of the TT races' second week, and Tynwald Day on 5 July or the Monday after.
    "isle-of-man": {
        2026: "Thu 1 Jan, Fri 3 Apr, Mon 6 Apr, Mon 4 May, Mon 25 May, Fri 5 Jun, Mon 6 Jul, Mon 31 Aug, Fri 25 Dec, "
        "Mon 28 Dec",
        2027: "Fri 1 Jan, Fri 26 Mar, Mon 29 Mar, Mon 3 May, Mon 31 May, Fri 11 Jun, Mon 5 Jul, Mon 30 Aug, Mon 27 Dec, "
        "Tue 28 Dec",
        2028: "Mon 3 Jan, Fri 14 Apr, Mon 17 Apr, Mon 1 May, Mon 29 May, Fri 9 Jun, Wed 5 Jul, Mon 28 Aug, Mon 25 Dec, "
        "Tue 26 Dec",
    },
}


def day(words: str) -> date:
    """Return the date of "Tue 29 Dec 2026"; a wrong weekday is a fault of the row."""
    found = datetime.strptime(words, "%a %d %b %Y").replace(tzinfo=LONDON).date()
    assert f"{found:%a}" == words[:3], f"{words} is a {found:%A}"
    return found


def at(words: str) -> datetime:
    """Return the London time of "Tue 29 Dec 2026 17:00"."""
    date_words, _, clock = words.rpartition(" ")
    return datetime.combine(day(date_words), datetime.strptime(clock, "%H:%M").time(), LONDON)  # noqa: DTZ007 - a time of day


def said(moment: datetime | None) -> str:
    """Return a moment as the rows write it."""
    return f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}" if moment else "at once"


def published(nation: str) -> set[date]:
    """Return every published bank holiday of a nation that falls on a weekday."""
    years = PUBLISHED[nation].items()
    return {day(f"{words} {year}") for year, listed in years for words in listed.split(", ")}


def working_day_after(start: date, n: int, off: set[date]) -> date:
    """Return the n-th working day after a day, by numpy."""
    days = np.array(sorted(off), dtype="datetime64[D]")
    found: date = np.busday_offset(np.datetime64(start), n, roll="backward", holidays=days).astype(date)
    return found


def calendar_day_after(start: date, n: int, off: set[date]) -> date:
    """Return the n-th day after a day, or the working day after it, by numpy."""
    days = np.array(sorted(off), dtype="datetime64[D]")
    found: date = np.busday_offset(np.datetime64(start + timedelta(days=n)), 0, roll="forward", holidays=days).astype(
        date
    )
    return found


def working_hours_after(start: datetime, hours: int, off: set[date]) -> datetime:
    """Return when so many hours between nine and five have passed, quarter by quarter; the start is on a quarter."""
    quarter, left, now = timedelta(minutes=15), hours * 4, start.replace(tzinfo=None)
    while left:
        works = now.weekday() < SATURDAY and now.date() not in off and 9 <= now.hour < 17
        left -= works
        now += quarter
    return now.replace(tzinfo=LONDON)
