"""The first start for real cases, on the record: by it a later start is known. Start at `accept`."""

from mailservice.cases.history.events import StartAccepted
from mailservice.clock import Clock
from mailservice.record import ledger
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.desk import Desk
from mailservice.service.kept import kept


def goes_on(tx: Transaction, *, trial: bool) -> bool:
    """Tell whether a start goes on with what was taken before; a trial's directory was never held to what a real case needs."""
    return kept(tx) is not None and (trial or _accepted(tx))


def accept(record: Database, desk: Desk, clock: Clock) -> bool:
    """Put the first start for real cases on the record; tell whether it was the first."""
    with record.begin(desk.partnership) as tx:
        if _accepted(tx):
            return False
        now = desk.rules.days.local(clock.now())
        ledger.append(tx, BOOK, [StartAccepted(now, desk.trust.profile, desk.rules.policy.digest)], clock.now())
    return True


def _accepted(tx: Transaction) -> bool:
    return bool(ledger.of_kinds(tx, BOOK, "StartAccepted"))
