"""The embedded set-up: the service with a mail server of its own on this machine, to try it. Start at `serve_embedded`.

Its mailboxes live in this process, so nothing watches it: a process that is ended takes them with it.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from mailservice.cases.digest import UNPROVEN
from mailservice.cli.running import go_round
from mailservice.clock import WallClock
from mailservice.files import ROOT
from mailservice.service.assembly import assemble, begin
from mailservice.service.custody.alone import at_work
from mailservice.service.watch.pulse import Pulse
from mailservice.settings.loading import Settings, load
from mailservice.transport.embedded import EmbeddedServer

IMAP_PORT, SMTP_PORT = 11143, 11025
EMBEDDED = "mailservice-embedded.toml"


def serve_embedded(folder: Path) -> None:
    """Run it until Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with _embedded(folder) as settings:
        typer.echo(UNPROVEN)
        at_work(settings.service.data)
        service = assemble(settings, WallClock(), Pulse())
        go_round(service, settings, stop)


@contextmanager
def _embedded(folder: Path) -> Iterator[Settings]:
    """Give the settings of the embedded set-up, and say where to point a mail client."""
    folder.mkdir(parents=True, exist_ok=True)
    with EmbeddedServer(
        WallClock(), "escalate@nscp.example", folder / "letters", imap_port=IMAP_PORT, smtp_port=SMTP_PORT
    ) as server:
        file = folder / EMBEDDED
        file.write_text(_settings_text(server, folder), encoding="utf-8")
        secrets = {
            "MAILSERVICE_SIGNING_KEY": "the embedded set-up signs for nobody but this machine",
            "MAILSERVICE_IMAP_PASSWORD": server.imap.password,
        }
        typer.echo(_where(server))
        settings = load(file, secrets)
        begin(settings, WallClock())
        yield settings


def _settings_text(server: EmbeddedServer, folder: Path) -> str:
    imap, smtp = server.imap, server.smtp
    return f"""# Made by `mailservice run --embedded`; safe to delete.
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


def _where(server: EmbeddedServer) -> str:
    imap, smtp = server.imap, server.smtp
    return f"""
The service is up, on this machine only. Everybody in deploy/directory.example.toml can take part.

  Write mail      SMTP {smtp.host}:{smtp.port}, no encryption, no password, from any address of the directory
                  for example from sarah.whitlock@rockinghamhealth.example
                  to daniel.mensah@nenevalley.example, with {server.address} in copy, and NCT-483920 in the subject
  Read letters    IMAP {imap.host}:{imap.port}, no encryption, user {server.people.user}, password {server.people.password}
  The office      IMAP {imap.host}:{imap.port}, no encryption, user {imap.user}, password {imap.password}
                  one folder for each case, under Escalations

Ctrl-C stops it.
"""
