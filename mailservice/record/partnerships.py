"""A partnership's own row: how far its mailbox was read, and when the service last lived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.keys import key
from mailservice.record.tables import partnerships

_get = select(partnerships).where(partnerships.c.id == bindparam("partnership"))
_row = update(partnerships).where(partnerships.c.id == bindparam("partnership"))


@dataclass(frozen=True)
class Partnership:
    """What is known of a partnership's mailbox. `read_through`: everything received up to then has been collected.

    `waits_for`: why nothing is decided until a person says so; empty in all but a doubtful record.
    """

    name: str
    read_through: datetime | None
    uidvalidity: int | None
    heartbeat_at: datetime | None
    waits_for: str


def get(tx: Transaction) -> Partnership:
    """Return the transaction's partnership."""
    row = tx.run(_get).one()
    return Partnership(row.name, row.read_through, row.uidvalidity, row.heartbeat_at, row.waits_for or "")


def note_read_through(tx: Transaction, through: datetime) -> None:
    """Keep that the mailbox was read up to this time."""
    _set(tx, read_through=aware(through))


def note_uidvalidity(tx: Transaction, uidvalidity: int) -> None:
    """Keep the mailbox's present UIDVALIDITY (RFC 3501 section 2.3.1.1)."""
    _set(tx, uidvalidity=uidvalidity)


def note_heartbeat(tx: Transaction, at: datetime) -> None:
    """Keep that the service was alive at this time."""
    _set(tx, heartbeat_at=aware(at))


def note_waits_for(tx: Transaction, why: str) -> None:
    """Keep why nothing may be decided or sent until a person says so."""
    _set(tx, waits_for=key(why))


def _set(tx: Transaction, **values: Any) -> None:
    tx.run(_row.values(**values))
