"""A token server as Microsoft's and Google's are seen from here: over HTTPS on loopback, with what they say when they refuse.

It gives a token to whoever proves to be who they are, by a secret, by a signed assertion (checked with the public key), or by a
refresh token that it gave; and tells an IMAP server (`introspect`, RFC 7662) which of its tokens are good.
"""

import base64
import json
import secrets
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
from cryptography import x509

TENANT, CLIENT, SECRET = "2f1c0d9e-0000-4000-8000-000000000001", "8a7b6c5d-0000-4000-8000-000000000002", "kingfisher"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@dataclass
class TokenServer:
    """What it knows and gives: tokens are good for `seconds`; `says` is answered instead, while it is set."""

    port: int
    introspection: int
    certificate: Path
    mailbox: str = "desk@nscp.example"
    seconds: int = 3600
    secret: str = SECRET
    refresh: str = "first-refresh"
    gives_good: bool = True  # else no mail server takes what it gives
    revokes: bool = True  # a refresh token is no good once another was given for it; Microsoft's stay good
    signs_in: int = 1  # how often it is asked in vain before somebody has signed in
    roles: tuple[str, ...] = ("IMAP.AccessAsApp", "SMTP.SendAsApp")
    says: tuple[int, Mapping[str, Any], Mapping[str, str]] | None = None
    page: tuple[int, str, Mapping[str, str]] | None = None  # what something in between answers, to whatever is asked
    asked: list[dict[str, str]] = field(default_factory=list)
    given: dict[str, float] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"https://localhost:{self.port}"

    def answer(self, form: dict[str, str]) -> tuple[int, Mapping[str, Any], Mapping[str, str]]:
        """Answer a question for a token."""
        self.asked.append(form)
        if self.says is not None:
            return self.says
        refused = self._pending(form) or self._refused(form)
        if refused:
            return 400, {"error": refused[0], "error_description": refused[1]}, {}
        told = {
            "aud": "https://outlook.office365.com",
            "appid": CLIENT,
            "oid": "object-of-the-app",
            "roles": [*self.roles],
        }
        body = base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")
        token = f"e30.{body}.{secrets.token_hex(8)}"
        self.given[token] = time.monotonic() + self.seconds if self.gives_good else 0.0
        more = {}
        if form.get("grant_type") in ("refresh_token", DEVICE_CODE):
            self.refresh = f"refresh-{secrets.token_hex(4)}"
            more["refresh_token"] = self.refresh
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": self.seconds, **more}, {}

    def _pending(self, form: dict[str, str]) -> tuple[str, str] | None:
        if form.get("grant_type") != DEVICE_CODE or self.signs_in == 0:
            return None
        self.signs_in -= 1
        return "authorization_pending", "AADSTS70016: Pending end-user authorization."

    def _refused(self, form: dict[str, str]) -> tuple[str, str] | None:
        if form.get("grant_type") == JWT_BEARER:
            told = self._proven(form["assertion"])
            return None if told and told.get("sub") == self.mailbox else ("invalid_grant", "Invalid email or User ID")
        if form.get("client_id") != CLIENT:
            return (
                "unauthorized_client",
                "AADSTS700016: Application with identifier 'x' was not found in the directory 'y'.",
            )
        if form.get("grant_type") == "refresh_token" and self.revokes and form["refresh_token"] != self.refresh:
            return "invalid_grant", "AADSTS700082: The refresh token has expired due to inactivity."
        if form.get("client_assertion_type") == ASSERTION:
            told = self._proven(form["client_assertion"])
            return (
                None if told and told["sub"] == CLIENT else ("invalid_client", "AADSTS700027: The key was not found.")
            )
        if form.get("grant_type") == "client_credentials" and form.get("client_secret") != self.secret:
            return "invalid_client", "AADSTS7000215: Invalid client secret provided. Ensure the secret is the Value."
        return None

    def _proven(self, assertion: str) -> Mapping[str, Any] | None:
        key = x509.load_pem_x509_certificate(self.certificate.read_bytes()).public_key()
        try:
            return dict(jwt.decode(assertion, key, ["PS256", "RS256"], options={"verify_aud": False}))  # type: ignore[arg-type] # a public key of any kind
        except jwt.InvalidTokenError:
            return None

    def good(self, token: str) -> bool:
        """Tell whether a token is one of ours, and not over."""
        return time.monotonic() < self.given.get(token, 0.0)


class _Secure(BaseHTTPRequestHandler):
    """Where tokens are asked for."""

    known: TokenServer

    def do_GET(self) -> None:
        """Say where a tenant's tokens are to be had, as Microsoft does."""
        tenant = self.path.split("/")[1]
        if self.known.page is not None:
            self._say(*self.known.page)
        elif tenant == TENANT:
            where = f"{self.known.url}/{tenant}"
            names = {
                "authorization_endpoint": f"{where}/authorize",
                "token_endpoint": f"{where}/oauth2/v2.0/token",
                "device_authorization_endpoint": f"{where}/oauth2/v2.0/devicecode",
            }
            self._say(200, {**names, "issuer": f"{where}/v2.0"}, {})
        else:
            said = f"AADSTS90002: Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID."
            self._say(400, {"error": "invalid_tenant", "error_description": said}, {})

    def do_POST(self) -> None:
        """Answer a question for a token, or for the code with which somebody signs in."""
        if self.known.page is not None:
            self._form()
            self.known.asked.append({})
            self._say(*self.known.page)
        elif self.path.endswith("/devicecode"):
            page = {
                "verification_uri": "https://login.example/device",
                "user_code": "KFR-7Q2",
                "device_code": "a device",
            }
            self._form()
            self._say(200, {**page, "expires_in": 60, "interval": 1, "message": "…"}, {})
        else:
            self._say(*self.known.answer(self._form()))

    def _form(self) -> dict[str, str]:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        return {name: values[0] for name, values in parse_qs(sent).items()}

    def _say(self, status: int, told: Mapping[str, Any] | str, headers: Mapping[str, str]) -> None:
        body, kind = (told, "text/html") if isinstance(told, str) else (json.dumps(told), "application/json")
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body.encode())), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Inside(_Secure):
    """Where a mail server asks whether a token is good (RFC 7662)."""

    def do_POST(self) -> None:
        """Tell it."""
        good = self.known.good(self._form().get("token", ""))
        self._say(200, {"active": good, "username": self.known.mailbox} if good else {"active": False}, {})


@contextmanager
def token_server(server_certificate: Path, client_certificate: Path) -> Iterator[TokenServer]:
    """Run a token server; TLS by one certificate, assertions checked by the other."""
    secure, within = type("Secure", (_Secure,), {}), type("Inside", (_Inside,), {})
    with (
        ThreadingHTTPServer(("127.0.0.1", 0), secure) as outside,
        ThreadingHTTPServer(("127.0.0.1", 0), within) as inside,
    ):
        held_to = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        held_to.load_cert_chain(server_certificate, server_certificate.with_name("key.pem"))
        outside.socket = held_to.wrap_socket(outside.socket, server_side=True)
        known = TokenServer(outside.server_port, inside.server_port, client_certificate)
        secure.known = within.known = known  # type: ignore[attr-defined] # the class is made just above
        threads = [threading.Thread(target=one.serve_forever, args=(0.05,), daemon=True) for one in (outside, inside)]
        for one in threads:
            one.start()
        try:
            yield known
        finally:
            outside.shutdown()
            inside.shutdown()
            for one in threads:
                one.join(5)
