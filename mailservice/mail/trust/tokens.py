"""Words, quoted strings and nested comments of a structured header (RFC 5322 section 3.2), in one pass over its text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "quoted", "=", ";"]

_RUN = re.compile(r'[^\s()";=\\]+')
_IN_COMMENT = re.compile(r'[^()"\\]+')
_IN_QUOTES = re.compile(r'[^"\\]+')
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Token:
    """A piece of a header. `apart`: white space stands before it; a comment alone parts nothing, since a sender may write one."""

    kind: Kind
    text: str
    apart: bool


def comments_end(text: str, at: int, *, quotes: bool = False) -> int:
    """Return where the comment that opens at `at` ends, those within it too; the end of the text if it never closes.

    `quotes`: a quoted string in it is one piece, whatever it holds. The grammar knows none there, but services copy addresses
    of the sender's choice into their comments.
    """
    depth = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 2
            continue
        if char == '"' and quotes:
            at = _quoted(text, at)[1]
            continue
        if char in "()":
            depth += 1 if char == "(" else -1
            at += 1
            if not depth:
                return at
            continue
        found = _IN_COMMENT.match(text, at)
        at = found.end() if found else at + 1
    return len(text)


def tokens(text: str, *, quotes: bool = False) -> Iterator[Token]:
    """Yield the pieces of a value, comments left out; `quotes` as for `comments_end`."""
    at, apart = 0, True
    while at < len(text):
        char = text[at]
        if space := _SPACE.match(text, at):
            at, apart = space.end(), True
            continue
        if char == "(":
            at = comments_end(text, at, quotes=quotes)
            continue
        if char == '"':
            value, at = _quoted(text, at)
            yield Token("quoted", value, apart)
        elif char in ";=":
            yield Token(";" if char == ";" else "=", char, apart)
            at += 1
        else:
            found = _RUN.match(text, at)
            end = found.end() if found else at + 1
            yield Token("word", text[at:end], apart)
            at = end
        apart = False


def _quoted(text: str, at: int) -> tuple[str, int]:
    """Return the content of the quoted string that opens at `at`, and where it ends; one that never closes ends the text."""
    parts: list[str] = []
    at += 1
    while at < len(text):
        char = text[at]
        if char == '"':
            return "".join(parts), at + 1
        if char == "\\":
            parts.append(text[at + 1 : at + 2])
            at += 2
            continue
        found = _IN_QUOTES.match(text, at)
        end = found.end() if found else at + 1
        parts.append(text[at:end])
        at = end
    return "".join(parts), len(text)
