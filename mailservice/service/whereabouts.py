"""Who is where by now: every open case is looked at once a day, and at each start, for those who left, and agencies that changed.

A day that it names (`left`, `since`) comes while the service runs, and so does another file (`who_is_who`).
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from mailservice.cases.history.commands import NoteDirectory
from mailservice.clock import Clock
from mailservice.record import ledger, lookup
from mailservice.record.database import Database
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk


@dataclass
class Whereabouts:
    """Looks at the people and agencies of every open case, by the directory of the day."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    _looked: date | None = field(default=None)

    def waits(self) -> bool:
        """Tell whether today's look is still to come."""
        return self._looked != self._now().date()

    def again(self) -> None:
        """Look again at the next round: the directory is another."""
        self._looked = None

    def work(self) -> int:
        """Look at each open case; return how many moved."""
        if not self.waits():
            return 0
        now = self._now()
        with self.record.read(self.desk.partnership) as tx:
            cases = [line.id for line in lookup.cases_of(tx) if line.status in ("open", "agreed")]
        moved = sum(self._look_at(case, now) for case in cases)
        self._looked = now.date()
        return moved

    def _look_at(self, case: int, now: datetime) -> bool:
        # Most cases have nobody who left: a look alone keeps nothing, and holds up nobody who writes.
        with self.record.read(self.desk.partnership) as tx:
            if not self.decisions.decide(tx, ledger.replayed(tx, case), NoteDirectory(now)):
                return False
        with self.record.begin(self.desk.partnership) as tx:
            return bool(self.decisions.append(tx, case, NoteDirectory(now)))

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())
