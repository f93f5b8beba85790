"""Whether the record still is what was written: chains, contents, and every table. Start at `verify`.

What an event of a case tells is compared with the case's history; what the register tells (`account`) with that.

`rebuild` makes those tables anew from the ledger. A case of which an entry was disposed of, lost or changed keeps its own:
what they should say can no longer be told.
"""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Row, Select, Table, bindparam, func, select, union, update
from sqlalchemy.exc import NoResultFound

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.events import CaseDisposed
from mailservice.cases.history.folding import replay
from mailservice.clock import aware
from mailservice.errors import RecordBroken
from mailservice.record import account, chain, contents, hashing, projections, register, sealing
from mailservice.record.account import Account
from mailservice.record.account import Difference as Unaccounted
from mailservice.record.chain import FIRST
from mailservice.record.database import Transaction
from mailservice.record.disposal import disposal_of
from mailservice.record.given_up import given_up, lost_bytes
from mailservice.record.hashing import AS_THEY_LIE, ENTRIES, Altered, intact
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK, since_the_loss, unpack
from mailservice.record.projections import SHOWN
from mailservice.record.register import KIND, REGISTER, SEAL, CaseGivenUp
from mailservice.record.stamped import read, stamped
from mailservice.record.tables import OF_ENTRY, chains, deadlines, found, ledger, letters, mails, threads
from mailservice.record.tables import contents as kept

_every_case = union(
    *(
        select(table.c.case_id).where(table.c.partnership_id == bindparam("partnership"))
        for table in (ledger, chains, *SHOWN)
        if table is not threads
    )
).order_by("case_id")
_TIMES = ("at", "recorded_at")
# A time costs as much to read as all else of a row: its stamp is enough, and of a disposal, whether it is there.
_row = (
    *(stamped(one).label(one.name) if one.name in _TIMES else one for one in ledger.c),
    kept.c.digest,
    kept.c.data,
    kept.c.disposed_at.is_not(None).label("disposed"),
)
_rows = (
    select(*_row)
    .join_from(
        ledger,
        kept,
        OF_ENTRY,
        isouter=True,
    )
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.case_id == bindparam("case"))
    .order_by(ledger.c.number)
)
_chain = select(chains).where(
    chains.c.partnership_id == bindparam("partnership"), chains.c.case_id == bindparam("case")
)
_before = ledger.alias("before")
_lately = (
    select(*_row, _before.c.hash.label("linked"))
    .join_from(
        ledger,
        kept,
        OF_ENTRY,
        isouter=True,
    )
    .join(
        _before,
        (_before.c.partnership_id == ledger.c.partnership_id)
        & (_before.c.case_id == ledger.c.case_id)
        & (_before.c.number == ledger.c.number - 1),
        isouter=True,
    )
    .where(ledger.c.partnership_id == bindparam("partnership"), ledger.c.recorded_at >= bindparam("since"))
    .order_by(ledger.c.case_id, ledger.c.number)
)
_heads = select(chains.c.case_id, chains.c.length, chains.c.head).where(
    chains.c.partnership_id == bindparam("partnership")
)
_lasts = (
    select(ledger.c.case_id, func.max(ledger.c.number).label("number"))
    .where(ledger.c.partnership_id == bindparam("partnership"))
    .group_by(ledger.c.case_id)
)
_at_head = (
    select(ledger.c.case_id, ledger.c.hash)
    .join(
        chains,
        (chains.c.partnership_id == ledger.c.partnership_id)
        & (chains.c.case_id == ledger.c.case_id)
        & (chains.c.length == ledger.c.number),
    )
    .where(ledger.c.partnership_id == bindparam("partnership"))
)
_every_content = select(kept.c.digest, kept.c.kind).where(AS_THEY_LIE)
_wrong_sizes = select(kept.c.digest).where(
    AS_THEY_LIE, kept.c.data.is_not(None), func.length(kept.c.data) != kept.c.size
)
_disposed = (
    select(ledger.c.kind, kept.c.data)
    .join_from(ledger, kept, OF_ENTRY)
    .where(
        ledger.c.partnership_id == bindparam("partnership"),
        ledger.c.kind == bindparam("kind"),
        kept.c.data.is_not(None),
    )
)
_payloads = select(ledger.c.payload).where(ledger.c.partnership_id == bindparam("partnership"))
_found_digests = select(found.c.digest).where(found.c.partnership_id == bindparam("partnership"), found.c.digest != "")
_letter_ids = select(letters.c.message_id).where(
    letters.c.partnership_id == bindparam("partnership"),
    letters.c.case_id == bindparam("case"),
    letters.c.message_id != "",
)

_untried = select(letters.c.letter, letters.c.not_before).where(
    letters.c.partnership_id == bindparam("partnership"),
    letters.c.case_id == bindparam("case"),
    letters.c.status == "ordered",
    letters.c.tries == 0,
    letters.c.why == "",
)
_put_off = (
    update(letters)
    .where(
        letters.c.partnership_id == bindparam("partnership"),
        letters.c.letter == bindparam("which"),
        letters.c.tries == 0,
        letters.c.why == "",
    )
    .values(not_before=bindparam("until"))
)
_threads = select(threads.c.message_id).where(
    threads.c.partnership_id == bindparam("partnership"),
    threads.c.message_id.in_(bindparam("keys", expanding=True)),
    threads.c.case_id == bindparam("case"),
)

LedgerEntry = Row[*tuple[Any, ...]]
Values = dict[str, Any]
# The rows that show a case, by table and key.
Rows = dict[Table, dict[str, Values]]
# The Message-IDs that each case's history names, by their hashes; None where some of it was let go, and nobody can tell.
Named = Mapping[int, set[str] | None]
# Hears what is looked at, how many of it were, and of how many.
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Fault:
    """Something in the record is not as it was written; `number` is the entry in its case, `at` its time."""

    sentence: str
    case: int | None = None
    number: int | None = None
    at: datetime | None = None
    # The mail or letter of which the bytes alone are concerned: every other stands as it did.
    message: str = ""

    def __str__(self) -> str:
        """Where, when and what, in one line."""
        books = {None: "", BOOK: "the office's own book", REGISTER: "the register"}
        where = books.get(self.case, f"case {self.case}")
        entry = f", entry {self.number}" if self.number is not None else ""
        when = f", {self.at:%a %d %b %Y %H:%M} UTC" if self.at else ""
        return f"{where}{entry}{when}: {self.sentence}".removeprefix(": ").removeprefix(", ")


@dataclass(frozen=True)
class Difference:
    """A row of a table that is not what the ledger says; None where the row, or what the ledger says of it, is missing."""

    table: Table
    key: str
    expected: Values | None
    found: Values | None

    def __str__(self) -> str:
        """Say which row, without an address or a child's reference."""
        what = "is missing" if self.found is None else "is in no event" if self.expected is None else "was changed"
        row = f"the row {self.key}" if self.table in {deadlines, letters} else "a row"
        return f"{row} of the table {self.table.name} {what}; a rebuild makes it anew"


@dataclass(frozen=True)
class Looked:
    """What a look at one case found: of its entries, of the tables that show it; and which Message-IDs its history names."""

    faults: list[Fault]
    differences: list[Difference] = field(default_factory=list)
    named: set[str] | None = None

    def told(self, case: int) -> list[Fault]:
        """Return all that is not as it was written."""
        return [*self.faults, *(Fault(str(one), case) for one in self.differences)]


class End(NamedTuple):
    """How far a chain was looked at: its last entry there, that entry's hash and time."""

    number: int
    hash: str
    at: str


BEGUN = End(0, FIRST, "")
# How many entries of one chain are looked at in a step.
AT_ONCE = 2_000


@dataclass(frozen=True)
class Step:
    """A little of a look: what is looked at, how many of it were by then and of how many, and what was found."""

    what: str
    done: int
    of: int
    faults: list[Fault] = field(default_factory=list)


class Stands(NamedTuple):
    """What the history of a case adds up to, and what its letters' rows have from the ledger alone."""

    case: Case
    ordered: Mapping[str, Values]


def verify(tx: Transaction, tell: Tell = lambda _what, _done, _of: None, *, beside: bool = False) -> list[Fault]:
    """Return everything in the partnership's record that is not as it was written; empty if all is well.

    `beside`: the bytes are looked at by a thread of its own meanwhile.
    """
    faults = list[Fault]()
    with _uncollected(), hashing.begun_beside(tx) if beside else nullcontext(lambda: None) as altered:
        for step in looking(tx, altered):
            tell(step.what, step.done, step.of)
            faults += step.faults
    return faults


def looking(tx: Transaction, altered: Callable[[], Altered | None] = lambda: None) -> Iterator[Step]:
    """Look at everything, a little in each step, all of it as it stands at the one moment that the transaction sees.

    `altered` waits for whoever looks at the bytes beside this.
    """
    cases, named, whole = every_case(tx), dict[int, set[str] | None](), True
    for done, case in enumerate(cases, 1):
        looked = _examined(tx, case)
        faults = looked.told(case)
        named[case], whole = looked.named, whole and not faults
        yield Step("the cases", done, len(cases), faults)
    told, whole_register = Account(), True
    for faults in _register_chain(tx, told):
        whole_register = whole_register and not faults
        yield Step("the register", 0, 1, faults)
    there = dict(tx.run(_every_content).all())
    yield Step("the register", 0, 1, list(_missing_contents(tx)))
    for faults in _register_faults(tx, told, there, named if whole else None) if whole_register else ():
        yield Step("the register", 0, 1, faults)
    of = sum(kind not in ENTRIES for kind in there.values())
    yield Step("the emails and letters", 0, of)
    changed = altered()
    if changed is not None:
        yield Step("the emails and letters", of, of, [_altered(tx, *one) for one in changed])
        return
    for done, some in hashing.altered(tx):
        yield Step("the emails and letters", done, of, [_altered(tx, *one) for one in some])


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let nobody look for circles meanwhile: a case makes none, and what looks for them took a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _register_chain(tx: Transaction, told: Account) -> Iterator[list[Fault]]:
    """Yield what is not as it was written in the register's own entries, some thousand at a time; what is adds to `told`."""
    end = BEGUN
    try:
        for rows in tx.run(_rows, {"case": REGISTER}).partitions(AT_ONCE):
            faults, end = _linked(tx, REGISTER, rows, end)
            faults += _payload_faults(rows)
            for row in rows if not faults else ():
                account.add(told, row.kind, row.data, row.recorded_at)
            yield faults
        yield list(_ends(tx, REGISTER, end))
    except (ValueError, TypeError, KeyError):  # SQLite keeps anything in a column of dates
        yield [Fault("an entry cannot be read: it is not in a form the service writes", REGISTER)]


def _register_faults(
    tx: Transaction, told: Account, there: Mapping[str, str], named: Named | None
) -> Iterator[list[Fault]]:
    """Yield what of the tables is not as the register has it, which is as it was written.

    Without `named` some entries of a case are lost or changed, so that what should go with them is not looked for.
    """
    try:
        yield _unaccounted_for(account.differences(tx, told))
        yield [
            *_unaccounted_for(_lost(told, there)),
            *(Fault(*one) for one in sealing.differences(tx)),
            *_gone_alone(tx, told),
        ]
        if named is not None:
            yield _unaccounted_for(account.joined(tx, told, named))
            yield _unaccounted_for(_unaccounted(tx, told, there))
    except NoResultFound:
        yield [Fault("whose record it is, is lost")]
    except (ValueError, TypeError, KeyError):  # SQLite keeps anything in a column of dates
        yield [Fault("a row cannot be read: it is not in a form the service writes")]


def _unaccounted_for(those: Iterable[Unaccounted]) -> list[Fault]:
    return [Fault(one.sentence, one.case, at=one.at) for one in those]


def lately(tx: Transaction, since: datetime) -> list[Fault]:
    """Return what is amiss as far as is cheap to see: the end of every chain, and each entry that was recorded since then."""
    heads = {row.case_id: (row.length, row.head) for row in tx.run(_heads, {})}
    lasts = {row.case_id: row.number for row in tx.run(_lasts, {})}
    hashes = {row.case_id: row.hash for row in tx.run(_at_head, {})}
    ends = [
        Fault("the end of the chain is not the one the service wrote", case)
        for case in sorted(heads.keys() | lasts.keys())
        if heads.get(case) != (lasts.get(case), hashes.get(case))
    ]
    try:
        rows = tx.run(_lately, {"since": aware(since)}).all()
        lost = given_up(tx) if any(_begins_late(row) or row.digest is None for row in rows) else {}
        first = {case: (loss.of.before + 1, loss.of.head) for case, loss in lost.items()}
        changed = [
            Fault("the entry was changed", row.case_id, row.number) for row in rows if not _is_linked(tx, row, first)
        ]
        emptied = {(case, number) for case, loss in lost.items() for number in loss.of.emptied}
        there = [row for row in rows if row.digest is not None or (row.case_id, row.number) not in emptied]
        return [*ends, *changed, *_payload_faults(there)]
    except (ValueError, TypeError):  # SQLite keeps anything in a column of dates
        return [*ends, Fault("an entry cannot be read: it is not in a form the service writes")]


def _begins_late(row: LedgerEntry) -> bool:
    return row.linked is None and row.number > 1


def _is_linked(tx: Transaction, row: LedgerEntry, first: Mapping[int, tuple[int, str]]) -> bool:
    """Tell whether an entry goes on from the one before it; `first` are those of which all before is given up as lost."""
    number, head = first.get(row.case_id, (1, FIRST))
    before = head if row.number == number else row.linked or FIRST
    return bool(row.previous == before and row.hash == _hashed(tx, row))


def require(tx: Transaction) -> None:
    """Raise RecordBroken, naming every fault, unless the record is as it was written."""
    faults = verify(tx)
    if faults:
        raise RecordBroken("\n".join(str(fault) for fault in faults))


def rebuild(tx: Transaction) -> int:
    """Make the tables that show the cases anew from the ledger, and return how many rows were not right."""
    wrong = [(case, one) for case in every_case(tx) for one in _examined(tx, case).differences]
    for case, difference in wrong:
        _correct(tx, case, difference)
    return len(wrong)


def verify_case(tx: Transaction, case: int) -> list[Fault]:
    """Return what is not as it was written in one case: its chain, its payloads, the tables that show it."""
    return _examined(tx, case).told(case)


def verify_chain(tx: Transaction, case: int) -> list[Fault]:
    """Return what is not as it was written in the entries of one case alone: its chain, and its payloads."""
    try:
        rows = tx.run(_rows, {"case": case}).all()
        return _entry_faults(tx, case, rows)
    except (ValueError, TypeError, KeyError):
        return [Fault("an entry cannot be read: it is not in a form the service writes", case)]


def every_case(tx: Transaction) -> list[int]:
    """Return every case of which the record knows anything, the office's own book among them, the register not."""
    return [case for case in tx.run(_every_case).scalars() if case != REGISTER]


def _examined(tx: Transaction, case: int) -> Looked:
    """Look at the entries of a case; where nothing is wrong with them, at the tables that show it."""
    try:
        rows = tx.run(_rows, {"case": case}).all()
        faults = _entry_faults(tx, case, rows)
        stands = None if faults else _stands(rows, case)
        if stands is None:
            return Looked(faults)
        named = {register.message(one) for one in (stands.case.root, *stands.case.heard) if one}
        return Looked(faults, _differences(tx, case, _expected(tx, stands, case)), named)
    except (ValueError, TypeError, KeyError):  # SQLite keeps anything in a column of dates
        return Looked([Fault("an entry cannot be read: it is not in a form the service writes", case)])


def _entry_faults(tx: Transaction, case: int, rows: Sequence[LedgerEntry]) -> list[Fault]:
    """Return what is wrong with the entries of a case; what was said to be lost of it is not."""
    lost = _said_lost(tx, case, rows)
    begun = End(lost.before, lost.head, "") if lost else BEGUN
    there = [row for row in rows if row.number > begun.number]
    put_in = "the entry was put in: it was given up as lost"
    put = [Fault(put_in, case, row.number, read(row.at)) for row in rows if row.number <= begun.number]
    faults, end = _linked(tx, case, there, begun)
    emptied = {*lost.emptied} if lost else ()
    return [*put, *faults, *_ends(tx, case, end), *_payload_faults(there, emptied), *_let_go_alone(case, there)]


def _let_go_alone(case: int, rows: Sequence[LedgerEntry]) -> Iterator[Fault]:
    """Yield the entries whose contents were let go of a case that was not: a case goes whole, by a word of two, or stays."""
    if case == BOOK or not rows or rows[-1].kind == CaseDisposed.__name__:
        return
    for row in rows:
        if row.disposed:
            yield Fault("its contents are gone, and the case was not disposed of", case, row.number, read(row.at))


def _said_lost(tx: Transaction, case: int, rows: Sequence[LedgerEntry]) -> CaseGivenUp | None:
    """Return what was given up of a case of which something is not there: who has all of it is asked nothing."""
    if [row.number for row in rows if row.digest is not None] == [*range(1, len(rows) + 1)] != []:
        return None
    loss = given_up(tx).get(case)
    return loss.of if loss else None


def _linked(tx: Transaction, case: int, rows: Sequence[LedgerEntry], end: End) -> tuple[list[Fault], End]:
    """Return what is wrong with some entries that follow an end of the chain, and the end that they make."""
    faults = list[Fault]()
    number, previous, at = end
    for row in rows:
        if row.number != number + 1:
            lost = f"the {row.number - number - 1} entries before this one are lost"
            faults.append(Fault(lost, case, row.number, read(row.at)))
        elif row.previous != previous:
            faults.append(Fault("the chain to the entry before is broken", case, row.number, read(row.at)))
        if row.hash != _hashed(tx, row):
            faults.append(Fault("the entry was changed", case, row.number, read(row.at)))
        number, previous, at = row.number, row.hash, row.at
    return faults, End(number, previous, at)


def _ends(tx: Transaction, case: int, end: End) -> Iterator[Fault]:
    """Yield what tells that a chain does not end where the service ended it."""
    number, previous, at = end
    head = tx.run(_chain, {"case": case}).one_or_none()
    length, last = (head.length, head.head) if head else (0, FIRST)
    if length > number:
        yield Fault(f"the last {length - number} entries are lost, of {length}", case, number + 1, read(at))
    elif length < number:
        yield Fault(f"entries were added outside the service: it wrote {length}", case, length + 1, read(at))
    elif last != previous:
        yield Fault("the last entry is not the one the service wrote", case, number, read(at))


def _payload_faults(rows: Sequence[LedgerEntry], emptied: Collection[int] = ()) -> Iterator[Fault]:
    for row in rows:
        if row.digest is None and row.number in emptied:
            continue
        if row.digest is None:
            yield Fault("its contents are lost", row.case_id, row.number, read(row.at))
        elif row.data is None and not row.disposed:
            yield Fault("its contents went without a disposal", row.case_id, row.number, read(row.at))
        elif row.data is not None and not intact(row.data, row.payload):
            yield Fault("its contents were changed", row.case_id, row.number, read(row.at))


def _hashed(tx: Transaction, row: LedgerEntry) -> str:
    return chain.hashed(tx.name, row.case_id, row.number, row.at, row.recorded_at, row.kind, row.payload, row.previous)


def _stands(rows: Sequence[LedgerEntry], case: int) -> Stands | None:
    """Return what the history of a case adds up to; None where some of it was disposed of, and not the whole case.

    What was disposed of whole adds up to its last entry. The office's book tells of each letter by itself.
    """
    rows = since_the_loss(rows)
    if any(row.data is None for row in rows) and not _tells_all(case, rows[-1].kind):
        return None
    rows = [row for row in rows if row.data is not None]
    events = [unpack(row.kind, row.data) for row in rows]
    entries = ((row.number, row.payload, event) for row, event in zip(rows, events, strict=True))
    return Stands(replay(events, book() if case == BOOK else Case()), projections.orders(entries))


def _expected(tx: Transaction, stands: Stands, case: int) -> Rows:
    """Return every row that should show a case."""
    expected = projections.rows(stands.case, stands.ordered)
    # The dispatch chose the Message-ID of a letter after the event that ordered it.
    sent = {message_key(one): Values() for one in tx.run(_letter_ids, {"case": case}).scalars()}
    return {**expected, threads: {**expected[threads], **sent}}


def _tells_all(case: int, last: str) -> bool:
    """Tell whether what is left of a case, of which something was let go, still tells how its rows must be."""
    return case == BOOK or last == CaseDisposed.__name__


def _differences(tx: Transaction, case: int, expected: Rows) -> list[Difference]:
    return [found for table in SHOWN for found in _table_differences(tx, case, table, expected[table])]


def _table_differences(
    tx: Transaction, case: int, table: Table, expected: Mapping[str, Values]
) -> Iterator[Difference]:
    found = _found_threads(tx, case, expected) if table is threads else _found(tx, case, table)
    for key in expected.keys() | found.keys():
        if _decided(expected.get(key)) != found.get(key):
            yield Difference(table, key, expected.get(key), found.get(key))
    if table is letters:
        yield from _kept_back(tx, case, expected)


def _kept_back(tx: Transaction, case: int, expected: Mapping[str, Values]) -> Iterator[Difference]:
    """Yield the letters that nobody tried yet and that are to leave at another time than was ordered: nobody else would tell."""
    for row in tx.run(_untried, {"case": case}):
        ordered = expected.get(row.letter)
        if ordered and row.not_before not in (None, ordered["not_before"]):
            yield Difference(letters, row.letter, ordered, dict(ordered) | {"not_before": row.not_before})


def _decided(row: Values | None) -> Values | None:
    """Return a row without what the dispatch goes on with by itself: until when a letter rests."""
    return None if row is None else {name: value for name, value in row.items() if name not in projections.WORKING}


def _found(tx: Transaction, case: int, table: Table) -> dict[str, Values]:
    columns, key = projections.projected(table), SHOWN[table].key
    rows = tx.run(_in_case(table), {"case": case}).all()
    return {row[-1] if key else "": dict(zip(columns, row, strict=False)) for row in rows}


def _found_threads(tx: Transaction, case: int, expected: Iterable[str]) -> dict[str, Values]:
    """Return those of the expected Message-IDs that are there; more are, named in References, which no event repeats."""
    there = tx.run(_threads, {"case": case, "keys": [*expected]}).scalars()
    return {message_id: {} for message_id in there}


@cache
def _in_case(table: Table) -> Select[*tuple[Any, ...]]:
    key = SHOWN[table].key
    shown = (*projections.projected(table), *([key] if key else []))
    return select(*(table.c[name] for name in shown)).where(
        table.c.partnership_id == bindparam("partnership"), table.c.case_id == bindparam("case")
    )


def _correct(tx: Transaction, case: int, difference: Difference) -> None:
    table, key = difference.table, difference.key
    if difference.expected is not None:
        projections.put(tx, table, case, {key: difference.expected})
        if table is letters:
            tx.run(_put_off, {"which": key, "until": difference.expected["not_before"]})
    else:
        projections.remove(tx, table, case, [key])


def _missing_contents(tx: Transaction) -> Iterator[Fault]:
    said = lost_bytes(tx)
    for row in (one for one in _without_contents(tx, mails, "digest") if one.digest not in said):
        yield Fault(f"the bytes of mail {row.id} are lost", row.case_id, at=row.internal_date, message=f"m{row.id}")
    for row in (one for one in _without_contents(tx, letters, "rendered") if one.rendered not in said):
        yield Fault(f"the bytes of letter {row.letter} are lost", row.case_id, at=row.ordered_at, message=row.letter)


def _without_contents(tx: Transaction, table: Table, column: str) -> list[LedgerEntry]:
    there = (kept.c.partnership_id == table.c.partnership_id) & (kept.c.digest == table.c[column])
    statement = (
        select(table)
        .join(kept, there, isouter=True)
        .where(table.c.partnership_id == bindparam("partnership"), table.c[column] != "", kept.c.digest.is_(None))
        .order_by(*table.primary_key)
    )
    return list(tx.run(statement))


def _gone_alone(tx: Transaction, told: Account) -> Iterator[Fault]:
    """Yield the emails and letters whose bytes went with no case: nothing else is ever let go."""
    disposed = (unpack(row.kind, row.data) for row in tx.run(_disposed, {"kind": CaseDisposed.__name__}))
    by = {disposal_of(one.reference) for one in disposed if isinstance(one, CaseDisposed)}
    for digest, stone in told.gone.items():
        if stone.kind not in ENTRIES and stone.by not in by:
            found = _altered(tx, digest, stone.kind)
            yield replace(found, sentence=found.sentence.replace("were changed", "are gone, and went with no case"))


def _altered(tx: Transaction, digest: str, kind: str) -> Fault:
    mine: BindParameter[int] = bindparam("partnership")
    mail = tx.run(select(mails).where(mails.c.partnership_id == mine, mails.c.digest == digest)).first()
    if mail:
        said = f"the bytes of mail {mail.id} were changed"
        return Fault(said, mail.case_id, at=mail.internal_date, message=f"m{mail.id}")
    letter = tx.run(select(letters).where(letters.c.partnership_id == mine, letters.c.rendered == digest)).first()
    if letter:
        said = f"the bytes of letter {letter.letter} were changed"
        return Fault(said, letter.case_id, at=letter.ordered_at, message=letter.letter)
    return Fault(f"the bytes of a {kind} were changed: {digest}")


def _lost(told: Account, there: Mapping[str, str]) -> Iterator[Unaccounted]:
    """Yield the bytes that only the register names, and that are not there."""
    kept = {digest: kind for digest, (kind, _) in told.contents.items()} | {one.digest: SEAL for one in told.seals}
    for digest, kind in kept.items():
        if digest not in there:
            yield Unaccounted(f"the bytes of a {kind} are lost: {digest}")
    for digest, stone in told.gone.items():
        if digest not in there:
            yield Unaccounted(f"that the bytes of a {stone.kind} were disposed of is lost: {digest}")


def _unaccounted(tx: Transaction, told: Account, there: Mapping[str, str]) -> Iterator[Unaccounted]:
    """Yield bytes of which nothing knows, and such as are called what they are not."""
    named: dict[str, set[str]] = {}
    for digest, kind in _named(tx, told):
        named.setdefault(digest, set()).add(kind)
    events = {*tx.run(_payloads.where(ledger.c.case_id != REGISTER)).scalars().all()}
    entries = {*tx.run(_payloads.where(ledger.c.case_id == REGISTER)).scalars().all()}
    for digest, kind in there.items():
        if digest in (events if kind == "event" else entries if kind == KIND else ()) or kind in named.get(digest, ()):
            continue
        if digest in named or digest in events or digest in entries:
            yield Unaccounted(f"what some bytes are called, a {kind}, was changed: {digest}")
        else:
            yield Unaccounted(f"bytes that nobody knows of were put in, called a {kind}: {digest}")
    for digest in tx.run(_wrong_sizes).scalars():
        if intact(contents.get(tx, digest), digest):
            yield Unaccounted(f"how long some bytes are said to be was changed: {digest}")


def _named(tx: Transaction, told: Account) -> Iterator[tuple[str, str]]:
    """Yield the digest of all bytes that should be there, or were, and what they are; but for those that an entry is."""
    yield from ((str(one.came[account.CAME.index("digest")]), "mail") for one in told.mails.values())
    yield from ((digest, "letter") for _, digest in told.letters.values())
    yield from ((digest, "letter") for digest in tx.run(_found_digests).scalars())
    yield from ((digest, kind) for digest, (kind, _) in told.contents.items())
    yield from ((one.digest, SEAL) for one in told.seals)
    yield from ((digest, stone.kind) for digest, stone in told.gone.items())
