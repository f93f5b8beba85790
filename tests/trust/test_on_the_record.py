"""A forged mail goes its whole way, over a mail server of ours and into the record: it moves nothing, and who must know hears."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailservice.cases.history.events import MailHeard
from mailservice.cases.told.transcript import who_wrote
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.mail.trust.setup import Setup
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK

MONDAY = moment("Mon 23 Nov 2026 10:00")
VISITOR, WORKER = "sarah.whitlock@rockinghamhealth.example", "daniel.mensah@nenevalley.example"
OFFICE = DESK.directory.office.address
TRUST = Setup("rfc8601", ("mx.nscp.example",), "above", own_domains=("nscp.example",))


class Place:
    """A service that reads proof from its server's results, and its mail server."""

    def __init__(self, folder: Path, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.server, self.clock, self.count = server, clock, 0
        self.record = Database(f"sqlite:///{folder}/record.db")
        self.record.upgrade()
        self.mailbox = Mailbox(server.imap)
        self.service = Service(self.record, Post(server.smtp), self.mailbox, clock, replace(DESK, trust=TRUST))

    def receive(
        self, sender: str, result: str, text: str, to: str = DESK.address, subject: str = "Re: NCT-483920"
    ) -> None:
        """Have a mail come in, stamped by the server with a DMARC result, and everything done that follows."""
        self.count += 1
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Cc"], mail["Subject"] = sender, to, DESK.address, subject
        mail["Message-ID"] = f"<{self.count}@people.example>"
        if self.count > 1:
            mail["In-Reply-To"] = "<1@people.example>"
        mail.set_content(text)
        domain = sender.rpartition("@")[2].strip(">")
        stamp = (
            f"Authentication-Results: mx.nscp.example; spf={result} smtp.mailfrom={domain}; dmarc={result} "
            f"header.from={domain}\r\nReceived: from out.example (out.example [192.0.2.44]) by mx.nscp.example (Postfix); "
            f"{self.clock.now():%a, %d %b %Y %H:%M:%S} +0000\r\n"
        )
        self.server.deliver(stamp.encode() + mail.as_bytes().replace(b"\n", b"\r\n"), self.clock.now())
        self.clock.set(self.clock.now() + timedelta(minutes=45))
        one_round(self.service)
        self.clock.set(self.clock.now() + timedelta(minutes=45))
        one_round(self.service)

    def letters_to(self, address: str) -> list[str]:
        """Return the letters that somebody has, each as one line."""
        found = [parse(one.raw) for one in self.server.outbox if one.recipient == address]
        return [" ".join(f"{one.subject} {one.text}".split()) for one in found]

    def heard(self, case: int) -> list[MailHeard]:
        """Return the mails on record on a case."""
        with self.record.read(DESK.partnership) as tx:
            return [one for one in ledger.events(tx, case) if isinstance(one, MailHeard)]

    def status(self) -> str:
        """Return how the one case stands."""
        with self.record.read(DESK.partnership) as tx:
            return ledger.replayed(tx, 1).status


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Give a service on which an honest mail has opened a case."""
    clock = VirtualClock(MONDAY)
    with EmbeddedServer(clock, DESK.address, tmp_path / "letters") as server:
        made = Place(tmp_path, server, clock)
        made.receive(
            f"Sarah Whitlock <{VISITOR}>", "pass", "We disagree that the referral was closed.", WORKER, "NCT-483920"
        )
        assert made.status() == "open"
        yield made
        made.mailbox.close()
        made.record.close()


def test_a_forged_resolved_and_agree_close_nothing_and_the_office_and_who_was_posed_as_hear_of_it(place: Place) -> None:
    place.receive(f"Daniel Mensah <{WORKER}>", "fail", "RESOLVED We visit weekly.")
    place.receive(f"Sarah Whitlock <{VISITOR}>", "fail", "AGREE")
    assert place.status() == "open"
    forged = place.heard(1)[1:]
    assert [(one.outcome, one.proof) for one in forged] == [("held", "failed")] * 2
    assert any("dmarc=fail" in sentence for sentence in forged[0].evidence)
    office = "\n".join(place.letters_to(OFFICE))
    assert "may be forged" in office
    assert "Why: " in office
    assert any("We cannot be sure that you wrote it" in one for one in place.letters_to(WORKER))
    with place.record.read(DESK.partnership) as tx:
        told = who_wrote(ledger.events(tx, 1), DESK.rules.policy)
    assert any("failed" in line and "dmarc=fail" in line for line in told)


def test_without_a_result_attention_acts_and_quiet_is_asked(place: Place) -> None:
    place.receive(f"Daniel Mensah <{WORKER}>", "temperror", "RESOLVED We visit weekly.")
    assert place.heard(1)[-1].proof == "unknown"
    assert any("answer this letter with: yes, RESOLVED" in one for one in place.letters_to(WORKER))
    assert place.status() == "open"
    place.receive(f"Sarah Whitlock <{VISITOR}>", "temperror", "ESCALATE It cannot wait.")
    assert place.heard(1)[-1].outcome == "acted"


def test_a_mail_of_two_authors_is_nobodys_and_is_answered_to_nobody(place: Place) -> None:
    before = len(place.server.outbox)
    place.receive(f"Daniel Mensah <{WORKER}>, Sarah <{VISITOR}>", "pass", "RESOLVED We visit weekly.")
    assert place.status() == "open"
    assert {one.recipient for one in place.server.outbox[before:]} == {OFFICE}
    assert any("cannot be said to be anybody" in one for one in place.letters_to(OFFICE))


def test_a_look_alike_is_a_stranger_and_the_office_hears_at_once(place: Place) -> None:
    place.receive("Daniel Mensah <daniel.mensah@nenevaIIey.example>", "pass", "RESOLVED We visit weekly.")
    assert place.status() == "open"
    assert any("looks like an address of nenevalley.example" in one for one in place.letters_to(OFFICE))
    mine = place.letters_to("daniel.mensah@nenevaiiey.example") + place.letters_to("daniel.mensah@nenevaIIey.example")
    assert mine
    assert not any("NCT" in one or "NSCP-" in one for one in mine)
