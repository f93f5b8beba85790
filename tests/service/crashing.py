"""A service in a process of its own, killed at a chosen moment: in a transaction, after it, after each word with a server.

Start at `live`. Every such moment of a round is counted by itself, so none has to be thought of.
"""

import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from mailservice.clock import VirtualClock
from mailservice.record.database import Database, Transaction
from mailservice.service.desk import new_id
from mailservice.service.rounds import Service
from mailservice.simulator.playing import desk_of, one_round
from mailservice.simulator.story import Story
from mailservice.transport.imap import Fetched, ImapAccount, Mailbox
from mailservice.transport.smtp import Post, SmtpAccount

SCENARIOS = Path(__file__).parents[1] / "scenarios"
_stories = desk_of(Story("a crash", "Mon 2 Nov 2026 09:00", (), folder=SCENARIOS))
# As in earnest: two processes that count their letters would give two letters one id.
DESK = replace(_stories, rules=replace(_stories.rules, new_id=new_id))
# Loaded here, once, and not in every life: the holidays of all countries, and the driver of PostgreSQL.
DESK.rules.days.is_working(date(2026, 11, 2))
Database("postgresql://").close()


@dataclass(frozen=True)
class Place:
    """Where the service works: the record, the mail servers, and the time."""

    url: str
    imap: ImapAccount
    smtp: SmtpAccount
    now: datetime


@dataclass
class Fuse:
    """Counts the moments at which the process could die, and kills it at one; at 0 it lives."""

    at: int
    passed: list[str] = field(default_factory=list)

    def step(self, moment: str) -> None:
        """Pass one moment, or die: no handler runs, nothing is flushed, as when a machine loses its power."""
        self.passed.append(moment)
        if len(self.passed) == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


class FusedDatabase(Database):
    """A record in which the process may die before and after each commit."""

    def __init__(self, url: str, fuse: Fuse) -> None:
        super().__init__(url)
        self.fuse = fuse

    @contextmanager
    def begin(self, partnership: str) -> Iterator[Transaction]:
        """Open a deciding transaction."""
        with super().begin(partnership) as tx:
            yield tx
            self.fuse.step("before a commit")
        self.fuse.step("after a commit")


class FusedPost(Post):
    """A post after whose sending the process may die."""

    def __init__(self, account: SmtpAccount, fuse: Fuse) -> None:
        super().__init__(account)
        self.fuse = fuse

    def send(self, raw: bytes, recipient: str, sender: str = "", envelope_id: str = "") -> None:
        """Send one letter."""
        super().send(raw, recipient, sender, envelope_id)
        self.fuse.step("after the mail server took a letter")


class FusedMailbox(Mailbox):
    """A mailbox after whose every answer the process may die."""

    def __init__(self, account: ImapAccount, fuse: Fuse) -> None:
        super().__init__(account)
        self.fuse = fuse

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        """Yield mails."""
        yield from super().fetch(uids)
        self.fuse.step("after a fetch")

    def move(self, uid: int, folder: str) -> bool:
        """Move a mail."""
        moved = super().move(uid, folder)
        self.fuse.step("after a move")
        return moved

    def append(self, folder: str, raw: bytes, at: datetime, *, seen: bool = True) -> None:
        """Put a letter into a folder."""
        super().append(folder, raw, at, seen=seen)
        self.fuse.step("after an append")


def live(place: Place, at: int, told: Path) -> None:
    """Do one round of the service's work, and die at this moment of it; if it lives, tell which moments there were."""
    fuse = Fuse(at)
    record = FusedDatabase(place.url, fuse)
    mailbox = FusedMailbox(place.imap, fuse)
    service = Service(record, FusedPost(place.smtp, fuse), mailbox, VirtualClock(place.now), DESK)
    one_round(service)
    told.write_text("\n".join(fuse.passed), "utf-8")
