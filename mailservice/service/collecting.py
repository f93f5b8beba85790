"""The first step of a mail's way: from the INBOX into the record, safe on the disk, before anything is decided on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailservice.clock import Clock
from mailservice.mail.parse import message_id
from mailservice.record import mails, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.service.desk import Desk
from mailservice.transport.imap import INBOX, Fetched, Mailbox

BATCH = 20


@dataclass
class Collecting:
    """Takes in what is new in the INBOX, and keeps up to when it was read; TryLater if it cannot be."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk

    def waits(self) -> list[int]:
        """Return the UIDs of the mails that the record does not hold yet."""
        return self._new(self.mailbox.uidvalidity())

    def work(self) -> int:
        """Take in every new mail; return how many."""
        through = self.clock.now()
        uidvalidity = self.mailbox.uidvalidity()
        new = self._new(uidvalidity)
        taken, got = 0, set[int]()
        for batch in _batches(new, BATCH):
            fetched = list(self.mailbox.fetch(batch))
            got.update(one.uid for one in fetched)
            with self.record.begin(self.desk.partnership) as tx:
                taken += sum(_arrives(tx, uidvalidity, one, through) for one in fetched)
        # A mail that is there and cannot be had holds every date back, and is an alarm after a working hour.
        unread = (set(new) - got) & set(self.mailbox.uids()) if set(new) - got else set()
        with self.record.begin(self.desk.partnership) as tx:
            partnerships.note_uidvalidity(tx, uidvalidity)
            if not unread:
                partnerships.note_read_through(tx, through)
        return taken

    def _new(self, uidvalidity: int) -> list[int]:
        uids = self.mailbox.uids()
        with self.record.read(self.desk.partnership) as tx:
            known = mails.known_uids(tx, INBOX, uidvalidity, uids)
        return [uid for uid in uids if uid not in known]


def _arrives(tx: Transaction, uidvalidity: int, one: Fetched, at: datetime) -> bool:
    named, when = message_id(one.raw), one.internal_date
    mail = mails.arrive(
        tx, INBOX, uidvalidity, one.uid, internal_date=when, raw=one.raw, message_id=named, collected_at=at
    )
    return mail is not None


def _batches(uids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (uids[at : at + size] for at in range(0, len(uids), size))
