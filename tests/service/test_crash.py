"""Whatever is killed, doubled or late: each mail is decided once and filed once, each letter goes, a repeat is the same."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest

from mailservice.cases.history.events import LetterOrdered, LetterSent, MailHeard
from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.mail.trust import signing
from mailservice.record import ledger, lookup, mails, verify
from mailservice.record.database import Database
from mailservice.service.folders import case_folder
from mailservice.service.rounds import Service
from mailservice.service.sending import LEASE_SECONDS
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK, Place, live

START = moment("Mon 2 Nov 2026 09:00")
AFTER_THE_LEASE = timedelta(seconds=LEASE_SECONDS + 1)
A_WHILE = timedelta(minutes=20)
# By turns, so that nobody who opens a case is braked as a machine.
WRITERS = (
    "Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>",
    "Mina Dasgupta <mina.dasgupta@rockinghamhealth.example>",
)
SECONDS = 60.0

# A process that has loaded everything and has no thread: each life is forked from it in milliseconds.
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.service.crashing"])


@dataclass
class World:
    """A mail server that stays up whatever dies, a record, and the service as it is started again."""

    url: str
    folder: Path
    server: EmbeddedServer
    clock: VirtualClock
    service: Service
    written: int = 0

    def somebody_writes(self) -> str:
        """Let somebody of health write to a social worker with us in copy; return the mail's Message-ID."""
        self.written += 1
        mail = EmailMessage()
        mail["From"] = WRITERS[self.written % 2]
        mail["To"] = "Daniel Mensah <daniel.mensah@nenevalley.example>"
        mail["Cc"] = DESK.address
        mail["Subject"] = f"NCT-{483_000 + self.written}"
        mail["Message-ID"] = f"<opening-{self.written}@rockinghamhealth.example>"
        mail.set_content("We disagree that the referral was closed.")
        # It came before, so that no letter of it waits any more (rule 16).
        self.server.deliver(mail.as_bytes(), self.clock.now() - waiting.WAIT)
        return str(mail["Message-ID"])

    def life(self, dies_at: int = 0) -> ForkServerProcess:
        """Start the service in a process of its own."""
        place = Place(self.url, self.server.imap, self.server.smtp, self.clock.now())
        process = processes.Process(target=live, args=(place, dies_at, self.folder / "moments"))
        process.start()
        return process

    def pass_time(self, time: timedelta = AFTER_THE_LEASE) -> None:
        """Let time pass for everybody."""
        self.clock.set(self.clock.now() + time)

    def restart(self) -> None:
        """Let the time of a lease pass, and run the service to its end."""
        self.pass_time()
        one_round(self.service)


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    """Give an empty record and an empty mailbox on a Monday morning."""
    clock = VirtualClock(START)
    with EmbeddedServer(clock, DESK.address) as server:
        record = Database(database_url)
        record.upgrade()
        mailbox = Mailbox(server.imap)
        yield World(database_url, tmp_path, server, clock, Service(record, Post(server.smtp), mailbox, clock, DESK))
        mailbox.close()
        record.close()


def ended(process: ForkServerProcess) -> int | None:
    process.join(SECONDS)
    return process.exitcode


def assert_all_is_as_if_nothing_happened(world: World, opening: str) -> None:
    with world.service.record.read(DESK.partnership) as tx:
        assert mails.counts(tx) == {"acted": world.written}, "each mail is in the record once, and decided"
        assert mails.to_file(tx) == []
        (case,) = lookup.cases_of_messages(tx, [opening])[opening]
        history = ledger.events(tx, case)
        folder = case_folder(lookup.case(tx, case).reference)
    assert sum(isinstance(one, MailHeard) for one in history) == 1
    ordered = [one.letter for one in history if isinstance(one, LetterOrdered)]
    assert sorted(ordered) == sorted(one.letter for one in history if isinstance(one, LetterSent))
    letters = [signing.message_id(letter, DESK.signing_keys, DESK.domain) for letter in ordered]
    assert len(letters) == 2, "a receipt, and a letter to the other side"
    filed = [entry.message_id for entry in world.service.mailbox.scan(folder)]
    assert sorted(filed) == sorted([opening, *letters]), "the case's folder holds each once"
    assert world.service.mailbox.uids() == ()
    assert_each_went_and_a_repeat_is_the_same(world, letters)


def assert_each_went_and_a_repeat_is_the_same(world: World, letters: list[str]) -> None:
    sent: dict[str, set[bytes]] = {}
    for one in world.server.outbox:
        sent.setdefault(parse(one.raw).message_id, set()).add(one.raw)
    assert set(letters) <= set(sent)
    assert [len(forms) for forms in sent.values()] == [1] * len(sent)


@pytest.mark.timeout(300)  # some thirty lives and deaths: half a minute on a machine with nothing else to do
def test_killed_at_any_moment_it_ends_as_if_nothing_had_happened(world: World) -> None:
    world.somebody_writes()
    assert ended(world.life()) == 0
    moments = (world.folder / "moments").read_text("utf-8").splitlines()
    assert {"before a commit", "after a fetch", "after a move", "after an append"} <= set(moments)
    assert moments.count("after the mail server took a letter") == 2
    for dies_at, moment_of_death in enumerate(moments, start=1):
        world.pass_time(A_WHILE)
        opening = world.somebody_writes()
        assert ended(world.life(dies_at)) == -signal.SIGKILL, moment_of_death
        world.restart()
        assert_all_is_as_if_nothing_happened(world, opening)
    repeated = Counter(parse(one.raw).message_id for one in world.server.outbox)
    assert max(repeated.values()) == 2, "a letter taken and not noted goes again, and only that one"
    assert_the_record_is_whole(world)


def test_killed_again_and_again_at_the_same_mail_it_still_ends_well(world: World) -> None:
    opening = world.somebody_writes()
    for dies_at in (1, 2, 3, 5, 7, 9, 11, 6, 4):
        world.pass_time()
        ended(world.life(dies_at))
    world.restart()
    assert_all_is_as_if_nothing_happened(world, opening)
    assert_the_record_is_whole(world)


def test_two_processes_at_the_same_work_do_it_once(world: World) -> None:
    openings = [world.somebody_writes() for _ in range(5)]
    lives = [world.life(), world.life()]
    assert [ended(life) for life in lives] == [0, 0]
    for opening in openings:
        world.restart()
        assert_all_is_as_if_nothing_happened(world, opening)
    assert_no_letter_went_twice(world)
    assert_the_record_is_whole(world)


def test_down_for_a_week_after_a_letter_was_taken_it_sends_the_same_letter_again(world: World) -> None:
    world.somebody_writes()
    assert ended(world.life()) == 0
    moments = (world.folder / "moments").read_text("utf-8").splitlines()
    opening = world.somebody_writes()
    taken = moments.index("after the mail server took a letter") + 1
    assert ended(world.life(taken)) == -signal.SIGKILL
    letter = world.server.outbox[-1].raw
    world.pass_time(timedelta(days=7))
    one_round(world.service)
    assert [one.raw for one in world.server.outbox].count(letter) == 2
    with world.service.record.read(DESK.partnership) as tx:
        assert mails.counts(tx) == {"acted": 2}
        assert lookup.cases_of_messages(tx, [opening])
    assert_the_record_is_whole(world)


def assert_no_letter_went_twice(world: World) -> None:
    assert set(Counter(one.raw for one in world.server.outbox).values()) == {1}


def assert_the_record_is_whole(world: World) -> None:
    with world.service.record.read(DESK.partnership) as tx:
        assert verify.verify(tx) == []
