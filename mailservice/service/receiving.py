"""The deciding of one mail, all or nothing: which case it belongs to, what follows, where it is filed.

Start at `Receiving.receive`, which is handed the transaction. What a mail means is for `hearing`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.commands import Hear, NoteBounce, Verb
from mailservice.cases.history.events import Event, MailHeard, Outcome
from mailservice.cases.opening import confidential, first_mail, joining
from mailservice.clock import Clock
from mailservice.mail import trust
from mailservice.mail.parse import Mail, parse
from mailservice.record import contents, ledger, lookup, mails, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service.deciding import Decisions
from mailservice.service.desk import CONFIDENTIAL, Desk, case_folder
from mailservice.service.hearing import letters_case, thread, understand

HOLD_AFTER = 3
MEMORY = timedelta(days=1)

log = structlog.get_logger()


@dataclass
class Receiving:
    """Decides the mails of one desk."""

    desk: Desk
    clock: Clock
    decisions: Decisions

    def receive(self, tx: Transaction, mail: int) -> bool:
        """Decide a mail and settle it; False if it was settled before."""
        stored = mails.get(tx, mail)
        if stored.outcome is not None:
            return False
        raw = contents.get(tx, stored.digest) or b""
        parsed = parse(raw)
        twin = self._twin(tx, stored, parsed)
        if twin is not None:
            return mails.settle(tx, mail, "duplicate", case=twin.case, folder="Duplicates", at=self.clock.now())
        hear, number = understand(tx, self.desk, parsed, f"m{mail}", stored.internal_date)
        waiting = self._held_mail(tx, hear)
        if waiting is not None and _goes_on(hear):
            number, events = self._let_go_on(tx, replace(hear, released_at=hear.at), waiting)
        elif waiting is not None:
            held = replace(hear, holds=f"m{waiting.id}")
            number, events = BOOK, self.decisions.decide(tx, book(), _with_memory(tx, BOOK, held))
        else:
            number, events = self._take_up(tx, hear, number)
        ledger.append(tx, number, events, self.clock.now())
        _connect(tx, number, parsed)
        self._note_bounce(tx, parsed)
        outcome: Outcome = next((one.outcome for one in events if isinstance(one, MailHeard)), "held")
        settled = mails.settle(
            tx,
            mail,
            outcome,
            case=number or None,
            folder=self._folder(tx, number, outcome, hear, events),
            at=self.clock.now(),
        )
        if not settled:
            raise _SettledMeanwhileError
        log.info("a mail was decided", mail=mail, case=number, outcome=outcome)
        return True

    def note_failure(self, tx: Transaction, mail: int, fault: Exception) -> None:
        """Count a mail that could not be decided; at the third time it is held for a person, and the next goes on."""
        if mails.fail(tx, mail, type(fault).__name__) < HOLD_AFTER:
            return
        stored = mails.get(tx, mail)
        parsed = parse(contents.get(tx, stored.digest) or b"")
        sender = trust.identify(parsed, self.desk.directory)
        at = self.desk.rules.days.local(stored.internal_date)
        hear = Hear(at=at, mail=f"m{mail}", message_id=stored.message_id, sender=sender, kind="unclear")
        self.decisions.append(tx, BOOK, hear)
        # What is meant in confidence is in nobody's reach for a fault of ours either (rule 16).
        read = replace(hear, kind="message", subject=parsed.subject, own_words=parsed.text)
        folder = CONFIDENTIAL if confidential.held(read, self.desk.rules.policy) else "Held"
        mails.settle(tx, mail, "held", folder=folder, at=self.clock.now())

    def _take_up(self, tx: Transaction, hear: Hear, number: int | None) -> tuple[int, tuple[Event, ...]]:
        """Decide a mail on the case it belongs to, on a new one, or in the office's book; one in confidence waits there."""
        policy = self.desk.rules.policy
        case = ledger.replayed(tx, number) if number is not None else Case()
        cleared = {route for address, route in case.released if address == hear.sender.address.lower()}
        if confidential.held(hear, policy, cleared=cleared, on_case=number is not None):
            return BOOK, self.decisions.decide(tx, book(), _with_memory(tx, BOOK, hear))
        first = _of_its_own(hear, case) if number is not None else hear
        if number is not None and (first is None or not first_mail.opens(first)):
            return number, self.decisions.decide(tx, case, _with_memory(tx, number, hear))
        if first is not None and first_mail.opens(first):
            first = replace(first, linked=self._linked(tx, first))
            number, reference = self.decisions.new_case(tx, first.at)
            return number, self.decisions.decide(tx, Case(), first, reference=reference)
        return BOOK, self.decisions.decide(tx, book(), _with_memory(tx, BOOK, hear))

    def _linked(self, tx: Transaction, hear: Hear) -> tuple[str, ...]:
        """Return the references of the open cases of the same child, for the office alone (rule 1.4)."""
        found = sorted({case for child in hear.child_references for case in lookup.open_cases_by_child(tx, child)})
        return tuple(lookup.case(tx, case).reference for case in found)

    def _held_mail(self, tx: Transaction, hear: Hear) -> mails.StoredMail | None:
        """Return the mail held in confidence whose signpost this one answers, by its own sender; None if none waits."""
        about = outbox.about(tx, hear.answers, "signpost") if hear.answers and hear.kind == "message" else ""
        if not about:
            return None
        held = mails.get(tx, int(about.removeprefix("m")))
        first = parse(contents.get(tx, held.digest) or b"")
        mine = first.sender.address.lower() == hear.sender.address.lower()
        return held if mine and held.outcome == "held" else None

    def _let_go_on(self, tx: Transaction, hear: Hear, held: mails.StoredMail) -> tuple[int, tuple[Event, ...]]:
        """Decide a mail that was held, as if it had just come; a case it opens counts from its first receipt (rule 3.2)."""
        parsed = parse(contents.get(tx, held.digest) or b"")
        first, number = understand(tx, self.desk, parsed, f"m{held.id}", held.internal_date)
        first = replace(first, released_at=hear.at, at=first.at if number is None else hear.at)
        number, events = self._take_up(tx, first, number)
        ledger.append(tx, number, events, self.clock.now())
        _connect(tx, number, parsed)
        outcome: Outcome = next((one.outcome for one in events if isinstance(one, MailHeard)), "held")
        folder = self._folder(tx, number, outcome, first, events)
        mails.release(tx, held.id, outcome, case=number or None, folder=folder)
        case = ledger.replayed(tx, number)
        let_go = confidential.named(first, self.desk.rules.policy)
        return number, self.decisions.decide(tx, case, replace(hear, routes=let_go))

    def _twin(self, tx: Transaction, stored: mails.StoredMail, mail: Mail) -> mails.StoredMail | None:
        """Return the settled mail that this is a second delivery of: same Message-ID, same sender, same text.

        A Message-ID alone is easily copied, and the bytes differ by the way the second one came.
        """
        found = mails.same_message(tx, stored.message_id)
        if found is None:
            return None
        first = mails.get(tx, found)
        before = parse(contents.get(tx, first.digest) or b"")
        same = (before.sender.address, before.text) == (mail.sender.address, mail.text)
        return first if same else None

    def _note_bounce(self, tx: Transaction, mail: Mail) -> None:
        if mail.kind != "bounce" or mail.bounce is None:
            return
        letter = trust.letter_in([mail.bounce.message_id], self.desk.signing_key)
        number = letters_case(tx, letter) if letter else None
        if number is None:
            return
        command = NoteBounce(self.clock.now(), letter, mail.bounce.status, mail.bounce.why)
        self.decisions.append(tx, number, command)

    def _folder(self, tx: Transaction, number: int, outcome: str, hear: Hear, events: Sequence[Event]) -> str:
        if any(isinstance(one, MailHeard) and one.why == confidential.HELD for one in events):
            return CONFIDENTIAL
        if outcome == "held" and (number != BOOK or hear.kind != "message" or not hear.sender.known):
            return "Held"
        if number != BOOK:
            return case_folder(lookup.case(tx, number).reference)
        return "Automatic" if outcome == "automatic" else "Other"


class _SettledMeanwhileError(Exception):
    """Another process settled this mail first: everything this one decided is undone with its transaction."""


def _connect(tx: Transaction, number: int, mail: Mail) -> None:
    """Keep that a mail belongs to a case, and what it answers with it, but for what is another case's already."""
    if number == BOOK:
        return
    known = lookup.cases_of_messages(tx, thread(mail))
    lookup.connect(tx, number, [mail.message_id, *(one for one in thread(mail) if one not in known)])


def _of_its_own(hear: Hear, case: Case) -> Hear | None:
    """Return a mail on a case as the first of another: to an agency not in it, or by NEW; None where it is of this one."""
    if joining.stands_beside(hear, case):
        return joining.beside(hear, case)
    return joining.another(hear, case) if joining.opens_another(hear, case) else None


def _goes_on(hear: Hear) -> bool:
    """Tell whether its sender lets a held mail go on; words that look like one but are conditional do not."""
    return hear.sender.proof != "failed" and any(said.verb is Verb.GO_ON and not said.dry_run for said in hear.said)


def _with_memory(tx: Transaction, number: int, hear: Hear) -> Hear:
    """Add what its sender had from us in the day before: the brakes against a mail loop (RFC 3834 section 2)."""
    since, address = hear.at - MEMORY, hear.sender.address
    before = tuple(outbox.written_to(tx, address, since)) if number == BOOK else ()
    return replace(hear, heard_before=before, answered_today=outbox.answers(tx, number, address, since))
