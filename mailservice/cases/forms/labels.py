"""Which words of an answer belong to which field of a form: `Label: words` lines of a mail, or the cells of a document.

Only told apart here; what stands in a field is data, whatever it says. Start at `in_mail` and `in_document`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mailservice.cases.history.commands import Cell

# What our own document says beside its fields, and no form is filled in by.
HEADINGS, PROMPT = ("Field", "Words"), "Click here and write."
_HINT = re.compile(r"\((?:required|optional|needed|please [^()]{0,60}|see [^()]{0,60})\)", re.IGNORECASE)
_DOTS = re.compile(r"[.…_]{4,}+")
_NAMES = re.compile(
    r"[^:\n]{0,40}?\b(?:names?|d\.?o\.?b|date of birth|born|nhs(?: number)?|address)\b[^:\n]{0,30}:", re.IGNORECASE
)
_LABEL = 60
_NOT_A_WORD = re.compile(r"[\W_]+")
_TYPED = re.compile(r"[\s\"'“”‘’„–—-]+")  # noqa: RUF001 - the marks that programs put for others
_LEAST, _LONGEST = 3, 200  # letters of a label that somebody begins to write: by these it is told from prose
_MISSPELT, _ALIKE = 8, 0.88
_MOST_LINES = 2_000
"""Lines that are told apart: of what is longer than any form the rest stays in the mail."""
_MOST_COLONS = 4
_DASH = re.compile(r"\s[-=\u2013\u2014]\s")


@dataclass
class Found:
    """What was written in each field, by its id; the lines of a mail that are a field's; what belongs to no field we know."""

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, identity: str, text: str) -> None:
        """Add words to a field, behind those that stand there."""
        text = _DOTS.sub(" ", text.replace(PROMPT, "")).strip()
        before = self.fields.get(identity, "")
        self.fields[identity] = f"{before}\n{text}".strip()


class Labels:
    """The labels of a form, each with the id of its field; `whole`: nothing less than a whole label is one."""

    def __init__(self, labels: Mapping[str, str], *, whole: bool = False) -> None:
        self._known = {identity: plain(label) for identity, label in labels.items()}
        self._whole = {label: one for one, label in self._known.items()}
        self._only_whole = whole
        if not whole:
            self._whole = {**{plain(one): one for one in labels}, **self._whole}

    def __contains__(self, identity: str) -> bool:
        return bool(identity) and identity in self._known

    def match(self, words: str) -> str:
        """Return the field whose label somebody wrote: whole, its beginning, or with a slip; "" where none, or several."""
        said = plain(words)
        if len(said) < _LEAST or len(words) > _LONGEST:
            return ""
        if said in self._whole or self._only_whole:
            return self._whole.get(said, "")
        begun = [one for one, label in self._known.items() if label.startswith(f"{said} ")]
        found = begun or [one for one, label in self._known.items() if _is_slip(said, label)]
        return found[0] if len(found) == 1 else ""

    def begun(self, line: str) -> tuple[str, str] | None:
        """Return the field that a line begins, and what stands behind its label; the longest, for a label may hold a colon."""
        head = line[: 2 * _LONGEST]
        colons = [at for at, one in enumerate(head) if one in ":\uff1a"][:_MOST_COLONS]
        for at in reversed(colons):
            if identity := self.match(head[:at]):
                return identity, line[at + 1 :].strip(" *_")
        for mark in _DASH.finditer(head):  # a dash stands in prose too: only a whole label counts before it
            if (whole := plain(head[: mark.start()])) in self._known.values():
                return self._whole[whole], line[mark.end() :].strip(" *_")
        alone = plain(line) if len(line) <= _LONGEST else ""
        return (self._whole[alone], "") if alone in self._whole and len(alone) > _LEAST else None


def in_mail(text: str, labels: Labels) -> Found:
    """Return what stands behind a label and a colon in somebody's own words, up to an empty line or the next label."""
    found, now = Found(), ""
    for line in text.splitlines()[:_MOST_LINES]:
        begun = labels.begun(line)
        if begun is not None:
            now, rest = begun
            found.add(now, rest)
        elif now and _is_anothers(line):
            now = ""
            found.left.append(line.strip())
        elif now and line.strip():
            found.add(now, line)
        elif now and found.fields[now]:
            now = ""
        if now and line.strip():
            found.lines.append(line.strip())
    return found


def in_document(rows: Sequence[Sequence[Cell]], labels: Labels) -> Found:
    """Return what stands in a document's fields: in the cells laid out for them, beside their label, or below it."""
    found, now = Found(), ""
    for row in rows[:_MOST_LINES]:
        cells = [one for one in row if one.text.strip() or one.tag]
        if tuple(one.text.strip() for one in row) == HEADINGS:
            continue
        tagged = [one for one in cells if one.tag in labels]
        if tagged:
            _laid_out(found, cells, labels)
            now = ""
        elif len(row) > 1:
            now = _beside(found, [one.text for one in row], labels)
        else:
            now = _below(found, cells, labels, now)
    return found


def _laid_out(found: Found, cells: Sequence[Cell], labels: Labels) -> None:
    """Read a row with cells that were laid out for a field; what was written beside one, behind it, is that field's too."""
    now = ""
    for one in cells:
        now = one.tag if one.tag in labels else now
        if now and not (one.tag == "" and labels.match(one.text)):
            found.add(now, one.text)


def plain(words: str) -> str:
    """Return words as they are compared: without a hint, marks, capitals and accents."""
    bare = unicodedata.normalize("NFKD", _HINT.sub(" ", words[: 2 * _LONGEST]))
    kept = "".join(one for one in bare if not unicodedata.combining(one))
    return _NOT_A_WORD.sub(" ", kept).strip().casefold()


def same(one: str, other: str) -> bool:
    """Tell whether two texts say the same: spaces, and what a program makes of quotation marks and dashes, aside."""
    return typed(one) == typed(other)


def typed(text: str) -> str:
    """Return a text as everybody types it: one space between words, and no mark that a program puts for another."""
    return _TYPED.sub(" ", text).strip()


def _beside(found: Found, cells: Sequence[str], labels: Labels) -> str:
    """Read one row of a table: a label and what stands right of it, once or twice; return the field that waits for its words."""
    now, known = "", False
    for cell in cells:
        first, _, rest = cell.strip().partition("\n")
        identity = labels.match(first.rstrip(" :*"))
        if identity:
            now, known = identity, True
            found.add(now, _HINT.sub(" ", rest))
        elif now and cell.strip():
            found.add(now, cell)
        elif cell.strip() and (begun := labels.begun(first)):
            now, known = begun[0], True
            found.add(now, f"{begun[1]}\n{rest}")
        elif cell.strip() and not known and cell != cells[0]:
            found.left.append(cell.strip())
    return now if now and not found.fields.get(now) else ""


def _below(found: Found, cells: Sequence[Cell], labels: Labels, now: str) -> str:
    """Read one paragraph: a label, alone or with words behind it, or words below the last label."""
    for cell in cells:
        for line in cell.text.splitlines()[:_MOST_LINES]:
            begun = labels.begun(line)
            if begun is not None:
                now = begun[0]
                found.add(now, begun[1])
            elif now and _is_anothers(line):
                now = ""
                found.left.append(line.strip())
            elif now:
                found.add(now, line)
    return now


def _is_anothers(line: str) -> bool:
    """Tell whether a line begins a field that we do not know: its words are not those of the field above it.

    What may name a child ends a field wherever it stands in its line.
    """
    bare = line.strip()
    return bool(_NAMES.match(bare)) or (bare.endswith(":") and len(bare) <= _LABEL)


def _is_slip(said: str, label: str) -> bool:
    """Tell whether somebody wrote a label with a slip or two."""
    if min(len(said), len(label)) < _MISSPELT or abs(len(said) - len(label)) > len(label) // 4:
        return False
    both = SequenceMatcher(None, said, label)
    return both.quick_ratio() >= _ALIKE and both.ratio() >= _ALIKE
