"""Whom the policy wants told by a date, where a person has to do it: asked of that person, else of the office (rule 14).

Who is an officer of the directory has our letter in the same moment, and nobody is asked. DONE or NOT DONE answers, and
silence is asked again as after-care is.
"""

from collections.abc import Iterator

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline, Task
from mailservice.cases.history.events import ActionNotDone, ActionSet, DeadlineDropped, DeadlineMissed, Party
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Turn, once
from mailservice.policy.model import Tell, Within
from mailservice.policy.workdays import Due

_WORDS = [
    {"verb": "DONE", "after": "", "means": "they have been told; the office is told so"},
    {"verb": "NOT DONE", "after": "why", "means": "they will not be told; the office is told so"},
]
_ACTION = "When they have been told, reply with DONE. If they will not be, reply with NOT DONE and why."
_BOTH, _RAISING, _RESPONDING = ("both", "each", "sides"), ("raising",), ("receiving", "responding")


def is_for_a_person(turn: Turn, row: Tell, who: str) -> bool:
    """Tell whether a row has a time in which somebody is to be told whom we do not write to ourselves."""
    return row.within is not None and not officers.holding(turn, who)


def ask(turn: Turn, row: Tell, who: str, headline: str) -> None:
    """Ask whoever is to tell them, from this moment on and by the policy's time; of two sides, each."""
    if row.within is None:
        return
    due = _due(turn, row.within)
    how = f", {row.how}" if row.how else ""
    for owner in once(_tellers(turn, row.by)) or (ordering.office_party(turn),):
        by = f" The policy has it told by: {row.by}." if row.by else ""
        text = f"Tell {who}{how}: {headline[:1].lower()}{headline[1:]}.{by if _is_office(turn, owner) else ''}"
        identity = f"a{len(turn.case.actions) + 1}"
        on = turn.rules.days.local(due.at).date()
        turn.put(ActionSet(turn.at, identity, text, on, owner, "tell", tells_of=row.event))
        until = deadlines.set_deadline(turn, "telling", due, turn.at, basis=row.basis, about=identity)
        _write(turn, turn.case.actions[identity], until)


def again(turn: Turn, deadline: Deadline) -> None:
    """Ask once more where nobody has answered; what the policy only aims at is asked for once."""
    turn.put(DeadlineMissed(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing":
        return
    first = next(one for one in turn.case.deadlines.values() if one.about == task.id and one.purpose == "telling")
    if first.basis == "house":
        turn.put(ActionNotDone(turn.at, task.id, None, "Nobody answered; the policy does not demand it."))
        return
    until = deadlines.set_house(turn, "telling", about=task.id)
    if not _is_office(turn, task.owner):  # which reads of it in its morning letter
        _write(turn, task, until)


def lapse(turn: Turn) -> None:
    """Let the dates go of what nobody has to tell any more, because the agreement was stopped."""
    for one in turn.case.standing:
        task = turn.case.actions.get(one.about)
        if one.purpose == "telling" and task is not None and task.state == "dropped":
            turn.put(DeadlineDropped(turn.at, one.id, "the agreement was stopped"))


def _tellers(turn: Turn, by: str) -> Iterator[Party]:
    """Give who tells them, by the policy's words: an officer, or who decides for the side that they name."""
    yield from officers.holding(turn, by)[:1]
    words, raised = by.casefold(), turn.case.raiser.agency if turn.case.raiser else ""
    for agency in turn.case.agencies:
        mine = _RAISING if agency == raised else _RESPONDING
        if any(one in words for one in (*_BOTH, *mine)):
            yield from _of_side(turn, agency, words)[:1]


def _of_side(turn: Turn, agency: str, words: str) -> tuple[Party, ...]:
    """Return who acts for a side; at the first stage its line manager, where the policy says that a manager does it."""
    first = turn.case.stage == turn.policy.first_stage.id and "manager" in words
    managers = deciders.line_managers(turn.case, turn.policy, turn.directory, agency) if first else ()
    return managers or turn.present(agency)


def _due(turn: Turn, within: Within) -> Due:
    days = turn.rules.days
    return days.due_hours(turn.at, within.amount) if within.unit == "hours" else days.due_after(turn.at, within.amount)


def _is_office(turn: Turn, who: Party) -> bool:
    return who.address == turn.directory.office.address


def _write(turn: Turn, task: Task, until: Deadline) -> None:
    if _is_office(turn, task.owner):
        ordering.tell_office(turn, "Somebody is to be told", [task.text], _ACTION, until, about=task.id, words=_WORDS)
        return
    facts = {
        "why": "The policy names you for this.",
        "text": phrases.sentence(task.text),
        "until": until.due.isoformat(),
        "date": ordering.date(turn, until),
        "words": _WORDS,
        "others_see": f"Only the {turn.terms.office} is told of your answer.",
    }
    ordering.order(turn, "telling", task.owner, facts, about=task.id)
