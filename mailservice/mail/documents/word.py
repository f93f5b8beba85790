"""A .docx as text: what stands in it once every change is accepted; who was to fill in a field is told by its tag.

Start at `rows`. What was deleted, struck out or hidden, comments, and the prompt of an empty field are no text of anybody's.
"""

import re
from collections.abc import Iterator, Mapping

from mailservice.cases.history.commands import Cell
from mailservice.mail.documents.markup import walk
from mailservice.mail.documents.packed import Parts, RefusedError
from mailservice.mail.documents.rows import Rows

MAIN = "word/document.xml"
# What is no text any more, or a second copy of it.
_SKIPPED = frozenset(("w:del", "w:moveFrom", "w:delText", "w:delInstrText", "mc:Fallback", "w:sectPr"))
# What takes back the run that it says this of, and the mark that a row or a cell is deleted whatever stands in it.
_UNSEEN = {
    **{one: ["w:r", "w:rPr"] for one in ("w:vanish", "w:strike", "w:dstrike")},
    "w:del": ["w:tr", "w:trPr"],
    "w:cellDel": ["w:tc", "w:tcPr"],
}
# Google lays controls of its own round pieces of a text.
_NO_FIELD = "goog_"
_BREAKS = {"w:br": "\n", "w:cr": "\n", "w:tab": " ", "w:noBreakHyphen": "-"}
# Fields that fetch something, or start a program.
_FETCHES = re.compile(r"\b(?:DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE)?|LINK|IMPORT|DATABASE|RD)\b", re.IGNORECASE)
_TICKED, _EMPTY = "\u2612", "\u2610"
_TICKS = frozenset(("F0FE", "F0FD", "F0FC", "F0FB", "F052", "F053", "F050", "F04F"))
_OFF = frozenset(("0", "false", "off"))


def rows(parts: Parts) -> tuple[tuple[Cell, ...], ...]:
    """Return what stands in a document, row by row; RefusedError where it holds what no form needs."""
    for refused in _hostile(parts):
        raise refused
    told = _Document()
    walk(parts.read(MAIN), told)
    return tuple(told.rows.found)


def _hostile(parts: Parts) -> Iterator[RefusedError]:
    names = [one.lower() for one in parts.names]
    if b"macroenabled" in parts.read("[Content_Types].xml").lower() or any("vba" in one for one in names):
        yield RefusedError("it has macros, which no form needs", hostile=True)
    if any("/embeddings/" in one or "/activex/" in one or "/oleobject" in one for one in names):
        yield RefusedError("it has another file inside", hostile=True)
    for name in sorted(parts.names):
        if name.endswith(".rels"):
            walk(parts.read(name), _Relations())


class _Relations:
    """Refuses what a document fetches from outside when it is opened; a link that waits for a click fetches nothing."""

    def begin(self, name: str, given: Mapping[str, str]) -> None:
        outside = given.get("TargetMode", "").lower() == "external"
        if name.endswith("Relationship") and outside and not given.get("Type", "").endswith("/hyperlink"):
            raise RefusedError("it fetches something from outside when it is opened", hostile=True)

    def end(self, name: str) -> None:
        """Nothing to do."""

    def text(self, words: str) -> None:
        """Nothing to do."""


class _Document:
    """Hears word/document.xml."""

    def __init__(self) -> None:
        self.rows = Rows()
        self._skip = 0
        self._path: list[str] = []
        self._unseen = 0
        # Of each content control that is open: the field that it is for, and whether it only shows its prompt.
        self._controls: list[tuple[str, bool]] = []
        self._box: bool | None = None
        self._instruction = ""

    @property
    def _tag(self) -> str:
        return next((tag for tag, _ in reversed(self._controls) if tag), "")

    @property
    def _prompts(self) -> bool:
        return bool(self._controls) and self._controls[-1][1]

    def begin(self, name: str, given: Mapping[str, str]) -> None:
        """Go into an element."""
        self._path.append(name)
        if self._path[-3:-1] == _UNSEEN.get(name) and given.get("w:val", "") not in _OFF:
            self._unseen = self._unseen or len(self._path) - 2
        if self._skip or name in _SKIPPED:
            self._skip += 1
            return
        value = given.get("w:val", "")
        self._mark(name, value)
        match name:
            case "w:tr":
                self.rows.begin_row()
            case "w:txbxContent":  # a text box hangs on a paragraph, and is none of its words
                self.rows.end_paragraph(self._tag)
            case "w:tc":
                self.rows.begin_cell(self._tag)
            case "w:sym":
                self._say(_TICKED if given.get("w:char", "").upper() in _TICKS else _EMPTY)
            case "w:fldSimple":
                self._check(given.get("w:instr", ""))
            case _ if name in _BREAKS and self._path[-2:-1] != ["w:tabs"]:
                self._say(_BREAKS[name])

    def _mark(self, name: str, value: str) -> None:
        """Note what is said of a content control, or of a box to tick."""
        match name:
            case "w:sdt":
                self._controls.append(("", False))
            case "w:tag" if self._controls and self._path[-2:-1] == ["w:sdtPr"]:
                self._controls[-1] = ("" if value.startswith(_NO_FIELD) else value, self._prompts)
            case "w:showingPlcHdr" if self._controls:
                self._controls[-1] = (self._controls[-1][0], value not in _OFF)
            case "w:checkBox":
                self._box = False
            case "w:checked" | "w:default" if self._box is not None:
                self._box = value not in _OFF

    def end(self, name: str) -> None:
        """Leave an element."""
        self._path.pop()
        if len(self._path) < self._unseen:
            self._unseen = 0
        if self._skip:
            self._skip -= 1
            return
        match name:
            case "w:sdt":
                self._controls.pop()
            case "w:p":
                self.rows.end_paragraph(self._tag)
                self._check(self._instruction)
                self._instruction = ""
            case "w:tr":
                self.rows.end_row()
            case "w:checkBox":
                self._say(_TICKED if self._box else _EMPTY)
                self._box = None

    def text(self, words: str) -> None:
        if self._skip or not self._path:
            return
        if self._path[-1] == "w:t":
            self._say(words)
        elif self._path[-1] == "w:instrText":
            self._instruction += words  # a program may have cut it in pieces

    def _say(self, words: str) -> None:
        if not (self._prompts or self._unseen):
            self.rows.say(words, self._tag)
        elif self._tag:
            self.rows.say("", self._tag)

    def _check(self, instruction: str) -> None:
        if _FETCHES.search(instruction):
            raise RefusedError("it has a field that fetches something, or starts a program", hostile=True)
