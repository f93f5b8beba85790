"""What a report may count of one case: start at `facts`. A frozen row, as the case stood at the end of the time reported.

Nothing is guessed: what the record does not tell is NOT_KNOWN, and nobody who named no topic is given one. No word, no name and
no reference of anybody goes into it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Final

from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case
from mailservice.cases.history.change import ABOUT, How
from mailservice.cases.history.folding import after
from mailservice.policy.model import Policy
from mailservice.policy.workdays import WorkingDays

NOT_KNOWN: Final = "Not known"
NOT_SAID: Final = "Not said"
SEVERAL_TYPES: Final = "More than one type of agency"
SEVERAL_TOPICS: Final = "More than one topic"
EARLIER: Final = "A stage of an earlier policy"
SETTLED_FIRST: Final = "Settled before the ladder, at the first stage"
STAYED: Final = "Ended at the first stage in another way"
BY_WORD: Final = "Went up by somebody's word"
BY_SILENCE: Final = "Went up by silence, as a date passed"
BY_BOTH: Final = "Went up by both"
IN_TIME: Final = "No date passed"
LATE_AGAIN: Final = "At more than one stage"
BETTER: Final = "Better"
SAME: Final = "The same"
WORSE: Final = "Worse"
WHO_ASKED_UNSURE: Final = "Not known to whoever was asked"
OWN_WORDS: Final = "Told in their own words alone"
SEVERAL_ANSWERS: Final = "More than one answer"
NOT_ANSWERED: Final = "Asked, and not answered"
NOT_ASKED: Final = "Not asked, or not yet"
URGENT: Final = "Urgent"
NOT_URGENT: Final = "Not urgent"
OUTCOMES: Final[Mapping[str, str]] = {
    "agreed": "Every agency agreed",
    "decided": "Decided by the final authority",
    "not-agreed": "Not agreed, and kept on record as such",
    "withdrawn": "Withdrawn by whoever raised it",
    "overtaken": "Overtaken by events",
    "passed-on": "Passed on to another procedure",
    "moved": "Moved to another area",
    "given-up": "Its history is lost",
}
CHANGES: Final[Mapping[How, str]] = {
    "better": BETTER,
    "same": SAME,
    "worse": WORSE,
    "not-known": WHO_ASKED_UNSURE,
    "": OWN_WORDS,
}
_SILENT = frozenset(("climbed", "limit"))
_Kind = Callable[[str], str]


@dataclass(frozen=True)
class Facts:
    """One case, as far as a report may count it; each is one of the few words that a table has a row for.

    `ended_on` is None while it goes on, and then nothing is told of how it went. `stages` has the working days at each stage.
    """

    opened_on: date
    ended_on: date | None
    raised: str = NOT_KNOWN
    received: str = NOT_KNOWN
    topic: str = NOT_KNOWN
    urgent: str = NOT_KNOWN
    highest: str = NOT_KNOWN
    way: str = NOT_KNOWN
    late: str = NOT_KNOWN
    outcome: str = NOT_KNOWN
    days: int | None = None
    stages: tuple[tuple[str, int], ...] = ()
    changed: str = NOT_KNOWN


def facts(history: Sequence[e.Event], policy: Policy, days: WorkingDays, kind: _Kind, until: datetime) -> Facts | None:
    """Return what may be counted of a case as it stood at a moment; None where it is no case of its own, or not one yet.

    `kind` gives the label of an agency's type by the agency's id, or NOT_KNOWN.
    """
    for event in history:
        if isinstance(event, e.CaseDisposed):
            return _left(days, event.opened_at, event.closed_at, event.ending or "", until)
        if isinstance(event, e.HistoryLost):
            return _left(days, event.opened_at, event.at, "given-up", until)
    told = [*takewhile(lambda event: event.at < until, history)]
    walk = _Walk(policy, days)
    for event in told:
        walk.take(event)
    case = walk.case
    if case.opened_at is None or case.status == "joined":
        return None
    ended = case.closed_at if case.status == "closed" else None
    return Facts(
        days.local(case.opened_at).date(),
        days.local(ended).date() if ended else None,
        raised=kind(case.raiser.agency) if case.raiser and case.raiser.agency else NOT_KNOWN,
        received=_received(case, kind),
        topic=_topic(case, policy),
        urgent=URGENT if walk.urgent else NOT_URGENT,
        **(_course(case, walk) if ended else {}),
        days=working_days(days, case.opened_at, ended) if ended else None,
        stages=tuple(sorted(walk.spent.items())) if ended else (),
    )


def _left(days: WorkingDays, opened: datetime, closed: datetime | None, ending: str, until: datetime) -> Facts | None:
    """Return what is known still of a case whose contents are gone."""
    if opened >= until:
        return None
    ended = days.local(closed).date() if closed and closed < until else None
    return Facts(days.local(opened).date(), ended, outcome=OUTCOMES.get(ending, NOT_KNOWN) if ended else NOT_KNOWN)


class _Walk:
    """The events of a case one after another: what the case itself does not keep of its way."""

    def __init__(self, policy: Policy, days: WorkingDays) -> None:
        self.case = Case()
        self.urgent = False
        self.spent: dict[str, int] = {}
        self.entered: list[tuple[str, int, str]] = []
        self.missed: list[str] = []
        self.titles = {one.id: one.title for one in policy.stages}
        self._days = days
        self._here: tuple[str, datetime] | None = None
        self._asked: set[str] = set()
        self._answers: list[How] = []

    def take(self, event: e.Event) -> None:
        """Go on by one event."""
        self.case = after(self.case, event)
        match event:
            case e.UrgentRaised():
                self.urgent = True
            case e.Undone():
                self.urgent = self.case.urgent is not None
            case e.StageEntered():
                self._leave(event.at)
                self._here = (event.stage, event.at)
                self.entered.append((event.stage, event.tier, event.why))
            case e.CaseClosed():
                self._leave(event.at)
                self._asked, self._answers = set(), []  # each end is asked about by itself
            case e.LetterOrdered(about=about) if about == ABOUT:
                self._asked.add(event.letter)
            case e.ChangeTold() if event.letter in self._asked:
                self._answers.append(event.how)
            case e.DeadlineMissed():
                self._miss(event)

    @property
    def changed(self) -> str:
        """What whoever was asked says has changed; no answer takes the place of another, and a plain word is never made up."""
        if not self._answers:
            return NOT_ANSWERED if self._asked else NOT_ASKED
        plain = {one for one in self._answers if one}
        return SEVERAL_ANSWERS if len(plain) > 1 else CHANGES[next(iter(plain), "")]

    def titled(self, stage: str) -> str:
        """Return what a stage is called in the report."""
        return self.titles.get(stage, EARLIER)

    def _leave(self, at: datetime) -> None:
        if self._here is not None:
            stage, since = self._here
            title = self.titled(stage)
            self.spent[title] = self.spent.get(title, 0) + working_days(self._days, since, at)
            self._here = None

    def _miss(self, event: e.DeadlineMissed) -> None:
        """Count a date of the policy as late; not one of ours, one that we were late with, or one that nobody had word of."""
        date = self.case.deadlines.get(event.deadline)
        if date and date.purpose == "clock" and date.basis != "house" and not event.ours and not event.not_reached:
            self.missed.append(date.stage)


def _course(case: Case, walk: _Walk) -> dict[str, str]:
    """Return how far up an ended case went, by what, where it was late, and how it ended."""
    order = [*walk.titles]
    # What was taken back is no part of the way.
    entered = [one for one in walk.entered if one[:2] in case.path]
    known = [one for one in entered if one[0] in order]
    highest = max((order.index(one[0]) for one in known), default=None)
    late = [*dict.fromkeys(walk.titled(one) for one in walk.missed)]
    outcome = OUTCOMES.get(case.ending or "", NOT_KNOWN)
    return {
        "highest": NOT_KNOWN if not entered else EARLIER if highest is None else walk.titles[order[highest]],
        "way": NOT_KNOWN if highest is None else _way(highest, [one for one in known if order.index(one[0])], outcome),
        "late": LATE_AGAIN if len(late) > 1 else late[0] if late else IN_TIME,
        "outcome": outcome,
        "changed": walk.changed,
    }


def _way(highest: int, above: Sequence[tuple[str, int, str]], outcome: str) -> str:
    if highest == 0:
        return SETTLED_FIRST if outcome == OUTCOMES["agreed"] else STAYED
    silent = {one[2] in _SILENT for one in above}
    return BY_BOTH if len(silent) > 1 else BY_SILENCE if True in silent else BY_WORD


def _received(case: Case, kind: _Kind) -> str:
    """Return the type of those who were disagreed with; within one agency, its own."""
    own = case.raiser.agency if case.raiser else ""
    others = [one for one in case.agencies if one != own] or [one.agency for one in case.responders if one.agency]
    kinds = [*dict.fromkeys(map(kind, others))]
    return SEVERAL_TYPES if len(kinds) > 1 else kinds[0] if kinds else NOT_KNOWN


def _topic(case: Case, policy: Policy) -> str:
    labels = {one.id: one.label for one in policy.reasons}
    named = [*dict.fromkeys(labels.get(one, NOT_KNOWN) for one in case.topics)]
    return SEVERAL_TOPICS if len(named) > 1 else named[0] if named else NOT_SAID


def working_days(days: WorkingDays, start: datetime, end: datetime) -> int:
    """Count the working days from one moment to another; the day of the first never counts (rule 4.1)."""
    first, last = days.local(start).date(), days.local(end).date()
    return sum(days.is_working(first + timedelta(number)) for number in range(1, (last - first).days + 1))
