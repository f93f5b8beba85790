"""`mailservice run`: the service, staying up."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

import structlog
import typer

from mailservice.cases.digest import UNPROVEN
from mailservice.cli.options import Config, given
from mailservice.cli.settings_check import live_needs
from mailservice.cli.shelf import read_with
from mailservice.clock import WallClock
from mailservice.errors import TryLater, UserError
from mailservice.service.assembly import ROOT, assemble
from mailservice.service.rounds import Service
from mailservice.service.workers import Doorbell
from mailservice.settings.loading import Settings, load
from mailservice.transport.embedded import EmbeddedServer

BUSY_SECONDS = 0.5
IMAP_PORT, SMTP_PORT = 11143, 11025
EMBEDDED = "mailservice-embedded.toml"

Embedded = Annotated[bool, typer.Option("--embedded", help="With a mail server of our own on this machine, to try it.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where the embedded set-up keeps its record.")]

log = structlog.get_logger()


def run(config: Config = None, embedded: Embedded = False, folder: Folder = Path("run-data")) -> None:  # noqa: FBT002 - a switch
    """Run the service: collect mail, decide, keep the clock, send letters, file everything. Ends on Ctrl-C."""
    stop = stopped_by_signals()
    with ExitStack() as open_:
        if embedded:
            settings = open_.enter_context(_embedded(folder))
        else:
            settings = load(given(config), os.environ)
            _may_run(settings)
        if settings.proof.profile == "trust-network":
            typer.echo(UNPROVEN)
            log.warning("trust-network: everybody is taken at their word, so no real case may be run on this")
        service = assemble(settings, WallClock())
        log.info("the service has started", **settings.describe())
        _serve(service, settings, stop)
        log.info("the service has stopped")


def _serve(service: Service, settings: Settings, stop: threading.Event) -> None:
    """Go round until stopped: the mailbox in this thread, everything else on the doorbell's."""
    doorbell = Doorbell(service, settings.broker_url)
    doorbell.open()
    try:
        service.closed_days.work()
        while not stop.is_set():
            service.go_round(doorbell.ring)
            _rest(service, settings, stop)
    finally:
        doorbell.close()
        service.mailbox.close()


def _rest(service: Service, settings: Settings, stop: threading.Event) -> None:
    """Wait for news: woken by IDLE, or soon again while something is under way."""
    if service.busy():
        stop.wait(BUSY_SECONDS)
        return
    try:
        service.mailbox.wait(min(float(settings.service.poll_seconds), 5.0))
    except TryLater:
        stop.wait(min(float(settings.service.poll_seconds), 5.0))


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
        yield load(file, secrets)


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


def _may_run(settings: Settings) -> None:
    """Refuse a live run that lacks what it needs, and tell all of it at once."""
    lacking = live_needs(settings, read_with(settings)[1])
    if lacking:
        raise UserError(lacking)


def stopped_by_signals() -> threading.Event:
    """Return what is set once somebody presses Ctrl-C, or ends this process kindly."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
