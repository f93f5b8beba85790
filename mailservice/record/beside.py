"""A second process that looks at the same record meanwhile, so that both cores of a small server do. Start at `begun`.

It looks at the bytes of emails and letters, and then at the cases, the last one first, while whoever began it comes from the
first: they meet. It can only clear a case, as far as it went by then; where it finds anything, or ends, the case is looked at by
whoever began it, at the one moment that they see. No thread would do: Python adds up in one at a time.
"""

import gc
import pickle
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from subprocess import DEVNULL, PIPE, Popen
from threading import Event, Thread
from typing import IO, NamedTuple

from mailservice.files import bare_environment
from mailservice.record import chain, hashing
from mailservice.record.database import Database, Transaction
from mailservice.record.examining import Looked, every_case, examine
from mailservice.record.hashing import Altered

# Not by `-m`: what it says would be of a module that nobody else has.
_COMMAND = (sys.executable, "-c", f"from {__name__} import main; main()")
# How often somebody who waits is told how far it is, in seconds.
_A_WHILE = 0.5


class Hashed(NamedTuple):
    """How many emails and letters were looked at; once that was all of them, which were changed."""

    done: int
    altered: Altered | None = None


class Cleared(NamedTuple):
    """A case is as it was written as far as it went by then, to its entry of this number and hash."""

    case: int
    end: tuple[int, str]
    looked: Looked


@dataclass
class Beside:
    """What the second process said so far."""

    hashed: int = 0
    # None where it ended before all were looked at.
    altered: Altered | None = None
    _cleared: dict[int, Cleared] = field(default_factory=dict)
    _knows: Event = field(default_factory=Event)

    def look_at(self, tx: Transaction, case: int) -> Looked | None:
        """Return what a look at a case, as far as it goes here, came to; None where it has not cleared that."""
        found = self._cleared.get(case)
        return found.looked if found and found.end == chain.end(tx, case) else None

    def waiting(self) -> Iterator[int]:
        """Wait until the bytes were looked at, and yield now and then how many were."""
        while not self._knows.wait(_A_WHILE):
            yield self.hashed

    def hear(self, pipe: IO[bytes]) -> None:
        """Take what it says, until it ends."""
        try:
            with suppress(EOFError, OSError, pickle.UnpicklingError):
                while True:
                    self.take(pickle.load(pipe))  # noqa: S301 - from a process of ours, over a pipe that nobody else has
        finally:
            self._knows.set()

    def take(self, said: Hashed | Cleared) -> None:
        """Take one thing that it says."""
        if isinstance(said, Cleared):
            self._cleared[said.case] = said
            return
        self.hashed, self.altered = said
        if self.altered is not None:
            self._knows.set()


@contextmanager
def begun(tx: Transaction) -> Iterator[Beside]:
    """Let it look at the record that this transaction looks at, and end it at the end."""
    beside, url = Beside(), tx.connection.engine.url.render_as_string(hide_password=False)
    # What goes wrong there is looked at here.
    with Popen(_COMMAND, env=bare_environment(), stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as process:  # noqa: S603 - ourselves
        ear = Thread(target=beside.hear, args=[process.stdout])
        ear.start()
        try:
            _name(process, url, tx.name)
            yield beside
        finally:
            process.kill()
            ear.join()


def _name(process: "Popen[bytes]", *record: str) -> None:
    """Tell it which record; by no argument, which everybody on the machine could read: a URL may hold a password."""
    if process.stdin is not None:
        with suppress(OSError), process.stdin as pipe:
            pickle.dump(record, pipe)


def look(tx: Transaction) -> Iterator[Hashed | Cleared]:
    """Look at the bytes, and then at every case from the last on; yield how far it is, and each case that is well."""
    done, changed = 0, list[tuple[str, str]]()
    for done, some in hashing.altered(tx):
        changed += some
        yield Hashed(done)
    yield Hashed(done, changed)
    for case in reversed(every_case(tx)):
        looked = examine(tx, case)
        if not looked.told(case):
            yield Cleared(case, chain.end(tx, case), looked)


def main() -> None:
    """Look at the record that whoever began this names by the pipe, and say by the other what comes of it."""
    url, partnership = pickle.load(sys.stdin.buffer)  # noqa: S301 - as above
    gc.disable()
    with closing(Database(url)) as record, record.read(partnership) as tx:
        for said in look(tx):
            pickle.dump(said, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
            sys.stdout.buffer.flush()
