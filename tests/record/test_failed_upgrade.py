"""An upgrade that fails, is killed, or has no room leaves the record as it was; of two that begin at once, one does it."""

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, event

from mailservice.errors import MachineShort, RecordAway
from mailservice.record.database import Database, newest_revision
from mailservice.record.verify import verify
from tests import servers
from tests.faults.parts import OF_POSTGRESQL, Disk, Postgres
from tests.record import earlier

OLDEST = earlier.REVISIONS[0]
NSCP = "nscp"
# In a process of its own: an upgrade that comes as far as one of its statements and is killed there, or that goes through.
UPGRADE = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from mailservice.record.database import Database
count = 0
def killed(*_):
    global count
    count += 1
    if count == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "before_cursor_execute", killed)
record = Database(sys.argv[1])
if sys.argv[3:]:
    print("ready", flush=True)
    sys.stdin.readline()
record.upgrade(keeping=True)
record.close()
"""


class PlantedError(Exception):
    """A fault of a test's own."""


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all that is in a record, asked past the service."""
    engine = create_engine(Database(url).url)
    try:
        with engine.connect() as connection:
            return earlier.rows(connection)
    finally:
        engine.dispose()


def faults(url: str) -> list[str]:
    with closing(Database(url)) as record, record.read(NSCP) as tx:
        return [str(fault) for fault in verify(tx)]


@contextmanager
def failing_at(record: Database, number: int) -> Iterator[list[str]]:
    """Have one statement fail, counted from when the block begins; give what was executed."""
    executed: list[str] = []

    def count(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        executed.append(statement)
        if len(executed) == number:
            raise PlantedError

    event.listen(record._engine, "before_cursor_execute", count)  # noqa: SLF001 - where its statements pass
    try:
        yield executed
    finally:
        event.remove(record._engine, "before_cursor_execute", count)  # noqa: SLF001 - as above


def statements(url: str) -> list[str]:
    """Return every statement of an upgrade that fails at its very end, as it is to be kept."""

    def refuse(_connection: Connection) -> None:
        raise PlantedError

    with closing(Database(url)) as record, failing_at(record, 0) as executed:
        event.listen(record._engine, "commit", refuse)  # noqa: SLF001 - where its statements pass
        with pytest.raises(PlantedError):
            record.upgrade()
        return executed


def test_whichever_statement_fails_the_record_is_as_it_was(database_url: str) -> None:
    earlier.lay(OLDEST, database_url)
    before = rows(database_url)
    told = [one.split()[0] for one in statements(database_url)]
    assert rows(database_url) == before
    # Each that changes something, in the midst of every migration; and of those that only look some.
    changing = [number for number, word in enumerate(told, 1) if word in {"CREATE", "ALTER", "UPDATE", "INSERT"}]
    assert len(changing) > 20
    for number in sorted({*changing, *range(5, len(told), 10)}):
        with closing(Database(database_url)) as record, failing_at(record, number), pytest.raises(PlantedError):
            record.upgrade()
        assert rows(database_url) == before, f"{number}: {told[number - 1]}"
    with closing(Database(database_url)) as record:
        record.upgrade()
    assert faults(database_url) == []


def test_a_sqlite_file_is_the_same_to_the_last_byte_after_a_failure(tmp_path: Path) -> None:
    file = tmp_path / "record.db"
    earlier.lay(OLDEST, f"sqlite:///{file}")
    before = file.read_bytes()
    with closing(Database(f"sqlite:///{file}")) as record, failing_at(record, 60), pytest.raises(PlantedError):
        record.upgrade()
    _in_wal_mode(before)
    assert _in_wal_mode(file.read_bytes()) == _in_wal_mode(before)


def _in_wal_mode(data: bytes) -> bytes:
    """Return a file's bytes without those that say how it is written to, and how often it was opened to be written."""
    return data[:18] + data[20:24] + data[28:92] + data[100:]


@pytest.mark.parametrize("number", [12, 30, 55, 90])
def test_killed_in_the_midst_the_record_is_as_it_was_and_the_next_start_goes_on(database_url: str, number: int) -> None:
    earlier.lay(OLDEST, database_url)
    before = rows(database_url)
    killed = subprocess.run([sys.executable, "-c", UPGRADE, database_url, str(number)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert rows(database_url) == before
    with closing(Database(database_url)) as record:
        record.upgrade(keeping=True)
    assert faults(database_url) == []


def test_of_two_that_start_at_once_one_brings_the_tables_along_and_the_other_goes_on(database_url: str) -> None:
    earlier.lay(OLDEST, database_url)
    command = [sys.executable, "-c", UPGRADE, database_url, "0", "wait"]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    said = [one.communicate("\n", timeout=60) for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    assert faults(database_url) == []
    if database_url.startswith("sqlite"):
        kept = f"{database_url}.before-{newest_revision()}"
        with closing(Database(kept)) as record:
            assert record.revision() == OLDEST, "kept by the first, and not by the second over it"


def test_what_is_kept_beside_is_the_record_as_it_was_and_for_our_own_user_alone(sqlite_url: str) -> None:
    earlier.lay(OLDEST, sqlite_url)
    before = rows(sqlite_url)
    with closing(Database(sqlite_url)) as record:
        record.upgrade(keeping=True)
        record.upgrade(keeping=True)
        assert record.file is not None
        there = sorted(one.name for one in record.file.parent.glob("*.before-*"))
        kept = record.file.with_name(f"{record.file.name}.before-{newest_revision()}")
    assert there == [kept.name]
    assert kept.stat().st_mode & 0o777 == 0o600
    assert rows(f"sqlite:///{kept}") == before


@contextmanager
def room_for_only(octets: int, folder: Path) -> Iterator[None]:
    """Have next to no room on a small disk until the block ends."""
    filler = folder / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(folder).free - octets))
    try:
        yield
    finally:
        filler.unlink()


def test_a_disk_without_room_to_keep_the_record_beside_leaves_it_as_it_was_and_says_so(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    with Disk(tmp_path):
        earlier.lay(OLDEST, url)
        before = rows(url)
        with closing(Database(url)) as record:
            with (
                room_for_only(500_000, tmp_path),
                pytest.raises(MachineShort, match=r"the disk is full.*needs 2 MB more; nothing was changed"),
            ):
                record.upgrade(keeping=True)
            assert rows(url) == before
            assert list(tmp_path.glob("*before*")) == []
            record.upgrade(keeping=True)
        assert faults(url) == []


def test_a_disk_that_is_full_in_the_midst_leaves_the_record_as_it_was(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/record.db"
    with Disk(tmp_path):
        earlier.lay(OLDEST, url)
        before = rows(url)
        with closing(Database(url)) as record:
            with (
                room_for_only(60_000, tmp_path),
                failing_at(record, 0) as executed,
                pytest.raises(RecordAway, match="full"),
            ):
                record.upgrade()
            assert len(executed) > 20, "the disk was not full in the midst, but before"
            assert rows(url) == before
            record.upgrade()
        assert faults(url) == []


def test_a_database_whose_disk_is_full_leaves_the_record_as_it_was() -> None:
    with servers.folder("nobody") as home:
        (home / "disk").mkdir()
        with Disk(home / "disk", OF_POSTGRESQL, "0700", "nobody") as disk:
            postgres = Postgres(home, disk)
            postgres.start()
            try:
                _on_a_full_disk(f"postgresql://postgres@/postgres?host={home}", disk)
            finally:
                postgres.stop()


def _on_a_full_disk(url: str, disk: Disk) -> None:
    earlier.lay(OLDEST, url)
    before = rows(url)
    with closing(Database(url)) as record:
        with disk.full(), pytest.raises(RecordAway, match="full"):
            record.upgrade()
        assert rows(url) == before
        record.upgrade()
    assert faults(url) == []
