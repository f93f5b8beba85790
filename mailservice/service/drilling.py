"""The drill in the record: whom it asks, what tells that they were reached, and its end. Start at `Drilling.begin`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailservice.cases import drill
from mailservice.cases.history.commands import AnswerDrill, BeginDrill, EndDrill, Hear, Signs
from mailservice.cases.history.events import DrillBegun, DrillEnded, MailHeard, Party
from mailservice.cases.people import reachable
from mailservice.clock import Clock
from mailservice.directory import Directory
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

# Nobody is asked twice in a quarter.
REST = timedelta(days=90)
WORKING_DAYS = 5


class NoDrillError(Exception):
    """Why no drill can begin now, as the office is told."""


@dataclass
class Drilling:
    """Begins a drill, and ends it on its day."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions

    def waits(self) -> bool:
        """Tell whether a drill is over, and the office was not told yet."""
        with self.record.read(self.desk.partnership) as tx:
            running = standing(tx)
        return running is not None and running.until <= self.clock.now()

    def work(self) -> bool:
        """End a drill whose day has come; tell whether one ended."""
        if not self.waits():
            return False
        with self.record.begin(self.desk.partnership) as tx:
            running, now = standing(tx), self._now()
            if running is None or running.until > now:
                return False
            self.decisions.append(tx, BOOK, EndDrill(now, running, signs(tx, running.at)))
        return True

    def begin(self, until: datetime | None = None) -> tuple[Party, ...]:
        """Ask everybody who may be asked; return whom. NoDrillError where one runs, a case is urgent, or all were asked."""
        now = self._now()
        with self.record.begin(self.desk.partnership) as tx:
            asked = self._to_ask(tx, now)
            days = self.desk.rules.days
            until = until or days.end_of(days.add(now.date(), WORKING_DAYS))
            self.decisions.append(tx, BOOK, BeginDrill(now, until, asked))
        return asked

    def look(self) -> tuple[Party, ...]:
        """Return whom a drill would ask now; NoDrillError as `begin`."""
        with self.record.read(self.desk.partnership) as tx:
            return self._to_ask(tx, self._now())

    def _to_ask(self, tx: Transaction, now: datetime) -> tuple[Party, ...]:
        running = standing(tx)
        if running is not None:
            raise NoDrillError(f"a drill runs until {running.until:%H:%M on} {running.until.day} {running.until:%B}")
        urgent = [line.reference for line in lookup.cases_of(tx) if line.status == "open" and _is_urgent(tx, line.id)]
        if urgent:
            raise NoDrillError(f"{', '.join(urgent)} is urgent: nobody is drilled meanwhile")
        before = [one for one in _drills(tx) if one.at > now - REST]
        spared = [one.address for each in before for one in each.asked]
        asked = reachable.to_ask(self.decisions.directory(tx).on(now.date()), spared)
        if not asked:
            why = (
                "everybody was asked in the last three months" if spared else "the directory names nobody at any stage"
            )
            raise NoDrillError(why)
        return asked

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())


def standing(tx: Transaction) -> DrillBegun | None:
    """Return the drill that runs; None where there is none."""
    ended = {one.began for one in ledger.of_kinds(tx, BOOK, "DrillEnded") if isinstance(one, DrillEnded)}
    return next((one for one in _drills(tx) if one.at not in ended), None)


def last(tx: Transaction) -> DrillBegun | None:
    """Return the drill that runs, or ran last; None where there was none."""
    return next(reversed([*_drills(tx)]), None)


def reported(tx: Transaction, drilled: DrillBegun, directory: Directory) -> dict[str, Any]:
    """Return what a drill has shown so far."""
    return drill.report(directory, drilled, signs(tx, drilled.at))


def answer(tx: Transaction, hear: Hear) -> AnswerDrill | None:
    """Return a mail as the answer to a drill's letter; None where it is none, or says something else besides."""
    if not hear.answers or outbox.template(tx, hear.answers) != "drill" or not drill.is_answer(hear):
        return None
    return AnswerDrill(hear.at, hear, hear.answers, outbox.get(tx, hear.answers).order.to)


def signs(tx: Transaction, since: datetime) -> Signs:
    """Return what tells that letters reach people: any mail of theirs counts, on whatever case."""
    found: dict[str, datetime] = {}
    for heard in _human(tx):
        address = heard.sender.address.lower()
        found[address] = max(heard.at, found.get(address, heard.at))
    back = outbox.bounced_since(tx, "drill", since)
    return Signs(found, frozenset(one for one, at in found.items() if at > since), back)


def _human(tx: Transaction) -> Iterator[MailHeard]:
    """Give every mail that a person wrote and whose proof did not fail."""
    for number in (BOOK, *(line.id for line in lookup.cases_of(tx))):
        for one in ledger.of_kinds(tx, number, "MailHeard"):
            if isinstance(one, MailHeard) and one.kind == "message" and "proof" not in one.why and not one.delegate:
                yield one


def _drills(tx: Transaction) -> list[DrillBegun]:
    return [one for one in ledger.of_kinds(tx, BOOK, "DrillBegun") if isinstance(one, DrillBegun)]


def _is_urgent(tx: Transaction, number: int) -> bool:
    return ledger.replayed(tx, number).urgent is not None
