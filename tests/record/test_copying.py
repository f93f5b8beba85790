"""A record is copied while it is written to: the copy has the last commit, and nobody waits for it."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.errors import RecordAway, RecordBroken
from mailservice.record import copying, inventory, mails
from mailservice.record.database import Database
from mailservice.record.verify import verify
from tests.record.story import MONDAY, NSCP, open_case


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Give the file of a record with one case."""
    with closing(Database(f"sqlite:///{tmp_path}/record.db")) as record:
        record.upgrade()
        with record.begin(NSCP) as tx:
            open_case(tx)
    return tmp_path / "record.db"


def copied(file: Path) -> Path:
    copying.copy(file, file.with_name("copy.db"), lambda _part: None)
    return file.with_name("copy.db")


def cases_and_faults(file: Path) -> tuple[int, int]:
    """Return how many cases a record has, and how many faults it finds in itself."""
    with closing(Database(f"sqlite:///{file}")) as record, record.read(NSCP) as tx:
        return inventory.take(tx).cases, len(verify(tx))


def test_a_plain_copy_lacks_the_last_case_and_calls_itself_whole_and_the_online_copy_has_it(file: Path) -> None:
    with closing(Database(f"sqlite:///{file}")) as record:
        with record.begin(NSCP) as tx:
            open_case(tx)
        by_hand = Path(shutil.copy(file, file.with_name("by-hand.db")))
        copy = copied(file)
    assert cases_and_faults(by_hand) == (1, 0), "a plain copy has all by now: this test shows nothing"
    assert cases_and_faults(copy) == (2, 0)


@contextmanager
def writing(file: Path) -> Iterator[list[int]]:
    """Have mails arrive, one commit each, for as long as the block lasts; gives how many have."""
    stop, arrived = threading.Event(), list[int]()

    def write() -> None:
        with closing(Database(f"sqlite:///{file}")) as record:
            while not stop.is_set():
                number = len(arrived) + 1
                at, raw = MONDAY + timedelta(seconds=number), b"x" * 4000 + str(number).encode()
                with record.begin(NSCP) as tx:
                    mails.arrive(tx, "INBOX", 1, number, internal_date=at, raw=raw, message_id=f"<{number}@x>")
                arrived.append(number)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while len(arrived) < 5:
            stop.wait(0.01)
        yield arrived
    finally:
        stop.set()
        thread.join(20)


def test_under_load_it_is_of_one_moment_and_ends(file: Path) -> None:
    with writing(file) as arrived:
        before = len(arrived)
        moments = list[int]()
        copying.copy(file, file.with_name("copy.db"), lambda _part: moments.append(len(arrived)))
        after = len(arrived)
    with closing(Database(f"sqlite:///{file.with_name('copy.db')}")) as record, record.read(NSCP) as tx:
        assert before <= inventory.take(tx).mails <= after + 1
        assert verify(tx) == []
    assert moments, "nobody was told how far it is"


def test_the_copy_is_its_owners_alone_and_one_file(file: Path) -> None:
    copy = copied(file)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in file.parent.glob("copy.db*")) == ["copy.db"]


def test_a_record_that_somebody_works_with_is_not_held_alone(file: Path) -> None:
    copying.require_alone(file)
    with closing(Database(f"sqlite:///{file}")) as record:
        with record.read(NSCP) as tx:
            inventory.take(tx)
        with pytest.raises(RecordAway, match="another process works with this record"):
            copying.require_alone(file)
    copying.require_alone(file)


def test_pages_that_were_spoilt_are_told(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[4096:8192] = b"\xff" * 4096
    file.write_bytes(bytes(data))
    with pytest.raises(RecordBroken, match="is damaged"):
        assert copying.faults(file) == []


def test_what_lay_there_stays_whole_beside_with_its_write_ahead_log(file: Path) -> None:
    new, aside = copied(file), file.with_name("record.db.before")
    file.with_name("record.db-wal").write_bytes(b"what a crash left")
    copying.put_in_place(new, file, aside)
    assert not file.with_name("record.db-wal").exists(), "it would be read into the new record"
    assert aside.with_name("record.db.before-wal").read_bytes() == b"what a crash left"
    aside.with_name("record.db.before-wal").unlink()
    assert cases_and_faults(aside) == cases_and_faults(file) == (1, 0)


def test_a_log_whose_record_is_lost_is_not_read_into_the_new_one(file: Path) -> None:
    new = copied(file)
    file.unlink()
    file.with_name("record.db-wal").write_bytes(b"of a record that is gone")
    copying.put_in_place(new, file, file.with_name("record.db.before"))
    assert sorted(one.name for one in file.parent.iterdir()) == ["record.db", "record.db.before-wal"]


def test_cut_off_at_any_step_there_is_a_whole_record_in_its_place(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, aside = copied(file), file.with_name("record.db.before")
    steps = list[str]()

    def cut_off(*_: object) -> None:
        steps.append("reached")
        raise KeyboardInterrupt

    for step in ("os.link", "Path.replace"):
        with monkeypatch.context() as patch:
            patch.setattr(f"mailservice.record.copying.{step}", cut_off)
            with pytest.raises(KeyboardInterrupt):
                copying.put_in_place(new, file, aside)
        assert cases_and_faults(file) == (1, 0)
    copying.put_in_place(new, file, aside.with_name("record.db.again"))
    assert (len(steps), cases_and_faults(file)) == (2, (1, 0))


def test_where_a_file_has_one_name_alone_the_old_record_is_moved(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, aside = copied(file), file.with_name("record.db.before")

    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("mailservice.record.copying.os.link", refused)
    copying.put_in_place(new, file, aside)
    assert cases_and_faults(aside) == cases_and_faults(file) == (1, 0)
