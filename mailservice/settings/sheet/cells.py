"""One cell, as a person wrote it and Excel kept it: text, a list, a day, a number. Start at `READ`.

Excel makes dates and numbers of what looks like them. Where that cannot be undone surely, the cell is a fault.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from mailservice.settings.sheet.columns import Holds
from mailservice.settings.tidying import tidy

_FIRST_EXCEL_DAY = date(1900, 3, 1)  # before it, Excel's calendar has a day that never was
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u201e": '"', "\u2018": "'", "\u2019": "'"})
# As a spread-out CSV line has it: an item in quotes, a quote inside doubled; or all up to the next mark.
_ITEM = re.compile(r'\s{0,9}(?:"((?:[^"]|"")*)"\s{0,9}(?=[;,]|$)|([^;]*))')
_PLAIN_ITEM = re.compile(r'\s{0,9}(?:"((?:[^"]|"")*)"\s{0,9}(?=[;,]|$)|([^;,]*))')
_UNTIL = re.compile(r"(\S+) until (.+)", re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may may", "june jun",
            "july jul", "august aug", "september sep sept", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_AS_DAY = "this is no day; write it like 1 December 2026"
_AS_TEXT = "format the column as text, and write it again"


class CellError(Exception):
    """What is wrong with a cell, and what to write."""


def text(value: object) -> str:
    """Return a cell as text; a number as it looks, without a fraction that is none."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        raise CellError(f"Excel has made a date of this; {_AS_TEXT}")
    if value is not None and not isinstance(value, str | int | float):
        raise CellError(f"Excel has made a time of this; {_AS_TEXT}")
    return tidy(str(value)) if value is not None else ""


def several(value: object) -> list[str]:
    """Return the items of a cell: ; between them, or a comma or a new line; "quotes" around one that has such a mark in it."""
    return list(_items(value, _PLAIN_ITEM))


def phrases(value: object) -> list[str]:
    """Return the items of a cell in which a comma belongs to the item: names, and domains with their last day."""
    return list(_items(value, _ITEM))


def phone(value: object) -> str:
    """Return a telephone number; one that Excel took for a number has lost what it began with."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise CellError(
            "Excel has made a number of this, and a 0 at its front is lost; format the column as text, and write it"
            " again, like 01632 960 121"
        )
    written = text(value)
    if re.fullmatch(r"\d(\.\d+)?E\+\d{1,2}", written, re.IGNORECASE):
        raise CellError(
            "Excel has shortened this number; format the column as text, and write it again, like 01632 960 121"
        )
    return written


def number(value: object) -> int | str:
    """Return a whole number; what is none is handed on as it was written, for the directory's own check to tell."""
    written = text(value)
    return int(written) if re.fullmatch(r"\d{1,6}", written) else written


def day(value: object) -> date | None:
    """Return a day: a date of Excel's, or one in words. 3/4/2026 is two days, and is asked."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float):
        raise CellError(_AS_DAY)
    written = text(value)
    return _in_words(written) if written else None


def last_day(value: object) -> date | None:
    """Return the day after a last day: from then on they are here no more."""
    found = day(value)
    try:
        return found + timedelta(1) if found else None
    except OverflowError:
        raise CellError(_AS_DAY) from None


def domains(value: object) -> list[str | dict[str, Any]]:
    """Return an agency's domains; of one that it gives up, with its last day."""
    found: list[str | dict[str, Any]] = []
    for one in phrases(value):
        ends = _UNTIL.fullmatch(one)
        kept = [one] if ends or " " not in one else one.replace(",", " ").split()
        found.extend(
            [{"domain": ends[1], "until": _in_words(ends[2])}] if ends else [part.rstrip(",") for part in kept]
        )
    return [part for one in found for part in (one.split(",") if isinstance(one, str) else [one]) if part]


READ: Mapping[Holds, Callable[[object], Any]] = {
    "text": text,
    "list": several,
    "phone": phone,
    "number": number,
    "first day": day,
    "last day": last_day,
    "day": day,
    "domains": domains,
    "agency": text,
    "colleague": text,
    "whose": text,
}


def written_day(one: date | None) -> date | str:
    """Return a day as a cell holds it: Excel's own date, or words where Excel knows none."""
    return "" if one is None else one if one >= _FIRST_EXCEL_DAY else one.isoformat()


def written_list(items: Iterator[str] | tuple[str, ...]) -> str:
    """Return items as one cell."""
    return "; ".join(_quoted(one) for one in items)


def same(one: str, other: str) -> bool:
    """Tell whether two texts are the same to a person's eye: whatever their case, and which quotes stand in them."""
    return plain(one) == plain(other)


def plain(one: str) -> str:
    """Return a text to be compared."""
    return tidy(one).translate(_QUOTES).casefold()


def _items(value: object, item: re.Pattern[str]) -> Iterator[str]:
    # A line of its own is an item, as Alt and Enter make them.
    for line in str(value).splitlines() if isinstance(value, str) else [text(value)]:
        rest = tidy(line)
        if rest[:1] in ("\u201c", "\u201d"):
            rest = rest.translate(_QUOTES)
        while rest:
            found = item.match(rest)
            if found is None:
                break
            kept = found[1].replace('""', '"') if found[1] is not None else tidy(found[2])
            if kept:
                yield kept
            rest = rest[found.end() :].lstrip()[1:].lstrip()


def _quoted(one: str) -> str:
    awkward = any(mark in one for mark in ";,") or one[:1] in ('"', "\u201c", "\u201d")
    return '"' + one.replace('"', '""') + '"' if awkward else one


def _in_words(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    numeric = _NUMERIC.fullmatch(written)
    if numeric:
        return _by_numbers(*(int(one) for one in numeric.groups()))
    words = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", written.replace(",", " ").casefold()).split()
    words = [one for one in words if not re.fullmatch(r"(mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}", one)]
    try:
        one, month, year = words
        return date(int(year), _MONTHS[month], int(one))
    except (ValueError, KeyError):
        raise CellError(_AS_DAY) from None


def _by_numbers(first: int, second: int, year: int) -> date:
    try:
        meant = date(year, second, first)
    except ValueError:
        raise CellError(_AS_DAY) from None
    if first != second and first <= 12:  # noqa: PLR2004 - the months of a year
        other = date(year, first, second)
        said = " or ".join(f"{one.day} {one:%B %Y}" for one in (meant, other))
        raise CellError(f"this may be {said}; write the month as a word, like {meant.day} {meant:%B %Y}")
    return meant
