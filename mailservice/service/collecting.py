"""The first step of a mail's way: from the INBOX into the record, safe on the disk, before anything is decided on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailservice.clock import Clock
from mailservice.errors import Withheld
from mailservice.mail.parse import message_id
from mailservice.record import mails, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.record.partnerships import Partnership
from mailservice.service.desk import Desk
from mailservice.transport.imap import INBOX, Fetched, Mailbox

BATCH = 20


@dataclass
class Collecting:
    """Takes in what is new in the INBOX, and keeps up to when it was read; TryLater if it cannot be.

    What came before the record was begun is left where it lies (rule 1.8). Nothing is taken out of another mailbox than the
    record's: the numbers that this one gives its mails may be those of other mails there.
    """

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    _older: set[int] = field(default_factory=set)
    _older_of: tuple[int, datetime] | None = None
    _withheld: str = ""

    def waits(self) -> list[int]:
        """Return the UIDs of the mails that the record does not hold yet."""
        return self._new(self.mailbox.uidvalidity())

    def older(self) -> tuple[int, set[int]]:
        """Return the UIDVALIDITY of the INBOX, and the UIDs of its mails that came before the record was begun."""
        uidvalidity = self.mailbox.uidvalidity()
        return uidvalidity, self._from_before(uidvalidity, self._ours().started_at)

    def work(self) -> int:
        """Take in every new mail; return how many."""
        through, ours = self.clock.now(), self._ours()
        if ours.mailbox and ours.mailbox != self.mailbox.account.name:
            return 0
        uidvalidity = self.mailbox.uidvalidity()
        new = self._new(uidvalidity)
        taken, got = 0, set[int]()
        for batch in _batches(new, BATCH):
            fetched = list(self.mailbox.fetch(batch))
            got.update(one.uid for one in fetched)
            if ours.started_at:
                self._older.update(one.uid for one in fetched if one.internal_date < ours.started_at)
            with self.record.begin(self.desk.partnership) as tx:
                taken += sum(_arrives(tx, uidvalidity, one, through) for one in fetched if one.uid not in self._older)
        # A mail that is there and cannot be had holds every date back.
        unread = (set(new) - got) & set(self.mailbox.uids()) if set(new) - got else set()
        self._withheld = _withheld(len(unread), self.mailbox.withheld) if unread else ""
        with self.record.begin(self.desk.partnership) as tx:
            partnerships.note_uidvalidity(tx, uidvalidity)
            if not unread:
                partnerships.note_read_through(tx, through)
        return taken

    def check(self) -> None:
        """Withheld where some emails of the INBOX could not be had at the last look."""
        if self._withheld:
            raise Withheld(self._withheld)

    def _new(self, uidvalidity: int) -> list[int]:
        uids = self.mailbox.uids()
        with self.record.read(self.desk.partnership) as tx:
            started = partnerships.get(tx).started_at
            known = mails.known_uids(tx, INBOX, uidvalidity, uids)
        older = self._from_before(uidvalidity, started)
        return [uid for uid in uids if uid not in known and uid not in older]

    def _from_before(self, uidvalidity: int, started: datetime | None) -> set[int]:
        """Return the UIDs of the mails from before the record was begun: by the server's day, near it by the very second."""
        if started is None:
            return set()
        if self._older_of != (uidvalidity, started):
            day = started.date() - timedelta(days=1)
            near = (one.uid for one in self.mailbox.scan(INBOX, day) if one.internal_date < started)
            self._older, self._older_of = {*self.mailbox.before(day), *near}, (uidvalidity, started)
        return self._older

    def _ours(self) -> Partnership:
        with self.record.read(self.desk.partnership) as tx:
            return partnerships.get(tx)


def _withheld(number: int, why: str) -> str:
    what = "an email lies in the INBOX that" if number == 1 else f"{number} emails lie in the INBOX that"
    return f"{what} the mail server does not give us{f': {why}' if why else ''}"


def _arrives(tx: Transaction, uidvalidity: int, one: Fetched, at: datetime) -> bool:
    named, when = message_id(one.raw), one.internal_date
    mail = mails.arrive(
        tx, INBOX, uidvalidity, one.uid, internal_date=when, raw=one.raw, message_id=named, collected_at=at
    )
    return mail is not None


def _batches(uids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (uids[at : at + size] for at in range(0, len(uids), size))
