"""What the record knows of the way of a mail, and of a letter: the questions that `mailservice trace` asks. They only look."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, func, or_, select

from mailservice.cases.history.events import (
    LetterBounced,
    LetterOrdered,
    LetterStalled,
    LetterWithheld,
    MailHeard,
    ReaderAway,
)
from mailservice.clock import aware
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, message_key
from mailservice.record.ledger import BOOK, unpack
from mailservice.record.tables import OF_ENTRY, contents, ledger, letters, mails, partnerships

_MOMENT = timedelta(seconds=1)
_HEAD = 65_536  # bytes of a mail in which its headers are looked for
_AT_ONCE = 200  # of these in memory
Fate = LetterBounced | LetterStalled | LetterWithheld | ReaderAway

_mail = mails.c.partnership_id == bindparam("partnership")
_letter = letters.c.partnership_id == bindparam("partnership")
_came = (
    select(mails)
    .where(_mail, mails.c.internal_date >= bindparam("since"), mails.c.internal_date <= bindparam("until"))
    .order_by(mails.c.internal_date, mails.c.id)
)
_headed = _came.add_columns(func.substr(contents.c.data, 1, _HEAD).label("head")).join_from(
    mails, contents, (contents.c.partnership_id == mails.c.partnership_id) & (contents.c.digest == mails.c.digest)
)
_headed = _headed.execution_options(yield_per=_AT_ONCE)
_apart = _came.where((mails.c.folder == bindparam("folder")) | (mails.c.outcome == "duplicate"))
_named = (
    select(mails).where(_mail, mails.c.message_id == bindparam("named")).order_by(mails.c.internal_date, mails.c.id)
)
_on_case = select(mails).where(_mail, mails.c.case_id == bindparam("case")).order_by(mails.c.internal_date, mails.c.id)
_newest = select(func.max(mails.c.internal_date)).where(_mail)
_head = select(func.substr(contents.c.data, 1, _HEAD)).where(
    contents.c.partnership_id == bindparam("partnership"), contents.c.digest == bindparam("digest")
)
_these = (
    select(letters)
    .where(_letter, letters.c.letter.in_(bindparam("names", expanding=True)))
    .order_by(letters.c.ordered_at, letters.c.case_id, letters.c.number)
)
_to = (
    select(letters)
    .where(
        _letter,
        letters.c.address == bindparam("who"),
        letters.c.ordered_at <= bindparam("until"),
        or_(letters.c.ordered_at >= bindparam("since"), letters.c.sent_at >= bindparam("since")),
    )
    .order_by(letters.c.ordered_at, letters.c.case_id, letters.c.number)
)
_under = select(letters).where(_letter, letters.c.message_id == bindparam("named"))
_entries = (
    select(ledger.c.number, ledger.c.recorded_at, ledger.c.kind, contents.c.data)
    .join_from(
        ledger,
        contents,
        OF_ENTRY,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == bindparam("case"),
        ledger.c.recorded_at >= bindparam("since"),
        ledger.c.recorded_at <= bindparam("until"),
    )
    .order_by(ledger.c.number)
)
_fates = (
    select(ledger.c.kind, contents.c.data)
    .join_from(
        ledger,
        contents,
        OF_ENTRY,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == bindparam("case"),
        ledger.c.kind.in_([kind.__name__ for kind in (LetterBounced, LetterStalled, LetterWithheld, ReaderAway)]),
        ledger.c.recorded_at >= bindparam("since"),
        contents.c.data.is_not(None),
    )
    .order_by(ledger.c.number)
)
_orders = (
    select(ledger.c.number, contents.c.data)
    .join_from(
        ledger,
        contents,
        OF_ENTRY,
    )
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == bindparam("case"),
        ledger.c.kind == "LetterOrdered",
        ledger.c.recorded_at >= bindparam("since"),
        ledger.c.recorded_at <= bindparam("until"),
        contents.c.data.is_not(None),
    )
    .order_by(ledger.c.number)
)
_waits_for = select(partnerships.c.waits_for).where(partnerships.c.id == bindparam("partnership"))


@dataclass(frozen=True)
class Came:
    """A mail's way as its row tells it. `collected_at` is None too where it was collected before that was kept."""

    id: int
    message_id: str
    digest: str
    internal_date: datetime
    collected_at: datetime | None
    settled_at: datetime | None
    filed_at: datetime | None
    outcome: str | None
    folder: str
    case: int | None
    attempts: int
    why: str


@dataclass(frozen=True)
class Went:
    """A letter's way as its row tells it. `not_before` is until when it rests, and `why` what keeps it."""

    letter: str
    case: int
    template: str
    address: str
    ordered_at: datetime
    status: str
    sent_at: datetime | None
    not_before: datetime | None
    tries: int
    why: str


@dataclass(frozen=True)
class Heard:
    """What was decided on a mail in one case: the mail as heard, and the numbers of the entries kept in one go with it."""

    case: int
    mail: MailHeard
    numbers: range


def came(tx: Transaction, since: datetime, until: datetime) -> list[Came]:
    """Return the mails that the mailbox received in a time, both ends included, the oldest first."""
    return [_came_row(row) for row in tx.run(_came, {"since": aware(since), "until": aware(until)})]


def came_with(tx: Transaction, since: datetime, until: datetime, wanted: Callable[[bytes], bool]) -> list[Came]:
    """Return those of them of whose beginning, the headers in it, this holds; all are read in one go."""
    rows = tx.run(_headed, {"since": aware(since), "until": aware(until)})
    return [_came_row(row) for row in rows if row.head is not None and wanted(bytes(row.head))]


def apart(tx: Transaction, since: datetime, until: datetime, folder: str) -> list[Came]:
    """Return those of them that are for this folder, or came before."""
    return [_came_row(row) for row in tx.run(_apart, {"since": aware(since), "until": aware(until), "folder": folder})]


def named(tx: Transaction, message_id: str) -> list[Came]:
    """Return the mails of a Message-ID: more than one where it was delivered more than once, or copied."""
    return [_came_row(row) for row in tx.run(_named, {"named": message_key(message_id)})]


def on_case(tx: Transaction, case: int) -> list[Came]:
    """Return the mails on a case, the oldest first."""
    return [_came_row(row) for row in tx.run(_on_case, {"case": case})]


def newest(tx: Transaction) -> datetime | None:
    """Return when the newest mail of all came; None before there is one."""
    found: datetime | None = tx.run(_newest).scalar_one()
    return found


def head(tx: Transaction, digest: str) -> bytes:
    """Return the beginning of a mail, its headers in it; nothing of one that was disposed of."""
    found = tx.run(_head, {"digest": digest}).scalar_one_or_none()
    return bytes(found) if found else b""


def letters_of(tx: Transaction, names: Iterable[str]) -> list[Went]:
    """Return these letters, in the order they were ordered."""
    wanted = list(names)
    return [_went_row(row) for row in tx.run(_these, {"names": wanted})] if wanted else []


def letters_to(tx: Transaction, address: str, since: datetime, until: datetime) -> list[Went]:
    """Return the letters to an address that were ordered, or left, in a time."""
    values = {"who": address_key(address), "since": aware(since), "until": aware(until)}
    return [_went_row(row) for row in tx.run(_to, values)]


def letters_named(tx: Transaction, message_id: str) -> list[Went]:
    """Return the letter of ours that left under a Message-ID, if it is one's."""
    found = (f"<{message_key(message_id)}>", message_key(message_id))
    return [_went_row(row) for one in found for row in tx.run(_under, {"named": one})]


def heard(tx: Transaction, mail: Came, cases: Iterable[int]) -> list[Heard]:
    """Return what was decided on a mail, in these cases and in the office's own book."""
    first = min(mail.internal_date, mail.settled_at or mail.internal_date) - _MOMENT
    found = [_heard(tx, mail, case, first, datetime.max.replace(tzinfo=first.tzinfo)) for case in cases]
    if mail.settled_at:  # the book is long, and a mail that is decided there is settled with it
        found.append(_heard(tx, mail, BOOK, first, mail.settled_at + _MOMENT))
    return [one for some in found for one in some]


def orders(tx: Transaction, case: int, since: datetime, until: datetime) -> list[tuple[int, LetterOrdered]]:
    """Return the letters that a case ordered in a time, each with its entry's number."""
    found = tx.run(_orders, {"case": case, "since": aware(since) - _MOMENT, "until": aware(until) + _MOMENT})
    events = ((row.number, unpack("LetterOrdered", row.data)) for row in found)
    return [(number, one) for number, one in events if isinstance(one, LetterOrdered)]


def fates(tx: Transaction, letter: Went) -> list[Fate]:
    """Return what was heard of a letter since it was ordered, but for its leaving."""
    found = tx.run(_fates, {"case": letter.case, "since": letter.ordered_at - _MOMENT})
    events = (unpack(row.kind, row.data) for row in found)
    return [one for one in events if isinstance(one, Fate) and one.letter == letter.letter]


def waits_for(tx: Transaction) -> str:
    """Return why nothing is decided or sent until a person says so; empty where it is."""
    return tx.run(_waits_for).scalar_one() or ""


def _heard(tx: Transaction, mail: Came, case: int, since: datetime, until: datetime) -> list[Heard]:
    rows = list(tx.run(_entries, {"case": case, "since": since, "until": until}))
    found = []
    for place, row in enumerate(rows):
        event = unpack(row.kind, row.data) if row.kind == "MailHeard" and row.data is not None else None
        if isinstance(event, MailHeard) and event.mail == f"m{mail.id}":
            found.append(Heard(case, event, _in_one_go(rows, place)))
    return found


def _in_one_go(rows: Sequence[Row[*tuple[Any, ...]]], place: int) -> range:
    """Return the numbers of the entries kept together with one, up to the next mail."""
    first = last = place
    while first and rows[first - 1].recorded_at == rows[place].recorded_at and rows[first - 1].kind == "CaseOpened":
        first -= 1
    for row in rows[place + 1 :]:
        if row.recorded_at != rows[place].recorded_at or row.kind in {"MailHeard", "LetterSent"}:
            break
        last += 1
    return range(rows[first].number, rows[last].number + 1)


def _came_row(row: Any) -> Came:
    return Came(
        id=row.id,
        message_id=row.message_id,
        digest=row.digest,
        internal_date=row.internal_date,
        collected_at=row.collected_at,
        settled_at=row.settled_at,
        filed_at=row.filed_at,
        outcome=row.outcome,
        folder=row.folder,
        case=row.case_id,
        attempts=row.attempts,
        why=row.why,
    )


def _went_row(row: Any) -> Went:
    return Went(
        letter=row.letter,
        case=row.case_id,
        template=row.template,
        address=row.address,
        ordered_at=row.ordered_at,
        status=row.status,
        sent_at=row.sent_at,
        not_before=row.not_before,
        tries=row.tries,
        why=row.why,
    )
