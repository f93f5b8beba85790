"""A decision in its transaction: made under the case's own version of the policy, and appended to its ledger.

Start at `Decisions.append`. Nothing is decided here; what follows from a command is for `cases.machine`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from mailservice.cases import machine
from mailservice.cases.case import Case, book, replay
from mailservice.cases.commands import Command
from mailservice.cases.events import CaseReopened, Event
from mailservice.cases.turn import Rules
from mailservice.clock import Clock
from mailservice.desk import Desk
from mailservice.mail import references
from mailservice.policy.load import load_bytes
from mailservice.record import contents, ledger, lookup
from mailservice.record.database import Transaction


@dataclass
class Decisions:
    """Takes decisions at one desk, each within the transaction it is handed."""

    desk: Desk
    clock: Clock
    _older_rules: dict[str, Rules] = field(default_factory=dict)

    def append(self, tx: Transaction, number: int, command: Command) -> tuple[Event, ...]:
        """Decide a command on a case, or in the office's book, and keep what follows."""
        case = book() if number == ledger.BOOK else replay(ledger.events(tx, number))
        events = self.decide(tx, case, command)
        if events:
            ledger.append(tx, number, events, self.clock.now())
        return events

    def decide(self, tx: Transaction, case: Case, command: Command, *, reference: str = "") -> tuple[Event, ...]:
        """Return what follows from a command; a case that it opens again keeps today's policy."""
        events = machine.decide(case, command, self.rules(tx, case), self.desk.directory, reference=reference)
        if any(isinstance(event, CaseReopened) for event in events):
            contents.keep(tx, self.desk.policy_file, "policy")
        return events

    def new_case(self, tx: Transaction, at: datetime) -> tuple[int, str]:
        """Return the id and the reference of the next case, today's policy kept for it."""
        year = self.desk.rules.days.local(at).year
        prefix = self.desk.rules.policy.reference.prefix
        contents.keep(tx, self.desk.policy_file, "policy")
        return lookup.new_case(tx), references.make_case_reference(prefix, year, lookup.next_number(tx, year))

    def rules(self, tx: Transaction, case: Case) -> Rules:
        """Return the rules a case is held to: those of the policy's version it opened under (rule 1.6)."""
        digest = case.policy_digest
        if not digest or digest == self.desk.rules.policy.digest:
            return self.desk.rules
        if digest not in self._older_rules:
            kept = contents.get(tx, digest) or b""
            older = load_bytes(kept, f"policy {digest[:12]}")
            self._older_rules[digest] = replace(self.desk.rules, policy=older, newest=self.desk.rules.policy)
        return self._older_rules[digest]
