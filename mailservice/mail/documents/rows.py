"""Rows of a document as they are read: the cells of a table, or a paragraph that stands by itself. Start at `Rows`."""

from mailservice.cases.history.commands import Cell
from mailservice.mail.documents.packed import RefusedError

_MOST_TEXT, _MOST_ROWS = 100_000, 2_000
_Piece = tuple[str, str]


class Rows:
    """Gathers text: paragraphs into cells, cells into rows; a table inside a cell has rows of its own."""

    def __init__(self) -> None:
        self.found: list[tuple[Cell, ...]] = []
        self._rows: list[list[list[_Piece]]] = []
        self._paragraph: list[_Piece] = []
        self._size = 0

    def say(self, words: str, tag: str = "") -> None:
        """Add text; `tag` is the field for which its place was laid out."""
        self._size += len(words)
        if self._size > _MOST_TEXT:
            raise RefusedError("it holds far more text than any form", hostile=True)
        self._paragraph.append((words, tag))

    def end_paragraph(self, tag: str = "") -> None:
        """End a paragraph: in a cell the next one stands below it."""
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += [*self._paragraph, ("\n", tag)]
        elif self._paragraph:
            self._add([self._paragraph])
        self._paragraph = []

    def begin_row(self) -> None:
        """Begin a row of a table."""
        self._rows.append([])

    def begin_cell(self, tag: str = "") -> None:
        """Begin a cell; an empty one that was laid out for a field is known by it."""
        if self._rows:
            self._rows[-1].append([("", tag)] if tag else [])

    def end_row(self) -> None:
        """End a row."""
        if self._rows:
            self._add(self._rows.pop())

    def _add(self, cells: list[list[_Piece]]) -> None:
        if len(self.found) >= _MOST_ROWS:
            raise RefusedError("it holds far more rows than any form", hostile=True)
        self.found.append(tuple(one for cell in cells for one in _cells(cell)))


def _cells(pieces: list[_Piece]) -> list[Cell]:
    """Return a cell, or one for each field that was laid out in it, and what stands beside those."""
    tags = list(dict.fromkeys(tag for _, tag in pieces if tag))
    texts = {tag: "".join(words for words, mine in pieces if mine == tag).strip() for tag in ("", *tags)}
    if not tags:
        return [Cell(texts[""])]
    beside = [Cell(texts[""])] if texts[""] else []
    return [*(Cell(texts[tag], tag) for tag in tags), *beside]
