"""Who does what, in which order: each duty of the service has a file of its own. Start at `Service.go_round`.

A duty reads what stands unsettled in the record, and may be called at any time, twice, or by two processes at once:
what is already done changes nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

import structlog

from mailservice.clock import Clock
from mailservice.errors import TryLater
from mailservice.record import partnerships
from mailservice.record.database import Database
from mailservice.service.by_hand import ByHand
from mailservice.service.clocks import Beside, Clocks
from mailservice.service.closed_days import ClosedDays
from mailservice.service.collecting import Collecting
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.downtime import Downtime
from mailservice.service.drilling import Drilling
from mailservice.service.filing import Filing
from mailservice.service.held_up import HeldUp
from mailservice.service.keyring import FILE, Keyring
from mailservice.service.morning import Morning
from mailservice.service.reader import Reader, ReaderApart
from mailservice.service.receiving import Receiving
from mailservice.service.reconciling import Reconciling
from mailservice.service.sending import Sending
from mailservice.service.sweeping import Sweeping
from mailservice.service.troubles import Troubles
from mailservice.service.whereabouts import Whereabouts
from mailservice.service.who_is_who import WhoIsWho
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

Settled = TypeVar("Settled")

log = structlog.get_logger()


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

    `keyring` has the keys of signatures, where they are checked here; `beside` the clocks that ours is held against.
    """

    record: Database
    post: Post
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    reader: Reader | None = None
    keyring: Keyring | None = None
    beside: Beside | None = None

    def __post_init__(self) -> None:
        record, mailbox, clock, desk = self.record, self.mailbox, self.clock, self.desk
        decisions = Decisions(desk, clock)
        keyring = self.keyring or Keyring(Path(FILE), desk.trust)
        self.reconciling = Reconciling(record, mailbox, clock, desk)
        self.collecting = Collecting(record, mailbox, clock, desk)
        self.receiving = Receiving(record, clock, desk, decisions, self.reader or Reader(desk), keyring)
        self.troubles = Troubles(record, clock, desk, decisions)
        self.clocks = Clocks(record, clock, desk, self.troubles, self.beside)
        self.sweeping = Sweeping(record, clock, desk, decisions, self.clocks)
        self.sending = Sending(record, self.post, clock, desk, decisions)
        self.filing = Filing(record, mailbox, clock, desk)
        self.held_up = HeldUp(record, clock, desk, decisions)
        self.downtime = Downtime(record, clock, desk)
        self.morning = Morning(record, clock, desk, decisions, self.clocks)
        self.closed_days = ClosedDays(record, clock, desk, decisions)
        self.whereabouts = Whereabouts(record, clock, desk, decisions)
        self.who_is_who = WhoIsWho(record, clock, desk, decisions, self._people_changed)
        self.drilling = Drilling(record, clock, desk, decisions)
        self.do_by_hand = ByHand(record, clock, desk, decisions, self.receiving.held, self.receiving.office)

    def go_round(self, settle: Callable[[], object]) -> None:
        """Go round once: carry mail, then write what the office hears of unasked."""
        self.carry_mail(settle)
        self.troubles.work()
        self.drilling.work()
        self.morning.work()

    def carry_mail(self, settle: Callable[[], Settled]) -> Settled:
        """Carry mail its whole way once: in, settled, filed; return what `settle` does.

        `settle` is `settle_here`, or a ring for those who do the same elsewhere. Where the mailbox cannot be reached,
        what was collected before is settled all the same, and dates wait until it was read.
        """
        self.clocks.work()
        self.who_is_who.work()
        self.whereabouts.work()
        reached = self._at_the_mailbox(self.reconciling, self.collecting)
        settled = settle()
        self.held_up.work()
        if reached:
            self._at_the_mailbox(self.filing)
        return settled

    def settle_here(self) -> int:
        """Receive, sweep and send, in turn; return how many cases a date moved."""
        self.receiving.work()
        moved = self.sweeping.work()
        self.sending.work()
        return moved

    def busy(self) -> bool:
        """Tell whether something stands unsettled that could be settled now.

        New mail tells of itself at the mailbox; a date that has come may wait for something else.
        """
        duties: tuple[Duty, ...] = (self.receiving, self.sending, self.filing)
        return any(duty.waits() for duty in duties)

    def _people_changed(self) -> None:
        """Look again at every open case, and have mails read by those who are here now."""
        self.whereabouts.again()
        if isinstance(self.reader, ReaderApart):
            self.reader.close()  # it starts again, with the desk as it is, when it is next needed

    def _at_the_mailbox(self, *duties: Duty) -> bool:
        try:
            for duty in duties:
                duty.work()
        except TryLater as fault:
            log.warning("the mailbox cannot be reached; dates wait until it was read", fault=type(fault).__name__)
            self.troubles.note("mailbox", str(fault), since=self._read_through())
            return False
        self.troubles.over("mailbox")
        return True

    def _read_through(self) -> datetime | None:
        with self.record.read(self.desk.partnership) as tx:
            return partnerships.get(tx).read_through
