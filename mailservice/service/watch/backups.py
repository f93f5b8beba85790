"""When the last backup was made, and that the office hears where none is made any more. Start at `Backups.work`.

`mailservice backup` leaves a note beside the record. Where there is none, the record may be backed up by other means, and nobody
is nagged.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from mailservice.cases.letters import phrases
from mailservice.clock import Clock, aware
from mailservice.errors import Problem, UserError
from mailservice.service.desk import Desk
from mailservice.service.watch.troubles import Troubles

KIND = "backup"
FILE = "last-backup.json"
# From when on the newest is too old; and how long the backup of that very night may still be under way.
OVERDUE, UNDER_WAY = timedelta(days=3), timedelta(hours=6)


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
        beside.chmod(
            0o644
        )  # in a folder that is the service's alone; root may have made the backup, and the service reads this
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


@dataclass
class Backups:
    """Looks whether a backup is still made each night, where one ever was; `last` reads what was noted."""

    clock: Clock
    desk: Desk
    troubles: Troubles
    last: Callable[[], LastBackup | None] = lambda: None

    def work(self) -> int:
        """Note that none was made for too long, once for each backup after which none came; return how many were noted."""
        newest = self.last()
        if newest is None or self.clock.now() - newest.made_at < OVERDUE + UNDER_WAY:
            self.troubles.over(KIND)
            return 0
        stands = self.troubles.standing(KIND)
        if stands is not None and stands.since >= newest.made_at:
            return 0
        self.troubles.over(KIND)
        made_at = phrases.moment(self.desk.rules.days.local(newest.made_at))
        self.troubles.note(KIND, f"the last backup was made at {made_at}, in {newest.folder}", since=newest.made_at)
        return 1
