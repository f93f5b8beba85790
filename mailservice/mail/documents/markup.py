"""XML as a document has it, walked through in bounds: no type of its own, no entity, nothing too deep or too much.

Start at `walk`.
"""

from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from mailservice.mail.documents.packed import RefusedError

_MOST_ELEMENTS, _DEEPEST = 300_000, 200
_FAMILIES = (
    ("wordprocessingml", "w"),
    ("word/2010/wordml", "w14"),
    ("markup-compatibility", "mc"),
    ("opendocument:xmlns:text", "text"),
    ("opendocument:xmlns:table", "table"),
    ("opendocument:xmlns:office", "office"),
    ("opendocument:xmlns:drawing", "draw"),
    ("opendocument:xmlns:style", "style"),
    ("opendocument:xmlns:script", "script"),
    ("experimental:office:xmlns:loext", "loext"),
    ("1999/xlink", "xlink"),
)
_FOREIGN = "it holds what only a program would write into it (a document type)"


class Reader(Protocol):
    """Whoever hears what a document says, element by element; names are like "w:p"."""

    def begin(self, name: str, given: Mapping[str, str]) -> None:
        """Go into an element."""

    def end(self, name: str) -> None:
        """Leave it."""

    def text(self, words: str) -> None:
        """Take the text that stands in it."""


def walk(data: bytes, reader: Reader) -> None:
    """Let a reader hear a part from its first element to its last; RefusedError where it is none that we read."""
    parser = expat.ParserCreate(namespace_separator=" ")
    count = depth = 0

    def begin(name: str, given: Mapping[str, str]) -> None:
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > _MOST_ELEMENTS or depth > _DEEPEST:
            raise RefusedError("it holds far more than any form", hostile=True)
        reader.begin(_short(name), {_short(key): value for key, value in given.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        reader.end(_short(name))

    def foreign(*_: object) -> None:
        raise RefusedError(_FOREIGN, hostile=True)

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = foreign
    parser.buffer_text = True
    try:
        parser.Parse(data, True)  # noqa: FBT003 - it is the whole
    except expat.ExpatError as fault:
        raise RefusedError("it is damaged") from fault


def _short(name: str) -> str:
    space, _, local = name.rpartition(" ")
    family = next((short for part, short in _FAMILIES if part in space), "" if not space else "other")
    return f"{family}:{local}" if family else local
