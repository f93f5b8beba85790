"""What a form quotes of people is shown to whoever wrote it first, and to another side after that (rule 16).

They may put it in other words, or have it left out; where they are silent for a working day it stands as they wrote it.
"""

from mailservice.cases.asking import questions
from mailservice.cases.dates import deadlines
from mailservice.cases.forms import filled
from mailservice.cases.history.case import Deadline, Form, Task
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    ActionDone,
    ActionNotDone,
    ActionSet,
    DeadlineDropped,
    DeadlineMet,
    Party,
    QuoteSettled,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn

LETTER = "form_quote"
OVER = "The form has gone out with what it quotes of you. Your words are kept; tell those who sign it if something is wrong."
WORDS = [
    {"verb": "DONE", "after": "", "means": "the form may quote this; a plain yes says so too"},
    {"verb": "NOT DONE", "after": "", "means": "the form leaves your words out; a plain no says so too"},
]


def begin(turn: Turn, form: Form) -> None:
    """Show each side's words to their author, once a case, where the form has a field for the issue."""
    field = next((one for one in filled.declared(turn, form).field if one.id in filled.ISSUE), None)
    if field is None:
        return
    for side, words in turn.case.issues.items():
        if side in turn.case.agencies and side in turn.case.authors and not _was_shown(turn, side):
            _show(turn, side, words, filled.declared(turn, form).title, field.label)


def waits(turn: Turn) -> bool:
    """Tell whether somebody still has time to say what a form quotes of them."""
    return any(one.purpose == "quote" for one in turn.case.standing)


def day_over(turn: Turn, deadline: Deadline) -> None:
    """Let the words stand as they were written, if their author can have read our letter; else they are left out."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing":
        return
    mine = [one for one in turn.case.letters.values() if one.about == task.id]
    reached = any(questions.has_arrived(turn, one) for one in mine)
    turn.put(ActionNotDone(turn.at, task.id, None, "", reached))
    turn.put(QuoteSettled(turn.at, task.tells_of, task.text if reached else "", task.owner if reached else None))


def answered(turn: Turn, task: Task, said: Said, by: Speaker) -> str:
    """DONE or NOT DONE to what a form quotes: it may, or leaves their words out."""
    if not deciders.same_person(task.owner, by.party):
        return kept(turn, said, by, f"This is for {turn.name(task.owner)} to say. Your words are kept.")
    if not may_change(turn, task):
        return kept(turn, said, by, OVER)
    text = task.text if said.verb is Verb.DONE else ""
    settle(turn, task, by.party, text)
    return "The form quotes you so." if text else "The form leaves your words out. They stay on the record."


def may_change(turn: Turn, task: Task) -> bool:
    """Tell whether somebody may still say what forms quote of them: in their time, or as long as none has gone out."""
    return task.state == "standing" or all(one.kind != "form" for one in turn.case.actions.values())


def settle(turn: Turn, task: Task, by: Party, text: str) -> None:
    """Take what its author wants quoted: these words, or none."""
    answer = ActionDone(turn.at, task.id, by) if text else ActionNotDone(turn.at, task.id, by)
    turn.put(answer)
    turn.put(QuoteSettled(turn.at, task.tells_of, text, by))
    for one in turn.case.standing:
        if one.about == task.id:
            turn.put(DeadlineDropped(turn.at, one.id, "it was answered"))


def _was_shown(turn: Turn, side: str) -> bool:
    return any((one.kind, one.tells_of) == ("quote", side) for one in turn.case.actions.values())


def _show(turn: Turn, side: str, words: str, title: str, label: str) -> None:
    # It needs nobody now, and what brought the case here has a letter of its own (rule 18).
    morning = turn.rules.days.next_working_morning(turn.now)
    due = turn.rules.days.due_after(morning, 1)
    who, _ = turn.case.authors[side]
    identity = f"a{len(turn.case.actions) + 1}"
    turn.put(ActionSet(turn.at, identity, words, turn.rules.days.local(due.at).date(), who, "quote", tells_of=side))
    until = deadlines.set_deadline(turn, "quote", due, morning, about=identity)
    facts = {
        "why": "You wrote this.",
        "title": title,
        "label": label,
        "text": words,
        "until": until.due.isoformat(),
        "words": WORDS,
        "others_see": "Both sides will see what the form quotes.",
    }
    ordering.order(turn, LETTER, who, facts, about=identity, leaves=morning)
