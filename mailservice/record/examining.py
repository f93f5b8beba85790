"""One case looked at: whether its chain is as it was written, and each row that shows it what its history adds up to.

Start at `examine`. What an event of a case tells is compared with the case's history; what the register tells (`account`)
with that, in `verify`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, bindparam, select, union, update

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.events import CaseDisposed
from mailservice.cases.history.folding import replay
from mailservice.record import linked, projections, register
from mailservice.record.database import Transaction
from mailservice.record.fault import Fault
from mailservice.record.given_up import given_up
from mailservice.record.keys import message_key
from mailservice.record.ledger import BOOK, since_the_loss, unpack
from mailservice.record.linked import BEGUN, End, LedgerEntry
from mailservice.record.projections import SHOWN
from mailservice.record.register import REGISTER, CaseGivenUp
from mailservice.record.stamped import read
from mailservice.record.tables import chains, deadlines, ledger, letters, threads

_every_case = union(
    *(
        select(table.c.case_id).distinct().where(table.c.partnership_id == bindparam("partnership"))
        for table in (ledger, chains, *SHOWN)
        if table is not threads
    )
).order_by("case_id")
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

Values = dict[str, Any]
# The rows that show a case, by table and key.
Rows = dict[Table, dict[str, Values]]


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


class Stands(NamedTuple):
    """What the history of a case adds up to, and what its letters' rows have from the ledger alone."""

    case: Case
    ordered: Mapping[str, Values]


def examine(tx: Transaction, case: int) -> Looked:
    """Look at the entries of a case; where nothing is wrong with them, at the tables that show it."""
    try:
        rows = linked.entries(tx, case).all()
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
    faults, end = linked.links(tx, case, there, begun)
    emptied = {*lost.emptied} if lost else ()
    return [*put, *faults, *linked.ends(tx, case, end), *linked.payloads(there, emptied), *_let_go_alone(case, there)]


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


def correct(tx: Transaction, case: int, difference: Difference) -> None:
    """Make a row as the history says that it is."""
    table, key = difference.table, difference.key
    if difference.expected is not None:
        projections.put(tx, table, case, {key: difference.expected})
        if table is letters:
            tx.run(_put_off, {"which": key, "until": difference.expected["not_before"]})
    else:
        projections.remove(tx, table, case, [key])


def every_case(tx: Transaction) -> list[int]:
    """Return every case of which the record knows anything, the office's own book among them, the register not."""
    return [case for case in tx.run(_every_case).scalars() if case != REGISTER]


def verify_chain(tx: Transaction, case: int) -> list[Fault]:
    """Return what is not as it was written in the entries of one case alone: its chain, and its payloads."""
    try:
        rows = linked.entries(tx, case).all()
        return _entry_faults(tx, case, rows)
    except (ValueError, TypeError, KeyError):
        return [Fault("an entry cannot be read: it is not in a form the service writes", case)]
