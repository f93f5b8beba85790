"""What a backup says of itself: what it holds, of when, and the digest of each of its files. Start at `read` and `write`.

JSON, beside the files. No secret is in it: of each signing key only a digest, by which another key is noticed.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Literal

from mailservice.errors import Problem, UserError
from mailservice.record.inventory import Inventory

FILE = "manifest.json"
KEY_NOTE = (
    "The signing key and every password are NOT in this backup. Keep the key where this backup is not, but where you "
    "will find it: without it, answers to letters that have left are known by their case alone."
)
_FORMAT = 1
Kind = Literal["sqlite", "postgresql"]
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Kept:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A backup: when and by which version it was made, what its record holds, and its files by their path from there.

    `keys` are digests of the signing keys, the newest first; empty where none was at hand. `revision` is the tables'.
    """

    made_at: datetime
    version: str
    revision: str
    kind: Kind
    database: str
    holds: tuple[Inventory, ...]
    keys: tuple[str, ...]
    files: Mapping[str, Kept]

    def of(self, partnership: str) -> Inventory | None:
        """Return what it holds of a partnership."""
        return next((one for one in self.holds if one.name == partnership), None)


def key_digest(key: bytes) -> str:
    """Return by what a signing key is known that nobody may see; it signs nothing."""
    return hmac.new(key, b"the signing key of a backup", sha256).hexdigest()


def kept(file: Path) -> Kept:
    """Return how large a file is, and its SHA-256."""
    digest, size = sha256(), 0
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return Kept(size, digest.hexdigest())


def write(folder: Path, manifest: Manifest) -> None:
    """Write it into the folder of its backup."""
    told = {"format": _FORMAT, "about": KEY_NOTE, **asdict(manifest)}
    (folder / FILE).write_text(json.dumps(told, indent=2, default=datetime.isoformat) + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Return the manifest of a backup; UserError where there is none, or it is not ours."""
    file = folder / FILE
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        if told["format"] != _FORMAT:
            raise UserError([Problem(str(file), "format", "a newer mailservice made it; restore with that version")])
        return Manifest(
            made_at=_moment(told["made_at"]),
            version=str(told["version"]),
            revision=str(told["revision"]),
            kind=told["kind"],
            database=str(told["database"]),
            holds=tuple(_inventory(one) for one in told["holds"]),
            keys=tuple(told["keys"]),
            files={str(name): Kept(**one) for name, one in told["files"].items()},
        )
    except FileNotFoundError:
        remedy = f"there is no {FILE} there; name the folder of one backup, as mailservice backup made it"
    except OSError as fault:
        remedy = f"it cannot be read: {fault.strerror}"
    except (ValueError, KeyError, TypeError, AttributeError):
        remedy = f"its {FILE} is damaged; take another backup"
    raise UserError([Problem(str(folder), "", remedy)]) from None


def whole(folder: Path) -> bool:
    """Tell whether every file of a backup is there, by its size; `altered` looks at each byte."""
    try:
        files = read(folder).files
        return all((folder / name).stat().st_size == one.size for name, one in files.items())
    except (UserError, OSError):
        return False


def altered(folder: Path, manifest: Manifest) -> list[str]:
    """Return the files of a backup that are lost, or not as they were written."""
    return [name for name, one in manifest.files.items() if not _same(folder / name, one)]


def _same(file: Path, one: Kept) -> bool:
    try:
        return file.is_file() and kept(file) == one
    except OSError:
        return False


def _inventory(told: Mapping[str, object]) -> Inventory:
    times = {name: _moment(str(told[name])) if told[name] else None for name in ("newest", "read_through")}
    return Inventory(**{**told, **times})  # type: ignore[arg-type]  # JSON: what has another type is told as damage


def _moment(written: str) -> datetime:
    at = datetime.fromisoformat(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
