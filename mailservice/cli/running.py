"""The service at work: what `run` and `worker` do in the process that is watched. Start at `serve`.

Whatever is down when it starts is waited for, and named. It ends when told to, between two pieces of work.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import TypeVar

import structlog
import typer

from mailservice.cases.digest import UNPROVEN
from mailservice.cases.letters import phrases
from mailservice.cli.starting import ready
from mailservice.clock import WallClock
from mailservice.errors import Problem, RecordBroken, UserError, Weather, as_weather
from mailservice.service.accepted import accept
from mailservice.service.assembly import assemble
from mailservice.service.custody.alone import at_work
from mailservice.service.custody.beginning import NOT_LOOKED
from mailservice.service.custody.rights import open_to_others
from mailservice.service.kept import opened
from mailservice.service.rounds import Service
from mailservice.service.watch import state
from mailservice.service.watch.beacon import Beacon
from mailservice.service.watch.pulse import Pulse
from mailservice.service.workers import Doorbell
from mailservice.settings.loading import Settings, load
from mailservice.transport import figures

Given = TypeVar("Given")

BUSY_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 5.0

_REFUSED = """The service has not started, and no mail was read or sent. To be put right first:

{faults}

When all of it is done: mailservice settings check {file}, and then start again."""
_COLLECTS_ONLY = """Mail is collected, and nothing is decided. {reason}"""
_FIRST = """This is its first start for real cases; that is on the record. What to do next:
  1. From an address of the office that the directory has, write to {address} with the word HELP alone.
     Within a few minutes an answer comes; if none does, the log says what the mail server refused.
  2. See whom letters reach: mailservice directory drill --look"""

log = structlog.get_logger()


def serve(file: Path, stop: threading.Event, pulse: Pulse, *, ended_at: str = "") -> None:
    """Run the service with these settings until told to stop."""
    settings = patiently(lambda: _may_run(file), stop)
    if settings is None:
        return
    patiently(lambda: _at_work(settings), stop)
    if note := open_to_others(settings):
        typer.echo(note, err=True)
    say = _saying(settings, "run")
    service = patiently(lambda: assemble(settings, WallClock(), pulse), stop, say)
    if service is None or not _opened(service, settings, stop, say):
        return
    pulse.serves()
    if settings.proof.profile == "trust-network":
        typer.echo(UNPROVEN)
        log.warning("trust-network: everybody is taken at their word, so no real case may be run on this")
    waits = patiently(service.beginning.start, stop)
    if waits:
        typer.echo(_COLLECTS_ONLY.format(reason=phrases.sentence(waits)), err=True)
    _tell(service, settings)
    service.ended_at(ended_at)
    log.info("the service has started", **settings.describe())
    go_round(service, settings, stop)
    log.info("the service has stopped")


def serve_beside(file: Path, stop: threading.Event, pulse: Pulse, *, ended_at: str = "") -> None:
    """Run one more process that decides and sends, over the broker, until told to stop."""
    settings = load(file, os.environ)
    if not settings.broker_url:
        remedy = 'a second process needs a broker between the two: url = "redis://127.0.0.1:6379/0"'
        raise UserError([Problem(str(file), "[broker] url", remedy)])
    patiently(lambda: _at_work(settings), stop)
    say = _saying(settings, "worker")
    service = patiently(lambda: assemble(settings, WallClock(), pulse), stop, say)
    if service is None or not _opened(service, settings, stop, say):
        return
    pulse.serves()
    service.ended_at(ended_at)
    while patiently(service.beginning.start, stop) == NOT_LOOKED and not stop.wait(LONGEST_WAIT_SECONDS):
        log.warning("the mailbox cannot be looked into yet, so nothing is decided")
    doorbell = Doorbell(service, settings.broker_url)
    doorbell.open()
    log.info("a worker has started")
    began = service.clock.now()
    said = _say(service, settings, "worker", began)
    while not stop.wait(LONGEST_WAIT_SECONDS):
        said = _say(service, settings, "worker", began)
    state.forget(settings.service.data, said)
    doorbell.close()


def _at_work(settings: Settings) -> None:
    """Hold the data folder against a restore; where it is not there, the record is not either, and that is told better."""
    if settings.service.data.is_dir():
        at_work(settings.service.data)


def go_round(service: Service, settings: Settings, stop: threading.Event) -> None:
    """Go round until stopped: the mailbox in this thread, everything else on the doorbell's."""
    began = service.clock.now()
    said = state.myself("run", began, began, "", ())
    _watched(service, settings, stop)
    doorbell = Doorbell(service, settings.broker_url)
    service.do("clocks", service.clocks.work)
    doorbell.open()
    try:
        if not service.only_collects():
            service.do("closed days", service.closed_days.work)
        while not stop.is_set():
            service.go_round(doorbell.ring)
            said = _say(service, settings, "run", began)
            _rest(service, settings, stop)
        state.forget(settings.service.data, said)
    finally:
        doorbell.close()
        service.proving.let_go()
        service.mailbox.close()


def _watched(service: Service, settings: Settings, stop: threading.Event) -> None:
    """Have others see how the service stands, where the settings name them."""
    data, watch = settings.service.data, settings.watch
    beacon = Beacon(service.record, service.desk.partnership, service.clock, lambda: state.read(data))
    if watch.heartbeat_url:
        beacon.beat(watch.heartbeat_url, stop)
    if watch.metrics_port:
        try:
            figures.serve(watch.metrics_port, beacon.figures)
        except OSError as fault:
            log.error("the port for figures is taken; the service goes on", port=watch.metrics_port, why=fault.strerror)  # noqa: TRY400 - the whole of it


def _say(service: Service, settings: Settings, role: str, began: datetime) -> state.Process:
    """Say how this process stands, in its file; a disk that is full is told by what fails on it."""
    said = state.myself(role, began, service.clock.now(), "", service.supervisor.duties.values())
    with suppress(OSError):
        state.write(settings.service.data, said)
    return said


def _saying(settings: Settings, role: str) -> Callable[[str], object]:
    """Return what says, in the process's file, what it waits for before it begins."""
    began = WallClock().now()

    def say(why: str) -> None:
        with suppress(OSError):
            state.write(settings.service.data, state.myself(role, began, WallClock().now(), why, ()))

    return say


def _unsaid(_why: str) -> None:
    """Say nothing more than `patiently` does."""


def _opened(service: Service, settings: Settings, stop: threading.Event, say: Callable[[str], object]) -> bool:
    """Open the record, waiting while it is away; False if told to stop before. The office hears of it after a while."""

    def open_it() -> bool:
        try:
            opened(service.record, settings, service.desk.partnership)
            service.record.require_whole()
        except (Weather, RecordBroken) as fault:
            service.distress.away(str(fault))
            service.record.close()  # another file may lie there by the next time: a backup that was laid back
            raise
        service.distress.back()
        return True

    return bool(patiently(open_it, stop, say))


def patiently(does: Callable[[], Given], stop: threading.Event, say: Callable[[str], object] = _unsaid) -> Given | None:
    """Return what it gives, trying again while the weather is bad, and saying what is waited for; None if told to stop."""
    seconds = 1.0
    while not stop.is_set():
        try:
            return does()
        except Exception as fault:
            # A damaged file is waited for too: until somebody has put a whole one there.
            weather = fault if isinstance(fault, RecordBroken) else as_weather(fault)
            if weather is None:
                raise
            log.warning("waiting, before anything is done", why=type(weather).__name__)
            typer.echo(f"Waiting: {weather}", err=True)
            say(str(weather))
        stop.wait(seconds)
        seconds = min(2 * seconds, 15.0)
    return None


def _rest(service: Service, settings: Settings, stop: threading.Event) -> None:
    """Wait for news: woken by IDLE, or soon again while something is under way; a signal ends it at once."""
    seconds = min(float(settings.service.poll_seconds), LONGEST_WAIT_SECONDS)
    busy = False
    try:
        busy = service.busy()
        if not busy and not service.limps():
            with _interrupted():
                service.mailbox.wait(seconds)
                return
    except (Weather, _Signalled):
        pass
    stop.wait(BUSY_SECONDS if busy else 1.0)


class _Signalled(BaseException):
    """A signal came while nothing was done but waiting."""


@contextmanager
def _interrupted() -> Iterator[None]:
    """Have a signal end the wait that is within."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def end(number: int, frame: FrameType | None) -> None:
        handler = before[signal.Signals(number)]
        if callable(handler):
            handler(number, frame)
        raise _Signalled

    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _may_run(file: Path) -> Settings:
    """Return the settings to run with; what refuses the start is told all at once, with what to do next."""
    try:
        return ready(file, os.environ)
    except UserError as refused:
        typer.echo(_REFUSED.format(faults=refused, file=file), err=True)
        raise SystemExit(1) from None


def _tell(service: Service, settings: Settings) -> None:
    """Say that it runs, for whom, and at a first start how to try it."""
    desk, own = service.desk, settings.service
    people = f"{len(desk.directory.people)} people of {len(desk.directory.agencies)} agencies"
    typer.echo(f"The service runs: {desk.name} <{desk.address}>, {desk.rules.policy.title}; {people}.")
    first = not own.trial and not service.only_collects() and accept(service.record, desk, service.clock)
    if first:
        typer.echo(_FIRST.format(address=desk.address))
    typer.echo("Ctrl-C stops it.")
