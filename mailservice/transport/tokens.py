"""Access tokens instead of a password (OAuth 2.0, RFC 6749), from Microsoft or Google. Start at `Tokens.get`.

A token is got anew from half its life on, and used until it ends where that fails. What a token server says against us is a
TryLater with its true reason (`token_faults`); it is left alone for as long as it asked, and longer after each refusal. Files of
secrets are read each time: one that is exchanged needs no new start, and no rest.
"""

import base64
import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from threading import Lock
from typing import Any, Protocol
from urllib.parse import urlsplit

import msal
import requests
import structlog
from cryptography import x509
from google.auth.exceptions import GoogleAuthError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.service_account import Credentials
from msal.exceptions import MsalError

from mailservice.transport.diagnosis import Diagnosis, without
from mailservice.transport.secret_file import keep_secret, read_secret
from mailservice.transport.token_faults import between, refusal
from mailservice.transport.web import Web

log = structlog.get_logger(__name__)

MICROSOFT = "https://login.microsoftonline.com"
# What an application asks for by itself, and what somebody who signed in lets it do.
MICROSOFT_APPLICATION = ("https://outlook.office365.com/.default",)
MICROSOFT_PERSON = ("https://outlook.office.com/IMAP.AccessAsUser.All", "https://outlook.office.com/SMTP.Send")
GOOGLE_MAIL = ("https://mail.google.com/",)
# How long before its end a token is shown no more: a letter must get through with it.
_LAST_S = 60.0
# How long a token server is left alone that refused, at first and at most; and at most where it named a wait itself.
_REST_S, _LONGEST_REST_S, _LONGEST_NAMED_S = 30.0, 900.0, 3600.0


class TokenRefusedError(Exception):
    """A token server gave no token, and said why."""


class NotSignedInError(ValueError):
    """The file that holds the refresh token is not there yet."""


# What the libraries raise: of an answer, even one that they can make nothing of; of the wire; of a file that cannot be used.
_FAULTS = (
    TokenRefusedError, MsalError, GoogleAuthError, requests.RequestException, OSError,
    ValueError, LookupError, TypeError, AttributeError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Granted:
    """An access token, and for how many seconds it is good."""

    token: str = field(repr=False)
    seconds: float


class Grant(Protocol):
    """A way to be given a token."""

    @property
    def server(self) -> str:
        """The token server's name."""
        ...

    def ask(self, web: Web) -> Granted:
        """Ask for a token; what the server or the wire says against it is raised as its library does."""
        ...

    def proof(self) -> object:
        """Return what is shown to prove who we are: another as soon as somebody exchanged it."""
        ...


@dataclass(frozen=True)
class Microsoft:
    """An application in a tenant of Entra ID, which proves itself by a secret, by a certificate, or by somebody's sign-in.

    `secret_file` holds the secret, where it is not given as `secret`; `certificate` is a PEM file with the private key and the
    certificate; `refresh` a file that holds a refresh token, and is written anew when the server gives another.
    """

    tenant: str
    client_id: str
    secret: str = field(default="", repr=False)
    certificate: Path | None = None
    refresh: Path | None = None
    authority: str = MICROSOFT
    secret_file: Path | None = None

    @property
    def server(self) -> str:
        """The token server's name."""
        return urlsplit(self.authority).hostname or self.authority

    def ask(self, web: Web) -> Granted:
        """Ask Microsoft for a token."""
        where, proof = self._where(web), self._proof()
        if self.refresh is None:
            found = msal.ConfidentialClientApplication(
                self.client_id, client_credential=proof, **where
            ).acquire_token_for_client([*MICROSOFT_APPLICATION])
        else:
            kept = self._kept(self.refresh)
            application = (
                msal.ConfidentialClientApplication(self.client_id, client_credential=proof, **where)
                if proof
                else msal.PublicClientApplication(self.client_id, **where)
            )
            found = application.acquire_token_by_refresh_token(kept, [*MICROSOFT_PERSON])
            if (newer := str(found.get("refresh_token", ""))) and newer != kept:
                _keep(self.refresh, newer)
        if "access_token" not in found:
            raise TokenRefusedError(f"{found.get('error', '')}: {found.get('error_description', '')}")
        return Granted(str(found["access_token"]), float(found["expires_in"]))

    def _kept(self, refresh: Path) -> str:
        try:
            return read_secret(refresh)
        except FileNotFoundError:
            raise NotSignedInError from None

    def sign_in(self, web: Web, tell: Callable[[str, str], None]) -> str:
        """Have somebody sign in by a browser anywhere (RFC 8628), and return a refresh token.

        `tell` is given the page to open and the code to type there.
        """
        application = msal.PublicClientApplication(self.client_id, **self._where(web))
        flow = application.initiate_device_flow([*MICROSOFT_PERSON])
        if "user_code" in flow:
            tell(str(flow["verification_uri"]), str(flow["user_code"]))
            flow = application.acquire_token_by_device_flow(flow)
        if "refresh_token" not in flow:
            raise TokenRefusedError(f"{flow.get('error', '')}: {flow.get('error_description', '')}")
        return str(flow["refresh_token"])

    def _where(self, web: Web) -> dict[str, Any]:
        return {"authority": f"{self.authority}/{self.tenant}", "instance_discovery": False, "http_client": web}

    def proof(self) -> object:
        """Return what is shown to prove who we are."""
        return self._proof(), self.refresh and self._kept(self.refresh)

    def _proof(self) -> str | dict[str, str] | None:
        if self.certificate is None:
            return (read_secret(self.secret_file) if self.secret_file else self.secret) or None
        pem = self.certificate.read_text()
        x509.load_pem_x509_certificate(pem.encode())  # ValueError where it holds none
        return {"private_key": pem, "public_certificate": pem}


@dataclass(frozen=True)
class Google:
    """A service account of Google Workspace that may act for the mailbox (domain-wide delegation); `key` is its JSON file."""

    key: Path
    mailbox: str

    @property
    def server(self) -> str:
        """The token server's name."""
        with suppress(OSError, ValueError, LookupError, TypeError):
            return urlsplit(str(json.loads(self.key.read_text())["token_uri"])).hostname or "Google"
        return "Google"

    def ask(self, web: Web) -> Granted:
        """Ask Google for a token."""
        account = Credentials.from_service_account_file(  # type: ignore[no-untyped-call] # the library's own
            self.key, scopes=[*GOOGLE_MAIL], subject=self.mailbox
        )
        try:
            account.refresh(Request(web))
        except GoogleAuthError:
            if words := _words(web.said):
                raise TokenRefusedError(words) from None
            raise  # nobody answered, or what is no token server
        return Granted(str(account.token), float(_json(web.said).get("expires_in", 3600)))

    def proof(self) -> object:
        """Return what is shown to prove who we are."""
        return self.key.read_bytes()


class Tokens:
    """The tokens of one identity, for any number of threads."""

    def __init__(self, grant: Grant, ca_file: str = "", seconds: float = 30.0) -> None:
        self.grant, self.ca_file, self.seconds = grant, ca_file, seconds
        self._lock = Lock()
        self._token, self._before, self._fresh_until, self._ends, self._shown = "", "", 0.0, 0.0, 0
        self._fault: Diagnosis | None = None
        self._rests_until, self._next_rest = 0.0, _REST_S
        self._refused: int | None = None
        self._is_named = False

    def get(self) -> str:
        """Return a token that is good for a while; TryLater with the true reason where none is to be had."""
        with self._lock:
            now = time.monotonic()
            cause = self._ask(now) if now >= self._fresh_until and not self._rests(now) else None
            if now < self._ends:
                self._shown += 1
                return self._token
            raise (self._fault or refusal(self.grant.server, "")).later(self._rests_until - now) from cause

    def _ask(self, now: float) -> Exception | None:
        """Get a token, and keep it; where none is given, keep why, and return what was raised."""
        with Web(self.ca_file, self.seconds) as web:
            try:
                granted = self.grant.ask(web)
            except _FAULTS as fault:
                named = _named(web.said)
                self._fault, self._refused, self._is_named = self._told(fault, web), self._proof(), named > 0
                self._rests_until = now + max(named, self._next_rest)
                self._next_rest = min(2 * self._next_rest, _LONGEST_REST_S)
                return fault
        self._before, self._token, self._shown = self._token, granted.token, 0
        self._fresh_until, self._ends = (
            now + granted.seconds / 2,
            now + max(granted.seconds - _LAST_S, granted.seconds / 2, 1.0),
        )
        self._fault, self._next_rest = None, _REST_S
        return None

    def _rests(self, now: float) -> bool:
        """Tell whether the server is left alone: not where we refused ourselves what was exchanged since."""
        rests = self._fault is not None and now < self._rests_until
        return rests and (self._is_named or self._refused == self._proof())

    def _proof(self) -> int | None:
        """Return what we prove ourselves by, so that it can be told whether it was exchanged; None where it cannot be read."""
        with suppress(OSError, ValueError):
            return hash(repr(self.grant.proof()))
        return None

    @property
    def shown(self) -> tuple[str, ...]:
        """What a mail server was shown, and may repeat."""
        return self._token, self._before

    def sign_in(self, tell: Callable[[str, str], None]) -> Path:
        """Have somebody sign in, and keep the refresh token in its file, which is returned; TryLater, ValueError without one."""
        if not isinstance(self.grant, Microsoft) or self.grant.refresh is None:
            raise ValueError("nobody signs in here: [oauth] names no refresh_token_file")
        with Web(self.ca_file, self.seconds) as web:
            try:
                keep_secret(self.grant.refresh, self.grant.sign_in(web, tell))
            except _FAULTS as fault:
                raise self._told(fault, web).later() from fault
        with self._lock:
            self._fault, self._fresh_until, self._ends = None, 0.0, 0.0
        return self.grant.refresh

    def forget(self, token: str) -> bool:
        """Use this token no more: a mail server took it for bad. Tell whether it had been shown before, and another may do."""
        with self._lock:
            if token == self._token:
                self._fresh_until = self._ends = 0.0
            return token != self._token or self._shown > 1

    def _secrets(self) -> tuple[str, ...]:
        with suppress(OSError, ValueError):
            proof = self.grant.proof()
            return tuple(one for one in (proof if isinstance(proof, tuple) else ()) if isinstance(one, str))
        return ()

    def _told(self, fault: Exception, web: Web) -> Diagnosis:
        """Return the true reason: what the server said, or why it could not be asked."""
        server, said = self.grant.server, web.said
        if isinstance(fault, OSError) and not isinstance(fault, requests.RequestException):
            return unasked(server, fault)  # a file of ours
        told = (str(fault) if isinstance(fault, TokenRefusedError) else _words(said)).strip(": ")
        if told or web.is_put_off:
            return refusal(server, without(told, self._secrets()), said.status_code if said is not None else 0)
        if said is not None:
            return between(server, f"HTTP {said.status_code} {said.reason or ''}".rstrip())
        return unasked(server, fault)


def unasked(server: str, fault: BaseException) -> Diagnosis:
    """Return why a token server could not be asked at all: the wire, or a file of ours."""
    if isinstance(fault, NotSignedInError):
        return Diagnosis(
            "signed out", "nobody has signed in for the service yet", "Sign in: mailservice settings sign-in"
        )
    if isinstance(fault, TransportError) and fault.__cause__ is not None:
        fault = fault.__cause__  # Google's library raises the wire's faults anew
    if isinstance(fault, requests.exceptions.SSLError):
        remedy = "If a proxy of your own looks into TLS, name the certificate of its authority: ca_file under [oauth]."
        return Diagnosis(
            "untrusted", f"nobody whom this machine trusts vouches for the certificate of {server}", remedy
        )
    if through := re.search(r"Tunnel connection failed: (\d{3}[\w ]{0,40})", str(fault)):
        return between(server, f"the proxy said {through[1].rstrip()}")
    if isinstance(fault, requests.RequestException | TransportError):
        remedy = f"See that this machine may reach https://{server}, by a proxy (HTTPS_PROXY) or directly."
        why = "said nothing in time" if isinstance(fault, requests.Timeout) else "cannot be reached"
        return Diagnosis("unreachable", f"the token server {server} {why}", remedy)
    remedy = (
        "See that each file that [oauth] names is there, may be read by the service's user, and holds what it should."
    )
    why = fault.strerror if isinstance(fault, OSError) and fault.strerror else type(fault).__name__
    return Diagnosis("token file", f"a file that [oauth] names cannot be used: {why}", remedy)


def ends(certificate: Path) -> datetime | None:
    """Return until when a PEM file's certificate is good; None where it cannot be read."""
    with suppress(OSError, ValueError):
        return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc
    return None


def claims(token: str) -> Mapping[str, Any]:
    """Return what a token says of itself, unproven, for a look at what is wrong; empty where it tells nothing (RFC 7519)."""
    with suppress(ValueError, IndexError):
        part = token.split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
        return told if isinstance(told, dict) else {}
    return {}


def _json(said: requests.Response | None) -> Mapping[str, Any]:
    with suppress(ValueError):
        told = said.json() if said is not None else {}
        return told if isinstance(told, dict) else {}
    return {}


def _words(said: requests.Response | None) -> str:
    """Return what a token server said against us; nothing where what answered is none (RFC 6749 section 5.2)."""
    told = _json(said)
    return f"{told['error']}: {told.get('error_description', '')}" if "error" in told else ""


def _keep(refresh: Path, newer: str) -> None:
    """Keep the next refresh token; where that fails the token it came with is good all the same, and so is the one before."""
    try:
        keep_secret(refresh, newer)
    except OSError as fault:
        log.error("the next refresh token could not be kept", why=fault.strerror or type(fault).__name__)  # noqa: TRY400 - no trace: it may show the token


def _named(said: requests.Response | None) -> float:
    """Return for how many seconds the server asks to be left alone (Retry-After, RFC 9110 section 10.2.3); 0 if it does not."""
    named = said.headers.get("Retry-After", "") if said is not None else ""
    with suppress(ValueError, TypeError):
        if named.isdigit():
            return min(max(float(named), 1.0), _LONGEST_NAMED_S)
        told = said.headers.get("Date", "") if said is not None else ""
        left = parsedate_to_datetime(named) - parsedate_to_datetime(told)  # by the server's clock, whatever ours says
        return min(max(left.total_seconds(), 1.0), _LONGEST_NAMED_S)
    return 0.0
