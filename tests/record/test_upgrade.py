"""A record that an earlier commit wrote is read, verifies and goes on: its tables are made anew where they said less."""

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from mailservice.cases.history.folding import replay
from mailservice.errors import RecordAway
from mailservice.record import disposal, ledger, lookup
from mailservice.record.database import Database, Transaction, migrations
from mailservice.record.verify import verify
from tests.record.story import FRIDAY, NSCP, VISITOR, open_case

OLD = Path(__file__).with_name("record-0001.db.xz")
KATE = "kate.obrien@rockinghamhealth.example"
NOT_SHOWN = ["case 1: a row of the table parties is missing; a rebuild makes it anew"]


@contextmanager
def opened(record: Database, partnership: str) -> Iterator[Transaction]:
    """Open a transaction on the tables as they are, of whichever version: as nobody but a test does."""
    with record._engine.begin() as connection:  # noqa: SLF001 - past what refuses another version's tables
        number = connection.execute(text("SELECT id FROM partnerships WHERE name = :name"), {"name": partnership})
        yield Transaction(connection, number.scalar_one(), partnership, record.clock.now())


def faults(record: Database, partnership: str) -> list[str]:
    with opened(record, partnership) as tx:
        return [str(fault) for fault in verify(tx)]


@pytest.fixture
def written_before(tmp_path: Path) -> Iterator[tuple[Database, str]]:
    """Give the record of an earlier commit (see README.md), and the partnership in it."""
    (tmp_path / "record.db").write_bytes(lzma.decompress(OLD.read_bytes()))
    record = Database(f"sqlite:///{tmp_path}/record.db")
    (partnership,) = record.partnerships()
    yield record, partnership
    record.close()


def test_a_record_written_before_shows_everybody_who_takes_part(written_before: tuple[Database, str]) -> None:
    record, partnership = written_before
    with opened(record, partnership) as tx:
        before = ledger.history(tx, 1)
        assert not lookup.is_party(tx, 1, KATE), "nothing to make anew: this test shows nothing"
    record.upgrade()
    assert faults(record, partnership) == []
    with record.read(partnership) as tx:
        assert lookup.is_party(tx, 1, KATE)
        assert ledger.history(tx, 1) == before, "the ledger is as it was"
    with record.begin(partnership) as tx:
        line = lookup.case(tx, 1)
        assert (line.status, line.stage, line.tier) == ("open", "1", 1)
        assert replay(ledger.events(tx, 1)).party(KATE)


@pytest.fixture
def at_0001(database: Database) -> Database:
    """Give a record at the first migration, whose table of parties lacks who wrote, as it did then."""
    with database.begin(NSCP) as tx:
        command.stamp(migrations(tx.connection), "0001")
        open_case(tx)
        tx.connection.execute(text("DELETE FROM parties WHERE address LIKE 'hana%'"))
    return database


def test_upgrading_makes_the_tables_anew_once(at_0001: Database) -> None:
    assert faults(at_0001, NSCP) == NOT_SHOWN
    at_0001.upgrade()
    assert faults(at_0001, NSCP) == []
    with opened(at_0001, NSCP) as tx:
        tx.connection.execute(text("DELETE FROM parties WHERE address LIKE 'hana%'"))
    at_0001.upgrade()
    assert faults(at_0001, NSCP) == NOT_SHOWN, "what no migration brought about is named, and not mended unseen"


def test_a_case_that_can_no_longer_be_read_whole_keeps_its_tables_and_lets_the_others_go_on(at_0001: Database) -> None:
    with opened(at_0001, NSCP) as tx:
        open_case(tx)
        payload = tx.connection.execute(
            text("SELECT payload FROM ledger WHERE case_id = 2 AND number = 1")
        ).scalar_one()
        disposal.let_go(tx, [payload], "25 years are over", "Business Office", FRIDAY)
        tx.connection.execute(text("DELETE FROM parties WHERE case_id = 2 AND address LIKE 'hana%'"))
    at_0001.upgrade()
    with at_0001.read(NSCP) as tx:
        assert [lookup.is_party(tx, case, VISITOR.address) for case in (1, 2)] == [True, False]
        assert lookup.case(tx, 2).reference == "NSCP 2026-0002"


def test_a_record_of_a_newer_version_is_waited_with_and_says_what_to_install(at_0001: Database) -> None:
    at_0001.upgrade()
    with at_0001.begin(NSCP) as tx:
        tx.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(
        RecordAway, match=r"written by a newer version .* at 9999, .*: install that version, or a newer one"
    ):
        at_0001.upgrade()
