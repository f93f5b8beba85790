"""A partnership's week, written into a record of its own: a mother, a head teacher, an officer, and two children are in it."""

import re
from collections.abc import Iterator
from contextlib import closing
from email.message import EmailMessage
from hashlib import sha256
from html import unescape
from pathlib import Path

from mailservice.cases.history.events import AccessExported, DirectoryTaken
from mailservice.cases.letters import waiting
from mailservice.clock import VirtualClock
from mailservice.mail.parse import parse
from mailservice.record import ledger, register
from mailservice.record.database import Database
from mailservice.simulator.story import moment
from mailservice.transport.embedded import EmbeddedServer
from tests.cli.test_backup import Office
from tests.service.crashing import DESK

SARAH = "Sarah Whitlock <sarah.whitlock@rockinghamhealth.example>"
DANIEL = "Daniel Mensah <daniel.mensah@nenevalley.example>"
LOUISE = "Louise Park <louise.park@shirepolice.example>"
ALICE = "Alice Bright <head@foxgloveacademy.example>"
MOTHER = "Siân O\u2019Neill <Sian.ONeill@webmail.example>"
US = "escalate@nscp.example"
OLD = "louise.reed@oldforce.example"
FIRST = """I do not agree that NCT-483920 and NCT-483921 were closed. Their mother, Siân O\u2019Neill, rang me on 07700 900123.
Her neighbour Mrs Kelly saw bruises. They live at 14 Orchard Road. <script>alert("x")</script>

Sarah"""
SECOND = """I do not agree with the plan for NCT-483920. sian.oneill@webmail.example wrote to us.
ms ONEILL\u2019s sister Megan Hale will not wait, and Ebele is afraid."""
COURT = "NOTE The judge ordered that Ms O'Neill sees the children on Sundays. The court bundle is with us."
PRIVATE = "My team leader told us to write less of Siân O'Neill. I think this is whistle-blowing."


class Partnership(Office):
    """An office with a week behind it, and what `record access` wrote."""

    def post(self, at: str, sender: str, text: str, subject: str = "", to: str = US, *, answers: str = "") -> None:
        """Have somebody write, and the service read it; `answers` is in the subject of the newest letter that they answer."""
        self.clock.set(moment(at))
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        if to != US:
            mail["Cc"] = US
        mail["Message-ID"] = f"<{sha256(f'{at}{sender}'.encode()).hexdigest()[:16]}@mail.example>"
        mail["Date"] = self.clock.now()
        if answers:
            letters = (parse(one.raw) for one in self.server.outbox if one.recipient in sender)
            letter = [one for one in letters if answers in one.subject][-1]
            mail["In-Reply-To"] = letter.message_id
            del mail["Subject"]
            mail["Subject"] = f"RE: {letter.subject}"
        mail.set_content(text)
        self.server.deliver(mail.as_bytes(), self.clock.now())
        self.work()
        self.clock.set(self.clock.now() + waiting.WAIT)
        self.work()

    def take(self, at: str, directory: str) -> None:
        """Keep a directory as one that was taken."""
        when = moment(at)
        with closing(Database(self.url)) as record, record.begin("nscp") as tx:
            digest = register.keep(tx, directory.encode(), "directory")
            ledger.append(tx, ledger.BOOK, [DirectoryTaken(when, digest, 19, 5)], when)

    def ask(self, *words: str, name: str = "one") -> str:
        """Have the record written out for somebody, and return the page as text."""
        self.says("record", "access", *words, "--to", str(self.folder / name))
        return self.page(name)

    def page(self, name: str = "one", page: str = "index.html") -> str:
        """Return a page as somebody reads it, on one line."""
        raw = (self.folder / name / page).read_text(encoding="utf-8")
        body = re.sub(r"<span class='heard'>.*?</span>|<style>.*?</style>", "", raw, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())

    def files(self, name: str = "one") -> dict[str, bytes]:
        """Return every file of an export by its name."""
        folder = self.folder / name
        return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}

    def exports(self) -> list[AccessExported]:
        """Return what the office's book keeps of exports."""
        with closing(Database(self.url)) as record, record.read("nscp") as tx:
            return [one for one in ledger.in_book(tx, (AccessExported,)) if isinstance(one, AccessExported)]


def partnership_on(url: str, folder: Path) -> Iterator[Partnership]:
    """Give the partnership after its week."""
    clock = VirtualClock(moment("Mon 23 Nov 2026 08:00"))
    with EmbeddedServer(clock, DESK.address, folder / "letters") as server:
        made = Partnership(folder, server, url, clock)
        made.work()
        directory = (folder / "directory.toml").read_text(encoding="utf-8")
        before = directory.replace("louise.park@shirepolice.example", OLD).replace(
            'domains = ["shirepolice.example"]', 'domains = ["shirepolice.example", "oldforce.example"]'
        )
        made.take("Mon 23 Nov 2026 08:10", before)
        made.post("Mon 23 Nov 2026 08:30", f"L Reed <{OLD}>", "A question of mine about your training.", "Training")
        made.take("Mon 23 Nov 2026 08:50", directory)
        made.post("Mon 23 Nov 2026 09:00", SARAH, FIRST, "NCT-483920", DANIEL)
        made.post("Mon 23 Nov 2026 11:00", LOUISE, SECOND, "nct 483920", DANIEL)
        made.post(
            "Mon 23 Nov 2026 12:00", LOUISE, "I do not agree that NCT-483921 stays at school.", "NCT-483921", ALICE
        )
        made.post("Mon 23 Nov 2026 15:00", DANIEL, COURT, answers="NSCP 2026-0002")
        made.post("Tue 24 Nov 2026 09:00", MOTHER, "Why does nobody answer me? I spoke to Louise Park.", "My children")
        made.post("Tue 24 Nov 2026 10:00", SARAH, PRIVATE, "Closed, NCT-777888", DANIEL)
        yield made
