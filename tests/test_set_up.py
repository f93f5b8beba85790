"""The Makefile behind a proxy that looks into TLS: pip and uv believe whom the machine believes, whoever names it."""

import os
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.transport.certificates import certificate

ROOT = Path(__file__).parent.parent
NAMED_BY = ("PIP_CERT", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
# Nobody has it, so nothing is ever installed: what counts is that the index was asked.
WANTED = "nothing-of-this-name==1.0"


class Index(ThreadingHTTPServer):
    """A package index over HTTPS that has nothing, and keeps what it was asked for."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Asked)
        self.authority = certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.authority, folder / "key.pem")
        self.socket = context.wrap_socket(self.socket, server_side=True)


class _Asked(BaseHTTPRequestHandler):
    server: Index

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    with Index(tmp_path / "index") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Lay a checkout that wants one package, and has its Python and its uv already."""
    copy = tmp_path / "copy"
    (copy / ".venv" / "bin").mkdir(parents=True)
    (copy / "mailservice").mkdir()
    (copy / "Makefile").write_text((ROOT / "Makefile").read_text())
    (copy / "uv.txt").write_text(f"{WANTED} --hash=sha256:{64 * '0'}\n")
    (copy / "requirements.txt").touch()
    (copy / "pyproject.toml").write_text(
        f'[project]\nname = "copy"\nversion = "1"\ndependencies = ["{WANTED}"]\n[dependency-groups]\ndev = []\n'
    )
    for program, does in (("python", sys.executable), ("uv", str(Path(sys.executable).parent / "uv"))):
        shim = copy / ".venv" / "bin" / program
        shim.write_text(f'#!/bin/sh\nexec {does} "$@"\n')
        shim.chmod(0o755)
    return copy


def make(copy: Path, *words: str, **environment: str) -> str:
    """Run make with a bare environment; return what it says."""
    bare = {
        "PATH": os.environ["PATH"],
        "HOME": str(copy),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_RETRIES": "0",
        "PIP_TARGET": str(copy / "installed"),
        "UV_NO_CONFIG": "1",
        "UV_HTTP_RETRIES": "0",
        **environment,
    }
    command = ["make", "-C", str(copy), f"PYTHON={sys.executable}", *words]
    done = subprocess.run(command, env=bare, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("named_by", NAMED_BY)
def test_an_authority_that_the_environment_names_is_believed_by_pip_and_by_uv(
    copy: Path, index: Index, named_by: str
) -> None:
    url, named = f"https://localhost:{index.server_port}/simple", {named_by: str(index.authority)}
    said = make(copy, ".venv/.stamp", PIP_INDEX_URL=url, **named)
    assert index.asked == ["/simple/nothing-of-this-name/"], said
    (copy / ".venv" / ".stamp").touch()
    said = make(copy, "lock", UV_DEFAULT_INDEX=url, **named)
    assert index.asked == 2 * ["/simple/nothing-of-this-name/"], said


def test_an_authority_that_pips_own_settings_name_is_believed_by_uv_too(copy: Path, index: Index) -> None:
    settings = copy / "pip.conf"
    settings.write_text(f"[global]\ncert = {index.authority}\n")
    (copy / ".venv" / ".stamp").touch()
    url = f"https://localhost:{index.server_port}/simple"
    said = make(copy, "lock", UV_DEFAULT_INDEX=url, PIP_CONFIG_FILE=str(settings))
    assert index.asked == ["/simple/nothing-of-this-name/"], said


def test_where_nobody_names_one_it_is_the_systems_store(copy: Path) -> None:
    shown = make(
        copy, "-s", "--no-print-directory", "--eval=shown:;@echo $$PIP_CERT $$UV_SYSTEM_CERTS", "shown"
    ).split()
    store = [
        one for one in ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt") if Path(one).exists()
    ]
    assert shown == [*store[:1], "1"]
