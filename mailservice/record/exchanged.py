"""Mails and letters whose own bytes are lost, and for which others of the same Message-ID stand: nothing proves their words."""

from typing import NamedTuple

from pydantic_core import from_json
from sqlalchemy import bindparam, select, union_all

from mailservice.record.database import Transaction
from mailservice.record.register import REGISTER, BytesExchanged
from mailservice.record.tables import OF_ENTRY, contents, ledger, letters, mails

_noted = (
    select(contents.c.data)
    .join_from(
        ledger,
        contents,
        OF_ENTRY,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == REGISTER,
        ledger.c.kind == BytesExchanged.__name__,
        contents.c.data.is_not(None),
    )
)
_bytes = contents.c.partnership_id == bindparam("partnership"), contents.c.data.is_not(None)
_on = union_all(
    *(
        select(table.c.case_id)
        .join(contents, (contents.c.partnership_id == table.c.partnership_id) & (contents.c.digest == column))
        .where(
            *_bytes, table.c.partnership_id == bindparam("partnership"), column.in_(bindparam("these", expanding=True))
        )
        for table, column in ((mails, mails.c.digest), (letters, letters.c.rendered))
    )
)
_CHUNK = 500


class Exchanged(NamedTuple):
    """How many there are, and the numbers of the cases that they are on."""

    number: int
    cases: tuple[int, ...]


def exchanged(tx: Transaction) -> Exchanged:
    """Return what stands for lost bytes, and is not disposed of."""
    noted = (from_json(data)["event"]["pairs"] for data in tx.run(_noted, {}).scalars())
    now = sorted({after for pairs in noted for _, after in pairs})
    on = [case for some in _chunks(now) for case in tx.run(_on, {"these": some}).scalars()]
    return Exchanged(len(on), tuple(sorted({case for case in on if case})))


def _chunks(digests: list[str]) -> list[list[str]]:
    return [digests[first : first + _CHUNK] for first in range(0, len(digests), _CHUNK)]
