"""Whether each entry of a chain goes on from the one before it, and has the contents of its digest. Start at `links`."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import CursorResult, Row, bindparam, select

from mailservice.record import chain
from mailservice.record.chain import FIRST
from mailservice.record.database import Transaction
from mailservice.record.fault import Fault
from mailservice.record.hashing import intact
from mailservice.record.stamped import read, stamped
from mailservice.record.tables import OF_ENTRY, chains, ledger
from mailservice.record.tables import contents as kept

_TIMES = ("at", "recorded_at")
# A time costs as much to read as all else of a row: its stamp is enough, and of a disposal, whether it is there.
ROW = (
    *(stamped(one).label(one.name) if one.name in _TIMES else one for one in ledger.c),
    kept.c.digest,
    kept.c.data,
    kept.c.disposed_at.is_not(None).label("disposed"),
)
_rows = (
    select(*ROW)
    .join_from(ledger, kept, OF_ENTRY, isouter=True)
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id == bindparam("case"))
    .order_by(ledger.c.number)
)
_chain = select(chains).where(
    chains.c.partnership_id == bindparam("partnership"), chains.c.case_id == bindparam("case")
)

LedgerEntry = Row[*tuple[Any, ...]]


class End(NamedTuple):
    """How far a chain was looked at: its last entry there, that entry's hash and time."""

    number: int
    hash: str
    at: str


BEGUN = End(0, FIRST, "")


def entries(tx: Transaction, case: int) -> CursorResult[*tuple[Any, ...]]:
    """Return every entry of a chain that is there, in its order, with its contents."""
    return tx.run(_rows, {"case": case})


def links(tx: Transaction, case: int, rows: Sequence[LedgerEntry], end: End) -> tuple[list[Fault], End]:
    """Return what is wrong with some entries that follow an end of the chain, and the end that they make."""
    faults = list[Fault]()
    number, previous, at = end
    for row in rows:
        if row.number != number + 1:
            lost = f"the {row.number - number - 1} entries before this one are lost"
            faults.append(Fault(lost, case, row.number, read(row.at)))
        elif row.previous != previous:
            faults.append(Fault("the chain to the entry before is broken", case, row.number, read(row.at)))
        if row.hash != hashed(tx, row):
            faults.append(Fault("the entry was changed", case, row.number, read(row.at)))
        number, previous, at = row.number, row.hash, row.at
    return faults, End(number, previous, at)


def ends(tx: Transaction, case: int, end: End) -> Iterator[Fault]:
    """Yield what tells that a chain does not end where the service ended it."""
    number, previous, at = end
    head = tx.run(_chain, {"case": case}).one_or_none()
    length, last = (head.length, head.head) if head else (0, FIRST)
    if length > number:
        yield Fault(f"the last {length - number} entries are lost, of {length}", case, number + 1, read(at))
    elif length < number:
        yield Fault(f"entries were added outside the service: it wrote {length}", case, length + 1, read(at))
    elif last != previous:
        yield Fault("the last entry is not the one the service wrote", case, number, read(at))


def payloads(rows: Sequence[LedgerEntry], emptied: Collection[int] = ()) -> Iterator[Fault]:
    """Yield what is wrong with the contents of entries; those of `emptied` were said to be lost."""
    for row in rows:
        if row.digest is None and row.number in emptied:
            continue
        if row.digest is None:
            yield Fault("its contents are lost", row.case_id, row.number, read(row.at))
        elif row.data is None and not row.disposed:
            yield Fault("its contents went without a disposal", row.case_id, row.number, read(row.at))
        elif row.data is not None and not intact(row.data, row.payload):
            yield Fault("its contents were changed", row.case_id, row.number, read(row.at))


def hashed(tx: Transaction, row: LedgerEntry) -> str:
    """Return what the hash of an entry must be."""
    return chain.hashed(tx.name, row.case_id, row.number, row.at, row.recorded_at, row.kind, row.payload, row.previous)
