"""How the facts of a letter read: its filters, `PLAIN` and `IN_ZONE`, and the links of its buttons.

Facts are plain JSON values; times come in ISO 8601 with offset and are told in the partnership's own zone, a day
alone ("2026-12-29") without any hour.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from mailservice.cases.letters import phrases
from mailservice.clock import aware

Fact = Mapping[str, Any]


def _local(moment: str, zone: ZoneInfo) -> datetime:
    return phrases.local(aware(datetime.fromisoformat(moment)), zone)


def moment(value: str, zone: ZoneInfo) -> str:
    """Return "5pm on Tuesday 29 December 2026"; of a day alone, "Tuesday 29 December 2026"."""
    return phrases.moment(_local(value, zone)) if "T" in value else phrases.day(date.fromisoformat(value))


def short(value: str, zone: ZoneInfo) -> str:
    """Return "5pm Tue 29 Dec", as it stands in a subject; of a day alone, "Tue 29 Dec"."""
    return phrases.short(_local(value, zone)) if "T" in value else phrases.short_day(date.fromisoformat(value))


def hour(value: str, zone: ZoneInfo) -> str:
    """Return "4.30pm"."""
    return phrases.hour(_local(value, zone))


def counted(due: Fact, zone: ZoneInfo) -> str:
    """Say where a date was counted from, and name the days left out; nothing of a date that was agreed."""
    if due["basis"] == "agreed":
        return ""
    skipped = [(date.fromisoformat(one["day"]), one["name"]) for one in due["skipped"]]
    by_hour = "hour" in due.get("limit", "")
    return phrases.counted(_local(due["counted_from"], zone), skipped, by_hour=by_hour)


def whose(due: Fact) -> str:
    """Say whose date it is: the policy's, ours or the office's."""
    return phrases.whose(due["basis"], due["strength"], limit=due.get("limit", ""), reading=due["reading"])


def who(person: Fact | str) -> str:
    """Return "Sam Okoro (Team manager, Northfield Council)", without what is not known."""
    if isinstance(person, str):
        return person
    name = person.get("name", "") or person.get("address", "")
    place = ", ".join(part for part in (person.get("role", ""), person.get("agency", "")) if part)
    return f"{name} ({place})" if name and place else name or place


def reach(person: Fact) -> str:
    """Return who somebody is and how to reach them: name, role, agency, address, telephone."""
    known = who(person)
    phone = person.get("phone", "").replace(" ", "\xa0")
    ways = [way for way in (person.get("address", ""), phone) if way and way not in known]
    return f"{known}: {', '.join(ways)}" if ways else known


def mailto(to: Sequence[str], *, subject: str, body: str = "", copy: str = "") -> str:
    """Return a link that opens a new mail, ready to send (RFC 6068); it does nothing by itself."""
    fields = {"cc": quote(copy, safe="@"), "subject": quote(subject, safe=""), "body": quote(body, safe="")}
    asked = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{','.join(quote(one, safe='@') for one in to)}?{asked}"


# The filters that letters are written with: the second kind is told in the partnership's time zone.
PLAIN: Mapping[str, Callable[..., str]] = {
    "who": who,
    "reach": reach,
    "whose": whose,
    "sentence": phrases.sentence,
    "listed": phrases.listed,
}
IN_ZONE: Mapping[str, Callable[..., str]] = {"moment": moment, "short": short, "hour": hour, "counted": counted}
