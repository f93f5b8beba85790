"""Once an hour, back into the INBOX: a mail that somebody moved out of it before it was collected.

A mail swiped away on a telephone is one that a person wrote to us, and is received like any other. What the mailbox refuses holds
up nothing else. A letter of ours that the record does not know was sent by another service at work on this mailbox.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.mail.trust import signing
from mailservice.record import mails, partnerships
from mailservice.record.database import Database
from mailservice.service.custody.beyond import Lying, unknown
from mailservice.service.desk import Desk
from mailservice.service.filing import ABOUT, LONGEST, TROUBLE
from mailservice.service.folders import RECORD, is_ours
from mailservice.service.watch.troubles import Troubles
from mailservice.transport.diagnosis import FILING
from mailservice.transport.imap import INBOX, Mailbox

LOOK_BACK, LOOK_EVERY = timedelta(days=14), timedelta(hours=1)

log = structlog.get_logger()


@dataclass
class Reconciling:
    """Looks for lost mails through every folder where one may lie; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    troubles: Troubles
    # What is done where another service sends letters of ours.
    not_alone: Callable[[], object] = field(default=lambda: None, repr=False)
    _looked: datetime | None = None

    def waits(self) -> bool:
        """Tell whether nobody has looked for an hour."""
        return self._looked is None or abs(self._now() - self._looked) >= LOOK_EVERY

    def work(self) -> int:
        """Bring back what was moved, in the last fortnight and since the first mail of all; return how many.

        What came before the record was begun is left where it lies (rule 1.8).
        """
        if not self.waits():
            return 0
        now = self._now()
        with self.record.read(self.desk.partnership) as tx:
            first, started = mails.first_received(tx), partnerships.get(tx).started_at
        since = max(first, now - LOOK_BACK, *([started] if started else [])) if first else now
        back = sum(self._bring_back(one, since) for one in self._shelves()) if first else 0
        self._looked = now
        if back:
            log.warning("mails had been moved out of the INBOX before they were collected", mails=back)
        return back

    def _shelves(self) -> list[str]:
        return [one for one in self.mailbox.shelves() if not one.startswith(RECORD)]

    def _bring_back(self, folder: str, since: datetime) -> int:
        try:
            came = [one for one in self.mailbox.scan(folder, since.date()) if one.internal_date >= since]
        except TryLater as fault:
            if fault.kind not in FILING:
                raise
            return 0  # a folder that may not be opened is not ours
        keys = self.desk.signing_keys
        lying = [Lying(folder, one, signing.letter_in([one.message_id], keys)) for one in came if one.message_id]
        strange = [one.entry.message_id for one in lying if not signing.is_ours(one.entry.message_id, keys)]
        with self.record.read(self.desk.partnership) as tx:
            lost = mails.unknown(tx, strange)
            others = is_ours(folder) and unknown(tx, [one for one in lying if one.letter])
        if others:
            log.error("letters of ours were filed that the record does not know", letters=len(others))
            self.not_alone()
        return sum(self._move_back(folder, one) for one in strange if one in lost)

    def _move_back(self, folder: str, message_id: str) -> bool:
        """Move a mail back; where the mailbox refuses it, that is told, and the next hour tries again."""
        try:
            return self.mailbox.move_between(folder, message_id, INBOX)
        except TryLater as fault:
            if fault.kind not in FILING:
                raise
            log.warning("the mailbox refuses to give a mail back", why=fault.kind)
            self.troubles.note(TROUBLE, str(fault)[:LONGEST], ABOUT[fault.kind])
            return False

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())
