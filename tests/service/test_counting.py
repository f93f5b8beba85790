"""Somebody deletes or moves what lies in the folder of a case: the daily count finds it, and puts back what is gone."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient
from sqlalchemy import text

from mailservice.cases.asking.emptied import HEADLINE
from mailservice.cases.history.events import LetterOrdered
from mailservice.clock import VirtualClock
from mailservice.record import ledger, lookup, mails, troubles
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.counting import AT_ONCE, MOVED
from mailservice.service.folders import CONFIDENTIAL, case_folder
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Entry, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.record.test_verify import unguarded
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY = moment("Mon 23 Nov 2026 10:00")
FIRST, SECOND = "Escalations/2026/NSCP 2026-0001", "Escalations/2026/NSCP 2026-0002"
WHISTLE = (
    b"From: sarah.whitlock@rockinghamhealth.example\r\nTo: escalate@nscp.example, daniel.mensah@nenevalley.example\r\n"
    b"Subject: NCT-777888\r\nMessage-ID: <w@rockinghamhealth.example>\r\n\r\n"
    b"My team leader told us to write fewer concerns. I think this is whistle-blowing.\r\n"
)


class Desk:
    """A service on a real Dovecot with two cases, and the hands of whoever works in its mailbox."""

    def __init__(self, folder: Path, dovecot: servers.Dovecot, post: EmbeddedServer, clock: VirtualClock) -> None:
        account = dovecot.account()
        self.clock, self.post, self.hands, self.own = clock, post, Mailbox(account), Mailbox(account)
        self.client = IMAPClient(account.host, account.port, ssl=False)
        self.client.login(account.user, account.password)
        self.record = Database(f"sqlite:///{folder}/record.db", clock)
        self.record.upgrade()
        self.service = Service(self.record, Post(post.smtp), self.own, clock, DESK)

    def comes(self, raw: bytes) -> None:
        self.hands.append("INBOX", raw, self.clock.now(), seen=False)
        one_round(self.service)

    def tomorrow(self) -> None:
        """Let a day go by, and the morning's round."""
        self.clock.set(self.clock.now() + timedelta(days=1))
        one_round(self.service)

    def lies(self, folder: str) -> set[Entry]:
        """Return what lies in a folder, but for its numbers."""
        return {one._replace(uid=0) for one in self.hands.scan(folder)}

    def told(self) -> list[list[str]]:
        """Return the lines of each letter about folders."""
        with self.record.read(DESK.partnership) as tx:
            ordered = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
        return [list(one.facts["items"]) for one in ordered if one.facts.get("headline") == HEADLINE]

    def received(self) -> tuple[int, dict[str, int]]:
        with self.record.read(DESK.partnership) as tx:
            return len(lookup.cases_of(tx)), mails.counts(tx)


@pytest.fixture
def desk(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Desk]:
    """Give a desk on a Monday morning with two cases."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as post:
        made = Desk(tmp_path, dovecot, post, clock)
        with closing(made.hands), closing(made.own), closing(made.record):
            for one in openings(2):
                made.comes(one.raw)
            yield made


def test_a_deleted_folder_is_rebuilt_with_its_dates_and_nothing_is_received_again(desk: Desk) -> None:
    before, received = desk.lies(FIRST), desk.received()
    assert len(before) >= 2, "a mail, and a letter beside it"
    desk.client.delete_folder(FIRST)
    desk.tomorrow()
    assert before <= desk.lies(FIRST)
    (lines,) = desk.told()
    assert lines[0].startswith("NSCP 2026-0001")
    assert "They are back, from our record" in lines[0]
    assert not any("0002" in one for one in lines)
    desk.tomorrow()
    assert desk.received() == received
    assert len(desk.told()) == 1
    assert desk.hands.uids() == ()


def test_single_emails_that_were_deleted_or_thrown_away_are_put_back(desk: Desk) -> None:
    before = desk.lies(FIRST)
    one, other, *_ = sorted(before, key=lambda entry: entry.message_id)
    assert desk.hands.remove(FIRST, one.message_id)
    assert desk.hands.move_between(FIRST, other.message_id, "Deleted Items")
    desk.tomorrow()
    assert before <= desk.lies(FIRST)
    (lines,) = desk.told()
    assert "2 emails and letters were gone" in lines[0]


def test_what_was_moved_to_another_folder_is_left_there_and_told_once(desk: Desk) -> None:
    before = desk.lies(SECOND)
    moved = next(iter(before))
    assert desk.hands.move_between(SECOND, moved.message_id, "Of the Smiths")
    for _ in range(3):
        desk.tomorrow()
    assert moved in desk.lies("Of the Smiths")
    assert moved not in desk.lies(SECOND)
    (lines,) = desk.told()
    assert "in another folder. It was left there" in lines[0]
    assert not any("Smith" in one for one in lines), "a folder may be called by a name"
    with desk.record.read(DESK.partnership) as tx:
        assert len(troubles.standing(tx, MOVED)) == 1
    assert desk.hands.move_between("Of the Smiths", moved.message_id, SECOND)
    desk.tomorrow()
    with desk.record.read(DESK.partnership) as tx:
        assert troubles.standing(tx, MOVED) == []


def test_what_is_held_in_confidence_is_counted_too_without_a_word_about_it(desk: Desk) -> None:
    desk.comes(WHISTLE)
    before = desk.lies(CONFIDENTIAL)
    assert before
    desk.client.delete_folder(CONFIDENTIAL)
    desk.tomorrow()
    assert before <= desk.lies(CONFIDENTIAL)
    (lines,) = desk.told()
    assert lines[0].startswith("Confidential: ")
    assert not any("777888" in one or "Whitlock" in one for one in lines)


@pytest.mark.parametrize("done", ["UPDATE contents SET data = 'I agree.'", "DELETE FROM contents"])
def test_what_the_record_has_no_whole_copy_of_is_not_put_back_and_hinders_nothing(desk: Desk, done: str) -> None:
    desk.tomorrow()
    before, right = {one.message_id for one in desk.lies(FIRST)}, desk.lies(SECOND)
    with unguarded(desk.record) as tx:
        tx.connection.execute(
            text(f"{done} WHERE digest IN (SELECT digest FROM mails WHERE id = 1)")  # noqa: S608 - written above
        )
    desk.client.delete_folder(FIRST)
    desk.client.delete_folder(SECOND)
    desk.tomorrow()
    back = {one.message_id for one in desk.lies(FIRST)}
    assert back == before - {"<opening-1@people.example>"}, "and nothing that it never held"
    assert right <= desk.lies(SECOND)
    (lines,) = desk.told()
    assert any(one.startswith("NSCP 2026-0001") for one in lines)


def test_a_sound_mailbox_is_counted_without_a_word(desk: Desk) -> None:
    for _ in range(3):
        desk.tomorrow()
    assert desk.told() == []


def test_an_email_without_a_message_id_is_known_by_its_date_and_size(desk: Desk) -> None:
    raw = openings(3)[2].raw
    desk.comes(b"\r\n".join(line for line in raw.split(b"\r\n") if not line.lower().startswith(b"message-id")))
    folder = "Escalations/2026/NSCP 2026-0003"
    before = desk.lies(folder)
    assert any(not one.message_id for one in before)
    desk.tomorrow()
    assert before <= desk.lies(folder)
    assert desk.told() == []
    desk.client.delete_folder(folder)
    desk.tomorrow()
    assert before <= desk.lies(folder)


def test_a_folder_that_is_as_it_was_is_not_read_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(2):
        desk.tomorrow()
    scanned: list[str] = []
    scan = desk.own.scan

    def counted(folder: str) -> Iterator[Entry]:
        scanned.append(folder)
        return scan(folder)

    monkeypatch.setattr(desk.own, "scan", counted)
    desk.hands.append(FIRST, b"Subject: put there by hand\r\n\r\n", desk.clock.now())
    with desk.record.read(DESK.partnership) as tx:
        quiet = [case_folder(one.reference) for one in lookup.cases_of(tx)][1:]
    desk.clock.set(desk.clock.now() + timedelta(days=1))
    desk.service.counting.work()
    assert scanned == [FIRST]
    assert quiet == [SECOND]


def test_it_counts_some_folders_in_a_round_and_each_once_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailservice.service.counting.AT_ONCE", 1)
    asked: list[str] = []
    state = desk.own.state

    def counted(folder: str) -> tuple[int, ...]:
        asked.append(folder)
        return state(folder)

    monkeypatch.setattr(desk.own, "state", counted)
    desk.clock.set(desk.clock.now() + timedelta(days=1))
    rounds = 0
    while desk.service.counting.waits():
        desk.service.counting.work()
        rounds += 1
    assert rounds == 3
    assert asked == [CONFIDENTIAL, SECOND, FIRST]
    assert AT_ONCE > 1
