"""An Authentication-Results header (RFC 8601 section 2.2), read as its grammar says and as services write it.

Each property stays inside its own clause. Never an exception, and one pass over the text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailservice.mail.trust.tokens import Token, tokens

LONGEST = 100_000  # characters read of one header; a stamp has some hundreds
_MOST_CLAUSES = 500


@dataclass(frozen=True)
class Clause:
    """What one method found: all in lower case but the values of properties, which are by ptype and name ("header.from")."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)

    def get(self, name: str) -> str:
        """Return a property, '' where it is missing."""
        return self.properties.get(name, "")


@dataclass(frozen=True)
class Results:
    """One header: whose it says it is, '' where it names nobody, and its clauses. `whole`: all of it is clauses, and was read."""

    authserv_id: str
    clauses: tuple[Clause, ...]
    whole: bool = True

    def of(self, method: str) -> tuple[Clause, ...]:
        """Return the clauses of a method."""
        return tuple(one for one in self.clauses if one.method == method)


def readings(value: str) -> tuple[Results, ...]:
    """Return how a header may be read: as the grammar has it, and where that differs with quotes in comments kept whole.

    An envelope address that closes a comment can plant a clause in the one reading, never in both.
    """
    strict = read(value)
    if '"' not in value or "(" not in value:
        return (strict,)
    other = read(value, quotes=True)
    return (strict,) if other == strict else (strict, other)


def read(value: str, *, quotes: bool = False) -> Results:
    """Return what a header says; `quotes` as in `tokens`."""
    clauses = [*_split(tokens(value[:LONGEST], quotes=quotes))]
    head = clauses[0]
    named = bool(head) and head[0].kind != "=" and not any(one.kind == "=" for one in head)
    body = clauses[1:] if named else clauses
    found = [(_clause(one), one) for one in body[:_MOST_CLAUSES]]
    # What is no clause, nor "none", was not meant as one: a part of an address that was copied in, perhaps.
    odd = any(clause is None and here and [one.text.lower() for one in here] != ["none"] for clause, here in found)
    whole = len(value) <= LONGEST and len(clauses) <= _MOST_CLAUSES and not odd
    return Results(_joined(head).lower() if named else "", tuple(one for one, _ in found if one), whole)


def _joined(head: Sequence[Token]) -> str:
    """Return the id: the first word with what adheres to it; a version after it is left out."""
    parts = [head[0].text]
    for token in head[1:]:
        if token.apart:
            break
        parts.append(token.text)
    return "".join(parts)


def _split(found: Iterator[Token]) -> Iterator[list[Token]]:
    here: list[Token] = []
    for token in found:
        if token.kind == ";":
            yield here
            here = []
        else:
            here.append(token)
    yield here


def _clause(found: Sequence[Token]) -> Clause | None:
    """Return a clause: its method and result, then what else has the form of a name and a value."""
    pairs = [*_pairs(found)]
    method, result = pairs[0] if pairs else ("", "")
    if not method.partition("/")[0]:
        return None
    properties: dict[str, str] = {}
    for name, value in pairs[1:]:
        # Said twice, it says nothing sure: whichever is read, the other may be the sender's.
        properties[name] = value if name not in properties or properties[name] == value else ""
    return Clause(method.partition("/")[0], result.lower(), properties)


def _pairs(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    name, at = "", 0
    while at < len(found):
        token = found[at]
        if token.kind == "=" and name:
            value, at = _value(found, at + 1)
            yield name.lower(), value
            name = ""
            continue
        if token.kind == "word":
            joins = not token.apart or name.endswith((".", "/")) or token.text[0] in "./"
            name = f"{name}{token.text}" if name and joins else token.text
        else:
            name = ""
        at += 1


def _value(found: Sequence[Token], at: int) -> tuple[str, int]:
    """Return the value that begins at a token, with all that adheres to it, and where it ends."""
    parts: list[str] = []
    while at < len(found) and (not parts or not found[at].apart):
        parts.append(found[at].text)
        at += 1
    return "".join(parts), at
