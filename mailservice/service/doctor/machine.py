"""What the service stands on: its database, its broker, and the disk."""

import getpass
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from redis import Redis, RedisError

from mailservice.errors import RecordAway, RecordBroken
from mailservice.record.database import Database, newest_revision
from mailservice.service.doctor.findings import Finding, Patient

DATABASE, MIGRATIONS, BROKER, DISK = "Database", "Migrations", "Broker", "Disk"
_NETWORK = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "ceph",
    "glusterfs",
    "afs",
    "lustre",
    "fuse.sshfs",
    "fuse.glusterfs",
}
_OTHERS = 0o077  # what group and everybody may
LITTLE, TOO_LITTLE = (2.0, 10.0), (0.2, 2.0)  # free: GB, or per cent
_BROKER_S = 5
_GIVEN = "The service keeps its files for itself: chmod 600 {file}*"
_BEGIN = "At a first installation: mailservice record init. If there was one, find it before you begin another."
_AWAY = "See whether the database runs and has room, and compare url under [database], or data under [service]."
_NET = "Move the data folder to a disk of this machine, or take PostgreSQL: over a network SQLite's locks cannot be relied on."


def database(patient: Patient) -> Iterator[Finding]:
    """Look whether the record can be reached and written, and who else may read its file."""
    record = Database(patient.settings.database_url)
    file = record.file
    try:
        if file is not None and not record.has_file():
            yield from _to_come(file)
            return
        with closing(record):
            record.try_writing()
            at, newest = record.revision(), newest_revision()
    except RecordAway as fault:
        yield Finding(DATABASE, "wrong", str(fault), _AWAY)
        return
    except RecordBroken as fault:
        yield Finding(DATABASE, "wrong", str(fault), "Keep the file as it is, and restore the newest backup beside it.")
        return
    yield Finding(DATABASE, "well", f"{'the file ' + str(file) if file else 'PostgreSQL'} can be read and written")
    yield _migrated(at, newest)
    if file is not None:
        yield from _of_file(file)


def broker(patient: Patient) -> Iterator[Finding]:
    """Look whether the broker answers."""
    url = patient.settings.broker_url
    if not url:
        yield Finding(BROKER, "well", "in the process of the service itself")
        return
    try:
        with Redis.from_url(url, socket_connect_timeout=_BROKER_S, socket_timeout=_BROKER_S) as redis:
            redis.ping()
    except (RedisError, OSError, ValueError) as fault:
        do = "See whether Redis runs, and compare url under [broker]. Meanwhile the service does all its work in one process."
        yield Finding(BROKER, "wrong", f"Redis does not answer: {_plain(fault)}", do)
        return
    yield Finding(BROKER, "well", "Redis answers")


def disk(patient: Patient) -> Iterator[Finding]:
    """Look how much room is left where the data lie, and the record."""
    data, file = patient.settings.service.data, Database(patient.settings.database_url).file
    places = {
        _there(one).stat().st_dev: (what, one) for what, one in (("the record", file), ("the data folder", data)) if one
    }
    for what, place in places.values():
        yield _free(what, place)
    if data.is_dir() and data.stat().st_mode & _OTHERS:
        said = f"others on this machine may look into {data} ({data.stat().st_mode & 0o777:o})"
        yield Finding(DISK, "look", said, f"The service keeps it for itself: chmod 700 {data}")
    if not os.access(_there(data), os.W_OK | os.X_OK):
        do = f"Give the service's user the folder: chown -R {getpass.getuser()} {data}"
        yield Finding(DISK, "wrong", f"{data} cannot be written", do)


def _to_come(file: Path) -> Iterator[Finding]:
    if os.access(_there(file.parent), os.W_OK | os.X_OK):
        yield Finding(
            DATABASE,
            "look",
            f"there is no record yet: {file}",
            _BEGIN,
        )
    else:
        do = "Give the service's user the folder, or name another under data of [service]."
        yield Finding(DATABASE, "wrong", f"there is no record yet, and {file.parent} cannot be written", do)


def _migrated(at: str, newest: str) -> Finding:
    if at == newest:
        return Finding(MIGRATIONS, "well", f"the tables are the newest ({newest})")
    if not at:
        return Finding(MIGRATIONS, "look", "there is no record yet", _BEGIN)
    do = (
        "Start the service again under this version: it brings them along."
        if at < newest
        else "Install the version that wrote this record, or a newer; or restore a backup that this version made."
    )
    return Finding(
        MIGRATIONS,
        "look" if at < newest else "wrong",
        f"the tables are at {at}, this version's at {newest}",
        do,
    )


def _of_file(file: Path) -> Iterator[Finding]:
    mode = file.stat().st_mode
    if mode & _OTHERS:
        said = f"others on this machine may read {file.name} ({mode & 0o777:o})"
        yield Finding(DATABASE, "look", said, _GIVEN.format(file=file))
    if (kind := file_system(file)) in _NETWORK:
        yield Finding(DATABASE, "look", f"{file.name} lies on a network file system ({kind})", _NET)


def _free(what: str, place: Path) -> Finding:
    usage = shutil.disk_usage(_there(place))
    free, per_cent = usage.free / 2**30, 100 * usage.free / max(usage.total, 1)
    said = f"{free:.1f} GB free where {what} lies ({per_cent:.0f} % of {usage.total / 2**30:.0f} GB)"
    do = "Make room: when it is full, nothing is read, decided or sent."
    if free < TOO_LITTLE[0] or per_cent < TOO_LITTLE[1]:
        return Finding(DISK, "wrong", said, do)
    few = free < LITTLE[0] or per_cent < LITTLE[1]
    return Finding(DISK, "look" if few else "well", said, do if few else "")


def _there(place: Path) -> Path:
    """Return the place, or the nearest folder above it that exists."""
    return next(one for one in (place, *place.absolute().parents) if _seen(one))


def _seen(place: Path) -> bool:
    try:
        return place.exists()
    except PermissionError:  # what lies in a folder of somebody else
        return False


def file_system(file: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """Return the kind of file system that a file lies on; empty where this machine does not tell."""
    try:
        lines = [line.split() for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines()]
    except OSError:
        return ""
    whole = file.resolve()
    at = [(Path(line[1].replace("\\040", " ")), line[2]) for line in lines if len(line) > 2]  # noqa: PLR2004 - device, place, kind
    found = [(len(place.parts), kind) for place, kind in at if whole.is_relative_to(place)]
    return max(found, default=(0, ""))[1]


def _plain(fault: Exception) -> str:
    return str(fault).partition(". ")[0][:160] or type(fault).__name__
