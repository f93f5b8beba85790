"""What the mailbox has that a restored record does not know, counted by headers in a real Dovecot."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailservice.errors import TryLater
from mailservice.mail.trust import signing
from mailservice.record import contents, ledger, mails, outbox
from mailservice.record.database import Database
from mailservice.service import beyond_backup
from mailservice.service.beyond_backup import Beyond
from mailservice.transport.imap import INBOX, ImapAccount, Mailbox
from tests import servers
from tests.record.story import MONDAY, NSCP, WORKER, letter, sent

KEYS = (b"the key of this test, which signs for nobody",)
NOW = datetime.now(UTC)
CASE = "Escalations/2026/NSCP 2026-0001"


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Database]:
    """Give a record that knows one mail, one letter that left, and one that it has yet to send."""
    with closing(Database(f"sqlite:///{tmp_path}/record.db")) as made:
        made.upgrade()
        with made.begin(NSCP) as tx:
            mails.arrive(tx, INBOX, 1, 1, internal_date=MONDAY, raw=b"known", message_id="<known@nhs.example>")
            ordered = [letter("knownletter", WORKER), letter("unsentletter", WORKER)]
            ledger.append(tx, ledger.BOOK, [*ordered, sent("knownletter")], MONDAY)
            outbox.rendered(tx, "knownletter", of("knownletter"), contents.keep(tx, b"Dear Sam", "letter"))
        yield made


def of(name: str) -> str:
    """Return the Message-ID of a letter of ours."""
    return signing.message_id(name, KEYS, "nscp.example")


def put(mailbox: Mailbox, folder: str, message_id: str, at: datetime = NOW) -> None:
    mailbox.append(folder, f"Message-ID: {message_id}\r\nSubject: x\r\n\r\nx\r\n".encode(), at)


def test_mails_and_letters_that_it_does_not_know_are_counted_each_once(
    record: Database, dovecot: servers.Dovecot
) -> None:
    with closing(Mailbox(dovecot.account())) as mailbox:
        put(mailbox, INBOX, "<new@nhs.example>")
        put(mailbox, CASE, "<known@nhs.example>")
        put(mailbox, CASE, "<filed@nhs.example>")
        put(mailbox, CASE, of("knownletter"))
        put(mailbox, CASE, of("unsentletter"))
        put(mailbox, CASE, of("strangeletter"))
        put(mailbox, "Sent", of("strangeletter"))
        put(mailbox, "Sent", "<what.an.officer.wrote@nscp.example>")
        put(mailbox, CASE, "<years.ago@nhs.example>", NOW - timedelta(days=700))
        found = beyond_backup.look(record, NSCP, mailbox, KEYS, (NOW - timedelta(days=3)).date())
        assert found == Beyond(mails=2, letters=2, unsent=1)
        assert len(list(mailbox.scan(INBOX))) == 1, "it only looks"


def test_a_mailbox_out_of_reach_is_weather(record: Database) -> None:
    nobody = Mailbox(ImapAccount("127.0.0.1", 9, "desk", "none", tls=False))
    with pytest.raises(TryLater):
        beyond_backup.look(record, NSCP, nobody, KEYS, NOW.date())
