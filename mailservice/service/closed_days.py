"""Dates before which a day has been closed since they were set move on (rule 4.6). The calendar is read at a start alone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailservice.cases.history.commands import NoteClosedDays
from mailservice.clock import Clock
from mailservice.record import deadlines
from mailservice.record.database import Database
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

# Beyond every date that a case can have.
FAR = timedelta(days=3650)


@dataclass
class ClosedDays:
    """Looks at every date again, by the calendar as it is at this start."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions

    def waits(self) -> list[int]:
        """Return the cases that have a date to look at."""
        with self.record.read(self.desk.partnership) as tx:
            return list(dict.fromkeys(one.case for one in deadlines.due(tx, self.clock.now() + FAR, limit=1_000_000)))

    def work(self) -> int:
        """Move every date that counts a day closed since; return how many cases moved."""
        now = self.desk.rules.days.local(self.clock.now())
        return sum(self._look_at(case, now) for case in self.waits())

    def _look_at(self, case: int, now: datetime) -> bool:
        with self.record.begin(self.desk.partnership) as tx:
            return bool(self.decisions.append(tx, case, NoteClosedDays(now)))
