"""What a rehearsed year counts: each letter that left, what it asks and of whom. Start at `Count`.

The morning letter is the service's own and is not in a year of decisions.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import mean

from mailservice.cases.history.events import Event, LetterBounced, LetterOrdered, LetterSent, Party
from mailservice.cases.letters.kinds import ONE_QUESTION
from mailservice.mail.compose.templates import Templates
from mailservice.mail.compose.writing import compose
from mailservice.mail.parse import parse
from mailservice.simulator.year import Year

MONTHS = 12
SAMPLE = 2
"""How many letters of a kind are written out to count their words."""
ASKS: Mapping[str, str] = {
    "act": "to act: meet, plan, settle or escalate",
    "yes": "for a yes or a no",
    "arrange": "to arrange or see to something",
    "name": "to name who acts next, or what is missing",
    "remind": "reminders of these",
    "told": "only told",
}
ASKING = tuple(ASKS)[:-1]
_OF_KIND: Mapping[str, str] = {
    **dict.fromkeys((*ONE_QUESTION, "question"), "yes"),
    **dict.fromkeys(("stage", "check_in", "cover", "receipt", "objected", "disagreed"), "act"),
    **dict.fromkeys(("convened", "mediator", "office", "aftercare"), "arrange"),
    **dict.fromkeys(("next_manager", "missing", "which_agency"), "name"),
    "reminder": "remind",
}
ACKNOWLEDGE = "acknowledge"


def asks(letter: LetterOrdered) -> str:
    """Return what a letter asks, of ASKS."""
    return _OF_KIND.get(letter.template, "told")


@dataclass(frozen=True)
class Left:
    """A letter that left, on which local day, and in which case."""

    letter: LetterOrdered
    on: date
    case: str


def leaving(year: Year) -> Iterator[Left]:
    """Give every letter of a year that left, those that came back too."""
    for case, history in year.histories.items():
        ordered: dict[str, LetterOrdered] = {}
        for event in history:
            if isinstance(event, LetterOrdered) and event.template != "digest":
                ordered[event.letter] = event
            elif (letter := _left(event, ordered)) is not None:
                yield Left(letter, year.days.local(event.at).date(), case)


def _left(event: Event, ordered: dict[str, LetterOrdered]) -> LetterOrdered | None:
    return ordered.pop(event.letter, None) if isinstance(event, LetterSent | LetterBounced) else None


@dataclass
class Theirs:
    """What came to one address over all the years that were played."""

    to: Party
    months: Counter[int] = field(default_factory=Counter)
    days: Counter[tuple[int, date]] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    stages: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    @property
    def letters(self) -> int:
        """How many letters came."""
        return self.months.total()

    @property
    def most(self) -> tuple[int, date | None]:
        """Return the most letters of one day, and the first such day."""
        number = max(self.days.values(), default=0)
        return number, min((day for (_, day), one in self.days.items() if one == number), default=None)


@dataclass
class Count:
    """The letters of several years: by their reader, and by case."""

    start: date
    theirs: dict[str, Theirs] = field(default_factory=dict)
    cases: Counter[tuple[int, str]] = field(default_factory=Counter)
    samples: dict[str, list[LetterOrdered]] = field(default_factory=dict)

    def take(self, number: int, year: Year) -> None:
        """Count a year; what its cases bring after it, in the same month, as last year's cases bring it to this one."""
        self.cases.update(dict.fromkeys(((number, case) for case in year.histories), 0))
        for left in leaving(year):
            one, kind = left.letter, asks(left.letter)
            mine = self.theirs.setdefault(one.to.address.lower(), Theirs(one.to))
            mine.months[(left.on.month - self.start.month) % MONTHS] += 1
            mine.days[number, left.on] += 1
            mine.asked[kind] += 1
            mine.kinds[one.template] += 1
            if kind == "act" and one.stage:
                mine.stages[one.stage] += 1
            if any(word["verb"] == "RECEIVED" for word in one.facts.get("words", ())):
                mine.asked[ACKNOWLEDGE] += 1
            self.cases[number, left.case] += 1
            if len(self.samples.setdefault(one.template, [])) < SAMPLE:
                self.samples[one.template].append(one)

    @property
    def letters(self) -> int:
        """How many letters left, to anybody."""
        return self.cases.total()


def words(samples: Mapping[str, Sequence[LetterOrdered]], templates: Templates) -> dict[str, float]:
    """Return how many words a letter of each kind has, as plain text, on average of its samples."""
    return {kind: mean(_words(one, templates) for one in found) for kind, found in samples.items() if found}


def _words(letter: LetterOrdered, templates: Templates) -> int:
    written = compose(
        letter,
        templates,
        message_id="<rehearsal@partnership.example>",
        date=letter.at,
        root="<first@partnership.example>",
        sender_name="Rehearsal",
        sender_address="rehearsal@partnership.example",
        reply_to="",
    )
    return len(parse(written.raw).text.split())
