"""The reading of a mail, in its time or not at all: in this process (`Reader`), or in one of its own (`ReaderApart`).

While a pattern looks at a text, no other thread of its process runs. So in earnest the reading has a process to itself, which
sets the system's alarm clock before it reads and leaves what that does to the system: it is ended, whatever it is busy with.
"""

import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import IO

from mailservice.files import bare_environment
from mailservice.mail.compose.templates import no_letters
from mailservice.service import hearing
from mailservice.service.desk import Desk
from mailservice.service.hearing import Read

LEAST_SECONDS, SECONDS_A_MEGABYTE = 10.0, 1.0


class NotReadError(Exception):
    """A mail was not read: its time was over, or the reading failed."""


def seconds_for(raw: bytes) -> float:
    """Return the time in which a mail must be read."""
    return LEAST_SECONDS + SECONDS_A_MEGABYTE * len(raw) / 1_000_000


@dataclass
class Reader:
    """Reads mails in this process: for the simulator and the tests, where nobody sends what takes for ever."""

    desk: Desk

    def ready(self) -> None:
        """Make sure that mails can be read here; what it raises is no mail's fault."""

    def read(self, raw: bytes, identity: str, at: datetime, keys: Mapping[str, bytes] | None = None) -> Read:
        """Return what a mail says by itself; `identity` is our id of it, `at` the mailbox's receipt, `keys` its signers'."""
        return hearing.read(self.desk, raw, identity, at, keys)


@dataclass(frozen=True)
class _Task:
    raw: bytes
    identity: str
    at: datetime
    seconds: float
    keys: Mapping[str, bytes] = field(default_factory=dict)


class ReaderApart(Reader):
    """Reads mails in a process of its own, started when first needed and again whenever it was ended; one at a time.

    It ends when its pipe closes, however this process ended.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.process: subprocess.Popen[bytes] | None = None
        self._alone = threading.Lock()

    def ready(self) -> None:
        """Start the process unless it runs; raises NotReadError if it does not come up."""
        with self._alone:
            self._running()

    def read(self, raw: bytes, identity: str, at: datetime, keys: Mapping[str, bytes] | None = None) -> Read:
        """Have a mail read; raises NotReadError where that failed or took too long, and the process is then a new one."""
        with self._alone:
            answer = _asked(self._running(), _Task(raw, identity, at, seconds_for(raw), keys or {}))
        if not isinstance(answer, Read):
            raise NotReadError(answer)
        return answer

    def close(self) -> None:
        """End the process."""
        with self._alone:
            self._end()

    def _running(self) -> "subprocess.Popen[bytes]":
        if self.process is None or self.process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "mailservice.service.reader"]
            bare = bare_environment()
            self.process = subprocess.Popen(command, env=bare, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ourselves
            started = _asked(self.process, replace(self.desk, templates=no_letters()))
            if started != _READY:
                raise NotReadError(started)
        return self.process

    def _end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
        self.process = None


_READY = "ready"


def _asked(process: "subprocess.Popen[bytes]", question: object) -> object:
    """Return what the process answers; where it ended instead, a sentence."""
    if process.stdin is None or process.stdout is None:
        raise TypeError(process)
    try:
        _say(process.stdin, question)
        return pickle.load(process.stdout)  # noqa: S301 - from a process of ours, over a pipe that nobody else has
    except (EOFError, OSError, pickle.UnpicklingError):
        process.kill()
        return f"the reading ended without an answer ({process.wait()})"


def _say(pipe: IO[bytes], what: object) -> None:
    pickle.dump(what, pipe, pickle.HIGHEST_PROTOCOL)
    pipe.flush()


def main() -> None:
    """Read what comes in by the pipe, and answer; ends when the pipe does."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # whoever started it ends it, by the pipe
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever anybody prints is no answer
    desk: Desk = pickle.load(asked)  # noqa: S301 - as above
    _say(answers, _READY)
    while True:
        try:
            task: _Task = pickle.load(asked)  # noqa: S301 - as above
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_REAL, task.seconds)
        answer = _read(desk, task)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _say(answers, answer)


def _read(desk: Desk, task: _Task) -> Read | str:
    try:
        return hearing.read(desk, task.raw, task.identity, task.at, task.keys)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the process that asked is told
        return f"{type(fault).__name__}: {fault}"


if __name__ == "__main__":
    main()
