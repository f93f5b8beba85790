"""What was agreed, after the case has ended: each action's owner is asked on its day, and it is not forgotten (rule 14).

An action is a line of the agreed text with a date in it; the mail room reads the dates when the words come.
"""

import re
from collections.abc import Iterable
from datetime import datetime, time

from mailservice.cases import climbing, deadlines, letters, people, reopening
from mailservice.cases.case import Case, Deadline, Task
from mailservice.cases.commands import Said
from mailservice.cases.events import (
    Action,
    ActionDone,
    ActionNotDone,
    ActionSet,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMissed,
    Party,
)
from mailservice.cases.speaker import Speaker, kept
from mailservice.cases.turn import Turn, once
from mailservice.policy.workdays import Due

ASKED_AT = time(9)
# Whoever wrote the words means to do it.
SPEAKING = frozenset({"i", "we", "my", "our"})
ANSWER_DAYS = 1
NEW_DATE_DAYS = 1
PURPOSES = ("action", "action-answer", "action-date")
WHICH = "Please answer the letter about the action that you mean; nothing has moved."


def begin(turn: Turn, agreed: Iterable[Action], proposer: Party) -> None:
    """Keep every action that is still to come, with its owner, and the day on which they are asked."""
    today = turn.rules.days.local(turn.at).date()
    for one in agreed:
        if one.on < today:
            continue
        owner = owner_of(one.text, turn.case) or proposer
        identity = f"a{len(turn.case.actions) + 1}"
        turn.put(ActionSet(turn.at, identity, one.text, one.on, owner))
        _ask_on_its_day(turn, turn.case.actions[identity])


def owner_of(text: str, case: Case) -> Party | None:
    """Return the one person of the case named in an action's words; None where "I" or "we" speak, or not one is named."""
    words = {word.lower() for word in re.findall(r"[^\W\d_]+", text)}
    if words & SPEAKING:
        return None
    named = [one for one in once(case.parties) if one.name and _is_named(one.name, words)]
    return named[0] if len(named) == 1 else None


def ask(turn: Turn, deadline: Deadline) -> None:
    """Ask an action's owner on its day whether it is done."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing":
        return
    deadlines.set_house(turn, "action-answer", ANSWER_DAYS, about=task.id)
    until = next(one for one in turn.case.standing if one.purpose == "action-answer" and one.about == task.id)
    facts = {
        "why": "You are named for an action that was agreed.",
        "action": task.text,
        "until": until.due.isoformat(),
        "words": letters.words("DONE", "NOT DONE"),
    }
    letters.order(turn, "action_due", task.owner, facts, about=task.id)


def unanswered(turn: Turn, deadline: Deadline) -> None:
    """Take no answer by the next working day as not done: everybody is told."""
    turn.put(DeadlineMissed(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is not None and task.state == "standing":
        _fail(turn, task, None, "")


def no_new_date(turn: Turn, deadline: Deadline) -> None:
    """Open the case again at the stage after the one that agreed: no new date came for an action that was not done."""
    turn.put(DeadlineMissed(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if turn.case.status == "closed" and task is not None:
        reopening.again(turn, None, f"Not carried out: {task.text}", after=True)


def done(turn: Turn, said: Said, by: Speaker) -> str:
    """DONE: from the owner's agency, or from the raiser, who may have seen it done; told to the raiser."""
    task = _meant(turn, by)
    if task is None:
        return kept(turn, said, by, WHICH if turn.case.actions else "No action is waited for. Your words are kept.")
    if by.party.agency != task.owner.agency and not people.is_raiser(turn.case, by.party):
        name = letters.person(turn, task.owner)["name"]
        return kept(turn, said, by, f"DONE is for {name} to write, or a colleague of theirs. Your words are kept.")
    turn.put(ActionDone(turn.at, task.id, by.party, said.reason))
    _let_go(turn, task, "the action is done")
    raiser = turn.case.raiser
    if raiser is not None and not people.same_person(raiser, by.party):
        lines = [f"{letters.person(turn, by.party)['name']} tells us that this is done: {task.text}"]
        letters.tell(turn, raiser, "An action is done", lines, (by.party, said.reason))
    return "Recorded as done; the person who raised it is told."


def not_done(turn: Turn, said: Said, by: Speaker) -> str:
    """NOT DONE: from anybody who takes part; all are told, and without a new date the case opens again."""
    task = _meant(turn, by)
    if task is None:
        return kept(turn, said, by, WHICH if turn.case.actions else "No action is waited for. Your words are kept.")
    if task.state == "not-done":
        return kept(turn, said, by, "That is recorded already, and everybody has been told.")
    _fail(turn, task, by.party, said.reason)
    return "Recorded, and everybody is told. Unless every agency agrees to a NEW DATE in a day, the case opens again."


def not_yet(turn: Turn, said: Said, by: Speaker) -> str:
    """DONE or NOT DONE while the case is open: no action has been agreed to the end."""
    return kept(turn, said, by, "Actions are asked about once the case has ended. Your words are kept on the record.")


def late(turn: Turn, by: Speaker) -> Task | None:
    """Return the action that waits for a new date: the one of the letter answered, or the only one."""
    waiting = [one for one in turn.case.actions.values() if one.state == "not-done" and _waits(turn, one)]
    answered = turn.case.letters.get(by.hear.answers)
    meant = [one for one in waiting if answered is not None and answered.about == one.id]
    return (meant or waiting)[0] if len(meant or waiting) == 1 else None


def put_off(turn: Turn, task: Task) -> None:
    """Ask an action's owner on the new day that every agency has agreed to."""
    _let_go(turn, task, "every agency agreed to a new date")
    _ask_on_its_day(turn, task)


def _fail(turn: Turn, task: Task, by: Party | None, text: str) -> None:
    turn.put(ActionNotDone(turn.at, task.id, by, text))
    _let_go(turn, task, "the action is not done")
    deadlines.set_house(turn, "action-date", NEW_DATE_DAYS, about=task.id)
    until = next(one for one in turn.case.standing if one.purpose == "action-date" and one.about == task.id)
    onward = climbing.next_place(turn, asked=False) or (turn.case.stage, turn.case.tier)
    facts = {
        "why": "You took part in this case.",
        "by": letters.person(turn, by) if by else None,
        "owner": letters.person(turn, task.owner),
        "action": task.text,
        "text": text,
        "until": until.due.isoformat(),
        "onward": letters.stage(turn, turn.policy.stage(onward[0]), onward[1]),
        "words": letters.words("NEW DATE", "REOPEN"),
    }
    for one in once(turn.case.parties):
        letters.order(turn, "action_not_done", one, facts, about=task.id)
    heard = f"{letters.person(turn, by)['name']} wrote NOT DONE." if by else "Its owner was asked and has not answered."
    action = "See whether the agencies agree to a new date. If not, the case opens again by itself."
    letters.tell_office(turn, "An action is not done", [heard, task.text, text], action, until)


def _meant(turn: Turn, by: Speaker) -> Task | None:
    waiting = [one for one in turn.case.actions.values() if one.state != "done"]
    answered = turn.case.letters.get(by.hear.answers)
    named = next((one for one in waiting if answered is not None and answered.about == one.id), None)
    mine = [one for one in waiting if people.same_person(one.owner, by.party)]
    return named or (mine[0] if len(mine) == 1 else None) or (waiting[0] if len(waiting) == 1 else None)


def _is_named(name: str, words: set[str]) -> bool:
    parts = re.findall(r"[^\W\d_]+", name.lower())
    return bool(parts) and (parts[0] in words or parts[-1] in words)


def _ask_on_its_day(turn: Turn, task: Task) -> None:
    nine = datetime.combine(task.on, ASKED_AT, tzinfo=turn.rules.days.zone)
    # What is agreed for the very day on which it ends is asked about the next working morning.
    at = nine if nine > turn.at else turn.rules.days.next_working_morning(turn.at)
    deadlines.set_deadline(turn, "action", Due(at), turn.at, about=task.id)


def _waits(turn: Turn, task: Task) -> bool:
    return any(one.purpose == "action-date" and one.about == task.id for one in turn.case.standing)


def _let_go(turn: Turn, task: Task, why: str) -> None:
    for one in turn.case.standing:
        if one.purpose in PURPOSES and one.about == task.id:
            turn.put(DeadlineDropped(turn.at, one.id, why))
