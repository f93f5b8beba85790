"""A SQLite record copied while it is written to, by SQLite's own online backup, and moved aside. Start at `copy`.

A plain copy of the file lacks what still lies in the `-wal` beside it, and every part of it verifies all the same.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from mailservice.errors import MachineShort, RecordAway, RecordBroken

BESIDE = ("-wal", "-shm")
_PAGES = 2000  # copied at a time: eight megabytes, after which progress is told
_WAIT_S = 10.0
_NO_ROOM = (
    "{folder}: the disk is full, or fails. Before its tables are brought along the record is kept beside, as it is, which needs "
    "{size} MB more; nothing was changed"
)
_SHORT = {sqlite3.SQLITE_FULL: "the disk is full", sqlite3.SQLITE_IOERR: "the disk fails, or is full"}


def copy(file: Path, to: Path, progress: Callable[[float], None]) -> None:
    """Copy the record as it stands at one moment, the last commit included; writers wait for nothing.

    `progress` hears the part that is done, from 0 to 1. MachineShort for a full disk, RecordBroken for a damaged record.
    """
    to.touch(0o600, exist_ok=False)
    with _told(file), closing(_open(file)) as source, closing(sqlite3.connect(to)) as target:
        # One moment of it: without a transaction each commit of the service would have it begin again.
        source.execute("BEGIN")
        source.execute("SELECT 1 FROM sqlite_master").fetchone()
        source.backup(target, pages=_PAGES, progress=lambda _, left, whole: progress(1 - left / max(whole, 1)))
        source.execute("ROLLBACK")
        # One file, that can be looked at from a medium that is only read.
        target.execute("PRAGMA journal_mode=DELETE")


def keep_beside(file: Path, end: str) -> Path:
    """Keep the record as it stands beside itself, under its name and this end, in the place of an earlier one; return where.

    It has that name only once it is whole and on the disk. MachineShort where there is no room for it.
    """
    kept = file.with_name(f"{file.name}.{end}")
    unfinished = kept.with_name(f"{kept.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        copy(file, unfinished, lambda _part: None)
        unfinished.replace(kept)
    except MachineShort as fault:
        raise MachineShort(_NO_ROOM.format(folder=file.parent, size=file.stat().st_size // 1_000_000 + 1)) from fault
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def faults(file: Path) -> list[str]:
    """Return what SQLite itself finds wrong in the pages of a file; empty where it is whole."""
    with _told(file), closing(_open(file)) as connection:
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
    return [] if found == ["ok"] else found


def require_alone(file: Path) -> None:
    """Raise RecordAway where another process has a record open. What is damaged nobody works with; its `-wal` stays beside it."""
    with closing(sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=1, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as fault:
            if getattr(fault, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise RecordAway(f"{file}: another process works with this record; stop it first") from fault


def put_in_place(new: Path, file: Path, aside: Path) -> None:
    """Put a record where another lies, which stays beside it under another name; there is one there at every moment."""
    if file.exists():
        with suppress(OSError):  # a file system without a second name for a file: the old one is moved below
            os.link(file, aside)
    for end in BESIDE:  # also where the file itself is lost: what lies there is of another record than the new one
        with suppress(FileNotFoundError):
            file.with_name(file.name + end).replace(aside.with_name(aside.name + end))
    if file.exists() and not aside.exists():
        file.replace(aside)
    new.replace(file)


def _open(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=rw", uri=True, timeout=_WAIT_S, isolation_level=None)


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as fault:
        code = getattr(fault, "sqlite_errorcode", 0) & 0xFF
        if code in _SHORT:
            raise MachineShort(f"{_SHORT[code]}, so nothing was kept") from fault
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise RecordBroken(f"{file} is damaged: {fault}") from fault
        raise RecordAway(f"{file} cannot be read: {fault}") from fault
