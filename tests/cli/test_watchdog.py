"""What systemd hears of `mailservice run`, at a socket as systemd's: ready, alive well within its time, silent where it hangs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mailservice.clock import WallClock
from mailservice.transport.embedded import EmbeddedServer
from tests.cli.desk import ROOT, typed

SECRETS = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "secret"}
WATCHDOG_S = 60.0  # as WatchdogSec of a unit; systemd advises a sign of life at half of it
SETTINGS = """
[service]
name = "NSCP Escalations"
address = "escalate@nscp.example"
policy = "nscp"
directory = "{root}/tests/scenarios/directory.toml"
data = "data"
trial = true
poll_seconds = 2
[danger]
referral = "01632 960 100"
out_of_hours = "01632 960 101"
[imap]
host = "127.0.0.1"
port = {imap}
user = "desk"
tls = false
[smtp]
host = "127.0.0.1"
port = {smtp}
tls = "none"
"""


class Systemd:
    """Starts the service as systemd does a unit of Type=notify, and hears what it says."""

    def __init__(self, folder: Path, server: EmbeddedServer, database: str = "") -> None:
        settings = folder / "mine.toml"
        settings.write_text(SETTINGS.format(root=ROOT, imap=server.imap.port, smtp=server.smtp.port))
        where = {"MAILSERVICE_DATABASE_URL": database} if database else {}
        assert database or typed("record", "init", "--config", str(settings), **SECRETS).exit_code == 0
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(folder / "notify"))
        told = {"NOTIFY_SOCKET": str(folder / "notify"), "WATCHDOG_USEC": f"{WATCHDOG_S * 1e6:.0f}"}
        environment = {
            **os.environ,
            **SECRETS,
            **where,
            **told,
            "MAILSERVICE_CONFIG": str(settings),
            "PYTHONPATH": str(ROOT),
        }
        self.log = (folder / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mailservice", "run"], env=environment, stdout=self.log, stderr=self.log
        )

    def hears(self, what: str, seconds: float = WATCHDOG_S) -> float:
        """Wait until a line is said; return how long that took."""
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                said = self.socket.recv(4096).decode().splitlines()
            except TimeoutError:
                break
            if what in said:
                return time.monotonic() - began
        raise AssertionError(f"{what} was not heard within {seconds:g} s: {Path(self.log.name).read_text()}")

    def forget(self) -> None:
        """Leave out what was said until now."""
        self.socket.setblocking(False)  # noqa: FBT003 - its only way
        while True:
            try:
                self.socket.recv(4096)
            except BlockingIOError:
                return

    def service(self) -> int:
        """Return the process that serves, which the main one watches."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Systemd]:
    with EmbeddedServer(WallClock(), "escalate@nscp.example") as server:
        unit = Systemd(tmp_path, server)
        with closing(unit.socket), closing(unit.log):
            yield unit
            unit.process.terminate()
            unit.process.wait(20)


def test_it_says_when_it_is_ready_that_it_lives_and_that_it_stops(unit: Systemd) -> None:
    unit.hears("READY=1")
    for _ in range(4):
        assert unit.hears("WATCHDOG=1") < WATCHDOG_S / 2
    unit.process.send_signal(signal.SIGTERM)
    unit.hears("STOPPING=1")
    assert unit.process.wait(20) == 0


def test_one_that_waits_for_its_database_at_the_start_keeps_nobody_waiting_and_says_so(tmp_path: Path) -> None:
    with EmbeddedServer(WallClock(), "escalate@nscp.example") as server:
        unit = Systemd(tmp_path, server, "postgresql+psycopg://desk@127.0.0.1:1/desk")
        with closing(unit.socket), closing(unit.log):
            unit.hears("READY=1", 120)
            unit.hears("WATCHDOG=1")
            unit.process.terminate()
            unit.hears("STATUS=The service ends what is under way.")
            assert unit.process.wait(20) == 0


def test_no_sign_of_life_is_passed_on_of_a_service_that_hangs(unit: Systemd) -> None:
    unit.hears("READY=1")
    unit.hears("WATCHDOG=1")
    service = unit.service()
    os.kill(service, signal.SIGSTOP)
    time.sleep(1)  # what it said before may still be under way
    unit.forget()
    with pytest.raises(AssertionError, match="was not heard"):
        unit.hears("WATCHDOG=1", 5)
    os.kill(service, signal.SIGCONT)
    unit.hears("WATCHDOG=1")


def test_no_sign_of_life_comes_where_the_watching_process_hangs_itself(unit: Systemd) -> None:
    unit.hears("WATCHDOG=1")
    unit.process.send_signal(signal.SIGSTOP)
    unit.forget()
    with pytest.raises(AssertionError, match="was not heard"):
        unit.hears("WATCHDOG=1", 5)
    unit.process.send_signal(signal.SIGCONT)
    unit.hears("WATCHDOG=1")


def test_a_service_that_was_killed_is_said_to_be_started_again_and_then_to_run(unit: Systemd) -> None:
    unit.hears("STATUS=The service runs.")
    os.kill(unit.service(), signal.SIGKILL)
    unit.hears("STATUS=The service has ended, and is started again: see its log.")
    unit.hears("STATUS=The service runs.")
