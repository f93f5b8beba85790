"""What an adopted record did not know of the mailbox: letters that had been sent, and where mails lay. Start at `keep`.

A letter that is decided anew and was found is noted as sent, once; whoever answers the found one answers it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert

from mailservice.clock import aware
from mailservice.record import register
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, message_key
from mailservice.record.register import LetterFound
from mailservice.record.tables import found

_mine = found.c.partnership_id == bindparam("partnership")
_row = insert(found)
_add = _row.on_conflict_do_update(  # found again: adopting was broken off, or comes a second time
    index_elements=["partnership_id", "message_id"],
    set_={"adopted_at": _row.excluded.adopted_at},
    where=found.c.taken_by == "",
).returning(*found.c)
_open = (
    select(found)
    .where(_mine, found.c.letter != "", found.c.taken_by == "", found.c.adopted_at >= bindparam("since"))
    .order_by(found.c.internal_date, found.c.message_id)
)
_to = _open.where(found.c.address == bindparam("who"))
_by_letter = select(found).where(_mine, found.c.letter == bindparam("which"), found.c.letter != "").limit(1)
_folder_of = select(found.c.folder).where(_mine, found.c.message_id == bindparam("message"))
_folders_that_answer = (
    select(found.c.folder)
    .where(_mine, found.c.answers == bindparam("message"))
    .order_by(found.c.internal_date, found.c.message_id)
)
_known = select(found.c.message_id).where(
    _mine, found.c.message_id.in_(bindparam("ids", expanding=True)), found.c.adopted_at <= bindparam("until")
)
_take = (
    update(found)
    .where(_mine, found.c.message_id == bindparam("message"), found.c.taken_by == "")
    .values(taken_by=bindparam("by"))
    .returning(*found.c)
)


@dataclass(frozen=True)
class Found:
    """A letter of ours (its id is `letter`), or a mail (it has none), as it lay in a folder of the mailbox.

    `answers` is what it names in In-Reply-To; no Message-ID here has angle brackets.
    """

    message_id: str
    letter: str
    folder: str
    internal_date: datetime
    adopted_at: datetime
    address: str = ""
    subject: str = ""
    kind: str = ""
    answers: str = ""
    digest: str = ""
    taken_by: str = ""


def keep(tx: Transaction, one: Found) -> None:
    """Keep what was found, once; found again, it counts from then."""
    values = {name: getattr(one, name) for name in Found.__dataclass_fields__}
    keys = {"message_id": message_key(one.message_id), "answers": message_key(one.answers)}
    times = {"internal_date": aware(one.internal_date), "adopted_at": aware(one.adopted_at)}
    row = {**values, **keys, **times, "address": address_key(one.address)}
    _note(tx, tx.add(_add, row).one_or_none())


def untaken(tx: Transaction, since: datetime, address: str = "") -> list[Found]:
    """Return the letters that were found since then and are none of the record's yet, the oldest first; those to an address."""
    asked = _to if address else _open
    return [_found(row) for row in tx.run(asked, {"since": aware(since), "who": address_key(address)})]


def take(tx: Transaction, message_id: str, by: str) -> bool:
    """Keep which letter of the record a found one is; False if it is one already."""
    return _note(tx, tx.run(_take, {"message": message_key(message_id), "by": by}).one_or_none())


def get(tx: Transaction, letter: str) -> Found | None:
    """Return the found letter of this id; None where none was."""
    return tx.once(_of_letter, letter) if letter else None


def stands_for(tx: Transaction, letter: str) -> str:
    """Return the letter of the record that this one is by now; any other is itself."""
    one = get(tx, letter)
    return one.taken_by if one and one.taken_by else letter


def folders(tx: Transaction, message_id: str) -> list[str]:
    """Return where a mail lay, and then where the letters lay that answer it."""
    values = {"message": message_key(message_id)}
    if not values["message"]:
        return []
    return [*tx.run(_folder_of, values).scalars(), *dict.fromkeys(tx.run(_folders_that_answer, values).scalars())]


def known(tx: Transaction, message_ids: Iterable[str], until: datetime) -> set[str]:
    """Return those of the Message-IDs that were found up to a time, as keys."""
    keys = [message_key(one) for one in message_ids]
    return set(tx.run(_known, {"ids": keys, "until": aware(until)}).scalars()) if keys else set()


def _of_letter(tx: Transaction, letter: str) -> Found | None:
    row = tx.run(_by_letter, {"which": letter}).one_or_none()
    return _found(row) if row else None


def _note(tx: Transaction, row: Row[*tuple[Any, ...]] | None) -> bool:
    """Keep in the register how a row stands by now; False where none was changed."""
    if row is not None:
        register.note(tx, LetterFound(register.message(row.message_id), register.row(row[1:])))
    return row is not None


def _found(row: object) -> Found:
    return Found(**{name: getattr(row, name) for name in Found.__dataclass_fields__})
