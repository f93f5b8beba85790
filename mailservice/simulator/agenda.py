"""What happens next, in many cases at once: a queue in memory stands in the place of time and post. Start at `Agenda.run`.

Only the decisions are real (`cases.machine`). Who reads the letters, and what they write back, is for whoever plays.
"""

import heapq
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mailservice.cases import machine
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import CallTime, Command
from mailservice.cases.history.events import Event, LetterOrdered
from mailservice.cases.history.folding import replay
from mailservice.cases.people.turn import Rules
from mailservice.directory import Directory

What = Command | LetterOrdered | None
"""A command, a letter on its way, or None: a date of the case comes."""


@dataclass
class Agenda:
    """One queue. `post` is handed each letter as it leaves, `heard` what a decision brought, before anything follows from it.

    `numbers` counts what is put here, and serves whoever needs an id: equal moments keep their order, so a play repeats.
    """

    rules: Rules
    directory: Directory
    post: Callable[[str, LetterOrdered, datetime], None]
    heard: Callable[[str, Case, tuple[Event, ...], datetime], None]
    numbers: Iterator[int] = field(default_factory=itertools.count)
    _cases: dict[str, Case] = field(default_factory=dict)
    _queue: list[tuple[datetime, int, str, What]] = field(default_factory=list)

    def case(self, reference: str) -> Case:
        """Return where a case stands."""
        return self._cases.get(reference, Case())

    def put(self, at: datetime, reference: str, what: What) -> None:
        """Let something happen in a case at a moment."""
        heapq.heappush(self._queue, (at, next(self.numbers), reference, what))

    def run(self, until: datetime, enough: Callable[[], bool] = lambda: False) -> None:
        """Live through everything before a moment, or until it is enough."""
        while self._queue and self._queue[0][0] < until and not enough():
            at, _, reference, what = heapq.heappop(self._queue)
            self._live(at, reference, what)

    def _live(self, at: datetime, reference: str, what: What) -> None:
        case = self.case(reference)
        if isinstance(what, LetterOrdered):
            if case.letters[what.letter].state == "ordered":
                self.post(reference, what, at)
            return
        if what is None:
            due = next((one for one in case.standing if one.due <= at), None)
            if due is None:
                return
            what = CallTime(at, due.id)
        events = machine.decide(case, what, self.rules, self.directory, reference=reference)
        self._take(reference, replay(events, case), events, at)

    def _take(self, reference: str, case: Case, events: tuple[Event, ...], at: datetime) -> None:
        self._cases[reference] = case
        self.heard(reference, case, events, at)
        for event in events:
            if isinstance(event, LetterOrdered):
                self.put(max(at, event.leaves or at), reference, event)
        # What has come and still stands waits for something: look again in an hour.
        for one in case.standing[:1]:
            self.put(one.due if one.due > at or events else at + timedelta(hours=1), reference, None)
