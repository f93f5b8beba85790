"""What a record holds, counted: by it a copy is held against what it was copied from, and people are told what it is.

The register is not counted: it says of itself what the rest is, and one is written where a record had none.
"""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Table, bindparam, func, select

from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.tables import cases, chains, ledger, letters, mails, partnerships

_row = select(partnerships).where(partnerships.c.id == bindparam("partnership"))
_newest = select(func.max(ledger.c.recorded_at)).where(
    ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id >= BOOK
)
_events = (
    select(func.count())
    .select_from(ledger)
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id >= BOOK)
)
_heads = (
    select(chains.c.case_id, chains.c.length, chains.c.head)
    .where(chains.c.partnership_id == bindparam("partnership"), chains.c.case_id >= BOOK)
    .order_by(chains.c.case_id)
)


@dataclass(frozen=True)
class Inventory:
    """One partnership's part of a record. `chains` is one digest of how long each case's chain is, and of its last entry.

    `identity`, `mailbox` and `signing_key` are those that the record was begun with; `newest` is when it last grew,
    and `read_through` up to when its mailbox had been read.
    """

    name: str
    identity: str
    mailbox: str
    signing_key: str
    newest: datetime | None
    read_through: datetime | None
    events: int
    cases: int
    mails: int
    letters: int
    chains: str

    def holds(self, before: "Inventory") -> bool:
        """Tell whether this copy lacks nothing that was there before it was made.

        Rows of letters go with a case that is disposed of meanwhile; each was ordered by an event, and those only grow.
        """
        counts = ((self.events, before.events), (self.cases, before.cases), (self.mails, before.mails))
        return (self.name, self.identity) == (before.name, before.identity) and all(now >= then for now, then in counts)


def take(tx: Transaction) -> Inventory:
    """Count what the transaction's partnership has on record."""
    row = tx.run(_row).one()
    return Inventory(
        name=tx.name,
        identity=row.identity or "",
        mailbox=row.mailbox or "",
        signing_key=row.signing_key or "",
        newest=tx.run(_newest).scalar_one(),
        read_through=row.read_through,
        events=tx.run(_events).scalar_one(),
        cases=_count(tx, cases),
        mails=_count(tx, mails),
        letters=_count(tx, letters),
        chains=_chains(tx),
    )


def _count(tx: Transaction, table: Table) -> int:
    counted = select(func.count()).select_from(table).where(table.c.partnership_id == bindparam("partnership"))
    number: int = tx.run(counted).scalar_one()
    return number


def _chains(tx: Transaction) -> str:
    lines = (f"{row.case_id} {row.length} {row.head}\n" for row in tx.run(_heads))
    return sha256("".join(lines).encode()).hexdigest()
