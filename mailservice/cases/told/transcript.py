"""What happened in a case, told for a person: start at `transcript`; `explain` tells each date and why.

Made of the events alone, so that it says what the record says; every export shows the same `Transcript`. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from mailservice.cases.dates import kinds
from mailservice.cases.history.case import Case, Deadline
from mailservice.cases.history.events import (
    OTHER,
    UNTOLD,
    Event,
    LetterBounced,
    LetterOrdered,
    LetterSent,
    LetterStalled,
    LetterWithheld,
    MailHeard,
    Party,
    StageEntered,
)
from mailservice.cases.history.folding import after, replay
from mailservice.cases.history.letters import Fault, Stalled
from mailservice.cases.letters import phrases
from mailservice.cases.told import sentences, telling
from mailservice.policy.model import Policy, Stage

State = Literal["passed", "now", "ahead", "ended"]


@dataclass(frozen=True)
class Entry:
    """One thing that happened: when, who did it and for which side, and their own words, verbatim.

    `side` counts the agencies from 1, the raiser's first; 0 is the service or the office. `letter` is its text as sent.
    """

    at: datetime
    kind: sentences.Kind
    side: int
    agency: str
    said: str
    words: str = ""
    notes: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class Rung:
    """One stage of the ladder, or one tier of it: when the case came to it, and the dates it brought."""

    title: str
    state: State
    entered: str = ""
    dates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Transcript:
    """The whole record of a case, to be read from the top; times are local."""

    reference: str
    call_it: str
    policy: str
    partnership: str
    status: str
    raised_by: str
    reference_word: str
    agencies: tuple[str, ...]
    child_references: tuple[str, ...]
    opened: datetime | None
    entries: tuple[Entry, ...]
    ladder: tuple[Rung, ...]
    standing: tuple[str, ...]


@dataclass
class _Reader:
    """The working paper of one transcript: the case as it grows, and what is already shown of the same moment."""

    policy: Policy
    names: Mapping[str, str]
    texts: Mapping[str, str]
    fates: Mapping[str, Sequence[Event]]
    sides: tuple[str, ...]
    case: Case = field(default_factory=Case)
    shown: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.policy.calendar.timezone)

    def entry(self, event: Event) -> Entry | None:
        """Go on by one event, and tell it if it is something a person would want to read."""
        before, self.case = self.case, after(self.case, event)
        told = sentences.tell(event, sentences.Book(before, self.case, self.policy, self.names, self.zone))
        if told is None:
            return None
        notes, letter = told.notes, ""
        if isinstance(event, LetterOrdered):
            notes, letter = (*notes, *self._fate(event)), self.texts.get(event.letter, "")
        words = self._new(event.at, told.words)
        if isinstance(event, MailHeard) and told.words and not words and not (event.delegate or event.attachments):
            return None  # told already by what it did
        at = event.at.astimezone(self.zone)
        side, agency = self._side(told.by)
        return Entry(at, told.kind, side, agency, told.said, words, notes, letter)

    def _fate(self, letter: LetterOrdered) -> Iterator[str]:
        for event in self.fates.get(letter.letter, ()):
            when = phrases.moment(event.at.astimezone(self.zone))
            match event:
                case LetterSent():
                    yield f"Sent at {when}."
                case LetterBounced(why=why, fault=fault):
                    yield f"It came back at {when}, unread{_FAULT[fault]}. {phrases.sentence(why)}".strip()
                case LetterStalled(how=how, why=why):
                    yield f"{_STALLED[how]} ({when}). {phrases.sentence(why)}".strip()
                case LetterWithheld(why=why):
                    yield f"It was not sent. {phrases.sentence(why)}".strip()
        if letter.letter not in self.fates:
            yield "Not sent yet."

    def _side(self, by: Party | None) -> tuple[int, str]:
        if by is None or by.agency not in self.sides:
            return 0, ""
        return self.sides.index(by.agency) + 1, self.names.get(by.agency, by.agency)

    def _new(self, at: datetime, words: str) -> str:
        """Return the words, unless the same moment has shown them already: a mail, and then what it did."""
        words = words.strip("\n")
        self.shown = [(when, text) for when, text in self.shown if when == at]
        if not words or any(words in text for _, text in self.shown):
            return ""
        self.shown.append((at, words))
        return words


def transcript(
    history: Sequence[Event], policy: Policy, agencies: Mapping[str, str], letters: Mapping[str, str] | None = None
) -> Transcript:
    """Return the record of a case. `agencies` are names by id; `letters` the texts of letters as sent, by their id."""
    case = replay(history)
    sides = case.agencies
    policy = replace(policy, wording=replace(policy.wording, person=policy.person_of(case.board)))
    agencies = {**agencies, **{one: agencies.get(one.removesuffix(OTHER), one) for one in sides}}
    agencies[UNTOLD] = "Agency not told yet"
    reader = _Reader(policy, agencies, letters or {}, _fates(history), sides)
    entries = tuple(entry for event in history if (entry := reader.entry(event)) is not None)
    case, zone, person = reader.case, reader.zone, policy.wording.person.shown
    raiser = case.raiser
    return Transcript(
        reference=case.reference,
        call_it=policy.wording.call_it,
        policy=policy.title,
        partnership=policy.partnership,
        status=telling.status(case, policy),
        raised_by=telling.who(raiser, agencies) if raiser else "",
        reference_word=phrases.capital(f"{person['whose']} {person['reference']}"),
        agencies=tuple(agencies.get(one, one) for one in case.agencies),
        child_references=case.child_references,
        opened=case.opened_at.astimezone(zone) if case.opened_at else None,
        entries=entries,
        ladder=tuple(_ladder(history, case, policy)),
        standing=tuple(_standing(case, policy, zone)),
    )


def explain(history: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    """Return a line for each date of the case: what, by when, whose, counted how, and what became of it."""
    zone = ZoneInfo(policy.calendar.timezone)
    return tuple(_date(one, policy, zone, stage=True) for one in replay(history).deadlines.values())


_FAULT: Mapping[Fault, str] = {
    "reader": "",
    "us": "; their server refused mail from us, and their address is good",
    "letter": "; the letter itself was refused, and their address is good",
}
_STALLED: Mapping[Stalled, str] = {
    "delayed": "A mail server said that it was delayed",
    "deleted": "Its reader's mail program said that it was deleted unread",
    "perhaps": "Perhaps it came back",
    "unclear": "Something came back for it that we could not read",
}


def who_wrote(history: Sequence[Event], policy: Policy) -> tuple[str, ...]:
    """Return a line for each mail of which it is kept how sure it was who wrote it, and why (rule 10)."""
    zone = ZoneInfo(policy.calendar.timezone)
    return tuple(_proof(one, zone) for one in history if isinstance(one, MailHeard) and one.proof)


def _proof(mail: MailHeard, zone: ZoneInfo) -> str:
    when = phrases.moment(phrases.local(mail.at, zone))
    who = mail.sender.name or mail.sender.address or "nobody who can be named"
    return f"{phrases.sentence(f'{when}, from {who}')} Who wrote it: {mail.proof}. {' '.join(mail.evidence)}".strip()


def _fates(history: Sequence[Event]) -> dict[str, list[Event]]:
    fates: dict[str, list[Event]] = {}
    for event in history:
        if isinstance(event, LetterSent | LetterBounced | LetterStalled | LetterWithheld):
            fates.setdefault(event.letter, []).append(event)
    return fates


def _date(one: Deadline, policy: Policy, zone: ZoneInfo, *, stage: bool) -> str:
    where = f" (stage {one.stage})" if stage and one.stage else ""
    due = phrases.moment(phrases.local(one.due, zone))
    by = "At" if kinds.of(one).quiet else "By"
    return f"{by} {due}: {kinds.told_as(one)}{where}. {telling.basis(one, policy, zone)} {telling.became(one)}".strip()


def _ladder(history: Sequence[Event], case: Case, policy: Policy) -> Iterator[Rung]:
    zone = ZoneInfo(policy.calendar.timezone)
    entered = [event for event in history if isinstance(event, StageEntered)]
    for stage in policy.ladder:
        times = [event for event in entered if event.stage == stage.id]
        if not times:
            yield Rung(_title(stage), "ahead")
        for event in times:
            here = event is entered[-1]
            state: State = "passed" if not here else "ended" if case.status in ("closed", "joined") else "now"
            dates = tuple(
                _date(one, policy, zone, stage=False)
                for one in case.deadlines.values()
                if (one.stage, one.tier) == (event.stage, event.tier) and not kinds.of(one).quiet
            )
            yield Rung(_title(stage, event.tier), state, phrases.day(event.at.astimezone(zone)), dates)


def _title(stage: Stage, tier: int = 1) -> str:
    return f"Stage {stage.id}: {stage.title}" + (f", tier {tier}" if tier > 1 else "")


def _standing(case: Case, policy: Policy, zone: ZoneInfo) -> Iterator[str]:
    if case.status == "closed":
        due = "Nothing is due." if case.finished or case.lost else phrases.sentence(telling.left(case))
        again = "Anyone who took part may open it again at any time."
        yield f"{due} {again if case.lost is None else 'It goes on only in a new case, opened by an email.'}"
    if case.status == "halted":
        yield "Nothing is asked of anyone but the office. Nothing of this case is disposed of."
    if case.status == "joined":
        yield f"Nothing is due here: it goes on in {case.joined_to}."
    if case.pending is not None:
        yield "A proposal waits for the answer of every other agency."
    for one in case.standing:
        if not kinds.of(one).quiet:
            yield _date(one, policy, zone, stage=True)
