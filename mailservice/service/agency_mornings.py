"""Its open cases to each agency that the directory names somebody for, each working morning: gathered here for `cases.mine`.

They go with the office's own letter, in one transaction: so that none goes twice, and none while the service stands still.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from mailservice.cases import machine
from mailservice.cases.history.case import book
from mailservice.cases.history.commands import CaseSoFar, NoteAgencyMorning
from mailservice.cases.history.folding import replay
from mailservice.errors import RecordBroken, as_weather
from mailservice.record import ledger, lookup
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.lookup import Wanted
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

log = structlog.get_logger()


@dataclass
class AgencyMornings:
    """Writes to each agency that works today of the cases in which it is a side."""

    desk: Desk
    decisions: Decisions
    strict: bool = True

    def note(self, tx: Transaction, now: datetime) -> None:
        """Write them; an agency of which no open case can be told has no letter."""
        named = [one for one in self.decisions.directory(tx).on(now.date()).agencies if one.mornings]
        here = [one for one in named if now.date() not in one.closed]
        every = tuple(self._open(tx)) if here else ()
        for agency in here:
            mine = tuple(one for one in every if set(agency.ids) & {*replay(one.history).agencies})
            command = NoteAgencyMorning(now, agency.id, mine)
            if mine and self._can_be_written(tx, command):
                self.decisions.append(tx, BOOK, command)

    def _can_be_written(self, tx: Transaction, command: NoteAgencyMorning) -> bool:
        """Try it on paper: no agency's letter keeps the office's back."""
        rules = replace(self.desk.rules, new_id=lambda: "on paper")
        try:
            machine.decide(book(), command, rules, self.decisions.directory(tx))
        except Exception:
            if self.strict:
                raise
            log.exception("an agency's morning letter cannot be written", agency=command.agency)
            return False
        return True

    def _open(self, tx: Transaction) -> Iterator[CaseSoFar]:
        for line in lookup.cases_of(tx, Wanted(open=True)):
            try:
                history = tuple(ledger.events(tx, line.id))
                yield CaseSoFar(self.decisions.rules(tx, replay(history)).policy, history, len(history))
            except Exception as fault:  # the office's letter tells of it; every other case goes on
                if self.strict or isinstance(fault, RecordBroken) or as_weather(fault) is not None:
                    raise
                log.exception("a case cannot be told of to its agencies", case=line.id)
