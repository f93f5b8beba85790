"""What was written and what happened, in its order: start at `Happening.entries`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Final

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.folding import after
from mailservice.cases.letters import kinds, phrases
from mailservice.cases.told import sentences
from mailservice.exports.pack.cuts import Cuts
from mailservice.exports.pack.dossier import Attached, Entry
from mailservice.exports.pack.work import Work, on_one_line
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail
from mailservice.mail.trust.judging import TAKEN_AT_THEIR_WORD

_KEPT: Final[Mapping[str, str]] = {
    "acted": "Kept on the record.",
    "filed": "Kept on the record; it held no word of ours that moves a case, and nothing moved.",
    "held": "Held for a person of the office to look at; nothing moved.",
}
_SEE_LETTER = "What we understood stands in our answer to it."
_COPIED = "Its author sent it to this side as well."


@dataclass
class Happening:
    """The working paper of one telling: the case as it grows."""

    work: Work
    case: Case = field(default_factory=Case)
    told: list[Entry] = field(default_factory=list)

    def entries(self) -> tuple[Entry, ...]:
        """Go through the entries of the case once, and tell each."""
        for event in self.work.kept.history:
            before, self.case = self.case, after(self.case, event)
            book = sentences.Book(before, self.case, self.work.policy, self.work.names, self.work.zone)
            match event:
                case e.MailHeard() | e.MailFiled():
                    self._mail(event, book)
                case e.LetterOrdered():
                    self._letter(event, book)
                case _ if not self.work.share.side:
                    self._event(event, book)
        self.told = [*_gathered(self.told), *self._untold()]
        self.told.sort(key=lambda one: one.at)  # stable: what was kept in one moment stays in its order
        counter = count(1)
        return tuple(replace(one, number=next(counter)) if one.name_in_record else one for one in self.told)

    def _untold(self) -> Iterator[Entry]:
        """Give the emails of the case of which no entry is told here: they are in the mbox all the same."""
        told = {one.name_in_record for one in self.told}
        for name, message in self.work.share.mails.items():
            if name not in told:
                said = "An email lies with this case that moved nothing."
                yield Entry(self.work.here(message.at), "mail", 0, said, digest=message.digest, name_in_record=name)

    def _mail(self, event: e.MailHeard | e.MailFiled, book: sentences.Book) -> None:
        message = self.work.share.mails.get(event.mail)
        if message is None and (not self.work.whole or event.mail in self.work.kept.mails):
            return
        told = sentences.tell(event, book)
        if told is None or (isinstance(event, e.MailHeard) and event.outcome == "held" and not event.own_words):
            return
        read = self.work.share.read.get(event.mail)
        theirs = self.work.whole or event.mail in self.work.share.own
        machine = isinstance(event, e.MailHeard) and event.outcome == "automatic"
        notes = [*told.notes] if self.work.whole else [] if theirs else [_COPIED]
        if message is not None and message.raw is None:
            notes.append("Its bytes were disposed of; what is left are these words.")
        proof = ""
        if isinstance(event, e.MailHeard) and event.proof and not self.work.share.side:
            sure = "not checked" if TAKEN_AT_THEIR_WORD in event.evidence else event.proof
            proof = f"{sure}. {' '.join(event.evidence)}".strip()
        self.told.append(
            Entry(
                at=self.work.here(event.at),
                kind="mail",
                side=0 if machine else self.work.number(event.sender),
                said=told.said,
                to=_addressed(read) if read else "",
                subject=read.subject if read else "",
                words=self._words(event, read),
                understood=self._verdict(event, theirs=theirs),
                proof=proof,
                notes=tuple(one for one in notes if " attached " not in one or read is None),
                attached=tuple(_attached(read, self.work.cuts)) if read else (),
                digest=message.digest if message else "",
                name_in_record=event.mail if message else "",
            )
        )

    def _words(self, event: e.MailHeard | e.MailFiled, read: Mail | None) -> str:
        """Return an email's own words; none of a machine's, which are nobody's, nor of one that was taken off the case again."""
        if event.mail in self.work.taken_off or (isinstance(event, e.MailHeard) and event.outcome == "automatic"):
            return ""
        whole = read.text if read and not read.auto_submitted else ""
        if event.mail in self.work.share.parted:
            return whole.strip("\n")
        return (event.own_words if event.own_words.strip() else whole).strip("\n")

    def _verdict(self, event: e.MailHeard | e.MailFiled, *, theirs: bool) -> tuple[str, ...]:
        """Say what became of an email that did nothing; to a side, where it finds what we made of its own."""
        outcome = event.outcome if isinstance(event, e.MailHeard) else "filed"
        if outcome == "automatic":
            return ()
        if self.work.whole:
            return (_KEPT[outcome],)
        orders = (one for one in self.work.kept.history if isinstance(one, e.LetterOrdered))
        answered = any(one.answers == event.message_id and one.letter in self.work.share.letters for one in orders)
        return (_SEE_LETTER,) if theirs and answered else ()

    def _letter(self, event: e.LetterOrdered, book: sentences.Book) -> None:
        message = self.work.share.letters.get(event.letter)
        told = sentences.tell(event, book)
        if told is None or (
            message is None and (not self.work.whole or event.template in ("signpost", "in_confidence"))
        ):
            return
        text = self.work.share.read[event.letter].text if event.letter in self.work.share.read else ""
        about = told.said.partition(": ")[2] or told.said
        if not self.work.whole and not self.work.knows(about):
            about = kinds.of(event.template).told.format(theirs=self.work.policy.wording.person.theirs)
        left = self.work.sent.get(event.letter)
        self.told.append(
            Entry(
                at=self.work.here(left.at if left and not self.work.whole else event.at),
                kind="letter",
                side=0,
                said=phrases.sentence(about),
                to=self.work.who(event.to),
                words=_shown(text),
                notes=tuple(self._fate(event)) if self.work.whole else (),
                digest=message.digest if message and message.raw is not None else "",
                name_in_record=event.letter if message and message.raw is not None else "",
                answers=self._answers(event) if text else (),
            )
        )

    def _answers(self, event: e.LetterOrdered) -> tuple[tuple[str, str], ...]:
        """Return what stands in a form that every side has signed; once, and not at each letter that brings it."""
        if event.template != "form_copy":
            return ()
        answers = tuple((one["label"], one["text"] or one["note"] or "(empty)") for one in event.facts["fields"])
        return () if any(one.answers == answers for one in self.told) else answers

    def _fate(self, letter: e.LetterOrdered) -> Iterator[str]:
        heard = False
        for event in self.work.kept.history:
            if getattr(event, "letter", None) != letter.letter or isinstance(event, e.LetterOrdered):
                continue
            when = phrases.moment(self.work.here(event.at))
            match event:
                case e.LetterSent():
                    heard = True
                    if event.at - letter.at > timedelta(minutes=1):
                        yield f"It left at {when}."
                case e.LetterBounced(why=why):
                    heard = True
                    yield f"It came back at {when}, unread. {phrases.sentence(why)}".strip()
                case e.LetterStalled(why=why):
                    yield f"Heard of it at {when}: {phrases.sentence(why) or 'it was delayed.'}"
                case e.LetterWithheld(why=why):
                    heard = True
                    yield f"It was not sent. {phrases.sentence(why)}".strip()
        if not heard:
            yield "Not sent yet."

    def _event(self, event: e.Event, book: sentences.Book) -> None:
        if isinstance(event, e.DeadlineSet | e.DeadlineDropped | e.DeadlineMet):
            return  # each stands among the dates
        told = sentences.tell(event, book)
        if told is None:
            return
        at, words = self.work.here(event.at), told.words.strip("\n")
        kind = "ending" if told.kind == "ending" else "event"
        self.told.append(
            Entry(at=at, kind=kind, side=self.work.number(told.by), said=told.said, words=words, notes=told.notes)  # type: ignore[arg-type] # one of the two
        )


def _gathered(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Give the entries, and with each email what it did: what was kept in the same moment, before it or after."""
    emails = {one.at: one for one in reversed(entries) if one.kind == "mail"}
    did = defaultdict[datetime, list[Entry]](list)
    for one in entries:
        if one.kind in ("event", "ending") and one.at in emails:
            did[one.at].append(one)
    for one in entries:
        if one is emails.get(one.at) and did[one.at]:
            yield replace(one, understood=tuple(line for it in did[one.at] for line in _lines(it, one.words)))
        elif one not in did[one.at]:
            yield one


def _lines(done: Entry, email: str) -> Iterator[str]:
    """Give what an email did; the words of it, only where they do not stand in the email."""
    yield done.said
    if done.words and on_one_line(done.words) not in on_one_line(email):
        yield f"“{done.words}”"
    yield from done.notes


def _addressed(mail: Mail) -> str:
    to, copied = (phrases.listed([*map(_named, people)]) for people in (mail.to, mail.cc))
    return f"To {to or 'nobody named'}" + (f"; copied to {copied}" if copied else "")


def _named(one: Address) -> str:
    return one.name or one.address


def _attached(mail: Mail, cuts: Cuts) -> Iterator[Attached]:
    for one in mail.attachments:
        name = cuts.file(one.filename or "without a name") if cuts else one.filename or "without a name"
        is_text = one.content_type.startswith("text/")
        if cuts and not name.startswith("[attachment") and not cuts.keeps(one.filename, is_text=is_text):
            name = f"{name} [withheld: nobody could look into it]"
        yield Attached(name, one.content_type, one.size, sha256(one.content).hexdigest())


def _shown(text: str) -> str:
    """Return a letter's text with no more than one line empty at a time."""
    lines = text.strip("\n").splitlines()
    kept = [one for place, one in enumerate(lines) if one.strip() or (place and lines[place - 1].strip())]
    return "\n".join(kept)
