"""The mailboxes, and the whole domains, from which somebody else may write, as the office says."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, select

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.tables import suspects

_standing = select(suspects.c.address, suspects.c.since).where(
    suspects.c.partnership_id == bindparam("partnership"), suspects.c.stands
)


def addresses(tx: Transaction) -> Mapping[str, datetime]:
    """Return each address, and each domain as "@…", that the office suspects and has not cleared, with since when."""
    return {row.address: aware(row.since) for row in tx.run(_standing, {})}
