"""That nothing is laid back under a service at work: whoever works holds a lock on a file of the data folder while it lives.

The lock is the kernel's (flock): it goes with its process, however that ends, so that none is ever left over.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mailservice.errors import MailserviceError, Problem, UserError

FILE = "mailservice.lock"
_held: list[int] = []


class AtWorkError(MailserviceError):
    """A service, or a worker, works with this data folder."""


def at_work(data: Path) -> None:
    """Hold the data folder until this process ends, beside others at work; UserError while a backup is laid back there.

    Where no lock can be had (no such folder, a disk that is only read) the service starts without: it is no reason to stop.
    """
    try:
        lock = _opened(data)
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        remedy = "a backup is being laid back here; start again once that is done"
        raise UserError([Problem(str(data), "", remedy)]) from None
    _held.append(lock)


@contextmanager
def alone(data: Path) -> Iterator[None]:
    """Hold the data folder, made if missing, against every service; AtWorkError while one works there."""
    with suppress(FileExistsError):
        data.mkdir(parents=True)
    lock = _opened(data)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        said = "a service works here: stop mailservice run, and every mailservice worker, first"
        raise AtWorkError(f"{data}: {said}") from None
    finally:
        os.close(lock)


def _opened(data: Path) -> int:
    return os.open(data / FILE, os.O_RDWR | os.O_CREAT, 0o600)
