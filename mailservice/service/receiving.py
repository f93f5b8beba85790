"""The deciding of one mail, all or nothing: read, decided on its case, a new one or none, and settled.

Start at `Receiving.receive`. An attempt is counted before it is made: a mail that ends us is held in the end. What a mail
says is for `hearing`, which `reader` calls; which case it is on for `placing`, what follows for `deciding`, where it lies for
`folders`.
"""

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from mailservice.cases.history.case import Case, book
from mailservice.cases.history.commands import Hear, NoteCameBack, OfficeWord, Said
from mailservice.cases.history.events import Event, LetterWithheld, MailHeard, Outcome
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import belonging, boards, confidential, first_mail, floods, joining
from mailservice.cases.people import deciders, merged, suspects
from mailservice.clock import Clock
from mailservice.errors import as_weather
from mailservice.mail import glimpse
from mailservice.mail.parse import Mail
from mailservice.mail.trust import senders, signing
from mailservice.mail.trust.judging import judge
from mailservice.record import contents, found, ledger, lookup, mails, outbox, partnerships, troubles
from mailservice.record.database import Database, Transaction
from mailservice.record.ledger import BOOK
from mailservice.service import drilling, folders
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.directory_mail import DirectoryMail
from mailservice.service.fates import Fates
from mailservice.service.hearing import Read
from mailservice.service.held import VERBS, HeldMail
from mailservice.service.keyring import Keyring
from mailservice.service.office import OfficeWords
from mailservice.service.own_cases import OwnCases
from mailservice.service.placing import Understood, understand
from mailservice.service.reader import Reader
from mailservice.service.watch.one_by_one import A_MAIL, OneByOne

HOLD_AFTER = 3
MEMORY = timedelta(days=1)
GLIMPSED = 65_536  # bytes of a mail that could not be read in which its author is looked for
# Our letters about a mail that is held in confidence, which they name by its id.
ABOUT_HELD = ("signpost", "answer", "officer_told")
_MAIL = re.compile(r"m\d{1,18}")

log = structlog.get_logger()


class _Became(NamedTuple):
    """What became of a mail: the case it is on, BOOK for none, how it was settled, and where it is filed."""

    case: int
    outcome: Outcome
    folder: str


@dataclass
class Receiving:
    """Decides the mails that were collected, each in a transaction of its own; `reader` reads them."""

    record: Database
    clock: Clock
    desk: Desk
    decisions: Decisions
    reader: Reader
    keyring: Keyring
    one_by_one: OneByOne
    # What each decision ordered, and had left before the record was set back; what is done before a mail that may end us.
    recognise: Callable[[], object] = lambda: None
    before_a_risk: Callable[[], object] = lambda: None
    _excused: set[int] = field(default_factory=set)
    _alone: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.held = HeldMail(self.desk, self.clock, self.decisions, self._read_again, self._take_up, self._keep)
        self.office = OfficeWords(self.desk, self.decisions)
        self.directory = DirectoryMail(self.desk, self.decisions)
        self.own_cases = OwnCases(self.desk, self.decisions)

    def waits(self) -> list[int]:
        """Return the mails not yet decided, oldest first, a hundred at most; none while something stands against the record."""
        with self.record.read(self.desk.partnership) as tx:
            return [] if partnerships.get(tx).waits_for else mails.unsettled(tx)

    def work(self) -> int:
        """Decide every mail that waits, and what comes meanwhile, each once; return how many were decided.

        One thread at a time: else the attempts at a mail would be used up by several at once. The others go away, so that
        whatever else they have to do is done while a mail is read.
        """
        if not self._alone.acquire(blocking=False):
            return 0
        try:
            self.reader.ready()
            done, tried = 0, set[int]()
            with self.record.read(self.desk.partnership) as tx:
                risky = mails.ended_us(tx)
            while waiting := [mail for mail in self.waits() if mail not in tried]:
                tried.update(waiting)
                for mail in waiting:
                    if mail in risky and done:
                        self.before_a_risk()  # what was decided before it leaves, whatever this one does to us
                    done += self.receive(mail)
                    self.recognise()
            return done
        finally:
            self._alone.release()

    def receive(self, mail: int) -> bool:
        """Decide one mail, all or nothing; False if it was settled already or failed. Never raises for what it says.

        Weather is raised, and is no attempt of the mail's.
        """
        try:
            with self.one_by_one.pulse.busy(f"mail {mail}", A_MAIL):
                return self._attempt(mail)
        except Exception as fault:
            if as_weather(fault) is not None:
                self._excused.add(mail)
                raise
            log.exception("a mail could not be decided", mail=mail)
            with self.record.begin(self.desk.partnership) as tx:
                mails.note_fault(tx, mail, type(fault).__name__)
            return False

    def _attempt(self, mail: int) -> bool:
        """Count the attempt, read the mail while no transaction is open, and decide it; or hold it, if none is left."""
        with self.record.begin(self.desk.partnership) as tx:
            stored = mails.get(tx, mail)
            if stored.outcome is not None:
                return False
            if _is_no_mail(stored.message_id, self.desk.signing_keys):
                return mails.settle(tx, mail, "automatic", folder=folders.AUTOMATIC, at=self.clock.now())
            same = mails.same_message(tx, stored.message_id, stored.digest)
            if same is not None:
                return self._set_aside(tx, stored, mails.get(tx, same))
            raw = contents.proven(tx, stored.digest)
            if raw is None:
                return self._came_back(tx, stored)
            if stored.attempts >= HOLD_AFTER:
                return self._hold(tx, stored)
            if mail not in self._excused:
                mails.attempt(tx, mail)
            self._excused.discard(mail)
        read = self._read(raw, stored)
        with self.record.begin(self.desk.partnership) as tx:
            return self._settle(tx, mail, read)

    def _read(self, raw: bytes, stored: mails.StoredMail) -> Read:
        keys = self.keyring.keys_for(raw, stored.internal_date)
        return self.reader.read(raw, f"m{stored.id}", stored.came, keys)

    def _settle(self, tx: Transaction, mail: int, read: Read) -> bool:
        stored = mails.get(tx, mail)
        if stored.outcome is not None:
            return False
        twin = self._twin(tx, stored, read.mail)
        if twin is not None:
            return self._set_aside(tx, stored, twin)
        became = self._decide(tx, read)
        Fates(self.clock, self.desk, self.decisions).note(tx, read.mail)
        case, now = became.case or None, self.clock.now()
        if not mails.settle(tx, mail, became.outcome, case=case, folder=became.folder, at=now):
            raise _SettledMeanwhileError
        log.info("a mail was decided", mail=mail, case=became.case, outcome=became.outcome)
        return True

    def _set_aside(self, tx: Transaction, stored: mails.StoredMail, twin: mails.StoredMail) -> bool:
        at = self.clock.now()
        return mails.settle(tx, stored.id, "duplicate", case=twin.case, folder=folders.DUPLICATES, at=at)

    def _came_back(self, tx: Transaction, stored: mails.StoredMail) -> bool:
        """Read nothing of an email of which every byte was disposed of: the office hears that somebody put it back."""
        now = self.clock.now()
        self.decisions.append(tx, BOOK, NoteCameBack(self.desk.rules.days.local(now), f"m{stored.id}"))
        return mails.settle(tx, stored.id, "duplicate", folder=folders.DUPLICATES, at=now)

    def _hold(self, tx: Transaction, stored: mails.StoredMail) -> bool:
        """Hold a mail for a person, its attempts being used up: by a glimpse, since reading it may be what never ends."""
        raw = _raw(tx, stored)
        seen = glimpse.heading(raw)
        verdict = judge(raw[:GLIMPSED], self.desk.trust)
        sender = senders.identify(seen, self.desk.directory.on(stored.internal_date.date()), verdict)
        at = self.desk.rules.days.local(stored.came)
        hear = Hear(at=at, mail=f"m{stored.id}", message_id=stored.message_id, sender=sender, kind="unclear")
        # What is meant in confidence is in nobody's reach for a fault of ours either (rule 16).
        words = replace(hear, kind="message", subject=seen.subject, own_words=glimpse.letters(raw))
        private = confidential.held(words, self.desk.rules.policy)
        self.decisions.append(tx, BOOK, replace(hear, in_confidence=private))
        folder = folders.CONFIDENTIAL if private else folders.HELD
        # The office has read of it; `status` tells of it until somebody has seen it.
        troubles.note(tx, "mail", hear.mail, self.clock.now(), stored.why)
        log.warning("a mail is held: its attempts are used up", mail=stored.id, why=stored.why)
        return mails.settle(tx, stored.id, "held", folder=folder, at=self.clock.now())

    def _decide(self, tx: Transaction, read: Read) -> _Became:
        meant = understand(tx, self.desk, read)
        meant = replace(meant, hear=suspects.seen(meant.hear, self.decisions.directory(tx)))
        drilled = drilling.answer(tx, meant.hear)
        if drilled is not None:
            return self._keep(tx, meant, BOOK, self.decisions.decide(tx, book(), drilled))
        if about := self.held.asked_about(tx, meant.hear):
            return self._by_office(tx, meant, about)
        held = None if meant.hear.sender.suspect else self._held_mail(tx, meant)
        if held is None and (done := self.directory.take(tx, meant.hear, read.sheet)):
            return self._keep_each(tx, meant, done)
        if held is None and (done := self.own_cases.take(tx, meant.hear) or self.office.take(tx, meant)):
            return self._keep_each(tx, meant, done)
        if held is None:
            number, events = self._take_up(tx, meant)
        elif _goes_on(meant.hear):
            self._withhold(tx, f"m{held.id}", "in_confidence", "officer_told")
            number, events = self._let_go_on(tx, replace(_with_go_on(meant.hear), released_at=meant.hear.at), held)
        else:
            number, events = self._in_the_book(tx, self._on_held(tx, meant.hear, f"m{held.id}"))
        return self._keep(tx, meant, number, events)

    def _by_office(self, tx: Transaction, meant: Understood, about: tuple[int, ...]) -> _Became:
        """Decide an answer of the office about held mails; what else it says on the case of that letter acts there.

        So does what stands below the reference of another case.
        """
        hear, done = self.office.below_references(tx, meant.hear, VERBS)
        if done:
            self._keep_each(tx, meant, done)
            return self._keep(tx, meant, BOOK, self.held.answer(tx, hear, about))
        on_case = tuple(one for one in hear.said if one.verb not in VERBS)
        if meant.case is not None and on_case and not any(one.verb in VERBS for one in hear.said):
            number, events = self._take_up(tx, meant)
            return self._keep(tx, meant, number, events)
        if meant.case is not None and on_case:
            number, events = self._take_up(tx, replace(meant, hear=replace(hear, said=on_case)))
            self._keep(tx, meant, number, events)
        elif meant.case is not None:
            self.decisions.append(tx, meant.case, OfficeWord(hear.at, hear, ()))  # no alarm waits any more
        return self._keep(tx, meant, BOOK, self.held.answer(tx, hear, about))

    def _keep_each(self, tx: Transaction, meant: Understood, done: Sequence[tuple[int, tuple[Event, ...]]]) -> _Became:
        """Keep what a mail of the office did on each of several cases; it is filed with the first."""
        first, *_ = [self._keep(tx, meant, number, events) for number, events in done]
        return first

    def _read_again(self, tx: Transaction, stored: mails.StoredMail) -> Read:
        return self.reader.read(_raw(tx, stored), f"m{stored.id}", stored.came)

    def _on_held(self, tx: Transaction, hear: Hear, held: str) -> Hear:
        """Return an answer about a mail that stays in confidence; after STOP nobody else reads that mail, whatever the day.

        A mail whose proof failed says no word.
        """
        hear = replace(hear, said=()) if hear.sender.proof == "failed" else hear
        if any(said.verb is Verb.STOP for said in hear.said):
            self._withhold(tx, held, "in_confidence")
        answers = bool(outbox.about(tx, hear.answers, "officer_told"))
        asked = bool(outbox.in_the_book_about(tx, "officer_told", held))
        return replace(hear, holds=held, officer="answers" if answers else "" if asked else "to ask")

    def _withhold(self, tx: Transaction, held: str, *templates: str) -> None:
        """Keep back the letters about a held mail that its sender's answer makes needless."""
        now = self.clock.now()
        found = {one: status for kind in templates for one, status in outbox.in_the_book_about(tx, kind, held).items()}
        unsent = [
            LetterWithheld(now, one, "its sender answered") for one, status in found.items() if status == "ordered"
        ]
        if unsent:
            ledger.append(tx, BOOK, unsent, now)

    def _take_up(self, tx: Transaction, meant: Understood) -> tuple[int, tuple[Event, ...]]:
        """Decide a mail on the case it is on, on a new one, or in the office's book; one in confidence waits there."""
        hear, number = suspects.seen(meant.hear, self.decisions.directory(tx)), meant.case
        case = ledger.replayed(tx, number) if number is not None else Case()
        today = self.desk.directory.on(hear.at.date())
        hear = belonging.known(merged.as_here(hear, case, today), case, merged.seen_from(case, today))
        cleared = {route for address, route in case.released if address == hear.sender.address.lower()}
        if confidential.held(hear, self.desk.rules.policy, cleared=cleared, on_case=number is not None):
            return self._in_the_book(tx, hear)
        first = hear if number is None else _of_its_own(hear, case)
        if first is not None and not hear.sender.suspect and first_mail.opens(first):
            first = _braked(tx, first)
            return self._in_the_book(tx, first) if floods.brakes(first) else self._open(tx, meant, first)
        if number is None:
            return self._in_the_book(tx, hear)
        hear = replace(hear, linked=_linked(tx, hear, case))
        return number, self.decisions.decide(tx, case, _with_memory(tx, number, hear))

    def _open(self, tx: Transaction, meant: Understood, hear: Hear) -> tuple[int, tuple[Event, ...]]:
        """Open a case, and where a mail names two boards one for each, linked for their offices; return the first."""
        linked, opened = _linked(tx, hear, Case()), []
        before = _references_before(tx, hear, self.desk.rules.policy.reference.prefix)
        each = [
            (one, *self.decisions.new_case(tx, hear.at, next(before, "")))
            for one in boards.one_each(hear, self.desk.rules.policy)
        ]
        for one, number, reference in each:
            others = tuple(other for _, _, other in each if other != reference)
            first = replace(one, linked=(*linked, *others))
            opened.append((number, self.decisions.decide(tx, Case(), first, reference=reference)))
        for number, events in opened[1:]:
            self._keep(tx, meant, number, events)
        return opened[0]

    def _in_the_book(self, tx: Transaction, hear: Hear) -> tuple[int, tuple[Event, ...]]:
        return BOOK, self.decisions.decide(tx, book(), _with_memory(tx, BOOK, hear))

    def _keep(self, tx: Transaction, meant: Understood, number: int, events: Sequence[Event]) -> _Became:
        """Append what was decided on a mail, and connect it, and what it answers, with its case."""
        ledger.append(tx, number, events, self.clock.now())
        if number != BOOK:
            lookup.connect(tx, number, meant.brings)
        outcome: Outcome = next((one.outcome for one in events if isinstance(one, MailHeard)), "held")
        return _Became(number, outcome, folders.mail_folder(tx, number, outcome, meant.hear, events))

    def _held_mail(self, tx: Transaction, meant: Understood) -> mails.StoredMail | None:
        """Return the mail in confidence of which this one answers our letter, by its own sender; None if none waits.

        STOP needs no signpost: it is of its sender's last email, wherever they write it (rule 16).
        """
        hear = meant.hear
        kinds = ABOUT_HELD if hear.answers and hear.kind == "message" else ()
        about = [found for one in kinds if _MAIL.fullmatch(found := outbox.about(tx, hear.answers, one))][:1]
        anew = not about and _stops(hear)
        since = _last_on_case(tx, meant) if anew else None
        about = outbox.signposted(tx, hear.sender.address) if anew else about
        waiting = (mails.get(tx, int(one.removeprefix("m"))) for one in about)
        held = next((one for one in waiting if one.outcome == "held" and _is_of(tx, one, hear)), None)
        return None if held and since and held.internal_date <= since else held

    def _let_go_on(self, tx: Transaction, hear: Hear, held: mails.StoredMail) -> tuple[int, tuple[Event, ...]]:
        """Decide a mail that was held, as if it had just come; a case it opens counts from its first receipt (rule 3.2)."""
        meant = understand(tx, self.desk, self._read(_raw(tx, held), held))
        at = meant.hear.at if meant.case is None else hear.at
        meant = replace(meant, hear=replace(meant.hear, released_at=hear.at, at=at))
        number, events = self._take_up(tx, meant)
        became = self._keep(tx, meant, number, events)
        mails.release(tx, held.id, became.outcome, case=number or None, folder=became.folder)
        if number == BOOK and _says_no_more(hear):
            # That mail is answered, and told to the office, once: its GO ON says nothing of its own.
            who = deciders.party_of(hear.sender, self.desk.directory.on(hear.at.date()))
            return BOOK, (MailHeard(hear.at, hear.mail, hear.message_id, who, hear.kind, "", "held", "GO ON"),)
        case = ledger.replayed(tx, number)
        let_go = confidential.named(meant.hear, self.desk.rules.policy)
        return number, self.decisions.decide(tx, case, replace(hear, routes=let_go))

    def _twin(self, tx: Transaction, stored: mails.StoredMail, mail: Mail) -> mails.StoredMail | None:
        """Return the settled mail that this is a second delivery of: same Message-ID, same sender, same text.

        A Message-ID alone is easily copied, and the bytes differ by the way the second one came. One that was held
        because it could not be read is not read again.
        """
        found = mails.same_message(tx, stored.message_id)
        first = mails.get(tx, found) if found is not None else None
        if first is None or first.attempts >= HOLD_AFTER:
            return None
        before = self._read(_raw(tx, first), first).mail
        same = (before.sender.address, before.text) == (mail.sender.address, mail.text)
        return first if same else None


class _SettledMeanwhileError(Exception):
    """Another process settled this mail first: everything this one decided is undone with its transaction."""


def _is_no_mail(message_id: str, keys: signing.Keys) -> bool:
    """Tell whether something lies in the INBOX that nobody wrote: a probe, or what the record leaves with the mailbox."""
    return any(signing.letter_in([message_id], keys, purpose) for purpose in (signing.PROBE, signing.KEPT))


def _raw(tx: Transaction, stored: mails.StoredMail) -> bytes:
    return contents.get(tx, stored.digest) or b""


def _of_its_own(hear: Hear, case: Case) -> Hear | None:
    """Return a mail on a case as the first of another: to an agency not in it, or by NEW; None where it is of this one."""
    if joining.stands_beside(hear, case):
        return joining.beside(hear, case)
    return joining.another(hear, case) if joining.opens_another(hear, case) else None


def _linked(tx: Transaction, hear: Hear, case: Case) -> tuple[str, ...]:
    """Return the references of the open cases of the same child but this one, for the office alone (rule 1.4)."""
    children = (*hear.child_references, *case.child_references)
    found = sorted({other for child in children for other in lookup.open_cases_by_child(tx, child)})
    return tuple(one for one in (lookup.case(tx, other).reference for other in found) if one != case.reference)


def _references_before(tx: Transaction, hear: Hear, prefix: str) -> Iterator[str]:
    """Give the references that a mail's cases had before the record was set back, as far as no case has them now."""
    named = (folders.reference_in(one, prefix) for one in found.folders(tx, hear.message_id))
    yield from (one for one in named if one and lookup.case_by_reference(tx, one) is None)


def _braked(tx: Transaction, hear: Hear) -> Hear:
    """Add whether its sender opened too many cases, and who hears of that; what the office let go is not braked."""
    if hear.opens or hear.first_at is not None:
        return hear
    address, about = hear.sender.address, floods.about(hear.sender.address)
    hear = replace(hear, over=floods.over(lambda within: outbox.opened_by(tx, address, hear.at - within)))
    if not floods.brakes(hear):
        return hear
    office, sender = (outbox.ordered_about(tx, kind, about) for kind in ("office", "answer"))
    return replace(hear, flood=floods.to_tell(office, sender, hear.at))


def _is_of(tx: Transaction, held: mails.StoredMail, hear: Hear) -> bool:
    address = hear.sender.address.lower()
    return bool(address) and glimpse.heading(_raw(tx, held)).sender.address.lower() == address


def _last_on_case(tx: Transaction, meant: Understood) -> datetime | None:
    """Return when the sender of a mail last wrote on the case that it is on; None where it is on none."""
    case = ledger.replayed(tx, meant.case) if meant.case is not None else Case()
    return next(reversed(case.wrote.get(meant.hear.sender.address.lower(), ())), None)


def _stops(hear: Hear) -> bool:
    stop = any(said.verb is Verb.STOP and not said.dry_run for said in hear.said)
    return stop and hear.kind == "message" and hear.sender.proof != "failed"


def _goes_on(hear: Hear) -> bool:
    """Tell whether its sender lets a held mail go on: surely, or by a yes with the word in it to our letter (rules 10 and 16).

    Words that look like one but are conditional do not, and nobody says it for another.
    """
    if hear.sender.delegate or hear.sender.proof == "failed":
        return False
    said = any(one.verb is Verb.GO_ON and not one.dry_run for one in hear.said)
    return confidential.confirms(hear) or (said and hear.sender.proof == "proven")


def _with_go_on(hear: Hear) -> Hear:
    """Return a mail that says "yes, GO ON" as one that says the word."""
    if not confidential.confirms(hear):
        return hear
    word = Said(Verb.GO_ON, line=Verb.GO_ON.value)
    others = tuple(one for one in hear.said if one.verb is not Verb.GO_ON)
    unclear = tuple(one for one in hear.unclear if one.understood is not Verb.GO_ON)
    return replace(hear, said=(word, *others), unclear=unclear)


def _says_no_more(hear: Hear) -> bool:
    alone = hear.own_words.strip(" \n.!").upper() == Verb.GO_ON.value
    return (alone or confidential.confirms(hear)) and not hear.attachments


def _with_memory(tx: Transaction, number: int, hear: Hear) -> Hear:
    """Add what its sender had from us in the day before: the brakes against a mail loop (RFC 3834 section 2)."""
    since, address = hear.at - MEMORY, hear.sender.address
    before = tuple(outbox.written_to(tx, address, since)) if number == BOOK else ()
    strangers = outbox.strangers(tx, since) if number == BOOK and not hear.sender.known else 0
    hear = replace(hear, strangers_today=strangers)
    return replace(hear, heard_before=before, answered_today=outbox.answers(tx, number, address, since))
