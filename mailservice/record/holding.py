"""What the record has of one case, and how none of it is left. Start at `of_case`, then `let_go`.

What another case has as well stays: a mail that is heard on both, bytes that are the same. Of the office's own book those entries
go that name the case, one of its mails, or one of its letters; what goes leaves its tombstone, so that the chain still holds.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, or_, select, update

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.events import CaseDisposed, Cleared, DisposalCertified, Paused, Resumed, Suspected
from mailservice.cases.history.folding import replay
from mailservice.mail.parse import parse
from mailservice.record import contents, disposal, ledger, mails, projections, register
from mailservice.record.database import Transaction
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK
from mailservice.record.register import FoundLetGo, MessagesParted
from mailservice.record.tables import OF_ENTRY, cases, found, letters, threads
from mailservice.record.tables import contents as kept
from mailservice.record.tables import ledger as entries
from mailservice.record.tables import mails as rows

_rows = select(rows.c.id, rows.c.message_id, rows.c.digest, rows.c.outcome, rows.c.filed_at).where(
    rows.c.partnership_id == bindparam("partnership")
)
_mails = _rows.where(rows.c.case_id == bindparam("case"))
# What came a second time while the first was held is on no case.
_copies = _rows.where(
    rows.c.outcome == "duplicate", rows.c.case_id.is_(None), rows.c.message_id.in_(bindparam("ids", expanding=True))
)
_letters = select(
    letters.c.letter, letters.c.message_id, letters.c.rendered, letters.c.status, letters.c.filed_at
).where(letters.c.partnership_id == bindparam("partnership"), letters.c.case_id == bindparam("case"))
_payloads = (
    select(entries.c.number, entries.c.kind, entries.c.payload, kept.c.data)
    .join(kept, OF_ENTRY)
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
_elsewhere = (
    select(rows.c.digest)
    .join(cases, (cases.c.partnership_id == rows.c.partnership_id) & (cases.c.case_id == rows.c.case_id), isouter=True)
    .where(
        rows.c.partnership_id == bindparam("partnership"),
        rows.c.digest.in_(bindparam("digests", expanding=True)),
        rows.c.id.not_in(bindparam("mails", expanding=True)),
        or_(
            rows.c.case_id.is_(None),
            (cases.c.status != "disposed") & rows.c.case_id.not_in(bindparam("these", expanding=True)),
        ),
    )
)
_bare_mails = (
    update(rows)
    .where(
        rows.c.partnership_id == bindparam("partnership"),
        rows.c.id.in_(bindparam("ids", expanding=True)),
        rows.c.digest.in_(bindparam("digests", expanding=True)),
    )
    .values(message_id="", why="")
)
_no_threads = (
    delete(threads)
    .where(
        threads.c.partnership_id == bindparam("partnership"),
        or_(
            threads.c.case_id == bindparam("case"),
            (threads.c.case_id == BOOK) & threads.c.message_id.in_(bindparam("ids", expanding=True)),
        ),
    )
    .returning(threads.c.case_id, threads.c.message_id)
)
_taken_over = (found.c.partnership_id == bindparam("partnership")) & or_(
    found.c.message_id.in_(bindparam("ids", expanding=True)),
    found.c.letter.in_(bindparam("letters", expanding=True)),
    found.c.taken_by.in_(bindparam("letters", expanding=True)),
    found.c.folder == bindparam("in_folder"),
)
_found_bytes = select(found.c.digest).where(_taken_over, found.c.digest != "")
_letters_found = (
    select(found.c.message_id, found.c.folder, kept.c.data)
    .join(kept, (kept.c.partnership_id == found.c.partnership_id) & (kept.c.digest == found.c.digest))
    .where(found.c.partnership_id == bindparam("partnership"), found.c.letter != "", kept.c.data.is_not(None))
)
_no_found = delete(found).where(_taken_over).returning(found.c.message_id)
_went = (
    select(entries.c.number)
    .join(kept, OF_ENTRY)
    .where(
        entries.c.partnership_id == bindparam("partnership"),
        entries.c.case_id == bindparam("book"),
        kept.c.disposed_by == bindparam("of_which"),
    )
)
# What of the office's book holds for every case: it stays, whichever case its words name.
_IN_FORCE = (Suspected, Cleared, Paused, Resumed, DisposalCertified)
_STAYS = {kind.__name__ for kind in _IN_FORCE}
# Of a tombstone: the class, and what the office wrote, stand in the last entry of the case.
_WHY = "its time was over"
_CHUNK = 500


@dataclass(frozen=True)
class Shared:
    """A mail of the case that another case has heard too: it stays, and is that one's from here; so is a `copy` of it.

    A copy came once more, and lies where it lay.
    """

    mail: int
    message_id: str
    case: int
    copy: bool = False


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
    rows = [*tx.run(_mails, {"case": case})]
    rows += tx.run(_copies, {"ids": [row.message_id for row in rows if row.message_id]})
    shared = _shared(tx, rows, {case, *together})
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
    messages |= set(_found_in_the_book(tx, reference, folder))
    ours = [*(row.letter for row in out), *sorted(book_letters)]
    taken = tx.run(_found_bytes, {"in_folder": folder, "ids": [*messages], "letters": ours}).scalars()
    raw = {row.digest for row in mine} - _elsewhere_too(tx, mine, {case, *together})
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
    before = _book(tx)
    ledger.append(tx, what.case, [disposed], now)
    disposal.let_go(tx, what.digests, _WHY, disposal.disposal_of(disposed.reference), now)
    projections.write(tx, BOOK, before, _book(tx), {})
    for some in _chunks(what.mails):
        tx.run(_bare_mails, {"ids": some, "digests": [*what.digests]})
    _part(tx, what)
    _found_goes(tx, what, folder)


def gone_from_book(tx: Transaction, reference: str) -> list[int]:
    """Return which entries of the office's own book went with a case that was disposed of."""
    return list(tx.run(_went, {"book": BOOK, "of_which": disposal.disposal_of(reference)}).scalars())


def pass_on(tx: Transaction, one: Shared, folder: str) -> None:
    """Keep that a mail is another case's from here, and lies in its folder; a copy lies where it lay."""
    mails.pass_on(tx, one.mail, one.case, mails.get(tx, one.mail).folder if one.copy else folder)


def nameless(tx: Transaction, what: Holding, *, going: bool = False) -> dict[int, bytes]:
    """Return the bytes of those mails of a case that came without a Message-ID; `going`: of those alone whose bytes go."""
    every = [mails.get(tx, one) for one in (*what.mails, *(() if going else (one.mail for one in what.shared)))]
    found = {one.id: contents.get(tx, one.digest) for one in every if mails.has_no_name(one.message_id)}
    gone = {*what.digests}
    return {mail: raw for mail, raw in found.items() if raw and (not going or contents.digest_of(raw) in gone)}


def _book(tx: Transaction) -> Case:
    return replay(ledger.events(tx, BOOK), book())


def _part(tx: Transaction, what: Holding) -> None:
    """Let the Message-IDs go by which a mail would come onto the case, or what the book had of it."""
    parted = dict[int, list[str]]()
    for row in tx.run(_no_threads, {"case": what.case, "ids": [*what.messages]}).all():
        parted.setdefault(row.case_id, []).append(register.message(row.message_id))
    register.note(tx, *(MessagesParted(case, tuple(sorted(gone))) for case, gone in sorted(parted.items())))


def _found_goes(tx: Transaction, what: Holding, folder: str) -> None:
    letters_of = [*what.letters, *what.book_letters]
    gone = tx.run(_no_found, {"ids": [*what.messages], "letters": letters_of, "in_folder": folder}).scalars().all()
    if gone:
        register.note(tx, FoundLetGo(tuple(sorted(register.message(one) for one in gone))))


def _shared(tx: Transaction, rows: Collection[Any], together: Collection[int]) -> list[Shared]:
    """Return the mails that another case has heard: named in References alone, a mail is no other case's."""
    named = {row.message_id for row in rows if row.message_id}
    of = dict[str, int]()
    for row in tx.run(_other_cases, {"ids": [*named], "these": [BOOK, *together]}).all() if named else ():
        heard = {message_key(one) for one in ledger.replayed(tx, row.case_id).heard}
        if row.message_id in heard:
            of.setdefault(row.message_id, row.case_id)
    return [
        Shared(row.id, row.message_id, of[row.message_id], copy=row.outcome == "duplicate")
        for row in rows
        if row.message_id in of
    ]


def _elsewhere_too(tx: Transaction, mine: Collection[Any], together: Collection[int]) -> set[str]:
    """Return the digests of bytes that came on something else as well which stays."""
    values = {"digests": [row.digest for row in mine], "mails": [row.id for row in mine], "these": [*together]}
    return set(tx.run(_elsewhere, values).scalars()) if mine else set()


def _in_book(
    tx: Transaction, reference: str, ids: set[str], letters_of: set[str], messages: set[str]
) -> Iterator[tuple[str, str]]:
    """Give each payload of the office's book that is about the case: the letter that it orders, if any, and its digest.

    What became of a letter of the book goes with the letter.
    """
    named, about = {*ids, *letters_of, *messages}, set[str]()
    for row in tx.run(_payloads, {"case": BOOK}).all():
        if row.kind in _STAYS:
            continue
        event = json.loads(row.data)["event"]
        letter = str(event.get("letter", ""))
        if letter in about or _names(event, reference, named):
            if row.kind == "LetterOrdered":
                about.add(letter)
            yield (letter if row.kind == "LetterOrdered" else ""), row.payload


def _found_in_the_book(tx: Transaction, reference: str, folder: str) -> Iterator[str]:
    """Give each letter of a record that was lost which lies in no case's folder, and names the case: a morning letter, say."""
    cases_below = folder.partition("/")[0]
    for row in tx.run(_letters_found, {}):
        if row.folder.partition("/")[0] != cases_below:
            letter = parse(row.data)
            if reference in " ".join(f"{letter.subject} {letter.text}".split()):
                yield row.message_id


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
