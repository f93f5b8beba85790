"""A backup, made while the service runs: record, settings, directory, letters of one's own. Start at `back_up`.

It is written beside under another name, looked at whole, and only then has its own: a folder without that name is none.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailservice import __version__
from mailservice.errors import MachineShort, Problem, RecordBroken, UserError, as_weather
from mailservice.policy.load import load as load_policy
from mailservice.record import copying, dumping, inventory, verify
from mailservice.record.database import Database, newest_revision
from mailservice.record.inventory import Inventory
from mailservice.service.custody import manifest
from mailservice.service.custody.manifest import Kind, Manifest
from mailservice.service.keyring import FILE as KEYRING
from mailservice.service.watch.last_backup import LastBackup, note
from mailservice.settings.loading import Settings

SQLITE, POSTGRESQL = "record.db", "record.dump"
UNFINISHED = ".unfinished-"
_TEMPLATES = {".txt", ".html", ".css", ".toml"}
_LOCK = ".mailservice-backup.lock"

Tell = Callable[[str, float], None]
"""Hears what is being done, and which part of it is done, from 0 to 1."""


@dataclass(frozen=True)
class Made:
    """A backup that was made, and those that went for it; `unnoted`: why the service cannot know of it."""

    folder: Path
    manifest: Manifest
    removed: tuple[Path, ...]
    unnoted: str = ""


def back_up(settings: Settings, file: Path, folder: Path, at: datetime, *, keep: int = 0, tell: Tell) -> Made:
    """Make a backup in the folder; with `keep`, no more than so many whole ones of this partnership stay there.

    UserError, MachineShort or RecordBroken where none can be made; what was begun is taken away again.
    """
    data = settings.service.data.resolve()
    if folder.resolve().is_relative_to(data):
        remedy = f"this lies in the data folder, {data}, and would be lost with it; name a folder on another disk"
        raise UserError([Problem(str(folder), "", remedy)])
    with _writable(folder), _one_at_a_time(folder):
        _clear(folder)
        beside = folder / f"{UNFINISHED}{at:%Y%m%dT%H%M%SZ}"
        beside.mkdir(mode=0o700)
        try:
            told = _fill(beside, settings, file, at, tell)
            _finish(beside)
            partnership = _whose(settings, told)
            made = _named(folder, f"{partnership}-{at:%Y-%m-%dT%H%M%SZ}")
            beside.rename(made)
            to_disk(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        unnoted = _noted(data, LastBackup(at, made))
        return Made(made, told, tuple(_thin_out(folder, partnership, keep, made)), unnoted)


def backups(folder: Path, partnership: str) -> list[Path]:
    """Return the whole backups of a partnership in a folder, the oldest first."""
    found = (one for one in folder.glob(f"{partnership}-*") if one.is_dir() and manifest.whole(one))
    return sorted(
        (one for one in found if manifest.read(one).of(partnership)), key=lambda one: manifest.read(one).made_at
    )


def looked_at(record: Database, told: Callable[[str], object] = str) -> tuple[Inventory, ...]:
    """Return what a record holds, each partnership's part verified; RecordBroken tells every fault."""
    found = []
    for name in record.partnerships():
        told(name)
        with record.read(name) as tx:
            verify.require(tx)
            found.append(inventory.take(tx))
    return tuple(found)


def _noted(data: Path, made: LastBackup) -> str:
    """Leave word of a backup for the service; return why it could not be left: there is a backup all the same."""
    try:
        note(data, made)
    except OSError as fault:
        return fault.strerror or str(fault)
    return ""


def _fill(beside: Path, settings: Settings, file: Path, at: datetime, tell: Tell) -> Manifest:
    kind, holds = _copy_record(beside, settings, tell)
    _copy_files(beside, settings, file)
    tell("taking digests", 0)
    names = sorted(one.relative_to(beside).as_posix() for one in beside.rglob("*") if one.is_file())
    told = Manifest(
        made_at=at,
        version=__version__,
        revision=newest_revision(),
        kind=kind,
        database=SQLITE if kind == "sqlite" else POSTGRESQL,
        holds=holds,
        keys=_keys(settings),
        files={name: manifest.kept(beside / name) for name in names},
    )
    manifest.write(beside, told)
    return told


def _copy_record(beside: Path, settings: Settings, tell: Tell) -> tuple[Kind, tuple[Inventory, ...]]:
    """Copy the record, verify the copy, and return what it holds: all that was there before it was made, or RecordBroken."""
    with closing(Database(settings.database_url)) as record:
        if record.sqlite:
            _there(record)
        record.require_ours()  # as it is only the version that wrote it can verify it
        before = _counted(record)
        holds = _copy_sqlite(record, beside, tell) if record.sqlite else _dump(record, beside, settings, tell)
    if not all(any(copy.holds(one) for copy in holds) for one in before):
        raise RecordBroken("the copy lacks something of the record, so it was not kept; make another")
    return "sqlite" if record.sqlite else "postgresql", holds


def _whose(settings: Settings, told: Manifest) -> str:
    """Return whose backup it is; a policy's file in which somebody has just made a fault keeps nobody from having one."""
    try:
        return load_policy(settings.service.policy, settings.service.overlay).id
    except UserError:
        return told.holds[0].name if told.holds else "record"


def _counted(record: Database) -> list[Inventory]:
    found = []
    for name in record.partnerships():
        with record.read(name) as tx:
            found.append(inventory.take(tx))
    return found


def _there(record: Database) -> Path:
    """Return the file of a SQLite record; UserError where there is none: looking for its tables would make one."""
    if record.file is None or not record.file.exists():
        remedy = "there is no record here, so there is nothing to back up; look whether its disk is there"
        raise UserError([Problem(str(record.file), "", remedy)])
    return record.file


def _copy_sqlite(record: Database, beside: Path, tell: Tell) -> tuple[Inventory, ...]:
    file, copy = _there(record), beside / SQLITE
    room(beside.parent, file.stat().st_size)
    copying.copy(file, copy, lambda part: tell("copying the record", part))
    tell("looking at the copy", 0)
    if found := copying.faults(copy):
        raise RecordBroken("\n".join(found))
    with closing(Database(f"sqlite:///{copy}")) as copied:
        return looked_at(copied, lambda name: tell(f"verifying the copy ({name})", 0))


def _dump(record: Database, beside: Path, settings: Settings, tell: Tell) -> tuple[Inventory, ...]:
    programs, dumped, looked = settings.database.programs, beside / POSTGRESQL, beside / "unpacked.db"
    tell("dumping the record", 0)
    dumping.dump(record, dumped, programs)
    tell("reading the dump", 0)
    dumping.unpack(dumped, looked, newest_revision(), programs)
    try:
        with closing(Database(f"sqlite:///{looked}")) as copied:
            return looked_at(copied, lambda name: tell(f"verifying the dump ({name})", 0))
    finally:
        looked.unlink()


def room(folder: Path, needed: int) -> None:
    """Raise MachineShort where a disk has no room for so many bytes, and a tenth more."""
    free = shutil.disk_usage(folder).free
    if free < needed * 1.1:
        raise MachineShort(
            f"{folder}: the disk is full: {needed * 1.1 / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free"
        )


def _copy_files(beside: Path, settings: Settings, file: Path) -> None:
    service = settings.service
    kept = beside / "settings"
    kept.mkdir(mode=0o700)
    for name, source in files_of(settings, file).items():
        if source.is_file():
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            (kept / name).write_bytes(source.read_bytes())
    keyring = service.data / KEYRING
    if keyring.is_file():
        (beside / KEYRING).write_bytes(keyring.read_bytes())


def files_of(settings: Settings, file: Path) -> dict[str, Path]:
    """Return the files that make an installation what it is, by their name in a backup; no secret is among them."""
    service = settings.service
    found = {"mailservice.toml": file, "policy.toml": service.policy, "directory.toml": service.directory}
    if service.overlay:
        found["overlay.toml"] = service.overlay
    if service.templates:
        own = sorted(one for one in service.templates.rglob("*") if one.suffix in _TEMPLATES and one.is_file())
        found |= {f"templates/{one.relative_to(service.templates).as_posix()}": one for one in own}
    return found


def _keys(settings: Settings) -> tuple[str, ...]:
    try:
        return tuple(manifest.key_digest(one) for one in settings.signing_keys)
    except ValueError:  # loaded without them
        return ()


def _thin_out(folder: Path, partnership: str, keep: int, made: Path) -> Iterator[Path]:
    """Take away the oldest whole backups above so many; the one just made always stays, and what is not whole is not counted."""
    whole = [one for one in backups(folder, partnership) if one != made] if keep else []
    for old in whole[: max(len(whole) - keep + 1, 0)]:
        going = folder / f"{UNFINISHED}{old.name}"
        old.rename(going)  # from here it is none, though its files may take a while to go
        shutil.rmtree(going, ignore_errors=True)
        yield old


def _clear(folder: Path) -> None:
    for left in folder.glob(f"{UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _named(folder: Path, name: str) -> Path:
    """Return a name that is free: two in one second are two."""
    names = [name, *(f"{name}-{number}" for number in range(2, 100))]
    return next(folder / one for one in names if not (folder / one).exists())


@contextmanager
def _writable(folder: Path) -> Iterator[None]:
    """Tell what a folder refuses, and where a disk is full, in a sentence."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield
    except OSError as fault:
        weather = as_weather(fault)
        if weather is not None:
            raise MachineShort(f"{folder}: {weather}; no backup was kept") from fault
        which = fault.filename or folder
        remedy = f"no backup could be made ({fault.strerror}); this user must be able to read what is kept, and to write here"
        raise UserError([Problem(str(which), "", remedy)]) from None


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        remedy = "another backup is being written there; wait until it is done"
        raise UserError([Problem(str(folder), "", remedy)]) from None
    finally:
        os.close(lock)


def _finish(folder: Path) -> None:
    """Have every file and folder of it reach the disk, and be its owner's alone."""
    for one in [*folder.rglob("*"), folder]:
        one.chmod(0o700 if one.is_dir() else 0o600)
        to_disk(one)


def to_disk(path: Path) -> None:
    """Have a file, or what a folder lists, reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
