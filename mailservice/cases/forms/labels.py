"""Which words of an answer belong to which field of a form: `Label: words` lines of a mail, or the cells of a document.

Only told apart here; what stands in a field is data, whatever it says. Start at `in_mail` and `in_document`.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from mailservice.cases.history.commands import Cell

Labels = Mapping[str, str]
"""The labels of a form, by the id of their field."""
_HINT = re.compile(r"\((?:required|optional|needed|please [^()]{0,60}|see [^()]{0,60})\)", re.IGNORECASE)
_DOTS = re.compile(r"[.…_]{4,}+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_LEAST, _LONGEST = 3, 200  # letters of a label that somebody begins to write: by these it is told from prose
_MISSPELT, _ALIKE = 8, 0.88
_MOST_COLONS = 4


@dataclass
class Found:
    """What was written in each field, by its id; the lines of a mail that are a field's; what belongs to no field we know."""

    fields: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def add(self, identity: str, text: str) -> None:
        """Add words to a field, behind those that stand there."""
        text = _DOTS.sub(" ", text).strip()
        before = self.fields.get(identity, "")
        self.fields[identity] = f"{before}\n{text}".strip()


def in_mail(text: str, labels: Labels) -> Found:
    """Return what stands behind a label and a colon in somebody's own words, up to an empty line or the next label."""
    found, now = Found(), ""
    for line in text.splitlines():
        begun = _begun(line, labels)
        if begun is not None:
            now, rest = begun
            found.add(now, rest)
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
    for row in rows:
        cells = [one for one in row if one.text.strip() or one.tag]
        tagged = [one for one in cells if one.tag in labels]
        for one in tagged:
            found.add(one.tag, one.text)
        if tagged:
            now = ""
        elif len(row) > 1:
            now = _beside(found, [one.text for one in row], labels)
        else:
            now = _below(found, cells, labels, now)
    return found


def match(words: str, labels: Labels) -> str:
    """Return the field whose label somebody wrote: whole, its beginning, or with a slip; "" where it is none, or several."""
    said = plain(words)
    if len(said) < _LEAST or len(words) > _LONGEST:
        return ""
    known = {identity: plain(label) for identity, label in labels.items()}
    whole = [one for one, label in known.items() if said in (label, plain(one))]
    begun = [one for one, label in known.items() if label.startswith(f"{said} ")]
    near = [one for one, label in known.items() if len(said) >= _MISSPELT and _alike(said, label)]
    return next((found[0] for found in (whole, begun, near) if len(found) == 1), "")


def plain(words: str) -> str:
    """Return words as they are compared: without a hint, marks, capitals and accents."""
    bare = unicodedata.normalize("NFKD", _HINT.sub(" ", words[: 2 * _LONGEST]))
    kept = "".join(one for one in bare if not unicodedata.combining(one))
    return _NOT_A_WORD.sub(" ", kept).strip().casefold()


def same(one: str, other: str) -> bool:
    """Tell whether two texts say the same: spaces, and what a program makes of quotation marks and dashes, aside."""
    return _NOT_A_WORD.sub(" ", one).strip() == _NOT_A_WORD.sub(" ", other).strip()


def _begun(line: str, labels: Labels) -> tuple[str, str] | None:
    """Return the field that a line begins, and what stands behind its label: the longest that is one, a colon in it or not."""
    head = line[: 2 * _LONGEST]
    colons = [at for at, one in enumerate(head) if one in ":\uff1a"][:_MOST_COLONS]
    for at in reversed(colons):
        if identity := match(head[:at], labels):
            return identity, line[at + 1 :].strip(" *_")
    alone = plain(line)
    whole = [one for one, label in labels.items() if alone and alone == plain(label)]
    return (whole[0], "") if len(whole) == 1 else None


def _beside(found: Found, cells: Sequence[str], labels: Labels) -> str:
    """Read one row of a table: a label and what stands right of it, once or twice; return the field that waits for its words."""
    now, known = "", False
    for cell in cells:
        first, _, rest = cell.strip().partition("\n")
        identity = match(first.rstrip(" :*"), labels)
        if identity:
            now, known = identity, True
            found.add(now, rest)
        elif now and cell.strip():
            found.add(now, cell)
        elif cell.strip() and (begun := _begun(first, labels)):
            now, known = begun[0], True
            found.add(now, f"{begun[1]}\n{rest}")
        elif cell.strip() and not known and cell != cells[0]:
            found.left.append(cell.strip())
    return now if now and not found.fields.get(now) else ""


def _below(found: Found, cells: Sequence[Cell], labels: Labels, now: str) -> str:
    """Read one paragraph: a label, alone or with words behind it, or words below the last label."""
    for cell in cells:
        for line in cell.text.splitlines():
            begun = _begun(line, labels)
            if begun is not None:
                now = begun[0]
                found.add(now, begun[1])
            elif now:
                found.add(now, line)
    return now


def _alike(said: str, label: str) -> bool:
    near = abs(len(said) - len(label)) <= len(label) // 4
    return near and SequenceMatcher(None, said, label).ratio() >= _ALIKE
