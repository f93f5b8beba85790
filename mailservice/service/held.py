"""A held mail, decided by the office: by an answer to our letter about it, or at the command line (rule 17).

Start at `HeldMail.answer`. Each is decided once: the row that says "held" is settled in the transaction that decides. `UNDO` puts
it back where it was, as far as nothing was sent. What is held in confidence is none of the office's.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from mailservice.cases import digest, meant
from mailservice.cases.history.commands import FileMail, Hear, OfficeWord, Proof, Said
from mailservice.cases.history.events import (
    CaseOpened,
    Event,
    HeldMailDecided,
    HeldMailReturned,
    MailHeard,
    Outcome,
    Party,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.cases.words import proof
from mailservice.clock import Clock
from mailservice.directory import Directory
from mailservice.mail.grammar import references
from mailservice.mail.trust import senders
from mailservice.mail.trust.author import Author
from mailservice.mail.trust.setup import Verdict
from mailservice.record import ledger, lookup, mails, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service import folders
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.hearing import Read
from mailservice.service.placing import Understood, goes_on_in, understand

VERBS = (Verb.RELEASE, Verb.REJECT, Verb.FILE, Verb.NEW, Verb.JOIN, Verb.SPLIT, Verb.UNDO)
# What the office says of every case, in answer to whichever letter.
OF_EVERY_CASE = {Verb.SUSPECT, Verb.CLEAR, Verb.DIRECTORY, Verb.VERIFY, Verb.DUE, Verb.PAUSE, Verb.RESUME}
NOTHING = "Nothing has moved."
_NUMBER = re.compile(r"\W{0,3}m?(\d{1,9})\b(?!-)")
TakeUp = Callable[[Transaction, Understood], tuple[int, tuple[Event, ...]]]


@dataclass(frozen=True)
class Done:
    """What a word did to a held mail: what answers it, and what the office's book keeps of it; `told`: its sender hears so."""

    sentence: str
    happened: tuple[Event, ...] = ()
    told: Party | None = None
    answers: str = ""


@dataclass
class HeldMail:
    """Decides on held mails; `read_again` reads one's bytes, `take_up` decides on it and `keep` appends that."""

    desk: Desk
    clock: Clock
    decisions: Decisions
    read_again: Callable[[Transaction, mails.StoredMail], Read]
    take_up: TakeUp
    keep: Callable[[Transaction, Understood, int, Sequence[Event]], tuple[int, Outcome, str]]

    def asked_about(self, tx: Transaction, hear: Hear) -> tuple[int, ...]:
        """Return the held mails that a mail of the office answers our letter about; none where it answers no such letter.

        Nor where it only says what is of every case, or answers the morning letter with what is of one.
        """
        if hear.kind != "message" or not hear.sender.office or hear.sender.proof == "failed" or not hear.answers:
            return ()
        try:
            order = outbox.get(tx, hear.answers).order
        except KeyError:
            return ()
        said = {one.verb for one in hear.said if not one.dry_run}
        of_others = not said & set(VERBS) and (said & OF_EVERY_CASE or (said and order.template == digest.TEMPLATE))
        return () if of_others else tuple(int(one.removeprefix("m")) for one in order.holds.split())

    def answer(self, tx: Transaction, hear: Hear, about: tuple[int, ...]) -> tuple[Event, ...]:
        """Carry out the words of the office's answer, each on the mail that it names; return what its book keeps."""
        said = [one for one in hear.said if one.verb in VERBS and not one.dry_run]
        holds = " ".join(f"m{one}" for one in about)
        if hear.sender.delegate or not self._sure(tx, hear):
            return self._asked_again(tx, hear, said, holds)
        numbered = outbox.get(tx, hear.answers).order.template == digest.TEMPLATE
        done = list(self._each(tx, hear, said, about, numbered=numbered))
        asked = [(one.line, meant.ask_back(one)) for one in hear.unclear]
        lines = [(one.line, result.sentence) for one, result in done] + asked
        if not lines:
            lines = [("", f"{NOTHING} Please answer with one word: {', '.join(VERBS)}.")]
        happened = tuple(event for _, result in done for event in result.happened)
        to = next((result for _, result in done if result.told is not None), None)
        told, answers = (to.told, to.answers) if to else (None, "")
        word = OfficeWord(hear.at, hear, tuple(lines), happened, holds, told=told, answers=answers)
        return self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)

    def do(self, tx: Transaction, mail: int, said: Said, hear: Hear) -> Done:
        """Carry one word out on one held mail; KeyError if there is no such mail."""
        stored = mails.get(tx, mail)
        if stored.folder == folders.CONFIDENTIAL:
            return Done(f"This is held in confidence: only whoever wrote it can let it go on. {NOTHING}")
        if said.verb is Verb.UNDO:
            return self._undo(tx, stored, hear)
        if stored.outcome != "held":
            return Done(f"Already done: {stored.why or 'it is held no more'}. {NOTHING}")
        return self._do(tx, stored, said, hear)

    def _sure(self, tx: Transaction, hear: Hear) -> bool:
        """Tell whether the office surely wrote it, or says it again in answer to our letter that asked for that (rule 10)."""
        if hear.sender.proof == "proven":
            return True
        order = outbox.get(tx, hear.answers).order
        in_time = hear.at <= self.desk.rules.days.due_after(order.at, proof.CONFIRM_DAYS).at
        same = order.to.address.lower() == hear.sender.address.lower()
        return order.about == proof.CONFIRM and same and in_time

    def _asked_again(self, tx: Transaction, hear: Hear, said: Sequence[Said], holds: str) -> tuple[Event, ...]:
        verbs = ", ".join(one.verb.value for one in said) or "this"
        sentence = (
            f"We could not be sure that {verbs} came from you, so nothing has moved. If it did, answer this very letter"
            " with the same words, in two working days."
        )
        word = OfficeWord(hear.at, hear, (("", sentence),), holds=holds, confirm=True)
        return self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)

    def _each(
        self, tx: Transaction, hear: Hear, said: Sequence[Said], about: tuple[int, ...], *, numbered: bool
    ) -> Iterator[tuple[Said, Done]]:
        """Give what each word did; two different words on one mail do nothing. `numbered`: the letter gives each its number."""
        named = [(one, _which(one, about, numbered=numbered)) for one in said]
        for one, mail in named:
            if mail is None:
                numbers = ", ".join(str(one) for one in about)
                yield one, Done(f"Please write the email's number after the word; this letter has {numbers}. {NOTHING}")
            elif len({other.verb for other, which in named if which == mail}) > 1:
                yield one, Done(f"Two words on one email contradict each other. {NOTHING} Please write one.")
            else:
                yield one, self.do(tx, mail, one, hear)

    def _do(self, tx: Transaction, stored: mails.StoredMail, said: Said, hear: Hear) -> Done:
        match said.verb:
            case Verb.REJECT:
                return self._reject(tx, stored, said, hear)
            case Verb.FILE | Verb.SPLIT:
                return self._file(tx, stored, said, hear)
            case Verb.JOIN:
                return self._join(tx, stored, said, hear)
            case _:
                return self._release(tx, stored, said, hear)

    def _reject(self, tx: Transaction, stored: mails.StoredMail, said: Said, hear: Hear) -> Done:
        why = _without_number(said.reason, stored.id)
        if not any(letter.isalpha() for letter in why):
            return Done(f"Please write REJECT and why: it stays on the record. {NOTHING}")
        folder = folders.OTHER
        self._settle(tx, stored, said, hear, "filed", None, folder)
        read = self._read(tx, stored)
        known = read is not None and read.hear.sender.known and read.hear.sender.proof != "failed"
        answered = known and read is not None and read.hear.kind == "message" and not read.hear.sender.office
        told = deciders.party_of(read.hear.sender, self._today()) if answered and read is not None else None
        ends = "Its sender is told that it is on no case." if told else "Its sender is told nothing."
        kept = self._decided(stored, said, hear, (), why)
        return Done(f"Put on no case, and kept in the folder {folder}. {ends}", (kept,), told, _id(stored))

    def _file(self, tx: Transaction, stored: mails.StoredMail, said: Said, hear: Hear) -> Done:
        """Put the mail on one case, or by SPLIT on two, as a note that nobody acts on."""
        wanted = 2 if said.verb is Verb.SPLIT else 1
        cases = self._cases(tx, said.reason)
        if len(cases) != wanted:
            how_many = "two references of cases of ours" if wanted > 1 else "the reference of one case of ours"
            return Done(f"Please write {said.verb} and {how_many}. {NOTHING}")
        by = deciders.party_of(hear.sender, self._today())
        read = self._read(tx, stored)
        sender = deciders.party_of(read.hear.sender, self._today()) if read else Party("")
        words = read.hear.own_words if read else ""
        for number in cases:
            command = FileMail(hear.at, f"m{stored.id}", stored.message_id, sender, words, by, said.reason)
            self.decisions.append(tx, number, command)
            lookup.connect(tx, number, [_id(stored)])
        names = tuple(lookup.case(tx, number).reference for number in cases)
        self._settle(tx, stored, said, hear, "filed", cases[0], folders.case_folder(names[0]))
        where = " and ".join(names)
        done = self._decided(stored, said, hear, names, said.reason)
        return Done(f"Put on {where}. Nothing of it acts, no date has moved, and neither side is told.", (done,))

    def _join(self, tx: Transaction, stored: mails.StoredMail, said: Said, hear: Hear) -> Done:
        cases = self._cases(tx, said.reason)
        if len(cases) != 1:
            return Done(f"Please write JOIN and the reference of one case of ours. {NOTHING}")
        return self._release(tx, stored, said, hear, on=cases[0])

    def _release(
        self, tx: Transaction, stored: mails.StoredMail, said: Said, hear: Hear, *, on: int | None = None
    ) -> Done:
        """Read a held mail as if it had just come, by today's directory; on a case its words count from its receipt (3.2)."""
        read = self._read(tx, stored)
        if read is None:
            return Done(f"It still cannot be read. Open the attachment, and answer with FILE or REJECT. {NOTHING}")
        meant_now = self._as_now(tx, read, stored, hear.at, on=on, new=said.verb is Verb.NEW)
        if said.verb is Verb.NEW and not meant_now.hear.sender.known:
            return Done(f"A case needs a person whom the directory has: put them in, and answer once more. {NOTHING}")
        number, events = self.take_up(tx, meant_now)
        if not _moves(events, number):
            return Done(f"Read again, and still held: {_why_held(events, number)} {NOTHING}")
        number, outcome, folder = self.keep(tx, meant_now, number, events)
        self._settle(tx, stored, said, hear, outcome, number or None, folder)
        name = lookup.case(tx, number).reference if number else ""
        opened = any(isinstance(event, CaseOpened) for event in events)
        did = {"acted": "and its words have acted"}.get(outcome, "and says nothing that acts")
        on_it = f"It is on {name}, {did}." if name else "It is answered."
        what = f"It has opened {name}." if opened else on_it
        done = self._decided(stored, said, hear, (name,) if name else (), said.reason)
        return Done(f"Read as if it had just come. {what}", (done,))

    def _as_now(
        self, tx: Transaction, read: Read, stored: mails.StoredMail, at: datetime, *, on: int | None, new: bool
    ) -> Understood:
        """Return what a held mail means now: who wrote it by today's directory, where the office says that it belongs.

        That the office lets it go proves nobody: what its proof failed for is plausible from here, and a word towards quiet
        is still asked for at its sender's own address (rule 10).
        """
        directory = self._today()
        was = read.hear.sender
        shown: Proof = "plausible" if was.proof == "failed" else was.proof
        by = Author(was.address.lower(), was.address.lower().rpartition("@")[2])
        sender = senders.identify(read.mail, directory, Verdict(shown, by, was.evidence))
        hear = replace(
            read.hear,
            sender=replace(sender, evidence=was.evidence, delegate=was.delegate),
            to=tuple(senders.addressee(one, directory) for one in read.mail.to),
            copied=tuple(senders.addressee(one, directory) for one in read.mail.cc),
        )
        found = understand(tx, self.desk, Read(read.mail, hear))
        case = on if on is not None else None if new else found.case
        first = stored.came
        opening = case is None  # a case counts from its mail; on a case nothing happens before what is on it
        said = tuple(one for one in found.hear.said if not new or one.verb is Verb.URGENT)
        let_go = replace(
            found.hear,
            said=said,
            at=found.hear.at if opening else at,
            first_at=self.desk.rules.days.local(first),
            released_at=at,
            opens=new,
            by_child=False,
            cases=0,
        )
        return replace(found, hear=let_go, case=case)

    def _undo(self, tx: Transaction, stored: mails.StoredMail, hear: Hear) -> Done:
        """Hold a mail again whose decision sent nothing: REJECT of a stranger's, FILE and SPLIT."""
        last = self._last(tx, stored.id)
        if last is None or stored.outcome == "held":
            return Done(f"Nothing was done with this email that could be taken back. {NOTHING}")
        if last.verb in (Verb.RELEASE, Verb.NEW, Verb.JOIN) or self._was_told(tx, stored):
            where = (
                f" On {last.cases[0]} the case's own words help: NOTE, or UNDO by who wrote it." if last.cases else ""
            )
            return Done(f"What {last.verb} did was sent already, so it stands.{where} {NOTHING}")
        by = deciders.party_of(hear.sender, self._today())
        for name in last.cases:
            number = lookup.case_by_reference(tx, name)
            if number is not None:
                off = FileMail(hear.at, f"m{stored.id}", stored.message_id, Party(""), "", by, off=True)
                self.decisions.append(tx, number, off)
        mails.hold_again(tx, stored.id, folders.HELD)
        return Done(
            f"Taken back: {last.verb}. The email is held again.", (HeldMailReturned(hear.at, f"m{stored.id}", by),)
        )

    def _was_told(self, tx: Transaction, stored: mails.StoredMail) -> bool:
        return outbox.answered(tx, BOOK, "nothing_opened", _id(stored), self._last_at(tx, stored.id))

    def _last(self, tx: Transaction, mail: int) -> HeldMailDecided | None:
        """Return the word that a mail was decided with last, if that was not taken back."""
        every = ledger.in_book(tx, (HeldMailDecided, HeldMailReturned))
        found = (one for one in every if isinstance(one, HeldMailDecided | HeldMailReturned) and one.mail == f"m{mail}")
        last = next(reversed([*found]), None)
        return last if isinstance(last, HeldMailDecided) else None

    def _last_at(self, tx: Transaction, mail: int) -> datetime:
        last = self._last(tx, mail)
        return last.at if last else self.clock.now()

    def _settle(
        self,
        tx: Transaction,
        stored: mails.StoredMail,
        said: Said,
        hear: Hear,
        outcome: Outcome,
        case: int | None,
        folder: str,
    ) -> None:
        mails.release(tx, stored.id, outcome, case=case, folder=folder)
        at = self.desk.rules.days.local(hear.at)
        mails.note_fault(
            tx, stored.id, f"{said.verb} by {hear.sender.name or hear.sender.address}, {at:%a %d %b %H:%M}"
        )

    def _decided(
        self, stored: mails.StoredMail, said: Said, hear: Hear, cases: tuple[str, ...], text: str
    ) -> HeldMailDecided:
        by = deciders.party_of(hear.sender, self._today())
        return HeldMailDecided(hear.at, f"m{stored.id}", by, said.verb.value, cases, text)

    def _cases(self, tx: Transaction, text: str) -> list[int]:
        """Return the cases that a text names, each once; of a joined one, where it goes on."""
        found = (lookup.case_by_reference(tx, one) for one in references.case_references(text))
        return list(dict.fromkeys(goes_on_in(tx, one) for one in found if one is not None))

    def _read(self, tx: Transaction, stored: mails.StoredMail) -> Read | None:
        try:
            return self.read_again(tx, stored)
        except Exception:  # noqa: BLE001 - whatever it was held for may fail again; the office reads it itself
            return None

    def _today(self) -> Directory:
        return self.desk.directory.on(self.desk.rules.days.local(self.clock.now()).date())


def _which(said: Said, about: tuple[int, ...], *, numbered: bool) -> int | None:
    """Return the mail that a word is on: the one whose number stands after it, else the only one of the letter.

    A number that the letter has not is of no mail where the letter is `numbered`; elsewhere it begins the reason.
    """
    found = _NUMBER.match(said.reason)
    if found and int(found[1]) in about:
        return int(found[1])
    return about[0] if len(about) == 1 and not (found and numbered) else None


def _without_number(reason: str, mail: int) -> str:
    found = _NUMBER.match(reason)
    return reason[found.end() :].lstrip(" :.-") if found and int(found[1]) == mail else reason


def _moves(events: Sequence[Event], number: int) -> bool:
    """Tell whether a mail that was read again is held no more."""
    outcomes = [one.outcome for one in events if isinstance(one, MailHeard)]
    return bool(outcomes) and outcomes[0] not in ("held", "automatic") and (number != BOOK or outcomes[0] == "filed")


def _why_held(events: Sequence[Event], number: int) -> str:
    if number == BOOK:
        return "we know no case that it belongs to. Answer with FILE or JOIN and a reference, NEW, or REJECT and why."
    why = next((one.why for one in events if isinstance(one, MailHeard)), "")
    return f"{why or 'a person must read it'}. Answer with FILE and a reference, or REJECT and why."


def _id(stored: mails.StoredMail) -> str:
    return f"<{stored.message_id}>" if stored.message_id else ""
