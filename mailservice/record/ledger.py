"""The ledger: every event of every case, in a chain that is never changed. Start at `append` and `replayed`.

A payload is canonical JSON (sorted keys, no spaces, ASCII) of {"event": …, "salt": 32 hexadecimal digits}; it lies in
`contents` under its SHA-256, which the row in the chain names (`chain`). Case 0 is the office's own book: what is on no case.
"""

import json
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Boolean, Row, bindparam, func, or_, select, update

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.events import Event, HistoryLost, Resumed, dump, kind_of, load
from mailservice.cases.history.folding import replay
from mailservice.clock import aware
from mailservice.record import chain, contents, projections
from mailservice.record.chain import Entry
from mailservice.record.database import Transaction
from mailservice.record.keys import key
from mailservice.record.tables import OF_ENTRY, chains, ledger, letters
from mailservice.record.tables import contents as kept

BOOK = 0
# Why a letter rests that the office has paused.
PAUSED = "the office has paused our letters"
_EVER = datetime(1970, 1, 1, tzinfo=UTC)

_history = (
    select(ledger.c.number, ledger.c.at, ledger.c.kind, ledger.c.payload, kept.c.data, kept.c.disposed_why)
    .join_from(
        ledger,
        kept,
        OF_ENTRY,
    )
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id == bindparam("case"))
    .order_by(ledger.c.number)
)
_wake = (
    update(letters)
    .where(
        letters.c.partnership_id == bindparam("partnership"),
        letters.c.status == "ordered",
        letters.c.why == bindparam("reason"),
        or_(letters.c.case_id == bindparam("only"), bindparam("every", type_=Boolean)),
    )
    .values(not_before=None)
)
_since = (
    select(ledger.c.kind, kept.c.data)
    .join_from(ledger, kept, OF_ENTRY)
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.case_id == bindparam("case"),
        ledger.c.kind.in_(bindparam("named", expanding=True)),
        ledger.c.recorded_at >= bindparam("since"),
        kept.c.data.is_not(None),
    )
    .order_by(ledger.c.number)
)
_orders = (
    select(kept.c.data)
    .join_from(
        letters,
        kept,
        (kept.c.partnership_id == letters.c.partnership_id) & (kept.c.digest == letters.c.payload),
    )
    .where(
        letters.c.partnership_id == bindparam("partnership"),
        letters.c.letter.in_(bindparam("named", expanding=True)),
        kept.c.data.is_not(None),
    )
)

_kinds_of_case = _history.where(ledger.c.kind.in_(bindparam("kinds", expanding=True)))
_newest = select(func.max(ledger.c.recorded_at)).where(
    ledger.c.partnership_id == bindparam("partnership"),
    ledger.c.case_id >= BOOK,
    ledger.c.recorded_at < bindparam("until"),
)
_length = select(func.coalesce(func.sum(chains.c.length), 0)).where(chains.c.partnership_id == bindparam("partnership"))
_so_far = select(func.count(), func.count().filter(ledger.c.recorded_at <= bindparam("until"))).where(
    ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id == bindparam("case")
)


@dataclass(frozen=True)
class Forgotten:
    """An event whose contents were disposed of: that it happened, when, and why it was let go are still known."""

    at: datetime
    number: int
    kind: str
    why: str


def append(tx: Transaction, case: int, events: Sequence[Event], recorded_at: datetime) -> None:
    """Add events to a case's chain, and bring the tables that show the case up to date."""
    if not events:
        return
    before = replayed(tx, case) if case != BOOK else _in_book(tx, events)
    after = replay(events, before)
    payloads = contents.keep_all(tx, [pack(event) for event in events], "event")
    added = [Entry(event.at, kind_of(event), payload) for event, payload in zip(events, payloads, strict=True)]
    links = chain.extend(tx, case, added, recorded_at)
    entries = ((link.number, link.payload, event) for link, event in zip(links, events, strict=True))
    projections.write(tx, case, before, after, projections.orders(entries))
    if case != BOOK:
        _remember(tx, case, after)
    if any(isinstance(event, Resumed) for event in events):
        tx.run(_wake, {"reason": key(PAUSED), "only": case, "every": case == BOOK})


def history(tx: Transaction, case: int) -> list[Event | Forgotten]:
    """Return what happened in a case, in order; what was disposed of is Forgotten in its place.

    Of a case whose history was lost it begins there.
    """
    return [_told(row) for row in since_the_loss(tx.run(_history, {"case": case}).all())]


def entries(tx: Transaction, case: int) -> list[tuple[int, Event | Forgotten]]:
    """Return every entry of a case that is there, with its number: those from before its history was lost too."""
    return [(row.number, _told(row)) for row in tx.run(_history, {"case": case})]


def _told(row: Row[*tuple[Any, ...]]) -> Event | Forgotten:
    if row.data is None:
        return Forgotten(row.at, row.number, row.kind, row.disposed_why)
    return unpack(row.kind, row.data)


def events(tx: Transaction, case: int) -> list[Event]:
    """Return what happened in a case as far as it is still known: what a decision is made on."""
    return [event for event in history(tx, case) if not isinstance(event, Forgotten)]


def of_kinds(tx: Transaction, case: int, *kinds: str) -> list[Event]:
    """Return what happened in a case of these kinds alone, in order, as far as it is still known."""
    found = tx.run(_kinds_of_case, {"case": case, "kinds": [*kinds, HistoryLost.__name__]}).all()
    return [unpack(row.kind, row.data) for row in since_the_loss(found) if row.data is not None and row.kind in kinds]


def since_the_loss(rows: Sequence[Row[*tuple[Any, ...]]]) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the entries of a case without those before its history was lost: they are not all, and add up to nothing."""
    lost = next((place for place in reversed(range(len(rows))) if rows[place].kind == HistoryLost.__name__), 0)
    return rows[lost:]


def replayed(tx: Transaction, case: int) -> Case:
    """Return where a case stands, from its history: read where its chain has gone on since it was last replayed.

    The office's book is never replayed.
    """
    if case == BOOK:
        return book()
    if case not in tx.cases:
        known = tx.memory.get((tx.partnership, case), chain.end(tx, case))
        if known is not None:
            tx.cases[case] = known
        else:
            _remember(tx, case, replay(events(tx, case)))
    return tx.cases[case]


def _remember(tx: Transaction, case: int, stands: Case) -> None:
    tx.cases[case] = stands
    tx.memory.keep((tx.partnership, case), chain.end(tx, case), stands)


def in_book(tx: Transaction, kinds: Iterable[type[Event]], since: datetime | None = None) -> list[Event]:
    """Return what of these kinds happened in the office's book, in order, and was recorded since then where that is given."""
    named = [kind.__name__ for kind in kinds]
    rows = tx.run(_since, {"case": BOOK, "named": named, "since": aware(since or _EVER)})
    return [unpack(row.kind, row.data) for row in rows]


def recorded(tx: Transaction, case: int, until: datetime) -> tuple[int, int]:
    """Return how many events a case has, and how many of them were recorded up to a time."""
    whole, before = tx.run(_so_far, {"case": case, "until": aware(until)}).one()
    return whole, before


def newest(tx: Transaction, until: datetime) -> datetime | None:
    """Return when the last event of all was recorded before a time; None before there is one. Reads the whole ledger.

    The register is no event: a mail is kept there at once, also under a clock that is in doubt.
    """
    last: datetime | None = tx.run(_newest, {"until": aware(until)}).scalar_one()
    return aware(last) if last else None


def length(tx: Transaction) -> int:
    """Return how many events there are, in every chain together: never fewer than before."""
    return int(tx.run(_length).scalar_one())


def pack(event: Event) -> bytes:
    """Return the payload of an event: canonical JSON, with a salt so that nobody can guess it from its digest."""
    payload = {"event": dump(event), "salt": secrets.token_hex(16)}
    return json.dumps(payload, sort_keys=True, separators=(",", ":")).encode("ascii")


def unpack(kind: str, payload: bytes) -> Event:
    """Return the event of a payload, an old shape lifted."""
    return load(kind, from_json(payload)["event"])


def _in_book(tx: Transaction, events: Iterable[Event]) -> Case:
    """Return the book with no more in it than the letters that these events are about, as they were ordered."""
    named = [letter for event in events if (letter := getattr(event, "letter", ""))]
    found = tx.run(_orders, {"named": named}).scalars() if named else ()
    return replay([unpack("LetterOrdered", payload) for payload in found], book())
