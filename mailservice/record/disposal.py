"""Letting a case go: what of it lies in the record, and that none of it is left. Start at `of_case`, then `let_go`.

What another case has as well stays: a mail that is heard on both, bytes that are the same. Of the office's own book those entries
go that name the case, one of its mails, or one of its letters; what goes leaves its tombstone, so that the chain still holds.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from mailservice.cases.history.events import CaseDisposed
from mailservice.record import contents, ledger
from mailservice.record.database import Transaction
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.record.tables import contents as kept
from mailservice.record.tables import found, letters, mails, threads
from mailservice.record.tables import ledger as entries

_mails = select(mails.c.id, mails.c.message_id, mails.c.digest, mails.c.outcome, mails.c.filed_at).where(
    mails.c.partnership_id == bindparam("partnership"), mails.c.case_id == bindparam("case")
)
_letters = select(
    letters.c.letter, letters.c.message_id, letters.c.rendered, letters.c.status, letters.c.filed_at
).where(letters.c.partnership_id == bindparam("partnership"), letters.c.case_id == bindparam("case"))
_payloads = (
    select(entries.c.number, entries.c.kind, entries.c.payload, kept.c.data)
    .join(kept, (kept.c.partnership_id == entries.c.partnership_id) & (kept.c.digest == entries.c.payload))
    .where(
        entries.c.partnership_id == bindparam("partnership"),
        entries.c.case_id == bindparam("case"),
        kept.c.data.is_not(None),
    )
    .order_by(entries.c.number)
)
_other_cases = select(threads.c.message_id, threads.c.case_id).where(
    threads.c.partnership_id == bindparam("partnership"),
    threads.c.message_id.in_(bindparam("ids", expanding=True)),
    threads.c.case_id.not_in(bindparam("these", expanding=True)),
)
_elsewhere = select(mails.c.digest).where(
    mails.c.partnership_id == bindparam("partnership"),
    mails.c.digest.in_(bindparam("digests", expanding=True)),
    mails.c.id.not_in(bindparam("mails", expanding=True)),
)
_goes_to = (
    update(mails)
    .where(mails.c.partnership_id == bindparam("partnership"), mails.c.id == bindparam("which"))
    .values(case_id=bindparam("to_case"), folder=bindparam("to_folder"))
)
_bare_mails = (
    update(mails)
    .where(mails.c.partnership_id == bindparam("partnership"), mails.c.id.in_(bindparam("ids", expanding=True)))
    .values(message_id="", why="")
)
_no_threads = delete(threads).where(
    threads.c.partnership_id == bindparam("partnership"),
    or_(
        threads.c.case_id == bindparam("case"),
        (threads.c.case_id == BOOK) & threads.c.message_id.in_(bindparam("ids", expanding=True)),
    ),
)
_no_letters = delete(letters).where(
    letters.c.partnership_id == bindparam("partnership"), letters.c.letter.in_(bindparam("ids", expanding=True))
)
_no_found = delete(found).where(
    found.c.partnership_id == bindparam("partnership"),
    or_(
        found.c.message_id.in_(bindparam("ids", expanding=True)),
        found.c.letter.in_(bindparam("letters", expanding=True)),
        found.c.taken_by.in_(bindparam("letters", expanding=True)),
        found.c.folder == bindparam("in_folder"),
    ),
)
_found_bytes = select(found.c.digest).where(
    found.c.partnership_id == bindparam("partnership"),
    or_(found.c.folder == bindparam("in_folder"), found.c.message_id.in_(bindparam("ids", expanding=True))),
    found.c.digest != "",
)
_CHUNK = 500


@dataclass(frozen=True)
class Shared:
    """A mail of the case that another case has heard too: it stays, and is that one's from here."""

    mail: int
    message_id: str
    case: int


@dataclass(frozen=True)
class Holding:
    """What the record has of one case. No Message-ID here has angle brackets.

    `mails` and `letters` are ids, `messages` the Message-IDs of all that goes, of the case's and of the office's book; `digests`
    the bytes that go. While it is `settling` something of it is on its way; `undecided` emails wait for the office's word.
    """

    case: int
    reference: str
    mails: tuple[int, ...]
    letters: tuple[str, ...]
    messages: tuple[str, ...]
    digests: tuple[str, ...]
    book_letters: tuple[str, ...]
    shared: tuple[Shared, ...]
    entries: int
    settling: bool
    undecided: int


def of_case(tx: Transaction, case: int, reference: str, folder: str, together: Collection[int] = ()) -> Holding:
    """Return what the record has of a case; `together` are the cases that go with it: what they share goes too."""
    rows = tx.run(_mails, {"case": case}).all()
    shared = _shared(tx, [row for row in rows if row.outcome != "duplicate"], {case, *together})
    stays = {one.mail for one in shared}
    mine = [row for row in rows if row.id not in stays]
    out = tx.run(_letters, {"case": case}).all()
    payloads = tx.run(_payloads, {"case": case}).all()
    ids = {f"m{row.id}" for row in mine}
    messages = {
        one for one in (*(row.message_id for row in mine), *(message_key(row.message_id) for row in out)) if one
    }
    in_book = list(_in_book(tx, reference, ids, {row.letter for row in out}, messages))
    book_letters = {one for one, _ in in_book if one}
    of_book = [row for row in tx.run(_letters, {"case": BOOK}) if row.letter in book_letters]
    messages |= {message_key(row.message_id) for row in of_book if row.message_id}
    taken = tx.run(_found_bytes, {"in_folder": folder, "ids": [*messages]}).scalars()
    raw = {row.digest for row in mine} - _elsewhere_too(tx, mine)
    rendered = {row.rendered for row in (*out, *of_book) if row.rendered}
    return Holding(
        case=case,
        reference=reference,
        mails=tuple(row.id for row in mine),
        letters=tuple(row.letter for row in out),
        messages=tuple(sorted(messages)),
        digests=tuple(
            sorted({*raw, *rendered, *taken, *(row.payload for row in payloads), *(one for _, one in in_book)})
        ),
        book_letters=tuple(sorted(book_letters)),
        shared=tuple(shared),
        entries=len(payloads),
        settling=any(
            row.status == "ordered" or (row.status == "sent" and row.filed_at is None) for row in (*out, *of_book)
        )
        or any(row.outcome is not None and row.filed_at is None for row in rows),
        undecided=sum(row.outcome == "held" for row in rows),
    )


def let_go(tx: Transaction, what: Holding, disposed: CaseDisposed, folder: str, now: datetime) -> None:
    """Append the last entry of a case, and let all else of it go: payloads, bytes, Message-IDs and addresses."""
    ledger.append(tx, what.case, [disposed], now)
    by = disposed.by.name or disposed.by.address
    for digest in what.digests:
        contents.dispose(tx, digest, f"{disposed.reference} was disposed of", by, now)
    ids = list(what.messages)
    tx.run(_no_threads, {"case": what.case, "ids": ids})
    for some in _chunks(what.mails):
        tx.run(_bare_mails, {"ids": some})
    for some in _chunks(what.book_letters):
        tx.run(_no_letters, {"ids": some})
    tx.run(_no_found, {"ids": ids, "letters": [*what.letters, *what.book_letters], "in_folder": folder})


def pass_on(tx: Transaction, one: Shared, folder: str) -> None:
    """Keep that a mail is another case's from here, and lies in its folder."""
    tx.run(_goes_to, {"which": one.mail, "to_case": one.case, "to_folder": folder})


def _shared(tx: Transaction, rows: Collection[Any], together: Collection[int]) -> list[Shared]:
    """Return the mails that another case has heard: named in References alone, a mail is no other case's."""
    by_id = {row.message_id: row.id for row in rows if row.message_id}
    if not by_id:
        return []
    shared = dict[int, Shared]()
    for row in tx.run(_other_cases, {"ids": list(by_id), "these": [BOOK, *together]}).all():
        heard = {message_key(one) for one in ledger.replayed(tx, row.case_id).heard}
        if row.message_id in heard:
            shared.setdefault(by_id[row.message_id], Shared(by_id[row.message_id], row.message_id, row.case_id))
    return list(shared.values())


def _elsewhere_too(tx: Transaction, mine: Collection[Any]) -> set[str]:
    digests, own = [row.digest for row in mine], [row.id for row in mine]
    return set(tx.run(_elsewhere, {"digests": digests, "mails": own}).scalars()) if digests else set()


def _in_book(
    tx: Transaction, reference: str, ids: set[str], letters_of: set[str], messages: set[str]
) -> Iterator[tuple[str, str]]:
    """Give each payload of the office's book that is about the case: the letter that it orders, if any, and its digest.

    What became of a letter of the book goes with the letter.
    """
    named, about = {*ids, *letters_of, *messages}, set[str]()
    for row in tx.run(_payloads, {"case": BOOK}).all():
        event = json.loads(row.data)["event"]
        letter = str(event.get("letter", ""))
        if letter in about or _names(event, reference, named):
            if row.kind == "LetterOrdered":
                about.add(letter)
            yield (letter if row.kind == "LetterOrdered" else ""), row.payload


def _names(value: object, reference: str, named: set[str]) -> bool:
    """Tell whether a payload names the case by its reference, or one of its mails or letters."""
    match value:
        case str():
            return reference in value or value.strip("<>") in named or not named.isdisjoint(value.split())
        case dict():
            return any(_names(one, reference, named) for one in value.values())
        case list():
            return any(_names(one, reference, named) for one in value)
    return False


def _chunks(ids: Collection[Any]) -> Iterator[list[Any]]:
    every = list(ids)
    for start in range(0, len(every), _CHUNK):
        yield every[start : start + _CHUNK]
