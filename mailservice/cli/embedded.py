"""The embedded set-up: the service with a mail server of its own on this machine, to try it. Start at `serve_embedded`.

Its mail server lives in this process, so nothing watches it. Mailboxes and record lie in one folder, and outlive it.
"""

import shutil
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from mailservice.cases.digest import UNPROVEN
from mailservice.cli.running import go_round
from mailservice.clock import WallClock
from mailservice.errors import Problem, UserError
from mailservice.files import ROOT
from mailservice.service.assembly import assemble, begin
from mailservice.service.custody.alone import at_work
from mailservice.service.watch.pulse import Pulse
from mailservice.settings.loading import Settings, load
from mailservice.transport.embedded import EmbeddedServer

IMAP_PORT, SMTP_PORT = 11143, 11025
EMBEDDED = "mailservice-embedded.toml"
_MAILBOXES, _RECORD = "mailboxes", "mailservice.db"


def serve_embedded(folder: Path) -> None:
    """Run it until Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with _mail_server(folder) as server:
        settings = _settings(server, folder)
        at_work(settings.service.data)
        service = assemble(settings, WallClock(), Pulse())
        typer.echo(_where(server, folder))
        typer.echo(UNPROVEN)
        go_round(service, settings, stop)


@contextmanager
def _mail_server(folder: Path) -> Iterator[EmbeddedServer]:
    """Serve the mailboxes that lie in the folder, the first time new ones; UserError where that cannot be."""
    mailboxes = folder / _MAILBOXES
    if (folder / _RECORD).exists() and not mailboxes.exists():
        remedy = f"holds a record without its mailboxes; to begin anew: rm -r {folder}, or name another by --folder"
        raise UserError([Problem(str(folder), "", remedy)])
    server = EmbeddedServer(
        WallClock(),
        "escalate@nscp.example",
        folder / "letters",
        kept=mailboxes,
        imap_port=IMAP_PORT,
        smtp_port=SMTP_PORT,
    )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        server.start()
    except OSError as fault:
        where = f"{folder}, or the ports {IMAP_PORT} and {SMTP_PORT}, cannot be had ({fault.strerror})"
        raise UserError([Problem("mailservice run --embedded", "", f"{where}: does another one run?")]) from None
    try:
        yield server
    finally:
        server.stop()


def _settings(server: EmbeddedServer, folder: Path) -> Settings:
    """Write the settings of this start, and the record where there is none; return them."""
    file = folder / EMBEDDED
    file.write_text(_settings_text(server, folder), encoding="utf-8")
    secrets = {
        "MAILSERVICE_SIGNING_KEY": "the embedded set-up signs for nobody but this machine",
        "MAILSERVICE_IMAP_PASSWORD": server.imap.password,
    }
    settings = load(file, secrets)
    begin(settings, WallClock())
    return settings


def _settings_text(server: EmbeddedServer, folder: Path) -> str:
    imap, smtp = server.imap, server.smtp
    return f"""# Made by `mailservice run --embedded` at each start.
[service]
name = "NSCP Escalations"
address = "{server.address}"
policy = "{ROOT / "policies" / "northamptonshire-nscp.toml"}"
directory = "{ROOT / "deploy" / "directory.example.toml"}"
data = "{folder.absolute()}"
trial = true
plus_addresses = true
poll_seconds = 2

[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"

[imap]
host = "{imap.host}"
port = {imap.port}
user = "{imap.user}"
tls = false

[smtp]
host = "{smtp.host}"
port = {smtp.port}
tls = "none"
"""


def _where(server: EmbeddedServer, folder: Path) -> str:
    imap, smtp = server.imap, server.smtp
    return f"""
The service is up, on this machine only; everybody in {_seen(ROOT / "deploy" / "directory.example.toml")} can take part.

  Write mail    SMTP {smtp.host}:{smtp.port}, no encryption, no password
                from     sarah.whitlock@rockinghamhealth.example, or anybody else there
                to       daniel.mensah@nenevalley.example
                copy     {server.address}
                subject  NCT-483920
  Read letters  IMAP {imap.host}:{imap.port}, no encryption, user {server.people.user}, password {server.people.password}
  The office    IMAP {imap.host}:{imap.port}, no encryption, user {imap.user}, password {imap.password}
                one folder for each case, under Escalations
  The record    {_program()} case list --config {_seen(folder / EMBEDDED)}

All of it is kept in {_seen(folder)}, and goes on at the next start. To begin anew, remove that folder.
Ctrl-C stops it.
"""


def _seen(path: Path) -> Path:
    """Return a path as it is typed here."""
    return path.absolute().relative_to(Path.cwd()) if path.absolute().is_relative_to(Path.cwd()) else path


def _program() -> str:
    """Return this program as it is typed here."""
    beside = Path(sys.executable).with_name("mailservice")
    return "mailservice" if shutil.which("mailservice") or not beside.exists() else str(_seen(beside))
