"""What `doctor` asks of the mail servers, each by itself: plain values, or the fault with its reason. Nothing is left behind."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from imaplib import IMAP4
from typing import Any, NamedTuple

from mailservice.errors import TryLater
from mailservice.transport.authorities import context
from mailservice.transport.diagnosis import Server, diagnose
from mailservice.transport.imap import INBOX, ImapAccount, Mailbox
from mailservice.transport.smtp import SmtpAccount


@dataclass(frozen=True)
class Certificate:
    """A server's certificate that was held good: until when, and for which names."""

    until: datetime
    names: tuple[str, ...]


class Room(NamedTuple):
    """How much of something the mailbox may hold, and does (RFC 9208 section 5): storage in units of 1,024 octets."""

    resource: str
    used: int
    most: int


def addresses(server: Server) -> tuple[str, ...]:
    """Return the addresses that a server's name stands for; TryLater."""
    with _told(server):
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def certificate(account: ImapAccount | SmtpAccount) -> Certificate | None:
    """Return the certificate that a server shows; None where nothing is encrypted. TryLater where it is not good."""
    implicit = account.tls is True or account.tls == "implicit"
    if not implicit and account.tls != "starttls":
        return None
    with _told(account.server):
        shown = _at_once(account) if implicit else _asked_for(account)
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(shown["notAfter"])), UTC)
    return Certificate(until, tuple(str(name) for kind, name in shown.get("subjectAltName", ()) if kind == "DNS"))


def _at_once(account: ImapAccount | SmtpAccount) -> dict[str, Any]:
    held_to = context(account.ca_file)
    with (
        socket.create_connection((account.host, account.port), account.timeout_s) as plain,
        held_to.wrap_socket(plain, server_hostname=account.host) as encrypted,
    ):
        return dict(encrypted.getpeercert() or {})


def _asked_for(account: ImapAccount | SmtpAccount) -> dict[str, Any]:
    with smtplib.SMTP(account.host, account.port, timeout=account.timeout_s) as server:
        server.ehlo()
        server.starttls(context=context(account.ca_file))
        return dict(server.sock.getpeercert() or {}) if isinstance(server.sock, ssl.SSLSocket) else {}


def time_told(greeting: str) -> datetime | None:
    """Return the time in a submission server's greeting; None where it tells none, as most do."""
    with suppress(ValueError, TypeError):
        at = parsedate_to_datetime(greeting.rpartition(" at ")[2])
        return at.astimezone(UTC) if at.tzinfo else None
    return None


class ExaminedMailbox(Mailbox):
    """A mailbox that is asked what it offers, and in which a folder is made and taken away again."""

    def __init__(self, account: ImapAccount) -> None:
        super().__init__(account)
        self._made_here: list[str] = []

    def offers(self) -> frozenset[str]:
        """Return what the server offers once we are logged in (RFC 3501 section 7.2.1)."""
        with self._connection() as client:
            return frozenset(one.decode("ascii", "replace").upper() for one in client.capabilities())

    def may_only_be_read(self) -> bool:
        """Tell whether nothing may be changed in the INBOX."""
        self.uidvalidity()
        return self._read_only

    def room(self) -> tuple[Room, ...]:
        """Return the limits of the mailbox; none where the server tells none (RFC 2087, RFC 9208)."""
        with self._connection() as client:
            if not client.has_capability("QUOTA"):
                return ()
            _, limits = client.get_quota_root(INBOX)
            return tuple(Room(one.resource.upper(), int(one.usage), int(one.limit)) for one in limits)

    def make(self, *folders: str) -> None:
        """Make folders, the outermost first, where they are not there; `take_away` knows which were made."""
        for folder in folders:
            with self._connection() as client:
                if folder not in [name for name, flags in self._listed(client) if b"\\nonexistent" not in flags]:
                    client.create_folder(self._wire(folder))
                    self._made_here.append(folder)

    def take_away(self) -> str:
        """Take every folder away that was made, with what lies in it; return the outermost that could not be."""
        left = ""
        while self._made_here:
            folder = self._made_here.pop()
            try:
                self._unmake(folder)
            except TryLater:
                left = folder
        return left

    def put(self, folder: str, raw: bytes) -> None:
        """Put a message into a folder at the server's own time (RFC 3501 section 6.3.11)."""
        with self._connection() as client:
            client.append(self._wire(folder), raw, (b"\\Seen",))

    def raw(self, folder: str, message_id: str) -> bytes:
        """Return the bytes of a message; empty where it is not there."""
        uids = self.find(folder, message_id)
        with self._examined(folder) as client:
            told = client.fetch(list(uids[:1]), ["BODY.PEEK[]"]) if client is not None and uids else {}
        return next((bytes(one[b"BODY[]"]) for one in told.values() if one.get(b"BODY[]")), b"")

    def _unmake(self, folder: str) -> None:
        with self._connection() as client:
            if self._selected == folder:
                self._select(client, INBOX, readonly=True)
            client.delete_folder(self._wire(folder))


@contextmanager
def _told(server: Server) -> Iterator[None]:
    try:
        yield
    except (OSError, smtplib.SMTPException, IMAP4.error, ValueError) as fault:
        raise diagnose(fault, server).later() from fault
