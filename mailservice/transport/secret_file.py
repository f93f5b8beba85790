"""A secret in a file of its own, for the service's user alone: put in its place whole, or not at all."""

import os
from pathlib import Path


def keep_secret(file: Path, secret: str) -> None:
    """Write a secret over what the file held; OSError where it cannot be, and then nothing is changed."""
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(f"{secret}\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)
