"""An .odt as text, as LibreOffice writes it: what stands in it once every change is accepted. Start at `rows`.

What was struck out or hidden is no text of anybody's.
"""

from collections.abc import Iterator, Mapping

from mailservice.cases.history.commands import Cell
from mailservice.mail.documents.markup import walk
from mailservice.mail.documents.packed import Parts, RefusedError
from mailservice.mail.documents.rows import Rows

MAIN, KIND = "content.xml", b"application/vnd.oasis.opendocument.text"
_SKIPPED = frozenset(("text:tracked-changes", "office:annotation", "text:note", "text:hidden-text", "office:styles"))
_STRUCK_OUT = ("style:text-line-through-style", "style:text-line-through-type")
_OUTSIDE = frozenset(("draw:image", "text:section-source", "draw:plugin", "draw:applet", "draw:floating-frame"))
_SCRIPTS = frozenset(("office:script", "script:event-listener", "script:library"))
_OBJECTS = frozenset(("draw:object", "draw:object-ole"))
_INSIDE = ("Pictures/", "./Pictures/", "#")
_MOST_SPACES = 100


def rows(parts: Parts) -> tuple[tuple[Cell, ...], ...]:
    """Return what stands in a document, row by row; RefusedError where it holds what no form needs."""
    for refused in _hostile(parts):
        raise refused
    told = _Document()
    walk(parts.read(MAIN), told)
    return tuple(told.rows.found)


def _hostile(parts: Parts) -> Iterator[RefusedError]:
    if any(one.startswith(("Basic/", "Scripts/")) for one in parts.names):
        yield RefusedError("it has macros, which no form needs", hostile=True)
    if any(one.startswith(("Object ", "ObjectReplacements/")) for one in parts.names):
        yield RefusedError("it has another file inside", hostile=True)
    if b"encryption-data" in parts.read("META-INF/manifest.xml"):
        yield RefusedError("it has a password; please send it without one")


class _Document:
    """Hears content.xml."""

    def __init__(self) -> None:
        self.rows = Rows()
        self._skip = 0
        self._controls: list[tuple[str, bool]] = []
        self._inside = 0
        # The style that is being told of, those in which nothing is seen, and of each element whether its style is one.
        self._style = ""
        self._unseen: set[str] = set()
        self._hides: list[bool] = []

    @property
    def _tag(self) -> str:
        return next((tag for tag, _ in reversed(self._controls) if tag), "")

    def begin(self, name: str, given: Mapping[str, str]) -> None:
        if self._skip or name in _SKIPPED:
            self._skip += 1
            return
        _check(name, given.get("xlink:href", ""))
        self._hides.append(given.get("text:style-name", "") in self._unseen)
        match name:
            case "style:style":
                self._style = given.get("style:name", "")
            case "style:text-properties" if _is_taken_back(given):
                self._unseen.add(self._style)
            case "text:p" | "text:h":
                self._inside += 1
            case "loext:content-control":
                prompts = given.get("loext:showing-place-holder", "") == "true"
                self._controls.append((given.get("loext:tag", ""), prompts))
            case "table:table-row":
                self.rows.begin_row()
            case "table:table-cell":
                self.rows.begin_cell()
            case _:
                self._say(_space(name, given))

    def end(self, name: str) -> None:
        if self._skip:
            self._skip -= 1
            return
        self._hides.pop()
        match name:
            case "text:p" | "text:h":
                self._inside -= 1
                self.rows.end_paragraph()
            case "loext:content-control":
                self._controls.pop()
            case "table:table-row":
                self.rows.end_row()

    def text(self, words: str) -> None:
        if self._inside and not self._skip:
            self._say(words)

    def _say(self, words: str) -> None:
        prompts = (bool(self._controls) and self._controls[-1][1]) or any(self._hides)
        if words or self._tag:
            self.rows.say("" if prompts else words, self._tag)


def _is_taken_back(given: Mapping[str, str]) -> bool:
    """Tell whether a style hides its text, or strikes it out."""
    struck_out = any(given.get(one, "none") != "none" for one in _STRUCK_OUT)
    return struck_out or given.get("text:display", "") == "none"


def _check(name: str, link: str) -> None:
    if name in _SCRIPTS:
        raise RefusedError("it has macros, which no form needs", hostile=True)
    if name in _OBJECTS:
        raise RefusedError("it has another file inside", hostile=True)
    if name in _OUTSIDE and link and not link.startswith(_INSIDE):
        raise RefusedError("it fetches something from outside when it is opened", hostile=True)


def _space(name: str, given: Mapping[str, str]) -> str:
    """Return what an element is that stands for white space; nothing for any other."""
    if name == "text:s":
        count = given.get("text:c", "1")
        return " " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES)
    return {"text:tab": " ", "text:line-break": "\n"}.get(name, "")
