"""What the service could not do, and whether it can again. Start at `note`.

A trouble is of a kind, and about a case, a letter, a part of the world, or nothing in particular. One of each stands at a time.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.keys import key, plain
from mailservice.record.tables import troubles

_mine = troubles.c.partnership_id == bindparam("partnership")
_stands = troubles.c.over_at.is_(None)
_this = _mine & (troubles.c.id == bindparam("trouble"))
_one = _mine & (troubles.c.kind == bindparam("of_kind")) & (troubles.c.about == bindparam("of"))
_add = insert(troubles).on_conflict_do_nothing().returning(troubles.c.id)
_again = (
    update(troubles)
    .where(_one, _stands)
    .values(last_at=bindparam("at"), attempts=troubles.c.attempts + 1, said=bindparam("why"))
)
_over = update(troubles).where(_one, _stands).values(over_at=bindparam("at")).returning(troubles.c.id)
_told = update(troubles).where(_this).values(told_at=bindparam("at"))
_acknowledge = (
    update(troubles)
    .where(_this)
    .values(acknowledged_at=bindparam("at"), acknowledged_by=bindparam("by"))
    .returning(troubles.c.id)
)
_standing = select(troubles).where(_mine, _stands).order_by(troubles.c.since, troubles.c.id)
_since = (
    select(troubles)
    .where(_mine, or_(_stands, troubles.c.over_at >= bindparam("from_when")))
    .order_by(troubles.c.since, troubles.c.id)
)

_LONGEST = 300  # the longest reason of our own stays whole, with what to do at its end


@dataclass(frozen=True)
class Trouble:
    """Something that the service cannot do, or, from `over_at` on, again can."""

    id: int
    kind: str
    about: str
    since: datetime
    last_at: datetime
    attempts: int
    said: str
    told_at: datetime | None
    over_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str


def note(tx: Transaction, kind: str, about: str, at: datetime, said: str, since: datetime | None = None) -> None:
    """Keep that something could not be done at a time, once more where it stands already; `since` where it began before."""
    moment = aware(at)
    row = {
        "kind": kind,
        "about": about,
        "since": aware(since or at),
        "last_at": moment,
        "attempts": 1,
        "said": _short(said),
        "acknowledged_by": "",
    }
    if tx.add(_add, row).scalar_one_or_none() is None:
        tx.run(_again, {"of_kind": kind, "of": about, "at": moment, "why": _short(said)})


def over(tx: Transaction, kind: str, about: str, at: datetime) -> bool:
    """Keep that it can be done again; False if it never stood."""
    return tx.run(_over, {"of_kind": kind, "of": about, "at": aware(at)}).one_or_none() is not None


def note_told(tx: Transaction, trouble: int, at: datetime) -> None:
    """Keep when the office was told of a trouble, or that it is over."""
    tx.run(_told, {"trouble": trouble, "at": aware(at)})


def acknowledge(tx: Transaction, trouble: int, by: str, at: datetime) -> bool:
    """Keep who has seen a trouble; False if there is none of that number."""
    return tx.run(_acknowledge, {"trouble": trouble, "at": aware(at), "by": key(by)}).one_or_none() is not None


def standing(tx: Transaction, *kinds: str) -> list[Trouble]:
    """Return what cannot be done now, the oldest first; of these kinds alone, where any are given."""
    found = [_trouble(row) for row in tx.run(_standing, {})]
    return [one for one in found if not kinds or one.kind in kinds]


def since(tx: Transaction, when: datetime) -> list[Trouble]:
    """Return what cannot be done, or could not at some moment since then, the oldest first."""
    return [_trouble(row) for row in tx.run(_since, {"from_when": aware(when)})]


def _short(said: str) -> str:
    """Return a reason that any database takes, and a person reads: the beginning of a long one."""
    return plain(said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…")


def _trouble(row: object) -> Trouble:
    return Trouble(**{name: getattr(row, name) for name in Trouble.__dataclass_fields__})
