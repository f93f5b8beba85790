"""The dates that stand: which have come, and which a case has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.tables import deadlines

_mine = deadlines.c.partnership_id == bindparam("partnership")
_standing_only = text("standing")  # spelt as in the index, or SQLite would not use it
_due = (
    select(deadlines.c.case_id, deadlines.c.deadline, deadlines.c.due)
    .where(_mine, _standing_only, deadlines.c.due <= bindparam("through"))
    .order_by(deadlines.c.due, deadlines.c.case_id, deadlines.c.deadline)
    .limit(bindparam("most"))
)
_standing = (
    select(deadlines.c.case_id, deadlines.c.deadline, deadlines.c.due)
    .where(_mine, deadlines.c.standing.is_(True), deadlines.c.case_id == bindparam("case"))
    .order_by(deadlines.c.due, deadlines.c.deadline)
)


@dataclass(frozen=True)
class Due:
    """A date of a case that stands."""

    case: int
    deadline: str
    due: datetime


def due(tx: Transaction, through: datetime, limit: int = 100) -> list[Due]:
    """Return the standing dates that have come by this time, the earliest first; after its end a case has its actions'."""
    return [Due(*row) for row in tx.run(_due, {"through": aware(through), "most": limit})]


def standing(tx: Transaction, case: int) -> list[Due]:
    """Return the dates of one case that stand, the earliest first."""
    return [Due(*row) for row in tx.run(_standing, {"case": case})]
