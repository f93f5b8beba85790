"""The page for the child's file as files that a letter brings: `files`. The same record and letter give the same bytes."""

from collections.abc import Mapping

from mailservice.cases.history.events import LetterOrdered
from mailservice.exports.filed.paper import paper
from mailservice.exports.filed.summary import summary
from mailservice.exports.filed.text import text
from mailservice.exports.pack.kept import Kept


def files(kept: Kept, order: LetterOrdered, letter: bytes) -> Mapping[str, bytes]:
    """Return the page as PDF and as text; named by our reference alone."""
    told = summary(kept, order, letter)
    name = told.reference.replace(" ", "-")
    return {f"{name}.pdf": paper(told), f"{name}.txt": text(told).encode()}
