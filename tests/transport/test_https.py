"""Whom our own HTTPS believes: the machine's authorities, as mail does, directly and through a proxy; no list of a library's."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from mailservice.errors import TryLater
from mailservice.transport import heartbeat
from mailservice.transport.web import Web

LISTS = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name no authority and no proxy, as on a fresh machine."""
    for name in (*LISTS, *PROXIES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("urllib.request._opener", None)  # it reads the environment once in a process


class _Here(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Led(_Here):
    """A proxy, which is asked for a way (RFC 9110 section 9.3.6) and joins both ends."""

    asked: list[str]

    def do_CONNECT(self) -> None:
        self.asked.append(self.path)
        host, port = self.path.split(":")
        self.send_response(200)
        self.end_headers()
        with socket.create_connection((host, int(port)), 5) as far:
            back = threading.Thread(target=_carry, args=(far, self.connection), daemon=True)
            back.start()
            _carry(self.connection, far)
            back.join(5)


def _carry(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while said := source.recv(65_536):
            sink.sendall(said)
        sink.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def serving(handler: type[BaseHTTPRequestHandler], certificate: Path | None = None) -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, certificate.with_name("key.pem"))
            server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture
def url(certificate: Path) -> Iterator[str]:
    with serving(_Here, certificate) as port:
        yield f"https://localhost:{port}/7f3"


def token_question(url: str) -> None:
    with Web(seconds=5.0) as web:
        assert web.get(url).status_code == 204


WAYS = pytest.mark.parametrize("ask", [token_question, heartbeat.ping])
Ask = Callable[[str], None]


@WAYS
def test_whom_the_machine_believes_we_believe(
    ask: Ask, url: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    ask(url)


@WAYS
def test_whom_only_a_librarys_own_list_names_we_do_not_believe(
    ask: Ask, url: str, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certifi.where", lambda: str(certificate))
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificate))
    with pytest.raises((requests.exceptions.SSLError, TryLater)):
        ask(url)


@WAYS
def test_through_a_proxy_it_is_the_same(ask: Ask, url: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    with serving(type("Led", (_Led,), {"asked": asked})) as port:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        with pytest.raises((requests.exceptions.SSLError, TryLater)):
            ask(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        ask(url)
    assert asked == 2 * [url.removeprefix("https://").removesuffix("/7f3")]


def test_a_heartbeat_that_is_not_believed_says_why_and_never_where(url: str) -> None:
    with pytest.raises(TryLater) as told:
        heartbeat.ping(url)
    assert "nobody whom this machine trusts vouches for its certificate" in str(told.value)
    assert "7f3" not in str(told.value), "whoever knows the URL can keep the alarm silent"
