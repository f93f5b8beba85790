"""A case is kept in memory while its chain ends where it did: quicker, and never another case than the record tells."""

import pytest
from sqlalchemy import event

from mailservice.cases.history.case import Case
from mailservice.cases.history.events import CaseDisposed
from mailservice.cases.history.folding import replay
from mailservice.record import ledger, memory
from mailservice.record.database import Database, Transaction
from tests.record.story import FRIDAY, MONDAY, NSCP, OFFICE, closed, heard, note, open_case


class UndoneError(Exception):
    """Something went wrong at the end of a transaction."""


@pytest.fixture
def opened(database: Database) -> int:
    """Open a case of a record."""
    with database.begin(NSCP) as tx:
        return open_case(tx)


def told(database: Database, case: int) -> Case:
    """Return where a case stands by its events, whatever is in memory."""
    with database.read(NSCP) as tx:
        return replay(ledger.events(tx, case))


def stands(database: Database, case: int) -> tuple[Case, int]:
    """Return where a case stands, and how many statements read the ledger for that."""
    with database.read(NSCP) as tx:
        said: list[str] = []
        event.listen(tx.connection, "before_cursor_execute", lambda _c, _cursor, statement, *_: said.append(statement))
        return ledger.replayed(tx, case), sum("FROM ledger" in one for one in said)


def add(tx: Transaction, case: int, text: str) -> None:
    ledger.append(tx, case, [note(text)], FRIDAY)


def test_a_case_that_went_on_here_is_not_read_again(database: Database, opened: int) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, opened, closed(), FRIDAY)
    case, read = stands(database, opened)
    assert (case, read) == (told(database, opened), 0)
    assert case.status == "closed"


def test_what_another_process_appended_is_read(database: Database, database_url: str, opened: int) -> None:
    assert stands(database, opened)[0].status == "open"
    other = Database(database_url)
    with other.begin(NSCP) as tx:
        ledger.append(tx, opened, closed(), FRIDAY)
    other.close()
    case, read = stands(database, opened)
    assert (case, read) == (told(database, opened), 1)
    assert case.status == "closed"
    assert stands(database, opened) == (case, 0)


def test_what_was_rolled_back_never_happened(database: Database, opened: int) -> None:
    before = told(database, opened)
    with pytest.raises(UndoneError):
        _close_and_fail(database, opened)
    assert stands(database, opened)[0] == before
    with database.begin(NSCP) as tx:
        ledger.append(tx, opened, [heard(2)], FRIDAY)
    assert stands(database, opened)[0] == told(database, opened)
    assert stands(database, opened)[0].status == "open"


def test_a_number_given_out_again_after_a_rollback_is_the_new_case(database: Database) -> None:
    with pytest.raises(UndoneError):
        _open_and_fail(database)
    with database.begin(NSCP) as tx:
        number = open_case(tx, "LAC 2")
    assert number == 1
    assert stands(database, number)[0].child_references == ("LAC 2",)


def _close_and_fail(database: Database, case: int) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, case, closed(), FRIDAY)
        assert ledger.replayed(tx, case).status == "closed"
        raise UndoneError


def _open_and_fail(database: Database) -> None:
    with database.begin(NSCP) as tx:
        assert open_case(tx, "LAC 1") == 1
        raise UndoneError


def test_of_a_case_that_was_disposed_of_nothing_stays_in_memory(database: Database, opened: int) -> None:
    stands(database, opened)
    gone = CaseDisposed(
        FRIDAY, "NSCP 2026-0001", MONDAY, FRIDAY, "agreed", "nscp", "", OFFICE, OFFICE, "its time is over", "", 2, 3, 9
    )
    with database.begin(NSCP) as tx:
        ledger.append(tx, opened, [gone], FRIDAY)
    assert not database._memory._kept  # noqa: SLF001 - what it holds is not to be seen otherwise
    assert stands(database, opened)[0].disposed is not None
    assert not database._memory._kept  # noqa: SLF001 - as above


def test_it_keeps_no_more_than_it_may(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST", 3)
    with database.begin(NSCP) as tx:
        numbers = [open_case(tx, f"LAC {number}") for number in range(5)]
    assert [stands(database, one)[1] for one in reversed(numbers)] == [0, 0, 0, 1, 1]
    assert len(database._memory._kept) == 3  # noqa: SLF001 - as above
