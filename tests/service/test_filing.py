"""A mailbox that refuses to file: nothing is lost, decided or sent twice, the others go on, and IT hears the true reason."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from imapclient import IMAPClient

from mailservice.cases.asking.limping import TROUBLES
from mailservice.cases.history.events import LetterOrdered
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.record import ledger, mails, outbox, troubles
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.filing import ABOUT, MOST_TRIED, REST, TROUBLE
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.diagnosis import FILING
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests import servers
from tests.service.crashing import DESK
from tests.service.mixed import openings

MONDAY = moment("Mon 23 Nov 2026 10:00")
QUOTA = """
mail_plugins = $mail_plugins quota
plugin {
  quota = count:Mailbox
  quota_rule = *:storage=1M
  quota_vsizes = yes
}
"""
ACL = """
mail_plugins = $mail_plugins acl
plugin {
  acl = vfile
}
"""


class Desk:
    """A service on a real Dovecot, whose letters go to a server of ours, and its clock."""

    def __init__(self, folder: Path, imap: ImapAccount, post: EmbeddedServer, clock: VirtualClock) -> None:
        self.clock, self.post, self.hands = clock, post, Mailbox(imap)
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.service = Service(self.record, Post(post.smtp), Mailbox(imap), clock, DESK)

    def comes(self, number: int) -> None:
        self.hands.append("INBOX", openings(number + 1)[number].raw, self.clock.now(), seen=False)

    def round(self, later: timedelta = timedelta()) -> None:
        self.clock.set(self.clock.now() + later)
        one_round(self.service)
        self.service.troubles.work()
        one_round(self.service)

    def unfiled(self) -> int:
        with self.record.read(DESK.partnership) as tx:
            return len(mails.to_file(tx)) + len(outbox.to_file(tx))

    def standing(self) -> list[tuple[str, str]]:
        with self.record.read(DESK.partnership) as tx:
            return [(one.about, one.said) for one in troubles.standing(tx, TROUBLE)]

    def told(self) -> list[LetterOrdered]:
        """Return the letters to the office about filing, in the order they were ordered."""
        with self.record.read(DESK.partnership) as tx:
            ordered = [one for one in ledger.events(tx, BOOK) if isinstance(one, LetterOrdered)]
        return [one for one in ordered if one.about == f"trouble {TROUBLE}"]

    def close(self) -> None:
        for mailbox in (self.hands, self.service.mailbox):
            mailbox.close()
        self.record.close()


@contextmanager
def desk_on(tmp_path: Path, more: str, hide: tuple[bytes, ...] = ()) -> Iterator[tuple[Desk, servers.Dovecot]]:
    clock = VirtualClock(MONDAY)

    def edit(said: bytes) -> bytes:
        for one in hide:
            said = said.replace(one, b"")
        return said

    with (
        servers.dovecot(more=more) as dovecot,
        servers.Wire(dovecot.port, edit) as wire,
        EmbeddedServer(clock, DESK.address, tmp_path / "letters") as post,
    ):
        account = dovecot.account("desk")
        made = Desk(tmp_path, ImapAccount("127.0.0.1", wire.port, "desk", account.password, tls=False), post, clock)
        yield made, dovecot
        made.close()


def allow(dovecot: servers.Dovecot, rights: str, folder: str = "") -> None:
    file = dovecot.folder / "mail" / "desk" / folder / "dovecot-acl"
    file.write_text(f"owner {rights}\n")
    file.chmod(0o644)


def test_every_refusal_has_its_words() -> None:
    assert ABOUT.keys() == FILING
    assert TROUBLE in TROUBLES


def test_a_full_mailbox_is_told_after_a_quarter_of_an_hour_and_that_it_is_over(tmp_path: Path) -> None:
    with desk_on(tmp_path, QUOTA) as (desk, dovecot):
        desk.comes(0)
        desk.hands.append("Archive", b"Subject: big\r\n\r\n" + b"x" * 1_030_000, MONDAY)
        desk.round()
        ((about, said),) = desk.standing()
        assert about == "there is no room left"
        assert "the mailbox is full" in said
        waiting = desk.unfiled()
        assert waiting > 0
        desk.round(timedelta(minutes=16))
        (letter,) = desk.told()
        assert letter.facts["headline"] == "Emails cannot be filed"
        assert "mailservice doctor" in letter.facts["action"]
        assert any("the mailbox is full" in one.lower() for one in letter.facts["items"])
        with IMAPClient("127.0.0.1", dovecot.port, ssl=False) as client:
            client.login("desk", servers.PASSWORD)
            client.delete_folder("Archive")
        desk.round(REST)
        assert (desk.unfiled(), desk.standing()) == (0, [])
        assert [one.facts["headline"] for one in desk.told()] == ["Emails cannot be filed", "Emails are filed again"]
        letters = [parse(one.raw).message_id for one in desk.post.outbox]
        assert len(letters) == len({*letters}), "nothing is sent twice"


def test_a_mailbox_that_may_only_be_read_is_read_and_its_mails_are_answered(tmp_path: Path) -> None:
    with desk_on(tmp_path, ACL) as (desk, dovecot):
        desk.comes(0)
        desk.comes(1)
        desk.hands.close()
        allow(dovecot, "lr")
        desk.round()
        assert ("we may only read", "the mailbox may only be read: it says so") in desk.standing()
        sent = len(desk.post.outbox)
        assert sent >= 2
        desk.round(timedelta(minutes=1))
        assert len(desk.post.outbox) == sent
        assert len(desk.hands.uids()) == 2, "the mails stay where they came"
        allow(dovecot, "lrwstipekxa")
        desk.round(REST)
        desk.round(REST)
        assert (desk.unfiled(), desk.standing(), desk.hands.uids()) == (0, [], ())


def test_a_folder_that_may_not_be_made_holds_up_its_own_case_alone(tmp_path: Path) -> None:
    with desk_on(tmp_path, ACL) as (desk, dovecot):
        desk.comes(0)
        desk.round()
        allow(dovecot, "lrwstie", ".Escalations")
        allow(dovecot, "lrwstie", ".Escalations.2026")
        desk.service.mailbox.close()
        desk.comes(1)
        desk.hands.append(
            "INBOX", b"From: a@shop.example\r\nMessage-ID: <x@shop.example>\r\n\r\nBuy!\r\n", MONDAY, seen=False
        )
        desk.round(timedelta(minutes=1))
        assert [about for about, _ in desk.standing()] == ["we may not make a folder"]
        assert len(desk.hands.uids()) == 1, "what is on no case is filed all the same"


@pytest.mark.parametrize("hide", [(b" MOVE", b" UIDPLUS")])
def test_without_move_or_uidplus_letters_are_filed_and_mails_wait_in_the_inbox(
    tmp_path: Path, hide: tuple[bytes, ...]
) -> None:
    with desk_on(tmp_path, "", hide) as (desk, _):
        for number in range(3):
            desk.comes(number)
        desk.round()
        assert [about for about, _ in desk.standing()] == ["nothing can be moved from one folder to another"]
        assert len(desk.hands.uids()) == 3
        assert desk.unfiled() == 3, "the letters lie in their folders"
        desk.round(timedelta(hours=2))
        assert len(desk.hands.uids()) == 3


def test_a_mail_that_cannot_be_brought_back_keeps_no_mail_from_being_received(tmp_path: Path) -> None:
    with desk_on(tmp_path, "", (b" MOVE", b" UIDPLUS")) as (desk, _):
        desk.comes(0)
        desk.round()
        desk.hands.append("Archive", openings(3)[1].raw, desk.clock.now() + timedelta(minutes=1), seen=False)
        desk.comes(2)
        desk.round(timedelta(hours=2))
        with desk.record.read(DESK.partnership) as tx:
            assert mails.unsettled(tx) == []
            assert mails.counts(tx)["acted"] == 2


def test_of_many_that_rest_only_some_are_tried_until_one_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk_on(tmp_path, "", (b" MOVE", b" UIDPLUS")) as (desk, _):
        for number in range(MOST_TRIED + 3):
            desk.comes(number)
        desk.round()
        tried: list[int] = []
        move = desk.service.mailbox.move

        def counted(uid: int, folder: str) -> bool:
            tried.append(uid)
            return move(uid, folder)

        monkeypatch.setattr(desk.service.mailbox, "move", counted)
        desk.clock.set(desk.clock.now() + REST)
        desk.service.filing.work()
        assert len(tried) == MOST_TRIED
        assert desk.service.filing.waits() == [], "nothing is asked again at once"
