"""The service's one mailbox over IMAP (RFC 3501): read by UID, filed by MOVE, never marked as read. Start at `Mailbox`.

Plain values in and out; every fault is a TryLater with its true reason (`diagnosis`). After one of the connection the next call
builds it anew.
"""

import re
import selectors
import socket
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from imaplib import IMAP4
from typing import Any, NamedTuple

import structlog
from imapclient import IMAPClient

from mailservice.clock import aware
from mailservice.errors import TryLater
from mailservice.transport.authorities import context
from mailservice.transport.diagnosis import FILING, Diagnosis, Server, diagnose
from mailservice.transport.loopback import is_loopback
from mailservice.transport.tokens import Tokens

log = structlog.get_logger(__name__)

INBOX = "INBOX"
_BATCH = 100
_BATCH_BYTES = 2_000_000  # a bigger mail is fetched by itself
_RENEW_S = 9 * 60  # RFC 2177: well under the 29 minutes after which a server may hang up; firewalls are less patient
_STALE_S = 60
# A login that was refused is tried less and less often, down to once in a quarter of an hour: many a server locks an account.
_REFUSED = frozenset({"login", "password expired", "locked", "login off", "token login"})
_REST_S, _LONGEST_REST_S = 30.0, 900.0
# What the connection raises, and what imapclient raises on an answer it cannot make sense of.
_FAULTS = (OSError, IMAP4.error, ValueError, LookupError, TypeError, AssertionError)
# Where no mail that came is looked for (RFC 6154), and how such folders are named where the server does not say.
_NO_SHELF = frozenset({b"\\noselect", b"\\sent", b"\\drafts", b"\\junk", b"\\all", b"\\flagged"})
_NO_SHELF_NAMED = frozenset(
    {"inbox", "sent", "sent items", "sent messages", "drafts", "outbox", "junk", "junk email", "junk e-mail", "spam"}
)
# Where a provider keeps what was handed in for sending, if it keeps it and does not say so.
_SENT = frozenset({"sent", "sent items", "sent messages"})
# Where what was thrown away lies: whoever looks for what was moved does not look there.
_THROWN_AWAY = frozenset({"trash", "deleted items", "deleted messages", "deleted", "bin", "gelöschte elemente"})
# No Message-ID: nobody takes it for a mail that came.
_PROBE_SUBJECT = "mailservice asks this server what time it is"
_PROBE = f"Subject: {_PROBE_SUBJECT}\r\n\r\nIt removes this again at once.\r\n"
_MESSAGE_ID = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"


@dataclass(frozen=True)
class ImapAccount:
    """Where the mailbox is and how to log in, by a password or by `tokens`; ValueError for plain text to another machine."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls: bool = True
    timeout_s: float = 30.0
    ca_file: str = ""
    tokens: Tokens | None = field(default=None, repr=False, compare=False)

    @property
    def name(self) -> str:
        """What tells this mailbox from another: user@host, lower case."""
        return f"{self.user}@{self.host}".lower()

    def __post_init__(self) -> None:
        if not self.tls and not is_loopback(self.host):
            raise ValueError(f"IMAP without TLS is for this machine only, not for {self.host}")

    @property
    def server(self) -> Server:
        """The server, as a diagnosis speaks of it."""
        shown = (self.password,) if self.tokens is None else self.tokens.shown
        return Server("imap", self.host, self.port, self.timeout_s, self.tokens is not None, shown)


@dataclass(frozen=True)
class Fetched:
    """One mail as the server holds it: the bytes, and when they came (INTERNALDATE, UTC)."""

    uid: int
    internal_date: datetime
    raw: bytes = field(repr=False)


class Entry(NamedTuple):
    """One line of a folder, for reconciliation; the size is in octets, the Message-ID empty where there is none."""

    uid: int
    internal_date: datetime
    message_id: str
    size: int


class Mailbox:
    """One connection to one mailbox, for one thread at a time; folder names are written with "/"."""

    def __init__(self, account: ImapAccount) -> None:
        self.account = account
        self._client: IMAPClient | None = None
        self._selected = ""
        self._read_only = False
        self._told: int | None = None
        self._highest = 0
        self._used = 0.0
        self._refused: Diagnosis | None = None
        self._rests_until, self._next_rest = 0.0, _REST_S
        self.withheld = ""
        self._prefix, self._separator = "", "/"
        self._made: set[str] = set()

    def uidvalidity(self) -> int:
        """Return the UIDVALIDITY of INBOX as it is now; every UID given out or taken later belongs to this one."""
        with self._connection() as client:
            told = self._select(client, INBOX)
            if told != self._told:
                self._told, self._highest = told, 0
            return told

    def uids(self) -> tuple[int, ...]:
        """Return the UIDs of all mails in INBOX, ascending."""
        with self._inbox() as client:
            client.noop()  # not every server tells SEARCH of mail it has not announced yet
            found = tuple(sorted(int(uid) for uid in client.search("ALL")))
            self._highest = max(found, default=0)
            return found

    def fetch(self, uids: Iterable[int]) -> Iterator[Fetched]:
        """Yield the mails of INBOX with these UIDs; one that is gone or that the server cannot give is left out.

        Why it could not give one is kept in `withheld`.
        """
        self.withheld = ""
        for batch in self._batches(list(uids)):
            yield from self._fetch_batch(batch)

    def move(self, uid: int, folder: str) -> bool:
        """Move one mail from INBOX to a folder, made if missing; False if it is no longer in INBOX."""
        with self._inbox() as client:
            if not client.search(["UID", uid]):
                return False
            self._may_write()
            self._make(client, folder)
            if client.has_capability("MOVE"):
                client.move([uid], self._wire(folder))
                return True
        self._copy_over(INBOX, uid, folder)
        return True

    def move_between(self, source: str, message_id: str, folder: str) -> bool:
        """Move the mail of a Message-ID from one folder to another; False if it is not there."""
        uids = self.find(source, message_id)
        return bool(uids) and self.move_message(source, uids[0], folder)

    def move_message(self, source: str, uid: int, folder: str) -> bool:
        """Move the message of a UID, which is there, from one folder to another; True."""
        with self._opened(source) as client:
            self._may_write()
            self._make(client, folder)
            if client.has_capability("MOVE"):
                client.move([uid], self._wire(folder))
                return True
        self._copy_over(source, uid, folder)
        return True

    def remove(self, folder: str, message_id: str) -> bool:
        """Remove the one mail of a Message-ID from a folder, and nothing else (UIDPLUS, RFC 4315); False if it is not there."""
        uids = self.find(folder, message_id)
        if not uids:
            return False
        with self._opened(folder) as client:
            self._may_write()
            self._take_out(client, uids[:1])
        return True

    def discard(self, folder: str, uids: Sequence[int]) -> None:
        """Remove these messages from a folder for good, and nothing else (UIDPLUS, RFC 4315)."""
        with self._opened(folder) as client:
            self._may_write()
            for some in _chunks(uids):
                self._take_out(client, some)

    def take_down(self, folder: str) -> None:
        """Remove a folder with all that lies in it; nothing where it is not there."""
        with self._examined(folder) as client:
            uids = [] if client is None else [int(uid) for uid in client.search("ALL")]
        if client is None:
            return
        self.discard(folder, uids)
        with self._connection() as client:
            self._select(client, INBOX)  # no server need delete the folder that is open
            self._made.discard(folder)
            client.unsubscribe_folder(self._wire(folder))
            client.delete_folder(self._wire(folder))

    def move_from(self, source: str, uid: int, folder: str) -> bool:
        """Move the message of a UID from one folder to another; False if it is not there. TryLater without MOVE."""
        with self._connection() as client:
            if not client.has_capability("MOVE"):
                raise TryLater("the mail server cannot move a mail from one folder to another (RFC 6851)")
            self._make(client, folder)
            self._select(client, source)
            there = bool(client.search(["UID", uid]))
            if there:
                client.move([uid], self._wire(folder))
        return there

    def append(self, folder: str, raw: bytes, at: datetime, *, seen: bool = True) -> None:
        """Put a message (lines ended by CRLF) into a folder, made if missing, with this INTERNALDATE."""
        flags = (b"\\Seen",) if seen else ()
        with self._connection() as client:
            self._make(client, folder)
            client.append(self._wire(folder), raw, flags, aware(at))

    def clock(self, folder: str) -> datetime:
        """Return what time it is by the server: the INTERNALDATE that a message without a date is given (RFC 3501, 6.3.11).

        The message goes into a folder of ours, and is removed, with any that an earlier call left there.
        """
        with self._connection() as client:
            self._make(client, folder)
            client.append(self._wire(folder), _PROBE.encode())
            self._select(client, folder)
            asked = client.search(["UNDELETED", "SUBJECT", _PROBE_SUBJECT])
            told = client.fetch(asked, ["INTERNALDATE"])
            client.delete_messages(asked, silent=True)
            if client.has_capability("UIDPLUS"):
                client.uid_expunge(asked)
            return max(_utc(one[b"INTERNALDATE"]) for one in told.values())

    def find(self, folder: str, message_id: str) -> tuple[int, ...]:
        """Return the UIDs in a folder of the messages with exactly this Message-ID; none if there is no such folder."""
        if not message_id or any(sign in message_id for sign in "\r\n\0"):
            return ()
        with self._examined(folder) as client:
            if client is None:
                return ()
            near = _search_message_id(client, message_id)
            return tuple(entry.uid for entry in _entries(client, near) if entry.message_id == message_id)

    def before(self, day: date) -> frozenset[int]:
        """Return the UIDs of the mails in INBOX that came before a day, by the server's own reckoning (RFC 3501, BEFORE)."""
        with self._inbox() as client:
            return frozenset(int(uid) for uid in client.search(["BEFORE", day]))

    def fetch_from(self, folder: str, uids: Iterable[int]) -> Iterator[Fetched]:
        """Yield the messages with these UIDs in a folder, one at a time; one that is gone is left out."""
        for uid in uids:
            with self._examined(folder) as client:
                fetched = [] if client is None else _fetched(client, [uid])
            yield from fetched

    def read(self, folder: str, entries: Sequence[Entry]) -> list[Fetched]:
        """Return the messages of some entries of a folder, fetched `together`; one that the server cannot give is left out."""
        try:
            with self._examined(folder) as client:
                return [] if client is None else _fetched(client, [one.uid for one in entries])
        except TryLater as fault:
            if not _answered(fault):
                raise
            return [got for one in entries for got in self.read(folder, [one])] if len(entries) > 1 else []

    def scan(self, folder: str, since: date | None = None) -> Iterator[Entry]:
        """Yield one entry for every message in a folder, by UID, or those that came since a day; nothing without it."""
        wanted = ["SINCE", since] if since else "ALL"
        with self._examined(folder) as client:
            uids = [] if client is None else sorted(int(uid) for uid in client.search(wanted))
        for batch in _chunks(uids):
            with self._examined(folder) as client:
                entries = [] if client is None else _entries(client, batch)
            yield from entries

    def state(self, folder: str) -> tuple[int, ...]:
        """Return what is another as soon as anything was put into a folder or taken out of it; nothing where it is not there."""
        with self._connection() as client:
            try:
                told = client.folder_status(self._wire(folder), ["MESSAGES", "UIDNEXT", "UIDVALIDITY"])
            except IMAP4.error as fault:
                if isinstance(fault, IMAP4.abort):
                    raise
                return ()
            return tuple(int(told[one]) for one in (b"MESSAGES", b"UIDNEXT", b"UIDVALIDITY"))

    def folders(self) -> tuple[str, ...]:
        """Return the names of all folders that can hold mail, INBOX among them."""
        with self._connection() as client:
            return tuple(name for name, flags in self._listed(client) if b"\\noselect" not in flags)

    def shelves(self, *, thrown_away: bool = True) -> tuple[str, ...]:
        """Return the folders into which somebody may have moved a mail that came: all but the INBOX, what was sent, and junk.

        Without `thrown_away` those for what was deleted are left out too.
        """
        with self._connection() as client:
            listed = self._listed(client)
        shelves = [
            (name, flags) for name, flags in listed if not flags & _NO_SHELF and name.casefold() not in _NO_SHELF_NAMED
        ]
        return tuple(name for name, flags in shelves if thrown_away or not _is_trash(name, flags))

    def sent(self) -> tuple[str, ...]:
        """Return the folders into which the provider itself puts what is handed in for sending (RFC 6154); none with most."""
        with self._connection() as client:
            listed = self._listed(client)
        return tuple(name for name, flags in listed if b"\\sent" in flags or name.casefold() in _SENT)

    def wait(self, seconds: float) -> bool:
        """Wait for mail newer than `uids` last told, at most so long; whether there is any (IDLE, RFC 2177)."""
        until, ended = time.monotonic() + seconds, False
        while True:
            try:
                if self._news():
                    return True
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._idle(min(left, _RENEW_S))
            except TryLater as fault:
                if ended or not _ends_with_its_token(fault):
                    raise
                ended = True  # the next look tells whether anybody is there

    def close(self) -> None:
        """Log out and forget the connection; a later call would open it again."""
        client, self._client = self._client, None
        if client is not None:
            with suppress(OSError, IMAP4.error):
                client.logout()
            _hang_up(client)

    # The connection.

    @contextmanager
    def _connection(self) -> Iterator[IMAPClient]:
        try:
            yield self._alive() or self._connect()
        except _FAULTS as fault:
            found = diagnose(fault, self.account.server)
            self._after(found.kind)
            self._leave_alone(found, found.wait)
            raise found.later(self._rests_until - time.monotonic() if found is self._refused else 0.0) from fault
        except TryLater as fault:
            self._after(fault.kind)
            raise
        self._used = time.monotonic()

    def _after(self, kind: str) -> None:
        """Go on after a fault: with the same connection after a plain refusal, for which a right was not lacking."""
        if kind in FILING - {"read-only"}:
            self._selected, self._made = "", set()
        else:
            self._drop()

    @contextmanager
    def _inbox(self) -> Iterator[IMAPClient]:
        with self._connection() as client:
            if self._selected != INBOX and self._select(client, INBOX) != self._told and self._told is not None:
                raise TryLater("the mailbox was numbered anew (UIDVALIDITY); ask for its UIDs again")
            yield client

    @contextmanager
    def _opened(self, folder: str) -> Iterator[IMAPClient]:
        """Hold a folder open for writing; TryLater where it does not exist."""
        if folder == INBOX:
            with self._inbox() as client:
                yield client
            return
        with self._connection() as client:
            self._select(client, folder)
            yield client

    @contextmanager
    def _examined(self, folder: str) -> Iterator[IMAPClient | None]:
        """Hold a folder open for reading only, or None where it does not exist."""
        if folder == INBOX:
            with self._inbox() as client:
                client.noop()
                yield client
            return
        with self._connection() as client:
            # Opened anew each time: what another connection put there must be seen, or a letter would be filed twice.
            listed = self._listed(client, self._wire(folder))  # of it alone: a mailbox has hundreds
            there = folder in [name for name, flags in listed if b"\\noselect" not in flags]
            if there:
                self._select(client, folder, readonly=True)
            else:
                self._made.discard(folder)
            yield client if there else None

    def _alive(self) -> IMAPClient | None:
        client = self._client
        if client is None or (not _readable(client, 0) and time.monotonic() - self._used < _STALE_S):
            return client
        # Something was said unasked (news, or a goodbye), or nothing for long: NOOP tells whether anybody is there.
        try:
            client.noop()
        except (OSError, IMAP4.error):
            self._drop()
        return self._client

    def _connect(self) -> IMAPClient:
        rests = self._rests_until - time.monotonic()
        if self._refused is not None and rests > 0:
            raise self._refused.later(rests)
        account = self.account
        token = account.tokens.get() if account.tokens is not None else ""  # first: without one nobody is disturbed
        held_to = context(account.ca_file) if account.tls else None
        client = IMAPClient(
            account.host, port=account.port, ssl=account.tls, ssl_context=held_to, timeout=account.timeout_s
        )
        self._client, self._selected, self._made = client, "", set()
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # commands go out in several pieces
        client.normalise_times = False
        try:
            _log_in(client, account, token)
        except IMAP4.error as fault:
            self._rest(diagnose(fault, account.server))
            raise
        self._refused, self._next_rest = None, _REST_S
        self._prefix, self._separator = _namespace(client)
        return client

    def _rest(self, found: Diagnosis) -> None:
        """Leave the server alone for a while after a refusal, and longer after the next."""
        if found.kind in _REFUSED:
            self._leave_alone(found, self._next_rest)
            self._next_rest = min(2 * self._next_rest, _LONGEST_REST_S)

    def _leave_alone(self, found: Diagnosis, seconds: float) -> None:
        """Ask the server nothing for so long: it refused us, or named the time itself."""
        if seconds > self._rests_until - time.monotonic():
            self._refused, self._rests_until = found, time.monotonic() + seconds

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            _hang_up(client)

    def _select(self, client: IMAPClient, folder: str, *, readonly: bool = False) -> int:
        """Open a folder, and return its UIDVALIDITY; one that may only be read is read all the same."""
        self._selected, self._read_only = "", False
        try:
            told = client.select_folder(self._wire(folder), readonly=readonly)
        except IMAP4.readonly:
            self._read_only = True
            told = client.select_folder(self._wire(folder), readonly=True)
        self._selected = folder
        return int(told[b"UIDVALIDITY"])

    def _may_write(self) -> None:
        if self._read_only:
            raise self.account.server.found("read-only", "it says so").later()

    # Reading.

    def _batches(self, uids: Sequence[int]) -> Iterator[list[int]]:
        batch: list[int] = []
        held = 0
        for uid, size in self._sizes(uids):
            if batch and (held + size > _BATCH_BYTES or len(batch) == _BATCH):
                yield batch
                batch, held = [], 0
            batch.append(uid)
            held += size
        if batch:
            yield batch

    def _sizes(self, uids: Sequence[int]) -> Iterator[tuple[int, int]]:
        for chunk in _chunks(uids):
            try:
                with self._inbox() as client:
                    told = client.fetch(chunk, ["RFC822.SIZE"])
            except TryLater as fault:
                if not _answered(fault):
                    raise
                yield from ((uid, _BATCH_BYTES) for uid in chunk)  # one of them cannot be measured: each by itself
            else:
                yield from ((uid, told[uid].get(b"RFC822.SIZE", 0)) for uid in chunk if uid in told)

    def _fetch_batch(self, batch: list[int]) -> list[Fetched]:
        """Fetch together; where the server or the parser stumbles, fetch each by itself and leave out the culprit."""
        try:
            with self._inbox() as client:
                return _fetched(client, batch)
        except TryLater as fault:
            if not _answered(fault):
                raise
            if len(batch) > 1:
                return [mail for uid in batch for mail in self._fetch_batch([uid])]
            # Without the traceback: its text may quote the mail.
            cause = type(fault.__cause__).__name__
            log.error("the mail server could not give a mail", uid=batch[0], fault=cause)  # noqa: TRY400 - see above
            self.withheld = str(fault)
            return []

    # Folders.

    def _wire(self, folder: str) -> str:
        if folder == INBOX:
            return folder
        parts = folder.split("/")
        if self._separator != "/":
            parts = [part.replace(self._separator, "-") for part in parts]
        return self._prefix + self._separator.join(parts)

    def _listed(self, client: IMAPClient, pattern: str = "*") -> list[tuple[str, frozenset[bytes]]]:
        return [
            (name.removeprefix(self._prefix).replace(separator or "/", "/"), frozenset(flag.lower() for flag in flags))
            for flags, separator, name in _listing(client, pattern)
        ]

    def _make(self, client: IMAPClient, folder: str) -> None:
        if folder in self._made or folder == INBOX:
            return
        there = {name for name, flags in self._listed(client) if b"\\nonexistent" not in flags}
        parts = folder.split("/")
        for name in ("/".join(parts[: depth + 1]) for depth in range(len(parts))):
            if name not in there:
                client.create_folder(self._wire(name))
                client.subscribe_folder(self._wire(name))
        self._made.add(folder)

    def _copy_over(self, source: str, uid: int, folder: str) -> None:
        """Move without MOVE: copy unless an earlier attempt did, then remove this one mail (UIDPLUS, RFC 4315)."""
        with self._opened(source) as client:
            if not client.has_capability("UIDPLUS"):
                raise self.account.server.found("no move").later()
            mail = next(iter(_entries(client, [uid])), None)
        if mail is None:
            return
        copied = mail.message_id and any(entry[1:] == mail[1:] for entry in self._alike(folder, mail.message_id))
        with self._opened(source) as client:
            if not copied:
                client.copy([uid], self._wire(folder))
            self._take_out(client, [uid])

    def _take_out(self, client: IMAPClient, uids: Sequence[int]) -> None:
        if not client.has_capability("UIDPLUS"):
            raise self.account.server.found("no move").later()
        client.delete_messages(uids, silent=True)
        client.uid_expunge(uids)

    def _alike(self, folder: str, message_id: str) -> list[Entry]:
        uids = self.find(folder, message_id)
        with self._examined(folder) as client:
            return [] if client is None else _entries(client, uids)

    # Waiting.

    def _news(self) -> bool:
        with self._inbox() as client:
            client.noop()
            # "n:*" always names the last mail too, however low its UID.
            return any(int(uid) > self._highest for uid in client.search(["UID", f"{self._highest + 1}:*"]))

    def _idle(self, seconds: float) -> None:
        with self._inbox() as client:
            if not client.has_capability("IDLE"):
                time.sleep(seconds)
                return
            client.idle()
            _readable(client, seconds)
            # Whatever woke us (mail, "still here", goodbye, the end of the wait), DONE reads it, or finds nobody there.
            client.idle_done()


def _log_in(client: IMAPClient, account: ImapAccount, token: str) -> None:
    """Log in by a password, or by a token; where one that was good once is refused, by one new one."""
    if account.tokens is None:
        client.login(account.user, account.password)
        return
    try:
        _show_token(client, account.user, token)
    except IMAP4.error as fault:
        if diagnose(fault, account.server).kind != "token login":
            raise
        if not account.tokens.forget(token):
            raise
        _show_token(client, account.user, account.tokens.get())


def _show_token(client: IMAPClient, user: str, token: str) -> None:
    """Log in by a token: XOAUTH2, as Microsoft and Google have it, or OAUTHBEARER (RFC 7628)."""
    if client.has_capability("AUTH=XOAUTH2") or not client.has_capability("AUTH=OAUTHBEARER"):
        client.oauth2_login(user, token)
    else:
        client.oauthbearer_login(user, token)


def _search_message_id(client: IMAPClient, message_id: str) -> list[int]:
    if not message_id.isascii():
        return [int(uid) for uid in client.search(["HEADER", "Message-ID", message_id], "UTF-8")]
    # Quoted here: left to itself imapclient sends "{5}" bare, and the server would wait for five more octets.
    quoted = message_id.replace("\\", "\\\\").replace('"', '\\"')
    return [int(uid) for uid in client.search(f'HEADER Message-ID "{quoted}"')]


def _fetched(client: IMAPClient, batch: list[int]) -> list[Fetched]:
    told = client.fetch(batch, ["INTERNALDATE", "BODY.PEEK[]"])
    return [
        Fetched(uid, _utc(told[uid][b"INTERNALDATE"]), told[uid][b"BODY[]"])
        for uid in batch
        if told.get(uid, {}).get(b"BODY[]") is not None
    ]


def _entries(client: IMAPClient, uids: Iterable[int]) -> list[Entry]:
    entries = []
    for chunk in _chunks([int(uid) for uid in uids]):
        told = client.fetch(chunk, ["INTERNALDATE", "RFC822.SIZE", _MESSAGE_ID])
        entries += [_entry(uid, told[uid]) for uid in chunk if b"INTERNALDATE" in told.get(uid, {})]
    return entries


def _entry(uid: int, told: dict[bytes, Any]) -> Entry:
    # The server repeats the field's name in its own case, so the key is found by its beginning.
    header = next((value for key, value in told.items() if key.startswith(b"BODY[HEADER")), None) or b""
    return Entry(uid, _utc(told[b"INTERNALDATE"]), _message_id(header), int(told.get(b"RFC822.SIZE", 0)))


def _message_id(header: bytes) -> str:
    unfolded = re.sub(rb"\r?\n(?=[ \t])", b"", header)
    found = re.match(rb"(?i)message-id[ \t]*:[ \t]*(.*)", unfolded)
    return found[1].strip().decode("utf-8", "replace") if found else ""


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _listing(client: IMAPClient, pattern: str = "*") -> list[tuple[tuple[bytes, ...], str, str]]:
    return [
        (flags, separator.decode() if isinstance(separator, bytes) else (separator or ""), str(name))
        for flags, separator, name in client.list_folders(pattern=pattern)
    ]


def _namespace(client: IMAPClient) -> tuple[str, str]:
    """Ask where the account's own folders begin and what divides their names (RFC 2342)."""
    if client.has_capability("NAMESPACE"):
        personal = client.namespace().personal
        if personal:
            prefix, separator = personal[0]
            return prefix, separator or "/"
    return "", next((separator for _, separator, _ in _listing(client) if separator), "/")


def together(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    """Yield so many entries of a folder at a time as are fetched at once."""
    batch, held = list[Entry](), 0
    for one in entries:
        if batch and (held + one.size > _BATCH_BYTES or len(batch) == _BATCH):
            yield batch
            batch, held = [], 0
        batch.append(one)
        held += one.size
    if batch:
        yield batch


def _chunks(uids: Sequence[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), _BATCH):
        yield list(uids[start : start + _BATCH])


def _readable(client: IMAPClient, seconds: float) -> bool:
    with selectors.DefaultSelector() as selector:
        selector.register(client.socket(), selectors.EVENT_READ)
        return bool(selector.select(seconds))


def _hang_up(client: IMAPClient) -> None:
    with suppress(OSError, IMAP4.error):
        client.shutdown()


def _ends_with_its_token(fault: TryLater) -> bool:
    """Whether the server ended the session because its token has ended, as Exchange does each hour, and nothing is wrong."""
    return fault.kind == "hung up" and "tokenexpired" in str(fault).lower()


def _answered(fault: TryLater) -> bool:
    """Whether the server did answer about these mails, if only with NO or with something that cannot be read."""
    return fault.kind in ("no", "garbled") and not isinstance(fault.__cause__, (OSError, IMAP4.abort))


def _is_trash(name: str, flags: frozenset[bytes]) -> bool:
    return b"\\trash" in flags or name.rpartition("/")[2].casefold() in _THROWN_AWAY
