"""What happens when the next date passes in silence, in one sentence of a letter (rule 18): start at `foreseen`.

Nothing is guessed: the date is called on paper, by the very rules that will call it, and whoever is written to then is
named now. Nothing of that paper gets out.
"""

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mailservice.cases import timing
from mailservice.cases.history.case import Deadline
from mailservice.cases.history.commands import CallTime
from mailservice.cases.history.copying import replace
from mailservice.cases.history.events import LetterOrdered, Party, Purpose, StageEntered
from mailservice.cases.ladder import silence
from mailservice.cases.letters import kinds, ordering, phrases
from mailservice.cases.letters.finishing import Foreseen
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn, once

# What has not happened when a date passes: by the goal of a policy's clock, else by the kind of date.
_AGREED = "If nothing is agreed by then"
_GOALS: Mapping[str, str] = {
    "discussion": "If you have not spoken by then",
    "manager-contact": "If both line managers have not spoken by then",
    "plan": _AGREED,
    "acknowledgement": "If nobody has acknowledged it by then",
    "resolve-or-escalate": _AGREED,
    "referral": _AGREED,
}
_PURPOSES: Mapping[Purpose, str] = {
    "clock": "If we hear nothing by then",
    "limit": _AGREED,
    "urgent": _AGREED,
    "check-in": "If we hear nothing by then",
    "silence": "If we hear nothing by then",
    "objection-answer": "If no answer comes by then",
}
_MOST_NAMES = 4


@dataclass(frozen=True)
class _Paper:
    """What a date would bring: who gets a letter of their own, who is asked for a name, who else is written to."""

    unless: str
    new: tuple[Party, ...]
    nameless: tuple[str, ...]
    others: tuple[Party, ...]
    onward: str
    last: bool
    silent: bool


def foreseen() -> Foreseen:
    """Return what tells each reader of one decision what happens when its next date passes; the date is played once."""
    played: dict[str, _Paper | None] = {}

    def tell(turn: Turn, reader: Party) -> str:
        deadline = ordering.next_shown(turn) if turn.case.status == "open" else None
        if deadline is None or deadline.purpose not in _PURPOSES:
            return ""
        if deadline.id not in played:
            played[deadline.id] = _paper(turn, deadline)
        return _said(turn, played[deadline.id], reader)

    return tell


def _paper(turn: Turn, deadline: Deadline) -> _Paper:
    end = _played(turn, deadline)
    drafts = [one.order for one in end.drafts]
    entered = [one for one in end.events if isinstance(one, StageEntered)]
    named = [one.to.agency for one in drafts if one.template == "next_manager"]
    return _Paper(
        _unless(turn, deadline),
        once(one.to for one in drafts if _brings(one)),
        tuple(dict.fromkeys(end.agency(agency).name for agency in named)),
        once(one.to for one in drafts),
        entered[-1].stage if entered else "",
        not entered and turn.case.stage == turn.policy.final.stage,
        end.date("silence") is not None,
    )


def _played(turn: Turn, deadline: Deadline) -> Turn:
    """Return the case as the date would leave it, every letter sent by then and nobody heard."""
    letters = {
        name: replace(one, state="sent", sent_at=one.sent_at or turn.at) if one.state == "ordered" else one
        for name, one in turn.case.letters.items()
    }
    numbers = itertools.count()
    rules = replace(turn.rules, new_id=lambda: f"on-paper-{next(numbers)}")
    at = max(turn.at, deadline.due)
    paper = Turn(replace(turn.case, letters=letters), rules, turn.directory, at)
    timing.call_time(paper, CallTime(at, deadline.id))
    return paper


def _unless(turn: Turn, deadline: Deadline) -> str:
    """Say what has not happened by then; of dates that come at once, agreement is the one that meets them all."""
    shown = [one for one in turn.case.standing if one.due == deadline.due and one.purpose in _PURPOSES]
    said = [_GOALS.get(one.goal, _PURPOSES[one.purpose]) for one in shown or [deadline]]
    return _AGREED if _AGREED in said else said[0]


def _brings(one: LetterOrdered) -> bool:
    """Tell whether a letter makes its reader one of those who act."""
    convenes = one.template == "convened" or one.about == ordering.CONVENED
    return convenes or kinds.of(one.template).has("brings")


def _said(turn: Turn, paper: _Paper | None, reader: Party) -> str:
    if paper is None:
        return ""
    if paper.last:
        return f"{paper.unless}, {_at_last(turn, paper, reader)}. Nothing closes by itself."
    then = _then(turn, paper, reader)
    return f"{paper.unless}, {then}." if then else ""


def _then(turn: Turn, paper: _Paper, reader: Party) -> str:
    names = _named(turn, paper.new, reader)
    if names and paper.nameless:
        return f"we write to {names}, and ask who acts for {phrases.listed(paper.nameless)}"
    if names:
        return f"we write to {names}"
    if paper.onward and paper.others:
        return f"it goes to stage {paper.onward}, and we ask who acts there"
    return _others(turn, paper, reader)


def _others(turn: Turn, paper: _Paper, reader: Party) -> str:
    if any(deciders.same_person(one, reader) for one in paper.others):
        return "we write to you again"
    return f"we write to {_named(turn, paper.others, reader)}" if paper.others else ""


def _at_last(turn: Turn, paper: _Paper, reader: Party) -> str:
    """Say who is written to at the last stage, where silence is only reported (rule 6.6)."""
    if not paper.silent:
        return _others(turn, paper, reader) or "we ask again"
    own = turn.directory.office.has_address(reader.address)
    reminded = f"{'you are' if own else 'the office is'} reminded each working day"
    hears = officers.waited_for(turn) or silence.asked_again(turn)
    return f"{reminded}, and {_named(turn, hears, reader)} at least weekly" if hears else reminded


def _named(turn: Turn, people: Iterable[Party], reader: Party) -> str:
    """List people, the reader first as "you"; the office last."""
    office = turn.directory.office
    mine = [one for one in people if deciders.same_person(one, reader)]
    others = [one for one in people if not deciders.same_person(one, reader)]
    others.sort(key=lambda one: office.has_address(one.address))
    names = [*("you" for _ in mine[:1]), *(turn.name(one) for one in others)]
    left = len(names) - _MOST_NAMES
    return phrases.listed(names if left <= 0 else [*names[: _MOST_NAMES - 1], f"{left + 1} others"])
