"""Dates and times as people write them in a mail: always day before month, and nothing where two readings are possible.

Start at `find`. Pure: today is an argument.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailservice.clock import day_of

LOCAL = ZoneInfo("Europe/London")
_MONTHS = (
    ("jan", "january", "ionawr", "ion"),
    ("feb", "february", "chwefror", "chwef"),
    ("mar", "march", "mawrth"),
    ("apr", "april", "ebrill", "ebr"),
    ("may", "mai"),
    ("jun", "june", "mehefin", "meh"),
    ("jul", "july", "gorffennaf", "gorff"),
    ("aug", "august", "awst"),
    ("sep", "sept", "september", "medi"),
    ("oct", "october", "hydref", "hyd"),
    ("nov", "november", "tachwedd", "tach"),
    ("dec", "december", "rhagfyr", "rhag"),
)
_DAYS = (
    ("mon", "monday", "llun"),
    ("tue", "tues", "tuesday"),
    ("wed", "weds", "wednesday", "mercher"),
    ("thu", "thur", "thurs", "thursday", "iau"),
    ("fri", "friday", "gwener"),
    ("sat", "saturday", "sadwrn"),
    ("sun", "sunday"),
)
_MONTH = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAY = {name: number for number, names in enumerate(_DAYS) for name in names}


def _any(names: dict[str, int]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_YEAR = r"(?:[ ,]{1,2}(?P<year>20\d\d|'?\d\d(?![\d:.]|[ap]m|\s?[ap]m)))?"
_WEEKDAY = rf"(?:(?P<weekday>{_any(_DAY)})\b\.?,?\s{{1,3}}(?:the\s)?)?"
_WRITTEN = re.compile(
    rf"\b{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s{{0,2}}(?:of\s)?(?P<month>{_any(_MONTH)})\b\.?{_YEAR}"
    rf"|\b(?:(?P<weekday2>{_any(_DAY)})\b\.?,?\s{{1,3}})?(?P<month2>{_any(_MONTH)})\b\.?\s{{1,2}}(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?"
    r"(?![\d:]|\s?[ap]m)(?:,?\s(?P<year2>20\d\d))?",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    rf"\b{_WEEKDAY}(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?:(?P=mark)(?P<year>20\d\d"
    rf"|\d\d))?(?![\d/]|[.-]\d|\s?[ap]m)",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")
_NAMED = re.compile(
    rf"\b(?:(?P<near>today|tonight|tomorrow|yesterday)"
    rf"|(?P<vague>next\s{{1,3}}(?=(?:{_any(_DAY)})\b))?(?P<later>a\sweek\son\s)?"
    rf"(?P<weekday>{_any(_DAY)})\b(?P<week>\s{{1,2}}week\b)?)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d/.:])(?:(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))?\s?(?P<half>[ap])\.?m\b\.?"
    r"|(?P<hour24>[01]?\d|2[0-3])(?P<colon>[:.])(?P<minute24>[0-5]\d)(?![\d/.:-])|(?P<noon>\bnoon\b|\bmidday\b))",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\bbetween\b|\b\d{1,2}(?:st|nd|rd|th)?\s?(?:or|and|to|-|\u2013)\s?\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3}",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:after|before|not|than|since|week|weeks|fortnight|days?|month|months)\s+(?:from\s+|on\s+)?$", re.IGNORECASE
)
_FURTHER = re.compile(r"\s+(?:week|fortnight|or)\b", re.IGNORECASE)
_NEAR = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
_LOOK_BACK = timedelta(days=60)
_LONG = 400


@dataclass(frozen=True)
class Found:
    """A date that was read, and the span of the text it stood in."""

    when: date
    start: int
    end: int


def _built(day: str, month: int, year: str | None, today: date) -> date | None:
    """Build a date; without a year the one that comes next, or was no more than sixty days ago."""
    try:
        if year:
            number = int(year.lstrip("'"))
            return date(number if number > 99 else 2000 + number, month, int(day))  # noqa: PLR2004 - a year in two figures
        this = date(today.year, month, int(day))
        if this < today - _LOOK_BACK:
            return this.replace(year=today.year + 1)
        last = this.replace(year=today.year - 1)
    except ValueError:
        return None
    return last if today - last <= _LOOK_BACK else this


def _agrees(weekday: str | None, day: date | None) -> date | None:
    """Return the day unless the weekday written beside it is another: then one of the two is a slip."""
    return day if day is None or not weekday or _DAY[weekday.lower()] == day.weekday() else None


def _written(text: str, today: date) -> Found | None:
    match = _WRITTEN.search(text)
    if not match:
        return None
    part = match.groupdict()
    month = _MONTH[(part["month"] or part["month2"]).lower()]
    day = _built(part["day"] or part["day2"], month, part["year"] or part["year2"], today)
    day = _agrees(part["weekday"] or part["weekday2"], day)
    return Found(day, *match.span()) if day else None


def _figures(text: str, today: date) -> Found | None:
    match = _ISO.search(text) or next((found for found in _FIGURES.finditer(text) if _is_date(found)), None)
    if not match:
        return None
    part = match.groupdict()
    day = _built(part["day"], int(part["month"]), part["year"], today) if int(part["month"]) in range(1, 13) else None
    day = _agrees(part.get("weekday"), day)
    return Found(day, *match.span()) if day else None


def _is_date(match: re.Match[str]) -> bool:
    """Tell 4.12. from a time: with a point a year is needed, for 10.30 is half past ten."""
    return match["mark"] == "/" or match["year"] is not None


def _named(text: str, today: date) -> Found | None:
    match = _NAMED.search(text)
    if not match or match["vague"]:  # "next Friday": this week's or the one after, nobody agrees
        return None
    if match["near"]:
        return Found(today + timedelta(days=_NEAR[match["near"].lower()]), *match.span())
    ahead = (_DAY[match["weekday"].lower()] - today.weekday() - 1) % 7 + 1
    ahead += 7 if match["week"] or match["later"] else 0
    return Found(today + timedelta(days=ahead), *match.span())


def _time(text: str) -> time | None:
    match = _TIME.search(text)
    if not match:
        return None
    if match["noon"]:
        return time(12)
    if match["hour24"]:
        return time(int(match["hour24"]), int(match["minute24"]))
    hour = int(match["hour"])
    if not 1 <= hour <= 12:  # noqa: PLR2004 - hours of a twelve-hour clock
        return None
    return time(hour % 12 + (12 if match["half"].lower() == "p" else 0), int(match["minute"] or 0))


def _dated(text: str) -> bool:
    return bool(_WRITTEN.search(text) or _FIGURES.search(text))


def _read_of(text: str) -> str:
    return text[:_LONG].partition("\n\n")[0]


def find_past(text: str, today: date) -> date | datetime | None:
    """Return the first date written as one that has been: "Thursday" is the last one, and no day is still to come."""
    text = _read_of(text)
    found = find(text, today)
    if found is None:
        return None
    day = day_of(found)
    named = not (
        _dated(text) or _ISO.search(text)
    )  # a day by its number that is still to come is no slip for one that has been
    back = timedelta(days=7) if named and today < day <= today + timedelta(days=7) else timedelta()
    return found - back if day - back <= today else None


def find(text: str, today: date) -> date | datetime | None:
    """Return the first date written, with its time (local, aware) where one stands beside it; None where unclear.

    "12/4" is the 12th of April. A weekday that does not fit its date, "next Friday" and the 31st of June are not clear.
    """
    text = _read_of(text)
    if _RANGE.search(text):
        return None
    found = _figures(text, today) or _written(text, today)
    if found is None and not _dated(text):
        found = _named(text, today)
    if found is None or _RELATIVE.search(text[: found.start]) or _FURTHER.match(text[found.end :]):
        return None
    line_end = text.find("\n", found.end)
    beside = text[: found.start] + " | " + text[found.end : line_end if line_end >= 0 else None]
    at = _time(beside)
    return datetime.combine(found.when, at, LOCAL) if at else found.when
