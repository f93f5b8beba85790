"""What a mail or a sweep asks is found by an index: nothing grows with what is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event

from mailservice.record import contents, deadlines, disposal, ledger, lookup, mails, outbox
from mailservice.record.database import Database, Transaction
from mailservice.record.examining import examine
from tests.record.story import FRIDAY, MONDAY, NSCP, WORKER, closed, letter, note, open_case, sent

Work = Callable[[Transaction], object]

DIGEST = "0" * 64
HOT: dict[str, Work] = {
    "a mail arrives": lambda tx: mails.arrive(
        tx, "INBOX", 2, 9, internal_date=MONDAY, raw=b"new", message_id="<new@health.example>"
    ),
    "known uids": lambda tx: mails.known_uids(tx, "INBOX", 1, [1, 2, 3]),
    "unsettled mails": mails.unsettled,
    "one mail": lambda tx: mails.get(tx, 1),
    "the same message": lambda tx: mails.same_message(tx, "<opening-1@health.example>", DIGEST),
    "settling": lambda tx: mails.settle(tx, 1, "acted", case=1, at=MONDAY),
    "an attempt": lambda tx: mails.attempt(tx, 1),
    "failing": lambda tx: mails.note_fault(tx, 1, "broken"),
    "mails to file": mails.to_file,
    "a mail filed": lambda tx: mails.filed(tx, 1, "Other", MONDAY),
    "history": lambda tx: ledger.history(tx, 1),
    "append": lambda tx: ledger.append(tx, 1, [note("one"), letter("next", WORKER), *closed()], FRIDAY),
    "contents": lambda tx: contents.keep(tx, b"new", "letter"),
    "disposal": lambda tx: disposal.let_go(tx, [DIGEST], "done", "office", FRIDAY),
    "cases of messages": lambda tx: lookup.cases_of_messages(tx, ["<a@x>", "<b@x>"]),
    "case by reference": lambda tx: lookup.case_by_reference(tx, "NSCP 2026-0001"),
    "cases by child": lambda tx: lookup.open_cases_by_child(tx, "LAC 1"),
    "a party": lambda tx: lookup.is_party(tx, 1, "a@x"),
    "a case": lambda tx: lookup.case(tx, 1),
    "the next number": lambda tx: lookup.next_number(tx, 2026),
    "connecting": lambda tx: lookup.connect(tx, 1, ["<a@x>"]),
    "dates due": lambda tx: deadlines.due(tx, FRIDAY),
    "standing dates": lambda tx: deadlines.standing(tx, 1),
    "letters due": lambda tx: outbox.due(tx, FRIDAY),
    "claiming": lambda tx: outbox.claim(tx, "stage-1", FRIDAY, 60),
    "claiming to file": lambda tx: outbox.claim_filing(tx, "stage-1", FRIDAY, 60),
    "a letter's case": lambda tx: outbox.case_of(tx, "stage-1"),
    "rendering": lambda tx: outbox.rendered(tx, "stage-1", "<s@x>", DIGEST),
    "postponing": lambda tx: outbox.postpone(tx, "stage-1", FRIDAY, "later"),
    "letters to file": outbox.to_file,
    "a letter filed": lambda tx: outbox.filed(tx, "stage-1", FRIDAY),
    "letters to a stranger": lambda tx: outbox.written_to(tx, "a@x", MONDAY),
    "answers to somebody": lambda tx: outbox.answers(tx, 1, "a@x", MONDAY),
    "verifying one case": lambda tx: examine(tx, 1),
}


@contextmanager
def overheard(tx: Transaction) -> Iterator[list[tuple[str, Any]]]:
    """Hear every statement that is executed."""
    said: list[tuple[str, Any]] = []

    def hear(_conn: Connection, _cursor: object, statement: str, values: Any, *_more: object) -> None:
        said.append((statement, values))

    event.listen(tx.connection, "before_cursor_execute", hear)
    yield said
    event.remove(tx.connection, "before_cursor_execute", hear)


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    """Give a record of one case, on SQLite, which tells its plan."""
    record = Database(sqlite_url)
    record.upgrade()
    with record.begin(NSCP) as tx:
        mails.arrive(tx, "INBOX", 1, 1, internal_date=MONDAY, raw=b"Hello", message_id="<opening-1@health.example>")
        ledger.append(tx, open_case(tx), [sent("receipt-1")], MONDAY)
    yield record
    record.close()


@pytest.mark.parametrize("asked", HOT)
def test_it_is_found_by_an_index(database: Database, asked: str) -> None:
    with database.begin(NSCP) as tx, overheard(tx) as said:
        HOT[asked](tx)
        statements = list(said)
        assert statements
        for statement, values in statements:
            first = values[0] if isinstance(values, list) else values
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", first).all()
            for step in plan:
                assert narrow(str(step[-1])), (statement, plan)


# These hold only what waits, and are empty when all is done.
WAITING = ("ix_mails_unsettled", "ix_mails_to_file", "ix_letters_due", "ix_letters_to_file")


def narrow(step: str) -> bool:
    """Tell whether a step of a plan reads only what was asked for, not a table nor all that a partnership has."""
    if step.startswith("SEARCH"):
        return not step.endswith("(partnership_id=?)") or any(index in step for index in WAITING)
    return step.startswith("USE TEMP B-TREE")


def test_what_waits_is_read_in_its_order_without_sorting(database: Database) -> None:
    with database.begin(NSCP) as tx, overheard(tx) as said:
        mails.unsettled(tx)
        mails.to_file(tx)
        for statement, values in list(said):
            plan = tx.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            assert "TEMP B-TREE" not in str(plan), (statement, plan)
