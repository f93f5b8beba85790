"""A backup, laid back: looked at whole before anything is touched, and quiet until a person says so. Start at `examine`.

What was there before is never overwritten: it stays beside, under a name with the time.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mailservice.cases.letters import phrases
from mailservice.errors import MachineShort, Problem, RecordBroken, UserError, as_weather
from mailservice.policy.load import load as load_policy
from mailservice.record import copying, dumping, partnerships
from mailservice.record.database import Database, newest_revision
from mailservice.record.inventory import Inventory
from mailservice.service.custody import alone, manifest
from mailservice.service.custody.backup import Tell, files_of, looked_at, room, to_disk
from mailservice.service.custody.beginning import SET_BACK
from mailservice.service.custody.manifest import Manifest
from mailservice.service.keyring import FILE as KEYRING
from mailservice.service.watch.last_backup import FILE as LAST_BACKUP
from mailservice.service.watch.last_backup import LastBackup, note
from mailservice.settings.loading import Settings

_BESIDE = ".restoring-{process}.db"


@dataclass(frozen=True)
class Backup:
    """A backup on its way back, by the settings that it goes to: its folder, what it says of itself, and of this partnership."""

    folder: Path
    settings: Settings
    told: Manifest
    holds: Inventory
    zone: ZoneInfo

    @property
    def record(self) -> Path:
        """The file of its record."""
        return self.folder / self.told.database


def examine(folder: Path, settings: Settings) -> Backup:
    """Return a backup, each of its files held against its digest; UserError where it is not whole, or another's."""
    told = manifest.read(folder)
    if told.revision > (newest := newest_revision()):
        remedy = (
            f"a newer version of this program made it (its tables are at {told.revision}, this version's at {newest}): "
            "restore it with that version, or a newer one"
        )
        raise UserError([Problem(str(folder), "", remedy)])
    if lost := manifest.altered(folder, told):
        remedy = f"not as it was written, or lost: {', '.join(lost)}; take another backup"
        raise UserError([Problem(str(folder), "", remedy)])
    policy = load_policy(settings.service.policy, settings.service.overlay)
    holds = told.of(policy.id)
    if holds is None:
        named = ", ".join(one.name for one in told.holds)
        remedy = f"it is a backup of {named}, and the settings are those of {policy.id}; give that one's settings"
        raise UserError([Problem(str(folder), "", remedy)])
    return Backup(folder, settings, told, holds, ZoneInfo(policy.calendar.timezone))


def another_key(backup: Backup) -> bool | None:
    """Tell whether letters were signed with a key that is not at hand now; None where that cannot be told."""
    try:
        now = {manifest.key_digest(one) for one in backup.settings.signing_keys}
    except ValueError:
        return None
    return backup.told.keys[0] not in now if backup.told.keys else None


def verify(backup: Backup, tell: Tell) -> None:
    """Verify the record of a backup, on a copy that is taken away again; RecordBroken tells every fault."""
    with _readable_copy(backup, tell):
        pass


def lay_back(backup: Backup, at: datetime, *, replace: str = "", tell: Tell) -> str:
    """Lay the record back, so that its service starts quiet; return where what was there lies now, empty where nothing was.

    Nothing is touched before the record in it has verified. AtWorkError or RecordAway while somebody works with the
    record that is there; UserError for a PostgreSQL database that is not empty, unless `replace` is its name.
    """
    data = backup.settings.service.data
    with closing(Database(backup.settings.database_url)) as record, _told(data), alone.alone(data):
        for left in data.glob(_BESIDE.format(process="*") + "*"):  # by one that was cut off
            left.unlink()
        if record.sqlite is not (backup.told.kind == "sqlite"):
            remedy = f"it was made of a record on {_NAMED[backup.told.kind]}; name such a database in the settings"
            raise UserError([Problem(str(backup.folder), "", remedy)])
        with _readable_copy(backup, tell) as copy:
            aside = _exchange(record, copy, backup, at) if record.sqlite else _load(record, backup, at, replace, tell)
        _bring_keyring(backup.folder, data)
        with suppress(OSError):  # by now the record is laid back
            if not (
                data / LAST_BACKUP
            ).exists():  # a new machine: here too somebody is to hear where none is made any more
                note(data, LastBackup(backup.told.made_at, backup.folder))
    return aside


_NAMED = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def differing(backup: Backup, file: Path) -> Iterator[str]:
    """Give the files of a backup that today's settings, which lie in `file`, have otherwise or no more."""
    today = {f"settings/{name}": source for name, source in files_of(backup.settings, file).items()}
    for name, one in backup.told.files.items():
        if name.startswith("settings/") and not (name in today and _same(today[name], one)):
            yield name


def _same(file: Path, one: manifest.Kept) -> bool:
    return file.is_file() and manifest.kept(file) == one


@contextmanager
def _readable_copy(backup: Backup, tell: Tell) -> Iterator[Path]:
    """Hold a copy of the record as a SQLite file, of the newest migration, that has verified; it goes with the block."""
    data = backup.settings.service.data
    # Beside the record itself: only on the same disk does a file take the place of another at once.
    named = _BESIDE.format(process=os.getpid())
    copy = (Database(backup.settings.database_url).file or data / named).with_name(named)
    with _told(copy.parent):
        try:
            _copy(backup, copy, tell)
            tell("verifying the record", 0)
            if found := copying.faults(copy):
                raise RecordBroken("\n".join(found))
            with closing(Database(f"sqlite:///{copy}")) as record:
                record.upgrade()
                _compare(looked_at(record), backup.told)
            yield copy
        finally:
            _take_away(copy)


def _copy(backup: Backup, copy: Path, tell: Tell) -> None:
    room(copy.parent, backup.record.stat().st_size)
    tell("copying the record", 0)
    if backup.told.kind == "postgresql":
        dumping.unpack(backup.record, copy, backup.told.revision, backup.settings.database.programs)
        return
    copy.touch(0o600)
    with backup.record.open("rb") as kept, copy.open("wb") as stream:
        shutil.copyfileobj(kept, stream, 1 << 20)


def _compare(found: tuple[Inventory, ...], told: Manifest) -> None:
    if sorted(map(_counted, found)) != sorted(map(_counted, told.holds)):
        raise RecordBroken("the record in this backup is not the one that its manifest tells of; take another backup")


def _counted(one: Inventory) -> tuple[str, int, int, int, int, str]:
    return one.name, one.events, one.cases, one.mails, one.letters, one.chains


def _quieten(record: Database, backup: Backup, at: datetime) -> None:
    """Have the service of each partnership wait for a person, who says that the record goes on from here."""
    made, now = (phrases.moment(one.astimezone(backup.zone)) for one in (backup.told.made_at, at))
    why = f"{SET_BACK}: it is a backup of {made}, which was restored at {now}."
    for one in backup.told.holds:
        with record.begin(one.name) as tx:
            partnerships.wait_for(tx, why)


def _exchange(record: Database, copy: Path, backup: Backup, at: datetime) -> str:
    """Put the copy where a SQLite record lies; it waits for a person before it is there."""
    with closing(Database(f"sqlite:///{copy}")) as new:
        _quieten(new, backup, at)
    file = record.file or backup.settings.service.data
    record.close()
    file.parent.mkdir(parents=True, exist_ok=True)
    there = file.exists()
    if there:
        copying.require_alone(file)
    aside = file.with_name(f"{file.name}.before-{at:%Y-%m-%dT%H%M%SZ}")
    copying.put_in_place(copy, file, aside)
    to_disk(file.parent)
    return str(aside) if there else ""


def _load(record: Database, backup: Backup, at: datetime, replace: str, tell: Tell) -> str:
    """Load the dump into a PostgreSQL database; what was there lies in a schema of its own afterwards."""
    programs, named = backup.settings.database.programs, str(record.url.database)
    empty = dumping.is_empty(record)
    if not empty and replace != named:
        remedy = (
            f"this database holds a record already: name an empty one in [database] url, or write --replace {named}"
        )
        raise UserError([Problem(named, "", remedy)])
    dumping.require_alone(record, programs)
    with nullcontext("") if empty else dumping.aside(record, at) as aside:
        tell("laying the record back", 0)
        dumping.lay_back(record, backup.record, programs)
        record.upgrade()
        _quieten(record, backup, at)
        tell("verifying the record", 0)
        _compare(looked_at(record), backup.told)
    return f"schema {aside} of the database {named}" if aside else ""


def _bring_keyring(folder: Path, data: Path) -> None:
    """Add the keys of others' signatures that the data folder has no more; none that it has is ever taken out."""
    source, target = folder / KEYRING, data / KEYRING
    if not source.is_file():
        return
    there = target.read_text(encoding="utf-8") if target.is_file() else ""
    missing = [one for one in source.read_text(encoding="utf-8").splitlines() if one not in there.splitlines()]
    with target.open("a", encoding="utf-8") as file:
        file.write("" if there.endswith("\n") or not there else "\n")  # its last line may have been cut off
        file.writelines(f"{one}\n" for one in missing)


def _take_away(copy: Path) -> None:
    for one in (copy, *(copy.with_name(copy.name + end) for end in copying.BESIDE)):
        one.unlink(missing_ok=True)


@contextmanager
def _told(data: Path) -> Iterator[None]:
    """Tell in a sentence where the data folder cannot be written, or its disk is full."""
    try:
        with suppress(FileExistsError):
            data.mkdir(mode=0o700, parents=True)
        yield
    except OSError as fault:
        weather = as_weather(fault)
        if weather is not None:
            raise MachineShort(f"{data}: {weather}; nothing was changed") from fault
        remedy = f"it cannot be written ({fault.strerror}); run this as the service's own user"
        raise UserError([Problem(str(data), "", remedy)]) from None
