"""Brings a case into words, in the order of a reader's questions: what stands now, whose turn it was when, what was written.

Start at `dossier`. Of one side's pack nothing is told but what stands in its own emails and letters (`Share.knows`): its headings
are ours, and every fact under them was sent to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Final
from zoneinfo import ZoneInfo

from mailservice.cases.dates import kinds as date_kinds
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.folding import after, replay
from mailservice.cases.letters import kinds, phrases
from mailservice.cases.told import sentences, telling
from mailservice.exports.pack.dossier import Attached, Dossier, Due, Entry, Leg
from mailservice.exports.pack.kept import Kept
from mailservice.exports.pack.sharing import Share
from mailservice.mail.mime.addresses import Address
from mailservice.mail.parse import Mail

_ONE_LINE = 200
# What brings a stage to its people: whoever had one of these had the stage.
_BRINGS: Final = frozenset(kind for kind in ("stage", "convened", "facilitator", "mediator"))
_WHOSE: Final[Mapping[str, str]] = {"policy": "the policy’s", "house": "ours", "agreed": "agreed by every agency"}  # noqa: RUF001 - proper type
_KEPT: Final[Mapping[str, str]] = {
    "acted": "Kept on the record.",
    "filed": "Kept on the record; it held no word of ours that moves a case, and nothing moved.",
    "held": "Held for a person of the office to look at; nothing moved.",
    "automatic": "A machine’s message: kept, and nothing moved.",  # noqa: RUF001 - proper type
}
_SEE_LETTER = "What we understood stands in our answer to it."
_COPIED = "Its author sent it to you as well."


@dataclass
class _Compiler:
    """The working paper of one dossier: the case as it grows, and the number that each message gets."""

    kept: Kept
    share: Share
    case: Case = field(default_factory=Case)
    entries: list[Entry] = field(default_factory=list)
    mail: tuple[int, datetime] | None = None  # the email that is told just now: its place, and when it came

    def __post_init__(self) -> None:
        self.end = replay(self.kept.history)
        board = self.kept.policy.person_of(self.end.board)
        self.policy = replace(self.kept.policy, wording=replace(self.kept.policy.wording, person=board))
        self.zone = ZoneInfo(self.policy.calendar.timezone)
        self.names = called(self.kept)
        self.sides = self.end.agencies
        self.sent = {one.letter: one for one in self.kept.history if isinstance(one, e.LetterSent)}

    # Small things.

    def here(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def side(self, one: e.Party | None) -> int:
        return self.sides.index(one.agency) + 1 if one and one.agency in self.sides else 0

    def knows(self, *texts: str) -> bool:
        return all(map(self.share.knows, texts))

    # What happened.

    def run(self) -> None:
        """Go through the entries of the case once, and tell each."""
        for event in self.kept.history:
            before, self.case = self.case, after(self.case, event)
            book = sentences.Book(before, self.case, self.policy, self.names, self.zone)
            match event:
                case e.MailHeard() | e.MailFiled():
                    self._mail(event, book)
                case e.LetterOrdered():
                    self._letter(event, book)
                case _ if not self.share.side:
                    self._event(event, book)
        self.entries = [replace(one, understood=self._verdict(one)) for one in self.entries]
        self.entries.sort(key=lambda one: one.at)  # stable: what was kept in one moment stays in its order
        counter = count(1)
        self.entries = [replace(one, number=next(counter)) if one.name else one for one in self.entries]

    def _mail(self, event: e.MailHeard | e.MailFiled, book: sentences.Book) -> None:
        message = self.share.mails.get(event.mail)
        if message is None and (self.share.side or event.mail in self.kept.mails):
            return
        told = sentences.tell(event, book)
        if told is None or (isinstance(event, e.MailHeard) and event.outcome == "held" and not event.own_words):
            return
        read = self.share.read.get(event.mail)
        theirs = not self.share.side or event.mail in self.share.own
        words = event.own_words if event.own_words.strip() else read.text if read and not read.auto_submitted else ""
        outcome = event.outcome if isinstance(event, e.MailHeard) else "filed"
        notes = [*told.notes] if not self.share.side else [] if theirs else [_COPIED]
        if message is not None and message.raw is None:
            notes.append("Its bytes were disposed of; what is left are these words.")
        proof = ""
        if isinstance(event, e.MailHeard) and event.proof and not self.share.side:
            proof = f"{event.proof}. {' '.join(event.evidence)}".strip()
        self.entries.append(
            Entry(
                at=self.here(event.at),
                kind="mail",
                side=self.side(event.sender),
                said=told.said,
                to=_addressed(read) if read else "",
                subject=read.subject if read else "",
                words=words.strip("\n"),
                understood=(_KEPT[outcome],) if not self.share.side else (_SEE_LETTER,) if theirs else (),
                proof=proof,
                notes=tuple(one for one in notes if " attached " not in one or read is None),
                attached=tuple(_attached(read)) if read else (),
                digest=message.digest if message else "",
                name=event.mail if message else "",
            )
        )
        self.mail = (len(self.entries) - 1, event.at)

    def _letter(self, event: e.LetterOrdered, book: sentences.Book) -> None:
        message = self.share.letters.get(event.letter)
        told = sentences.tell(event, book)
        if told is None or (message is None and (self.share.side or event.template in ("signpost", "in_confidence"))):
            return
        text = self.share.read[event.letter].text if event.letter in self.share.read else ""
        about = told.said.partition(": ")[2] or told.said
        if self.share.side and not self.knows(about):
            about = kinds.of(event.template).told.format(theirs=self.policy.wording.person.theirs)
        left = self.sent.get(event.letter)
        self.entries.append(
            Entry(
                at=self.here(left.at if left and self.share.side else event.at),
                kind="letter",
                side=0,
                said=phrases.sentence(about),
                to=telling.who(event.to, self.names),
                words=_shown(text),
                notes=tuple(self._fate(event)) if not self.share.side else (),
                digest=message.digest if message and message.raw is not None else "",
                name=event.letter if message and message.raw is not None else "",
            )
        )

    def _fate(self, letter: e.LetterOrdered) -> Iterator[str]:
        heard = False
        for event in self.kept.history:
            if getattr(event, "letter", None) != letter.letter or isinstance(event, e.LetterOrdered):
                continue
            when = phrases.moment(self.here(event.at))
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
        at, words = self.here(event.at), told.words.strip("\n")
        if self.mail is not None and event.at == self.mail[1]:
            place = self.mail[0]
            last = self.entries[place]
            quoted = (f"“{words}”",) if words and _same(words) not in _same(last.words) else ()
            self.entries[place] = replace(last, understood=(*last.understood, told.said, *quoted, *told.notes))
            return
        kind = "ending" if told.kind == "ending" else "event"
        self.entries.append(
            Entry(at=at, kind=kind, side=self.side(told.by), said=told.said, words=words, notes=told.notes)  # type: ignore[arg-type] # one of the two
        )

    def _verdict(self, one: Entry) -> tuple[str, ...]:
        """Return what was made of an email: what it did, or that it did nothing."""
        more = one.understood[1:]
        return more if more and one.understood[0] in _KEPT.values() else one.understood

    # The way it went.

    def way(self) -> Iterator[Leg]:
        """Give each stage and tier: those that the case came to, in the order it did, and those it did not come to."""
        entered = [one for one in self.kept.history if isinstance(one, e.StageEntered)]
        told = [one for one in entered if not self.share.side or self._had_stage(one)]
        ahead = [one for one in self.policy.ladder if all(it.stage != one.id for it in entered)]
        for place, event in enumerate(told):
            until = entered[entered.index(event) + 1].at if event is not entered[-1] else self.end.closed_at
            here = event is entered[-1]
            over = self.end.status in ("closed", "joined", "disposed")
            yield Leg(
                title=self._title(event),
                state="passed" if not here else "ended" if over else "now",
                entered=self.here(event.at),
                left=self._told_until(told, place, until),
                had=tuple(self._had(event, until)),
                dates=tuple(
                    self.due(one)
                    for one in self._dates()
                    if (one.stage, one.tier) == (event.stage, event.tier) and self._set_in(one, event, until)
                ),
                unread=tuple(dict.fromkeys(self._unread(event, until))) if not self.share.side else (),
            )
        if not self.share.side and self.end.status not in ("closed", "joined", "disposed"):
            yield from (Leg(title=f"Stage {one.id}: {one.title}", state="ahead") for one in ahead)

    def _told_until(self, told: Sequence[e.StageEntered], place: int, until: datetime | None) -> datetime | None:
        """Return when a stage ended, as far as whoever reads it was told: when their next began, or the end."""
        if until is None:
            return None
        if self.share.side and place + 1 < len(told):
            return self.here(told[place + 1].at)
        return self.here(until) if not self.share.side or self._was_told(until) else None

    def _was_told(self, at: datetime) -> bool:
        """Tell whether a letter of this moment is among what is shown."""
        return any(
            isinstance(one, e.LetterOrdered) and one.at == at and one.letter in self.share.letters
            for one in self.kept.history
        )

    def _had_stage(self, event: e.StageEntered) -> bool:
        later = next(
            (
                one.at
                for one in self.kept.history
                if isinstance(one, e.StageEntered) and one.at >= event.at and one is not event
            ),
            None,
        )
        return any(
            isinstance(one, e.LetterOrdered)
            and one.letter in self.share.letters
            and (one.stage, one.tier or 1) == (event.stage, event.tier)
            and one.at >= event.at
            and (later is None or one.at <= later)
            for one in self.kept.history
        )

    def _title(self, event: e.StageEntered) -> str:
        title = next((one.title for one in self.policy.stages if one.id == event.stage), "")
        tier = f", tier {event.tier}" if event.tier > 1 else ""
        whole = f"Stage {event.stage}: {title}" if title else f"Stage {event.stage}"
        return (whole if self.knows(title) else f"Stage {event.stage}") + tier

    def _had(self, event: e.StageEntered, until: datetime | None) -> Iterator[str]:
        """Say who had the stage, when their letter left, and when they first wrote."""
        later = until or datetime.max.replace(tzinfo=event.at.tzinfo)
        if event.why == "opened" and self.end.raiser and self.knows(self.end.raiser.name or self.end.raiser.address):
            yield f"{telling.who(self.end.raiser, self.names)} raised it, {phrases.short(self.here(event.at))}"
        seen = set[str]()
        for one in self.kept.history:
            mine = isinstance(one, e.LetterOrdered) and one.template in _BRINGS
            if not mine or not isinstance(one, e.LetterOrdered) or not event.at <= one.at < later:
                continue
            if (one.stage, one.tier or 1) != (event.stage, event.tier) or one.to.address in seen:
                continue
            left = self.sent.get(one.letter)
            if left is None or (self.share.side and one.letter not in self.share.letters):
                continue
            seen.add(one.to.address)
            yield f"{telling.who(one.to, self.names)}, {phrases.short(self.here(left.at))}{self._wrote(one, later)}"

    def _wrote(self, letter: e.LetterOrdered, until: datetime) -> str:
        first = next(
            (
                one
                for one in self.kept.history
                if isinstance(one, e.MailHeard)
                and one.kind == "message"
                and one.sender.address.lower() == letter.to.address.lower()
                and letter.at <= one.at <= until
                and (not self.share.side or one.mail in self.share.mails)
            ),
            None,
        )
        came_back = any(isinstance(one, e.LetterBounced) and one.letter == letter.letter for one in self.kept.history)
        if came_back:
            return "; it came back, unread"
        return f"; wrote {phrases.short(self.here(first.at))}" if first else "" if self.share.side else _silence(until)

    def _unread(self, event: e.StageEntered, until: datetime | None) -> Iterator[str]:
        later = until or datetime.max.replace(tzinfo=event.at.tzinfo)
        for one in self.kept.history:
            if not isinstance(one, e.DeadlineMissed) or not event.at < one.at <= later:
                continue
            due = self.end.deadlines.get(one.deadline)
            if due is None or (due.stage, due.tier) != (event.stage, event.tier) or date_kinds.of(due).quiet:
                continue
            when = phrases.short(self.here(due.due))
            if one.not_reached:
                names = phrases.listed([self.names.get(agency, agency) for agency in one.not_reached])
                yield f"{when} passed without a word from {names}: not reached, and not called late"
            if one.ours:
                yield f"{when} passed while the service itself was late or down: nobody’s fault"  # noqa: RUF001 - proper type

    # The dates.

    def _dates(self) -> list[Deadline]:
        found = [one for one in self.end.deadlines.values() if not date_kinds.of(one).quiet]
        shown = [one for one in found if self.knows(phrases.moment(phrases.local(one.due, self.zone)))]
        return sorted(shown, key=lambda one: one.due)

    def due(self, one: Deadline) -> Due:
        """Return a date in words."""
        at = phrases.local(one.due, self.zone)
        counted = telling.basis(one, self.policy, self.zone)
        became = telling.became(one)
        return Due(
            at=at,
            when=phrases.moment(at),
            what=date_kinds.told_as(one),
            whose=_WHOSE.get(one.basis, f"the {one.basis}’s"),  # noqa: RUF001 - proper type
            became="" if self.share.side else became,
            counted=counted if self.knows(counted) else "",
            ours=one.basis == "house",
            stands=one.state == "standing",
        )

    def dates(self) -> Iterator[Due]:
        """Give every date that stands at no stage of the way, by its day."""
        shown = {one for leg in self.way() for one in leg.dates}
        return (one for one in map(self.due, self._dates()) if one not in shown)

    @staticmethod
    def _set_in(one: Deadline, event: e.StageEntered, until: datetime | None) -> bool:
        return one.due >= event.at and (until is None or one.counted_from <= until)

    # What stands now.

    def standing(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Give what the first screen tells: each thing once, and the emptiness of one said."""
        case = self.end
        agreed, outstanding = list(self._agreed()), list(self._outstanding())
        yield "The issue", (self._issue() or "It stands in the emails below.",)
        nothing = "Nothing has been agreed." if not self.share.side else "No agreement was sent to you."
        yield "Agreed", tuple(agreed) or (nothing,)
        none = "Nothing is due." if case.status in ("closed", "joined") else "No date stands."
        yield (
            "Outstanding",
            tuple(outstanding) or (none if not self.share.side else "No date that was sent to you stands.",),
        )
        yield "Dissent", tuple(self._dissent()) or ("None is recorded.",)

    def _issue(self) -> str:
        issue = next((self.end.issues[one] for one in self.sides if self.end.issues.get(one)), "")
        whose = self.end.authors.get(next(iter(self.end.issues), ""))
        line = _first_sentences(issue)
        if not line or not self.knows(line.removesuffix(" […]")):
            return ""
        by = f", {telling.who(whose[0], self.names)}" if whose and self.knows(whose[0].name) else ""
        return f"“{line}”{by}"

    def _agreed(self) -> Iterator[str]:
        for one in self.end.proposals.values():
            if one.state == "agreed" and one.kind in ("resolved", "plan", "decision", "leave") and self.knows(one.text):
                on = f", {phrases.short_day(self.here(one.at))}" if not self.share.side else ""
                yield f"“{_same(one.text)}”, {telling.who(one.by, self.names)}{on}"
        closed = next((one for one in reversed(self.kept.history) if isinstance(one, e.CaseClosed)), None)
        if closed and not closed.proposal and closed.text and self.end.status == "closed" and self.knows(closed.text):
            yield f"“{_same(closed.text)}”" + (f", {telling.who(closed.by, self.names)}" if closed.by else "")
        done = {"done": "done", "not-done": "not done", "dropped": "no longer asked"}
        for task in self.end.actions.values():
            if task.state in done and self.knows(task.text, phrases.day(task.on)) and not self.share.side:
                yield f"{phrases.sentence(_same(task.text))} By {phrases.day(task.on)}: {done[task.state]}."

    def _outstanding(self) -> Iterator[str]:
        for task in self.end.to_do:
            if self.knows(task.text) and self.knows(phrases.day(task.on)):
                yield f"{phrases.sentence(_same(task.text))} By {phrases.day(task.on)}, {telling.who(task.owner, self.names)}."
        if self.end.pending is not None and self.knows(self.end.pending.text):
            yield "A proposal waits for the answer of every other agency."
        for one in self.end.standing:
            shown = not date_kinds.of(one).quiet and one.purpose not in ("action", "action-answer", "care")
            if shown and self.knows(phrases.moment(phrases.local(one.due, self.zone))):
                due = self.due(one)
                late = " This has passed." if one.due < self._last() else ""
                yield f"By {due.when}: {due.what} ({due.whose}).{late}"
        if self.end.status == "halted" and not self.share.side:
            yield "Nothing is asked of anyone but the office: a death or grave harm was told."

    def _last(self) -> datetime:
        return max(one.at for one in self.kept.history)

    def _dissent(self) -> Iterator[str]:
        for one in self.kept.history:
            if isinstance(one, e.Objected) and one.dissent and self.knows(one.text):
                yield f"{telling.who(one.by, self.names)}: “{_same(one.text)}”"
        decided = next((one for one in reversed(self.kept.history) if isinstance(one, e.CaseClosed)), None)
        words = self.end.proposals.get(decided.proposal) if decided else None
        for who, text in self.end.dissents(words):
            if self.knows(text):
                yield f"{telling.who(who, self.names)}: “{_same(text)}”"

    def status(self) -> str:
        """Return where the case stands; for one side, as far as it was told."""
        if not self.share.side:
            return telling.status(self.end, self.policy)
        told = ""
        for one in self.kept.history:
            if isinstance(one, e.StageEntered) and self._had_stage(one):
                told = f"Open, at {self._title(one)[:1].lower()}{self._title(one)[1:]}, by the last letter"
            elif isinstance(one, e.CaseClosed) and self._was_told(one.at):
                told = f"Ended: {telling.ENDINGS[one.ending]}"
            elif isinstance(one, e.Agreed) and self._was_told(one.at):
                told = "Agreed by every agency"
            elif isinstance(one, e.CaseReopened) and self._was_told(one.at):
                told = "Opened again"
        return told or "No letter to you says where it stands"

    def facts(self) -> Iterator[tuple[str, str]]:
        """Give what the case is known by."""
        person, case = self.policy.wording.person.shown, self.end
        raiser = case.raiser
        opened = self.here(case.opened_at) if case.opened_at else None
        yield (
            "Raised by",
            telling.who(raiser, self.names) if raiser and self.knows(raiser.name or raiser.address) else "",
        )
        yield "Opened", phrases.moment(opened) if opened and not self.share.side else ""
        yield "Ended", phrases.moment(self.here(case.closed_at)) if case.closed_at and not self.share.side else ""
        yield "Between", phrases.listed(self.agencies())
        reference = phrases.capital(f"{person['whose']} {person['reference']}")
        yield reference, phrases.listed([one for one in case.child_references if self.knows(one)])
        yield "Policy", self.policy.title
        if not self.share.side and case.topics:
            labels = [topic.label for one in case.topics if (topic := self.policy.topic(one))]
            yield "Topic", phrases.listed(labels or [*case.topics])

    def agencies(self) -> tuple[str, ...]:
        """Return the sides by name, as far as whoever reads it knows of them."""
        mine = self.names.get(self.share.side, "")
        return tuple(name for one in self.sides if (name := self.names[one]) == mine or self.knows(_bare(name)))


def called(kept: Kept) -> dict[str, str]:
    """Return the name of every side: two within one agency are told apart by who began each."""
    case = replay(kept.history)
    names = {**kept.names, **{one: kept.names.get(one.removesuffix(e.OTHER), one) for one in case.agencies}}
    names[e.UNTOLD] = "Agency not told yet"
    if any(one.endswith(e.OTHER) for one in case.agencies):
        began = [*([case.raiser] if case.raiser else []), *case.responders]
        for one in case.agencies:
            who = next((person.name or person.address for person in began if person.agency == one), "")
            names[one] = f"{names[one]}, side of {who}" if who else names[one]
    return names


def dossier(kept: Kept, share: Share) -> Dossier:
    """Return what the pack says."""
    work = _Compiler(kept, share)
    work.run()
    case, side = work.end, share.side
    entries = tuple(work.entries)
    first = entries[0].at if entries else work.here(kept.history[0].at)
    last = work.here(work._last()) if not side else max((one.at for one in entries), default=first)  # noqa: SLF001 - its own
    return Dossier(
        partnership=work.policy.partnership,
        reference=case.reference,
        call_it=work.policy.wording.call_it,
        whose=work.names.get(side, side) if side else "",
        status=work.status(),
        agencies=work.agencies(),
        facts=tuple((name, fact) for name, fact in work.facts() if fact),
        standing=tuple(work.standing()),
        way=tuple(work.way()),
        dates=tuple(work.dates()),
        entries=entries,
        left_out=tuple(_left_out(work)),
        proofs=tuple(_proofs(kept)),
        opened=work.here(case.opened_at) if case.opened_at and not side else first,
        at=last,
    )


def _left_out(work: _Compiler) -> Iterator[str]:
    if not work.share.side:
        yield "Nothing that is held in confidence is in this pack, nor how much of it there is."
        return
    yield (
        "This is what this side’s own people wrote, what others wrote and sent to them as well, and our letters to them. "  # noqa: RUF001 - proper type
        "Nothing else of the record is in it."
    )
    yield "Letters that came back, or went to a wrong person, are not in it, nor an email that may be forged or brings a court’s papers."  # noqa: RUF001 - proper type


def _proofs(kept: Kept) -> Iterator[str]:
    if kept.head:
        yield f"The record of this case has {kept.length:,} entries, each of which goes on from the one before it. The last has the SHA-256 {kept.head}."
    if kept.seal:
        yield (
            f"Seal {kept.seal.number}, as of entry {kept.seal.entry}, has the print {kept.seal.print}. It lies in the office’s own "  # noqa: RUF001 - proper type
            "mailbox, in the folder Record/Seals."
        )


def _addressed(mail: Mail) -> str:
    to, copied = (phrases.listed([*map(_named, people)]) for people in (mail.to, mail.cc))
    return f"To {to or 'nobody named'}" + (f"; copied to {copied}" if copied else "")


def _named(one: Address) -> str:
    return one.name or one.address


def _attached(mail: Mail) -> Iterator[Attached]:
    for one in mail.attachments:
        name = one.filename or "without a name"
        yield Attached(name, one.content_type, one.size, sha256(one.content).hexdigest())


def _shown(text: str) -> str:
    """Return a letter's text with no more than one line empty at a time."""
    lines = text.strip("\n").splitlines()
    kept = [one for place, one in enumerate(lines) if one.strip() or (place and lines[place - 1].strip())]
    return "\n".join(kept)


def _first_sentences(text: str) -> str:
    """Return the first thing that was said, on one line: past a greeting, cut at a sentence."""
    blocks = [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]
    said = next((one for one in blocks if len(one.split()) > 4), blocks[0] if blocks else "")  # noqa: PLR2004 - a greeting is shorter
    return phrases.cut(said, _ONE_LINE)


def _silence(until: datetime) -> str:
    return "; no word yet" if until.year == datetime.max.year else "; no word by then"


def _same(words: str) -> str:
    return " ".join(words.split())


def _bare(name: str) -> str:
    return name.partition(", side of ")[0]
