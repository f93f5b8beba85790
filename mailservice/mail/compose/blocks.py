"""A letter's wording as blocks: one plain text becomes the text part and the HTML part, so that they never differ.

A template is plain text with few marks at the start of a line: `# ` headline, `## ` heading, `### ` smaller heading,
`- ` list, `= ` the date, `! ` danger, `~ ` small print; anything else is a paragraph. What comes from facts can never
be taken for a mark: see `safe`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from textwrap import wrap

from mailservice.cases.history.words import WORDS
from mailservice.mail.grammar import reading

WIDTH = 72

# Private characters: they cannot come from a fact, since `safe` takes them out.
_GUARD, _WORDS, _BUTTON, _FIELD, _BAR, _REACH = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
# All but the space that does not break, which holds a telephone number together.
_SPACES = re.compile(r"[ \t\n]+")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Controls, and the marks that turn the reading direction: they would let a text show itself as another.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_MARKS = {
    "# ": "headline",
    "## ": "heading",
    "### ": "part",
    "- ": "list",
    "= ": "date",
    "! ": "danger",
    "~ ": "small",
    _WORDS: "words",
    _BUTTON: "button",
    _BAR: "bar",
    _REACH: "reach",
}
# The first word of everything that people reply with, and what may stand round it.
_FIRST = frozenset(name.split()[0] for word in WORDS.values() for name in word.names)
_ROUND = ".,:;!?()“”\"'-–"  # noqa: RUF001 - the dash that people write
_ANY_DAY = date(2026, 1, 1)

# A plain line goes on with these, and two of those in a row are two.
_FLOWING = {"paragraph", "list", "small"}
_SINGLE = {"headline", "heading", "part"}


class Raw(str):
    """Lines made by this module, which pass into the letter as they are."""

    __slots__ = ()


@dataclass(frozen=True)
class Button:
    """A link drawn as a button, and what stands beside it: `says` in HTML, `line` in plain text."""

    label: str
    link: str
    says: str = ""
    line: str = ""


@dataclass(frozen=True)
class Bar:
    """An item of a list with a bar below it, in parts of a hundred; plain text has its line alone, which says as much."""

    line: str
    before: int
    open: int
    ahead: int
    late: bool


@dataclass(frozen=True)
class Block:
    """One piece of a letter; `lines` are paragraphs, items, or the lines of somebody's own words."""

    kind: str
    lines: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    bars: tuple[Bar, ...] = ()


def safe(value: object) -> object:
    """Return a fact as one line that can be no mark of a letter; what this module made passes unchanged."""
    if isinstance(value, Raw):
        return value
    return _GUARD + _SPACES.sub(" ", _cleaned(str(value))).strip(" ")


def _cleaned(text: str) -> str:
    return _PRIVATE.sub("", _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def own_words(text: str) -> Raw:
    """Return somebody's words, line for line as they wrote them."""
    lines = _cleaned(text).strip("\n").split("\n")
    return Raw("\n\n" + "\n".join(_WORDS + line.rstrip() for line in lines) + "\n\n")


def button(label: str, link: str, says: str = "", line: str = "") -> Raw:
    """Return a button; in plain text only `line` is left of it."""
    return Raw(_BUTTON + _FIELD.join(str(safe(part)) for part in (label, link, says, line)))


def bar(line: str, drawn: Mapping[str, int | bool] | None = None) -> Raw:
    """Return an item of a list, with a bar where there is one (`against_time.drawn`)."""
    if drawn is None:
        return Raw(f"- {safe(line)}")
    parts = (drawn[name] for name in ("before", "open", "ahead", "late"))
    return Raw(_BAR + _FIELD.join([str(safe(line)), *(str(int(part)) for part in parts)]))


def reach(first: str, last: str) -> Raw:
    """Return what the bars below it reach over, for the page alone."""
    return Raw(_REACH + _FIELD.join(str(safe(one)) for one in (first, last)))


def parse(text: str) -> tuple[Block, ...]:
    """Return a rendered letter as its blocks."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    kind, lines = "", list[str]()
    for line in [*text.split("\n"), ""]:
        mark, content = _marked(line)
        if mark == "paragraph" and kind in _FLOWING:
            lines[-1] = f"{lines[-1]} {content}"
            continue
        if mark != kind or mark in _SINGLE:
            if kind:
                yield _block(kind, lines)
            kind, lines = mark, []
        lines.append(content)


def _marked(line: str) -> tuple[str, str]:
    if line.startswith(_WORDS):
        return "words", line[1:]
    if not line.strip():
        return "", ""
    line = line.strip(" ")
    for mark, kind in _MARKS.items():
        if line.startswith(mark):
            return kind, line[len(mark) :]
    return "paragraph", line


def _block(kind: str, lines: list[str]) -> Block:
    if kind == "button":
        return Block(kind, (), tuple(Button(*(plain(part) for part in line.split(_FIELD))) for line in lines))
    if kind == "bar":
        return Block(kind, (), bars=tuple(_drawn(*line.split(_FIELD)) for line in lines))
    if kind == "reach":
        return Block(kind, tuple(plain(part) for part in lines[0].split(_FIELD)))
    return Block(kind, tuple(_harmless([line if kind == "words" else plain(line) for line in lines], kind)))


def _drawn(line: str, before: str, so_far: str, ahead: str, late: str) -> Bar:
    (said,) = _harmless([plain(line)], "bar")
    return Bar(said, int(plain(before)), int(plain(so_far)), int(plain(ahead)), plain(late) == "1")


def plain(text: str) -> str:
    """Return rendered text as one line, without what only this module reads."""
    return _SPACES.sub(" ", _PRIVATE.sub("", text)).strip(" ")


def _harmless(lines: list[str], kind: str) -> list[str]:
    # A letter is quoted in replies, and quote marks get lost on the way: a command in these words must not come to life.
    marked = [is_command(line) for line in lines]
    whole = kind == "words" and any(marked)  # one mark in the midst of somebody's words would look like theirs
    return [f"> {line}" if (whole and line) or mark else line for line, mark in zip(lines, marked, strict=True)]


@lru_cache(maxsize=4_096)  # the sentences of our letters are the same ones again and again
def is_command(line: str) -> bool:
    """Tell whether our own reader would take this line for a command, standing alone at the top of a mail."""
    return bool(reading.read(line, today=_ANY_DAY, office=True).said)


def as_text(blocks: tuple[Block, ...]) -> str:
    """Return the letter as plain text, complete on its own, in lines of at most 72 characters where words allow."""
    return (
        re.sub(r"\n{4,}", "\n\n\n", "\n".join(_text(block) for block in blocks)).strip("\n").replace("\xa0", " ") + "\n"
    )


def _text(block: Block) -> str:
    if block.kind == "words":
        return _lines(_wrapped_words(line) for line in block.lines)
    if block.kind == "button":
        return _lines(_wrapped(one.line, "- ") for one in block.buttons if one.line)
    if block.kind == "bar":
        return _lines(_wrapped(one.line, "- ") for one in block.bars)
    if block.kind == "reach":
        return ""
    above = {"headline": "\n", "heading": "\n\n"}.get(block.kind, "")
    indent = {"list": "- ", "date": "    "}.get(block.kind, "")
    return above + _lines(_wrapped(line, indent) for line in block.lines)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _wrapped_words(line: str) -> str:
    line = line.removeprefix("> ")
    return "\n".join(wrap(line, WIDTH, initial_indent="> ", subsequent_indent="> ", break_long_words=False)) or ">"


def _wrapped(text: str, indent: str = "") -> str:
    later = " " * len(indent)
    # A word that people reply with never begins a line, or a quoted letter might read as a command.
    tied = re.sub(
        r" (\S+)", lambda found: (_GUARD if found[1].strip(_ROUND).upper() in _FIRST else " ") + found[1], text
    )
    lines = wrap(
        tied, WIDTH, initial_indent=indent, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join(lines).replace(_GUARD, " ")
