"""Bytes are let go: what is left is a tombstone that says by whom, when and why, and so does the register. Start at `let_go`."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, update

from mailservice.clock import aware
from mailservice.record import register
from mailservice.record.database import Transaction
from mailservice.record.register import ContentsLetGo
from mailservice.record.tables import contents

_let_go = (
    update(contents)
    .where(
        contents.c.partnership_id == bindparam("partnership"),
        contents.c.digest.in_(bindparam("digests", expanding=True)),
        contents.c.data.is_not(None),
    )
    .values(data=None, disposed_at=bindparam("at"), disposed_by=bindparam("by_whom"), disposed_why=bindparam("reason"))
    .returning(contents.c.digest, contents.c.kind, contents.c.size)
)
_AT_ONCE = 500  # in one statement


def let_go(tx: Transaction, digests: Iterable[str], why: str, by: str, at: datetime) -> int:
    """Let bytes go, and return how many were still there; neither `by` nor `why` may hold a name or what anybody wrote."""
    wanted, gone = list(dict.fromkeys(digests)), []
    for first in range(0, len(wanted), _AT_ONCE):
        values = {"digests": wanted[first : first + _AT_ONCE], "reason": why, "by_whom": by, "at": aware(at)}
        gone += [(row.digest, row.kind, row.size) for row in tx.run(_let_go, values)]
    if gone:
        register.note(tx, ContentsLetGo(tuple(sorted(gone)), register.moment(at), by, why))
    return len(gone)


def disposal_of(reference: str) -> str:
    """Return by what the tombstones of a case name its disposal."""
    return f"disposal of {reference}"
