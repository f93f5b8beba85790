"""The way of a mail: collect, receive, sweep, dispatch, file. The only place that knows every room.

Each step reads what stands unsettled in the record and may be called at any time, twice, or by two processes at once:
what is already done changes nothing. It is handed the record, the post, the mailbox and a clock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from mailservice.cases import confidential, joining, machine, opening, timing
from mailservice.cases.case import Case, book, replay
from mailservice.cases.commands import (
    CallTime,
    CaseSoFar,
    Command,
    Hear,
    NoteBounce,
    NoteMorning,
    NoteSent,
    NoteUnread,
    Reconsider,
    Sender,
    Verb,
)
from mailservice.cases.events import CaseReopened, Event, LetterOrdered, MailHeard, Outcome, StageEntered
from mailservice.cases.turn import Rules
from mailservice.clock import Clock
from mailservice.desk import Desk
from mailservice.errors import TryLater, Undeliverable
from mailservice.hearing import letters_case, thread, understand
from mailservice.mail import compose, grammar, references, trust
from mailservice.mail.parse import Mail, parse
from mailservice.policy.load import load_bytes
from mailservice.policy.workdays import MORNING
from mailservice.record import contents, deadlines, ledger, lookup, mails, outbox, partnerships
from mailservice.record.database import Database, Transaction
from mailservice.transport.imap import Mailbox
from mailservice.transport.smtp import Post

BOOK = 0
INBOX = "INBOX"
CONFIDENTIAL = "Confidential"
COLLECT_BATCH = 20
HOLD_AFTER = 3
LEASE_SECONDS = 60.0
UNREAD_ALARM = timedelta(hours=1)
LONGEST_REST = timedelta(minutes=15)
FIRST_REST = timedelta(seconds=30)
# About a day of resting a quarter of an hour: then the letter did not arrive, and that is an alarm.
GIVE_UP_AFTER = 100
MEMORY = timedelta(days=1)

log = structlog.get_logger()


@dataclass
class Service:
    """One partnership's service at work."""

    record: Database
    post: Post
    mailbox: Mailbox
    clock: Clock
    desk: Desk
    _older_rules: dict[str, Rules] = field(default_factory=dict)
    _told_unread: datetime | None = None

    def collect(self) -> int:
        """Take in what is new in the INBOX, each mail safe on disk; return how many. TryLater if it cannot be read."""
        through = self.clock.now()
        uidvalidity = self.mailbox.uidvalidity()
        uids = self.mailbox.uids()
        with self.record.read(self.desk.partnership) as tx:
            known = mails.known_uids(tx, INBOX, uidvalidity, uids)
        new = [uid for uid in uids if uid not in known]
        taken, got = 0, set[int]()
        for batch in _batches(new, COLLECT_BATCH):
            fetched = list(self.mailbox.fetch(batch))
            got.update(one.uid for one in fetched)
            with self.record.begin(self.desk.partnership) as tx:
                for one in fetched:
                    arrived = mails.arrive(
                        tx,
                        INBOX,
                        uidvalidity,
                        one.uid,
                        internal_date=one.internal_date,
                        raw=one.raw,
                        message_id=parse(one.raw).message_id,
                    )
                    taken += arrived is not None
        # A mail that is there and cannot be had holds every date back, and is an alarm after a working hour.
        unread = (set(new) - got) & set(self.mailbox.uids()) if set(new) - got else set()
        with self.record.begin(self.desk.partnership) as tx:
            partnerships.note_uidvalidity(tx, uidvalidity)
            if not unread:
                partnerships.note_read_through(tx, through)
        return taken

    def receive_all(self) -> int:
        """Decide every mail not yet decided, oldest first; return how many. One that fails thrice is held."""
        done = 0
        tried: set[int] = set()
        while True:
            with self.record.read(self.desk.partnership) as tx:
                waiting = [mail for mail in mails.unsettled(tx) if mail not in tried]
            if not waiting:
                return done
            for mail in waiting:
                tried.add(mail)
                done += self.receive(mail)

    def receive(self, mail: int) -> bool:
        """Decide one mail, all or nothing; False if it was settled already or failed. Never raises for what it says."""
        try:
            with self.record.begin(self.desk.partnership) as tx:
                return self._receive(tx, mail)
        except Exception as fault:
            log.exception("a mail could not be decided", mail=mail)
            self._failed(mail, fault)
            return False

    def sweep(self) -> int:
        """Call every date that has come, if the mailbox has been read past it; return how many cases moved.

        One sweep climbs a case at most one stage (rule 3.3).
        """
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            through = partnerships.get(tx).read_through
            if through is None or mails.unsettled(tx, 1):
                return 0
            come = deadlines.due(tx, min(through, now), limit=100_000)
        moved = 0
        for case in dict.fromkeys(one.case for one in come):
            moved += self._call(case, [one.deadline for one in come if one.case == case], now)
        return moved

    def do_by_hand(self, reference: str, words: str, who: str, why: str) -> tuple[Event, ...]:
        """Carry out the office's words on a case, as if it had written them; kept with who did it and why.

        KeyError if there is no such case; ValueError if the words hold no command.
        """
        now = self.desk.rules.days.local(self.clock.now())
        reading = grammar.read(words, today=now.date(), office=True)
        if not reading.said:
            raise ValueError(words)
        office = self.desk.directory.office
        hear = Hear(
            at=now,
            mail=f"by hand: {who}",
            message_id="",
            sender=Sender(office.address, office.name, office=True, proof="proven"),
            said=reading.said,
            own_words=f"By hand, {who}: {why}",
        )
        with self.record.begin(self.desk.partnership) as tx:
            number = lookup.case_by_reference(tx, reference)
            if number is None:
                raise KeyError(reference)
            return self._append(tx, number, hear)

    def busy(self) -> bool:
        """Tell whether something stands unsettled that could be settled now."""
        with self.record.read(self.desk.partnership) as tx:
            unsettled = mails.unsettled(tx, 1) or outbox.due(tx, self.clock.now(), 1)
            return bool(unsettled or mails.to_file(tx, 1) or outbox.to_file(tx, 1))

    def note_unread(self) -> bool:
        """Tell the office, once for each outage, if the mailbox was not read for a working hour (rule 3.1)."""
        now = self.clock.now()
        with self.record.read(self.desk.partnership) as tx:
            since = partnerships.get(tx).read_through
        if since is None or since == self._told_unread:
            return False
        if self.desk.rules.days.working_hours_between(since, now) < UNREAD_ALARM:
            return False
        with self.record.begin(self.desk.partnership) as tx:
            self._append(tx, BOOK, NoteUnread(self.desk.rules.days.local(now), since))
        self._told_unread = since
        return True

    def digest(self) -> bool:
        """Write the office its morning letter, once each working day from 9am on: the heartbeat (rules, section 17)."""
        now = self.desk.rules.days.local(self.clock.now())
        with self.record.read(self.desk.partnership) as tx:
            if not self._morning_is_due(tx, now):
                return False
        with self.record.begin(self.desk.partnership) as tx:
            if not self._morning_is_due(tx, now):
                return False
            since = partnerships.get(tx).heartbeat_at or now - MEMORY
            self._append(tx, BOOK, NoteMorning(now, since, tuple(self._so_far(tx, since))))
            partnerships.note_heartbeat(tx, now)
        return True

    def waiting_letters(self) -> list[str]:
        """Return the letters to send that nobody is busy with, in the order they were ordered."""
        with self.record.read(self.desk.partnership) as tx:
            return outbox.due(tx, self.clock.now())

    def dispatch(self, letter: str) -> bool:
        """Send one letter: render once, send, note it; False if it was not sent. No transaction is open while sending."""
        raw = self._rendered(letter)
        if raw is None:
            return False
        recipient, data, tries = raw
        try:
            self.post.send(data, recipient)
        except TryLater as fault:
            self._postpone(letter, tries, fault)
            return False
        except Undeliverable as fault:
            self._note(letter, NoteBounce(self.clock.now(), letter, fault.status, str(fault)))
            return False
        self._note(letter, NoteSent(self.clock.now(), letter))
        return True

    def file(self) -> int:
        """Move each settled mail to its folder and put each sent letter beside it, once; return how many."""
        with self.record.read(self.desk.partnership) as tx:
            moving, adding = mails.to_file(tx), outbox.to_file(tx)
        return sum(self._file_mail(mail) for mail in moving) + sum(self._file_letter(letter) for letter in adding)

    def _morning_is_due(self, tx: Transaction, now: datetime) -> bool:
        days, last = self.desk.rules.days, partnerships.get(tx).heartbeat_at
        if now.time() < MORNING or not days.is_working(now.date()):
            return False
        return last is None or days.local(last).date() < now.date()

    def _so_far(self, tx: Transaction, since: datetime) -> Iterable[CaseSoFar]:
        """Give every case that is open, or in which something was recorded since."""
        for line in lookup.cases_of(tx):
            whole, seen = ledger.recorded(tx, line.id, since)
            if line.status != "closed" or seen < whole:
                history = tuple(ledger.events(tx, line.id))
                yield CaseSoFar(self._rules(tx, replay(history)).policy, history, seen)

    def _receive(self, tx: Transaction, mail: int) -> bool:
        stored = mails.get(tx, mail)
        if stored.outcome is not None:
            return False
        raw = contents.get(tx, stored.digest) or b""
        parsed = parse(raw)
        twin = self._twin(tx, stored, parsed)
        if twin is not None:
            return mails.settle(tx, mail, "duplicate", case=twin.case, folder="Duplicates", at=self.clock.now())
        hear, number = understand(tx, self.desk, parsed, f"m{mail}", stored.internal_date)
        belonged = number
        waiting = self._held_mail(tx, hear)
        if waiting is not None and _goes_on(hear):
            number, events = self._let_go_on(tx, replace(hear, released_at=hear.at), waiting)
        elif waiting is not None:
            held = replace(hear, holds=f"m{waiting.id}")
            number, events = BOOK, self._decide(tx, book(), _with_memory(tx, BOOK, held))
        else:
            number, events = self._take_up(tx, hear, number)
        ledger.append(tx, number, events, self.clock.now())
        # A case opened beside another shares only this mail with it, not the whole thread.
        shared = thread(parsed) if belonged in {None, number} else thread(parsed)[:1]
        lookup.connect(tx, number, shared if number != BOOK else ())
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

    def _take_up(self, tx: Transaction, hear: Hear, number: int | None) -> tuple[int, tuple[Event, ...]]:
        """Decide a mail on the case it belongs to, on a new one, or in the office's book; one in confidence waits there."""
        policy = self.desk.rules.policy
        case = replay(ledger.events(tx, number)) if number is not None else Case()
        cleared = hear.sender.address.lower() in case.released
        if confidential.held(hear, policy, cleared=cleared):
            return BOOK, self._decide(tx, book(), _with_memory(tx, BOOK, hear))
        beside = number is not None and joining.stands_beside(hear, case)
        if number is not None and not beside:
            return number, self._decide(tx, case, _with_memory(tx, number, hear))
        if opening.opens(hear):
            hear = replace(hear, beside=beside, linked=self._linked(tx, hear))
            number, reference = self._new_case(tx, hear.at)
            return number, self._decide(tx, Case(), hear, reference=reference)
        return BOOK, self._decide(tx, book(), _with_memory(tx, BOOK, hear))

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
        lookup.connect(tx, number, thread(parsed) if number != BOOK else ())
        outcome: Outcome = next((one.outcome for one in events if isinstance(one, MailHeard)), "held")
        folder = self._folder(tx, number, outcome, first, events)
        mails.release(tx, held.id, outcome, case=number or None, folder=folder)
        case = replay(ledger.events(tx, number)) if number != BOOK else book()
        return number, self._decide(tx, case, hear)

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

    def _new_case(self, tx: Transaction, at: datetime) -> tuple[int, str]:
        year = self.desk.rules.days.local(at).year
        prefix = self.desk.rules.policy.reference.prefix
        contents.keep(tx, self.desk.policy_file, "policy")
        return lookup.new_case(tx), references.make_case_reference(prefix, year, lookup.next_number(tx, year))

    def _decide(self, tx: Transaction, case: Case, command: Command, *, reference: str = "") -> tuple[Event, ...]:
        events = machine.decide(case, command, self._rules(tx, case), self.desk.directory, reference=reference)
        if any(isinstance(event, CaseReopened) for event in events):
            contents.keep(tx, self.desk.policy_file, "policy")
        return events

    def _rules(self, tx: Transaction, case: Case) -> Rules:
        """Return the rules a case is held to: those of the policy's version it opened under (rule 1.6)."""
        digest = case.policy_digest
        if not digest or digest == self.desk.rules.policy.digest:
            return self.desk.rules
        if digest not in self._older_rules:
            kept = contents.get(tx, digest) or b""
            older = load_bytes(kept, f"policy {digest[:12]}")
            self._older_rules[digest] = replace(self.desk.rules, policy=older, newest=self.desk.rules.policy)
        return self._older_rules[digest]

    def _note_bounce(self, tx: Transaction, mail: Mail) -> None:
        if mail.kind != "bounce" or mail.bounce is None:
            return
        letter = trust.letter_in([mail.bounce.message_id], self.desk.signing_key)
        number = letters_case(tx, letter) if letter else None
        if number is None:
            return
        command = NoteBounce(self.clock.now(), letter, mail.bounce.status, mail.bounce.why)
        self._append(tx, number, command)

    def _append(self, tx: Transaction, number: int, command: Command) -> tuple[Event, ...]:
        case = book() if number == BOOK else replay(ledger.events(tx, number))
        events = self._decide(tx, case, command)
        if events:
            ledger.append(tx, number, events, self.clock.now())
        return events

    def _call(self, number: int, come: Sequence[str], now: datetime) -> bool:
        with self.record.begin(self.desk.partnership) as tx:
            case = replay(ledger.events(tx, number))
            happened: list[Event] = []
            for deadline in come:
                events = self._decide(tx, case, CallTime(self.desk.rules.days.local(now), deadline))
                case = replay(events, case)
                happened.extend(events)
                if any(isinstance(event, StageEntered) for event in events):
                    break
            if happened:
                ledger.append(tx, number, happened, now)
        return bool(happened)

    def _rendered(self, letter: str) -> tuple[str, bytes, int] | None:
        """Claim a letter and return reader, bytes and tries; None if it is taken, or would mislead by now."""
        now = self.clock.now()
        with self.record.begin(self.desk.partnership) as tx:
            if not outbox.claim(tx, letter, now, LEASE_SECONDS):
                return None
            out = outbox.get(tx, letter)
            if out.rendered:
                return out.order.to.address, contents.get(tx, out.rendered) or b"", out.tries
            if out.case != BOOK and not self._still_true(tx, out.case, letter):
                self._append(tx, out.case, Reconsider(self.desk.rules.days.local(now), letter))
                return None
            composed = self._compose(tx, out.order, out.case, now)
            digest = contents.keep(tx, composed.raw, "letter")
            outbox.rendered(tx, letter, composed.message_id, digest)
            return out.order.to.address, composed.raw, out.tries

    def _still_true(self, tx: Transaction, number: int, letter: str) -> bool:
        case = replay(ledger.events(tx, number))
        return timing.still_true(case, case.letters[letter], self.desk.directory)

    def _compose(self, tx: Transaction, order: LetterOrdered, number: int, now: datetime) -> compose.Letter:
        root = replay(ledger.events(tx, number)).root if number != BOOK else ""
        key, desk = self.desk.signing_key, self.desk
        return compose.compose(
            order,
            desk.templates,
            message_id=trust.message_id(order.letter, key, desk.domain),
            date=desk.rules.days.local(now),
            root=root,
            sender_name=desk.name,
            sender_address=desk.address,
            reply_to=trust.reply_address(order.letter, key, desk.address) if desk.plus_addresses else "",
            timezone=desk.rules.policy.calendar.timezone,
        )

    def _note(self, letter: str, command: NoteSent | NoteBounce) -> None:
        command = replace(command, at=self.desk.rules.days.local(command.at))
        with self.record.begin(self.desk.partnership) as tx:
            self._append(tx, outbox.get(tx, letter).case, command)
            outbox.postpone(tx, letter, self.clock.now(), "")  # the lease is over: whoever files it may
        log.info("a letter was settled", letter=letter, outcome=type(command).__name__)

    def _postpone(self, letter: str, tries: int, fault: TryLater) -> None:
        if tries >= GIVE_UP_AFTER:
            self._note(letter, NoteBounce(self.clock.now(), letter, "4.4.7", f"not taken for a day: {fault}"))
            return
        rest = min(FIRST_REST * 2 ** min(tries, 10), LONGEST_REST)
        with self.record.begin(self.desk.partnership) as tx:
            outbox.postpone(tx, letter, self.clock.now() + rest, str(fault))
        log.warning("a letter waits for the mail server", letter=letter, tries=tries)

    def _failed(self, mail: int, fault: Exception) -> None:
        with self.record.begin(self.desk.partnership) as tx:
            if mails.fail(tx, mail, type(fault).__name__) < HOLD_AFTER:
                return
            stored = mails.get(tx, mail)
            sender = trust.identify(parse(contents.get(tx, stored.digest) or b""), self.desk.directory)
            at = self.desk.rules.days.local(stored.internal_date)
            hear = Hear(at=at, mail=f"m{mail}", message_id=stored.message_id, sender=sender, kind="unclear")
            ledger.append(tx, BOOK, self._decide(tx, book(), hear), self.clock.now())
            mails.settle(tx, mail, "held", folder="Held", at=self.clock.now())

    def _folder(self, tx: Transaction, number: int, outcome: str, hear: Hear, events: Sequence[Event]) -> str:
        if any(isinstance(one, MailHeard) and one.why == confidential.HELD for one in events):
            return CONFIDENTIAL
        if outcome == "held" and (number != BOOK or hear.kind != "message" or not hear.sender.known):
            return "Held"
        if number != BOOK:
            return case_folder(lookup.case(tx, number).reference)
        return "Automatic" if outcome == "automatic" else "Other"

    def _file_mail(self, mail: int) -> int:
        with self.record.read(self.desk.partnership) as tx:
            stored = mails.get(tx, mail)
        if stored.uidvalidity != self.mailbox.uidvalidity():
            return 0
        moved = self.mailbox.move(stored.uid, stored.folder)
        if not moved and stored.folder != CONFIDENTIAL:  # it was held there, and its sender let it go on
            moved = self.mailbox.move_between(CONFIDENTIAL, f"<{stored.message_id}>", stored.folder)
        if not moved:
            log.warning("a mail had left the INBOX before it was filed", mail=mail)
        with self.record.begin(self.desk.partnership) as tx:
            mails.filed(tx, mail, stored.folder, self.clock.now())
        return 1

    def _file_letter(self, letter: str) -> int:
        with self.record.begin(self.desk.partnership) as tx:
            if not outbox.claim_filing(tx, letter, self.clock.now(), LEASE_SECONDS):
                return 0
            out = outbox.get(tx, letter)
            raw = contents.get(tx, out.rendered)
            folder = case_folder(lookup.case(tx, out.case).reference) if out.case != BOOK else "Other"
        if raw is not None and not self.mailbox.find(folder, out.message_id):
            self.mailbox.append(folder, raw, self.clock.now())
        with self.record.begin(self.desk.partnership) as tx:
            outbox.filed(tx, letter, self.clock.now())
        return 1


class _SettledMeanwhileError(Exception):
    """Another process settled this mail first: everything this one decided is undone with its transaction."""


def case_folder(reference: str) -> str:
    """Return the mailbox folder of a case: by year and reference, without the check letter."""
    bare = reference.rpartition("-")[0]
    return f"Escalations/{bare.split()[1].split('-')[0]}/{bare}"


def _goes_on(hear: Hear) -> bool:
    """Tell whether its sender lets a held mail go on; words that look like one but are conditional do not."""
    return hear.sender.proof != "failed" and any(said.verb is Verb.GO_ON and not said.dry_run for said in hear.said)


def _with_memory(tx: Transaction, number: int, hear: Hear) -> Hear:
    """Add what its sender had from us in the day before: the brakes against a mail loop (RFC 3834 section 2)."""
    since, address = hear.at - MEMORY, hear.sender.address
    before = tuple(outbox.written_to(tx, address, since)) if number == BOOK else ()
    return replace(hear, heard_before=before, answered_today=outbox.answers(tx, number, address, since))


def _batches(uids: Sequence[int], size: int) -> Iterable[Sequence[int]]:
    return (uids[at : at + size] for at in range(0, len(uids), size))
