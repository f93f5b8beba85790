"""A service over a real Dovecot whose record may be lost, exchanged or set back; letters leave by SMTP, under a virtual clock."""

import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from mailservice.cases.history.events import Event
from mailservice.clock import VirtualClock
from mailservice.mail.parse import Mail, parse
from mailservice.record import ledger, lookup, mails
from mailservice.record.database import Database
from mailservice.record.verify import verify
from mailservice.service.custody.adopting import Adopting
from mailservice.service.custody.beginning import begin
from mailservice.service.desk import Desk
from mailservice.service.placing import understand
from mailservice.service.rounds import Service
from mailservice.simulator.playing import one_round
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount, Mailbox
from mailservice.transport.smtp import Post
from tests.service.crashing import DESK

MONDAY = moment("Mon 23 Nov 2026 10:00")
VISITOR = "sarah.whitlock@rockinghamhealth.example"
WORKER = "daniel.mensah@nenevalley.example"
OFFICE = DESK.directory.office.address
WAITING = timedelta(minutes=20)


class World:
    """A partnership's mailbox, the letters that left, and a service that can be started on one record or another."""

    def __init__(self, folder: Path, account: ImapAccount, server: EmbeddedServer, clock: VirtualClock) -> None:
        self.folder, self.account, self.server, self.clock = folder, account, server, clock
        self.hands = Mailbox(account)
        self.desk = DESK
        self.opened: list[Database] = []

    def begin(self, name: str = "record.db", at: datetime | None = None) -> None:
        """Type `mailservice record init`."""
        record = Database(f"sqlite:///{self.folder / name}", self.clock)
        record.upgrade()
        begin(record, DESK.partnership, self.account.name, self.desk.signing_keys[0], at or self.clock.now())
        record.close()

    def start(self, name: str = "record.db", desk: Desk | None = None, account: ImapAccount | None = None) -> str:
        """Start the service, and return why it decides nothing."""
        self.stop()
        record = Database(f"sqlite:///{self.folder / name}", self.clock)
        self.opened.append(record)
        self.mailbox = Mailbox(account or self.account)
        desk = desk or self.desk
        self.service = Service(record, Post(self.server.smtp), self.mailbox, self.clock, replace(desk))
        return self.service.beginning.start()

    def stop(self) -> None:
        """End it, and close what it had open."""
        for record in self.opened:
            record.close()
            self.mailbox.close()
        self.opened.clear()

    def close(self) -> None:
        self.stop()
        self.hands.close()

    def adopting(self) -> Adopting:
        one = self.service
        return Adopting(one.record, one.mailbox, self.clock, one.desk, one.beginning, one.collecting)

    def live(self, later: timedelta = timedelta()) -> None:
        """Go round, now or a while later, until nothing is left to do."""
        self.clock.set(self.clock.now() + later)
        one_round(self.service)
        self.service.troubles.work()
        one_round(self.service)

    def starts_and_lives(self) -> None:
        self.start()
        self.live()

    def backup(self) -> None:
        """Copy the record's file while nobody writes to it."""
        self.stop()
        shutil.copy(self.folder / "record.db", self.folder / "backup.db")

    def restore(self) -> None:
        self.stop()
        for one in self.folder.glob("record.db*"):
            one.unlink()
        shutil.copy(self.folder / "backup.db", self.folder / "record.db")

    def comes(self, raw: bytes, at: datetime | None = None, folder: str = "INBOX") -> None:
        """Let a mail come."""
        self.hands.append(
            folder, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), at or self.clock.now(), seen=False
        )

    def writes(self, sender: str, text: str, *, child: str = "", answers: Mail | None = None) -> str:
        """Let somebody write: to a worker with us in copy, or an answer to a letter; return the Message-ID."""
        mail = EmailMessage()
        mail["From"], mail["Message-ID"] = sender, make_msgid(domain=sender.rpartition("@")[2])
        mail["To"], mail["Date"] = (DESK.address if answers else WORKER), format_datetime(self.clock.now())
        mail["Subject"] = f"RE: {answers.subject}" if answers else f"Closed, {child}"
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers.message_id
        else:
            mail["Cc"] = DESK.address
        mail.set_content(text)
        self.last = mail.as_bytes()
        self.comes(self.last)
        return str(mail["Message-ID"])

    def letters(self, to: str = "") -> list[Mail]:
        """Return every letter that left, or those to somebody, in order."""
        return [parse(one.raw) for one in self.server.outbox if to in ("", one.recipient)]

    def headlines(self, words: str) -> int:
        """Count the letters to the office in whose subject these words stand."""
        return sum(words in one.subject for one in self.letters(OFFICE))

    def references(self) -> list[str]:
        with self.service.record.read(DESK.partnership) as tx:
            return [line.reference for line in lookup.cases_of(tx)]

    def events(self, case: int = 0) -> list[Event]:
        with self.service.record.read(DESK.partnership) as tx:
            return ledger.events(tx, case)

    def answered(self) -> tuple[int | None, str]:
        """Return the case that the last mail is on, and the letter that it answers."""
        read = self.service.receiving.reader.read(self.last, "m0", self.clock.now())
        with self.service.record.read(DESK.partnership) as tx:
            meant = understand(tx, self.service.desk, read)
        return meant.case, meant.hear.answers

    def outcomes(self) -> Counter[str]:
        with self.service.record.read(DESK.partnership) as tx:
            return Counter(mails.counts(tx))

    def whole(self) -> bool:
        with self.service.record.read(DESK.partnership) as tx:
            return not verify(tx)

    def inside(self, folder: str) -> int:
        return len(list(self.hands.scan(folder)))

    def folders_of_cases(self) -> list[str]:
        return sorted(one for one in self.hands.folders() if one.count("/") == 2)


def subjects(letters: Sequence[Mail]) -> list[str]:
    """Return to whom each letter went, and its subject, sorted."""
    return sorted(f"{one.to[0].address}: {one.subject}" for one in letters)
