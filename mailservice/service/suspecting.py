"""SUSPECT and CLEAR, which are of every case: confirmed by a second of the office or by a call, then carried out on each.

Start at `Suspecting.take`. From here on the directory of every decision has the mailbox as suspect (`Decisions.directory`).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from mailservice.cases.history.commands import Hear, NoteSuspect, OfficeWord, Said
from mailservice.cases.history.events import (
    CaseReopened,
    Checked,
    Cleared,
    Event,
    LetterWithheld,
    Party,
    SecondAsked,
    SecondGiven,
    SetAside,
    Suspected,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders, suspects
from mailservice.cases.words import second, telephone
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk

Done = Sequence[tuple[int, tuple[Event, ...]]]
VERBS = (Verb.SUSPECT, Verb.CLEAR)
_ASK = {
    Verb.SUSPECT: "Please write SUSPECT, the address or @ and the domain, SINCE and the day, and why.",
    Verb.CLEAR: "Please write CLEAR and the address, or @ and the domain, as it stands in SUSPECT.",
}


@dataclass
class Suspecting:
    """Takes what the office says of a mailbox that may be taken."""

    desk: Desk
    decisions: Decisions

    def take(self, tx: Transaction, hear: Hear, said: Said, *, sure: bool) -> Done:
        """Carry SUSPECT or CLEAR out, ask a second for it, or say what is missing."""
        if not sure:
            sentence = (
                f"We could not be sure that {said.verb} came from you, so nothing has moved. If it did, answer this letter with"
                " the same words."
            )
            return self._answer(tx, OfficeWord(hear.at, hear, ((said.line, sentence),), confirm=True))
        refused = self._refused(tx, said)
        if refused:
            return self._answer(tx, OfficeWord(hear.at, hear, ((said.line, f"{refused} Nothing has moved."),)))
        office = self.decisions.directory(tx).office
        call = telephone.check(hear)
        by = self._party(tx, hear)
        if call and second.may_check(office, said.verb, late=self._late(tx, said, by)):
            return self.carry_out(tx, hear, said, by, (Checked(hear.at, by, said.verb.value, *call),))
        members = second.members(office)
        if len(members) > 1 and hear.sender.address.lower() not in members:
            sentence = (
                f"{said.verb} needs to be asked from your own address, or with a call on record: {telephone.how()}."
            )
            return self._answer(tx, OfficeWord(hear.at, hear, ((said.line, f"{sentence} Nothing has moved."),)))
        return self._answer(tx, OfficeWord(hear.at, hear, (), ask=said))

    def by_call(self, tx: Transaction, hear: Hear) -> Done:
        """Carry out what waits in the book, where a mail of the office records a call and asks for nothing else."""
        call = telephone.check(hear)
        if call is None or len(hear.said) != 1 or hear.sender.proof != "proven" or hear.sender.delegate:
            return ()
        waiting = [one for one in self._waiting(tx) if hear.at <= one.until]
        office = self.decisions.directory(tx).office
        if len(waiting) != 1 or not second.may_check(office, Verb(waiting[0].verb), late=False):
            return ()
        asked = waiting[0]
        by = self._party(tx, hear)
        given = Checked(hear.at, by, asked.verb, *call, asked.request)
        return self.carry_out(tx, hear, said_of(asked), asked.by, (given,))

    def carry_out(
        self,
        tx: Transaction,
        hear: Hear,
        said: Said,
        by: Party,
        given: tuple[Event, ...],
        asked: SecondAsked | None = None,
    ) -> Done:
        """Put it on record, look at every case again, and answer with what became of each."""
        refused = self._refused(tx, said)
        if refused:  # meanwhile somebody else has said so
            nothing = ((said.line, f"{refused} Nothing has moved."),)
            return self._answer(tx, OfficeWord(hear.at, hear, nothing, given, asked=asked))
        if said.verb is Verb.CLEAR:
            event: Event = Cleared(hear.at, said.address, by, said.reason)
            cleared = (
                (
                    said.line,
                    f"Cleared: mail from {said.address} counts again, and letters go there. What was put anew stays.",
                ),
            )
            return self._answer(tx, OfficeWord(hear.at, hear, cleared, (*given, event), asked=asked))
        since = self._since(said)
        now = self.decisions.clock.now()
        ledger.append(tx, BOOK, (Suspected(hear.at, said.address, since, by, said.reason),), now)
        self._hold_back(tx, said.address)
        touched = list(self._each_case(tx, NoteSuspect(hear.at, said.address, since, ())))
        sentence = (
            f"Recorded. From now on nothing that would quieten a case counts from {said.address}, and nothing goes there. "
            f"What calls for attention still acts, and you are asked to ring. CLEAR {said.address} ends it."
        )
        lines = ((said.line, sentence), *(("", line) for line in touched))
        return self._answer(tx, OfficeWord(hear.at, hear, lines, given, asked=asked))

    def _each_case(self, tx: Transaction, command: NoteSuspect) -> Iterator[str]:
        """Decide it on every case, and say of each that moved what became of it."""
        for line in lookup.cases_of(tx):
            happened = tuple(ledger.events(tx, line.id))
            events = self.decisions.append(tx, line.id, replace(command, history=happened))
            if any(isinstance(one, CaseReopened) for one in events):
                yield f"{line.reference}: open again, and put to every side anew."
            elif any(isinstance(one, SetAside) for one in events):
                yield f"{line.reference}: its words since then count no more; the sides are asked again."
            elif events:
                yield f"{line.reference}: somebody else on that side is written to."

    def _hold_back(self, tx: Transaction, mailbox: str) -> None:
        """Keep back what waits in the office's own book for that mailbox."""
        now = self.decisions.clock.now()
        waiting = (letter for letter, address in outbox.waiting_in_the_book(tx) if suspects.concerns(address, mailbox))
        ledger.append(tx, BOOK, [LetterWithheld(now, one, "its reader's mailbox may be taken") for one in waiting], now)

    def _refused(self, tx: Transaction, said: Said) -> str:
        """Return why it cannot be carried out; empty where it can."""
        directory = self.decisions.directory(tx)
        if not said.address or (said.verb is Verb.SUSPECT and said.when is None):
            return _ASK[said.verb]
        if said.verb is Verb.CLEAR:
            named = ", ".join(sorted(directory.suspects)) or "none"
            return "" if said.address in directory.suspects else f"{said.address} is not suspect. Suspect now: {named}."
        if said.address in directory.suspects:
            return f"{said.address} is suspect already. CLEAR {said.address} ends it."
        if any(suspects.concerns(one.address, said.address) for one in directory.offices):
            return (
                "That is the mailbox to which we write to you, so you would hear of nothing. Have another put into the "
                "directory as the office's address, and write SUSPECT of this one then."
            )
        return "" if self._known(tx, said.address) else f"Nobody whom we know writes from {said.address}."

    def _known(self, tx: Transaction, mailbox: str) -> bool:
        """Tell whether anybody of the directory, or of a case, writes from a mailbox or a domain."""
        directory = self.desk.directory
        if mailbox.startswith("@"):
            people = (*directory.people, *directory.officers)
            own = {at.rpartition("@")[2].lower() for one in people for at in (one.address, *one.aliases)}
            return bool(directory.agencies_of(f"anybody{mailbox}")) or mailbox[1:] in own
        known = directory.agencies_of(mailbox) or directory.people_at(mailbox) or directory.is_office(mailbox)
        return bool(known) or any(lookup.is_party(tx, line.id, mailbox) for line in lookup.cases_of(tx))

    def _waiting(self, tx: Transaction) -> list[SecondAsked]:
        """Return what waits in the book for a second, or for a call, the oldest first."""
        given = ledger.in_book(tx, (SecondGiven, Checked))
        spent = {one.request for one in given if isinstance(one, SecondGiven | Checked)}
        found = (one for one in ledger.in_book(tx, (SecondAsked,)) if isinstance(one, SecondAsked))
        return [one for one in found if one.request not in spent and one.verb in VERBS]

    def _late(self, tx: Transaction, said: Said, by: Party) -> bool:
        """Tell whether the same was asked for before by the same person, and nobody answered in time."""
        asked = (one for one in self._waiting(tx) if (one.verb, one.address) == (said.verb.value, said.address))
        now = self.decisions.clock.now()
        return any(now > one.until and deciders.same_person(one.by, by) for one in asked)

    def _since(self, said: Said) -> datetime:
        if isinstance(said.when, datetime):
            return said.when
        if said.day is None:
            raise ValueError(said.line)
        return datetime.combine(said.day, time(), self.desk.rules.days.zone)

    def _party(self, tx: Transaction, hear: Hear) -> Party:
        return deciders.party_of(hear.sender, self.decisions.directory(tx).on(hear.at.date()))

    def _answer(self, tx: Transaction, word: OfficeWord) -> Done:
        return ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)),)


def said_of(asked: SecondAsked) -> Said:
    """Return the word that waited, as it was asked for."""
    return Said(Verb(asked.verb), asked.text, asked.line, when=asked.day, address=asked.address)


def named_in(hear: Hear) -> Said | None:
    """Return the SUSPECT or CLEAR of a mail, if it has one."""
    return next((one for one in hear.said if one.verb in VERBS and not one.dry_run), None)
