"""Who does what, in which order: each duty of the service has a file of its own. Start at `Service.go_round`.

A duty reads what stands unsettled in the record, and may be called at any time, twice, or by two processes at once:
what is already done changes nothing. Each is done by itself (`supervising`): what fails in one stops no other.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Protocol

from mailservice.clock import Clock
from mailservice.errors import RecordAway, RecordBroken
from mailservice.record import deadlines, mails, outbox, partnerships, troubles
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.service.by_hand import ByHand
from mailservice.service.closed_days import ClosedDays
from mailservice.service.collecting import Collecting
from mailservice.service.counting import Counting
from mailservice.service.custody.beginning import Beginning
from mailservice.service.custody.proving import Proving
from mailservice.service.custody.sealing import Sealing
from mailservice.service.custody.witness import Witness
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.disposing import Disposing
from mailservice.service.drilling import Drilling
from mailservice.service.filing import Filing
from mailservice.service.held_up import HeldUp
from mailservice.service.keyring import FILE, Keyring
from mailservice.service.morning import Morning
from mailservice.service.older_mail import OlderMail
from mailservice.service.reader import Reader, ReaderApart
from mailservice.service.receiving import Receiving
from mailservice.service.reconciling import Reconciling
from mailservice.service.sending import Sending
from mailservice.service.sweeping import Sweeping
from mailservice.service.watch.backups import Backups
from mailservice.service.watch.clocks import Beside, Clocks
from mailservice.service.watch.distress import Distress
from mailservice.service.watch.downtime import Downtime
from mailservice.service.watch.last_backup import LastBackup
from mailservice.service.watch.one_by_one import OneByOne
from mailservice.service.watch.pulse import Pulse
from mailservice.service.watch.secrets import LastDays, Secrets
from mailservice.service.watch.supervising import Supervisor
from mailservice.service.watch.troubles import Troubles
from mailservice.service.watch.verifying import Verifying
from mailservice.service.whereabouts import Whereabouts
from mailservice.service.who_is_who import WhoIsWho
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

# What has waited so long was held up by an outage; and for how long letters wait until that is decided.
LATE, CATCHING_UP = timedelta(minutes=15), timedelta(minutes=5)


class Duty(Protocol):
    """Something that is done whenever it is asked for, as far as anything waits."""

    def waits(self) -> Collection[object] | bool:
        """Return what waits to be done now, or whether anything does."""
        ...

    def work(self) -> int:
        """Do what waits, and return how much was done."""
        ...


@dataclass
class Service:
    """One partnership's service at work; mails are read in this process unless a reader is given.

    `keyring` has the keys of signatures, where they are checked here; `beside` the clocks that ours is held against. `pulse` says
    what is being done to whoever watches; `strict` raises a defect, as in tests, where in earnest it is told, and the next done.
    `last_days` says until when what proves us to a token server holds, `last_backup` when one was made.
    """

    record: Database
    post: Post
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    reader: Reader | None = None
    keyring: Keyring | None = None
    beside: Beside | None = None
    pulse: Pulse = field(default_factory=Pulse)
    strict: bool = True
    last_days: Callable[[], LastDays] = tuple
    last_backup: Callable[[], LastBackup | None] = lambda: None
    _only_collects: bool = False
    _late_since: datetime | None = None

    def __post_init__(self) -> None:
        record, mailbox, clock, desk = self.record, self.mailbox, self.clock, self.desk
        decisions = Decisions(desk, clock)
        self.troubles = Troubles(record, clock, desk, decisions)
        self.supervisor = Supervisor(self.troubles, clock, self.pulse, strict=self.strict)
        self.do = self.supervisor.do
        self.distress = Distress(record, self.post, clock, desk, decisions)
        keyring = self.keyring or Keyring(Path(FILE), desk.trust)
        self.collecting = Collecting(record, mailbox, clock, desk)
        one_by_one = OneByOne(self.troubles, clock, self.pulse, strict=self.strict)
        self.receiving = Receiving(record, clock, desk, decisions, self.reader or Reader(desk), keyring, one_by_one)
        self.clocks = Clocks(record, clock, desk, self.troubles, self.beside)
        self.sweeping = Sweeping(record, clock, desk, decisions, one_by_one, self.clocks)
        self.sending = Sending(record, self.post, clock, desk, decisions, one_by_one)
        self.receiving.before_a_risk = self.send
        self.held_up = HeldUp(record, clock, desk, decisions)
        self.filing = Filing(record, mailbox, clock, desk, self.troubles)
        self.disposing = Disposing(record, mailbox, clock, desk, decisions, self.last_backup)
        self.counting = Counting(record, mailbox, clock, desk, decisions, self.troubles)
        self.reconciling = Reconciling(record, mailbox, clock, desk, self.troubles)
        self.verifying = Verifying(record, clock, desk, self.troubles)
        self.beginning = Beginning(record, mailbox, clock, desk, decisions, self.troubles, self.collecting)
        self.older_mail = OlderMail(record, clock, desk, decisions, self.collecting)
        self.proving = Proving(record, mailbox, clock, desk, decisions, self.clocks)
        self.disposing.before_erasing = self.proving.let_go
        self.witness = Witness(record, clock, desk)
        self.reconciling.not_alone = self.beginning.again
        self.receiving.recognise = self.sending.recognise
        self.sealing = Sealing(record, mailbox, clock, desk, self.troubles)
        self.secrets = Secrets(clock, self.troubles, self.last_days)
        self.backups = Backups(clock, desk, self.troubles, self.last_backup)
        self.downtime = Downtime(record, clock, desk)
        self.morning = Morning(record, clock, desk, decisions, self.clocks, self.strict)
        self.closed_days = ClosedDays(record, clock, desk, decisions)
        self.whereabouts = Whereabouts(record, clock, desk, decisions)
        self.who_is_who = WhoIsWho(record, clock, desk, decisions, self._people_changed)
        self.drilling = Drilling(record, clock, desk, decisions)
        self.do_by_hand = ByHand(record, clock, desk, decisions, self.receiving.held, self.receiving.office)

    def go_round(self, settle: Callable[[], object]) -> None:
        """Go round once: carry mail, then write what the office hears of unasked.

        That nobody went round for a while is kept first: a date that passed meanwhile was missed by us.
        """
        if self.do("clocks", self.clocks.work) and self.clocks.sure:
            self.do("down time", self.downtime.work)
        self.carry_mail(settle)
        self.tell()

    def tell(self) -> None:
        """Tell the office what it hears of unasked: what limps or soon will, who did not answer a drill, the morning letter."""
        self.do("secrets", self.secrets.work)
        if self.clocks.sure:
            self.do("backups", self.backups.work)
        self.do("distress", self.distress.back)
        if not self.do("troubles", self.troubles.work) and (away := self.supervisor.fails_by("record")) is not None:
            self.distress.away(away.said)
        if not self.only_collects():
            self.do("drill", self.drilling.work)
            self.do("verify", self.verifying.work)
            if self.clocks.sure:
                self.do("seal", self.sealing.work)
            self.do("morning letter", self.morning.work)

    def carry_mail(self, settle: Callable[[], object]) -> bool:
        """Carry mail its whole way once: in, settled, filed; tell whether a date moved a case.

        `settle` is `settle_here`, or a ring for those who do the same elsewhere. Where the mailbox cannot be reached,
        what was collected before is settled all the same, and dates wait until it was read.
        """
        collects = self.only_collects()
        if self.beginning.waits():
            self.do("look at the record", self.beginning.work)
        if collects:
            self._collect()
            self.do("send", self._send_of_the_book)
            return False
        self.do("clocks", self.clocks.work)
        self.do("directory", self.who_is_who.work)
        self.do("whereabouts", self.whereabouts.work)
        reached = self.do("reconcile", self.reconciling.work) and self._collect()
        moved = settle()
        self.do("letters that wait", self.held_up.work)
        if reached:
            self.do("older mail", self.older_mail.work)
            self.do("file", self.filing.work)
            self.do("dispose", self.disposing.work)
            self.do("count", self.counting.work)
            self.do("prove", self.proving.work)
        else:
            self.proving.let_go()
        return bool(moved)

    def _collect(self) -> bool:
        """Take in what the mailbox gives us; what it does not give us is told, and holds up nothing but the dates."""
        reached = self.do("collect", self.collecting.work, proves="mailbox")
        if reached:
            self.do("each email", self.collecting.check, proves="unread")
        return reached

    def settle_here(self) -> int:
        """Receive, sweep and send, in turn; return how many cases a date moved."""
        self.receive()
        moved = self.sweep()
        self.send()
        return moved

    def receive(self) -> bool:
        """Decide the mails that wait."""
        return self._is_the_same() and self.do("receive", self.receiving.work)

    def sweep(self) -> int:
        """Call the dates that have come; return how many cases moved."""
        moved: list[int] = []
        if self._is_the_same():
            self.do("sweep", lambda: moved.append(self.sweeping.work()))
        return sum(moved)

    def send(self, letters: Sequence[str] | None = None) -> bool:
        """Send these letters, or all that wait."""
        return self._is_the_same() and self.do("send", lambda: self.sending.work(letters))

    def only_collects(self) -> bool:
        """Tell whether mail is kept and nothing else is done: until a person has looked, or because the record was changed."""
        self._is_the_same()
        try:
            with suppress(RecordAway), self.record.read(self.desk.partnership) as tx:
                waits = bool(partnerships.get(tx).waits_for) or bool(troubles.standing(tx, "chain"))
                self._only_collects = waits
        except RecordBroken:  # a damaged file cannot even say so
            self._only_collects = True
        return self._only_collects

    def _is_the_same(self) -> bool:
        """Tell whether the record is the one that was worked with before; where it is not, it waits for a person."""

        def look() -> None:
            if missing := self.witness.missing():
                self.beginning.set_back(missing)

        return self.do("know the record", look)

    def busy(self) -> bool:
        """Tell whether something stands unsettled that could be settled now.

        New mail tells of itself at the mailbox; a date that has come may wait for something else.
        """
        duties: tuple[Duty, ...] = (self.receiving, self.sending, self.filing, self.proving)
        if self._only_collects or self.limps():
            return False  # what waits waits for better weather, or for a person
        return any(duty.waits() for duty in duties)

    def catches_up(self) -> bool:
        """Tell whether mails or dates wait since longer ago than an outage lasts, for some minutes at most.

        What is decided on them may make a letter that was ordered before it needless: letters leave after that.
        """
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            oldest = mails.waiting(tx)[1]
            late = (oldest is not None and oldest < now - LATE) or bool(deadlines.due(tx, now - LATE, limit=1))
        self._late_since = (self._late_since or now) if late else None
        return self._late_since is not None and now - self._late_since < CATCHING_UP

    def limps(self) -> bool:
        """Tell whether a duty fails now."""
        return any(True for _ in self.supervisor.failing())

    def ended_at(self, what: str) -> None:
        """Take at what the process before this one was ended: a case or a letter that does so three times is set aside."""
        for line in what.splitlines():
            kind, _, about = line.partition(" ")
            if kind in ("case", "letter"):
                self.do("take up", partial(self.troubles.note, kind, "the process was ended while at it", about))

    def _send_of_the_book(self) -> int:
        """Send what the office hears of itself: no letter of a case leaves before a person has looked."""
        with self.record.read(self.desk.partnership) as tx:
            own = [one for one in outbox.due(tx, self.clock.now()) if outbox.case_of(tx, one) == BOOK]
        return self.sending.work(own)

    def _people_changed(self) -> None:
        """Look again at every open case, and have mails read by those who are here now."""
        self.whereabouts.again()
        if isinstance(self.reader, ReaderApart):
            self.reader.close()  # it starts again, with the desk as it is, when it is next needed
