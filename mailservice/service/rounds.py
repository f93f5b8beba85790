"""The way of a mail: collect, receive, sweep, dispatch, file. The only place that knows every room.

Each step reads what stands unsettled in the record and may be called at any time, twice, or by two processes at once:
what is already done changes nothing. It is handed the record, the post, the mailbox and a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from mailservice.cases import heard
from mailservice.cases.history.commands import (
    CallTime,
    CaseSoFar,
    Hear,
    NoteClosedDays,
    NoteMorning,
    NoteUnread,
    Sender,
)
from mailservice.cases.history.events import Event, StageEntered
from mailservice.cases.history.folding import replay
from mailservice.clock import Clock
from mailservice.mail import trust
from mailservice.mail.grammar import reading
from mailservice.mail.parse import parse
from mailservice.policy.workdays import MORNING
from mailservice.record import deadlines, ledger, lookup, mails, outbox, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import CONFIDENTIAL, Desk
from mailservice.service.hearing import goes_on_in
from mailservice.service.receiving import MEMORY, Receiving
from mailservice.service.sending import Sending
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

INBOX = "INBOX"
COLLECT_BATCH = 20
# Beyond every date that a case can have.
FAR = timedelta(days=3650)
# How far back a mail is looked for that was moved before it was collected.
LOOK_BACK, LOOK_EVERY = timedelta(days=14), timedelta(hours=1)
UNREAD_ALARM = timedelta(hours=1)

log = structlog.get_logger()


@dataclass
class Service:
    """One partnership's service at work."""

    record: Database
    post: Post
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    _told_unread: datetime | None = None
    _reconciled: datetime | None = None

    def __post_init__(self) -> None:
        self.decisions = Decisions(self.desk, self.clock)
        self.receiving = Receiving(self.desk, self.clock, self.decisions)
        self.sending = Sending(self.record, self.post, self.mailbox, self.clock, self.desk, self.decisions)

    def collect(self) -> int:
        """Take in what is new in the INBOX, each mail safe on disk; return how many. TryLater if it cannot be read."""
        through = self.clock.now()
        uidvalidity = self.mailbox.uidvalidity()
        uids = self.mailbox.uids()
        with self.record.read(self.desk.partnership) as tx:
            known = mails.known_uids(tx, INBOX, uidvalidity, uids)
        new = [uid for uid in uids if uid not in known]
        taken, got = 0, set[int]()
        for batch in _batches(new, COLLECT_BATCH):
            fetched = list(self.mailbox.fetch(batch))
            got.update(one.uid for one in fetched)
            with self.record.begin(self.desk.partnership) as tx:
                for one in fetched:
                    arrived = mails.arrive(
                        tx,
                        INBOX,
                        uidvalidity,
                        one.uid,
                        internal_date=one.internal_date,
                        raw=one.raw,
                        message_id=parse(one.raw).message_id,
                    )
                    taken += arrived is not None
        # A mail that is there and cannot be had holds every date back, and is an alarm after a working hour.
        unread = (set(new) - got) & set(self.mailbox.uids()) if set(new) - got else set()
        with self.record.begin(self.desk.partnership) as tx:
            partnerships.note_uidvalidity(tx, uidvalidity)
            if not unread:
                partnerships.note_read_through(tx, through)
        return taken

    def reconcile(self) -> int:
        """Bring back into the INBOX, once an hour, what somebody moved out of it before it was collected; return how many.

        A mail swiped away on a telephone is one that a person wrote to us, and is received like any other. TryLater.
        """
        now = self.desk.rules.days.local(self.clock.now())
        if self._reconciled is not None and now - self._reconciled < LOOK_EVERY:
            return 0
        with self.record.read(self.desk.partnership) as tx:
            first = mails.first_received(tx)
        since = max(first, now - LOOK_BACK) if first else now
        back = sum(self._bring_back(folder, since) for folder in self.mailbox.shelves()) if first else 0
        self._reconciled = now
        if back:
            log.warning("mails had been moved out of the INBOX before they were collected", mails=back)
        return back

    def receive_all(self) -> int:
        """Decide every mail not yet decided, oldest first; return how many. One that fails thrice is held."""
        done = 0
        tried: set[int] = set()
        while True:
            with self.record.read(self.desk.partnership) as tx:
                waiting = [mail for mail in mails.unsettled(tx) if mail not in tried]
            if not waiting:
                return done
            for mail in waiting:
                tried.add(mail)
                done += self.receive(mail)

    def receive(self, mail: int) -> bool:
        """Decide one mail, all or nothing; False if it was settled already or failed. Never raises for what it says."""
        try:
            with self.record.begin(self.desk.partnership) as tx:
                return self.receiving.receive(tx, mail)
        except Exception as fault:
            log.exception("a mail could not be decided", mail=mail)
            with self.record.begin(self.desk.partnership) as tx:
                self.receiving.note_failure(tx, mail, fault)
            return False

    def sweep(self) -> int:
        """Call every date that has come, if the mailbox has been read past it; return how many cases moved.

        One sweep climbs a case at most one stage (rule 3.3).
        """
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            through = partnerships.get(tx).read_through
            if through is None or mails.unsettled(tx, 1):
                return 0
            come = deadlines.due(tx, min(through, now), limit=100_000)
        moved = 0
        for case in dict.fromkeys(one.case for one in come):
            moved += self._call(case, [one.deadline for one in come if one.case == case], now)
        return moved

    def do_by_hand(self, reference: str, words: str, who: str, why: str) -> tuple[Event, ...]:
        """Carry out the office's words on a case, as if it had written them; kept with who did it and why.

        KeyError if there is no such case; ValueError if the words hold no command, or one that is not clear.
        """
        now = self.desk.rules.days.local(self.clock.now())
        read = reading.read(words, today=now.date(), office=True)
        if read.unclear:
            raise ValueError(" ".join(heard.ask_back(one) for one in read.unclear))
        if not read.said:
            raise ValueError(f"no word of ours is in {words!r}; write it in capitals, like NOTE or ESCALATE")
        office = self.desk.directory.office
        hear = Hear(
            at=now,
            mail=f"by hand: {who}",
            message_id="",
            sender=Sender(office.address, office.name, office=True, proof="proven"),
            said=read.said,
            own_words=f"By hand, {who}: {why}",
        )
        with self.record.begin(self.desk.partnership) as tx:
            number = lookup.case_by_reference(tx, reference)
            if number is None:
                raise KeyError(reference)
            return self.decisions.append(tx, goes_on_in(tx, number), hear)

    def busy(self) -> bool:
        """Tell whether something stands unsettled that could be settled now."""
        with self.record.read(self.desk.partnership) as tx:
            unsettled = mails.unsettled(tx, 1) or outbox.due(tx, self.clock.now(), 1)
            return bool(unsettled or mails.to_file(tx, 1) or outbox.to_file(tx, 1))

    def note_unread(self) -> bool:
        """Tell the office, once for each outage, if the mailbox was not read for a working hour (rule 3.1)."""
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            since = partnerships.get(tx).read_through
        if since is None or since == self._told_unread:
            return False
        if self.desk.rules.days.working_hours_between(since, now) < UNREAD_ALARM:
            return False
        with self.record.begin(self.desk.partnership) as tx:
            self.decisions.append(tx, BOOK, NoteUnread(self.desk.rules.days.local(now), since))
        self._told_unread = since
        return True

    def look_at_closed_days(self) -> int:
        """Move every date before which a day has been closed since it was set (rule 4.6); return how many cases moved.

        The calendar is read at a start alone, so that is when this is asked.
        """
        now = self.desk.rules.days.local(self.clock.now())
        with self.record.read(self.desk.partnership) as tx:
            waiting = dict.fromkeys(one.case for one in deadlines.due(tx, now + FAR, limit=1_000_000))
        moved = 0
        for case in waiting:
            with self.record.begin(self.desk.partnership) as tx:
                moved += bool(self.decisions.append(tx, case, NoteClosedDays(now)))
        return moved

    def digest(self) -> bool:
        """Write the office its morning letter, once each working day from 9am on: the heartbeat (rules, section 17)."""
        now = self.desk.rules.days.local(self.clock.now())
        with self.record.read(self.desk.partnership) as tx:
            if not self._morning_is_due(tx, now):
                return False
        with self.record.begin(self.desk.partnership) as tx:
            if not self._morning_is_due(tx, now):
                return False
            ours = partnerships.get(tx)
            since = ours.heartbeat_at or now - MEMORY
            cases, held = tuple(self._so_far(tx, since)), mails.held_in(tx, CONFIDENTIAL)
            self.decisions.append(tx, BOOK, NoteMorning(now, since, cases, ours.read_through, held))
            partnerships.note_heartbeat(tx, now)
        return True

    def waiting_letters(self) -> list[str]:
        """Return the letters to send that nobody is busy with, in the order they were ordered."""
        with self.record.read(self.desk.partnership) as tx:
            return outbox.due(tx, self.clock.now())

    def dispatch(self, letter: str) -> bool:
        """Send one letter; False if it was not sent, because it is taken, has to rest, or would mislead by now."""
        return self.sending.dispatch(letter)

    def file(self) -> int:
        """Move each settled mail to its folder and put each sent letter beside it, once; return how many."""
        with self.record.read(self.desk.partnership) as tx:
            moving, adding = mails.to_file(tx), outbox.to_file(tx)
        return sum(self._file_mail(mail) for mail in moving) + sum(self.sending.file(letter) for letter in adding)

    def _bring_back(self, folder: str, since: datetime) -> int:
        came = [one.message_id for one in self.mailbox.scan(folder, since.date()) if one.internal_date >= since]
        strange = [one for one in came if one and not trust.letter_in([one], self.desk.signing_key)]
        with self.record.read(self.desk.partnership) as tx:
            lost = mails.unknown(tx, strange)
        return sum(self.mailbox.move_between(folder, one, INBOX) for one in strange if one in lost)

    def _morning_is_due(self, tx: Transaction, now: datetime) -> bool:
        days, last = self.desk.rules.days, partnerships.get(tx).heartbeat_at
        if now.time() < MORNING or not days.is_working(now.date()):
            return False
        return last is None or days.local(last).date() < now.date()

    def _so_far(self, tx: Transaction, since: datetime) -> Iterable[CaseSoFar]:
        """Give every case that is open or has something left to do, or in which something was recorded since."""
        for line in lookup.cases_of(tx):
            whole, seen = ledger.recorded(tx, line.id, since)
            if line.status in ("open", "agreed") or seen < whole or deadlines.standing(tx, line.id):
                history = tuple(ledger.events(tx, line.id))
                yield CaseSoFar(self.decisions.rules(tx, replay(history)).policy, history, seen)

    def _call(self, number: int, come: Sequence[str], now: datetime) -> bool:
        with self.record.begin(self.desk.partnership) as tx:
            case = replay(ledger.events(tx, number))
            happened: list[Event] = []
            for deadline in come:
                events = self.decisions.decide(tx, case, CallTime(self.desk.rules.days.local(now), deadline))
                case = replay(events, case)
                happened.extend(events)
                if any(isinstance(event, StageEntered) for event in events):
                    break
            if happened:
                ledger.append(tx, number, happened, now)
        return bool(happened)

    def _file_mail(self, mail: int) -> int:
        with self.record.read(self.desk.partnership) as tx:
            stored = mails.get(tx, mail)
        if stored.uidvalidity != self.mailbox.uidvalidity():
            return 0
        moved = self.mailbox.move(stored.uid, stored.folder)
        if not moved and stored.folder != CONFIDENTIAL:  # it was held there, and its sender let it go on
            moved = self.mailbox.move_between(CONFIDENTIAL, f"<{stored.message_id}>", stored.folder)
        if not moved:
            log.warning("a mail had left the INBOX before it was filed", mail=mail)
        with self.record.begin(self.desk.partnership) as tx:
            mails.filed(tx, mail, stored.folder, self.clock.now())
        return 1


def _batches(uids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (uids[at : at + size] for at in range(0, len(uids), size))
