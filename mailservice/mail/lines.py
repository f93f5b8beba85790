"""The lines of a mail's text, and how each stands to what is quoted: what `quotes`, `signature` and the others look at.

Pure. Start at `of_text`; `page.lines` makes the same of HTML.
"""

import re
from typing import Literal, NamedTuple

Mark = Literal["", "history", "attribution", "signature", "after-signature", "hidden", "rule"]
_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u034f")
)
_PREFIX = re.compile(r"(?:[ \t]*>)+")
_SPACES = " \t\r\n\u00a0\u2007\u202f\u3000\x0b\x0c"


class Line(NamedTuple):
    """One line: verbatim with its end, as a reader sees it, how deep it is quoted, and what the HTML says begins here."""

    text: str
    bare: str
    depth: int = 0
    mark: Mark = ""

    @property
    def shown(self) -> str:
        """The line with its indentation and without its end, or anything that nobody sees."""
        indent = len(self.text) - len(self.text.lstrip(" \t"))
        return self.text[:indent] + self.bare if self.bare else ""


def seen(text: str) -> str:
    """Return a line as a reader sees it: nothing invisible, no spaces round it."""
    if not text.isascii():
        text = text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\u202f", " ")
    return text.strip(_SPACES)


def of_text(text: str) -> list[str]:
    """Return the lines of plain text, each with its end."""
    return text.splitlines(keepends=True)


def look(text: str) -> Line:
    """Look at one line of plain text."""
    bare = seen(text)
    if not bare.startswith(">") or (bare.startswith(">>>") and bare.endswith(">>>")):  # GroupWise heads a quote so
        return Line(text, bare)
    prefix = _PREFIX.match(bare)
    end = prefix.end() if prefix else 0
    return Line(text, bare[end:].strip(), bare.count(">", 0, end))
