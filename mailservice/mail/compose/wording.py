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
from mailservice.mail.compose.blocks import is_command, plain
from mailservice.mail.compose.tongue import Tongue
from mailservice.mail.reply.quotes import REPLY_ABOVE

Fact = Mapping[str, Any]
# In characters: what stands before "Write your reply above this line" in 72, what each side says on the first screen, and in
# each answer since.
GLANCE, ROOM, BRIEF = 38, 500, 240
_NOT_THE_POLICYS: Mapping[str, str] = {
    "agreed": "Every agency agreed to this date.",
    "office": "The office set this date, not the policy.",
    "house": "The date is ours; the policy gives none.",
}


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
    """Say in one sentence whose date it is: the policy's, our reading of it, ours, the office's or agreed; no code of ours."""
    if due["basis"] != "policy":
        return _NOT_THE_POLICYS[due["basis"]]
    policy = "guide" if due["strength"] == "guide" else "policy"
    gives = f" gives {due['limit']}" if due.get("limit") else " gives this time"
    return f"The {policy}{gives}, as we read it." if due["reading"] else f"The {policy}{gives}."


def moved_by(due: Fact) -> str:
    """Name in one sentence the bank holidays and closed days that make a date late; weekends need no word."""
    if due["basis"] not in ("policy", "house"):
        return ""
    return phrases.not_counted([(date.fromisoformat(one["day"]), one["name"]) for one in due["skipped"]])


def inline(role: str) -> str:
    """Return a role as it stands inside a sentence: "Health visitor" becomes "health visitor", "GP lead" stays."""
    return role[:1].lower() + role[1:] if role[1:] == role[1:].lower() else role


def within(name: str) -> str:
    """Return a name as it stands inside a sentence: "One of the leads" becomes "one of the leads", a person's name stays."""
    first = name.partition(" ")[0]
    return first.lower() + name[len(first) :] if first in ("One", "The", "A", "An") else name


def shortened(text: str, length: int) -> str:
    """Return a line within a length, cut after a whole word."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(" –-,:") + "…"  # noqa: RUF001 - the dash of our subjects


def glance(text: str) -> str:
    """Return what a phone's list shows of a letter, so short that it stands in one line with the mark that follows it.

    Empty where our own reader would take it for a command.
    """
    line = shortened(phrases.sentence(plain(text)), GLANCE)
    return "" if is_command(f"{line} {REPLY_ABOVE}") else line


def cut(words: str) -> str:
    """Return somebody's words, whole or cut with a mark: each side has the same room."""
    return phrases.cut(words, ROOM)


def briefly(words: str) -> str:
    """Return an answer of somebody's, whole or cut with a mark; each has the same room."""
    return phrases.cut(words, BRIEF)


def is_cut(words: str) -> bool:
    """Tell whether `cut` leaves something of them out."""
    return cut(words) != words


def who(person: Fact | str) -> str:
    """Return "Sam Okoro (Team manager, Northfield Council)", without what is not known."""
    if isinstance(person, str):
        return person
    name = person.get("name", "") or person.get("address", "")
    place = ", ".join(part for part in (person.get("role", ""), person.get("agency", "")) if part)
    return f"{name} ({place})" if name and place else name or place


def named(person: Fact | str) -> str:
    """Return "Sam Okoro (team manager)": on a first screen, where agency and address stand below."""
    if isinstance(person, str) or not person.get("name"):
        return who(person)
    role = inline(person.get("role", ""))
    return f"{person['name']} ({role})" if role else str(person["name"])


def at_hand(person: Fact | str) -> str:
    """Return whom to speak to on a first screen: name, role, and the telephone where the directory has one."""
    phone = "" if isinstance(person, str) else person.get("phone", "").replace(" ", "\xa0")
    return f"{named(person)} on {phone}" if phone else named(person)


def reach(person: Fact) -> str:
    """Return who somebody is and how to reach them: name, role, agency, address, telephone."""
    known = who(person)
    phone = person.get("phone", "").replace(" ", "\xa0")
    ways = [way for way in (person.get("address", ""), phone) if way and way not in known]
    return f"{known}: {', '.join(ways)}" if ways else known


def beside(word: Fact) -> str:
    """Return what stands beside a word's button: what to add, and what the word means."""
    add = f"{phrases.sentence('Add ' + word['after'])} " if word["after"] else ""
    return add + phrases.sentence(word["means"])


def in_text(word: Fact) -> str:
    """Return a word that may be replied, in plain text: the word, what to add, and what it means."""
    return phrases.sentence(f"Reply {word['verb']}" + (f" and {word['after']}" if word["after"] else "")) + (
        f" {phrases.sentence(word['means'])}"
    )


def mailto(to: Sequence[str], *, subject: str, body: str = "", copy: str = "") -> str:
    """Return a link that opens a new mail, ready to send (RFC 6068); it does nothing by itself."""
    fields = {"cc": quote(copy, safe="@"), "subject": quote(subject, safe=""), "body": quote(body, safe="")}
    asked = "&".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"mailto:{','.join(quote(one, safe='@') for one in to)}?{asked}"


class Name(str):
    """Somebody's name, with their role and how to reach them: the directory's words, which nothing translates."""

    __slots__ = ()


def in_tongue(tongue: Tongue) -> Mapping[str, Callable[..., Any]]:
    """Return the filters of `PLAIN` for a language: a sentence is looked up, and who somebody is stays."""
    return {
        **PLAIN,
        **{name: _said(tongue, PLAIN[name]) for name in ("whose", "moved_by", "sentence", "beside", "in_text")},
        **{name: _name(tongue, PLAIN[name]) for name in ("who", "reach", "named", "at_hand")},
        "listed": lambda items: Name(tongue.listed([str(one) for one in items])),
        "spoken": tongue.reply,
    }


def in_tongue_and_zone(tongue: Tongue) -> Mapping[str, Callable[..., str]]:
    """Return the filters of `IN_ZONE` for a language."""

    def moment_in(value: str, zone: ZoneInfo) -> str:
        return Name(tongue.moment(_local(value, zone)) if "T" in value else tongue.day(date.fromisoformat(value)))

    def short_in(value: str, zone: ZoneInfo) -> str:
        return Name(tongue.short(_local(value, zone)) if "T" in value else tongue.short_day(date.fromisoformat(value)))

    return {
        "moment": moment_in,
        "short": short_in,
        "hour": lambda value, zone: Name(tongue.hour(hour(value, zone))),
        "counted": _said(tongue, counted),
    }


def _said(tongue: Tongue, filtered: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *given, **named: Name(tongue.said(filtered(*given, **named)))


def _name(tongue: Tongue, filtered: Callable[..., Any]) -> Callable[..., Any]:
    def found(person: Fact | str) -> str:
        # Of what `at_hand` says, one word is ours: the "on" before the number.
        name, on, phone = str(filtered(person)).rpartition(" on ")
        return Name(f"{name} {tongue.joins['on']} {phone}" if on and phone[:1].isdigit() else f"{name}{on}{phone}")

    return found


# The filters that letters are written with: the second kind is told in the partnership's time zone.
PLAIN: Mapping[str, Callable[..., str | bool]] = {
    "who": who,
    "reach": reach,
    "whose": whose,
    "moved_by": moved_by,
    "sentence": phrases.sentence,
    "inline": inline,
    "within": within,
    "named": named,
    "at_hand": at_hand,
    "beside": beside,
    "in_text": in_text,
    "glance": glance,
    "cut": cut,
    "briefly": briefly,
    "is_cut": is_cut,
    "listed": phrases.listed,
    "capital": phrases.capital,
    # The word that a letter offers for one of ours: in English, that word.
    "spoken": str,
}
IN_ZONE: Mapping[str, Callable[..., str]] = {"moment": moment, "short": short, "hour": hour, "counted": counted}
