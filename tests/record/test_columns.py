"""One change anywhere is found: every column of every table changed by one, and every row deleted, on a record that has lived.

What the program declares of a column (`record.columns`) is held to what verifying says: a chained or derived one is told, an
operational one is not, and carries its reason.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Boolean, Column, ColumnElement, Table, and_, select

from mailservice.cases.history.events import AddressBarred, CaseDisposed, LetterOrdered, MailHeard, Suspected
from mailservice.record import (
    contents,
    disposal,
    found,
    holding,
    ledger,
    lookup,
    mails,
    outbox,
    partnerships,
    remade,
    tables,
)
from mailservice.record.columns import COLUMNS, Operational
from mailservice.record.database import Database, Transaction
from mailservice.record.found import Found
from mailservice.record.tables import Row
from mailservice.record.troubles import note as note_trouble
from mailservice.record.verify import rebuild, verify
from tests.record.story import (
    FRIDAY,
    MONDAY,
    NSCP,
    OFFICE,
    POLICY,
    VISITOR,
    WORKER,
    closed,
    letter,
    note,
    open_case,
    sent,
)
from tests.record.test_verify import unguarded

TABLES = {table.name: table for table in Row.metadata.sorted_tables}
HELD = [(table, column) for table, columns in COLUMNS.items() for column in columns]

OPENING = b"Message-ID: <opening-1@x>\r\nReferences: <answered@health.example>\r\n\r\nI disagree."


class _BackError(Exception):
    """The way back from what was meddled with."""


@contextmanager
def undone(database: Database) -> Iterator[Transaction]:
    """Open the record as somebody who owns the machine might, and leave everything as it was."""
    with suppress(_BackError), unguarded(database) as tx:
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield tx
        raise _BackError


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Give a record in which every table has at least a row."""
    record = Database(f"sqlite:///{tmp_path_factory.mktemp('lived') / 'record.db'}")
    record.upgrade()
    live(record)
    yield record
    record.close()


def live(record: Database) -> None:
    """Let something happen that every table tells of."""
    with record.begin(NSCP) as tx:
        partnerships.begin(tx, "escalate@nscp.example", "key", MONDAY)
        partnerships.wait_for(tx, "somebody looks")
        partnerships.note_read_through(tx, MONDAY)
        partnerships.note_uidvalidity(tx, 1)
        partnerships.note_heartbeat(tx, MONDAY)
        partnerships.note_round(tx, MONDAY)
        one = {"internal_date": MONDAY, "collected_at": MONDAY}
        first = mails.arrive(tx, "INBOX", 1, 1, raw=OPENING, message_id="<opening-1@x>", **one)
        second = mails.arrive(tx, "INBOX", 1, 2, raw=b"Buy now.", message_id="<other@x>", **one)
        assert first is not None
        assert second is not None
        case, other = open_case(tx), open_case(tx)
        mails.settle(tx, first, "acted", case=case, folder="Escalations/2026/NSCP 2026-0001", at=MONDAY)
        mails.settle(tx, second, "filed", folder="Other", at=MONDAY)
        mails.filed(tx, first, "Escalations/2026/NSCP 2026-0001", MONDAY)
        lookup.connect(tx, case, ["<answered@health.example>"])
        lookup.next_number(tx, 2026)
        outbox.rendered(tx, "stage-1", "<stage-1@partnership.example>", contents.keep(tx, b"Dear Sam", "letter"))
        ledger.append(
            tx, case, [sent("stage-1"), AddressBarred(FRIDAY, "wrong@x.example", WORKER, "not me"), *closed()], FRIDAY
        )
        ledger.append(tx, other, [note("still open")], FRIDAY)
        ledger.append(
            tx, ledger.BOOK, [letter("digest", OFFICE), Suspected(FRIDAY, "taken@x.example", FRIDAY, OFFICE)], FRIDAY
        )
        found.keep(
            tx, Found("<lost@partnership.example>", "lost-1", "Other", MONDAY, FRIDAY, "a@x.example", "A subject")
        )
        note_trouble(tx, "filing", "a folder", MONDAY, "full")
        disposal.let_go(
            tx, [mails.get(tx, second).digest], "6 years are over", disposal.disposal_of("NSCP 2026-0003"), FRIDAY
        )
        a_case_that_is_disposed_of(tx)


def a_case_that_is_disposed_of(tx: Transaction) -> None:
    """Let a case with an email, a letter, an entry of the office's book and a letter found in the mailbox go; one email stays."""
    case, folder = open_case(tx, "LAC 9"), "Escalations/2026/NSCP 2026-0003"
    one = {"internal_date": MONDAY, "collected_at": MONDAY}
    for number, named in enumerate(("opening-3", "also-on-2"), 3):
        mail = mails.arrive(
            tx,
            "INBOX",
            1,
            number,
            raw=f"Message-ID: <{named}@health.example>\r\n\r\n{named}".encode(),
            message_id=f"<{named}@health.example>",
            **one,
        )
        assert mail is not None
        mails.settle(tx, mail, "acted", case=case, folder=folder, at=MONDAY)
    lookup.connect(tx, case, ["<before@health.example>"])
    shared = MailHeard(FRIDAY, "4", "<also-on-2@health.example>", VISITOR, "message", "On both.", "acted")
    ledger.append(tx, 2, [shared], FRIDAY)
    ledger.append(tx, case, [sent("stage-3"), shared, *closed(3)], FRIDAY)
    outbox.rendered(tx, "stage-3", "<stage-3@partnership.example>", contents.keep(tx, b"Dear Kim", "letter"))
    told = LetterOrdered(FRIDAY, "morning", "receipt", OFFICE, {"issue": "NSCP 2026-0003 has ended."})
    taken = Suspected(FRIDAY, "taken@y.example", FRIDAY, OFFICE, "it wrote on NSCP 2026-0003")
    ledger.append(tx, ledger.BOOK, [told, taken], FRIDAY)
    outbox.rendered(tx, "morning", "<morning@partnership.example>", contents.keep(tx, b"Dear office", "letter"))
    found.keep(tx, Found("<old@partnership.example>", "old", folder, MONDAY, FRIDAY, "a@x.example", "A subject"))
    kept = holding.of_case(tx, case, "NSCP 2026-0003", folder)
    assert [one.case for one in kept.shared] == [2]
    why = ("its time is over", "every case, 1 year after its end")
    counted = (len(kept.mails), len(kept.letters), kept.entries)
    digest = contents.digest_of(POLICY)
    holding.pass_on(tx, kept.shared[0], "Escalations/2026/NSCP 2026-0002")
    holding.let_go(
        tx,
        kept,
        CaseDisposed(
            FRIDAY, "NSCP 2026-0003", MONDAY, FRIDAY, "agreed", "nscp", digest, OFFICE, WORKER, *why, *counted
        ),
        folder,
        FRIDAY,
    )


def test_a_mailbox_that_may_be_taken_stays_so_where_the_case_that_it_wrote_on_goes(lived: Database) -> None:
    with lived.read(NSCP) as tx:
        assert lookup.case(tx, 3).status == "disposed"
        assert contents.get(tx, contents.digest_of(b"Dear office")) is None
        assert [one.address for one in ledger.in_book(tx, (Suspected,)) if isinstance(one, Suspected)] == [
            "taken@x.example",
            "taken@y.example",
        ]


def changed(value: object, column: "Column[object]") -> object:
    """Return another value than the one that stands there, as small a change as there is."""
    if isinstance(column.type, Boolean):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if value is None:
        return {"DATETIME": FRIDAY, "INTEGER": 1, "BLOB": b"x"}.get(str(column.type), "x")
    if isinstance(value, bytes):
        return value + b"x"
    return value + 1000 if isinstance(value, int) else f"{value}x"


def faults(tx: Transaction) -> list[str]:
    return [str(one) for one in verify(tx)]


def test_every_column_of_every_table_is_declared() -> None:
    assert {name: {*columns} for name, columns in COLUMNS.items()} == {
        name: {column.name for column in table.columns} for name, table in TABLES.items()
    }


def test_the_record_that_is_meddled_with_is_as_it_was_written(lived: Database) -> None:
    with lived.read(NSCP) as tx:
        assert verify(tx) == []
        assert all(tx.connection.execute(select(table)).first() for table in TABLES.values())


@pytest.mark.parametrize(("table", "column"), HELD, ids=[f"{table}.{column}" for table, column in HELD])
def test_a_column_changed_by_one_is_found_or_says_why_it_need_not_be(lived: Database, table: str, column: str) -> None:
    where = TABLES[table]
    rows = rows_of(lived, where)
    for row in rows:
        with undone(lived) as tx:
            to = changed(row[column], where.c[column])
            tx.connection.execute(where.update().where(this(where, row)).values({column: to}))
            said = faults(tx)
        held = COLUMNS[table][column]
        if isinstance(held, Operational):
            assert held.because
        else:
            assert said, f"{row} changed to {to!r} in {column}, and nothing was said"


@pytest.mark.parametrize("table", [one for one in TABLES if one != "troubles"])
def test_a_row_that_was_deleted_is_found(lived: Database, table: str) -> None:
    where = TABLES[table]
    for row in rows_of(lived, where):
        with undone(lived) as tx:
            tx.connection.execute(where.delete().where(this(where, row)))
            said = faults(tx)
        assert said, f"{row} was deleted from {table}, and nothing was said"


# What lies outside the tables of which the record's own entries tell: the entries themselves, their bytes, what was taken over.
BEYOND = ("contents", "ledger", "chains", "found", "troubles", "partnerships")


@pytest.mark.parametrize("table", [one for one in TABLES if one not in BEYOND])
def test_a_table_that_was_changed_is_made_again_from_the_records_own_entries(lived: Database, table: str) -> None:
    where = TABLES[table]
    for row in rows_of(lived, where):
        for column in [one for one, held in COLUMNS[table].items() if not isinstance(held, Operational)]:
            with undone(lived) as tx:
                to = changed(row[column], where.c[column])
                tx.connection.execute(where.update().where(this(where, row)).values({column: to}))
                assert faults(tx)
                remade.lay_anew(tx)
                assert faults(tx) == [], (row, column)
        with undone(lived) as tx:
            tx.connection.execute(where.delete().where(this(where, row)))
            remade.lay_anew(tx)
            assert faults(tx) == [], row


def test_what_was_made_again_is_what_there_was(lived: Database) -> None:
    with undone(lived) as tx:
        before = all_held(tx)
        remade.lay_anew(tx)
        after = all_held(tx)
    for name, rows in before.items():
        # An email of which the bytes were let go keeps no Message-ID.
        let_go = {row for row in rows if name == "mails" and "other@x" in row}
        assert rows - after[name] == let_go, name
        assert len(after[name]) == len(rows), name


def all_held(tx: Transaction) -> dict[str, set[tuple[object, ...]]]:
    """Return every row of every table, but for what is operational."""
    columns = {
        name: [where.c[one] for one, held in COLUMNS[name].items() if not isinstance(held, Operational)]
        for name, where in TABLES.items()
    }
    return {
        name: {tuple(row) for row in tx.connection.execute(select(*some))} for name, some in columns.items() if some
    }


def test_a_letter_that_was_put_off_behind_our_back_is_found(lived: Database) -> None:
    with undone(lived) as tx:
        tx.connection.execute(
            tables.letters.update()
            .where(tables.letters.c.letter == "stage-2")
            .values(not_before=FRIDAY.replace(year=2099))
        )
        said = faults(tx)
        assert rebuild(tx) == 1
        assert faults(tx) == []
    assert said == ["case 2: the row stage-2 of the table letters was changed; a rebuild makes it anew"]


def rows_of(database: Database, table: Table) -> list[dict[str, object]]:
    with database.read(NSCP) as tx:
        return [dict(row) for row in tx.connection.execute(select(table)).mappings()]


def this(table: Table, row: dict[str, object]) -> ColumnElement[bool]:
    return and_(*(column == row[column.name] for column in table.primary_key))


def test_no_entry_of_the_register_holds_a_name_or_a_word_that_was_written(lived: Database) -> None:
    written = [b"disagree", b"Sam", b"still open", b"opening-1", b"A subject", b"a@x.example", b"health.example"]
    with lived.read(NSCP) as tx:
        for data in tx.connection.execute(
            select(tables.contents.c.data).where(tables.contents.c.kind == "register")
        ).scalars():
            assert not [one for one in written if one.lower() in data.lower()], data
