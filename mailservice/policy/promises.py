"""Times that stand in a policy's free words: what the words promise, some key has to keep.

"Within 24 hours", or "the next working day", in a sentence starts no clock. Start at `unkept`; `belied` tells of words that a
clock contradicts, and `vague` of haste that no key carries out. A route, an exclusion or a gap may speak of times that are not
this policy's to keep. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final, NamedTuple

from mailservice.policy.model import Clock, Limit, Measure, Policy, Reading, Stage, Tell, Unit, Urgent, Within

_WORDS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty"
)
# The usual hours as words; before the rest, lest "twenty-four hours" be read as four.
_COMPOUND: Final = {"twenty-four": 24, "twenty four": 24, "forty-eight": 48, "forty eight": 48, "seventy-two": 72}
_NUMBERS: Final = (
    {name: number for number, name in enumerate(_WORDS.split("|"), start=1)}
    | _COMPOUND
    | {"a": 1, "an": 1, "thirty": 30}
)
_AMOUNT: Final = "|".join((*_COMPOUND, _WORDS, "thirty"))
_SAID: Final = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{_AMOUNT}|(?<=within )an?|(?<=within the next )an?)[ -]{{0,2}}"
    r"(?:(?P<kind>working|calendar|school|business)[ -])?(?P<unit>hour|hr|day|week|fortnight)s?\b",
    re.IGNORECASE,
)
_OF_DAYS: Final = r"(?:(?:working|calendar|school|business)[ -])?day\b"
_NEXT: Final = re.compile(rf"\b(?:next|following)[ -]{_OF_DAYS}|\bby tomorrow\b", re.IGNORECASE)
# No unit of the format: whatever the number, no key keeps it.
_OTHER_UNIT: Final = re.compile(rf"\bwithin (?:an? |(?:\d{{1,3}}|{_AMOUNT})[ -])(?:minute|month)s?\b", re.IGNORECASE)
_SAME: Final = re.compile(rf"\bsame[ -]{_OF_DAYS}|\bby the end of the day\b|\bby close of business\b", re.IGNORECASE)
_HASTE: Final = re.compile(
    r"\b(?:immediately|at once|straight ?away|right away|without (?:undue |any |further )?delay|forthwith|promptly|"
    r"as soon as (?:possible|practicable)|asap)\b",
    re.IGNORECASE,
)
# What is shown beside the key that keeps it, or belongs to another procedure.
_ELSEWHERE: Final = frozenset(("routes", "exclusions", "readings", "open_gaps", "forms", "topics", "limits"))
_GLOSS: Final = frozenset(("same_as", "reading"))
# Told in every alarm, which goes at once.
_IN_ALARMS: Final = "how_soon"
# What says when an urgent case is one, and the words that make a condition there of what follows in their clause.
_WHEN: Final = (", trigger", ", when")
_IF: Final = re.compile(r"\b(?:before|until|if|unless|when|where|may|might|could|would|cannot|risk)\b", re.IGNORECASE)
_HOURS: Final = {"hour": 1, "hr": 1, "day": 24, "week": 168, "fortnight": 336}
_DAY: Final = 24
_WORKING_WEEK: Final = 5
# So many days are a slip of the hand for so many hours.
_OFTEN_HOURS: Final = frozenset((24, 36, 48, 72, 96))


class Kept(NamedTuple):
    """A time that a number of the file keeps, in hours, and the unit that it is written in."""

    hours: int
    unit: Unit


def unkept(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each key whose words promise a time that nothing in its part of the file keeps, and that time."""
    for name, key, text, part in _sentences(policy):
        for said in _SAID.finditer(text):
            kept = _keepers(policy, name, part, in_hours=_in_hours(said))
            if not _is_condition(key, text, said) and not _means(said) & {one.hours for one in kept}:
                yield key, said[0]
        yield from ((key, said[0]) for said in _OTHER_UNIT.finditer(text))
        if key.endswith(_IN_ALARMS):
            continue
        kept = _keepers(policy, name, part, in_hours=True)
        for said in _NEXT.finditer(text):
            if not _is_condition(key, text, said) and not any(0 < one.hours <= _DAY for one in kept):
                yield key, said[0]
        for said in _SAME.finditer(text):
            # Urgent hours are real ones: 24 of them are the nearest that a file has to the same day.
            most = _DAY + 1 if name == "urgent" else _DAY
            if not any(one.hours < most for one in kept):
                yield key, said[0]


def _is_condition(key: str, text: str, said: re.Match[str]) -> bool:
    """Tell whether a time says when something holds, and promises nothing: harm "before the next working day"."""
    clause = re.split(r"[.;:]", text[: said.start()])[-1]
    return key.endswith(_WHEN) and _IF.search(clause) is not None


def vague(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each key whose words ask for haste, where no key of its part of the file asks anybody for it, and those words."""
    for name, key, text, part in _sentences(policy):
        if name == "urgent":
            continue  # URGENT is at once, whatever the file says of it
        judged = isinstance(part, Stage) and any(one.unit == "judgement" for one in part.clock)
        at_once = any(not one.hours for one in _keepers(policy, name, part, in_hours=True))
        for said in _HASTE.finditer(text) if not (judged or at_once) else ():
            yield key, said[0]


def belied(policy: Policy) -> Iterator[tuple[str, str, str]]:
    """Yield each clock whose own reading has its number in another unit: its key, what the reading says, what it has."""
    for key, one, said in _misread(policy):
        if said and _number(said[0]) == one.amount:
            yield key, said[0][0], _told(one)


def doubted(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each time that its words put otherwise, or that looks like hours written as days, and what to look at."""
    for key, one, said in _misread(policy):
        if _number(said[0]) != one.amount:
            yield key, f"has {_told(one)}, and its reading speaks of {said[0][0]}: is it the same?"
    for key, remedy, promised, unit in _of_other_days(policy):
        yield key, f"says {promised!r}, and what keeps it is written in {unit.replace('-', ' ')}: {remedy}"
    for key, timed in _timed(policy):
        if timed.unit in ("working-days", "calendar-days") and timed.amount in _OFTEN_HOURS:
            yield f"{key}, unit", f"{_told(timed)} are weeks: were they hours?"


def time_in(text: str) -> tuple[int, Unit] | None:
    """Return the first time that stands in a text as an amount and its unit, or None: "48 hours", "two weeks"."""
    found = _SAID.search(text)
    if found is None:
        return (1, "working-days") if _NEXT.search(text) else None
    number, unit = _number(found), found["unit"].lower()
    if unit.startswith("h"):
        return number, "hours"
    if (found["kind"] or "").lower() == "calendar":
        return number * _HOURS[unit] // _DAY, "calendar-days"
    return number * {"week": _WORKING_WEEK, "fortnight": 2 * _WORKING_WEEK}.get(unit, 1), "working-days"


def _sentences(policy: Policy) -> Iterator[tuple[str, str, str, Any]]:
    """Give each free text of a policy with the name of its part, its key, and the table in which it stands."""
    for one in fields(policy):
        if one.name not in _ELSEWHERE:
            yield from ((one.name, *found) for found in _texts(getattr(policy, one.name), one.name))


def _keepers(policy: Policy, name: str, part: Any, *, in_hours: bool) -> set[Kept]:
    """Return the times among which a promised one has to be."""
    ladder = (policy.stages, policy.limits)
    if name == "tells":
        return set(_kept(part))
    # The ladder's days may be told of beside urgency; its hours are never an urgent case's.
    if name == "stages" and isinstance(part, Stage):  # of a stage, its own clocks: another's are not its promise
        return set(_kept((part.clock, policy.limits)))
    return set(_kept((part, policy.urgent, *(() if name == "urgent" and in_hours else ladder))))


def _misread(policy: Policy) -> Iterator[tuple[str, Clock | Limit, list[re.Match[str]]]]:
    """Give each clock or limit whose reading speaks of times, none of which is its own, and these."""
    for key, one in _timed(policy):
        reading = policy.reading(one.reading)
        said = _read(reading) if reading and one.amount else []
        # One reading may be that of several times: it speaks of each.
        kept = {found.hours for _, other in _timed(policy) if other.reading == one.reading for found in _kept((other,))}
        if said and not any(_means(found) & kept for found in said):
            yield key, one, sorted(said, key=lambda found: _number(found) != one.amount)


def _read(reading: Reading) -> list[re.Match[str]]:
    """Return the times of a reading: those that it chose, else those that it is about."""
    return [*_SAID.finditer(reading.choice)] or [*_SAID.finditer(reading.about)]


def _timed(policy: Policy) -> Iterator[tuple[str, Clock | Limit]]:
    for stage in policy.stages:
        yield from ((f"stage {stage.id}, clock {one.id}", one) for one in stage.clock)
    yield from ((f"limit {one.id}", one) for one in policy.limits)


def _of_other_days(policy: Policy) -> Iterator[tuple[str, str, str, str]]:
    """Give each promise of working days that calendar days alone keep, or the other way about."""
    for name, key, text, part in _sentences(policy):
        for said in _SAID.finditer(text):
            kind = (said["kind"] or "").lower()
            mine = {"working": "working-days", "calendar": "calendar-days"}.get(kind, "")
            kept = {one.unit for one in _keepers(policy, name, part, in_hours=False) if one.hours in _means(said)}
            if mine and kept and not {mine, "hours"} & kept:
                yield key, f"write {mine.replace('-', ' ')}, or the other in the words", said[0], min(kept)


def _told(one: Clock | Limit) -> str:
    return f"{one.amount} {one.unit.replace('-', ' ')}"


def _texts(value: Any, key: str, part: Any = None) -> Iterator[tuple[str, str, Any]]:
    if isinstance(value, str):
        yield key, value, part
    elif isinstance(value, tuple):
        for number, one in enumerate(value, start=1):
            named = getattr(one, "id", "") or (f"number {number}" if is_dataclass(one) else "")
            yield from _texts(one, f"{_singular(key)} {named}".strip() if named else key, part)
    elif is_dataclass(value):
        for one in fields(value):
            if one.name not in _GLOSS:
                yield from _texts(getattr(value, one.name), f"{key}, {one.name}", value)


def _singular(key: str) -> str:
    return {"stages": "stage", "tells": "tell", "duties": "duty"}.get(key, key)


def _kept(value: Any) -> Iterator[Kept]:
    """Give every time that a part of the file keeps by a number of its own; none at all is at once."""
    if isinstance(value, tuple):
        for one in value:
            yield from _kept(one)
    elif isinstance(value, Clock) and value.unit == "at-once":
        yield Kept(0, "at-once")
    elif isinstance(value, Clock | Limit | Measure | Within) and value.amount:
        yield Kept(value.amount * (1 if value.unit == "hours" else _DAY), value.unit)
    elif isinstance(value, Tell) and value.how_soon:
        yield Kept(0, "at-once")
    elif isinstance(value, Urgent) and value.hours:
        yield Kept(value.hours, "hours")
    if is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if is_dataclass(inner) or isinstance(inner, tuple):
                yield from _kept(inner)


def _in_hours(said: re.Match[str]) -> bool:
    return said["unit"].lower().startswith("h")


def _means(said: re.Match[str]) -> set[int]:
    number, unit = _number(said), said["unit"].lower()
    hours = number * _HOURS[unit]
    weeks = {"week": 1, "fortnight": 2}.get(unit, 0)
    return {hours, number * weeks * _WORKING_WEEK * _DAY} if weeks else {hours}


def _number(said: re.Match[str]) -> int:
    return _NUMBERS.get(said["number"].lower()) or int(said["number"])
