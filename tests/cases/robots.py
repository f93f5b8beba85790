"""Two machines that nobody can tell from people, 10,000 hours: how many letters, and to whom. `python -m tests.cases.robots`.

Each sits in a mailbox of one case and answers every letter within a minute, in the same words; time and post are the agenda
of `simulator.agenda`, so only the decisions are real. Its brakes: `cases.heard`, `words.again`, `opening.floods`.
"""

import itertools
import sys
from collections import Counter, deque
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from rich.console import Console
from rich.table import Table

from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, NoteSent
from mailservice.cases.history.events import CaseOpened, Event, LetterOrdered
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Rules
from mailservice.simulator.agenda import Agenda, What
from tests.cases import world
from tests.cases.world import CHILD, OFFICE, OPENED, RAISER, RESPONDER

HOURS, MONTH = 10_000, timedelta(days=30)
ANSWERS_AFTER, DAY = timedelta(minutes=1), timedelta(days=1)
GIBBERISH, AWAY, SILENT = "gibberish", "out of office", "nothing"
_TEXTS = {GIBBERISH: "Lorem 4711 xq zzt ok ok.", AWAY: "I am out of the office and read no emails."}
MANAGERS = ("p-sandhu", "l-carter")


class _Post(Agenda):
    """An agenda that tells each mail how many direct answers its sender had in the day before, as the service does."""

    answers: dict[str, deque[datetime]]

    def _live(self, at: datetime, reference: str, what: What) -> None:
        if isinstance(what, Hear):
            had = self.answers.setdefault(what.sender.address, deque())
            while had and had[0] < at - DAY:
                had.popleft()
            what = replace(what, answered_today=len(had))
        super()._live(at, reference, what)


@dataclass
class Robots:
    """A case whose people at these seats are machines, each with its one word; `letters` are those that left, by reader."""

    words: dict[str, str]
    letters: Counter[str] = field(default_factory=Counter)
    days: Counter[tuple[str, date]] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    opened: int = 0

    def __post_init__(self) -> None:
        ids = itertools.count(1)
        held_to = (world.policy(), world.days())
        rules = Rules(*held_to, lambda: f"letter{next(ids)}", "NSCP", "escalate@nscp.example")
        self.agenda = _Post(rules, world.directory(), self._post, self._heard)
        self.agenda.answers = {}
        self.mails = itertools.count(1)
        self.end = OPENED

    def play(self, hours: int = HOURS) -> "Robots":
        """Open the case, and let so many hours pass."""
        self.end = OPENED + timedelta(hours=hours)
        first = self._mail(RAISER, OPENED, own_words="I do not agree.", child_references=(CHILD,))
        self.agenda.put(OPENED, REFERENCE, replace(first, to=(world.addressee(RESPONDER),)))
        self.agenda.run(self.end)
        return self

    @property
    def case(self) -> Case:
        """Where the case stands."""
        return self.agenda.case(REFERENCE)

    def most(self, address: str) -> int:
        """Return the most letters that an address had within one day."""
        return max((n for (who, _), n in self.days.items() if who == address), default=0)

    def others(self) -> list[str]:
        """Return the addresses of all who had a letter and are neither a machine nor the office."""
        robots = {world.sender(one).address for one in self.words}
        return [one for one in self.letters if one not in robots and one != OFFICE]

    def _post(self, reference: str, letter: LetterOrdered, at: datetime) -> None:
        address = letter.to.address
        self.letters[address] += 1
        self.days[(address, world.days().local(at).date())] += 1
        self.late[address] += at > self.end - MONTH
        self.kinds[(address, str(letter.facts.get("headline", letter.template)))] += 1
        self.agenda.put(at, reference, NoteSent(at, letter.letter))
        if letter.to.person in self.words:
            self.agenda.put(at + ANSWERS_AFTER, reference, self._answer(letter, at + ANSWERS_AFTER))

    def _heard(self, _reference: str, _case: Case, events: tuple[Event, ...], at: datetime) -> None:
        for one in events:
            self.opened += isinstance(one, CaseOpened)
            if isinstance(one, LetterOrdered) and one.replied:
                self.agenda.answers.setdefault(one.to.address, deque()).append(at)

    def _answer(self, letter: LetterOrdered, at: datetime) -> Hear:
        word = self.words[letter.to.person]
        own = {"answers": letter.letter, "replies_to": letter.letter}
        if word in _TEXTS:
            kind = "out-of-office" if word == AWAY else "message"
            return self._mail(letter.to.person, at, kind=kind, own_words=_TEXTS[word], **own)
        said = world.said(Verb(word), at)
        return self._mail(letter.to.person, at, said=(said,), own_words=said.line, **own)

    def _mail(self, who: str, at: datetime, **more: object) -> Hear:
        number = next(self.mails)
        return Hear(at, f"m{number}", f"<m{number}@people.example>", world.sender(who), **more)  # type: ignore[arg-type] # a mail's own facts


REFERENCE = "NSCP 2026-0001-E"
_SAME = ("ESCALATE", "URGENT", "RECEIVED", "OBJECT", "HELP", GIBBERISH, AWAY)
_MIXED = (
    ("RESOLVED", "DISAGREE"),
    ("RESOLVED", "AGREE"),
    ("AGREE", "REOPEN"),
    ("URGENT", "RECEIVED"),
    ("ESCALATE", GIBBERISH),
    ("PLAN", "OBJECT"),
    ("URGENT", AWAY),
)
PAIRS = (*((one, one) for one in _SAME), *_MIXED)


def main() -> None:
    """Print the table."""
    import time
    hours = int(sys.argv[1]) if len(sys.argv) > 1 else HOURS
    table = Table("A", "B", "to A", "to B", "raiser", "others", "most a day", "office", "most a day", "last 30 days", "cases", "case", title=f"{hours} hours")
    for seats in ((RAISER, RESPONDER), MANAGERS):
        for pair in ((SILENT, SILENT), *PAIRS):
            t=time.time()
            words = {} if SILENT in pair else dict(zip(seats, pair, strict=True))
            r = Robots(words).play(hours)
            a, b = (world.sender(s).address for s in seats)
            o = [x for x in r.others()]
            table.add_row(*pair, *map(str,(r.letters[a], r.letters[b], r.letters[world.sender(RAISER).address], sum(r.letters[x] for x in o), max(map(r.most,o),default=0), r.letters[OFFICE], r.most(OFFICE), r.late[OFFICE], r.opened, r.case.status+" "+r.case.stage)))
            print(seats, pair, round(time.time()-t,1), r.letters, r.late, file=sys.stderr)
            for (who, h), n in r.kinds.most_common(400):
                if who not in (a,b) and n>20: print("    ", who,h,n, file=sys.stderr)
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
