"""What was lost for ever when the record was made again, as the register says it: start at `given_up` and `lost_bytes`.

It is said once. What is lost beyond that, or put to it, is a fault as ever.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple, TypeVar

from pydantic_core import from_json
from sqlalchemy import bindparam, select

from mailservice.clock import aware
from mailservice.record import register
from mailservice.record.database import Transaction
from mailservice.record.register import REGISTER, BytesLost, CaseGivenUp
from mailservice.record.tables import OF_ENTRY, contents, ledger, letters, mails

_noted = (
    select(ledger.c.number, ledger.c.kind, ledger.c.recorded_at, contents.c.data)
    .join_from(ledger, contents, OF_ENTRY)
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == REGISTER,
        ledger.c.kind == bindparam("noted"),
        contents.c.data.is_not(None),
    )
    .order_by(ledger.c.number)
)
# Which of the bytes that mails and letters name are not there, and on which cases.
_not_there = [
    select(column.label("digest"), table.c.case_id)
    .join(contents, (contents.c.partnership_id == table.c.partnership_id) & (contents.c.digest == column), isouter=True)
    .where(table.c.partnership_id == bindparam("partnership"), column != "", contents.c.digest.is_(None))
    for table, column in ((mails, mails.c.digest), (letters, letters.c.rendered))
]
_payloads = select(ledger.c.payload).where(
    ledger.c.partnership_id == bindparam("partnership"),
    ledger.c.case_id == bindparam("case"),
    ledger.c.number.in_(bindparam("numbers", expanding=True)),
)

Kind = TypeVar("Kind", CaseGivenUp, BytesLost)


class Loss(NamedTuple):
    """What was lost of a case, when that was said, and by which entry of the register."""

    of: CaseGivenUp
    at: datetime
    entry: int

    @property
    def last(self) -> int:
        """The number of the last entry of the case of which something is lost."""
        return max(self.of.before, *self.of.emptied, 0)


class Wordless(NamedTuple):
    """Mails and letters whose bytes are lost: how many, the numbers of the cases that they are on, and when it was said last."""

    number: int
    cases: tuple[int, ...]
    at: datetime | None


def given_up(tx: Transaction) -> dict[int, Loss]:
    """Return the cases that were given up, by their numbers."""
    return {one.case: Loss(one, at, entry) for one, at, entry in _read(tx, CaseGivenUp)}


def payloads(tx: Transaction, case: int, numbers: Sequence[int]) -> frozenset[str]:
    """Return the digests of what these entries of a case say, or said."""
    return frozenset(tx.run(_payloads, {"case": case, "numbers": numbers}).scalars())


def lost_bytes(tx: Transaction) -> frozenset[str]:
    """Return the digests of all that lay nowhere when the record was made again."""
    return frozenset(digest for one, *_ in _read(tx, BytesLost) for digest in one.digests)


def wordless(tx: Transaction) -> Wordless:
    """Return what is still lost of the bytes that were said to be."""
    said = [*_read(tx, BytesLost)]
    lost = {digest for one, *_ in said for digest in one.digests}
    found = [row for each in _not_there for row in tx.run(each, {}) if row.digest in lost] if lost else []
    return Wordless(
        len(found), tuple(sorted({row.case_id for row in found if row.case_id})), said[-1][1] if said else None
    )


def _read(tx: Transaction, kind: type[Kind]) -> Iterator[tuple[Kind, datetime, int]]:
    for row in tx.run(_noted, {"noted": kind.__name__}):
        with suppress(ValueError, TypeError, KeyError):  # what nobody of us wrote, the register's own chain tells of
            noted = register.unpack(row.kind, from_json(row.data)["event"])
            if isinstance(noted, kind):
                yield noted, aware(row.recorded_at), row.number
