"""The page for the child's file as files that a letter brings: `files`. The same record and letter give the same bytes."""

from collections.abc import Iterator, Mapping

from mailservice.cases.history.events import LetterOrdered
from mailservice.exports import typeset
from mailservice.exports.filed.paper import paper
from mailservice.exports.filed.summary import Summary, summary
from mailservice.exports.filed.text import text
from mailservice.exports.pack.kept import Kept

# Of its room, what each thing has: the most with which all of it is one page.
_PARTS = (1, 0.8, 0.6, 0.45, 0.3, 0.2, 0.1, 0.03)


def files(kept: Kept, order: LetterOrdered, letter: bytes) -> Mapping[str, bytes]:
    """Return the page as PDF and as text; named by our reference alone."""
    told, paged = next(_fitting(kept, order, letter))
    name = told.reference.replace(" ", "-")
    return {f"{name}.pdf": paged, f"{name}.txt": text(told).encode()}


def _fitting(kept: Kept, order: LetterOrdered, letter: bytes) -> Iterator[tuple[Summary, bytes]]:
    for part in _PARTS:
        told = summary(kept, order, letter, part)
        paged = paper(told)
        if typeset.pages(paged) == 1 or part == _PARTS[-1]:
            yield told, paged
