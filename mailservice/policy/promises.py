"""Times that stand in a policy's free words: what the words promise, some key has to keep.

"Within 24 hours" in a sentence starts no clock. Start at `unkept`. A route, an exclusion, a reading or a gap may speak of
times that are not this policy's to keep. Pure.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, Final

from mailservice.policy.model import Clock, Limit, Measure, Policy, Stage, Unit, Urgent, Within

_WORDS: Final = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
# The usual hours as words; before the rest, lest "twenty-four hours" be read as four.
_COMPOUND: Final = {"twenty-four": 24, "twenty four": 24, "forty-eight": 48, "forty eight": 48, "seventy-two": 72}
_NUMBERS: Final = {name: number for number, name in enumerate(_WORDS.split("|"), start=1)} | _COMPOUND | {"a": 1}
_AMOUNT: Final = "|".join((*_COMPOUND, _WORDS))
_SAID: Final = re.compile(
    rf"\b(\d{{1,3}}|{_AMOUNT}|(?<=within )a)[ -]{{0,2}}"
    r"(?:(?:working|calendar|school|business)[ -])?(hour|hr|day|week|fortnight)s?\b",
    re.IGNORECASE,
)
# What is shown beside the key that keeps it, or belongs to another procedure.
_ELSEWHERE: Final = frozenset(("routes", "exclusions", "readings", "open_gaps", "forms", "topics", "limits"))
_GLOSS: Final = frozenset(("same_as", "reading"))
_HOURS: Final = {"hour": 1, "hr": 1, "day": 24, "week": 168, "fortnight": 336}
_WORKING_WEEK: Final = 5


def unkept(policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield each key whose words promise a time that nothing in its part of the file keeps, and that time."""
    for one in fields(policy):
        if one.name in _ELSEWHERE:
            continue
        for key, text, part in _texts(getattr(policy, one.name), one.name):
            for said in _SAID.finditer(text):
                if not _means(said) & _keepers(policy, one.name, part, said):
                    yield key, said[0]


def time_in(text: str) -> tuple[int, Unit] | None:
    """Return the first time that stands in a text as an amount and its unit, or None: "48 hours", "two weeks"."""
    found = _SAID.search(text)
    if found is None:
        return None
    number, unit = _number(found), found[2].lower()
    if unit.startswith("h"):
        return number, "hours"
    return number * {"week": _WORKING_WEEK, "fortnight": 2 * _WORKING_WEEK}.get(unit, 1), "working-days"


def _keepers(policy: Policy, name: str, part: Any, said: re.Match[str]) -> set[int]:
    """Return the times, in hours, among which the promised one has to be."""
    ladder = (policy.stages, policy.limits)
    if name == "tells":
        return set(_kept(part))
    # The ladder's days may be told of beside urgency; its hours are never an urgent case's.
    if name == "stages" and isinstance(part, Stage):  # of a stage, its own clocks: another's are not its promise
        return set(_kept((part.clock, policy.limits)))
    in_hours = said[2].lower().startswith("h")
    return set(_kept((part, policy.urgent, *(() if name == "urgent" and in_hours else ladder))))


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


def _kept(value: Any) -> Iterator[int]:
    """Give every time, in hours, that a part of the file keeps by a number of its own."""
    if isinstance(value, tuple):
        for one in value:
            yield from _kept(one)
    elif isinstance(value, Clock | Limit | Measure | Within):
        yield value.amount * (1 if value.unit == "hours" else 24)
    elif isinstance(value, Urgent):
        yield value.hours
    if is_dataclass(value):
        for one in fields(value):
            inner = getattr(value, one.name)
            if is_dataclass(inner) or isinstance(inner, tuple):
                yield from _kept(inner)


def _means(said: re.Match[str]) -> set[int]:
    number, unit = _number(said), said[2].lower()
    hours = number * _HOURS[unit]
    weeks = {"week": 1, "fortnight": 2}.get(unit, 0)
    return {hours, number * weeks * _WORKING_WEEK * 24} if weeks else {hours}


def _number(said: re.Match[str]) -> int:
    return _NUMBERS.get(said[1].lower()) or int(said[1])
