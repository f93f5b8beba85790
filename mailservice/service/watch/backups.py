"""That the office hears where backups are made no more. Start at `Backups.work`.

`mailservice backup` leaves a note beside the record. Where there is none, the record may be backed up by other means, and nobody
is nagged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from mailservice.cases.letters import phrases
from mailservice.clock import Clock
from mailservice.service.desk import Desk
from mailservice.service.watch.last_backup import LastBackup
from mailservice.service.watch.troubles import Troubles

KIND = "backup"
# From when on the newest is too old; and how long the backup of that very night may still be under way.
OVERDUE, UNDER_WAY = timedelta(days=3), timedelta(hours=6)


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
