"""The ledger keeps every event of a case, in order, for ever."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from mailservice.cases.history.events import CaseOpened
from mailservice.record import contents, disposal, ledger, lookup
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import Forgotten
from tests.record.story import FRIDAY, MONDAY, NSCP, closed, note, open_case, opened


def test_the_code_and_the_migrations_lay_the_same_tables(database: Database) -> None:
    database.check()


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.begin(NSCP) as tx:
        open_case(tx)
    database.upgrade()
    with database.read(NSCP) as tx:
        assert lookup.case(tx, 1).reference == "NSCP 2026-0001"


def test_a_case_is_read_as_it_was_written(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        ledger.append(tx, case, closed(), FRIDAY)
    with database.read(NSCP) as tx:
        assert ledger.history(tx, case) == [*opened(), *closed()]


def test_two_partnerships_never_see_each_others_cases(database: Database) -> None:
    with database.begin(NSCP) as tx:
        open_case(tx)
    with database.begin("Elsewhere") as tx:
        ledger.append(tx, open_case(tx), [note("elsewhere")], MONDAY)
    with database.read(NSCP) as tx:
        assert ledger.history(tx, 1) == opened()
    assert database.partnerships() == ["Elsewhere", NSCP]


def test_what_is_on_no_case_goes_into_the_offices_own_book(database: Database) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, ledger.BOOK, [note("a stranger wrote")], MONDAY)
    with database.read(NSCP) as tx:
        assert ledger.events(tx, ledger.BOOK) == [note("a stranger wrote")]
        assert lookup.cases_of(tx) == []


def test_a_decision_that_breaks_off_leaves_nothing(database: Database) -> None:
    def break_off(tx: Transaction) -> None:
        open_case(tx)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), database.begin(NSCP) as tx:
        break_off(tx)
    with database.begin(NSCP) as tx:
        assert ledger.history(tx, 1) == []
        assert lookup.cases_of(tx) == []
        assert lookup.new_case(tx) == 1


def test_equal_events_have_different_digests_so_that_nobody_can_guess_one(database: Database) -> None:
    with database.begin(NSCP) as tx:
        ledger.append(tx, 1, [note("yes"), note("yes")], MONDAY)
        digests = tx.connection.execute(text("SELECT DISTINCT payload FROM ledger")).all()
    assert len(digests) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE ledger SET kind = 'Agreed' WHERE number = 2",
        "DELETE FROM ledger WHERE number = 6",
        "UPDATE contents SET data = 'other'",
        "UPDATE contents SET disposed_why = 'just so'",
        "UPDATE contents SET data = NULL",
        "DELETE FROM contents",
    ],
)
def test_a_trigger_refuses_what_would_rewrite_the_record(database: Database, change: str) -> None:
    with database.begin(NSCP) as tx:
        open_case(tx)
    with pytest.raises(DBAPIError, match="never"), database.begin(NSCP) as tx:
        tx.connection.execute(text(change))
    with database.read(NSCP) as tx:
        assert ledger.history(tx, 1) == opened()


@pytest.mark.parametrize("table", ["ledger", "contents"])
def test_a_whole_table_is_not_emptied_either(database: Database, table: str) -> None:
    sentence = f"DELETE FROM {table}" if database.sqlite else f"TRUNCATE {table}"  # noqa: S608 - two names of ours
    with database.begin(NSCP) as tx:
        open_case(tx)
    with pytest.raises(DBAPIError, match="never"), database.begin(NSCP) as tx:
        tx.connection.execute(text(sentence))


def test_a_row_cannot_be_slipped_in_place_of_another(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    database.upgrade()
    with database.begin(NSCP) as tx:
        open_case(tx)
    replace = (
        "INSERT OR REPLACE INTO ledger SELECT partnership_id, case_id, 2, at, at, kind, payload, '', '' FROM ledger"
    )
    with pytest.raises(DBAPIError, match="never"), database.begin(NSCP) as tx:
        tx.connection.execute(text(replace))
    database.close()


def test_disposal_leaves_a_tombstone_and_the_rest_of_the_story(database: Database) -> None:
    with database.begin(NSCP) as tx:
        case = open_case(tx)
        payload = tx.connection.execute(
            text("SELECT payload FROM ledger WHERE case_id = 1 AND number = 2")
        ).scalar_one()
        assert disposal.let_go(tx, [payload], "25 years are over", "Business Office", FRIDAY)
        assert not disposal.let_go(tx, [payload], "again", "Business Office", FRIDAY)
    with database.read(NSCP) as tx:
        story = ledger.history(tx, case)
        assert contents.get(tx, payload) is None
        assert story[1] == Forgotten(MONDAY, 2, "MailHeard", "25 years are over")
        assert ledger.events(tx, case) == [opened()[0], *opened()[2:]]


def test_an_event_written_by_an_older_service_is_lifted_on_reading() -> None:
    event = opened()[0]
    payload = ledger.pack(event).replace(b',"missing":[]', b"")
    assert b"missing" not in payload
    lifted = ledger.unpack("CaseOpened", payload)
    assert isinstance(lifted, CaseOpened)
    assert lifted == event


def test_contents_come_back_byte_for_byte_small_and_large(database: Database) -> None:
    large = bytes(range(256)) * 100_000
    with database.begin(NSCP) as tx:
        digests = [contents.keep(tx, data, "mail") for data in (b"", b"\0\xff", large, large)]
    assert digests[2] == digests[3]
    with database.read(NSCP) as tx:
        assert [contents.get(tx, digest) for digest in digests[:3]] == [b"", b"\0\xff", large]
        with pytest.raises(KeyError):
            contents.get(tx, "0" * 64)
