"""The process that watches the service: it starts it, ends it where it hangs, and starts it again. Start at `watch`.

The service may die at any moment without harm, so whatever hangs (a pattern that never ends, a socket that says nothing) is
ended by the system, and what it was busy with is counted: what ended it three times is set aside. This process reads no mail
and opens no record.
"""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

import structlog

from mailservice.transport import systemd

# No beat for so long: something holds the whole process. The start of a process may take longer: a migration.
SILENT_SECONDS, START_SECONDS = 30.0, 900.0
# One that waits so long at its start, for its record or its disk, keeps no `systemctl start` waiting with it.
READY_SECONDS = 20.0
# SIGTERM is heard within five seconds: those that the service has to end by itself, and one to spare.
KIND_SECONDS, LOOK_SECONDS = 4.0, 0.2
FIRST_PAUSE, LONGEST_PAUSE, LONG_LIFE = 1.0, 60.0, 300.0
PIPE, ENDED_AT = "MAILSERVICE_PULSE", "MAILSERVICE_ENDED_AT"

_RUNS = "The service runs."
_WAITS = "The service waits for something that it needs: mailservice status"

log = structlog.get_logger()


@dataclass
class Watched:
    """What is known of one life of the service: its last beat, and what it is busy with, until when."""

    process: "subprocess.Popen[bytes]"
    pipe: int
    beat_at: float = field(default_factory=time.monotonic)
    serves: bool = False
    busy: dict[str, tuple[str, float]] = field(default_factory=dict)
    _rest: bytes = b""

    def hear(self) -> bool:
        """Take in what it says; False once it says nothing more."""
        said = os.read(self.pipe, 65_536)
        lines = (self._rest + said).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            self._take(line.decode("utf-8", "replace"))
        return bool(said)

    def hangs(self) -> str:
        """Return what it hangs at, in words; empty while it does not."""
        now = time.monotonic()
        if now - self.beat_at > (SILENT_SECONDS if self.serves else START_SECONDS):
            return self.under_way() or "nothing that it told of"
        return next((what for what, until in self.busy.values() if now > until), "")

    def under_way(self) -> str:
        """Return what was begun and has not ended, a line each: nobody can tell which thread holds the process."""
        return "\n".join(what for what, _ in self.busy.values())

    def _take(self, line: str) -> None:
        self.beat_at = time.monotonic()
        if line == "r":
            self.serves = True
        elif line.startswith("-"):
            self.busy.pop(line[1:], None)
        elif line.startswith("+"):
            number, seconds, what = line[1:].split(" ", 2)
            self.busy[number] = (what, self.beat_at + float(seconds))


class Watchman:
    """Keeps one command of the service alive; `stop` by SIGTERM or SIGINT."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = [sys.executable, "-m", "mailservice.cli.serving", *command]
        self.stopped = False
        self._life: Watched | None = None

    def watch(self) -> int:
        """Start it, and again whenever it ends; return the code to leave with: its own, where it never served."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._stop)
        pause, ended_at, served = FIRST_PAUSE, "", False
        while not self.stopped:
            began = time.monotonic()
            life = self._begin(ended_at)
            ended_at = self._live(life)
            code = life.process.wait()
            served = served or life.serves
            if self.stopped or (not served and code == 1):
                return 0 if self.stopped else code
            log.error("the service has ended, and is started again", code=code, at=ended_at, in_seconds=pause)
            systemd.stands("The service has ended, and is started again: see its log.")
            self._pause(pause)
            pause = FIRST_PAUSE if time.monotonic() - began > LONG_LIFE else min(2 * pause, LONGEST_PAUSE)
        return 0

    def _begin(self, ended_at: str) -> Watched:
        ours, theirs = os.pipe()
        environment = {**os.environ, PIPE: str(theirs), ENDED_AT: ended_at}
        try:
            process = subprocess.Popen(self.command, pass_fds=(theirs,), env=environment)  # noqa: S603 - ourselves
        finally:
            os.close(theirs)
        self._life = Watched(process, ours)
        return self._life

    def _live(self, life: Watched) -> str:
        """Listen until this life ends, or is ended; return what it was busy with then."""
        began, said, passed_on = time.monotonic(), "", 0.0
        try:
            with selectors.DefaultSelector() as selector:
                selector.register(life.pipe, selectors.EVENT_READ)
                while not (selector.select(LOOK_SECONDS) and not life.hear()):
                    if self.stopped:
                        return self._end_kindly(life)
                    at = life.hangs()
                    if at:
                        log.error("the service hangs, and is ended", at=at)
                        life.process.kill()
                        return at
                    now = time.monotonic()
                    stands = _RUNS if life.serves else _WAITS if now - began > READY_SECONDS else ""
                    if stands != said:
                        systemd.ready(stands)
                        said = stands
                    # Its own sign of life, and none of ours; of one that starts, START_SECONDS is all the time it has.
                    if life.beat_at > passed_on if life.serves else now > passed_on + READY_SECONDS:
                        systemd.alive()
                        passed_on = life.beat_at if life.serves else now
            return life.under_way()
        finally:
            os.close(life.pipe)

    def _end_kindly(self, life: Watched) -> str:
        life.process.terminate()
        try:
            life.process.wait(KIND_SECONDS)
        except subprocess.TimeoutExpired:
            log.warning("the service did not end in time, and is ended", at=life.under_way())
            life.process.kill()
        return ""

    def _pause(self, seconds: float) -> None:
        ends = time.monotonic() + seconds
        while not self.stopped and time.monotonic() < ends:
            time.sleep(0.1)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopped = True
        systemd.stopping()


def watch(word: str, config: Path) -> int:
    """Keep `run` or `worker` alive with these settings, until told to stop; return the code to leave with."""
    return Watchman([word, str(config)]).watch()
