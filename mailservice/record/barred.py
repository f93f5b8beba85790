"""The addresses to which nothing goes, on any case, because they are the wrong person's (rule 15)."""

from sqlalchemy import bindparam, select

from mailservice.record.database import Transaction
from mailservice.record.tables import barred

_all = (
    select(barred.c.address, barred.c.stands)
    .where(barred.c.partnership_id == bindparam("partnership"))
    .order_by(barred.c.since, barred.c.stands.desc())
)


def addresses(tx: Transaction) -> frozenset[str]:
    """Return each address of which the newest that any case says is that it is the wrong person's."""
    newest = {row.address: row.stands for row in tx.run(_all, {})}
    return frozenset(address for address, stands in newest.items() if stands)
