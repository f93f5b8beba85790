"""The lines of a mail's text, and how each stands to what is quoted: what `quotes`, `signature` and the others look at.

Pure. Start at `Lines`; `page.PageLines` is the same of HTML.
"""

import re
from functools import cached_property
from typing import Literal, NamedTuple

Mark = Literal["", "history", "attribution", "signature", "after-signature", "hidden", "rule"]
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u034f")
)
_PREFIX = re.compile(r"(?:[ \t]*>)+")
LONGEST = 2_000  # characters of a line
_SPACES = " \t\r\n\u00a0\u2007\u202f\u3000\x0b\x0c"


class Line(NamedTuple):
    """One line: verbatim with its end, as a reader sees it, how deep it is quoted, and what the HTML says begins here.

    `bare` is as much of it as patterns look at; what is `beyond` is kept.
    """

    text: str
    bare: str
    depth: int = 0
    mark: Mark = ""
    beyond: str = ""

    @property
    def shown(self) -> str:
        """The line with its indentation and without its end, or anything that nobody sees."""
        indent = len(self.text) - len(self.text.lstrip(" \t"))
        return self.text[:indent] + self.bare + self.beyond if self.bare else ""


def seen(text: str) -> str:
    """Return a line as a reader sees it: nothing invisible, no spaces round it."""
    if not text.isascii():
        text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")
    return text.strip(_SPACES)


def cut(text: str, bare: str, depth: int = 0, mark: Mark = "") -> Line:
    """Return a line, of which patterns look at no more than they can in no time."""
    if len(bare) <= LONGEST:
        return Line(text, bare, depth, mark)
    return Line(text, bare[:LONGEST], depth, mark, bare[LONGEST:])


class Lines:
    """The lines of a text, looked at one after the other, and only as far as somebody asks."""

    def __init__(self, raw: list[str]) -> None:
        self.raw = raw
        self._looked: list[Line] = []

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, at: int) -> Line:
        looked = self._looked
        while len(looked) <= at:
            looked.append(self.look(self.raw[len(looked)]))
        return looked[at]

    def look(self, text: str) -> Line:
        """Look at the next line of plain text."""
        bare = seen(text)
        # GroupWise heads a quote with a line between ">>>" and ">>>"
        if not bare.startswith(">") or (bare.startswith(">>>") and bare.endswith(">>>")):
            return cut(text, bare)
        prefix = _PREFIX.match(bare)
        end = prefix.end() if prefix else 0
        return cut(text, bare[end:].strip(), bare.count(">", 0, end))

    def verbatim(self, start: int, end: int) -> str:
        """Return a stretch as it was written."""
        return "".join(self.raw[start:end])

    def next(self, at: int) -> int:
        """Return the first line from here on that is not empty, or the end."""
        while at < len(self.raw) and not self[at].bare:
            at += 1
        return at

    @cached_property
    def last_unquoted(self) -> int:
        """The last line that is neither empty nor marked as quoted; none is -1."""
        for at in range(len(self.raw) - 1, -1, -1):
            text = self.raw[at].lstrip()
            if text and not text.startswith(">"):
                return at
        return -1
