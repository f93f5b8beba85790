"""A record that somebody says to go on with: what the mailbox has beyond it is taken over first. Start at `Adopting.adopt`.

Letters of ours that it does not know are kept, so that none is sent again; mails that it does not know go back into the INBOX,
to be received anew in their order, each on its old case. It may be broken off and begun again at any moment.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog

from mailservice.cases.history.events import DisposalOrdered, MailboxMoved, Party, RecordAdopted
from mailservice.cases.settling import certifying
from mailservice.clock import Clock
from mailservice.mail import seals
from mailservice.mail.trust import signing
from mailservice.record import contents, found, ledger, lookup, mails, partnerships, sealing
from mailservice.record.database import Database, Transaction
from mailservice.record.found import Found
from mailservice.record.ledger import BOOK
from mailservice.service import folders
from mailservice.service.collecting import Collecting
from mailservice.service.custody import taken_over
from mailservice.service.custody.beginning import Against, Beginning, digest, look
from mailservice.service.custody.beyond import Beyond, Lying, beyond, known_until
from mailservice.service.custody.sealing import every_name
from mailservice.service.desk import Desk
from mailservice.service.folders import BEFORE, CONFIDENTIAL, CONFIDENTIAL_BEFORE, is_ours
from mailservice.transport.imap import INBOX, Mailbox

_A_DAY = timedelta(days=1)
_EVER = datetime.min.replace(tzinfo=UTC)

log = structlog.get_logger()


@dataclass(frozen=True)
class Adopted:
    """What came of it: letters that were taken over, mails that were brought back, and what stood against the record."""

    letters: int
    mails: int
    against: Against


@dataclass
class Adopting:
    """Goes on with a record, or in another mailbox; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    beginning: Beginning
    collecting: Collecting

    def adopt(self, reason: str, by: str) -> Adopted:
        """Take over what the mailbox has beyond the record, and go on; ValueError where it is another mailbox, or nothing stands.

        `by` is whoever does it, as the machine knows them.
        """
        against = look(self.record, self.mailbox, self.clock, self.desk)
        if against.kind == "mailbox":
            raise ValueError(against.reason)
        if not (against.reason or self.beginning.holds()):
            raise ValueError("nothing stands against this record, and the service goes on with it")
        letters, came = self._take_over()
        self._lay_aside()
        self.collecting.work()
        with self.record.begin(self.desk.partnership) as tx:
            now = self.clock.now()
            done = RecordAdopted(self.desk.rules.days.local(now), reason, by, against.reason, letters, came)
            ledger.append(tx, BOOK, [done], now)
            for one, reference in _disposed_since(tx):
                why = (
                    f"it was disposed of before the record was set back; the mailbox has the certificate of {reference}"
                )
                office = Party(self.desk.directory.office.address, self.desk.directory.office.name)
                ledger.append(tx, one, [DisposalOrdered(done.at, office, office, why, "the certificate says")], now)
            partnerships.note_signing_key(tx, digest(self.desk.signing_keys[0]))
        self.beginning.note(Against())
        log.info("the record was adopted", letters=letters, mails=came)
        return Adopted(letters, came, against)

    def move_mailbox(self, reason: str, by: str) -> Against:
        """Go on in the mailbox that the settings name; return what else stands against the record. ValueError if it is the same.

        Known mails are told there by Message-ID, INTERNALDATE and digest.
        """
        here = self.mailbox.account.name
        with self.record.begin(self.desk.partnership) as tx:
            before = partnerships.get(tx).mailbox
            if before == here:
                raise ValueError(f"the record is of {here} already")
            now = self.clock.now()
            mails.move_mailbox(tx, INBOX, f"{INBOX} of {before}")
            partnerships.note_mailbox(tx, here)
            ledger.append(tx, BOOK, [MailboxMoved(self.desk.rules.days.local(now), reason, by, before, here)], now)
        against = look(self.record, self.mailbox, self.clock, self.desk)
        self.beginning.note(against)
        log.info("the mailbox was moved")
        return against

    def _take_over(self) -> tuple[int, int]:
        """Keep what lies beyond the record and bring its mails back; return how many letters, and how many mails."""
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            since = known_until(tx, now)
        lying = beyond(self.record, self.mailbox, self.desk, since)
        if since and not lying.letters_seen:
            lying = beyond(self.record, self.mailbox, self.desk, None)
        taken, others = self._keep_letters(lying.letters, now)
        came = sorted((*lying.mails, *others), key=lambda one: one.entry.internal_date)
        if since is None:
            start = _start(lying, came)
            came = [one for one in came if start is None or one.entry.internal_date >= start]
            self._begin_at(start)
        self._note(lambda tx: _keep_places(tx, came, now))
        names = self.mailbox.folders()
        self._note(lambda tx: _reserve(tx, names))
        return taken, sum(self.mailbox.move_from(one.folder, one.entry.uid, INBOX) for one in came)

    def _lay_aside(self) -> None:
        """Move what the seals of the record that was lost laid down to where nobody takes it for this one's."""
        with self.record.read(self.desk.partnership) as tx:
            mine = {name for one in sealing.kept(tx) for name in every_name(one)}
        for folder in (
            one for one in self.mailbox.folders() if is_ours(one) or one in (seals.FOLDER, seals.BOOK_FOLDER)
        ):
            place = CONFIDENTIAL_BEFORE if folder == CONFIDENTIAL else BEFORE
            for entry in [*self.mailbox.scan(folder)]:
                name = signing.letter_in([entry.message_id], self.desk.signing_keys, signing.KEPT)
                if name and name not in mine:
                    self.mailbox.move_from(folder, entry.uid, place)

    def _keep_letters(self, letters: Sequence[Lying], now: datetime) -> tuple[int, list[Lying]]:
        """Keep each letter with its bytes; return how many, and what only bears the Message-ID of one."""
        taken, others = 0, list[Lying]()
        for one in letters:
            for raw in (fetched.raw for fetched in self.mailbox.fetch_from(one.folder, [one.entry.uid])):
                seen = taken_over.seen(raw)
                if seen.sender.lower() != self.desk.address.lower():
                    others.append(one)
                    continue
                self._note(lambda tx, one=one, raw=raw, seen=seen: _keep_letter(tx, one, raw, seen, now))  # type: ignore[misc] # bound here
                taken += 1
        return taken, others

    def _begin_at(self, start: datetime | None) -> None:
        with self.record.begin(self.desk.partnership) as tx:
            began = partnerships.get(tx).started_at
            if start and (began is None or start < began):
                partnerships.note_started(tx, start)

    def _note(self, keep: Callable[[Transaction], None]) -> None:
        with self.record.begin(self.desk.partnership) as tx:
            keep(tx)


def _start(lying: Beyond, came: Sequence[Lying]) -> datetime | None:
    """Return when a record that is lost must have begun: with the first of ours that it filed, about its first letter."""
    letters = [one.entry.internal_date for one in lying.letters]
    earliest = min(letters) - _A_DAY if letters else None
    times = [*letters, *(one.entry.internal_date for one in came)]
    return min((one for one in times if earliest is None or one >= earliest), default=None)


def _keep_letter(tx: Transaction, one: Lying, raw: bytes, seen: taken_over.Seen, now: datetime) -> None:
    digest_of = contents.keep(tx, raw, "letter")
    facts = (seen.address, seen.subject, seen.kind, seen.answers, digest_of)
    found.keep(tx, Found(one.entry.message_id, one.letter, one.folder, one.entry.internal_date, now, *facts))


def _keep_places(tx: Transaction, came: Iterable[Lying], now: datetime) -> None:
    for one in came:
        if one.entry.message_id:
            found.keep(tx, Found(one.entry.message_id, "", one.folder, one.entry.internal_date, now))


def _disposed_since(tx: Transaction) -> list[tuple[int, str]]:
    """Return the cases that this record still has whole, and of which the mailbox has the certificate that they are gone."""
    subjects = (one.subject for one in found.untaken(tx, _EVER))
    named = dict.fromkeys(
        one.partition(certifying.HEADLINE)[2].strip() for one in subjects if certifying.HEADLINE in one
    )
    numbers = [(lookup.case_by_reference(tx, one), one) for one in named]
    return [
        (number, one) for number, one in numbers if number is not None and lookup.case(tx, number).status == "closed"
    ]


def _reserve(tx: Transaction, names: Iterable[str]) -> None:
    """Keep that the numbers of the folders that are there are given out, so that no new case gets one of them."""
    for numbers in filter(None, (folders.numbers_in(one) for one in names)):
        lookup.reserve(tx, *numbers)
