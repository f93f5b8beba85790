"""A secret in a file of its own, for the service's user alone: put in its place whole, or not at all."""

import codecs
import os
from pathlib import Path


def read_secret(file: Path) -> str:
    """Return what a file holds, without blanks around it; OSError, or UnicodeError where it is no text.

    An editor on Windows may begin it with a mark, or write it in two bytes a letter: then nearly anything would be text.
    """
    data = file.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16").encode("ascii")
    return data.decode("utf-8-sig").strip()


def keep_secret(file: Path, secret: str) -> None:
    """Write a secret over what the file held; OSError where it cannot be, and then nothing is changed."""
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
        stream.write(f"{secret}\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
