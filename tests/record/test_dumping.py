"""A PostgreSQL record is dumped while it is written to, and the dump is read and verified without a server."""

import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.errors import RecordAway, RecordBroken, UserError
from mailservice.record import contents, disposal, dumping, inventory, mails
from mailservice.record.database import Database, newest_revision
from mailservice.record.verify import verify
from tests import servers
from tests.record.story import FRIDAY, MONDAY, NSCP, open_case

ODD = bytes(range(256)) + "\\N\t\r\n\\. Sî".encode()


# What verify says of the fixture's tombstone: no case went with it.
GONE = ["the bytes of mail 2 are gone, and went with no case"]


@pytest.fixture
def record(postgresql_url: str) -> Database:
    """Give a record on PostgreSQL with a case, a mail of every byte, and one that was disposed of."""
    made = Database(postgresql_url)
    made.upgrade()
    with made.begin(NSCP) as tx:
        open_case(tx)
        for number, raw in enumerate((ODD, b"gone")):
            mails.arrive(tx, "INBOX", 1, number, internal_date=MONDAY, raw=raw, message_id=f"<{number}\\\t@x>")
        disposal.let_go(tx, [contents.digest_of(b"gone")], "25 years are\nover", "Business Office", FRIDAY)
    return made


def read_back(record: Database, folder: Path) -> tuple[inventory.Inventory, list[str]]:
    """Dump a record, read the dump, and return what it holds, and what is wrong with it."""
    programs = servers.postgresql_programs()
    dumping.dump(record, folder / "record.dump", programs)
    dumping.unpack(folder / "record.dump", folder / "read.db", newest_revision(), programs)
    with closing(Database(f"sqlite:///{folder / 'read.db'}")) as read, read.read(NSCP) as tx:
        assert contents.get(tx, contents.digest_of(ODD)) == ODD
        return inventory.take(tx), [str(fault) for fault in verify(tx)]


def test_a_dump_read_is_the_record_to_the_last_byte(record: Database, tmp_path: Path) -> None:
    with record.read(NSCP) as tx:
        there, said = inventory.take(tx), [str(fault) for fault in verify(tx)]
    assert [one.partition("UTC: ")[2] for one in said] == GONE
    assert read_back(record, tmp_path) == (there, said)
    assert (tmp_path / "record.dump").stat().st_mode & 0o777 == 0o600


def test_under_load_it_is_of_one_moment(record: Database, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 10
        while not stop.is_set():
            with record.begin(NSCP) as tx:
                at = MONDAY + timedelta(seconds=number)
                mails.arrive(tx, "INBOX", 1, number, internal_date=at, raw=b"%d" % number, message_id=f"<{number}@x>")
                open_case(tx, f"LAC {number}")
            number += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        held, faults = read_back(record, tmp_path)
    finally:
        stop.set()
        thread.join(20)
    assert [one.partition("UTC: ")[2] for one in faults] == GONE
    assert held.cases - 1 == held.mails - 2, "a mail and its case are of one commit"


def test_a_dump_cut_short_is_told(record: Database, tmp_path: Path) -> None:
    programs, dumped = servers.postgresql_programs(), tmp_path / "record.dump"
    dumping.dump(record, dumped, programs)
    dumped.write_bytes(dumped.read_bytes()[:-2000])
    with pytest.raises(RecordBroken, match="the dump is damaged"):
        dumping.unpack(dumped, tmp_path / "read.db", newest_revision(), programs)


def test_programs_that_are_missing_or_too_old_are_told_with_what_to_do(record: Database, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"pg_dump: it is not in .*: install PostgreSQL's client programs"):
        dumping.dump(record, tmp_path / "record.dump", tmp_path)
    for name in ("pg_dump", "pg_restore"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.24'\n")
        (tmp_path / name).chmod(0o700)
    with pytest.raises(
        UserError, match=r"it is of PostgreSQL 9, and the server of \d+: install the client programs of"
    ):
        dumping.dump(record, tmp_path / "record.dump", tmp_path)


def test_whoever_else_is_connected_keeps_it_from_being_replaced(record: Database, postgresql_url: str) -> None:
    record.close()
    programs = servers.postgresql_programs()
    dumping.require_alone(record, programs)
    refused = pytest.raises(RecordAway, match="1 other connection to this database is open: stop the service")
    with closing(Database(postgresql_url)) as other, other.read(NSCP), refused:
        dumping.require_alone(record, programs)
