"""How a date reads in plain words: with its weekday, whose it is, and the days it left out. Letters and records share it.

Pure. Times are told in the zone they are handed in; `local` brings one there.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from mailservice.policy.model import Basis, Clock, Limit, Measure, Policy, Strength
from mailservice.policy.words import span

_WEEKEND = frozenset({"saturday", "sunday", "weekend"})


_LONGEST_NAME, _MOST_FILES, _MOST_CLOSED = 80, 5, 3


def local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return the time in a zone; midnight, which belongs to two days, as one minute earlier: the safe reading."""
    here = at.astimezone(zone)
    return here - timedelta(minutes=1) if (here.hour, here.minute) == (0, 0) else here


def day(on: date, *, year: bool = True) -> str:
    """Return "Tuesday 29 December 2026"."""
    return f"{on:%A} {on.day} {on:%B}" + (f" {on.year}" if year else "")


def hour(at: datetime) -> str:
    """Return "5pm", "4.30pm" or "noon"."""
    if (at.hour, at.minute) == (12, 0):
        return "noon"
    minutes = f".{at.minute:02}" if at.minute else ""
    return f"{(at.hour - 1) % 12 + 1}{minutes}{at:%p}".replace("AM", "am").replace("PM", "pm")


def moment(at: datetime) -> str:
    """Return "5pm on Tuesday 29 December 2026"."""
    return f"{hour(at)} on {day(at)}"


def between(first: datetime, last: datetime) -> str:
    """Return "from 4.58am until noon on Friday 27 November 2026", or with both days."""
    if first.date() != last.date():
        return f"from {moment(first)} until {moment(last)}"
    if hour(first) == hour(last):
        return f"for less than a minute, at {moment(first)},"
    return f"from {hour(first)} until {moment(last)}"


def short(at: datetime) -> str:
    """Return "5pm Tue 29 Dec", as it stands in a subject."""
    return f"{hour(at)} {short_day(at)}"


def short_day(on: date) -> str:
    """Return "Tue 29 Dec"."""
    return f"{on:%a} {on.day} {on:%b}"


def listed(items: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def either(items: Sequence[str]) -> str:
    """Return "a, b or c"."""
    return " or ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def attached(name: str, files: Sequence[str]) -> str:
    """Say what somebody attached, by the names as sent, and where it lies; a long name is cut, and many are counted."""
    if not files:
        return ""
    shown = [one if len(one) <= _LONGEST_NAME else f"{one[:_LONGEST_NAME]}…" for one in files[:_MOST_FILES]]
    left = len(files) - len(shown)
    shown += [counted_things(left, "more file")] if left else []
    return f"{name} attached {listed(shown)}; {'it is' if len(files) == 1 else 'they are'} in the case's folder."


def capital(words: str) -> str:
    """Return the words with a capital: "An adult may be in danger"; an address stays as it is written."""
    first = words.split(maxsplit=1)[:1]
    return words if first and "@" in first[0] else words[:1].upper() + words[1:]


def one(thing: str) -> str:
    """Return a thing with its article: "an escalation", "a professional disagreement"."""
    return f"{'an' if thing[:1].lower() in 'aeiou' else 'a'} {thing}"


def counted_things(count: int, thing: str) -> str:
    """Return "1 action" or "2 actions"."""
    return f"{count} {thing}" + ("" if count == 1 else "s")


def sentence(words: str) -> str:
    """Return the words with a capital and a full stop."""
    words = words.strip()
    return capital(words) + ("" if words.endswith((".", "!", "?")) else ".") if words else ""


def cut(words: str, room: int) -> str:
    """Return the words whole where they fit into so many characters, else cut after a sentence, with a mark."""
    if len(words) <= room:
        return words
    kept = words[:room]
    ends = max(kept.rfind(end) for end in (". ", "? ", "! ", ".\n", "?\n", "!\n"))
    kept = kept[: ends + 1] if ends > room // 3 else kept.rpartition(" ")[0] or kept
    return f"{kept.rstrip()} […]"


def left_out(days: Iterable[tuple[date, str]]) -> str:
    """Name each day a date did not count: "Friday 25 December (Christmas Day) and Saturday 26 December"."""
    return listed([day(on, year=False) + _named(name) for on, name in days])


def not_counted(days: Iterable[tuple[date, str]]) -> str:
    """Name the days other than weekends that a date did not count: "Mon 31 Aug (Summer bank holiday) is not counted."."""
    named = [(on, name.partition(" (")[0]) for on, name in days if name.lower() not in {"", *_WEEKEND}]
    if len(named) > _MOST_CLOSED:
        return f"{len(named)} closed days are not counted."
    shown = [f"{short_day(on)} ({name})" if len(named) == 1 else short_day(on) for on, name in named]
    return f"{listed(shown)} {'is' if len(shown) == 1 else 'are'} not counted." if shown else ""


def _named(name: str) -> str:
    plain = name.replace(" (", ", ").replace(")", "")
    return "" if name.lower() in {"", *_WEEKEND} else f" ({plain})"


def whose(basis: Basis | Literal["agreed"], strength: Strength, *, limit: str = "", reading: str = "") -> str:
    """Say whose date it is: the policy's, ours, the office's or agreed. A date of ours is never shown as the policy's."""
    if basis == "agreed":
        return "Every agency agreed to this date."
    if basis == "office":
        return "This date was set by the office, not by the policy."
    if basis == "house":
        return "The policy gives no time for this. The date is our own."
    given = f"says {limit}" if limit else "gives this time"
    read = ", as we read it" if reading else ""
    return f"The partnership’s {'guide' if strength == 'guide' else 'policy'} {given}{read}."  # noqa: RUF001 - proper type


def counted(start: datetime, skipped: Iterable[tuple[date, str]], *, by_hour: bool = False) -> str:
    """Say where a date was counted from, and name the days left out."""
    out = left_out(skipped)
    said = f"We counted from {moment(start)}." if by_hour else f"We counted from {day(start)}; that day is not counted."
    return f"{said} Days left out: {out}." if out else said


def allowed(clock: Clock | Limit | Measure) -> str:
    """Return the time a clock allows as its policy puts it: "2 working days", "24 hours"; empty where it has no number."""
    return span(clock.amount, clock.unit)


def limit_of(policy: Policy, stage: str, clock: str, *, second: bool = False) -> str:
    """Return the time that this clock of a stage, or this overall limit, allows; empty for a date that is no clock's."""
    one = measure_of(policy, stage, clock, second=second)
    return allowed(one) if one else ""


def measure_of(policy: Policy, stage: str, clock: str, *, second: bool) -> Clock | Limit | Measure | None:
    """Return by what a date of a policy was reckoned: a clock or an overall limit, or the `second` measure of it."""
    clocks: list[Clock | Limit] = [*(one for at in policy.stages if at.id == stage for one in at.clock), *policy.limits]
    found = next((one for one in clocks if one.id == clock), None)
    return found.no_later_than if found and second else found
