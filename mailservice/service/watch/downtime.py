"""When nobody ran: a time between two rounds that is too long, kept as an outage that is over. Start at `Downtime.work`.

Nothing could write it down while it lasted, so the service keeps when it last went round, and looks at that when it is back.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from mailservice.clock import Clock
from mailservice.record import partnerships, troubles
from mailservice.record.database import Database
from mailservice.service.desk import Desk

# How long a round may rest before it counts as an outage, and how often it is kept that one was gone.
REST, KEPT_EVERY = timedelta(minutes=10), timedelta(minutes=1)
DOWN = "down"

log = structlog.get_logger()


@dataclass
class Downtime:
    """Keeps that the service runs, and what of the time it did not."""

    record: Database
    clock: Clock
    desk: Desk
    _kept: datetime | None = None

    def work(self) -> bool:
        """Keep that a round is gone now, once a minute; tell whether nobody ran before it. RecordAway where it cannot be.

        To be called by each round, the first one too, once it is known that the machine's clock can be believed.
        """
        now = self.clock.now()
        if self._kept is not None and timedelta() <= now - self._kept < KEPT_EVERY:
            return False
        with self.record.begin(self.desk.partnership) as tx:
            last = partnerships.get(tx).round_at
            partnerships.note_round(tx, now)
        self._kept = now
        if last is None or now - last <= REST:
            return False
        self.keep(last, now)
        return True

    def keep(self, since: datetime, until: datetime) -> None:
        """Keep that nobody ran from then until then."""
        with self.record.begin(self.desk.partnership) as tx:
            troubles.note(tx, DOWN, "", until, "", since=since)
            troubles.over(tx, DOWN, "", until)
        log.error("the service was down", since=since.isoformat(), until=until.isoformat())
