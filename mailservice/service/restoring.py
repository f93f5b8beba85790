"""A backup, laid back: looked at whole before anything is touched, and quiet until a person says so. Start at `examine`.

What was there before is never overwritten: it stays beside, under a name with the time.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailservice.errors import MachineShort, MailserviceError, Problem, RecordBroken, UserError, as_weather
from mailservice.policy.load import load as load_policy
from mailservice.record import copying, partnerships
from mailservice.record.database import Database
from mailservice.record.inventory import Inventory
from mailservice.service import alone, manifest
from mailservice.service.backup import Tell, files_of, looked_at
from mailservice.service.keyring import FILE as KEYRING
from mailservice.service.manifest import Manifest
from mailservice.settings.loading import Settings

BESIDE = ".restoring.db"


@dataclass(frozen=True)
class Restored:
    """What was laid back, where what was there before lies now, and which of today's files are not those of the backup."""

    record: str
    aside: str
    differ: tuple[str, ...]


def examine(folder: Path, settings: Settings) -> tuple[Manifest, Inventory]:
    """Return what a backup says of itself, each file held against its digest; UserError where it is not whole, or another's."""
    told = manifest.read(folder)
    if lost := manifest.altered(folder, told):
        remedy = f"not as it was written, or lost: {', '.join(lost)}; take another backup"
        raise UserError([Problem(str(folder), "", remedy)])
    wanted = load_policy(settings.service.policy, settings.service.overlay).id
    holds = told.of(wanted)
    if holds is None:
        named = ", ".join(one.name for one in told.holds)
        remedy = f"it is a backup of {named}, and the settings are those of {wanted}; give that one's settings"
        raise UserError([Problem(str(folder), "", remedy)])
    return told, holds


def another_key(told: Manifest, settings: Settings) -> bool | None:
    """Tell whether letters were signed with a key that is not at hand now; None where that cannot be told."""
    try:
        now = {manifest.key_digest(one) for one in settings.signing_keys}
    except ValueError:
        return None
    return told.keys[0] not in now if told.keys else None


def lay_back(folder: Path, settings: Settings, told: Manifest, at: datetime, *, tell: Tell) -> Restored:
    """Lay the record of a backup back, so that its service starts quiet. Nothing is touched before it has verified.

    AtWorkError or RecordAway while somebody works with the record that is there.
    """
    with _told(settings.service.data), alone.alone(settings.service.data):
        new = _prepared(folder, settings, told, at, tell)
        try:
            aside = _exchange(Database(settings.database_url).file or Path(), new, at)
        finally:
            new.unlink(missing_ok=True)
        _bring_keyring(folder, settings.service.data)
    return Restored(str(Database(settings.database_url).file), aside, tuple(_different(folder, settings, told)))


def verified(folder: Path, settings: Settings, told: Manifest, tell: Tell) -> None:
    """Verify the record in a backup, on a copy of it that is brought to the newest migration; RecordBroken tells every fault."""
    with _told(settings.service.data):
        _copied(folder, settings, told, tell).unlink()


def _prepared(folder: Path, settings: Settings, told: Manifest, at: datetime, tell: Tell) -> Path:
    """Return a copy of the record that has verified, and that waits for a person: it is never in its place without that."""
    new = _copied(folder, settings, told, tell)
    with closing(Database(f"sqlite:///{new}")) as record:
        quiet(record, told, at)
    return new


def _copied(folder: Path, settings: Settings, told: Manifest, tell: Tell) -> Path:
    new = settings.service.data / BESIDE
    _take_away(new)
    tell("copying the record", 0)
    source = folder / told.database
    _room(settings.service.data, source.stat().st_size)
    new.touch(0o600)
    with source.open("rb") as kept, new.open("wb") as copy:
        shutil.copyfileobj(kept, copy, 1 << 20)
    try:
        _verify(new, told, tell)
    except BaseException:
        _take_away(new)
        raise
    return new


def _verify(new: Path, told: Manifest, tell: Tell) -> None:
    tell("verifying the record", 0)
    if found := copying.faults(new):
        raise RecordBroken("\n".join(found))
    with closing(Database(f"sqlite:///{new}")) as record:
        record.upgrade()
        compare(looked_at(record), told)


def compare(found: tuple[Inventory, ...], told: Manifest) -> None:
    """Raise RecordBroken where a record does not hold what the manifest says."""
    if {(one.name, one.events, one.chains) for one in found} != {(one.name, one.events, one.chains) for one in told.holds}:
        raise RecordBroken("the record in this backup is not the one that its manifest tells of; take another backup")


def quiet(record: Database, told: Manifest, at: datetime) -> None:
    """Have the service of each partnership wait for a person, who says that the record goes on from here."""
    why = f"it is a backup of {told.made_at:%a %d %b %Y %H:%M} UTC, laid back on {at:%a %d %b %Y %H:%M} UTC"
    for one in told.holds:
        with record.begin(one.name) as tx:
            partnerships.note_waits_for(tx, why)


def _exchange(file: Path, new: Path, at: datetime) -> str:
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        copying.put_in_place(new, file, file)
        return ""
    copying.require_alone(file)
    aside = file.with_name(f"{file.name}.before-{at:%Y-%m-%dT%H%M%SZ}")
    copying.put_in_place(new, file, aside)
    return str(aside)


def _bring_keyring(folder: Path, data: Path) -> None:
    """Add the keys of others' signatures that the data folder has no more; none that it has is ever taken out."""
    source, target = folder / KEYRING, data / KEYRING
    if not source.is_file():
        return
    there = target.read_text(encoding="utf-8") if target.is_file() else ""
    missing = [one for one in source.read_text(encoding="utf-8").splitlines() if one not in there.splitlines()]
    with target.open("a", encoding="utf-8") as file:
        file.writelines(f"{one}\n" for one in missing)


def _different(folder: Path, settings: Settings, told: Manifest) -> Iterator[str]:
    """Give the files of the backup that today's settings have otherwise, or no more."""
    today = {f"settings/{name}": file for name, file in files_of(settings, folder).items() if name != "mailservice.toml"}
    for name, one in told.files.items():
        if name in today and not (today[name].is_file() and manifest.kept(today[name]) == one):
            yield name


def _take_away(new: Path) -> None:
    for one in (new, *(new.with_name(new.name + end) for end in copying.BESIDE)):
        one.unlink(missing_ok=True)


def _room(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed * 1.1:
        raise MachineShort(f"{folder}: the disk is full: {needed * 1.1 / 1e6:.0f} MB are needed, {free / 1e6:.0f} MB are free")


@contextmanager
def _told(data: Path) -> Iterator[None]:
    try:
        with suppress(FileExistsError):
            data.mkdir(mode=0o700, parents=True)
        yield
    except OSError as fault:
        raise _said(data, fault) from fault


def _said(data: Path, fault: OSError) -> MailserviceError:
    weather = as_weather(fault)
    if weather is not None:
        return MachineShort(f"{data}: {weather}; nothing was changed")
    return UserError([Problem(str(data), "", f"it cannot be written ({fault.strerror}); run this as the service's own user")])
