"""The page for the child's file as plain text, for a system that takes nothing else: `text`."""

from collections.abc import Iterator
from textwrap import wrap

from mailservice.exports.filed.summary import Summary

_WIDTH = 78


def text(told: Summary) -> str:
    """Return the page, its lines no longer than a screen is wide."""
    return "\n".join(_lines(told)) + "\n"


def _lines(told: Summary) -> Iterator[str]:
    yield told.partnership
    yield f"{told.title}: {told.reference}"
    yield ""
    yield from _wrapped(told.ended)
    yield from _wrapped(told.replaces)
    yield ""
    for name, fact in told.facts:
        yield from _wrapped(f"{name}: {fact}")
    for section in told.sections:
        yield ""
        yield section.heading.upper()
        for one in section.lines:
            yield from _wrapped(one, "- ")
    yield ""
    for one in told.foot:
        yield from _wrapped(one)


def _wrapped(words: str, mark: str = "") -> Iterator[str]:
    yield from wrap(words, _WIDTH, initial_indent=mark, subsequent_indent=" " * len(mark), break_on_hyphens=False)
