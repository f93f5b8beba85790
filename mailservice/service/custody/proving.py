"""The record and the mailbox looked through because the office asked by VERIFY, a little at each round. Start at `Proving.work`.

Whoever asked is told by one letter what was found. A look that was broken off, by an outage or a new start, is made anew.
"""

import time
from dataclasses import dataclass, field

import structlog

from mailservice.cases.history.commands import NoteProof
from mailservice.cases.history.events import ProofAsked, ProofGiven
from mailservice.clock import Clock
from mailservice.record import inventory, ledger, verify
from mailservice.record.database import Database
from mailservice.record.ledger import BOOK
from mailservice.record.verify import Fault
from mailservice.service.custody import report
from mailservice.service.custody.report import Report
from mailservice.service.custody.stocktaking import Stocktaking
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.transport.imap import Mailbox

# The part of a round that is given to it, in seconds; and how many findings a letter names.
A_LITTLE, MOST_TOLD = 2.0, 20

log = structlog.get_logger()


@dataclass
class Look:
    """A look that is under way: the cases that are left, what was found so far, and the mailbox."""

    asked: ProofAsked
    left: list[int]
    mailbox: Stocktaking
    faults: list[Fault] = field(default_factory=list)
    whole: bool = False


@dataclass
class Proving:
    """Looks through everything for whoever asked, the oldest question first; TryLater if the mailbox cannot be reached."""

    record: Database
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    decisions: Decisions
    _look: Look | None = None

    def waits(self) -> bool:
        """Tell whether somebody asked and was not told yet."""
        return self._look is not None or self._asked() is not None

    def work(self) -> int:
        """Go on for a little while; return how many were told."""
        ends, told = time.monotonic() + A_LITTLE, 0
        while time.monotonic() < ends:
            look = self._look or self._begin()
            if look is None:
                break
            if not self._step(look):
                self._tell(look)
                told += 1
        return told

    def _asked(self) -> ProofAsked | None:
        with self.record.read(self.desk.partnership) as tx:
            kept = ledger.in_book(tx, (ProofAsked, ProofGiven))
        given = {one.request for one in kept if isinstance(one, ProofGiven)}
        return next((one for one in kept if isinstance(one, ProofAsked) and one.request not in given), None)

    def _begin(self) -> Look | None:
        asked = self._asked()
        if asked is not None:
            with self.record.read(self.desk.partnership) as tx:
                cases = verify.every_case(tx)
            self._look = Look(asked, cases, Stocktaking(self.record, self.mailbox, self.desk))
        return self._look

    def _step(self, look: Look) -> bool:
        """Look at one more case, then at what is of no case, then at the mailbox; False once all is looked at."""
        if look.left or not look.whole:
            with self.record.read(self.desk.partnership) as tx:
                if look.left:
                    look.faults += verify.verify_case(tx, look.left[0])
                    look.left.pop(0)
                else:
                    look.faults += verify.verify_tables(tx, whole=not look.faults)
                    look.whole = True
            return True
        return look.mailbox.step()

    def _tell(self, look: Look) -> None:
        zone = self.desk.rules.days.local(self.clock.now()).tzinfo
        with self.record.read(self.desk.partnership) as tx:
            custodians = (
                report.of_database(tx, look.faults, zone),
                *report.of_mailbox(look.mailbox, zone, names_folders=False),
            )
            told = Report(inventory.take(tx), custodians, look.mailbox.looked_at)
        items, action = tuple(report.items(told, MOST_TOLD)), report.action(told)
        at = self.desk.rules.days.local(self.clock.now())
        with self.record.begin(self.desk.partnership) as tx:
            self.decisions.append(tx, BOOK, NoteProof(at, look.asked, told.changed, items, action))
        log.info("the record was looked through for the office", changed=told.changed)
        self._look = None
