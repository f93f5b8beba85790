"""What each process of the service last said of itself, in a file: to be read where the record is away. Start at `write`."""

import json
import os
import platform
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from mailservice import __version__
from mailservice.service.watch.supervising import Standing

FOLDER = "status"
# Each file takes so many bytes at least, so that on a full disk it can be written over.
ROOM = 32_768
TRIES = 3
_MUTE = "no process can say there how it stands"


_open: dict[Path, int] = {}


@dataclass(frozen=True)
class Process:
    """A process of the service: `at` is when it said so last; `duties` how each of its duties stands."""

    role: str
    host: str
    pid: int
    version: str
    began_at: datetime
    at: datetime
    waits_for: str = ""
    duties: tuple[Standing, ...] = ()

    @property
    def lives(self) -> bool:
        """Whether there is such a process; on another machine nobody can tell from here, so what it said has to do."""
        if self.host != platform.node():
            return True
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def myself(role: str, began_at: datetime, at: datetime, waits_for: str, duties: Iterable[Standing]) -> Process:
    """Return this process as it stands."""
    return Process(role, platform.node(), os.getpid(), __version__, began_at, at, waits_for, tuple(duties))


def write(data: Path, process: Process) -> None:
    """Write what a process says of itself, over what it said before; OSError where it cannot be.

    The file stays open, and keeps its room: it is written where the disk is full, and where no handle is left.
    """
    file = _file(data, process)
    handle = _open.get(file)
    if handle is None or not os.fstat(handle).st_nlink:
        file.parent.mkdir(
            mode=0o700, exist_ok=True
        )  # a data folder that is gone is not made anew: another is to come back
        if handle is not None:
            os.close(handle)
        handle = _open[file] = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    said = json.dumps(asdict(process), default=str, indent=1).encode("utf-8").ljust(ROOM)
    os.pwrite(handle, said, 0)
    os.ftruncate(handle, len(said))


def hindrance(data: Path) -> str:
    """Return why no process can say there how it stands, and what to look at; empty where each can."""
    if not data.is_dir():
        return f"The data folder is not there, so {_MUTE}: look whether its disk is mounted."
    may = os.access(data, os.W_OK | os.X_OK)
    return "" if may else f"The data folder can only be read, so {_MUTE}: look at its disk, and at its rights."


def forget(data: Path, process: Process) -> None:
    """Take away what a process said that ends now, as it was told to."""
    file = _file(data, process)
    handle = _open.pop(file, None)
    if handle is not None:
        os.close(handle)
    with suppress(OSError):  # a folder that is gone, or that nobody may enter now, keeps no process from its end
        file.unlink()


def read(data: Path) -> list[Process]:
    """Return what the processes said last, the newest first; a file that cannot be read is left out."""
    found = []
    for file in (data / FOLDER).glob("*.json"):
        for _ in range(TRIES):  # it may be written over as it is read
            with suppress(OSError, ValueError, TypeError, KeyError):
                found.append(_process(json.loads(file.read_text(encoding="utf-8"))))
                break
    return sorted(found, key=lambda one: one.at, reverse=True)


def _file(data: Path, process: Process) -> Path:
    return data / FOLDER / f"{process.role}-{process.host}-{process.pid}.json"


def _process(said: dict[str, object]) -> Process:
    moments = ("began_at", "at", "done_at", "since", "rests_until")

    def lifted(values: dict[str, object]) -> dict[str, object]:
        return {key: datetime.fromisoformat(str(one)) if key in moments and one else one for key, one in values.items()}

    duties = said.pop("duties")
    if not isinstance(duties, list):
        raise TypeError(duties)
    return Process(**lifted(said), duties=tuple(Standing(**lifted(one)) for one in duties))  # type: ignore[arg-type] # as written
