"""The people in a header: names and addresses, from lists that follow RFC 5322 and from those that do not.

The structure is read before any encoded word is decoded: a name can never become an address.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from mailservice.mail.mime.charset import readable
from mailservice.mail.mime.header import words

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|<[^<>]*+>|[(),;:]|[^"<(),;:\\]+|.', re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>()\[\]@,;:\"'][^\s<>()\[\]@,;:\"]{0,255}@[^\s<>()\[\]@,;:\"']+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*+)"')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST = 5_000
_LOOSE = str.maketrans('"()', "   ")
_MOST_PIECES = 40_000  # of a header: names, addresses, and what stands between them
_LONGEST, _LONGEST_WORD = 400_000, 1_000


@dataclass(frozen=True)
class Address:
    """A mailbox: the name as shown ('' where none is) and the address as written, without brackets."""

    name: str
    address: str


def read_addresses(value: str) -> tuple[Address, ...]:
    """Read every mailbox of an address header; groups give their members, and what names no address is left out."""
    value = readable(value[:_LONGEST]) if not value.isascii() else value[:_LONGEST]
    found = _read(value)
    return found or _read(value.translate(_LOOSE))


def _read(value: str) -> tuple[Address, ...]:
    reader = _Reader(comments=value.count("(") == value.count(")"), groups=";" in value)
    for piece in islice(_pieces(value), _MOST_PIECES):
        reader.take(piece)
        if len(reader.found) >= MOST:
            return tuple(reader.found[:MOST])
    reader.end_chunk()
    return tuple(reader.found)


def _pieces(value: str) -> Iterator[str]:
    """Cut the value up; a quote that never closes is taken for an ordinary character."""
    at = 0
    while match := _TOKEN.match(value, at):
        if match[0] == '"':
            value = value[:at] + value[at:].replace('"', " ")
            continue
        yield match[0]
        at = match.end()


class _Reader:
    """Gathers names until their address comes; a piece without one belongs to the next ("Smith, Jane <…>")."""

    def __init__(self, *, comments: bool, groups: bool) -> None:
        self.comments = comments
        self.groups = groups
        self.found: list[Address] = []
        self.name: list[str] = []
        self.chunk: list[str] = []
        self.comment: list[str] = []
        self.depth = 0

    def take(self, piece: str) -> None:
        if piece == "(" and self.comments:
            self.depth += 1
        elif piece == ")" and self.comments:
            self.depth = max(0, self.depth - 1)
        elif self.depth:
            self.comment.append(piece)
        elif piece[0] == "<" and "@" in piece:
            self._add("".join(self.name + self.chunk), piece[1:-1].rpartition(":")[2])
        elif piece in {",", ";"}:
            self.end_chunk()
            self.name = [] if piece == ";" else self.name
        elif piece == ":" and self.groups:
            self.name, self.chunk = [], []
        else:
            self.chunk.append(piece)

    def end_chunk(self) -> None:
        """Finish a piece between two commas: its bare addresses, or the first half of a name."""
        text = "".join(self.chunk)
        outside = "".join(piece for piece in self.chunk if piece[0] != '"')
        near = [word for word in outside.split() if "@" in word and len(word) <= _LONGEST_WORD]
        bare = [address for word in near for address in _ADDRESS.findall(word)]
        if not bare:
            if "@" in outside:
                self.name = []
            else:
                self.name += [text, ","]
            self.chunk = []
            return
        for address in bare:
            name = "".join((*self.name, text)) if len(bare) == 1 else ""
            for written in (f"[mailto:{address}]", f"mailto:{address}", address):
                name = name.replace(written, "")
            self._add(name, address)

    def _add(self, name: str, address: str) -> None:
        shown = _shown(name) or _shown("".join(self.comment))
        self.found.append(Address(shown, "".join(address.split())))
        self.name, self.chunk, self.comment = [], [], []


def _shown(name: str) -> str:
    if not name:
        return ""
    plain = _QUOTED.sub(lambda quoted: _ESCAPED.sub(r"\1", quoted[1]), name) if '"' in name else name
    text = words(plain.strip(" ,<>\t"))
    return text[1:-1] if text[:1] == text[-1:] == "'" and len(text) > 1 else text
