"""Letters out over SMTP submission (RFC 5321, RFC 6409): one letter to one recipient. Start at `Post.send`.

Raises TryLater or Undeliverable and nothing else; what a refusal means is for `mail.refusals`. Letters that leave one after the
other go in one session (`Post.together`): to a server out in the world greeting, TLS and login take longer than a letter.
"""

import re
import smtplib
import ssl
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Literal, NoReturn, Self

from mailservice.errors import TryLater, Undeliverable
from mailservice.transport.authorities import context
from mailservice.transport.diagnosis import Server, diagnose, named_wait, refused_login, without
from mailservice.transport.loopback import is_loopback
from mailservice.transport.tokens import Tokens

_LINE_END = re.compile(rb"\r\n|\r|\n")
_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
# How many letters go in one session: some servers end it after twenty, and some count more as a flood.
_TOGETHER = 20
Step = Literal["greeting", "login", "MAIL", "RCPT", "DATA"]
# The bytes, whom they go to, where they come back to, and what comes back with them.
_Letter = tuple[bytes, str, str, str]


@dataclass(frozen=True)
class SmtpAccount:
    """Where letters are handed in, and the envelope's sender; ValueError for plain text to another machine."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: Literal["none", "starttls", "implicit"] = "starttls"
    timeout_s: float = 30.0
    ca_file: str = ""
    tokens: Tokens | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.tls == "none" and not is_loopback(self.host):
            raise ValueError(f"SMTP without TLS is for this machine only, not for {self.host}")

    @property
    def server(self) -> Server:
        """The server, as a diagnosis speaks of it."""
        shown = (self.password,) if self.tokens is None else self.tokens.shown
        return Server("smtp", self.host, self.port, self.timeout_s, self.tokens is not None, shown)


class _Here(threading.local):
    """The session that a thread goes on with, and whether it keeps one."""

    keeps = False
    session: "_Session | None" = None


class Post:
    """Hands letters to the mail server; one that named a wait is left alone so long."""

    def __init__(self, account: SmtpAccount) -> None:
        self.account = account
        self._put_off, self._rests_until = "", 0.0
        self._here = _Here()

    def send(self, raw: bytes, recipient: str, sender: str = "", envelope_id: str = "") -> None:
        """Send one letter to one recipient; TryLater (4yz, connection, time-out) or Undeliverable (5yz).

        `sender` is where it comes back to, ours where none is given; `envelope_id` comes back with it (RFC 3461 section 4.4).
        """
        _check_address(recipient)
        letter = raw, recipient, sender or self.account.sender, envelope_id
        with self._told():
            server, self._here.session = self._here.session, None
            if server is None or not self._carried_on(server, letter):
                self._carry(self._session(), letter)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Let all that this thread sends meanwhile go in one session, as long as the server goes on with it."""
        self._here.keeps = True
        try:
            yield
        finally:
            server, self._here.session, self._here.keeps = self._here.session, None, False
            if server is not None:
                _leave(server)

    def _carried_on(self, server: "_Session", letter: _Letter) -> bool:
        """Send a letter in a session that carried others; False where it has to go in one of its own.

        A server may have had enough of the session, and says it in any words: what it says against a letter counts in a fresh
        one. Where it broke off while it took the letter, nobody knows whether it has it.
        """
        try:
            self._carry(server, letter)
        except (TryLater, Undeliverable):
            return False
        except (OSError, smtplib.SMTPException):
            if server.takes:
                raise
            return False
        return True

    def _carry(self, server: "_Session", letter: _Letter) -> None:
        try:
            self._hand_over(server, *letter)
        except BaseException:
            server.close()
            raise
        server.letters += 1
        if self._here.keeps and server.letters < _TOGETHER:
            self._here.session = server
        else:
            _leave(server)

    def enter(self) -> str:
        """Go as far as the login, and return how the server greeted us; TryLater or Undeliverable, as for a letter."""
        with self._told(), self._session() as server:
            _leave(server)
            return server.greeting.decode("ascii", "replace")

    def look(self, recipient: str, senders: Sequence[str] = ()) -> None:
        """Go as far as a recipient with each sender, and hand over nothing; TryLater or Undeliverable, as for a letter."""
        with self._told(), self._session() as server:
            for sender in senders or [self.account.sender]:
                _expect("MAIL", server.mail(sender))
                _expect("RCPT", server.rcpt(recipient))
                server.rset()
            _leave(server)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Raise what the library raises as ours, with the true reason."""
        try:
            yield
        except TryLater as fault:
            if fault.kind == "busy" and fault.rests > self._rests_until - time.monotonic():
                self._put_off, self._rests_until = str(fault), time.monotonic() + fault.rests
            raise
        except (OSError, smtplib.SMTPException, ValueError) as fault:
            found = diagnose(fault, self.account.server)
            if isinstance(fault, smtplib.SMTPNotSupportedError | ssl.SSLCertVerificationError):
                raise found.for_good() from fault
            raise found.later() from fault

    def _session(self) -> "_Session":
        """Return a session that may be used; what the server says against us before is a refusal too."""
        rests = self._rests_until - time.monotonic()
        if rests > 0:
            later = TryLater(self._put_off)
            later.kind, later.rests = "busy", rests
            raise later
        token = self.account.tokens.get() if self.account.tokens is not None else ""
        try:
            server = self._greeted()
        except smtplib.SMTPConnectError as fault:
            _refused("greeting", fault.smtp_code, fault.smtp_error)
        try:
            self._introduce(server, token)
        except smtplib.SMTPResponseException as fault:
            server.close()
            step: Step = "login" if isinstance(fault, smtplib.SMTPAuthenticationError) else "greeting"
            said = (
                fault.smtp_error if isinstance(fault.smtp_error, str) else fault.smtp_error.decode("utf-8", "replace")
            )
            try:
                _refused(step, fault.smtp_code, without(said, self.account.server.hides))
            except (TryLater, Undeliverable) as refused:
                if step == "login":
                    found = refused_login(str(refused), self.account.server)
                    refused.kind, refused.remedy = found.kind, found.remedy
                raise
        except BaseException:
            server.close()
            raise
        return server

    def _greeted(self) -> "_Session":
        account = self.account
        name = account.sender.rpartition("@")[2] or "localhost"
        if account.tls == "implicit":
            held_to = context(account.ca_file)
            return _TlsSession(account.host, account.port, name, timeout=account.timeout_s, context=held_to)
        return _Session(account.host, account.port, name, timeout=account.timeout_s)

    def _introduce(self, server: "_Session", token: str) -> None:
        server.ehlo_or_helo_if_needed()
        if self.account.tls == "starttls":
            server.starttls(context=context(self.account.ca_file))
            server.ehlo()
        if self.account.tokens is not None:
            _log_in(server, self.account, self.account.tokens, token)
        elif self.account.user:
            server.login(self.account.user, self.account.password)

    def _hand_over(self, server: "_Session", raw: bytes, recipient: str, sender: str, envelope_id: str) -> None:
        server.takes, server.command_encoding = False, "ascii"
        letter = _LINE_END.sub(b"\r\n", raw)
        options = _mail_options(server, letter, sender, recipient)
        if envelope_id and server.has_extn("dsn"):
            options.append(f"ENVID={envelope_id}")
        _expect("MAIL", server.mail(sender, options))
        # RFC 3461: we ask to hear of failure and delay, and never of success.
        _expect("RCPT", server.rcpt(recipient, ["NOTIFY=FAILURE,DELAY"] if server.has_extn("dsn") else []))
        server.takes = True
        try:
            _expect("DATA", server.data(letter))
        except smtplib.SMTPDataError as fault:
            _refused("DATA", fault.smtp_code, fault.smtp_error)


def _log_in(server: smtplib.SMTP, account: SmtpAccount, tokens: Tokens, token: str) -> None:
    """Log in by a token; where one that was good once is refused, by one new one."""
    try:
        _show_token(server, account.user, token)
    except smtplib.SMTPAuthenticationError as fault:
        if diagnose(fault, account.server).kind != "token login" or not tokens.forget(token):
            raise
        _show_token(server, account.user, tokens.get())


def _show_token(server: smtplib.SMTP, user: str, token: str) -> None:
    """Log in by a token: XOAUTH2, as Microsoft and Google have it, or OAUTHBEARER (RFC 7628)."""
    offered = server.esmtp_features.get("auth", "").upper().split()
    if not {"XOAUTH2", "OAUTHBEARER"} & {*offered}:
        raise smtplib.SMTPNotSupportedError(
            "no suitable authentication: the server offers neither XOAUTH2 nor OAUTHBEARER"
        )
    bearer = "XOAUTH2" not in offered
    head, goodbye = (f"n,a={user},", "\x01") if bearer else (f"user={user}", "")
    first = f"{head}\x01auth=Bearer {token}\x01\x01"
    # A refusal comes as a question first (334), which is to be answered before the refusal itself is said.
    server.auth("OAUTHBEARER" if bearer else "XOAUTH2", lambda asked=None: first if asked is None else goodbye)


class _Session(smtplib.SMTP):
    """An SMTP session that hangs up without a word when something went wrong."""

    greeting = b""
    # How many letters it carried, and whether it has begun to take the one that it carries.
    letters, takes = 0, False

    def connect(self, *args: Any, **more: Any) -> tuple[int, bytes]:
        """Connect, and keep how the server greeted us."""
        told = super().connect(*args, **more)
        self.greeting = told[1]
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _TlsSession(smtplib.SMTP_SSL, _Session):
    """The same, encrypted from the first byte (RFC 8314)."""


def _leave(server: _Session) -> None:
    with suppress(OSError, smtplib.SMTPException), server:
        server.quit()


def _mail_options(server: smtplib.SMTP, letter: bytes, sender: str, recipient: str) -> list[str]:
    options = ["RET=HDRS"] if server.has_extn("dsn") else []
    if server.has_extn("size"):
        options.append(f"SIZE={len(letter)}")
    head = letter.partition(b"\r\n\r\n")[0]
    if not (sender.isascii() and recipient.isascii() and head.isascii()):
        if not server.has_extn("smtputf8"):
            raise Undeliverable("the mail server takes no address or header outside ASCII (RFC 6531)", "5.6.7")
        server.command_encoding = "utf-8"
        options += ["SMTPUTF8", "BODY=8BITMIME"]
    elif not letter.isascii():
        if not server.has_extn("8bitmime"):
            raise Undeliverable("the mail server takes 7-bit letters only (RFC 6152)", "5.6.3", "DATA")
        options.append("BODY=8BITMIME")
    return options


def _check_address(recipient: str) -> None:
    if not recipient.isprintable() or any(sign in recipient for sign in " <>") or "@" not in recipient:
        raise Undeliverable("this is not an address a mail server could be given", "5.1.3")


def _expect(step: Step, reply: tuple[int, bytes]) -> None:
    code, text = reply
    if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321 section 4.2.1: 2yz is acceptance
        _refused(step, code, text)


def _refused(step: Step, code: int, text: bytes | str) -> NoReturn:
    if code < 0:  # what smtplib makes of a line that is no reply
        raise smtplib.SMTPResponseException(code, text)
    said = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    sentence = f"{code} {said}".strip()
    if not 500 <= code < 600:  # noqa: PLR2004 - RFC 5321 section 4.2.1: 5yz is for good
        later = TryLater(sentence)
        later.of_reader, later.rests = step == "RCPT", named_wait(said)
        if later.rests and step in ("greeting", "login", "MAIL"):  # later it may be said of this letter alone
            later.kind = "busy"
        raise later
    found = _ENHANCED.match(said)
    raise Undeliverable(sentence, found[1] if found else str(code), step)
