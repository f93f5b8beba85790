"""How facts read in a letter: dates with their weekday, whose date it is, people, links. Start at `PLAIN` and `IN_ZONE`.

Plain values in, plain words out. Times come as ISO 8601 with offset and are told in the partnership's own zone.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

Fact = Mapping[str, Any]

_WEEKDAYS = {"saturday", "sunday"}


def _local(moment: str, zone: ZoneInfo) -> datetime:
    at = datetime.fromisoformat(moment)
    if at.utcoffset() is None:
        raise ValueError(f"a time without its offset: {moment}")
    at = at.astimezone(zone)
    # Midnight belongs to two days, so nobody is ever told it: one minute earlier is the safe reading.
    return at - timedelta(minutes=1) if (at.hour, at.minute) == (0, 0) else at


def day(value: str, zone: ZoneInfo, *, year: bool = True) -> str:
    """Return "Tuesday 29 December 2026" for a date or a time."""
    at = date.fromisoformat(value) if len(value) == len("2026-12-29") else _local(value, zone).date()
    return f"{at:%A} {at.day} {at:%B}" + (f" {at.year}" if year else "")


def hour(value: str, zone: ZoneInfo) -> str:
    """Return "5pm", "4.30pm" or "noon"."""
    at = _local(value, zone)
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'am' if at.hour < 12 else 'pm'}"  # noqa: PLR2004 - twelve hours to a half day


def moment(value: str, zone: ZoneInfo) -> str:
    """Return "5pm on Tuesday 29 December 2026"."""
    return f"{hour(value, zone)} on {day(value, zone)}"


def short(value: str, zone: ZoneInfo) -> str:
    """Return "5pm Tue 29 Dec", as it stands in a subject."""
    at = _local(value, zone)
    return f"{hour(value, zone)} {at:%a} {at.day} {at:%b}"


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    return f" {last} ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def skipped_days(days: Sequence[Fact], zone: ZoneInfo) -> str:
    """Name each day a date did not count: "Friday 25 December (Christmas Day) and Saturday 26 December"."""
    return listed([day(one["day"], zone, year=False) + _named(one["name"]) for one in days])


def _named(name: str) -> str:
    return "" if not name or name.lower() in _WEEKDAYS else f" ({name})"


def whose(due: Fact) -> str:
    """Say whose date it is: the policy's, ours or the office's; a date of ours is never shown as the policy's."""
    if due["basis"] == "office":
        return "This date was set by the Business Office, not by the policy."
    if due["basis"] == "house":
        return "The policy gives no time for this. The date is our own."
    source = "guide" if due["strength"] == "guide" else "policy"
    given = f"says {due['limit']}" if due.get("limit") else "gives this time"
    reading = f" (our reading {due['reading']})" if due["reading"] else ""
    return f"The partnership’s {source} {given}{reading}."  # noqa: RUF001 - a letter is set in proper type


def counted(due: Fact, zone: ZoneInfo) -> str:
    """Say where a date was counted from, and name the days left out."""
    by_hour = "hour" in str(due.get("limit", ""))
    start = moment(due["counted_from"], zone) if by_hour else day(due["counted_from"], zone)
    said = f"We counted from {start}." if by_hour else f"We counted from {start}; that day itself does not count."
    return f"{said} Days left out: {skipped_days(due['skipped'], zone)}." if due["skipped"] else said


def who(person: Fact) -> str:
    """Return "Sam Okoro, Team Manager, Northborough Council", without what is not known."""
    parts = (person.get("name", ""), person.get("role", ""), person.get("agency", ""))
    return ", ".join(part for part in parts if part) or person.get("address", "")


def reach(person: Fact) -> str:
    """Return who somebody is and how to reach them: name, role, agency, address, telephone."""
    ways = [way for way in (person.get("address", ""), person.get("phone", "")) if way and way != who(person)]
    return f"{who(person)}: {', '.join(ways)}" if ways else who(person)


def sentence(words: str) -> str:
    """Return the words with a capital and a full stop."""
    words = words.strip()
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".") if words else ""


def mailto(to: Sequence[str], *, subject: str, body: str = "", copy: str = "") -> str:
    """Return a link that opens a new mail, ready to send (RFC 6068); it does nothing by itself."""
    fields = {"cc": quote(copy, safe="@"), "subject": quote(subject, safe=""), "body": _body(body)}
    asked = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{','.join(quote(one, safe='@') for one in to)}?{asked}"


def _body(text: str) -> str:
    return quote(text.replace("\n", "\r\n"), safe="")


# The filters that letters are written with: the second kind is told in the partnership's time zone.
PLAIN: Mapping[str, Callable[..., str]] = {
    "who": who,
    "reach": reach,
    "whose": whose,
    "sentence": sentence,
    "listed": listed,
}
IN_ZONE: Mapping[str, Callable[..., str]] = {"day": day, "moment": moment, "short": short, "counted": counted}
