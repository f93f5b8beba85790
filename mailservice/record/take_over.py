"""A record from before there was a register is written into one, as it stands: from here on it is held to that.

Start at `take_over`. What was changed before nobody can tell any more.
"""

from collections.abc import Iterator

from sqlalchemy import bindparam, select

from mailservice.record import partnerships, register
from mailservice.record.database import Transaction
from mailservice.record.register import (
    REGISTER,
    ContentsKept,
    ContentsLetGo,
    Counted,
    LetterFound,
    LetterRendered,
    MailKept,
    MailSettled,
    MessagesJoined,
    Noted,
    RegisterBegun,
)
from mailservice.record.tables import chains, contents, counters, found, ledger, letters, mails, threads

_begun = select(chains.c.length).where(
    chains.c.partnership_id == bindparam("partnership"), chains.c.case_id == REGISTER
)
_mails = select(mails).where(mails.c.partnership_id == bindparam("partnership")).order_by(mails.c.id)
_letters = (
    select(letters.c.letter, letters.c.message_id, letters.c.rendered)
    .where(letters.c.partnership_id == bindparam("partnership"), letters.c.rendered != "")
    .order_by(letters.c.letter)
)
_counters = select(counters).where(counters.c.partnership_id == bindparam("partnership")).order_by(counters.c.name)
_threads = (
    select(threads.c.case_id, threads.c.message_id)
    .where(threads.c.partnership_id == bindparam("partnership"))
    .order_by(threads.c.case_id, threads.c.message_id)
)
_found = select(found).where(found.c.partnership_id == bindparam("partnership")).order_by(found.c.message_id)
_named = (
    select(ledger.c.payload).where(ledger.c.partnership_id == bindparam("partnership")),
    select(mails.c.digest).where(mails.c.partnership_id == bindparam("partnership")),
    select(letters.c.rendered).where(letters.c.partnership_id == bindparam("partnership")),
    select(found.c.digest).where(found.c.partnership_id == bindparam("partnership")),
)
_contents = (
    select(
        contents.c.digest,
        contents.c.kind,
        contents.c.size,
        contents.c.disposed_at,
        contents.c.disposed_by,
        contents.c.disposed_why,
    )
    .where(contents.c.partnership_id == bindparam("partnership"))
    .order_by(contents.c.digest)
)
_AT_ONCE = 1000


def take_over(tx: Transaction) -> int:
    """Write everything that stands into the register, once; return how many entries that took."""
    if tx.run(_begun, {}).one_or_none() is not None:
        return 0
    noted = [RegisterBegun(), *_standing(tx)]
    if len(noted) == 1:
        return 0  # nothing was ever on record
    for first in range(0, len(noted), _AT_ONCE):
        register.note(tx, *noted[first : first + _AT_ONCE])
    return len(noted)


def _standing(tx: Transaction) -> Iterator[Noted]:
    if partnerships.get(tx).identity:
        yield partnerships.whose(tx)
    yield from (Counted(row.name, row.last) for row in tx.run(_counters, {}))
    for row in tx.run(_mails, {}).all():
        times = (register.moment(row.internal_date), register.moment(row.collected_at))
        place = (row.mailbox, row.uidvalidity, row.uid)
        yield MailKept(row.id, *place, *times, row.digest, register.message(row.message_id))
        if row.outcome is not None:
            settled = register.moment(row.settled_at)
            yield MailSettled(row.id, row.outcome, row.case_id or 0, row.folder, settled)
    for row in tx.run(_letters, {}).all():
        yield LetterRendered(row.letter, row.message_id, row.rendered)
    joined: dict[int, list[str]] = {}
    for row in tx.run(_threads, {}):
        joined.setdefault(row.case_id, []).append(register.message(row.message_id))
    yield from (MessagesJoined(case, tuple(messages)) for case, messages in joined.items())
    for row in tx.run(_found, {}).all():
        yield LetterFound(register.message(row.message_id), register.row(row[1:]))
    yield from _bytes(tx)


def _bytes(tx: Transaction) -> Iterator[Noted]:
    named = {digest for statement in _named for digest in tx.run(statement, {}).scalars()}
    for row in tx.run(_contents, {}).all():
        if row.digest not in named:
            yield ContentsKept(row.digest, row.kind, row.size)
        if row.disposed_at is not None:
            stone = (register.moment(row.disposed_at), row.disposed_by, row.disposed_why)
            yield ContentsLetGo(((row.digest, row.kind, row.size),), *stone)
