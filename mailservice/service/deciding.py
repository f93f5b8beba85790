"""A decision in its transaction: made under the case's own version of the policy, and appended to its ledger.

Start at `Decisions.append`. Nothing is decided here; what follows from a command is for `cases.machine`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from mailservice.cases import machine
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Command, Hear, Join, Went
from mailservice.cases.history.events import CaseJoined, CaseReopened, CaseTakenIn, Event
from mailservice.cases.history.folding import replay
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import joining
from mailservice.cases.people.turn import Rules
from mailservice.cases.words import wrong_person
from mailservice.clock import Clock
from mailservice.directory import Directory
from mailservice.mail.grammar import references
from mailservice.record import barred, ledger, lookup, outbox, register, suspects
from mailservice.record.database import Transaction
from mailservice.service.desk import Desk
from mailservice.service.kept import kept_policy
from mailservice.service.placing import goes_on_in

# When a mail that came is read late.
READ_LATE = timedelta(minutes=15)


@dataclass
class Decisions:
    """Takes decisions at one desk, each within the transaction it is handed."""

    desk: Desk
    clock: Clock
    _older_rules: dict[tuple[str, str], Rules] = field(default_factory=dict)

    def append(self, tx: Transaction, number: int, command: Command) -> tuple[Event, ...]:
        """Decide a command on a case, or in the office's book, and keep what follows."""
        case = ledger.replayed(tx, number)
        events = self.decide(tx, case, command)
        if events:
            ledger.append(tx, number, events, self.clock.now())
        return events

    def decide(self, tx: Transaction, case: Case, command: Command, *, reference: str = "") -> tuple[Event, ...]:
        """Return what follows from a command; a case that it opens again keeps today's policy.

        The other half of a JOIN is decided on the other case, and kept, in the same transaction.
        """
        if isinstance(command, Hear):
            command = replace(command, others=_others(tx, case, command), went=self._went(tx, case, command))
            command = self._read_late(tx, case, command)
        events = machine.decide(case, command, self.rules(tx, case), self.directory(tx), reference=reference)
        for event in events:
            if isinstance(event, CaseJoined | CaseTakenIn) and not isinstance(command, Join):
                self._join(tx, replay(events, case), event)
        if any(isinstance(event, CaseReopened) for event in events):
            self._keep_policy(tx)
        return events

    def directory(self, tx: Transaction) -> Directory:
        """Return who is who, with the addresses to which nothing goes, and those from which nothing quiet comes."""
        return self.desk.directory.without(tx.once(barred.addresses)).suspecting(tx.once(suspects.addresses))

    def _went(self, tx: Transaction, case: Case, hear: Hear) -> tuple[Went, ...]:
        """Return all that went to the address of who says that they are the wrong person, on every case."""
        if not (wrong_person.says(hear) or any(said.verb is Verb.WRONG_PERSON for said in hear.said)):
            return ()
        letter = case.letters.get(hear.answers)
        own = dict.fromkeys([hear.sender.address.lower(), *([letter.to.address.lower()] if letter else [])])
        return tuple(
            Went(lookup.case(tx, number).reference if number else "", template, at, address)
            for address in own
            for number, template, at in outbox.sent_to(tx, address)
        )

    def _read_late(self, tx: Transaction, case: Case, hear: Hear) -> Hear:
        """Add to a mail that is read late, as after an outage, when that is, and what of its case has not left yet."""
        now = self.clock.now()
        if now - hear.at <= READ_LATE:
            return hear
        number = lookup.case_by_reference(tx, case.reference) if case.reference else None
        unsent = tuple(outbox.unsent_of(tx, number)) if number is not None else ()
        return replace(hear, unsent=unsent, read_at=self.desk.rules.days.local(now))

    def new_case(self, tx: Transaction, at: datetime, was: str = "") -> tuple[int, str]:
        """Return the id and the reference of the next case, today's policy kept for it.

        `was` is the reference that it had before the record was set back, where it had one.
        """
        year = self.desk.rules.days.local(at).year
        prefix = self.desk.rules.policy.reference.prefix
        self._keep_policy(tx)
        if was:
            return lookup.new_case(tx), was
        return lookup.new_case(tx), references.make_case_reference(prefix, year, lookup.next_number(tx, year))

    def rules(self, tx: Transaction, case: Case) -> Rules:
        """Return the rules a case is held to: those of the policy's version it opened under (rule 1.6)."""
        today = self.desk.rules
        pinned = case.policy_digest, case.overlay_digest
        if not case.policy_digest or pinned == (today.policy.digest, today.policy.overlay_digest):
            return today
        if pinned not in self._older_rules:
            self._older_rules[pinned] = replace(today, policy=kept_policy(tx, case), newest=today.policy)
        return self._older_rules[pinned]

    def _join(self, tx: Transaction, case: Case, event: CaseJoined | CaseTakenIn) -> None:
        other = event.into if isinstance(event, CaseJoined) else event.reference
        number = lookup.case_by_reference(tx, other)
        if number is None:
            raise KeyError(other)
        self.append(tx, number, Join(event.at, case, event.by, event.text))

    def _keep_policy(self, tx: Transaction) -> None:
        register.keep(tx, self.desk.policy_file, "policy")
        if self.desk.overlay_file:
            register.keep(tx, self.desk.overlay_file, "overlay")


def _others(tx: Transaction, case: Case, hear: Hear) -> dict[str, Case]:
    """Return the cases that a JOIN may mean, by the reference that names each; one that was joined goes on elsewhere."""
    found = {reference: lookup.case_by_reference(tx, reference) for reference in joining.named(case, hear)}
    known = {reference: goes_on_in(tx, number) for reference, number in found.items() if number is not None}
    return {reference: ledger.replayed(tx, number) for reference, number in known.items()}
