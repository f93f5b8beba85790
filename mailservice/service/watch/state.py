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
    born: int = 0
    watcher: int = 0
    watcher_born: int = 0

    @property
    def lives(self) -> bool:
        """Whether there is such a process; on another machine nobody can tell from here, so what it said has to do."""
        return self.host != platform.node() or _lives(self.pid, self.born)

    @property
    def is_started_again(self) -> bool:
        """Whether it has ended, and the process that watches it lives: that one starts it again."""
        return not self.lives and bool(self.watcher) and _lives(self.watcher, self.watcher_born)


def _lives(pid: int, born: int) -> bool:
    """Tell whether a process lives, and is no other that has its number by now, as after a restart of the machine."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return not born or _born(pid) in {0, born}


def _born(pid: int) -> int:
    """Return when a process began, in ticks since the machine did (proc(5), stat); 0 where this machine does not tell."""
    try:
        return int(
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[19]
        )
    except (OSError, ValueError, IndexError):
        return 0


# As they were when this process began: whoever takes it over once its watcher is gone does not start it again.
_BORN, _WATCHER = _born(os.getpid()), os.getppid()
_WATCHER_BORN = _born(_WATCHER)


def myself(role: str, began_at: datetime, at: datetime, waits_for: str, duties: Iterable[Standing]) -> Process:
    """Return this process as it stands."""
    named = (role, platform.node(), os.getpid(), __version__, began_at, at, waits_for, tuple(duties))
    return Process(*named, born=_BORN, watcher=_WATCHER, watcher_born=_WATCHER_BORN)


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
        _tidy(data)
    said = json.dumps(asdict(process), default=str, indent=1).encode("utf-8").ljust(ROOM)
    os.pwrite(handle, said, 0)
    os.ftruncate(handle, len(said))


def _tidy(data: Path) -> None:
    """Take away what processes said that were ended before they could."""
    for one in read(data):
        if not one.lives:
            _file(data, one).unlink(missing_ok=True)


def closed_to_us(data: Path) -> bool:
    """Tell whether this user may not look at what lies there: then nothing can be told of how the service stands."""
    return data.exists() and not os.access(data, os.R_OK | os.X_OK)


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
    files: list[Path] = []
    with suppress(OSError):  # it may be another user's
        files += (data / FOLDER).glob("*.json")
    for file in files:
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
