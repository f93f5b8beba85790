"""The newest backup, as `mailservice backup` notes it in the data folder. Start at `last`."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from mailservice.clock import aware
from mailservice.errors import Problem, UserError

FILE = "last-backup.json"


@dataclass(frozen=True)
class LastBackup:
    """When the newest whole backup was made, and the folder that is it."""

    made_at: datetime
    folder: Path


def note(data: Path, made: LastBackup) -> None:
    """Write which backup is the newest over what was noted before; OSError where it cannot be, and then nothing is changed.

    A data folder that is not there is not made: another is to come back.
    """
    file = data / FILE
    beside = file.with_name(f".{file.name}.new")
    beside.unlink(missing_ok=True)
    told = {"made_at": made.made_at.isoformat(), "folder": str(made.folder.absolute())}
    with beside.open("x", encoding="utf-8") as stream:
        # In a folder that is the service's alone: root may have made the backup, and the service reads this.
        beside.chmod(0o644)
        stream.write(json.dumps(told, indent=1) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(file)


def last(data: Path) -> LastBackup | None:
    """Return the newest backup that was noted; None where none ever was. UserError where that cannot be read."""
    file = data / FILE
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
        return LastBackup(aware(datetime.fromisoformat(told["made_at"])), Path(told["folder"]))
    except FileNotFoundError:
        return None
    except (PermissionError, ValueError, KeyError, TypeError):
        remedy = (
            "which backup was the last cannot be read there; make one, which writes it anew: mailservice backup DIR"
        )
        raise UserError([Problem(str(file), "", remedy)]) from None
