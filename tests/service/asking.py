"""A partnership whose people ask for things by mail, on a real Dovecot: each mail is proven, or not, as its story says."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from mailservice.clock import VirtualClock
from mailservice.directory import Directory
from mailservice.mail.parse import Mail
from mailservice.mail.trust.setup import Setup
from mailservice.settings.directory_file import load_directory_bytes
from mailservice.transport.embedded import EmbeddedServer
from mailservice.transport.imap import ImapAccount
from tests import servers
from tests.exports.pack.played import every_word, plain
from tests.service.beginning import MONDAY, OFFICE, VISITOR, WAITING, WORKER, World
from tests.service.crashing import DESK

SCENARIOS = Path(__file__).parents[1] / "scenarios"
FILE = (SCENARIOS / "directory.toml").read_text(encoding="utf-8")
AMIRA = "amira.hill@nscp.example"
TEAM_LEADER, NURSE = "mina.dasgupta@rockinghamhealth.example", "kate.obrien@rockinghamhealth.example"
MANAGER, POLICE = "joy.okafor@nenevalley.example", "louise.park@shirepolice.example"
CHILD = "NCT-483920"
PROOF = Setup(profile="rfc8601", authserv_ids=("mx.nscp.example",), own_domains=("nscp.example",))
FILES = ["case.pdf", "index.html", "digests.txt", "messages.mbox"]
MINUTE = timedelta(minutes=1)


def people(text: str) -> Directory:
    return load_directory_bytes(text.encode(), Path("directory"), DESK.rules.policy.places)


class Partnership(World):
    """Its people, who write; and what each of them was sent."""

    def __init__(self, folder: Path, account: ImapAccount, server: EmbeddedServer, clock: VirtualClock) -> None:
        super().__init__(folder, account, server, clock)
        self.desk = replace(DESK, trust=PROOF, directory=people(FILE))

    def knows(self, text: str) -> None:
        """Have the directory say something else from now on."""
        self.desk = replace(self.desk, directory=people(text))
        self.start()
        self.live(MINUTE)

    def mail(  # noqa: PLR0913 - what a mail is made of, each named at the call
        self,
        sender: str,
        text: str,
        *,
        to: str = DESK.address,
        copy: str = "",
        subject: str = "Hello",
        answers: Mail | None = None,
        proof: str = "pass",
        sent_by: str = "",
        unseen: str = "",
        file: tuple[str, bytes] | None = None,
    ) -> list[Mail]:
        """Let somebody write, and return the letters that this brought them."""
        made = EmailMessage()
        domain = sender.rpartition("@")[2]
        if proof:
            made["Authentication-Results"] = f"mx.nscp.example; dmarc={proof} header.from={domain}"
        made["Received"] = (
            "from [192.0.2.9] by mx.nscp.example (Postfix) with ESMTPS id 4F; Mon, 23 Nov 2026 10:00:00 +0000"
        )
        made["From"], made["To"], made["Message-ID"] = sender, to, make_msgid(domain=domain)
        if copy:
            made["Cc"] = copy
        if unseen:
            made["Bcc"] = unseen
        if sent_by:
            made["Sender"] = sent_by
        made["Date"] = format_datetime(self.clock.now())
        made["Subject"] = f"RE: {answers.subject}" if answers else subject
        if answers:
            made["In-Reply-To"] = made["References"] = answers.message_id
        made.set_content(text)
        if file:
            made.add_attachment(file[1], maintype="application", subtype="octet-stream", filename=file[0])
        before = len(self.server.outbox)
        self.last = made.as_bytes()
        self.comes(self.last)
        self.live(MINUTE)
        return [one for one in self.letters()[before:] if one.to[0].address == sender]

    def disagrees(self, text: str = f"I do not agree that {CHILD} was closed.", child: str = CHILD, **more: str) -> str:
        """Let a health visitor disagree with a social worker, and wait until both have their letters; return the reference."""
        self.mail(
            more.get("by", VISITOR), text, to=more.get("to", WORKER), copy=DESK.address, subject=f"Closed, {child}"
        )
        self.live(WAITING)
        return self.references()[-1]

    def newest(self, to: str, words: str = "") -> Mail:
        return [one for one in self.letters(to) if words in one.subject][-1]

    def climbs(self) -> None:
        """Let the time of the first stage run out in silence: the two managers are written to."""
        self.live(timedelta(days=3))
        self.live(WAITING)

    def given(self) -> list[str]:
        """Return who was sent a record, in order."""
        return [one.to[0].address for one in self.letters() if packed(one)]


def packed(letter: Mail) -> dict[str, bytes]:
    """Return the files of a record that a letter brings."""
    return {one.filename: one.content for one in letter.attachments if one.filename in FILES}


def said(letters: Sequence[Mail]) -> str:
    """Return what letters say, on one line."""
    return " ".join(" ".join(one.text for one in letters).split())


def words_in(letter: Mail) -> str:
    """Return every word of every file of a record, as letters and figures alone."""
    return " ".join(every_word(packed(letter)).values())


def has(letter: Mail, words: str) -> bool:
    return plain(words) in words_in(letter)


@contextmanager
def partnership(folder: Path, dovecot: servers.Dovecot, at: datetime = MONDAY) -> Iterator[Partnership]:
    """Give a partnership whose service runs, and end it."""
    clock = VirtualClock(at)
    with EmbeddedServer(clock, DESK.address, folder.with_name(f"{folder.name}-letters")) as server:
        made = Partnership(folder, dovecot.account(), server, clock)
        made.begin()
        made.start()
        yield made
        assert made.whole()
        made.close()


__all__ = ["MANAGER", "OFFICE", "VISITOR", "WORKER"]
