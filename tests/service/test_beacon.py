"""Who else sees how the service stands: figures for Prometheus, and a heartbeat whose absence is the alarm."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
import structlog
from sqlalchemy import text
from structlog.testing import capture_logs

from mailservice.cli.status import as_text, in_json
from mailservice.clock import VirtualClock
from mailservice.record import partnerships, troubles
from mailservice.record.database import Database
from mailservice.service.watch import state
from mailservice.service.watch.beacon import Beacon
from mailservice.service.watch.health import Level, without_record
from mailservice.service.watch.state import Process
from mailservice.service.watch.supervising import Standing
from mailservice.transport import figures
from tests import servers
from tests.record.story import MONDAY, NSCP


@contextmanager
def heard() -> Iterator[tuple[str, list[str]]]:
    """Give the URL of somebody who listens to heartbeats, and what was asked there."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/7f3", asked
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def beacon(tmp_path: Path) -> Iterator[Beacon]:
    """Give a service that has gone round just now, and read its mailbox."""
    record = Database(f"sqlite:///{tmp_path}/record.db")
    record.upgrade()
    with record.begin(NSCP) as tx:
        partnerships.note_read_through(tx, MONDAY)
    said = [state.myself("run", MONDAY, MONDAY, "", [Standing("collect", done_at=MONDAY, did=2)])]
    yield Beacon(record, NSCP, VirtualClock(MONDAY), lambda: said)
    record.close()


def test_a_heartbeat_goes_out_while_nothing_is_wrong_and_stays_out_as_soon_as_something_is(beacon: Beacon) -> None:
    with heard() as (url, asked):
        assert beacon.beat_once(url)
        with beacon.record.begin(NSCP) as tx:
            troubles.note(tx, "chain", "", MONDAY, "case 1, entry 1: the entry was changed")
        assert not beacon.beat_once(url)
        assert asked == ["/7f3"]


@pytest.fixture
def logs() -> Iterator[None]:
    """Log as a service does, whatever a command that ran before in this process left."""
    before = structlog.get_config()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    yield
    structlog.configure(**before)


@pytest.mark.usefixtures("logs")
def test_a_heartbeat_that_falls_silent_says_once_in_the_log_where_to_look(beacon: Beacon) -> None:
    with heard() as (url, _), capture_logs() as logged:
        with beacon.record.begin(NSCP) as tx:
            tx.connection.execute(text("UPDATE partnerships SET waits_for = 'a restored backup'"))
        beacon.beat_once(url)
        beacon.beat_once(url)
        with beacon.record.begin(NSCP) as tx:
            tx.connection.execute(text("UPDATE partnerships SET waits_for = ''"))
        beacon.beat_once(url)
    assert [one["event"] for one in logged] == [
        "the heartbeat stays out: run mailservice status, which says why",
        "the heartbeat goes out again: nothing is wrong any more",
    ]


def test_while_the_record_is_away_nothing_is_said_to_be_none(beacon: Beacon) -> None:
    away = without_record([], "the record cannot be reached or written: the connection to it failed", MONDAY)
    shown = "\n".join(as_text(away, ZoneInfo("Europe/London")))
    assert "the connection to it failed" in shown
    assert not any(word in shown for word in ("none", "never", "Open cases"))
    assert json.loads(in_json(away))["open_cases"] is None
    beacon.health = lambda: away  # type: ignore[method-assign] # as it is while the record is away
    assert {one.name for one in beacon.figures()} == {"status", "duty_seconds"}


def test_a_heartbeat_that_nobody_hears_is_no_fault_of_the_service(beacon: Beacon) -> None:
    assert not beacon.beat_once(f"http://127.0.0.1:{servers.free_port()}/")


def test_prometheus_reads_what_waits_and_what_is_wrong(beacon: Beacon) -> None:
    with beacon.record.begin(NSCP) as tx:
        troubles.note(tx, "machine", "", MONDAY - timedelta(hours=1), "a disk is full")
    port = servers.free_port()
    end = figures.serve(port, beacon.figures)
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            told = answer.read().decode()
    finally:
        end()
    assert "mailservice_status 2.0" in told
    assert 'mailservice_waiting{what="email"} 0.0' in told
    assert 'mailservice_troubles{kind="machine"} 1.0' in told
    assert 'mailservice_duty_seconds{duty="collect"} 0.0' in told


@pytest.mark.parametrize(
    ("what", "level", "sentence"),
    [
        (
            "UPDATE partnerships SET waits_for = 'a restored backup'",
            Level.CRITICAL,
            "only collected: a restored backup",
        ),
        ("UPDATE partnerships SET read_through = NULL", Level.CRITICAL, "has never been read"),
    ],
)
def test_what_is_wrong_is_told_in_a_sentence(beacon: Beacon, what: str, level: Level, sentence: str) -> None:
    with beacon.record.begin(NSCP) as tx:
        tx.connection.execute(text(what))
    found = beacon.health()
    assert found.level is level
    assert any(sentence in one.sentence for one in found.findings)


def test_a_service_that_does_not_run_or_has_not_gone_round_is_critical(beacon: Beacon, tmp_path: Path) -> None:
    gone = Process("run", state.myself("run", MONDAY, MONDAY, "", ()).host, 2**22 + 1, "1", MONDAY, MONDAY)
    state.write(tmp_path, gone)
    beacon.processes = lambda: state.read(tmp_path)
    assert [one.sentence for one in beacon.health().findings][:1] == [
        "The service does not run: start it with systemctl start mailservice, or with mailservice run."
    ]
    late = state.myself("run", MONDAY, MONDAY - timedelta(minutes=10), "", ())
    state.write(tmp_path, late)
    assert any("has gone round last 10 minutes ago" in one.sentence for one in beacon.health().findings)
    assert {one.pid for one in state.read(tmp_path)} == {late.pid}, "one that has ended has no more to say"
    state.forget(tmp_path, late)
    assert state.read(tmp_path) == []


def test_what_a_duty_says_of_itself_is_read_as_it_was_written(tmp_path: Path) -> None:
    duty = Standing("collect", MONDAY, 3, 2, MONDAY, "mailbox", "it refuses the connection", MONDAY)
    said = state.myself("worker", MONDAY, MONDAY, "", [duty])
    state.write(tmp_path, said)
    assert state.read(tmp_path) == [said]
