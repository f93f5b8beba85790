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
from mailservice.cli.starting import ready
from mailservice.clock import WallClock
from mailservice.errors import TryLater, UserError
from mailservice.service.accepted import accept
from mailservice.service.alone import at_work
from mailservice.service.assembly import ROOT, assemble
from mailservice.service.rights import open_to_others
from mailservice.service.rounds import Service
from mailservice.service.workers import Doorbell
from mailservice.settings.loading import Settings, load
from mailservice.transport.embedded import EmbeddedServer

BUSY_SECONDS = 0.5
IMAP_PORT, SMTP_PORT = 11143, 11025
EMBEDDED = "mailservice-embedded.toml"

Embedded = Annotated[bool, typer.Option("--embedded", help="With a mail server of our own on this machine, to try it.")]
Folder = Annotated[Path, typer.Option("--folder", help="Where the embedded set-up keeps its record.")]

_REFUSED = """The service has not started, and no mail was read or sent. To be put right first:

{faults}

When all of it is done: mailservice settings check {file}, and then start again."""
_FIRST = """This is its first start for real cases; that is on the record. What to do next:
  1. From an address of the office that the directory has, write to {address} with the word HELP alone.
     Within a few minutes an answer comes; if none does, the log says what the mail server refused.
  2. See whom letters reach: mailservice directory drill --look"""

log = structlog.get_logger()


def run(config: Config = None, embedded: Embedded = False, folder: Folder = Path("run-data")) -> None:  # noqa: FBT002 - a switch
    """Run the service: collect mail, decide, keep the clock, send letters, file everything. Ends on Ctrl-C."""
    stop = stopped_by_signals()
    with ExitStack() as open_:
        settings = open_.enter_context(_embedded(folder)) if embedded else _may_run(given(config))
        if settings.proof.profile == "trust-network":
            typer.echo(UNPROVEN)
            log.warning("trust-network: everybody is taken at their word, so no real case may be run on this")
        at_work(settings.service.data)
        if note := open_to_others(settings):
            typer.echo(note, err=True)
        service = assemble(settings, WallClock())
        if not embedded:
            _tell(service, settings)
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


def _may_run(file: Path) -> Settings:
    """Return the settings to run with; what refuses the start is told all at once, with what to do next."""
    try:
        return ready(file, os.environ)
    except UserError as refused:
        typer.echo(_REFUSED.format(faults=refused, file=file), err=True)
        raise typer.Exit(1) from None


def _tell(service: Service, settings: Settings) -> None:
    """Say that it runs, for whom, and at a first start how to try it."""
    desk, own = service.desk, settings.service
    people = f"{len(desk.directory.people)} people of {len(desk.directory.agencies)} agencies"
    typer.echo(f"The service runs: {desk.name} <{desk.address}>, {desk.rules.policy.title}; {people}.")
    first = not own.trial and accept(service.record, desk, service.clock)
    if first:
        typer.echo(_FIRST.format(address=desk.address))
    typer.echo("Ctrl-C stops it.")


def stopped_by_signals() -> threading.Event:
    """Return what is set once somebody presses Ctrl-C, or ends this process kindly."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    return stop
