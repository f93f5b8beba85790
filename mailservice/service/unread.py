"""The alarm that the mailbox cannot be read: until it is, no date of any case acts (rule 3.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailservice.cases.history.commands import NoteUnread
from mailservice.clock import Clock
from mailservice.record import partnerships
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

ALARM_AFTER = timedelta(hours=1)


@dataclass
class Unread:
    """Tells the office, once for each outage, if the mailbox was not read for a working hour."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    _told: datetime | None = None

    def waits(self) -> list[datetime]:
        """Return since when the mailbox was not read, if the office is to hear of it and has not; else nothing."""
        with self.record.read(self.desk.partnership) as tx:
            since = partnerships.get(tx).read_through
        if since is None or since == self._told:
            return []
        long = self.desk.rules.days.working_hours_between(since, self.clock.now()) >= ALARM_AFTER
        return [since] if long else []

    def work(self) -> int:
        """Tell the office; return how many outages it was told of."""
        outages = self.waits()
        for since in outages:
            with self.record.begin(self.desk.partnership) as tx:
                now = self.desk.rules.days.local(self.clock.now())
                self.decisions.append(tx, BOOK, NoteUnread(now, since))
            self._told = since
        return len(outages)
