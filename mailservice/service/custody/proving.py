"""The record and the mailbox looked through, a little at each round: where somebody wrote VERIFY, and once a week.

Whoever asked is told by one letter what was found. Of the weekly look the office has a letter where it found what none before it
told; when it was made stands in the morning letter. A look that ended with its process is made anew. Start at `Proving.work`.
"""

from collections.abc import Generator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from time import monotonic

import structlog

from mailservice.cases.history.commands import NoteProof
from mailservice.cases.history.events import ProofAsked, ProofGiven
from mailservice.clock import Clock
from mailservice.record import inventory, ledger, looks, partnerships, verify
from mailservice.record.database import Database, Transaction
from mailservice.record.fault import Fault
from mailservice.record.ledger import BOOK
from mailservice.service.custody import report
from mailservice.service.custody.findings import Finding
from mailservice.service.custody.report import Report
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.watch.clocks import Clocks
from mailservice.transport.imap import Mailbox

# The part of a round that is given to it, in seconds; and how many findings a letter names.
A_LITTLE, MOST_TOLD = 2.0, 20
A_WEEK = timedelta(days=7)
# The weekly look begins on a Sunday, after what was deleted in the mailbox has been laid back (`service.counting`, at midnight).
SUNDAY, HOUR = 6, time(1)
# What was seen of the mailbox before such a pause may be otherwise by now.
STALE = timedelta(hours=1)
WEEKLY = "Once a week the service looks through everything by itself. This is what it found."

log = structlog.get_logger()


@dataclass
class Look:
    """A look that is under way: who asked, when it last went on, the record and the mailbox; what was found so far.

    `record` is None once all of it is looked at.
    """

    asked: ProofAsked | None
    began: datetime
    went_on: datetime
    record: Generator[verify.Step] | None
    mailbox: Stocktaking
    faults: list[Fault] = field(default_factory=list)
    # What was found in the mailbox at first.
    found: list[Finding] = field(default_factory=list)


@dataclass
class Proving:
    """Looks through everything, for the oldest question first; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    decisions: Decisions
    clocks: Clocks
    _look: Look | None = None

    def waits(self) -> bool:
        """Tell whether somebody asked and was not told yet, or the weekly look is due."""
        if self._look is not None:
            return True
        with self.record.read(self.desk.partnership) as tx:
            return self._asked(tx) is not None or self._is_due(tx)

    def work(self) -> int:
        """Go on for a little while; return how many looks came to their end."""
        ends, done = monotonic() + A_LITTLE, 0
        while (look := self._look or self._begin()) is not None:
            if not self._step(look):
                self._tell(look)
                done += 1
            if monotonic() >= ends:
                break
        return done

    def let_go(self) -> None:
        """Let go of the moment of the record that is looked at; the look is made anew.

        While somebody reads, no byte can go; and while the mailbox is away it would be held open for hours.
        """
        if self._look is not None and self._look.record is not None:
            self._look.record.close()
            self._look = None

    def _asked(self, tx: Transaction) -> ProofAsked | None:
        kept = ledger.in_book(tx, (ProofAsked, ProofGiven))
        given = {one.request for one in kept if isinstance(one, ProofGiven)}
        return next((one for one in kept if isinstance(one, ProofAsked) and one.request not in given), None)

    def _is_due(self, tx: Transaction) -> bool:
        """Tell whether none was made since Sunday, of a record a week old by then; one that was asked for counts if whole."""
        now = self._now()
        day = now.date() - timedelta(days=(now.weekday() - SUNDAY) % 7)
        sunday = datetime.combine(day, HOUR, now.tzinfo)
        due = sunday if sunday <= now else sunday - A_WEEK
        started = partnerships.get(tx).started_at
        if started is None or due - started < A_WEEK or not self.clocks.sure:
            return False
        return not any(one.on >= due and (one.by is None or not one.changed) for one in looks.given(tx, now))

    def _begin(self) -> Look | None:
        with self.record.read(self.desk.partnership) as tx:
            asked = self._asked(tx)
            if asked is not None or self._is_due(tx):
                now = self._now()
                self._look = Look(asked, now, now, self._record(), self._stocktaking())
        return self._look

    def _stocktaking(self) -> Stocktaking:
        return Stocktaking(self.record, self.mailbox, self.desk)

    def _record(self) -> Generator[verify.Step]:
        """Look at the record as it stands at one moment, however many rounds it takes: what comes meanwhile is no finding."""
        with self.record.read(self.desk.partnership) as tx:
            yield from verify.looking(tx)

    def _step(self, look: Look) -> bool:
        """Look at a little more of the record, then of the mailbox; False once all is looked at."""
        now = self._now()
        if abs(now - look.went_on) > STALE:
            look.mailbox = self._stocktaking()
        goes_on = self._of_record(look) or look.mailbox.step() or self._once_more(look)
        look.went_on = now
        return goes_on

    def _once_more(self, look: Look) -> bool:
        """Look through the mailbox a second time if something was found: what was just moved or laid anew is no finding."""
        if not look.found and look.mailbox.findings:
            look.found, look.mailbox = look.mailbox.findings, self._stocktaking()
            return True
        twice = {(one.kind, one.item) for one in look.found}
        look.mailbox.findings = [one for one in look.mailbox.findings if (one.kind, one.item) in twice]
        return False

    def _of_record(self, look: Look) -> bool:
        if look.record is None:
            return False
        try:
            step = next(look.record, None)
        except Exception:
            self._look = None  # that moment of the record cannot be gone back to
            raise
        if step is None:
            look.record = None
            return False
        look.faults += step.faults
        return True

    def _tell(self, look: Look) -> None:
        zone, now = self._now().tzinfo, self._now()
        with self.record.read(self.desk.partnership) as tx:
            before = report.before(tx, look.faults, now)
            whole = looks.last_whole(before)
            custodians = (
                report.of_database(tx, look.faults, zone),
                *report.of_mailbox(look.mailbox, zone, names_folders=False),
            )
            whole_on = whole.astimezone(zone).date() if whole else None
            told = Report(inventory.take(tx), custodians, look.mailbox.looked_at, whole_on)
        note = self._note(look, told, looks.known(before))
        with self.record.begin(self.desk.partnership) as tx:
            if not self._is_told(tx, look, now):
                self.decisions.append(tx, BOOK, note)
        log.info("the record was looked through", changed=told.changed, weekly=look.asked is None)
        self._look = None

    def _is_told(self, tx: Transaction, look: Look, now: datetime) -> bool:
        """Tell whether another process was first."""
        if look.asked is not None:
            return self._asked(tx) != look.asked
        return any(one.by is None and one.at >= look.began for one in looks.given(tx, now))

    def _note(self, look: Look, told: Report, known: tuple[str, ...]) -> NoteProof:
        """Return what is kept of a look, with what a letter says of it: of a weekly one nothing where all was told before."""
        prints = report.prints(told)
        items: tuple[str, ...] = ()
        if look.asked is not None:
            items = tuple(report.items(told, MOST_TOLD))
        elif looks.new(prints, known):
            items = (WEEKLY, *report.items(told, MOST_TOLD, known))
        now = self._now()
        began = min(look.began, now)
        return NoteProof(now, look.asked, told.changed, items, report.action(told), began, prints, told.looked_at)

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())
