"""A round, duty by duty: each does what waits for it and leaves the next its own, and none stops what does not need it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.errors import RecordBroken
from mailservice.mail.parse import parse
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY = moment("Mon 23 Nov 2026 10:00")
WORKER = "daniel.mensah@nenevalley.example"


class Desk:
    """A service at work, and the mail server that its office and everybody else writes to."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.server, self.clock = server, clock
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, DESK)

    def cut_off(self) -> Service:
        """Return the same service where nobody answers at its mailbox, but letters go."""
        nobody = Mailbox(ImapAccount("127.0.0.1", 9, "desk", "none", tls=False))
        return Service(self.record, Post(self.server.smtp), nobody, self.clock, DESK)

    def letters_to(self, address: str) -> list[str]:
        """Return the subjects of the letters that somebody has."""
        return [parse(one.raw).subject for one in self.server.outbox if one.recipient == address]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk on a Monday morning, where one mail has come and nothing is done yet."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Desk(tmp_path, server, clock)
        server.deliver(openings(1)[0].raw, MONDAY - waiting.WAIT)  # no letter of it waits any more (rule 16)
        yield made
        made.mailbox.close()
        made.record.close()


def test_a_mail_goes_its_way_step_by_step(desk: Desk) -> None:
    service = desk.service
    assert (len(service.collecting.waits()), service.collecting.work(), service.collecting.waits()) == (1, 1, [])
    assert (service.receiving.waits(), service.receiving.work(), service.receiving.waits()) == ([1], 1, [])
    assert (len(service.sending.waits()), service.sending.work(), service.sending.waits()) == (2, 2, [])
    assert (len(service.filing.waits()), service.filing.work(), service.filing.waits()) == (3, 3, [])
    assert not service.busy()


def test_a_date_that_has_come_waits_until_the_mailbox_was_read_past_it(desk: Desk) -> None:
    one_round(desk.service)
    desk.clock.set(MONDAY + timedelta(days=3))
    assert desk.service.sweeping.waits() == {}
    desk.service.collecting.work()
    assert list(desk.service.sweeping.waits()) == [1]
    assert desk.service.sweeping.work() == 1


def test_while_the_mailbox_is_out_of_reach_what_was_collected_is_answered_and_later_filed(desk: Desk) -> None:
    desk.service.collecting.work()
    cut_off = desk.cut_off()
    cut_off.carry_mail(cut_off.settle_here)
    assert len(desk.letters_to(WORKER)) == 1
    assert len(cut_off.filing.waits()) == 3
    one_round(desk.service)
    assert desk.service.filing.waits() == []


def test_the_office_hears_once_that_the_mailbox_was_not_read_for_a_working_hour(desk: Desk) -> None:
    one_round(desk.service)
    cut_off, told = desk.cut_off(), []
    for minutes in (59, 60, 180):
        desk.clock.set(MONDAY + timedelta(minutes=minutes))
        cut_off.go_round(cut_off.settle_here)
        cut_off.sending.work()
        told.append(sum("cannot be read" in one for one in desk.letters_to(DESK.directory.office.address)))
    assert told == [0, 1, 1]


def test_a_damaged_file_ends_no_round_and_decides_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(_partnership: str) -> NoReturn:
        raise RecordBroken("the record's file is damaged: database disk image is malformed")

    monkeypatch.setattr(desk.record, "read", damaged)
    monkeypatch.setattr(desk.record, "begin", damaged)
    desk.service.supervisor.strict = False
    desk.service.go_round(desk.service.settle_here)
    assert desk.service.only_collects()
    assert desk.service.supervisor.fails_by("chain") is not None
    monkeypatch.undo()
    desk.service.supervisor.duties.clear()
    one_round(desk.service)
    assert len(desk.letters_to(WORKER)) == 1, "once the file is whole again, the mail is decided"
