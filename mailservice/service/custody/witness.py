"""That the record is still the one that this process works with: a ledger only grows. Start at `Witness.missing`.

A database that was away may come back as it was yesterday, and a file may be exchanged, under a service that goes on running.
"""

from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.history.events import RecordAdopted
from mailservice.cases.letters import phrases
from mailservice.clock import Clock
from mailservice.record import ledger, partnerships
from mailservice.record.database import Database
from mailservice.service.desk import Desk


@dataclass(frozen=True)
class _Seen:
    identity: str
    entries: int
    at: datetime


@dataclass
class Witness:
    """Remembers how far the record had come."""

    record: Database
    clock: Clock
    desk: Desk
    _seen: _Seen | None = None

    def missing(self) -> str:
        """Return what is missing in the record, as the end of a sentence; empty where all that was seen is there.

        One that somebody went on with since then (`record adopt`) is as it is meant to be.
        """
        before = self._seen
        with self.record.read(self.desk.partnership) as tx:
            now = _Seen(partnerships.get(tx).identity, ledger.length(tx), self.clock.now())
            if before and _lacks(now, before) and not ledger.in_book(tx, (RecordAdopted,), before.at):
                return f" while the service ran: some of what it held at {self._shown(before.at)} is gone"
        self._seen = now
        return ""

    def _shown(self, at: datetime) -> str:
        return phrases.moment(self.desk.rules.days.local(at))


def _lacks(now: _Seen, before: _Seen) -> bool:
    return now.identity != before.identity or now.entries < before.entries
