"""The office's words on a case, given at the command line instead of by mail; kept with who did it and why."""

from dataclasses import dataclass

from mailservice.cases import meant
from mailservice.cases.history.commands import Hear, Sender
from mailservice.cases.history.events import Event
from mailservice.clock import Clock
from mailservice.mail.grammar import reading
from mailservice.record import ledger, lookup
from mailservice.record.database import Database
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.placing import goes_on_in


@dataclass
class ByHand:
    """Carries out the office's words on a case, as if it had written them."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions

    def __call__(self, reference: str, words: str, who: str, why: str) -> tuple[Event, ...]:
        """Carry out these words.

        KeyError if there is no such case; ValueError if the words hold no command, or one that is not clear.
        """
        now = self.desk.rules.days.local(self.clock.now())
        read = reading.read(words, today=now.date(), office=True)
        if read.unclear:
            raise ValueError(" ".join(meant.ask_back(one) for one in read.unclear))
        if not read.said:
            raise ValueError(f"no word of ours is in {words!r}; write one, like NOTE or ESCALATE")
        with self.record.begin(self.desk.partnership) as tx:
            number = lookup.case_by_reference(tx, reference)
            if number is None:
                raise KeyError(reference)
            number = goes_on_in(tx, number)
            office = self.desk.directory.of_board(ledger.replayed(tx, number).board).office
            hear = Hear(
                at=now,
                mail=f"by hand: {who}",
                message_id="",
                sender=Sender(office.address, office.name, office=True, proof="proven"),
                said=read.said,
                own_words=f"By hand, {who}: {why}",
            )
            return self.decisions.append(tx, number, hear)
