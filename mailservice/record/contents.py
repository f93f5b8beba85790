"""Bytes under their SHA-256: mails, letters, payloads of the ledger, policies.

They are let go only by `disposal`, which leaves a tombstone; triggers refuse every other change.
"""

from hashlib import sha256

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from mailservice.record.database import Transaction
from mailservice.record.tables import contents

_mine = (contents.c.partnership_id == bindparam("partnership")) & (contents.c.digest == bindparam("key"))
_keep = insert(contents).on_conflict_do_nothing()
_known = select(contents.c.digest).where(_mine)
_get = select(contents.c.data).where(_mine)


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of the bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def keep(tx: Transaction, data: bytes, kind: str) -> str:
    """Keep the bytes once and return their digest. Bytes that were disposed of stay disposed of."""
    return keep_all(tx, [data], kind)[0]


def keep_all(tx: Transaction, datas: list[bytes], kind: str) -> list[str]:
    """Keep several at once, in one statement."""
    if not datas:
        return []
    rows = [
        {
            "partnership_id": tx.partnership,
            "digest": digest_of(data),
            "kind": kind,
            "size": len(data),
            "data": data,
            "disposed_by": "",
            "disposed_why": "",
        }
        for data in datas
    ]
    tx.run(_keep, rows)
    return [str(row["digest"]) for row in rows]


def is_new(tx: Transaction, digest: str) -> bool:
    """Tell whether bytes of this digest were never kept."""
    return tx.run(_known, {"key": digest}).one_or_none() is None


def get(tx: Transaction, digest: str) -> bytes | None:
    """Return the bytes, or None for a tombstone; KeyError for a digest that was never kept."""
    row = tx.run(_get, {"key": digest}).one_or_none()
    if row is None:
        raise KeyError(digest)
    data: bytes | None = row.data
    return data


def proven(tx: Transaction, digest: str) -> bytes | None:
    """Return the bytes as `get` does, and only if they are those that were kept; ValueError where they were changed.

    What leaves, and what is decided on, is asked for here.
    """
    data = get(tx, digest)
    if data is not None and not (isinstance(data, bytes) and digest_of(data) == digest):
        raise ValueError(f"the bytes of {digest} were changed behind our back")
    return data


def whole(tx: Transaction, digest: str) -> bytes | None:
    """Return the bytes if they are still those that were kept; None where they were let go, lost or changed.

    What is laid back anywhere is asked for here: a changed copy would take the place of the last one that is right.
    """
    row = tx.run(_get, {"key": digest}).one_or_none()
    data = row.data if row else None
    return data if isinstance(data, bytes) and digest_of(data) == digest else None
