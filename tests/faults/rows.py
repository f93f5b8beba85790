"""The faults, a row each: what breaks, for how long, and what must be so meanwhile. Start at `ROWS`."""

import contextlib
import resource
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Literal

from tests import servers
from tests.faults.lab import FILLER, Lab, memory, open_handles
from tests.faults.proxy import corrupted

Breaks = Callable[[Lab], AbstractContextManager[object]]
DATABASE, FILE, BELL, MAILBOX, POST = (
    "PostgreSQL",
    "The SQLite file",
    "Redis",
    "The mailbox (IMAP)",
    "The mail server (SMTP)",
)
MACHINE, OURS = "The machine", "A defect of ours"
LATER, HOUR, AT_ONCE, NEVER = "after 15 minutes", "after a working hour", "at once", "no"


@dataclass(frozen=True)
class Row:
    """One fault.

    `reason`: what status must say, a pattern, and first in it what the page shows; empty where it passes before anybody can ask.
    `size`: bytes of what is attached to the mail that comes meanwhile. `office`: when the office hears of it by mail, as
    `cases.asking.limping` has it.
    """

    name: str
    part: str
    fault: str
    breaks: Breaks
    reason: str = ""
    seconds: float = 12
    engine: Literal["sqlite", "postgresql"] = "sqlite"
    broker: bool = False
    office: str = LATER
    at_start: bool = False
    small: bool = False
    size: int = 0
    short: bool = False
    relayed: bool = False
    # What was set aside is tried once an hour: all else must be well at once.
    hourly: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether a letter is ordered by a command meanwhile: where the record can be written."""
        return self.part not in (DATABASE, FILE)

    @property
    def place(self) -> tuple[str, bool, bool, bool]:
        """Which installation it is tried at; rows of one are tried at one process, one after the other."""
        return self.engine, self.broker, self.small, self.relayed


@contextlib.contextmanager
def _at_once(does: Callable[[], object]) -> Iterator[None]:
    does()
    yield


@contextlib.contextmanager
def _locked(lab: Lab) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(lab.data / "mailservice.db", timeout=20, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def _taken(lab: Lab) -> Iterator[None]:
    with ExitStack() as open_:
        with lab.database.gone():
            open_.enter_context(lab.postgres.full())
        yield


@contextlib.contextmanager
def _answering(lab: Lab, step: str, answer: str) -> Iterator[None]:
    lab.submission.answers[step] = answer
    try:
        yield
    finally:
        del lab.submission.answers[step]


@contextlib.contextmanager
def _another_password(lab: Lab) -> Iterator[None]:
    lab.submission.password = "another"
    try:
        yield
    finally:
        lab.submission.password = servers.PASSWORD


@contextlib.contextmanager
def _wrong_password(lab: Lab) -> Iterator[None]:
    secret = servers.PASSWORD.encode()
    with lab.imap.being(up=lambda said: said.replace(secret, secret[::-1])):
        lab.imap.cut()
        yield


@contextlib.contextmanager
def _bad_and_cut(lab: Lab, **bad: object) -> Iterator[None]:
    with lab.imap.being(**bad):
        lab.imap.cut()
        yield


def _handles(lab: Lab) -> AbstractContextManager[object]:
    return lab.limit(resource.RLIMIT_NOFILE, open_handles(lab.pid()) + 1)


def _memory(lab: Lab) -> AbstractContextManager[object]:
    return lab.limit(resource.RLIMIT_AS, memory(lab.pid()))


def _full(lab: Lab) -> AbstractContextManager[object]:
    assert lab.disk is not None
    return lab.disk.full()


def _read_only(lab: Lab) -> AbstractContextManager[object]:
    assert lab.disk is not None
    return lab.disk.read_only()


@contextlib.contextmanager
def _renamed(lab: Lab) -> Iterator[None]:
    elsewhere = lab.data.rename(lab.data.with_name("elsewhere"))
    try:
        yield
    finally:
        elsewhere.rename(lab.data)


@contextlib.contextmanager
def _locked_up(lab: Lab) -> Iterator[None]:
    lab.data.chmod(0)
    try:
        yield
    finally:
        lab.data.chmod(0o700)


@contextlib.contextmanager
def _no_room(lab: Lab) -> Iterator[None]:
    lab.fill()
    try:
        yield
    finally:
        lab.delete(FILLER)


@contextlib.contextmanager
def _only_read(lab: Lab) -> Iterator[None]:
    rights = lab.inbox / "dovecot-acl"
    rights.write_text("owner lr\n")
    lab.imap.cut()
    try:
        yield
    finally:
        rights.unlink()


def _bell(name: str, fault: str, breaks: Breaks, reason: str = "", seconds: float = 12, **more: object) -> Row:
    named = {"engine": "postgresql", "broker": True, "office": NEVER, **more}
    return Row(name, BELL, fault, breaks, reason, seconds, **named)  # type: ignore[arg-type] # by name


def _pg(name: str, fault: str, breaks: Breaks, reason: str = "", seconds: float = 12, **more: object) -> Row:
    return Row(name, DATABASE, fault, breaks, reason, seconds, "postgresql", broker=True, **more)  # type: ignore[arg-type] # by name


_AWAY = "the connection to it failed"
_NO_BELL = "the broker cannot be reached"
_SILENT, _DOWN = "said nothing|imed ?out|Timeout", "refuse"
_BUSY = "another process holds it locked"
ROWS = (
    _pg(
        "pg-restarted",
        "restarted",
        lambda lab: _at_once(lab.postgres.restart),
        seconds=1,
    ),
    _pg("pg-stopped", "stopped for 12 s", lambda lab: lab.postgres.stopped(), _AWAY, short=True),
    _pg("pg-killed", "killed with SIGKILL", lambda lab: _at_once(lab.postgres.killed), seconds=1),
    _pg("pg-cut", "every connection cut", lambda lab: _at_once(lab.database.cut), seconds=1),
    _pg("pg-stalled", "its connections say nothing for 12 s", lambda lab: lab.database.being(stalls=True), _AWAY),
    _pg("pg-taken", "every connection taken", _taken, "it takes no further connection"),
    _pg(
        "pg-read-only",
        "a replica answers, which can only be read",
        lambda lab: lab.postgres.replica(),
        "it can only be read",
    ),
    _pg("pg-full", "its disk is full", _full, "its disk is full", small=True, size=400_000),
    _pg("pg-at-start", "down as the service starts", lambda lab: lab.postgres.stopped(), _AWAY, at_start=True),
    Row("file-locked", FILE, "locked by another process for 30 s", _locked, _BUSY, 30),
    Row("file-renamed", FILE, "its folder is renamed for 12 s", _renamed, "whether its disk is mounted"),
    Row(
        "file-locked-up",
        FILE,
        "its folder may not be opened for 12 s",
        _locked_up,
        "look whether its folder is there, and at its rights",
    ),
    Row("file-full", FILE, "its disk is full", _full, "is full", small=True, size=400_000),
    Row(
        "file-read-only", FILE, "read-only as the service starts", _read_only, "only be read", small=True, at_start=True
    ),
    _bell("redis-down", "stopped for 12 s", lambda lab: lab.redis.stopped(), _NO_BELL),
    _bell("redis-restarted", "restarted", lambda lab: _at_once(lab.redis.restart), seconds=1),
    _bell("redis-stalled", "its connections say nothing for 12 s", lambda lab: lab.bell.being(stalls=True), _NO_BELL),
    _bell("redis-at-start", "down as the service starts", lambda lab: lab.redis.stopped(), _NO_BELL, at_start=True),
    Row("imap-down", MAILBOX, "down", lambda lab: lab.imap.gone(), _DOWN, office=HOUR, short=True),
    Row("imap-stalled", MAILBOX, "says nothing", lambda lab: lab.imap.being(stalls=True), _SILENT, 15, office=HOUR),
    Row("imap-slow", MAILBOX, "answers slowly", lambda lab: lab.imap.being(slow=True), office=NEVER),
    Row(
        "imap-cut",
        MAILBOX,
        "cut in the midst of each fetch",
        lambda lab: _bad_and_cut(lab, cut_after=6_000),
        "hung up|failed",
        office=HOUR,
        size=60_000,
    ),
    Row(
        "imap-corrupted",
        MAILBOX,
        "other bytes than it said",
        lambda lab: _bad_and_cut(lab, down=corrupted),
        "cannot be understood|failed",
        office=HOUR,
    ),
    Row(
        "imap-password",
        MAILBOX,
        "refuses our password",
        _wrong_password,
        "refuses the user name or the password|AUTHENTICATIONFAILED",
        office=HOUR,
    ),
    Row(
        "imap-at-start",
        MAILBOX,
        "down as the service starts",
        lambda lab: lab.imap.gone(),
        _DOWN,
        at_start=True,
        office=HOUR,
    ),
    Row("imap-full", MAILBOX, "full: its quota is used up", _no_room, "the mailbox is full"),
    Row("imap-read-only", MAILBOX, "may only be read", _only_read, "the mailbox may only be read"),
    Row("smtp-down", POST, "down", lambda lab: lab.smtp.gone(), _DOWN, office=HOUR),
    Row("smtp-stalled", POST, "says nothing", lambda lab: lab.smtp.being(stalls=True), _SILENT, 15, office=HOUR),
    Row("smtp-421", POST, "421 at MAIL", lambda lab: _answering(lab, "MAIL", "421 4.3.2 closing"), "421", office=HOUR),
    Row(
        "smtp-451",
        POST,
        "451 after the letter",
        lambda lab: _answering(lab, "DATA", "451 4.3.0 later"),
        "451",
        office=HOUR,
        short=True,
    ),
    Row("smtp-535", POST, "535 at login", _another_password, "535", office=HOUR),
    Row(
        "smtp-at-start",
        POST,
        "down as the service starts",
        lambda lab: lab.smtp.gone(),
        _DOWN,
        at_start=True,
        office=HOUR,
    ),
    Row(
        "postfix-stopped",
        POST,
        "a Postfix, stopped for 12 s",
        lambda lab: lab.relay.stopped(),
        "hung up",
        office=HOUR,
        relayed=True,
    ),
    Row(
        "postfix-full",
        POST,
        "a Postfix whose disk is full",
        lambda lab: lab.queue.full(),
        "452 4.3.1 Insufficient system storage",
        office=HOUR,
        relayed=True,
    ),
    Row(
        "postfix-size",
        POST,
        "a Postfix whose limit of size is set below our letters",
        lambda lab: lab.relay.laid.limited(2_000),
        "552 5.3.4 Message size exceeds fixed limit",
        office=HOUR,
        relayed=True,
    ),
    Row("handles", MACHINE, "no file handle left", _handles, "no file handle left", small=True),
    Row("memory", MACHINE, "no memory left", _memory, "no memory left", size=3_000_000),
    Row("duty", OURS, "a duty raises each time", lambda lab: lab.planting("duty"), "PlantedError", office=AT_ONCE),
    Row(
        "date",
        OURS,
        "a date of a case raises each time",
        lambda lab: lab.planting("date"),
        "PlantedError",
        office=AT_ONCE,
        hourly=True,
    ),
    Row(
        "letter",
        OURS,
        "a letter cannot be written",
        lambda lab: lab.planting("letter"),
        "PlantedError",
        office=AT_ONCE,
        hourly=True,
    ),
)
