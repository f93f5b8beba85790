"""The letters ordered and not yet sent: claimed under a lease, rendered once, sent, and filed with their case.

A lease, a retry and a back-off run on the real clock, handed in as `now`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, func, or_, select, text, update

from mailservice.cases.history.events import LetterOrdered
from mailservice.clock import aware
from mailservice.record import contents, ledger, lookup
from mailservice.record.database import Transaction
from mailservice.record.keys import address_key, key
from mailservice.record.register import LetterRendered
from mailservice.record.tables import letters

_mine = letters.c.partnership_id == bindparam("partnership")
_this = _mine & (letters.c.letter == bindparam("which"))
_ordered = text("status = 'ordered'")  # spelt as in the index, or SQLite would not use it
_unfiled = text("sent_at IS NOT NULL AND filed_at IS NULL")
_rested = or_(letters.c.not_before.is_(None), letters.c.not_before <= bindparam("now"))

_due = (
    select(letters.c.letter)
    .where(_mine, _ordered, _rested)
    .order_by(letters.c.ordered_at, letters.c.case_id, letters.c.number)
    .limit(bindparam("most"))
)
_unsent = (
    select(letters.c.letter).where(_mine, _ordered).order_by(letters.c.ordered_at, letters.c.case_id, letters.c.number)
)
_known = select(letters.c.letter, letters.c.status).where(
    _mine, letters.c.letter.in_(bindparam("named", expanding=True))
)
_resting = select(letters.c.not_before).where(_mine, _ordered, letters.c.not_before > bindparam("now")).distinct()
# One that is meant to wait (an opening's five minutes, tomorrow's 9am, a pause of the office) waits for nobody's fault.
_stuck = and_(_mine, _ordered, letters.c.why != ledger.PAUSED, or_(_rested, letters.c.why != ""))
_meant = case(
    (letters.c.why == "", func.coalesce(letters.c.not_before, letters.c.ordered_at)), else_=letters.c.ordered_at
)
_stuck_count = select(func.count().label("number"), func.min(_meant).label("oldest")).where(_stuck)
# Of the reasons why letters wait so many are told: one letter may wait for its reader, the others for the server.
_MOST_REASONS = 3
_stuck_for = (
    select(letters.c.why)
    .where(_stuck, letters.c.why != "")
    .group_by(letters.c.why)
    .order_by(func.min(letters.c.ordered_at), letters.c.why)
    .limit(_MOST_REASONS)
)
_claim = (
    update(letters)
    .where(_this, _ordered, _rested)
    .values(not_before=bindparam("until"), tries=letters.c.tries + 1)
    .returning(letters.c.letter)
)
_claim_filing = (
    update(letters).where(_this, _unfiled, _rested).values(not_before=bindparam("until")).returning(letters.c.letter)
)
_get = select(letters).where(_this)
_rendered = (
    update(letters)
    .where(_this)
    .values(message_id=bindparam("as_message"), rendered=bindparam("digest"))
    .returning(letters.c.case_id)
)
_postpone = update(letters).where(_this).values(not_before=bindparam("until"), why=bindparam("reason"))
_rest_all = (
    update(letters).where(_mine, _ordered, _rested).values(not_before=bindparam("until"), why=bindparam("reason"))
)
_wake = (
    update(letters)
    .where(_mine, _ordered, letters.c.tries > 0, letters.c.not_before > bindparam("until"))
    .values(not_before=None)
)
_waiting = (
    select(
        letters.c.letter, letters.c.case_id, letters.c.template, letters.c.ordered_at, letters.c.why, letters.c.tries
    )
    .where(_mine, _ordered, letters.c.why != "")
    .order_by(letters.c.ordered_at, letters.c.case_id, letters.c.number)
)
_to_leave = select(letters.c.letter, letters.c.ordered_at).where(
    _mine, _ordered, letters.c.why != bindparam("paused"), or_(letters.c.tries > 0, letters.c.why != "", _rested)
)
_left_since = select(letters.c.letter, letters.c.case_id, letters.c.ordered_at, letters.c.sent_at).where(
    _mine, letters.c.sent_at >= bindparam("since"), letters.c.tries > 1
)
_MOST_AT_ONCE = 20  # readers of one thing
_newest_settled = (
    select(letters.c.status, letters.c.ordered_at)
    .where(_mine, letters.c.template.in_(bindparam("kinds", expanding=True)), letters.c.status.in_(("sent", "bounced")))
    .order_by(letters.c.ordered_at.desc())
    .limit(_MOST_AT_ONCE)
)
_sent_unfiled = select(letters.c.sent_at).where(_mine, _unfiled)
_newest_of_kind = (
    select(letters.c.letter, letters.c.status)
    .where(_mine, letters.c.case_id == bindparam("case"), letters.c.template == bindparam("kind"))
    .order_by(letters.c.ordered_at.desc(), letters.c.number.desc())
    .limit(bindparam("most"))
)
_to_address = (
    select(letters.c.letter, letters.c.case_id)
    .where(_mine, letters.c.address == bindparam("who"), letters.c.sent_at >= bindparam("since"))
    .order_by(letters.c.sent_at.desc())
    .limit(1)
)
_to_file = select(letters.c.letter).where(_mine, _unfiled).order_by(letters.c.sent_at).limit(bindparam("most"))
_filed = update(letters).where(_this).values(filed_at=bindparam("at"))
_since = (
    letters.c.address == bindparam("who"),
    letters.c.case_id == bindparam("case"),
    letters.c.ordered_at >= bindparam("since"),
)
_by_message = select(letters.c.letter).where(
    _mine, letters.c.case_id == bindparam("case"), letters.c.message_id == bindparam("as_message")
)
_written_to = select(letters.c.template).where(_mine, *_since).distinct()
_of_kind = select(letters.c.letter, letters.c.status).where(
    _mine, letters.c.case_id == bindparam("case"), letters.c.template == bindparam("kind")
)
_bounced_since = select(letters.c.address).where(
    _mine,
    letters.c.case_id == bindparam("case"),
    letters.c.template == bindparam("kind"),
    letters.c.ordered_at >= bindparam("since"),
    letters.c.status == "bounced",
)
_unsent_of = select(letters.c.letter, letters.c.address).where(
    _mine, letters.c.case_id == bindparam("case"), letters.c.status == "ordered"
)
_untried_of = (
    select(letters.c.letter)
    .where(_mine, _ordered, letters.c.case_id == bindparam("case"), letters.c.tries == 0)
    .order_by(letters.c.number)
)
_sent_to = (
    select(letters.c.case_id, letters.c.template, letters.c.sent_at)
    .where(_mine, letters.c.address == bindparam("who"), letters.c.sent_at.is_not(None))
    .order_by(letters.c.sent_at)
)
_openings = (
    select(letters.c.case_id)
    .distinct()
    .where(
        _mine,
        letters.c.address == bindparam("who"),
        letters.c.case_id != ledger.BOOK,
        letters.c.ordered_at >= bindparam("since"),
        letters.c.template.in_(("receipt", "missing")),
    )
)
_strangers = select(func.count()).where(
    _mine,
    letters.c.case_id == ledger.BOOK,
    letters.c.ordered_at >= bindparam("since"),
    letters.c.template == "stranger",
)
_answers = select(func.count()).where(_mine, *_since, letters.c.replied.is_(True))


@dataclass(frozen=True)
class Outgoing:
    """A letter as dispatch needs it. `rendered` is the digest of the bytes, empty until they are made; then only they go."""

    order: LetterOrdered
    case: int
    status: str
    message_id: str
    rendered: str
    tries: int
    why: str
    filed: bool


@dataclass(frozen=True)
class HeldUp:
    """A letter that should have left and has not: of which case (0: the office's own book), since when, and why."""

    letter: str
    case: int
    template: str
    since: datetime
    why: str
    tries: int


@dataclass(frozen=True)
class Waiting:
    """How many letters are ordered and have not left, since when the oldest, and why, as `mail.refusals` keeps it."""

    count: int
    oldest: datetime | None
    why: tuple[str, ...]


def waiting(tx: Transaction, now: datetime) -> Waiting:
    """Return what waits to leave; a letter that is meant to wait counts from its time on."""
    row = tx.run(_stuck_count, {"now": aware(now)}).one()
    return Waiting(row.number, row.oldest, tuple(tx.run(_stuck_for, {"now": aware(now)}).scalars()))


def newest_came_back(tx: Transaction, templates: Iterable[str]) -> bool:
    """Tell whether the newest letters of some kinds of which it is known what became of them came back, to whomever they went."""
    found = tx.run(_newest_settled, {"kinds": [*templates]}).all()
    return bool(found) and all(one.status == "bounced" for one in found if one.ordered_at == found[0].ordered_at)


def due(tx: Transaction, now: datetime, limit: int = 100) -> list[str]:
    """Return the letters to be sent that nobody is busy with, in the order they were ordered."""
    return list(tx.run(_due, {"now": aware(now), "most": limit}).scalars())


def unsent(tx: Transaction) -> list[str]:
    """Return every letter that was ordered and has not left, in the order they were ordered."""
    return list(tx.run(_unsent).scalars())


def known(tx: Transaction, letters: Iterable[str]) -> dict[str, str]:
    """Return those of the letters that the record has, each with its status."""
    named = [*letters]
    return {row.letter: row.status for row in tx.run(_known, {"named": named})} if named else {}


def resting(tx: Transaction, now: datetime) -> list[datetime]:
    """Return the moments at which letters that wait may leave."""
    return [aware(one) for one in tx.run(_resting, {"now": aware(now)}).scalars()]


def claim(tx: Transaction, letter: str, now: datetime, lease_s: float) -> bool:
    """Take a letter for this many seconds and count the try; False if it is taken, resting, or no longer to be sent."""
    values = {"which": letter, "now": aware(now), "until": now + timedelta(seconds=lease_s)}
    return tx.run(_claim, values).one_or_none() is not None


def claim_filing(tx: Transaction, letter: str, now: datetime, lease_s: float) -> bool:
    """Take a letter that was sent, to put it into its folder; False if it is taken, or lies there already."""
    values = {"which": letter, "now": aware(now), "until": now + timedelta(seconds=lease_s)}
    return tx.run(_claim_filing, values).one_or_none() is not None


def get(tx: Transaction, letter: str) -> Outgoing:
    """Return a letter by its id; KeyError if there is none, or if its contents were disposed of."""
    row, order = tx.once(_row, letter), tx.once(_order, letter)
    if row is None or order is None:
        raise KeyError(letter)
    return Outgoing(
        order=order,
        case=row.case_id,
        status=row.status,
        message_id=row.message_id,
        rendered=row.rendered,
        tries=row.tries,
        why=row.why,
        filed=row.filed_at is not None,
    )


def _row(tx: Transaction, letter: str) -> Row[*tuple[Any, ...]] | None:
    return tx.run(_get, {"which": letter}).one_or_none()


def _order(tx: Transaction, letter: str) -> LetterOrdered | None:
    row = tx.once(_row, letter)
    payload = contents.get(tx, row.payload) if row else None
    order = ledger.unpack("LetterOrdered", payload) if payload is not None else None
    return order if isinstance(order, LetterOrdered) else None


def case_of(tx: Transaction, letter: str) -> int | None:
    """Return the case that a letter belongs to, 0 for the office's own book; None if there is no such letter."""
    row = tx.once(_row, letter)
    number: int | None = row.case_id if row else None
    return number


def about_mails(tx: Transaction, letter: str) -> str:
    """Return what a letter says that it is about, and which mails it holds, as one text; empty where it is let go."""
    try:
        order = get(tx, letter).order
    except KeyError:
        return ""
    return f"{order.about} {order.holds}"


def named(tx: Transaction, case: int, message_id: str) -> str:
    """Return the letter of a case that left under this Message-ID, whatever key signed it; empty where none did."""
    return tx.run(_by_message, {"case": case, "as_message": message_id}).scalars().first() or ""


def rendered(tx: Transaction, letter: str, message_id: str, digest: str) -> None:
    """Keep which bytes the letter is, and its Message-ID, by which an answer finds the case."""
    case = tx.run(_rendered, {"which": letter, "as_message": message_id, "digest": digest}).scalar_one()
    lookup.connect(tx, case, [message_id], LetterRendered(letter, message_id, digest))


def postpone(tx: Transaction, letter: str, until: datetime, why: str) -> None:
    """Let a letter rest until then, and keep why."""
    tx.run(_postpone, {"which": letter, "until": aware(until), "reason": key(why)})


def rest_all(tx: Transaction, now: datetime, until: datetime, why: str) -> None:
    """Let every letter that could leave now rest until then: the mail server takes none of ours."""
    tx.run(_rest_all, {"now": aware(now), "until": aware(until), "reason": key(why)})


def wake(tx: Transaction, until: datetime) -> None:
    """Let no letter that was tried rest for longer than until then: the clock was wrong when it was told how long."""
    tx.run(_wake, {"until": aware(until)})


def held_up(tx: Transaction) -> list[HeldUp]:
    """Return the letters that were tried, or told to rest, and have not left, the oldest first."""
    return [
        HeldUp(row.letter, row.case_id, row.template, aware(row.ordered_at), row.why, row.tries)
        for row in tx.run(_waiting, {}).all()
    ]


def to_leave(tx: Transaction, now: datetime) -> list[datetime]:
    """Return since when each letter should have left that has not; one that waits for its hour, or is paused, should not."""
    found = tx.run(_to_leave, {"now": aware(now), "paused": key(ledger.PAUSED)}).all()
    return [max(aware(row.ordered_at), get(tx, row.letter).order.leaves or aware(row.ordered_at)) for row in found]


def left_since(tx: Transaction, since: datetime) -> list[tuple[int, datetime, datetime]]:
    """Return of each letter that left since then, not at the first try, its case, when it should have left, and when it did."""
    found = tx.run(_left_since, {"since": aware(since)}).all()
    return [
        (
            row.case_id,
            max(aware(row.ordered_at), get(tx, row.letter).order.leaves or aware(row.ordered_at)),
            aware(row.sent_at),
        )
        for row in found
    ]


def sent_unfiled(tx: Transaction) -> list[datetime]:
    """Return when each letter left that is not in its folder yet."""
    return [aware(one) for one in tx.run(_sent_unfiled, {}).scalars()]


def newest_in_the_book(tx: Transaction, template: str, most: int = 50) -> list[Outgoing]:
    """Return the newest letters of this kind in the office's own book."""
    found = tx.run(_newest_of_kind, {"case": ledger.BOOK, "kind": template, "most": most}).all()
    return [get(tx, row.letter) for row in found]


def last_to(tx: Transaction, address: str, since: datetime) -> tuple[str, int] | None:
    """Return the last letter that left for an address since then, and its case; None if none did."""
    row = tx.run(_to_address, {"who": address_key(address), "since": aware(since)}).one_or_none()
    return (row.letter, row.case_id) if row else None


def to_file(tx: Transaction, limit: int = 100) -> list[str]:
    """Return the letters that were sent and are not yet in their case's folder."""
    return list(tx.run(_to_file, {"most": limit}).scalars())


def filed(tx: Transaction, letter: str, at: datetime) -> None:
    """Keep that the letter lies in its case's folder."""
    tx.run(_filed, {"which": letter, "at": aware(at)})


def template(tx: Transaction, letter: str) -> str:
    """Return the kind of a letter, also of one whose contents were disposed of; empty where there is none."""
    row = tx.once(_row, letter)
    kind: str = row.template if row else ""
    return kind


def about(tx: Transaction, letter: str, template: str) -> str:
    """Return what a letter of this kind is about; empty if there is no such letter."""
    try:
        order = get(tx, letter).order
    except KeyError:
        return ""
    return order.about if order.template == template else ""


def in_the_book_about(tx: Transaction, template: str, what: str) -> dict[str, str]:
    """Return the letters of this kind in the office's own book that are about something, each with its status."""
    found = tx.run(_of_kind, {"case": ledger.BOOK, "kind": template}).all()
    return {letter: status for letter, status in found if about(tx, letter, template) == what}


def ordered_about(tx: Transaction, template: str, what: str) -> list[datetime]:
    """Return when each letter of this kind in the office's own book was ordered that is about something."""
    return [get(tx, one).order.at for one in in_the_book_about(tx, template, what)]


def bounced_since(tx: Transaction, template: str, since: datetime) -> frozenset[str]:
    """Return the addresses, as they are looked up, from which a letter of this kind in the office's book came back."""
    values = {"case": ledger.BOOK, "kind": template, "since": aware(since)}
    return frozenset(tx.run(_bounced_since, values).scalars())


def waiting_in_the_book(tx: Transaction) -> list[tuple[str, str]]:
    """Return the letters of the office's own book that have not left yet, each with its reader's address."""
    return [(row.letter, row.address) for row in tx.run(_unsent_of, {"case": ledger.BOOK})]


def unsent_of(tx: Transaction, case: int) -> list[LetterOrdered]:
    """Return the letters of a case that nobody has tried to send yet, as they were ordered, the oldest first."""
    return [get(tx, letter).order for letter in tx.run(_untried_of, {"case": case}).scalars()]


def signposted(tx: Transaction, address: str) -> list[str]:
    """Return the mails of this address of which a signpost was ordered, the newest first."""
    found = tx.run(_of_kind, {"case": ledger.BOOK, "kind": "signpost"}).scalars()
    orders = sorted((get(tx, letter).order for letter in found), key=lambda one: one.at, reverse=True)
    return [one.about for one in orders if one.to.address.lower() == address.lower()]


def written_to(tx: Transaction, address: str, since: datetime) -> set[str]:
    """Return the templates of the letters ordered from the office's own book to this address since then."""
    values = {"who": address_key(address), "case": ledger.BOOK, "since": aware(since)}
    return set(tx.run(_written_to, values).scalars())


def answered(tx: Transaction, case: int, template: str, message_id: str, since: datetime) -> bool:
    """Tell whether a letter of this kind was ordered since then in answer to a mail."""
    found = tx.run(_of_kind, {"case": case, "kind": template}).scalars()
    orders = (get(tx, letter).order for letter in found)
    return any(one.answers == message_id and one.at >= since for one in orders)


def sent_to(tx: Transaction, address: str) -> list[tuple[int, str, datetime]]:
    """Return every letter that left for an address, the oldest first: its case, 0 for none, its kind, and when."""
    found = tx.run(_sent_to, {"who": address_key(address)}).all()
    return [(row.case_id, row.template, aware(row.sent_at)) for row in found]


def opened_by(tx: Transaction, address: str, since: datetime) -> int:
    """Return how many cases' receipts were ordered to this address since then: the cases that its mails opened."""
    return len(tx.run(_openings, {"who": address_key(address), "since": aware(since)}).all())


def strangers(tx: Transaction, since: datetime) -> int:
    """Return how many people of no agency were answered since then."""
    number: int = tx.run(_strangers, {"since": aware(since)}).scalar_one()
    return number


def answers(tx: Transaction, case: int, address: str, since: datetime) -> int:
    """Return how many direct answers a case has ordered to this address since then."""
    values = {"who": address_key(address), "case": case, "since": aware(since)}
    number: int = tx.run(_answers, values).scalar_one()
    return number
