"""A mail is read in its time, or held: whatever it does to its reader, the next one is decided, and nobody is left behind."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from mailservice.cases.history.events import LetterOrdered
from mailservice.clock import VirtualClock
from mailservice.record import ledger, mails
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service import reader
from mailservice.service.desk import Desk
from mailservice.service.hearing import Read
from mailservice.service.reader import NotReadError, Reader, ReaderApart
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK, Place
from tests.service.mixed import openings

MONDAY = moment("Mon 2 Nov 2026 09:00")
OFFICE = DESK.directory.office.address
# A partnership's own pattern for its children's references, and a mail in which it looks on for years.
_endless = replace(DESK.rules.policy.reference, child="(?:A+)+B")
ENDLESS_DESK = replace(DESK, rules=replace(DESK.rules, policy=replace(DESK.rules.policy, reference=_endless)))
FIRST, *OTHERS = [one.raw for one in openings(4)]
ENDLESS = FIRST.replace(b"NCT-600001", b"A" * 60)

processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.service.crashing"])


@contextmanager
def apart(desk: Desk = DESK) -> Iterator[ReaderApart]:
    """Give a reader in a process of its own, which runs."""
    one = ReaderApart(desk)
    one.ready()
    try:
        yield one
    finally:
        one.close()


def pid(one: ReaderApart) -> int:
    assert one.process is not None
    return one.process.pid


def until_gone(process: int, seconds: float = 20.0) -> None:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        state = Path(f"/proc/{process}/stat")
        if not state.exists() or state.read_text("ascii").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    pytest.fail(f"the process {process} is still there")


def test_read_apart_a_mail_says_the_same() -> None:
    with apart() as one:
        for raw in (*OTHERS, b"", b"\xff\x00 no mail at all"):
            assert one.read(raw, "m1", MONDAY) == Reader(DESK).read(raw, "m1", MONDAY)


def test_a_reading_without_end_is_ended_in_its_time_and_the_next_mail_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with apart(ENDLESS_DESK) as one:
        before = pid(one)
        monkeypatch.setattr(reader, "LEAST_SECONDS", 0.5)
        begun = time.monotonic()
        with pytest.raises(NotReadError):
            one.read(ENDLESS, "m1", MONDAY)
        assert 0.4 < time.monotonic() - begun < 10
        monkeypatch.undo()
        assert one.read(OTHERS[0], "m2", MONDAY).hear.sender.known
        assert pid(one) != before


def test_whatever_else_is_to_be_done_is_done_while_a_mail_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LEAST_SECONDS", 3.0)
    done = 0
    with apart(ENDLESS_DESK) as one:
        reading = threading.Thread(target=_read_quietly, args=[one])
        reading.start()
        while reading.is_alive() and done < 20:
            time.sleep(0.02)
            done += 1
        os.kill(pid(one), signal.SIGKILL)
        reading.join()
    assert done == 20


def _read_quietly(one: ReaderApart) -> None:
    with pytest.raises(NotReadError):
        one.read(ENDLESS, "m1", MONDAY)


def test_a_reader_that_was_killed_is_another_the_next_time() -> None:
    with apart() as one:
        assert one.process is not None
        os.kill(pid(one), signal.SIGKILL)
        one.process.wait(20)
        assert one.read(OTHERS[0], "m1", MONDAY).hear.sender.known


def test_a_mail_that_breaks_its_reading_is_told_and_the_reader_lives_on() -> None:
    with apart(replace(DESK, signing_keys="no bytes")) as one:  # type: ignore[arg-type]  # whatever fails in there
        before = pid(one)
        answer = OTHERS[0].replace(b"Subject:", b"In-Reply-To: <aaaaaaaa.abcdefghijklmnop@x.example>\r\nSubject:")
        with pytest.raises(NotReadError, match="TypeError"):
            one.read(answer, "m1", MONDAY)
        assert pid(one) == before


STARTS = """
import sys, time
from mailservice.service import reader
from tests.service.test_reader import ENDLESS, ENDLESS_DESK, MONDAY
reader.LEAST_SECONDS = 2.0
one = reader.ReaderApart(ENDLESS_DESK)
one.ready()
print(one.process.pid, flush=True)
if sys.argv[1] == "reading":
    one.read(ENDLESS, "m1", MONDAY)
time.sleep(60)
"""


@pytest.mark.parametrize("doing", ["waiting", "reading"])
def test_no_reader_outlives_a_service_that_was_killed(doing: str) -> None:
    with subprocess.Popen([sys.executable, "-c", STARTS, doing], stdout=subprocess.PIPE) as service:
        assert service.stdout is not None
        child = int(service.stdout.readline())
        time.sleep(0.5)
        service.kill()
    until_gone(child)


class Fatal(Reader):
    """A reader in the process of the service, which a mail brings down: as when a machine has no memory left."""

    def read(self, raw: bytes, identity: str, at: datetime, keys: Mapping[str, bytes] | None = None) -> Read:
        """Die of one mail, read any other."""
        if raw == FIRST:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(raw, identity, at, keys)


def life(place: Place) -> None:
    """Start the service, and let it do all it can."""
    record, mailbox = Database(place.url), Mailbox(place.imap)
    one_round(Service(record, Post(place.smtp), mailbox, VirtualClock(place.now), DESK, Fatal(DESK)))


def test_after_three_starts_the_mail_that_brought_it_down_is_held_and_the_rest_is_decided(
    database_url: str, tmp_path: Path
) -> None:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        record = Database(database_url)
        record.upgrade()
        for raw in (FIRST, *OTHERS):
            server.deliver(raw)
        ends = []
        for _ in range(4):
            process = processes.Process(target=life, args=[Place(database_url, server.imap, server.smtp, clock.now())])
            process.start()
            process.join(60)
            ends.append(process.exitcode)
            clock.set(clock.now() + timedelta(minutes=5))
        assert ends == [-signal.SIGKILL] * 3 + [0]
        with record.read(DESK.partnership) as tx:
            assert mails.counts(tx) == {"held": 1, "acted": 3}
            held = mails.get(tx, 1)
            told = [one.to.address for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
        assert (held.outcome, held.folder, held.attempts) == ("held", "Held", 3)
        assert told == [OFFICE]
        record.close()


class Desked:
    """A service whose reader has a process of its own, on a Monday."""

    def __init__(self, folder: Path, server: EmbeddedServer, one: ReaderApart) -> None:
        self.server = server
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, VirtualClock(MONDAY), one.desk, one)

    def receive(self, *raws: bytes) -> None:
        """Let mails arrive, and the service do all of its work."""
        for raw in raws:
            self.server.deliver(raw)
        one_round(self.service)

    def stored(self, mail: int) -> mails.StoredMail:
        """Return a mail as the record has it."""
        with self.record.read(DESK.partnership) as tx:
            return mails.get(tx, mail)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desked]:
    """Give a desk at which an ordinary mail is read in its time, and an endless one has half a second."""
    monkeypatch.setattr(reader, "LEAST_SECONDS", 0.5)
    letters, logs = tmp_path / "letters", capture_logs()  # shown in full, each failure takes seconds
    with EmbeddedServer(VirtualClock(MONDAY), DESK.address, letters) as server, apart(ENDLESS_DESK) as one, logs:
        made = Desked(tmp_path, server, one)
        yield made
        made.mailbox.close()
        made.record.close()


def test_a_mail_that_cannot_be_read_in_its_time_is_held_and_those_behind_it_are_decided(desk: Desked) -> None:
    desk.receive(ENDLESS, *OTHERS)
    assert [desk.stored(one).outcome for one in (1, 2, 3, 4)] == ["held", "acted", "acted", "acted"]
    assert (desk.stored(1).folder, desk.stored(1).attempts, desk.stored(1).why) == ("Held", 3, "NotReadError")
    with desk.record.read(DESK.partnership) as tx:
        letters = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
    assert [one.to.address for one in letters] == [OFFICE]
    assert desk.mailbox.uids() == ()


def test_the_same_mail_once_more_is_not_read_again(desk: Desked) -> None:
    desk.receive(ENDLESS)
    desk.receive(ENDLESS)
    assert (desk.stored(2).outcome, desk.stored(2).attempts) == ("duplicate", 0)


def test_one_in_confidence_that_cannot_be_read_in_its_time_lies_where_nobody_else_reads(desk: Desked) -> None:
    desk.receive(ENDLESS.replace(b"We disagree", b"This is whistleblowing, for fear of reprisals. We disagree"))
    assert (desk.stored(1).outcome, desk.stored(1).folder) == ("held", "Confidential")
