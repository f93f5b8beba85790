"""A partnership's own row: whose record it is, how far its mailbox was read, and when the service last lived."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from mailservice.clock import aware
from mailservice.record import register
from mailservice.record.database import Transaction
from mailservice.record.register import PartnershipNoted
from mailservice.record.tables import partnerships

_get = select(partnerships).where(partnerships.c.id == bindparam("partnership"))
_row = update(partnerships).where(partnerships.c.id == bindparam("partnership"))


@dataclass(frozen=True)
class Partnership:
    """What is known of a partnership's mailbox, and when the service last went round (`round_at`).

    `read_through`: everything received up to then has been collected. `identity`, `mailbox` (user@host) and `signing_key` (a
    digest) are those that the record was begun with; it is empty in one that was never begun. Mail from before `started_at`
    opens nothing. `waits_for`: why nothing is decided, else empty.
    """

    name: str
    read_through: datetime | None
    uidvalidity: int | None
    heartbeat_at: datetime | None
    identity: str = ""
    mailbox: str = ""
    signing_key: str = ""
    started_at: datetime | None = None
    waits_for: str = ""
    round_at: datetime | None = None


def get(tx: Transaction) -> Partnership:
    """Return the transaction's partnership."""
    row = tx.run(_get).one()
    whose = (row.identity or "", row.mailbox or "", row.signing_key or "")
    times = (row.read_through, row.uidvalidity, row.heartbeat_at)
    return Partnership(row.name, *times, *whose, row.started_at, row.waits_for or "", row.round_at)


def begin(tx: Transaction, mailbox: str, signing_key: str, at: datetime) -> bool:
    """Give the record its identity, once; False if it has one already. Servers date mail by the second, so `at` is cut to one."""
    if get(tx).identity:
        return False
    at = aware(at).replace(microsecond=0)
    _note(tx, identity=secrets.token_hex(16), mailbox=mailbox, signing_key=signing_key, started_at=at)
    return True


def note_mailbox(tx: Transaction, mailbox: str) -> None:
    """Keep which mailbox the record is of; its UIDs are its own."""
    _note(tx, mailbox=mailbox, uidvalidity=None)


def note_signing_key(tx: Transaction, signing_key: str) -> None:
    """Keep which key, by its digest, signs the record's letters."""
    _note(tx, signing_key=signing_key)


def note_started(tx: Transaction, at: datetime) -> None:
    """Keep from when on mail counts."""
    _note(tx, started_at=aware(at).replace(microsecond=0))


def wait_for(tx: Transaction, reason: str) -> None:
    """Keep why nothing is decided from now on; an empty reason ends that."""
    _note(tx, waits_for=reason or None)


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


def whose(tx: Transaction) -> PartnershipNoted:
    """Return whose record it is, as the register has it."""
    ours = get(tx)
    waits = register.hashed(ours.waits_for) if ours.waits_for else ""
    return PartnershipNoted(ours.identity, ours.mailbox, ours.signing_key, register.moment(ours.started_at), waits)


def _note(tx: Transaction, **values: Any) -> None:
    _set(tx, **values)
    register.note(tx, whose(tx))


def _set(tx: Transaction, **values: Any) -> None:
    tx.run(_row.values(**values))
