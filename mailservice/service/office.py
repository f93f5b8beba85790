"""The office's words that are not on one case: PAUSE ALL and RESUME ALL, and an answer to a letter that told it of several.

Start at `OfficeWords.take`. A line that is a case's reference begins what is meant for that case; words above it, where there
is more than one, are asked about: nobody guesses.
"""

import calendar
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mailservice.cases.history.commands import Hear, OfficeWord, Said, SendFigures
from mailservice.cases.history.events import (
    Checked,
    Event,
    Party,
    Paused,
    ProofAsked,
    Resumed,
    SecondAsked,
    SecondGiven,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker
from mailservice.cases.words import proof, second, telephone
from mailservice.directory import Directory
from mailservice.errors import UserError
from mailservice.exports.figures import period, published
from mailservice.mail.grammar import reading, references
from mailservice.policy.workdays import WorkingDays
from mailservice.record import ledger, lookup, outbox
from mailservice.record.database import Transaction
from mailservice.record.ledger import BOOK
from mailservice.service import due, figures
from mailservice.service.deciding import Decisions
from mailservice.service.desk import Desk
from mailservice.service.placing import Understood, goes_on_in
from mailservice.service.suspecting import VERBS as MAILBOXES
from mailservice.service.suspecting import Suspecting, named_in, said_of

Done = Sequence[tuple[int, tuple[Event, ...]]]
_ALL = re.compile(r"\W{0,3}ALL\b[\s:,.-]{0,3}", re.IGNORECASE)
_REFERENCE_LINE = re.compile(r"[ \t>*\[(-]{0,6}[A-Za-z]{2,8}[\s\u00a0-]{0,3}20\d\d.{6,12}[\])*: \t.-]{0,6}")
_MOST = 20
_GOES_ON = ("open", "agreed", "halted")
UNDER_WAY = "Under way: a letter to you says what was found. That takes minutes; with a large mailbox, an hour."
SURE = "We could not be sure that {} came from you, so nothing has moved. If it did, answer this letter with the same words."
_A_REFERENCE = 40  # characters that a line has at most that is a reference alone


@dataclass
class OfficeWords:
    """Takes what the office writes of every case, or of several."""

    desk: Desk
    decisions: Decisions

    def __post_init__(self) -> None:
        self.suspecting = Suspecting(self.desk, self.decisions)

    def take(self, tx: Transaction, meant: Understood) -> Done:
        """Return what was decided on each case, the office's book (0) among them; nothing where the mail is of one case."""
        hear = meant.hear
        if hear.kind != "message" or not hear.sender.office or hear.sender.proof == "failed":
            return ()
        if asked := second_asked(tx, hear):
            return self._second(tx, hear, asked)
        if done := self._of_mailboxes(tx, hear):
            return done
        if {one.verb for one in hear.said if not one.dry_run} in ({Verb.VERIFY}, {Verb.DUE}, {Verb.FIGURES}):
            return self._in_the_book(tx, self._asked(tx, hear))
        every = next((one for one in hear.said if _is_all(one)), None)
        if every is not None:
            return self._of_all(tx, hear, every)
        return self._of_each(tx, meant)

    def below_references(self, tx: Transaction, hear: Hear, others: Collection[Verb]) -> tuple[Hear, Done]:
        """Decide each part of an answer on the case whose reference stands above it; return what is left, and what was done.

        With the words of `others` a reference on its line is what such a word asks for: that part is left too.
        """
        above, parts = _parts(hear.own_words)
        left, done = [above], []
        for reference, words in parts:
            number = lookup.case_by_reference(tx, reference)
            verbs = {one.verb for one in self._read(words, hear).said}
            if number is None or not verbs or verbs & {*others}:
                left.append(f"{reference}\n{words}")
            else:
                on = goes_on_in(tx, number)
                done.append((on, self._on(tx, on, hear, words)))
        if not done:
            return hear, ()
        read = self._read("\n".join(left), hear)
        rest = replace(hear, said=read.said, unclear=read.unclear, answer=read.answer, own_words="\n".join(left))
        return rest, tuple(done)

    def by_hand(self, tx: Transaction, hear: Hear) -> Done:
        """Carry out PAUSE ALL or RESUME ALL at the command line; nothing where that is not what was written."""
        if done := self._of_mailboxes(tx, hear):
            return done
        every = next((one for one in hear.said if _is_all(one)), None)
        return self._of_all(tx, hear, every) if every else ()

    def _of_mailboxes(self, tx: Transaction, hear: Hear) -> Done:
        """Take SUSPECT or CLEAR, or the call that one of them waits for; nothing where a mail says neither."""
        said = named_in(hear)
        if said is not None:
            return self.suspecting.take(tx, hear, said, sure=is_sure(tx, hear, self.desk.rules.days))
        return self.suspecting.by_call(tx, hear)

    def _of_all(self, tx: Transaction, hear: Hear, said: Said) -> Done:
        """Pause every case, or let all go on: in the book for those to come, and on each that is open."""
        reason = _ALL.sub("", said.reason, count=1)
        if not is_sure(tx, hear, self.desk.rules.days):
            word = OfficeWord(hear.at, hear, ((said.line, SURE.format(f"{said.verb} ALL")),), confirm=True)
            return self._in_the_book(tx, word)
        if said.verb is Verb.PAUSE and not any(letter.isalpha() for letter in reason):
            sentence = "Please write PAUSE ALL and why: it stays on the record. Nothing has moved."
            return self._in_the_book(tx, OfficeWord(hear.at, hear, ((said.line, sentence),)))
        members = second.members(self.desk.directory.office)
        if said.verb is Verb.PAUSE and len(members) > 1 and not hear.seconded:
            if hear.sender.address.lower() not in members:
                sentence = (
                    "PAUSE ALL needs to be asked from your own address, so that a second of the office can confirm it."
                )
                return self._in_the_book(
                    tx, OfficeWord(hear.at, hear, ((said.line, f"{sentence} Nothing has moved."),))
                )
            return self._in_the_book(tx, OfficeWord(hear.at, hear, (), ask=replace(said, reason=f"ALL {reason}")))
        return self._carry_out(
            tx, hear, replace(said, reason=reason), deciders.party_of(hear.sender, self._directory(hear))
        )

    def _carry_out(
        self,
        tx: Transaction,
        hear: Hear,
        said: Said,
        by: Party,
        given: SecondGiven | None = None,
        asked: SecondAsked | None = None,
    ) -> Done:
        until = self.desk.rules.days.next_working_morning(hear.at)
        pauses = said.verb is Verb.PAUSE
        event: Event = Paused(hear.at, by, until, said.reason) if pauses else Resumed(hear.at, by)
        for line in lookup.cases_of(tx):
            case = ledger.replayed(tx, line.id)
            if case.status in _GOES_ON and (pauses or case.paused is not None):
                ledger.append(tx, line.id, (event,), self.decisions.clock.now())
        shown = f"{until:%H:%M} on {until:%A} {until.day} {until:%B}"
        sentence = (
            f"Paused until {shown}: our own letters on every case wait. What is urgent, alarms and answers go on; RESUME ALL"
            " ends it."
            if pauses
            else "Ended: what waited on every case goes on now."
        )
        word = OfficeWord(hear.at, hear, ((said.line, sentence),), (*([given] if given else []), event), asked=asked)
        return self._in_the_book(tx, word)

    def _asked(self, tx: Transaction, hear: Hear) -> OfficeWord | SendFigures:
        """Take VERIFY, DUE or FIGURES, if it is surely the office that asks: nothing is changed by either."""
        said, office = next(one for one in hear.said if not one.dry_run), self.desk.directory.office
        if not is_sure(tx, hear, self.desk.rules.days):
            return OfficeWord(hear.at, hear, ((said.line, SURE.format(said.verb)),), confirm=True)
        if not office.has_address(hear.sender.address):
            return OfficeWord(hear.at, hear, ((said.line, f"Only {office.name} may ask that."),))
        if said.verb is Verb.FIGURES:
            return self._figures(tx, hear, said)
        return self._verify(hear, said.line) if said.verb is Verb.VERIFY else self._due(tx, hear, said.line)

    def _figures(self, tx: Transaction, hear: Hear, said: Said) -> OfficeWord | SendFigures:
        """Take the time that is asked for; what is no quarter or year that is over is answered with how to write one."""
        begins, today, before = self.desk.year_begins, self.desk.rules.days.local(hear.at).date(), figures.so_far(tx)
        try:
            of_time = period.asked(said.reason, begins, today, published.times(before))
        except UserError:
            of_time = None
        if of_time is not None and (crossed := published.cut(before, of_time)):
            return OfficeWord(hear.at, hear, ((said.line, f"{published.refusal(crossed, of_time)}."),))
        if of_time is not None:
            return SendFigures(hear.at, hear, of_time.first, of_time.last)
        quarter, year = (f"FIGURES {_typed(one)} TO {_typed(last)}" for one, last in period.examples(begins, today))
        sentence = (
            f"Figures are of a quarter or a year that is over, and years begin in {calendar.month_name[begins]}. Please write, "
            f"for the last quarter, {quarter}; or for the last year, {year}."
        )
        return OfficeWord(hear.at, hear, ((said.line, sentence),))

    def _verify(self, hear: Hear, line: str) -> OfficeWord:
        """Keep that the office asks whether everything still is as it was written; `custody.proving` looks."""
        by = deciders.party_of(hear.sender, self._directory(hear))
        asked = ProofAsked(hear.at, self.desk.rules.new_id(), by)
        return OfficeWord(hear.at, hear, ((line, UNDER_WAY),), (asked,))

    def _due(self, tx: Transaction, hear: Hear, line: str) -> OfficeWord:
        """Answer which ended cases are past their time."""
        rules = self.desk.rules
        schedule = due.Schedule(lambda case: self.decisions.rules(tx, case).policy, rules.retention, rules.days)
        count, lines = due.told(tx, schedule, rules.days.local(hear.at).date())
        more = [f"And {len(lines) - _MOST} more: IT lists them all by mailservice record due."] if lines[_MOST:] else []
        return OfficeWord(hear.at, hear, ((line, f"{count}."), *(("", one) for one in (*lines[:_MOST], *more))))

    def _in_the_book(self, tx: Transaction, word: OfficeWord | SendFigures) -> Done:
        return ((BOOK, self.decisions.decide(tx, ledger.replayed(tx, BOOK), word)),)

    def _second(self, tx: Transaction, hear: Hear, asked: SecondAsked) -> Done:
        """Take the yes or no of a second to PAUSE ALL, once."""
        given = [one for one in ledger.in_book(tx, (SecondGiven, Checked)) if isinstance(one, SecondGiven | Checked)]
        spent = any(one.request == asked.request for one in given)
        by = deciders.party_of(hear.sender, self._directory(hear))
        refused = second.refusal(self.decisions.directory(tx).office, hear, Speaker(hear, by), None if spent else asked)
        if refused:
            return self._in_the_book(tx, OfficeWord(hear.at, hear, (("", refused),)))
        yes = second.says_yes(hear, asked)
        event = SecondGiven(hear.at, asked.request, by, "yes" if yes else "no")
        if not yes:
            sentence = f"Recorded: no. {asked.verb}{'' if asked.verb in MAILBOXES else ' ALL'} is not done."
            return self._in_the_book(tx, OfficeWord(hear.at, hear, (("", sentence),), (event,), asked=asked))
        if asked.verb in MAILBOXES:
            call = telephone.check(hear)
            checked = (Checked(hear.at, by, asked.verb, *call),) if call else ()
            return self.suspecting.carry_out(tx, hear, said_of(asked), asked.by, (*checked, event), asked)
        said = Said(Verb(asked.verb), _ALL.sub("", asked.text, count=1), asked.line)
        return self._carry_out(tx, hear, said, asked.by, event, asked)

    def _of_each(self, tx: Transaction, meant: Understood) -> Done:
        """Decide each part of an answer on the case whose reference stands above it; nothing where none does."""
        hear = meant.hear
        above, parts = _parts(hear.own_words)
        numbers = [(lookup.case_by_reference(tx, reference), words) for reference, words in parts]
        known = [(goes_on_in(tx, number), words) for number, words in numbers if number is not None]
        if not known or (len({number for number, _ in known}) == 1 and meant.case in (None, known[0][0])):
            return ()
        if len(known) < len(parts) or self._read(above, hear).said:
            sentence = (
                "Please write each word below the reference of its case, each on a line of its own. Nothing has moved."
            )
            return self._in_the_book(tx, OfficeWord(hear.at, hear, (("", sentence),)))
        return tuple((number, self._on(tx, number, hear, words)) for number, words in known)

    def _on(self, tx: Transaction, number: int, hear: Hear, words: str) -> tuple[Event, ...]:
        """Decide one part on its case; the letter it answers is of that case, or none."""
        read = self._read(words, hear)
        mine = bool(hear.answers) and outbox.case_of(tx, hear.answers) == number
        part = replace(
            hear,
            said=read.said,
            unclear=read.unclear,
            own_words=words,
            answer=read.answer,
            answers=hear.answers if mine else "",
            replies_to=hear.replies_to if mine else "",
        )
        return self.decisions.decide(tx, ledger.replayed(tx, number), part)

    def _read(self, words: str, hear: Hear) -> reading.Reading:
        return reading.read(words, today=hear.at.date(), office=True)

    def _directory(self, hear: Hear) -> Directory:
        return self.desk.directory.on(hear.at.date())


def is_sure(tx: Transaction, hear: Hear, days: WorkingDays) -> bool:
    """Tell whether the office surely wrote it, or says it again in answer to our letter that asked for that (rule 10)."""
    if hear.sender.proof == "proven" and not hear.sender.delegate:
        return True
    letter = outbox.about(tx, hear.answers, "answer") if hear.answers else ""
    order = outbox.get(tx, hear.answers).order if letter == proof.CONFIRM else None
    if order is None or hear.sender.delegate or hear.at > days.due_after(order.at, proof.CONFIRM_DAYS).at:
        return False
    return order.to.address.lower() == hear.sender.address.lower()


def second_asked(tx: Transaction, hear: Hear) -> SecondAsked | None:
    """Return the request on no case that a mail answers our letter about; None where it answers none."""
    in_book = bool(hear.answers) and outbox.about(tx, hear.answers, "office").startswith(second.ABOUT)
    if not in_book or outbox.case_of(tx, hear.answers) != BOOK:
        return None
    request = outbox.about(tx, hear.answers, "office").removeprefix(second.ABOUT)
    found = [one for one in ledger.in_book(tx, (SecondAsked,)) if isinstance(one, SecondAsked)]
    return next((one for one in found if one.request == request), None)


def _typed(day: date) -> str:
    """Return a day as somebody would type it."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _is_all(said: Said) -> bool:
    return said.verb in (Verb.PAUSE, Verb.RESUME) and not said.dry_run and bool(_ALL.match(said.reason))


def _parts(own_words: str) -> tuple[str, list[tuple[str, str]]]:
    """Return what stands above the first line that is a reference, and each such reference with what stands below it."""
    above: list[str] = []
    parts: list[tuple[str, list[str]]] = []
    for line in own_words.splitlines():
        short = line.strip()
        found = (
            references.case_reference(short, "")
            if len(short) < _A_REFERENCE and _REFERENCE_LINE.fullmatch(short)
            else ""
        )
        if found and len(parts) < _MOST:
            parts.append((found, []))
        else:
            (parts[-1][1] if parts else above).append(line)
    return "\n".join(above), [(reference, "\n".join(lines)) for reference, lines in parts]
