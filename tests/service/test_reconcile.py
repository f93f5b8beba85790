"""A mail that somebody moved out of the INBOX before it was collected is found within the hour, and received like any other."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.record import lookup, mails
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY, TUESDAY = moment("Mon 23 Nov 2026 10:00"), moment("Tue 24 Nov 2026 09:00")


class Desk:
    """A service at work, and the coordinator's own hands on its mailbox."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.server, self.clock = server, clock
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox, self.hands = Mailbox(server.imap), Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, DESK)

    def drag(self, raw: bytes, folder: str) -> None:
        """Let a mail come, and move it away before the service has looked."""
        self.server.deliver(raw)
        self.hands.uidvalidity()
        self.hands.move(self.hands.uids()[-1], folder)

    def cases(self) -> int:
        with self.record.read(DESK.partnership) as tx:
            return len(list(lookup.cases_of(tx)))

    def close(self) -> None:
        self.mailbox.close()
        self.hands.close()
        self.record.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Give a desk on a Monday morning that has received one mail."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Desk(tmp_path, server, clock)
        server.deliver(openings(3)[0].raw)
        one_round(made.service)
        yield made
        made.close()


@pytest.mark.parametrize("folder", ["Archive", "Trash", "Escalations/2026/NSCP 2026-0001"])
def test_a_mail_moved_away_unread_opens_its_case_within_the_hour_and_counts_from_when_it_came(
    desk: Desk, folder: str
) -> None:
    desk.clock.set(MONDAY + timedelta(minutes=20))
    desk.drag(openings(3)[1].raw, folder)
    one_round(desk.service)
    assert desk.cases() == 1
    desk.clock.set(MONDAY + timedelta(hours=1))
    one_round(desk.service)
    assert desk.cases() == 2
    with desk.record.read(DESK.partnership) as tx:
        found = mails.get(tx, 2)
    assert (found.internal_date, found.outcome) == (MONDAY + timedelta(minutes=20), "acted")
    assert "0002" in found.folder


def test_what_was_sent_drafted_or_taken_for_junk_is_left_where_it_lies(desk: Desk) -> None:
    for folder in ("Sent Items", "Drafts", "Junk Email"):
        desk.drag(openings(3)[1].raw, folder)
    desk.clock.set(TUESDAY)
    assert desk.service.reconciling.work() == 0


def test_our_own_letters_and_what_is_filed_already_are_not_brought_back(desk: Desk) -> None:
    desk.clock.set(TUESDAY)
    assert desk.service.reconciling.work() == 0
    assert sum(parse(one.raw).message_id != "" for one in desk.server.outbox) > 0


def test_an_archive_from_before_the_service_began_is_left_alone(tmp_path: Path) -> None:
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Desk(tmp_path, server, clock)
        made.drag(openings(3)[1].raw, "Archive")
        clock.set(MONDAY + timedelta(hours=1))
        server.deliver(openings(3)[0].raw)
        one_round(made.service)
        clock.set(TUESDAY)
        assert made.service.reconciling.work() == 0
        made.close()


def test_it_is_asked_once_an_hour(desk: Desk) -> None:
    desk.clock.set(TUESDAY)
    one_round(desk.service)
    desk.drag(openings(3)[2].raw, "Archive")
    assert desk.service.reconciling.work() == 0
    desk.clock.set(TUESDAY + timedelta(hours=1))
    assert desk.service.reconciling.work() == 1
