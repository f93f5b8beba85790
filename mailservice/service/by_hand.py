"""The office's words, given at the command line instead of by mail; kept with who did it and why."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailservice.cases import meant
from mailservice.cases.history.commands import Hear, OfficeWord, Said, Sender
from mailservice.cases.history.events import Event
from mailservice.clock import Clock
from mailservice.directory import Office
from mailservice.mail.grammar import reading
from mailservice.record import ledger, lookup, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.due import linked_open
from mailservice.service.held import VERBS, HeldMail
from mailservice.service.office import OfficeWords
from mailservice.service.placing import goes_on_in


@dataclass
class ByHand:
    """Carries out the office's words, as if it had written them: on a case, on every case, on a held mail."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    held: HeldMail
    office: OfficeWords

    def __call__(self, reference: str, words: str, who: str, why: str) -> tuple[Event, ...]:
        """Carry out these words.

        KeyError if there is no such case; ValueError if the words hold no command, or one that is not clear. `who` may be
        an address of somebody of the office: then it is theirs, as where a second must confirm.
        """
        said = self._read(words)
        with self.record.begin(self.desk.partnership) as tx:
            _refuse_while_waiting(tx)
            number = lookup.case_by_reference(tx, reference)
            if number is None:
                raise KeyError(reference)
            number = goes_on_in(tx, number)
            office = self.desk.directory.of_board(ledger.replayed(tx, number).board).office
            hear = self._hear(office, said, who, why)
            every = self.office.by_hand(tx, hear)
            if every:
                return self._keep(tx, every)
            return self.decisions.append(tx, number, replace(hear, linked=linked_open(tx, number)))

    def on_held(self, mail: int, words: str, who: str, why: str) -> str:
        """Carry one word out on one held mail, and return the sentence that answers it.

        KeyError if there is no such mail; ValueError if the words hold no such word.
        """
        said = next((one for one in self._read(words) if one.verb in VERBS), None)
        if said is None:
            raise ValueError(f"write one of {', '.join(VERBS)}")
        with self.record.begin(self.desk.partnership) as tx:
            _refuse_while_waiting(tx)
            hear = self._hear(self.desk.directory.office, (said,), who, why)
            done = self.held.do(tx, mail, said, hear)
            lines = ((said.line, done.sentence),)
            word = OfficeWord(hear.at, hear, lines, done.happened, f"m{mail}", told=done.told, answers=done.answers)
            self._keep(tx, ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)),))
        return done.sentence

    def _keep(self, tx: Transaction, done: Sequence[tuple[int, tuple[Event, ...]]]) -> tuple[Event, ...]:
        for number, events in done:
            ledger.append(tx, number, events, self.clock.now())
        return tuple(event for _, events in done for event in events)

    def _read(self, words: str) -> tuple[Said, ...]:
        read = reading.read(words, today=self._now().date(), office=True)
        if read.unclear:
            raise ValueError(" ".join(meant.ask_back(one) for one in read.unclear))
        if not read.said:
            raise ValueError(f"no word of ours is in {words!r}; write one, like NOTE or ESCALATE")
        return read.said

    def _hear(self, office: Office, said: tuple[Said, ...], who: str, why: str) -> Hear:
        own = office.has_address(who.strip())
        return Hear(
            at=self._now(),
            mail=f"by hand: {who}",
            message_id="",
            sender=Sender(who.strip() if own else office.address, office.name, office=True, proof="proven"),
            said=said,
            own_words=f"By hand, {who}: {why}",
        )

    def _now(self) -> datetime:
        return self.desk.rules.days.local(self.clock.now())


def _refuse_while_waiting(tx: Transaction) -> None:
    """Raise ValueError while something stands against the record: whatever is decided on it may be lost, or be another's."""
    if waits := partnerships.get(tx).waits_for:
        raise ValueError(f"nothing is decided on this record now: {waits}")
