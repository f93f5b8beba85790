"""The mails that arrived: each is here once, settled once, and filed once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Executable, bindparam, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert

from mailservice.clock import aware
from mailservice.mail.parse import MADE
from mailservice.record import contents, register
from mailservice.record.database import Transaction
from mailservice.record.keys import key, message_key
from mailservice.record.register import MailboxRenamed, MailKept, MailRenumbered, MailSettled
from mailservice.record.tables import mails

Outcome = Literal["acted", "filed", "held", "automatic", "duplicate"]

_mine = mails.c.partnership_id == bindparam("partnership")
_this = _mine & (mails.c.id == bindparam("mail"))
_unsettled = text("outcome IS NULL")  # spelt as in the index, or SQLite would not use it
_unfiled = text("outcome IS NOT NULL AND filed_at IS NULL")

_arrive = insert(mails).on_conflict_do_nothing().returning(mails.c.id)
_known_before = (
    select(mails.c.id)
    .where(
        _mine,
        mails.c.message_id == bindparam("message_id"),
        mails.c.digest == bindparam("digest"),
        mails.c.internal_date == bindparam("internal_date"),
        or_(mails.c.mailbox != bindparam("mailbox"), mails.c.uidvalidity != bindparam("uidvalidity")),
    )
    .order_by(mails.c.uid)
    .limit(1)
)
_renumber = (
    update(mails)
    .where(_this)
    .values(
        mailbox=bindparam("new_mailbox"),
        uidvalidity=bindparam("new_uidvalidity"),
        uid=bindparam("new_uid"),
        filed_at=None,
    )
)
_oldest = (
    select(mails.c.id, mails.c.attempts)
    .where(_mine, _unsettled)
    .order_by(mails.c.internal_date, mails.c.uid)
    .limit(bindparam("most"))
)
_ended_us = select(mails.c.id).where(_mine, _unsettled, mails.c.attempts > 0, mails.c.why == "")
_waiting = select(func.count().label("number"), func.min(mails.c.internal_date).label("oldest")).where(
    _mine, _unsettled
)
_get = select(mails).where(_this)
_become = (mails.c.outcome, mails.c.case_id, mails.c.folder, mails.c.settled_at)
_settle = (
    update(mails)
    .where(_this, _unsettled)
    .values(
        outcome=bindparam("became"),
        case_id=bindparam("on_case"),
        folder=bindparam("to_folder"),
        settled_at=bindparam("at"),
    )
    .returning(*_become)
)
_release = (
    update(mails)
    .where(_this, mails.c.outcome == "held")
    .values(outcome=bindparam("became"), case_id=bindparam("on_case"), folder=bindparam("to_folder"), filed_at=None)
    .returning(*_become)
)
_hold_again = (
    update(mails)
    .where(_this, mails.c.outcome.in_(("filed", "acted")))
    .values(outcome="held", folder=bindparam("to_folder"), filed_at=None, why="")
    .returning(*_become)
)
_pass_on = (
    update(mails).where(_this).values(case_id=bindparam("on_case"), folder=bindparam("to_folder")).returning(*_become)
)
_held = (
    select(mails.c.id)
    .where(_mine, mails.c.outcome == "held", mails.c.folder != bindparam("but_in"))
    .order_by(mails.c.id)
)
_attempt = update(mails).where(_this).values(attempts=mails.c.attempts + 1)
_note_fault = update(mails).where(_this).values(why=bindparam("reason"))
_move = update(mails).where(_mine, mails.c.mailbox == bindparam("old_mailbox")).values(mailbox=bindparam("new_mailbox"))
_to_file = (
    select(mails.c.id)
    .where(_mine, _unfiled, mails.c.mailbox == bindparam("in_mailbox"))
    .order_by(mails.c.id)
    .limit(bindparam("most"))
)
_filed = update(mails).where(_this).values(folder=bindparam("to_folder"), filed_at=bindparam("at"))
_known_uids = select(mails.c.uid).where(
    _mine,
    mails.c.mailbox == bindparam("mailbox"),
    mails.c.uidvalidity == bindparam("uidvalidity"),
    mails.c.uid.in_(bindparam("uids", expanding=True)),
)
_same = (
    select(mails.c.id, mails.c.digest)
    .where(_mine, mails.c.message_id == bindparam("message_id"), mails.c.outcome.is_not(None))
    .order_by(mails.c.id)
)
_first = select(func.min(mails.c.internal_date)).where(_mine)
_nameless = (
    select(mails.c.id)
    .where(
        _mine,
        or_(mails.c.message_id == "", mails.c.message_id.endswith(f"@{MADE}")),
        mails.c.internal_date == bindparam("moment"),
    )
    .limit(1)
)
_any_settled = select(mails.c.id).where(_mine, mails.c.outcome.is_not(None)).limit(1)
# A mail that was moved in from elsewhere may bear a date that is still to come.
_newest = select(func.max(func.coalesce(mails.c.collected_at, mails.c.internal_date))).where(_mine)
_known_messages = select(mails.c.message_id).where(_mine, mails.c.message_id.in_(bindparam("ids", expanding=True)))
_counts = select(mails.c.outcome, func.count()).where(_mine).group_by(mails.c.outcome)


_came_unsettled = select(mails.c.internal_date).where(_mine, _unsettled)
_settled_unfiled = select(mails.c.settled_at).where(_mine, _unfiled, mails.c.settled_at.is_not(None))
_lie_in = select(func.count()).where(_mine, mails.c.outcome == "held", mails.c.folder == bindparam("in_folder"))


@dataclass(frozen=True)
class StoredMail:
    """A mail as the record knows it; its bytes are in `contents` under `digest`. `message_id` has no angle brackets.

    `came` is its INTERNALDATE, but never later than when it was collected: a mailbox's clock that is ahead puts no date off.
    """

    id: int
    mailbox: str
    uidvalidity: int
    uid: int
    internal_date: datetime
    message_id: str
    digest: str
    outcome: str | None
    folder: str
    case: int | None
    attempts: int
    why: str
    filed: bool
    came: datetime


def arrive(  # noqa: PLR0913 - what a mail is known by
    tx: Transaction,
    mailbox: str,
    uidvalidity: int,
    uid: int,
    *,
    internal_date: datetime,
    raw: bytes,
    message_id: str,
    collected_at: datetime | None = None,
) -> int | None:
    """Keep a mail that the mailbox holds and return its id; None if it is here already.

    After a change of UIDVALIDITY, or of the mailbox, the same mail comes under a new UID: it is recognised by Message-ID,
    INTERNALDATE and digest, and takes the new UID; if it had been moved it is moved again, for it stands in the INBOX again.
    """
    facts = {
        "mailbox": mailbox,
        "uidvalidity": uidvalidity,
        "internal_date": aware(internal_date),
        "message_id": message_key(message_id),
        "digest": contents.digest_of(raw),
    }
    before = tx.run(_known_before, facts).scalar_one_or_none()
    if before is not None:
        tx.run(_renumber, {"mail": before, "new_mailbox": mailbox, "new_uidvalidity": uidvalidity, "new_uid": uid})
        register.note(tx, MailRenumbered(before, mailbox, uidvalidity, uid))
        return None
    contents.keep(tx, raw, "mail")
    row = {"uid": uid, "folder": "", "attempts": 0, "why": "", **facts}
    row["collected_at"] = aware(collected_at) if collected_at else None
    mail = tx.add(_arrive, row).scalar_one_or_none()
    if mail is not None:
        times = (register.moment(internal_date), register.moment(collected_at))
        named = (contents.digest_of(raw), register.message(message_id))
        register.note(tx, MailKept(mail, mailbox, uidvalidity, uid, *times, *named))
    return mail


def unsettled(tx: Transaction, limit: int = 100) -> list[int]:
    """Return the ids of mails not yet decided, oldest first by the mailbox's receipt.

    One that was tried before, and perhaps ended us, comes last: the others are not held up by it.
    """
    found = tx.run(_oldest, {"most": limit}).all()
    return [row.id for row in sorted(found, key=lambda row: row.attempts > 0)]


def ended_us(tx: Transaction) -> set[int]:
    """Return the ids of mails not yet decided of which an attempt neither ended nor failed: the process did, perhaps by them."""
    return set(tx.run(_ended_us).scalars())


def waiting(tx: Transaction) -> tuple[int, datetime | None]:
    """Return how many mails are not yet decided, and when the oldest of them came."""
    row = tx.run(_waiting).one()
    return row.number, row.oldest


def get(tx: Transaction, mail: int) -> StoredMail:
    """Return a mail by its id; KeyError if there is none."""
    row = tx.run(_get, {"mail": mail}).one_or_none()
    if row is None:
        raise KeyError(mail)
    return StoredMail(
        id=row.id,
        mailbox=row.mailbox,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
        internal_date=row.internal_date,
        message_id=row.message_id,
        digest=row.digest,
        outcome=row.outcome,
        folder=row.folder,
        case=row.case_id,
        attempts=row.attempts,
        why=row.why,
        filed=row.filed_at is not None,
        came=min(row.internal_date, row.collected_at or row.internal_date),
    )


def settle(
    tx: Transaction, mail: int, outcome: Outcome, *, case: int | None = None, folder: str = "", at: datetime
) -> bool:
    """Settle a mail; False if somebody else has, and then nothing may be decided on it."""
    values = {"became": outcome, "on_case": case, "to_folder": folder, "at": aware(at)}
    return _became(tx, mail, _settle, values)


def release(tx: Transaction, mail: int, outcome: Outcome, *, case: int | None, folder: str) -> None:
    """Settle a held mail anew: its sender let it go on, or the office decided, so it moves once more, to where it belongs."""
    _became(tx, mail, _release, {"became": outcome, "on_case": case, "to_folder": folder})


def hold_again(tx: Transaction, mail: int, folder: str) -> None:
    """Hold a mail again that was settled: the office took its word back. It still knows its last case: there it lies."""
    _became(tx, mail, _hold_again, {"to_folder": folder})


def pass_on(tx: Transaction, mail: int, case: int, folder: str) -> None:
    """Keep that a mail is another case's from here, and lies in its folder."""
    _became(tx, mail, _pass_on, {"on_case": case, "to_folder": folder})


def held(tx: Transaction, but_in: str) -> list[int]:
    """Return the mails that are held, the oldest first, but for those of one folder."""
    return list(tx.run(_held, {"but_in": but_in}).scalars())


def attempt(tx: Transaction, mail: int) -> None:
    """Count an attempt at a mail, before it is made: one that never ends is counted too."""
    tx.run(_attempt, {"mail": mail})


def note_fault(tx: Transaction, mail: int, why: str) -> None:
    """Keep why an attempt at a mail failed, the newest reason alone."""
    tx.run(_note_fault, {"mail": mail, "reason": key(why)})


def to_file(tx: Transaction, limit: int = 100, *, mailbox: str = "INBOX") -> list[int]:
    """Return the ids of mails that are settled and not yet moved out of this mailbox."""
    return list(tx.run(_to_file, {"in_mailbox": mailbox, "most": limit}).scalars())


def move_mailbox(tx: Transaction, before: str, after: str) -> None:
    """Keep that mails are known by the numbers of a mailbox that is another by now."""
    tx.run(_move, {"old_mailbox": before, "new_mailbox": after})
    register.note(tx, MailboxRenamed(before, after))


def filed(tx: Transaction, mail: int, folder: str, at: datetime) -> None:
    """Keep that a mail was moved to this folder."""
    tx.run(_filed, {"mail": mail, "to_folder": folder, "at": aware(at)})


def known_uids(tx: Transaction, mailbox: str, uidvalidity: int, uids: Iterable[int]) -> set[int]:
    """Return those of the UIDs that the record holds already."""
    found: set[int] = set()
    rest = iter(uids)
    while batch := list(islice(rest, 1000)):
        found.update(tx.run(_known_uids, {"mailbox": mailbox, "uidvalidity": uidvalidity, "uids": batch}).scalars())
    return found


def same_message(tx: Transaction, message_id: str, digest: str = "") -> int | None:
    """Return the first settled mail of this Message-ID, if this one was delivered twice; with a digest, of these bytes.

    A Message-ID is easily copied: only the same bytes are surely the same mail.
    """
    if not message_id:
        return None
    rows = tx.run(_same, {"message_id": message_key(message_id)})
    return next((row.id for row in rows if digest in {"", row.digest}), None)


def first_received(tx: Transaction) -> datetime | None:
    """Return when the first mail of all came; None before there is one."""
    first: datetime | None = tx.run(_first).scalar_one()
    return first


def any_settled(tx: Transaction) -> bool:
    """Tell whether any mail was ever decided on."""
    return tx.run(_any_settled).first() is not None


def has_no_name(message_id: str) -> bool:
    """Tell whether an email came without a Message-ID: what its row has was made from its bytes."""
    return message_id.endswith(f"@{MADE}")


def came_at(tx: Transaction, moment: datetime) -> bool:
    """Tell whether the record holds a mail without a Message-ID of this INTERNALDATE."""
    return tx.run(_nameless, {"moment": aware(moment)}).first() is not None


def newest_received(tx: Transaction) -> datetime | None:
    """Return when the newest mail was collected; None before there is one."""
    newest: datetime | None = tx.run(_newest).scalar_one()
    return newest


def unknown(tx: Transaction, message_ids: Iterable[str]) -> set[str]:
    """Return those of the Message-IDs of which the record holds no mail."""
    by_key = {message_key(one): one for one in message_ids}
    known = set(tx.run(_known_messages, {"ids": list(by_key)}).scalars()) if by_key else set()
    return {one for key, one in by_key.items() if key not in known}


def counts(tx: Transaction) -> dict[str, int]:
    """Return how many mails there are of each outcome; "unsettled" for those not yet decided. Reads the whole table."""
    return {outcome or "unsettled": number for outcome, number in tx.run(_counts)}


def came_unsettled(tx: Transaction) -> list[datetime]:
    """Return when each mail came that is not decided yet."""
    return [aware(one) for one in tx.run(_came_unsettled, {}).scalars()]


def settled_unfiled(tx: Transaction) -> list[datetime]:
    """Return when each mail was settled that is not in its folder yet."""
    return [aware(one) for one in tx.run(_settled_unfiled, {}).scalars()]


def held_in(tx: Transaction, folder: str) -> int:
    """Return how many mails are held in a folder."""
    count: int = tx.run(_lie_in, {"in_folder": folder}).scalar_one()
    return count


def _became(tx: Transaction, mail: int, change: Executable, values: Mapping[str, Any]) -> bool:
    """Change what became of a mail, and keep it in the register; False where it is not as the change needs it."""
    row = tx.run(change, {"mail": mail, **values}).one_or_none()
    if row is not None:
        register.note(tx, MailSettled(mail, row.outcome, row.case_id or 0, row.folder, register.moment(row.settled_at)))
    return row is not None
