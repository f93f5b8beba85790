"""A partnership's own row: how far its mailbox was read, and when the service last lived."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.tables import partnerships

_get = select(partnerships).where(partnerships.c.id == bindparam("partnership"))
_row = update(partnerships).where(partnerships.c.id == bindparam("partnership"))


@dataclass(frozen=True)
class Partnership:
    """What is known of a partnership's mailbox, and when the service last went round.

    `read_through`: everything received up to then has been collected.
    """

    name: str
    read_through: datetime | None
    uidvalidity: int | None
    heartbeat_at: datetime | None
    round_at: datetime | None = None


def get(tx: Transaction) -> Partnership:
    """Return the transaction's partnership."""
    row = tx.run(_get).one()
    return Partnership(row.name, row.read_through, row.uidvalidity, row.heartbeat_at, row.round_at)


def note_read_through(tx: Transaction, through: datetime) -> None:
    """Keep that the mailbox was read up to this time."""
    _set(tx, read_through=aware(through))


def note_uidvalidity(tx: Transaction, uidvalidity: int) -> None:
    """Keep the mailbox's present UIDVALIDITY (RFC 3501 section 2.3.1.1)."""
    _set(tx, uidvalidity=uidvalidity)


def note_heartbeat(tx: Transaction, at: datetime) -> None:
    """Keep that the service was alive at this time."""
    _set(tx, heartbeat_at=aware(at))


def note_round(tx: Transaction, at: datetime) -> None:
    """Keep that the service went round at this time."""
    _set(tx, round_at=aware(at))


def _set(tx: Transaction, **values: Any) -> None:
    tx.run(_row.values(**values))
