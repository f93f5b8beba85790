"""A second language of letters: a partnership's own words for what is made in code. Start at `read_tongue`.

Dates, lists, reply words and sentences are looked up in its table (`words.toml`). What has no entry stays in English, whole,
and is counted where somebody asks (`missed`). Pure.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import phrases
from mailservice.errors import Problem

FILE: Final = "words.toml"
# What a table may hold, and what is said where it does not.
FORMS: Final[Mapping[str, str]] = {
    "moment": "{hour} on {day}",
    "day": "{weekday} {number} {month} {year}",
    "short": "{hour} {short_day}",
    "short_day": "{weekday} {number} {month}",
    "am": "am",
    "pm": "pm",
    "noon": "noon",
}
JOINS: Final[Mapping[str, str]] = {"and": "and", "or": "or", "on": "on"}
WEEKDAYS: Final = tuple(f"{date(2026, 6, number):%A}" for number in range(1, 8))
MONTHS: Final = tuple(f"{date(2026, number, 1):%B}" for number in range(1, 13))
TABLES: Final[Mapping[str, frozenset[str] | None]] = {
    "dates": frozenset(FORMS),
    "weekdays": frozenset((*WEEKDAYS, *(one[:3] for one in WEEKDAYS))),
    "months": frozenset((*MONTHS, *(one[:3] for one in MONTHS))),
    "joins": frozenset(JOINS),
    "replies": frozenset(str(one) for one in WORDS),
    "sentences": None,
}
TEXTS: Final = frozenset({"name", "below", "stage_of"})
_HOLE = re.compile(r"\{(\w{1,40})\}")
ANY_DATE = re.compile(
    r"\b(?:(?P<hour>noon|\d{1,2}(?:\.\d\d)?(?:am|pm)) (?P<on>on )?)?"
    rf"(?P<weekday>{'|'.join(f'{one}|{one[:3]}' for one in WEEKDAYS)}) (?P<number>\d{{1,2}}) "
    rf"(?P<month>{'|'.join(f'{one}|{one[:3]}' for one in MONTHS)})(?: (?P<year>\d{{4}}))?\b"
)
_STOPS = (".", "!", "?")
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_MOST_HOLES = 6


@dataclass(frozen=True)
class _Pattern:
    """A sentence with holes, as its pieces between them, and what stands for it."""

    pieces: tuple[str, ...]
    holes: tuple[str, ...]
    says: str

    def filled(self, text: str) -> Mapping[str, str] | None:
        """Return what stands in the holes of a text, or None where it is another sentence; each piece is looked for once."""
        first, *rest = self.pieces
        if not text.startswith(first) or not text.endswith(rest[-1]):
            return None
        found, at, end = dict[str, str](), len(first), len(text) - len(rest[-1])
        for hole, piece in zip(self.holes, rest, strict=True):
            until = end if hole == self.holes[-1] else text.find(piece, at + 1, end)
            if until <= at or _SENTENCE.search(text[at:until]):
                return None  # a gap holds a name, a date or a phrase, never more than a sentence
            found[hole], at = text[at:until], until + len(piece)
        return found


@dataclass(frozen=True)
class Tongue:
    """A language beside English: its code (`lang` of the HTML), its own name, and its table."""

    code: str
    name: str
    below: str = ""
    stage_of: str = ""
    forms: Mapping[str, str] = field(default_factory=lambda: FORMS)
    weekdays: Mapping[str, str] = field(default_factory=dict)
    months: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[str, str] = field(default_factory=lambda: JOINS)
    replies: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    patterns: tuple[_Pattern, ...] = ()
    missed: Counter[str] | None = None

    def said(self, text: str) -> str:
        """Return a text of ours in this language, with its capital and its full stop; in English where the table lacks it."""
        if not text.strip():
            return text
        whole = self._found(text)
        if whole is not None:
            return whole
        parts = _SENTENCE.split(text)
        each = [self._found(one) for one in parts]
        left = [part for part, one in zip(parts, each, strict=True) if one is None]
        if self.missed is not None:
            self.missed.update(left)
        return text if left else " ".join(one for one in each if one)

    def moment(self, at: datetime) -> str:
        """Return a time with its day."""
        return self.forms["moment"].format(hour=self.hour(phrases.hour(at)), day=self.day(at))

    def day(self, on: date) -> str:
        """Return a day with its weekday and its year."""
        return self._day(f"{on:%A}", on.day, f"{on:%B}", str(on.year))

    def short(self, at: datetime) -> str:
        """Return a time as it stands in a subject."""
        return self.forms["short"].format(hour=self.hour(phrases.hour(at)), short_day=self.short_day(at))

    def short_day(self, on: date) -> str:
        """Return a day as it stands in a subject."""
        return self._short_day(f"{on:%a}", on.day, f"{on:%b}")

    def hour(self, said: str) -> str:
        """Return an hour, "4.30pm" or "noon"."""
        if said == "noon":
            return self.forms["noon"]
        return f"{said[:-2]}{self.forms[said[-2:]]}"

    def listed(self, items: list[str], join: str = "and") -> str:
        """Return "a, b and c"."""
        return f" {self.joins[join]} ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)

    def reply(self, verb: str) -> str:
        """Return the word that a letter offers for one of ours: people may write either."""
        return self.replies.get(verb, verb)

    def _day(self, weekday: str, number: int | str, month: str, year: str) -> str:
        named = {"weekday": self.weekdays.get(weekday, weekday), "month": self.months.get(month, month)}
        return self.forms["day"].format(number=number, year=year, **named).strip()

    def _short_day(self, weekday: str, number: int | str, month: str) -> str:
        named = {"weekday": self.weekdays.get(weekday, weekday), "month": self.months.get(month, month)}
        return self.forms["short_day"].format(number=number, **named)

    def _found(self, text: str) -> str | None:
        bare = _bare(text)
        if ANY_DATE.fullmatch(text):
            return self._dates(text)
        found = self.sentences.get(bare)
        if found is None:
            # A sentence that begins with a gap begins with a name or a date, which keeps its capital.
            filled = ((one, one.filled(bare if one.pieces[0] else _unstopped(text))) for one in self.patterns)
            found = next(
                (
                    _fill(one.says, {name: self._inside(value) for name, value in holes.items()})
                    for one, holes in filled
                    if holes
                ),
                None,
            )
        if found is None:
            return None
        found = phrases.capital(found) if text[:1].isupper() else found
        return found if found.endswith(_STOPS) or not text.endswith(_STOPS) else f"{found}{text[-1]}"

    def _inside(self, value: str) -> str:
        """Return what stands in a hole: a phrase of the table, a list of dates, or as it is but for its dates."""
        known = self.sentences.get(_bare(value)) or self.replies.get(value)
        if known is not None:
            return known
        items = re.split(r", | and ", value)
        if len(items) > 1 and all(ANY_DATE.fullmatch(one) for one in items):
            return self.listed([self._dates(one) for one in items])
        return self._dates(value)

    def _dates(self, text: str) -> str:
        return ANY_DATE.sub(self._date, text)

    def _date(self, found: re.Match[str]) -> str:
        weekday, number, month, year = found["weekday"], found["number"], found["month"], found["year"] or ""
        long = len(weekday) > 3  # noqa: PLR2004 - "Mon" is the short form
        day = self._day(weekday, number, month, year) if long else self._short_day(weekday, number, month)
        if not found["hour"]:
            return day
        hour = self.hour(found["hour"])
        return (
            self.forms["moment"].format(hour=hour, day=day)
            if found["on"]
            else self.forms["short"].format(hour=hour, short_day=day)
        )


def _bare(text: str) -> str:
    """Return a sentence as the table has it, whether it stands alone or inside another."""
    text = _unstopped(text)
    return text[:1].lower() + text[1:]


def _unstopped(text: str) -> str:
    return text.strip().removesuffix(".")


def _fill(says: str, holes: Mapping[str, str]) -> str:
    return _HOLE.sub(lambda found: holes.get(found[1], found[0]), says)


def read_tongue(code: str, text: str, missed: Counter[str] | None = None) -> tuple[Tongue, list[Problem]]:
    """Return a language by its table, and every fault of that; what is wrong is left in English."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        return Tongue(code, code), [Problem(f"{code}/{FILE}", "", f"is not TOML: {fault}")]
    faults = list(_faults(code, raw))
    tables = {name: _texts(raw.get(name)) for name in TABLES}
    wrong = {one.key.partition(", ")[2] for one in faults}
    sentences = {key: value for key, value in tables["sentences"].items() if key not in wrong}
    tongue = Tongue(
        code=code,
        name=str(raw.get("name", code)),
        below=str(raw.get("below", "")),
        stage_of=str(raw.get("stage_of", "")),
        forms={**FORMS, **{key: value for key, value in tables["dates"].items() if key not in wrong}},
        weekdays=tables["weekdays"],
        months=tables["months"],
        joins={**JOINS, **tables["joins"]},
        replies={key: value for key, value in tables["replies"].items() if key not in wrong},
        sentences={_bare(key): value for key, value in sentences.items() if not _HOLE.search(key)},
        patterns=tuple(_pattern(key, value) for key, value in sentences.items() if _HOLE.search(key)),
        missed=missed,
    )
    return tongue, faults


def _texts(table: Any) -> dict[str, str]:
    return {key: value for key, value in table.items() if isinstance(value, str)} if isinstance(table, dict) else {}


def _pattern(key: str, says: str) -> _Pattern:
    pieces = _HOLE.split(_bare(key))
    return _Pattern(tuple(pieces[::2]), tuple(pieces[1::2]), says)


def _faults(code: str, raw: Mapping[str, Any]) -> Iterator[Problem]:
    file = f"{code}/{FILE}"
    for key, value in raw.items():
        if key not in TABLES and key not in TEXTS:
            yield Problem(file, key, f"there is no such key: write one of {', '.join(sorted({*TABLES, *TEXTS}))}")
        elif key in TEXTS and not isinstance(value, str):
            yield Problem(file, key, 'write text in quotes: "…"')
        elif key in TABLES and not isinstance(value, dict):
            yield Problem(file, key, f"write a table: [{key}]")
        elif key in TABLES:
            yield from (Problem(file, f"{key}, {name}", said) for name, said in _rows(key, value))


def _rows(table: str, rows: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    known = TABLES[table]
    for key, value in rows.items():
        if known is not None and key not in known:
            yield key, f"there is no such word: write one of {', '.join(sorted(known))}"
        elif not isinstance(value, str) or not value.strip():
            yield key, 'write text in quotes: "…"'
        elif table in ("dates", "sentences"):
            yield from _holes(FORMS[key] if table == "dates" else key, key, value)
        elif table == "replies" and value.upper() not in WORDS[Verb(key)].names:
            names = ", ".join(WORDS[Verb(key)].names)
            yield key, f"{value!r} is not read as {key}: write one of {names}, for people reply with it"


def _holes(english: str, key: str, value: str) -> Iterator[tuple[str, str]]:
    """Give what a translation leaves out of a sentence, or puts in: a date, a name or a number of it."""
    wanted, got = _HOLE.findall(english), _HOLE.findall(value)
    if len(wanted) > _MOST_HOLES or len({*wanted}) != len(wanted):
        yield key, f"has too many gaps, or one twice: at most {_MOST_HOLES}, each with a name of its own"
    elif "" in _HOLE.split(english)[2:-1:2]:
        yield key, "has two gaps side by side: write a word between them"
    elif {*wanted} != {*got} or "{" in _HOLE.sub("", value):
        yield key, f"has the gaps {_named(got)}, and the English has {_named(wanted)}: write the same ones"
    elif sorted(re.findall(r"\d+", english)) != sorted(re.findall(r"\d+", value)):
        yield key, "has other numbers than the English"


def _named(holes: list[str]) -> str:
    return ", ".join(f"{{{one}}}" for one in holes) or "none"
