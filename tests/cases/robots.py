"""Machines that nobody can tell from people, 10,000 hours: how many letters, and to whom. `python -m tests.cases.robots [HOURS]`.

`Robots` sit in two mailboxes of one case and answer every letter within a minute, each in its own words; `Opener` sends a
mail a minute that would open a case. Time and post are the agenda's; the brakes are in `cases.heard`, `words.again`, `floods`.
"""

import itertools
import sys
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rich.console import Console
from rich.table import Table

from mailservice.cases import machine
from mailservice.cases.history.case import Case, book
from mailservice.cases.history.commands import Hear, NoteSent
from mailservice.cases.history.events import AddressBarred, CaseOpened, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.opening import first_mail, floods
from mailservice.cases.people.turn import Rules
from mailservice.simulator.agenda import Agenda, What
from tests.cases import world
from tests.cases.world import CHILD, OFFICE, OPENED, RAISER, RESPONDER

HOURS = 10_000
ANSWERS_AFTER, DAY, MONTH = timedelta(minutes=1), timedelta(days=1), timedelta(days=30)
REFERENCE = "NSCP 2026-0001-E"
WORKERS, MANAGERS = (RAISER, RESPONDER), ("m-dasgupta", "j-okafor")
GIBBERISH, AWAY = "gibberish", "out of office"
_TEXTS = {GIBBERISH: "Lorem 4711 xq zzt ok ok.", AWAY: "I am out of the office and read no emails."}
SAME = ("ESCALATE", "URGENT", "RECEIVED", "OBJECT", "HELP", GIBBERISH, AWAY)
MIXED = (
    ("RESOLVED", "DISAGREE"),
    ("RESOLVED", "AGREE"),
    ("AGREE", "REOPEN"),
    ("WITHDRAW", "REOPEN"),
    ("PLAN", "OBJECT"),
    ("URGENT", "RECEIVED"),
    ("URGENT", AWAY),
    ("ESCALATE", GIBBERISH),
)
PAIRS = (*((one, one) for one in SAME), *MIXED)


@dataclass
class _Counted(Agenda):
    """An agenda that tells each mail how many direct answers its sender had in the day before, as the service does."""

    answers: dict[tuple[str, str], deque[datetime]] = field(default_factory=dict)

    def _live(self, at: datetime, reference: str, what: What) -> None:
        if isinstance(what, Hear):
            had = self.answers.setdefault((reference, what.sender.address), deque())
            while had and had[0] < at - DAY:
                had.popleft()
            what = replace(what, answered_today=len(had))
        super()._live(at, reference, what)


@dataclass
class Post:
    """The letters that left, by reader, and by reader and day; of the last thirty days before `end`; what was `brought`."""

    end: datetime = OPENED
    letters: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    brought: Counter[type[Event]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        ids, self._mails = itertools.count(1), itertools.count(1)
        held_to = (world.policy(), world.days())
        self.rules = Rules(*held_to, lambda: f"letter{next(ids)}", "NSCP", "escalate@nscp.example")
        self.agenda = _Counted(self.rules, world.directory(), self.post, self.hear)

    def post(self, reference: str, letter: LetterOrdered, at: datetime) -> None:
        """Count a letter that leaves."""
        address = letter.to.address
        self.letters[address] += 1
        self.days[(address, world.days().local(at).date())] += 1
        self.late[address] += at > self.end - MONTH
        self.kinds[(address, str(letter.facts.get("headline", letter.template)))] += 1
        self.agenda.put(at, reference, NoteSent(at, letter.letter))

    def hear(self, reference: str, _case: Case, events: tuple[Event, ...], at: datetime) -> None:
        """Count what a decision brought, and its direct answers; an address that it bars has no letter more."""
        self.brought.update(type(one) for one in events)
        for one in events:
            if isinstance(one, AddressBarred):
                self.agenda.directory = self.agenda.directory.without([one.address])
            if isinstance(one, LetterOrdered) and one.replied:
                self.agenda.answers.setdefault((reference, one.to.address), deque()).append(at)

    def mail(self, who: str, at: datetime, **more: object) -> Hear:
        """Return a mail of somebody's."""
        number = next(self._mails)
        return Hear(at, f"m{number}", f"<m{number}@people.example>", world.sender(who), **more)  # type: ignore[arg-type] # a mail's own facts

    def most(self, *addresses: str) -> int:
        """Return the most letters that one of these had within one day."""
        return max((number for (who, _), number in self.days.items() if who in addresses), default=0)

    def but(self, robots: Iterable[str]) -> list[str]:
        """Return the addresses of all who had a letter and are neither one of these machines nor the office."""
        mine = [world.sender(one).address for one in robots]
        return [one for one in self.letters if one not in (*mine, OFFICE)]


class Robots(Post):
    """One case, where the people at these seats are machines, each with its one word."""

    words: dict[str, str]

    def play(self, words: dict[str, str], hours: int = HOURS) -> "Robots":
        """Open the case, and let so many hours pass."""
        self.words, self.end = words, OPENED + timedelta(hours=hours)
        first = self.mail(RAISER, OPENED, own_words="I do not agree.", child_references=(CHILD,))
        self.agenda.put(OPENED, REFERENCE, replace(first, to=(world.addressee(RESPONDER),)))
        self.agenda.run(self.end)
        return self

    @property
    def case(self) -> Case:
        """Where the case stands."""
        return self.agenda.case(REFERENCE)

    def post(self, reference: str, letter: LetterOrdered, at: datetime) -> None:
        """Count a letter, and have a machine answer it."""
        super().post(reference, letter, at)
        if letter.to.person in self.words:
            self.agenda.put(at + ANSWERS_AFTER, reference, self._answer(letter, at + ANSWERS_AFTER))

    def _answer(self, letter: LetterOrdered, at: datetime) -> Hear:
        word = self.words[letter.to.person]
        own = {"answers": letter.letter, "replies_to": letter.letter}
        if word in _TEXTS:
            kind = "out-of-office" if word == AWAY else "message"
            return self.mail(letter.to.person, at, kind=kind, own_words=_TEXTS[word], **own)
        said = world.said(Verb(word), OPENED)  # the same words, a date in them too, for ever
        return self.mail(letter.to.person, at, said=(said,), own_words=said.line, **own)


class Opener(Post):
    """A machine that writes to open a case with a new reference each time; nobody answers anything.

    What neither its sender nor the office hears of is not decided here: it brings no letter.
    """

    def play(self, hours: int = HOURS, every: timedelta = ANSWERS_AFTER) -> "Opener":
        """Send a mail as often, for so many hours, and let each case that it opens live."""
        self.end = OPENED + timedelta(hours=hours)
        self.opened: list[datetime] = []
        self.told: dict[str, list[datetime]] = {OFFICE: [], world.sender(RAISER).address: []}
        at = OPENED
        while at < self.end:
            self.send(at)
            at += every
        self.agenda.run(self.end)
        return self

    def send(self, at: datetime) -> None:
        """Send one more."""
        mine = self.told[world.sender(RAISER).address]
        over = floods.over(lambda within: sum(1 for one in reversed(self.opened) if one >= at - within))
        flood = floods.to_tell(self.told[OFFICE], mine, at) if over else ""
        if flood == "told":
            return
        number = 700_000 + len(self.opened) + len(mine)
        more = {
            "to": (world.addressee(RESPONDER),),
            "child_references": (f"NCT-{number}",),
            "own_words": "I do not agree.",
        }
        hear = self.mail(RAISER, at, over=over, flood=flood, **more)
        assert first_mail.opens(hear)
        if over:
            self._hold(hear)
            return
        self.opened.append(at)
        self.agenda.put(at, f"NSCP 2026-{len(self.opened):04d}-E", hear)

    def _hold(self, hear: Hear) -> None:
        for one in machine.decide(book(), hear, self.rules, world.directory()):
            if isinstance(one, LetterOrdered):
                self.told[one.to.address].append(hear.at)
                self.letters[one.to.address] += 1
                self.days[(one.to.address, world.days().local(hear.at).date())] += 1
                self.late[one.to.address] += hear.at > self.end - MONTH
                self.kinds[(one.to.address, str(one.facts.get("headline", one.template)))] += 1


def row(played: Post, seats: Sequence[str], robots: Sequence[str]) -> list[str]:
    """Return how many letters went to whom: to both seats, the raiser, others, the office; the most a day; cases opened."""
    a, b = (world.sender(one).address for one in seats)
    others = played.but(robots)
    rest = [one for one in others if one not in (a, b, world.sender(RAISER).address)]
    counts = [played.letters[a], played.letters[b], played.letters[world.sender(RAISER).address]]
    counts += [sum(played.letters[one] for one in rest), played.most(*others)]
    counts += [played.letters[OFFICE], played.most(OFFICE), played.late[OFFICE], played.brought[CaseOpened]]
    return [f"{one:,}" for one in counts]


def main(hours: int = HOURS) -> None:
    """Print the table."""
    columns = ("to A", "to B", "raiser", "others", "one of them a day", "office", "a day", "last 30 days", "cases")
    table = Table("A", "B", *columns, title=f"{hours:,} hours, each letter answered within a minute")
    for seats, pairs in ((WORKERS, PAIRS), (MANAGERS, PAIRS)):
        table.add_section()
        table.add_row(
            "two workers" if seats == WORKERS else "two managers",
            "nobody writes",
            *row(Robots().play({}, hours), seats, ()),
        )
        for pair in pairs:
            played = Robots().play(dict(zip(seats, pair, strict=True)), hours)
            table.add_row(*pair, *row(played, seats, seats))
    table.add_section()
    for name, every in (("a new case a minute", timedelta(minutes=1)), ("a new case an hour", timedelta(hours=1))):
        table.add_row(name, "nobody writes", *row(Opener().play(hours, every), WORKERS, (RAISER,)))
    Console(width=150).print(table)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
