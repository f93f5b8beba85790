"""Lays what the record holds on one person into a folder, all of it or nothing: `lay`. No name of a file says whose it is."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from mailservice.exports.access import ASIDE, Access, pages
from mailservice.record import contents
from mailservice.record.database import Transaction

LIST = "sha256.txt"


def lay(tx: Transaction, access: Access, folder: Path) -> str:
    """Write pages and originals into a folder that is made for them, and return the SHA-256 of their list. OSError.

    What lies apart has a list of its own, which is one line of the other: that says nothing of what there is.
    """
    folder.mkdir(mode=0o700)
    digests: dict[str, str] = {}
    for name, page in pages(access).items():
        digests[name] = _write(folder / name, page.encode("utf-8"))
    for one in access.originals:
        digests[one.name] = _write(folder / one.name, contents.get(tx, one.digest) or b"")
    apart = {name: digest for name, digest in digests.items() if name.startswith(ASIDE)}
    beside = {name: digest for name, digest in digests.items() if name not in apart}
    beside[ASIDE + LIST] = _write(folder / ASIDE / LIST, _listed(apart))
    return _write(folder / LIST, _listed(beside))


def _listed(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode("ascii")


def remove(folder: Path) -> None:
    """Remove what was laid, as far as it was."""
    with suppress(OSError):
        shutil.rmtree(folder)


def _write(file: Path, data: bytes) -> str:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_bytes(data)
    file.chmod(0o600)
    return sha256(data).hexdigest()
