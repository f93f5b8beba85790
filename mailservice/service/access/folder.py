"""Lays what the record holds on one person into a folder, all of it or nothing: `lay`. No name of a file says whose it is."""

import shutil
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from mailservice.exports.access import Access, pages
from mailservice.record import contents
from mailservice.record.database import Transaction

LIST = "sha256.txt"


def lay(tx: Transaction, access: Access, folder: Path) -> str:
    """Write pages and originals into a folder that is made for them, and return the SHA-256 of their list. OSError."""
    folder.mkdir(mode=0o700)
    digests: dict[str, str] = {}
    for name, page in pages(access).items():
        digests[name] = _write(folder / name, page.encode("utf-8"))
    for one in access.originals:
        digests[one.name] = _write(folder / one.name, contents.get(tx, one.digest) or b"")
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items()))
    return _write(folder / LIST, listed.encode("ascii"))


def remove(folder: Path) -> None:
    """Remove what was laid, as far as it was."""
    with suppress(OSError):
        shutil.rmtree(folder)


def _write(file: Path, data: bytes) -> str:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_bytes(data)
    file.chmod(0o600)
    return sha256(data).hexdigest()
