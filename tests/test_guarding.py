"""What crosses a network is encrypted, whoever is written to; and no program that needs no secret of ours is handed one."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailservice.errors import TryLater
from mailservice.files import bare_environment
from mailservice.settings.guarding import guarded
from mailservice.transport.authorities import context
from mailservice.transport.heartbeat import ping

PG = "postgresql+psycopg://"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite:////srv/mailservice.db",
        f"{PG}desk:wren@127.0.0.1/desk",
        f"{PG}desk:wren@localhost:5433/desk",
        f"{PG}desk:wren@[::1]:5433/desk",
        f"{PG}desk@/desk",
        f"{PG}desk@/desk?host=/run/postgresql",
        f"{PG}desk:wren@db.nscp.example/desk?sslmode=verify-full",
        f"{PG}desk:wren@/desk?host=db1.nscp.example&host=db2.nscp.example&sslmode=verify-full",
        f"{PG}desk:wren@db.nscp.example/desk?sslmode=verify-ca&sslrootcert=/etc/ca.pem",
        "redis://127.0.0.1:6379/0",
        "redis://:wren@localhost/0",
        "rediss://:wren@db.nscp.example/0",
        "unix:///run/redis/redis.sock",
    ],
)
def test_here_or_encrypted_to_a_server_whose_name_was_proven(url: str) -> None:
    assert guarded(SecretStr(url)).get_secret_value() == url


@pytest.mark.parametrize(
    ("url", "says"),
    [
        (f"{PG}desk:wren@db.nscp.example/desk", "sslmode=verify-full"),
        (f"{PG}desk:wren@10.0.0.2:5432/desk", "sslmode=verify-full"),
        (f"{PG}desk:wren@db.nscp.example/desk?sslmode=require", "sslmode=verify-full"),
        (f"{PG}desk:wren@db.nscp.example/desk?sslmode=prefer", "sslmode=verify-full"),
        (f"{PG}desk:wren@127.0.0.1,db.nscp.example/desk", "sslmode=verify-full"),
        (f"{PG}desk:wren@/desk?host=db.nscp.example", "sslmode=verify-full"),
        (f"{PG}desk:wren@localhost/desk?hostaddr=10.0.0.2", "sslmode=verify-full"),
        (f"{PG}desk:wren@/desk?host=db.nscp.example&host=localhost", "sslmode=verify-full"),
        (f"{PG}desk:wren@localhost/desk?service=away", "sslmode=verify-full"),
        (f"{PG}desk:wren@db.nscp.example/desk?sslmode=disable&sslmode=verify-full", "stands there twice"),
        ("mysql+pymysql://desk:wren@db.nscp.example/desk", "in the clear"),
        ("amqp://desk:wren@db.nscp.example/", "in the clear"),
        (f"{PG}desk@db.nscp.example/desk?sslmode=verify-full&password=wren", "before the @"),
        (f"{PG}desk@db.nscp.example/desk?sslmode=verify-full&sslpassword=wren", "before the @"),
        ("redis://:wren@10.0.0.2/0", "rediss://"),
        ("rediss://:wren@10.0.0.2/0?ssl_cert_reqs=none", "rediss://"),
        ("rediss://:wren@10.0.0.2/0?ssl_check_hostname=false", "rediss://"),
    ],
)
def test_nothing_else(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says.replace("?", r"\?")) as caught:
        guarded(SecretStr(url))
    assert "wren" not in str(caught.value)


class _Leads(BaseHTTPRequestHandler):
    to = ""
    asked: list[str]

    def do_GET(self) -> None:
        """Lead away."""
        self.asked.append(self.path)
        self.send_response(302 if self.path == "/beat" else 200)
        self.send_header("Location", self.to)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def leads() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), type("Leads", (_Leads,), {"asked": []})) as running:
        threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield running
        running.shutdown()


def test_a_heartbeat_is_not_led_into_the_clear(leads: HTTPServer) -> None:
    handler = leads.RequestHandlerClass
    handler.to = "http://watch.example/plain"  # type: ignore[attr-defined] # a class of this test's own
    with pytest.raises(TryLater, match="ValueError"):
        ping(f"http://127.0.0.1:{leads.server_port}/beat")
    handler.to = f"http://127.0.0.1:{leads.server_port}/there"  # type: ignore[attr-defined] # as above
    ping(f"http://127.0.0.1:{leads.server_port}/beat")
    assert handler.asked == ["/beat", "/beat", "/there"]  # type: ignore[attr-defined] # as above


def test_nothing_writes_down_what_a_connection_is_read_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSLKEYLOGFILE", str(tmp_path / "keys"))
    assert context().keylog_filename is None


def test_a_program_beside_us_is_handed_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILSERVICE_SIGNING_KEY", "kingfisher" * 4)
    shown = subprocess.run(
        [sys.executable, "-c", "import os; print(os.environ)"], env=bare_environment(), capture_output=True, check=True
    )
    assert b"kingfisher" not in shown.stdout
    assert os.environ["MAILSERVICE_SIGNING_KEY"] in os.environ.values()
