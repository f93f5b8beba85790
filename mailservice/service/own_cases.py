"""CASES: the open cases of whoever asks, gathered for `cases.mine`, which lists those alone that they take part in."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from mailservice.cases.history.commands import CaseSoFar, Hear, ListCases
from mailservice.cases.history.events import Event
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.opening import enquiries
from mailservice.cases.people import deciders
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.record.lookup import Wanted
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

_MEMORY = timedelta(days=1)


@dataclass
class OwnCases:
    """Takes what asks for somebody's own cases, wherever they write it; a mail that says more is heard as any other."""

    desk: Desk
    decisions: Decisions

    def take(self, tx: Transaction, hear: Hear) -> tuple[tuple[int, tuple[Event, ...]], ...]:
        """Return what was decided in the office's book; nothing where the mail asks for no cases, or says more."""
        sender = hear.sender
        if hear.kind != "message" or not sender.known or sender.suspect or sender.proof == "failed":
            return ()
        if not enquiries.asks_alone(hear, Verb.CASES):
            return ()
        hear = replace(hear, answered_today=outbox.answers(tx, BOOK, sender.address, hear.at - _MEMORY))
        sure = self._is_sure(tx, hear)
        command = ListCases(hear.at, hear, tuple(self._may_be_theirs(tx, hear)) if sure else (), sure)
        return ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), command)),)

    def _is_sure(self, tx: Transaction, hear: Hear) -> bool:
        """Tell whether they surely wrote it, or say it again in answer to our letter that asked for that (rule 10)."""
        if hear.sender.delegate:
            return False
        if hear.sender.proof == "proven":
            return True
        days = self.desk.rules.days
        letter = outbox.about(tx, hear.replies_to, "answer") if hear.replies_to else ""
        order = outbox.get(tx, hear.replies_to).order if letter == ordering.CONFIRM else None
        by = deciders.party_of(hear.sender, self.desk.directory.on(hear.at.date()))
        return order is not None and deciders.same_person(order.to, by) and hear.at <= days.due_after(order.at, 2).at

    def _may_be_theirs(self, tx: Transaction, hear: Hear) -> Iterator[CaseSoFar]:
        for line in lookup.cases_of(tx, Wanted(open=True)):
            if self._keeps(tx, line.id, hear) if hear.sender.office else self._is_party(tx, line.id, hear):
                history = tuple(ledger.events(tx, line.id))
                yield CaseSoFar(self.decisions.rules(tx, replay(history)).policy, history, len(history))

    def _keeps(self, tx: Transaction, case: int, hear: Hear) -> bool:
        """Tell whether somebody holds the office that keeps a case."""
        board = ledger.replayed(tx, case).board
        return self.desk.directory.of_board(board).office.has_address(hear.sender.address)

    def _is_party(self, tx: Transaction, case: int, hear: Hear) -> bool:
        person = self.desk.directory.person(hear.sender.person)
        own = (hear.sender.address, *((person.address, *person.aliases) if person else ()))
        return any(lookup.is_party(tx, case, address) for address in own)
