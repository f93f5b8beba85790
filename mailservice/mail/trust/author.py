"""The one author of a mail, read from From before any encoded word is decoded; nobody where From leaves a choice.

A receiving service and a reader of mail may read an odd From as two different people (RFC 5322 section 3.6.2). Whoever is
ambiguous is nobody: one field, one mailbox, one domain, and no group.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailservice.mail.trust import domains
from mailservice.mail.trust.tokens import comments_end

_LONGEST = 10_000  # characters of a From; of an address 320 are allowed (RFC 3696)
_LONGEST_LOCAL = 64
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"', re.DOTALL)
_WORD = re.compile(r'[^\s"(),:;<>@\\]+')
_LOCAL = re.compile(r'[^\s"(),:;<>@\[\]\\]+')
_PLAIN_QUOTED = re.compile(r'"[^\s"(),:;<>@\[\]\\]{1,62}"')


@dataclass(frozen=True)
class Author:
    """Who a mail is by: the address in lower case with its domain in A-labels, and the domain; '' and why, where nobody."""

    address: str = ""
    domain: str = ""
    why: str = ""


def author(values: tuple[str, ...]) -> Author:
    """Return the author that the values of every From field name together; raises nothing."""
    if len(values) != 1:
        return Author(why="There are several From fields." if values else "There is no From.")
    if len(values[0]) > _LONGEST:
        return Author(why="From is too long to name one person.")
    pieces = list(_pieces(values[0]))
    if any(kind == "odd" for kind, _ in pieces):
        return Author(why="From is not written as one person's address.")
    return _one(pieces)


def _one(pieces: list[tuple[str, str]]) -> Author:
    kinds = [kind for kind, _ in pieces]
    if "group" in kinds:
        return Author(why="From names a group.")
    angles = [text for kind, text in pieces if kind == "angle"]
    bare = [text for kind, text in pieces if kind == "bare"]
    if len(angles) + len(bare) > 1:
        return Author(why="From names more than one address.")
    if not angles and not bare:
        return Author(why="From names no address.")
    if angles and kinds[-1] != "angle":
        return Author(why="From goes on after its address.")
    if bare and len(pieces) > 1:
        return Author(why="From is not written as one person's address.")
    return _address((angles or bare)[0])


def _address(text: str) -> Author:
    local, _, domain = text.rpartition("@")
    plain = _LOCAL.fullmatch(local) or _PLAIN_QUOTED.fullmatch(local)
    if not plain or not local.isprintable() or len(local) > _LONGEST_LOCAL or "=?" in text:
        return Author(why="The address in From is not a plain one.")
    name = domains.normal(domain)
    if not name:
        return Author(why="The address in From has no domain that can be one.")
    return Author(f"{local.lower()}@{name}", name)


def _pieces(value: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in a From beside comments and white space: words, quotes, addresses, and what fits nowhere."""
    at = 0
    while at < len(value):
        char = value[at]
        if char.isspace():
            at += 1
        elif char == "(":
            at = comments_end(value, at)
        elif char == "<":
            end = value.find(">", at)
            if end < 0:
                yield "odd", "<"
                return
            yield "angle", value[at + 1 : end].strip()
            at = end + 1
        elif char in ":;":
            yield "group", char
            at += 1
        elif char == ",":
            yield "word", char  # a name written "Finch, Ada" without quotes; two addresses are counted as such
            at += 1
        else:
            kind, end = _word(value, at)
            yield kind, value[at:end]
            if kind == "odd":
                return
            at = end


def _word(value: str, at: int) -> tuple[str, int]:
    """Return what kind of piece begins here, and where it ends: a word, a bare address, or what is neither."""
    found = _QUOTED.match(value, at) or _WORD.match(value, at)
    if not found:
        return "odd", at + 1
    if value[found.end() : found.end() + 1] != "@":
        return "word", found.end()
    rest = _WORD.match(value, found.end() + 1)
    return ("bare", rest.end()) if rest else ("odd", found.end() + 1)
