"""A mail server of our own, on this machine only: for the demo, the stories and `make run`. Start at `EmbeddedServer`.

One thread, one event loop: pymap has the mailboxes in memory (and in files, by `kept_mailboxes`), aiosmtpd takes mail in.
Dates come from the clock.
"""

import asyncio
import logging
import re
import socket
import threading
from argparse import Namespace
from collections.abc import Iterable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from aiosmtpd.smtp import SMTP, Envelope, Session
from proxyprotocol.sock import SocketInfoLocal
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.filter import FilterSet
from pymap.backend.dict.mailbox import MailboxData
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailservice.clock import Clock, aware
from mailservice.transport.imap import ImapAccount
from mailservice.transport.kept_mailboxes import KeptMailboxes
from mailservice.transport.smtp import SmtpAccount

HOST = "127.0.0.1"
DESK, PEOPLE, PASSWORD = "desk", "people", "secret"  # they open mailboxes in this process's memory
_START_S = 10.0


class Sent(NamedTuple):
    """One letter that left for one recipient, and when."""

    recipient: str
    raw: bytes
    at: datetime


class EmbeddedServer:
    """IMAP and SMTP on free loopback ports, while held open with `with` (or between `start` and `stop`).

    Mail for `address` (plus-addresses too) comes into the INBOX of the user `desk`; mail for anybody else is a letter
    sent: kept in `outbox`, in the INBOX of the user `people`, and as `.eml` in `folder` if one is given. With `kept`, a
    folder, the mailboxes lie there and are found again by the next start.
    `refuse` maps an address to the reply it gives (5yz: it bounces, 4yz: it is slow); `turn_away` is the
    reply to every sender, where there is one; while `down`, nothing is served, and while `locked`, no mailbox.
    """

    def __init__(
        self,
        clock: Clock,
        address: str,
        folder: Path | None = None,
        *,
        kept: Path | None = None,
        imap_port: int = 0,
        smtp_port: int = 0,
    ) -> None:
        self.clock, self.address, self.folder, self.kept = clock, address.lower(), folder, kept
        self.outbox: list[Sent] = []
        self.refuse: dict[str, str] = {}
        self.turn_away = ""
        self._ports = (imap_port, smtp_port)
        self._down = self._locked = False
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopping: asyncio.Event
        self._inboxes: dict[str, MailboxData] = {}
        self._connections: set[asyncio.StreamWriter] = set()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, with empty mailboxes and a new UIDVALIDITY, or with those kept; a second start takes the same ports again."""
        listeners = _listeners(self._ports)
        self._ports = (listeners[0].getsockname()[1], listeners[1].getsockname()[1])
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(listeners, ready), name="embedded mail", daemon=True)
        self._thread.start()
        ready.result(_START_S)

    def stop(self) -> None:
        """Close both ports and end the thread; what was kept in `outbox` stays."""
        thread, self._thread = self._thread, None
        if thread is not None:
            self._loop.call_soon_threadsafe(self._stopping.set)
            thread.join(_START_S)

    @property
    def imap(self) -> ImapAccount:
        """The service's mailbox."""
        return ImapAccount(HOST, self._ports[0], DESK, PASSWORD, tls=False, timeout_s=10)

    @property
    def people(self) -> ImapAccount:
        """The mailbox in which every letter to anybody is found, for a person's own mail client."""
        return ImapAccount(HOST, self._ports[0], PEOPLE, PASSWORD, tls=False, timeout_s=10)

    @property
    def smtp(self) -> SmtpAccount:
        """Where the service hands in its letters; people's mails to the service go to the same host and port."""
        return SmtpAccount(HOST, self._ports[1], self.address, tls="none", timeout_s=10)

    @property
    def down(self) -> bool:
        """Whether the server is out of order: SMTP answers 421, IMAP hangs up."""
        return self._down

    @down.setter
    def down(self, down: bool) -> None:
        self._down = down
        if down and self._thread is not None:
            self._loop.call_soon_threadsafe(self._hang_up)

    @property
    def locked(self) -> bool:
        """Whether the mailboxes are out of order: IMAP hangs up, and mail still comes and goes."""
        return self._locked

    @locked.setter
    def locked(self, locked: bool) -> None:
        self._locked = locked
        if locked and self._thread is not None:
            self._loop.call_soon_threadsafe(self._hang_up)

    def deliver(self, raw: bytes, at: datetime | None = None) -> None:
        """Put a mail into the service's INBOX at a time (by default now), past SMTP and even while `down`."""
        arriving = _append(self._inboxes[DESK], raw, aware(at or self.clock.now()))
        asyncio.run_coroutine_threadsafe(arriving, self._loop).result(_START_S)

    # The thread.

    def _run(self, listeners: list[socket.socket], ready: "Future[None]") -> None:
        try:
            with asyncio.Runner() as runner:  # on leaving it ends every conversation still open
                runner.run(self._serve(listeners, ready))
        except Exception as fault:
            if ready.done():
                raise
            ready.set_exception(fault)
        finally:
            for listener in listeners:
                listener.close()

    async def _serve(self, listeners: list[socket.socket], ready: "Future[None]") -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        config = _Config.on_loopback()
        config.apply_context()
        login = Login(config)
        if self.kept is not None:
            config.set_cache.update({user: (KeptMailboxes(self.kept / user), FilterSet()) for user in (DESK, PEOPLE)})
        self._inboxes = {user: await _inbox_of(login, user) for user in (DESK, PEOPLE)}
        self._imap_server = IMAPServer(login, config)
        imap = await asyncio.start_server(self._imap_client, sock=listeners[0])
        smtp = await self._loop.create_server(self._smtp_client, sock=listeners[1])
        ready.set_result(None)
        await self._stopping.wait()
        imap.close()
        smtp.close()
        self._hang_up()

    def _hang_up(self) -> None:
        for connection in self._connections:
            connection.transport.abort()

    # IMAP.

    async def _imap_client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._down or self._locked:
            writer.close()
            return
        self._connections.add(writer)
        try:
            await self._imap_server(reader, writer, SocketInfoLocal(writer.transport))
        finally:
            self._connections.discard(writer)

    # SMTP: the names are aiosmtpd's.

    def _smtp_client(self) -> SMTP:
        return _Smtp(self, hostname="localhost", ident="ESMTP", enable_SMTPUTF8=True, loop=self._loop)

    async def handle_MAIL(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the envelope's sender, unless down."""
        if self._down:
            return "421 4.3.2 out of order"
        if self.turn_away:
            return self.turn_away
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(  # noqa: N802 - named by aiosmtpd
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, unless it is one that refuses."""
        if reply := self.refuse.get(address.lower()):
            return reply
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 ok"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Give the mail to the service, to people, or to both."""
        try:
            await self._hand_out(envelope, self.clock.now())
        except RecursionError:  # pymap follows every part into the next; some hundreds deep it cannot
            return "554 5.6.0 nested too deeply"
        return "250 2.0.0 kept"

    async def _hand_out(self, envelope: Envelope, at: datetime) -> None:
        raw = envelope.original_content or b""
        ours = [address for address in envelope.rcpt_tos if self._is_ours(address)]
        if ours:
            await _append(self._inboxes[DESK], _trace(envelope.mail_from or "", ours) + raw, at)
        for address in dict.fromkeys(envelope.rcpt_tos):
            if address not in ours:
                await _append(self._inboxes[PEOPLE], raw, at)
                self._keep(Sent(address, raw, at))

    def _is_ours(self, address: str) -> bool:
        local, _, domain = address.lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}" == self.address

    def _keep(self, sent: Sent) -> None:
        self.outbox.append(sent)
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w.@+-]", "_", sent.recipient)
            number = sum(1 for _ in self.folder.glob("*.eml")) + 1
            (self.folder / f"{number:04d}-{name}.eml").write_bytes(sent.raw)


class _Smtp(SMTP):
    line_length_limit = 2**20  # aiosmtpd's own is 1,001 octets, and real mail is longer: it would be refused


class _Config(Config):
    @classmethod
    def on_loopback(cls) -> Self:
        for name in ("pymap", "mail.log"):  # both would log addresses
            logging.getLogger(name).setLevel(logging.ERROR)
        args = Namespace(passlib_cfg=None, proxy_protocol=None)
        return cls(
            args,
            host=HOST,
            port=0,
            demo_data=False,
            demo_user=DESK,
            demo_password=PASSWORD,
            tls_enabled=False,
            hash_context=Cleartext(),
            cpu_subsystem=Subsystem.for_asyncio(),  # pymap's own default leaves a thread pool behind
        )

    @property
    def greeting(self) -> bytes:
        return b"ready"  # pymap's own looks this machine's name up, which may take seconds


def _listeners(ports: Iterable[int]) -> list[socket.socket]:
    # Bound first and handed over: nobody can take a port between choosing and listening.
    listeners: list[socket.socket] = []
    try:
        for port in ports:
            # TCP is named outright: only then does asyncio send at once, instead of after 40 ms (TCP_NODELAY).
            listeners.append(socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP))
            listeners[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listeners[-1].bind((HOST, port))
    except OSError:
        for listener in listeners:
            listener.close()
        raise
    return listeners


async def _inbox_of(login: Login, user: str) -> MailboxData:
    login.users_dict[user] = UserMetadata(login.config, user, password=PASSWORD)
    async with Identity(user, login, None, frozenset()).new_session() as session:
        return await session.mailbox_set.get_mailbox("INBOX")


async def _append(inbox: MailboxData, raw: bytes, at: datetime) -> None:
    await inbox.append(AppendMessage(raw, at.replace(microsecond=0)))


def _trace(sender: str, recipients: Iterable[str]) -> bytes:
    """Write what a delivering server puts on top: the envelope, which the mail may not show (RFC 5321 section 4.4)."""
    lines = [f"Return-Path: <{sender.strip('<>')}>", *(f"Delivered-To: {address}" for address in recipients)]
    return "".join(f"{line}\r\n" for line in lines).encode()
