"""The directory's file, replaced whole: the one before stays beside it as `.before`. Start at `replace_file`."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile


def replace_file(file: Path, data: bytes) -> None:
    """Write the file whole; whoever reads it meanwhile sees the one or the other. Raises OSError, and then nothing is changed."""
    if file.exists():
        file.with_name(f"{file.name}.before").write_bytes(file.read_bytes())
    with NamedTemporaryFile("wb", dir=file.parent, prefix=f".{file.name}.", delete=False) as new:
        try:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
            Path(new.name).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o640)
            Path(new.name).replace(file)
        except OSError:
            Path(new.name).unlink()
            raise
