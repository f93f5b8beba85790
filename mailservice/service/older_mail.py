"""What lies in the INBOX from before the record was begun: counted to the office, and left alone (rule 1.8).

What is put there later, or is dated wrongly, is counted too: nobody else reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from mailservice.cases.history.commands import NoteOlderMail
from mailservice.cases.history.events import Event, OlderMailKept
from mailservice.clock import Clock
from mailservice.record import ledger, partnerships
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.collecting import Collecting
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk


@dataclass
class OlderMail:
    """Counts it after each look into the INBOX; TryLater if that cannot be reached."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    collecting: Collecting
    _counted: tuple[int, int] | None = None

    def work(self) -> int:
        """Tell the office of what is new; return how many."""
        uidvalidity, uids = self.collecting.older()
        seen = (uidvalidity, max(uids, default=0))
        if seen == self._counted:
            return 0
        with self.record.begin(self.desk.partnership) as tx:
            started, kept = partnerships.get(tx).started_at, ledger.of_kinds(tx, BOOK, "OlderMailKept")
            count = _new(kept, uidvalidity, uids)
            if started is not None and (count or not _is_of(kept, uidvalidity)):
                now = self.desk.rules.days.local(self.clock.now())
                self.decisions.append(tx, BOOK, NoteOlderMail(now, count, started, *seen, later=bool(kept)))
        self._counted = seen
        return count


def _is_of(kept: Sequence[Event], uidvalidity: int) -> bool:
    """Tell whether the last count was by the numbers that the mailbox gives its mails now."""
    return bool(kept) and isinstance(kept[-1], OlderMailKept) and kept[-1].uidvalidity == uidvalidity


def _new(kept: Sequence[Event], uidvalidity: int, uids: set[int]) -> int:
    """Return how many were not counted yet; after the numbers changed nobody can tell."""
    if not kept:
        return len(uids)
    last = kept[-1]
    return (
        sum(uid > last.highest for uid in uids) if isinstance(last, OlderMailKept) and _is_of(kept, uidvalidity) else 0
    )
