"""What this process is busy with, said to the process that watches it (`cli.watchman`). Start at `Pulse.busy`.

By a pipe, in lines: `.` every second; `+` with a number, the seconds it may take and what is begun; `-` with its number at its
end; `r` once it serves. While a pattern looks at a text no other thread runs, and the beat stops: so what is begun is said
before it begins.
"""

import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

BEAT_SECONDS = 1.0
# How long one piece of work may take: a letter, a date, a mail, a look at the mailbox.
A_WHILE = 300.0


class Pulse:
    """Says what is begun and ended to the end of a pipe that somebody reads; without one it says nothing."""

    def __init__(self, pipe: int | None = None) -> None:
        self._pipe, self._numbers = pipe, itertools.count(1)
        if pipe is not None:
            os.set_blocking(pipe, False)

    @contextmanager
    def busy(self, what: str, seconds: float = A_WHILE) -> Iterator[None]:
        """Say what is begun, and that it has ended; it may take so many seconds."""
        number = next(self._numbers)
        self._say(f"+{number} {seconds:.0f} {what}")
        try:
            yield
        finally:
            self._say(f"-{number}")

    def serves(self) -> None:
        """Say that this process serves: its start is over."""
        self._say("r")

    def beat(self, alone: Callable[[], object]) -> None:
        """Beat in a thread of its own, until this process ends; `alone` is called once where nobody reads any more."""
        if self._pipe is not None:
            threading.Thread(target=self._beat, args=(alone,), name="pulse", daemon=True).start()

    def _beat(self, alone: Callable[[], object]) -> None:
        while self._say("."):
            time.sleep(BEAT_SECONDS)
        alone()

    def _say(self, line: str) -> bool:
        """Write a line; False where nobody reads it. One that the pipe has no room for is left out."""
        if self._pipe is None:
            return False
        try:
            with suppress(BlockingIOError):
                os.write(self._pipe, f"{line}\n".encode())
        except OSError:
            return False
        return True
