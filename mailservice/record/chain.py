"""The chain: every entry of a ledger goes on from the one before it, and is never changed. Start at `extend`.

A row's hash is the SHA-256 of these lines, each ended by a line feed: the previous row's hash (for the first, 64 zeros),
partnership, case, number, at, recorded_at, kind, payload digest. Times are UTC in ISO 8601 with microseconds.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.tables import chains, ledger

FIRST = "0" * 64

_head = select(chains.c.length, chains.c.head).where(
    chains.c.partnership_id == bindparam("partnership"), chains.c.case_id == bindparam("case")
)
_add = insert(ledger)
_move = insert(chains)
_move_head = _move.on_conflict_do_update(
    index_elements=["partnership_id", "case_id"], set_={"length": _move.excluded.length, "head": _move.excluded.head}
)


class Entry(NamedTuple):
    """What is to be added to a chain: when it happened, its kind, and the digest of its payload."""

    at: datetime
    kind: str
    payload: str


class Link(NamedTuple):
    """One row of a chain, as far as it is hashed."""

    partnership: str
    case: int
    number: int
    at: datetime
    recorded_at: datetime
    kind: str
    payload: str
    previous: str

    def hash(self) -> str:
        """Return what the row's hash must be (see the top of this module)."""
        times = (stamp(self.at), stamp(self.recorded_at))
        return hashed(self.partnership, self.case, self.number, *times, self.kind, self.payload, self.previous)


def hashed(  # noqa: PLR0913, PLR0917 - one for each line
    partnership: str, case: int, number: int, at: str, recorded_at: str, kind: str, payload: str, previous: str
) -> str:
    """Return what the hash of a row must be, its times as they are stamped."""
    lines = f"{previous}\n{partnership}\n{case}\n{number}\n{at}\n{recorded_at}\n{kind}\n{payload}\n"
    return sha256(lines.encode()).hexdigest()


def extend(tx: Transaction, case: int, entries: Sequence[Entry], recorded_at: datetime) -> list[Link]:
    """Add entries to the end of a chain, and return their rows."""
    number, previous = end(tx, case)
    links, rows = list[Link](), []
    for at, kind, payload in entries:
        number += 1
        link = Link(tx.name, case, number, aware(at), aware(recorded_at), kind, payload, previous)
        previous = link.hash()
        links.append(link)
        rows.append(_row(tx, link, previous))
    tx.run(_add, rows)
    head = {"case_id": case, "length": number, "head": previous}
    tx.add(_move_head, head)
    tx.ends[case] = (number, previous)
    return links


def stamp(moment: datetime) -> str:
    """Return a time as it is hashed."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def end(tx: Transaction, case: int) -> tuple[int, str]:
    """Return how many entries a chain has, and the hash of its last."""
    if case not in tx.ends:
        row = tx.run(_head, {"case": case}).one_or_none()
        tx.ends[case] = (row.length, row.head) if row else (0, FIRST)
    return tx.ends[case]


def _row(tx: Transaction, link: Link, hashed: str) -> dict[str, object]:
    return {
        "partnership_id": tx.partnership,
        "case_id": link.case,
        "number": link.number,
        "at": link.at,
        "recorded_at": link.recorded_at,
        "kind": link.kind,
        "payload": link.payload,
        "previous": link.previous,
        "hash": hashed,
    }
