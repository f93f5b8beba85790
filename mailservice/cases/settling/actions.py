"""What was agreed, after the case has ended: each action's owner is asked on its day, and it is not forgotten (rule 14).

An action is a line of the agreed text with a date in it; the mail room reads the dates when the words come. Every action
is asked about on its day whatever another did, and also after the case is open again.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from mailservice.cases.asking import reaching
from mailservice.cases.asking.questions import Question
from mailservice.cases.dates import deadlines
from mailservice.cases.forms import quoting, signing
from mailservice.cases.history.case import Deadline, Ordered, Task
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    Action,
    ActionDone,
    ActionNotDone,
    ActionSet,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMissed,
    Party,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import news, ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.cases.settling import aftercare, owners, reopening
from mailservice.policy.workdays import Due

WHICH = "Please answer the letter about the action that you mean; nothing has moved."
NONE = "No action is waited for. Your words are kept."


def begin(turn: Turn, agreed: Iterable[Action], proposer: Party) -> None:
    """Keep every action that was still to come when it was written, with its owner, and the day on which they are asked."""
    tell_owners(turn, agreed := tuple(agreed), proposer)
    for one in agreed:
        if one.on < _written_on(turn, one):
            continue
        owner = owners.named_in(one.text, turn) or proposer
        identity = f"a{len(turn.case.actions) + 1}"
        turn.put(ActionSet(turn.at, identity, one.text, one.on, owner))
        _ask_on_its_day(turn, turn.case.actions[identity])


def tell_owners(turn: Turn, agreed: Iterable[Action], proposer: Party) -> None:
    """Tell whoever is named in what was agreed, and has taken no part so far, that it is theirs, and when we ask."""
    for one in agreed:
        owner = owners.named_in(one.text, turn)
        if owner is not None and one.on >= _written_on(turn, one) and turn.case.party(owner.address) is None:
            lines = [
                f"This was agreed, and it is yours. We ask you on {phrases.day(_asked_at(turn, one.on).date())} if it is done."
            ]
            news.tell(turn, owner, "An action that was agreed is yours", lines, (proposer, one.text))


def unnamed(turn: Turn, written: Iterable[Action]) -> str:
    """Say which actions their author is asked about because nobody of the case is named in them; empty where none is."""
    left = [one.text for one in written if _names_nobody(turn, one.text)]
    shown = "; ".join(left)
    ask = "To name somebody, write it again with their full name."
    return f"We could not tell whom this names, so we would ask you on its day: {shown}. {ask}" if left else ""


def promises(turn: Turn, agreed: Iterable[Action], proposer: Party) -> list[str]:
    """Return a line for each action that is still to come: whom we ask, and when."""
    coming = [one for one in agreed if one.on >= _written_on(turn, one)]
    return [_promise(turn, owners.named_in(one.text, turn) or proposer, one.on, one.text) for one in coming]


def promised(turn: Turn) -> list[str]:
    """Return a line for each action that is asked about after the end: whom we ask, and when."""
    return [_promise(turn, one.owner, one.on, one.text) for one in turn.case.to_do if one.kind == "agreed"]


def ask(turn: Turn, deadline: Deadline) -> None:
    """Ask an action's owner on its day whether it is done; where they cannot be reached, whoever stands in."""
    turn.put(DeadlineMet(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing":
        return
    deadlines.set_house(turn, "action-answer", about=task.id)
    IS_IT_DONE.ask_next(turn, task.id)


def unread(turn: Turn, letter: Ordered) -> None:
    """Ask the next person about an action, where our letter met an absence, came back, or its reader has left."""
    task = turn.case.actions.get(letter.about)
    if task is not None and task.state == "standing":
        IS_IT_DONE.unread(turn, task.id, "nobody had read our question yet")


def unanswered(turn: Turn, deadline: Deadline) -> None:
    """Take no answer by the next working day as not done: everybody is told; whoever was not reached is not blamed."""
    task = turn.case.actions.get(deadline.about)
    reached = task is not None and IS_IT_DONE.reached(turn, task.id)
    away = () if task is None or reached or not task.owner.agency else (task.owner.agency,)
    turn.put(DeadlineMissed(turn.at, deadline.id, not_reached=away))
    if task is not None and task.state == "standing":
        _fail(turn, task, None, "", reached=reached)


def no_new_date(turn: Turn, deadline: Deadline) -> None:
    """Open the case again at the stage after the one that agreed: no new date came for an action that was not done."""
    turn.put(DeadlineMissed(turn.at, deadline.id))
    if turn.case.status == "closed":
        undone = [one.text for one in turn.case.actions.values() if one.id == deadline.about or _waits(turn, one)]
        reopening.again(turn, None, f"Not carried out: {'; '.join(undone)}", after=True)


def done(turn: Turn, said: Said, by: Speaker) -> str:
    """DONE: from the owner's agency, or from the raiser, who may have seen it done; told to the raiser."""
    task = _meant(turn, by)
    if task is None:
        return kept(turn, said, by, WHICH if turn.case.to_do else NONE)
    if task.kind != "agreed":
        return _ANSWERED.get(task.kind, aftercare.answered)(turn, task, said, by)
    if not _may_say_done(turn, task, by):
        name = turn.name(task.owner)
        return kept(turn, said, by, f"DONE is for {name} to write, or a colleague of theirs. Your words are kept.")
    turn.put(ActionDone(turn.at, task.id, by.party, said.reason))
    _let_go(turn, task, "the action is done")
    raiser = turn.case.raiser
    if raiser is not None and not deciders.same_person(raiser, by.party):
        lines = [f"{turn.name(by.party)} tells us that this is done: {task.text}"]
        news.tell_later(turn, raiser, "An action is done", lines, (by.party, said.reason))
    return "Recorded as done; the person who raised it is told."


def not_done(turn: Turn, said: Said, by: Speaker) -> str:
    """NOT DONE: from anybody who takes part; all are told, and without a new date a case that has ended opens again."""
    task = _meant(turn, by)
    if task is None:
        return kept(turn, said, by, WHICH if turn.case.to_do else NONE)
    if task.kind != "agreed":
        return _ANSWERED.get(task.kind, aftercare.answered)(turn, task, said, by)
    if task.state == "not-done":
        return kept(turn, said, by, "That is recorded already, and everybody has been told.")
    _fail(turn, task, by.party, said.reason)
    if turn.case.status != "closed":
        return "Recorded, and everybody is told. The case is open, so it goes on as it is; every date of it stands."
    return "Recorded, and everybody is told. Unless every agency agrees to a NEW DATE in a working day, the case opens again."


def late(turn: Turn, by: Speaker) -> Task | None:
    """Return the action that a new date is asked for: the one of the letter answered, or the only one that waits."""
    named = is_meant(turn, by)
    if named is not None and named.state in ("standing", "not-done"):
        return named
    waiting = [one for one in turn.case.actions.values() if _waits(turn, one)]
    return waiting[0] if len(waiting) == 1 else None


def is_meant(turn: Turn, by: Speaker) -> Task | None:
    """Return the agreed action that the letter answered is about."""
    answered = turn.case.letters.get(by.hear.answers)
    task = turn.case.actions.get(answered.about) if answered is not None else None
    return task if task is not None and task.kind == "agreed" else None


def put_off(turn: Turn, task: Task) -> None:
    """Ask an action's owner on the new day that every agency has agreed to."""
    _let_go(turn, task, "every agency agreed to a new date")
    _ask_on_its_day(turn, task)


def _promise(turn: Turn, owner: Party, on: date, text: str) -> str:
    wrote = ", who wrote it," if _names_nobody(turn, text) else ""
    return f"We ask {turn.name(owner)}{wrote} on {phrases.day(_asked_at(turn, on).date())}: {text}"


def _names_nobody(turn: Turn, text: str) -> bool:
    """Tell whether an action is its author's only because its words name nobody of the case."""
    return not owners.speaks(text) and owners.named_in(text, turn) is None


def _nobody_to_ask(turn: Turn, action: str) -> None:
    task = turn.case.actions[action]
    name = turn.name(task.owner)
    lines = [f"{name} cannot be reached, and nobody is known who stands in.", task.text]
    do = "Find out if it is done, and reply with DONE, or NOT DONE and why."
    words = ordering.words(*IS_IT_DONE.answers)
    asked = IS_IT_DONE.standing(turn, action)
    ordering.tell_office(turn, "Is an action done?", lines, do, asked, about=action, words=words)


def _ask(turn: Turn, action: str, to: Party) -> None:
    task, asked = turn.case.actions[action], IS_IT_DONE.standing(turn, action)
    own = deciders.same_person(to, task.owner)
    facts = {
        "why": _why(turn, task) if own else "You stand in for a colleague.",
        "action": task.text,
        "until": asked.due.isoformat() if asked else "",
        "for_person": None if own else ordering.person(turn, task.owner),
        "words": ordering.words(*IS_IT_DONE.answers, "NEW DATE"),
    }
    ordering.order(turn, IS_IT_DONE.letter, to, facts, about=action)


def _why(turn: Turn, task: Task) -> str:
    if owners.speaks(task.text):
        return "You wrote that you would do this."
    if owners.named_in(task.text, turn) is None:
        return "You wrote this, and we could not tell whom it names. If it is somebody else's, ask them, and answer for them."
    return "You are named for an action that was agreed."


def _who(turn: Turn, action: str) -> Iterator[Party]:
    """Give who may be asked about an action: its owner of today, their covers, the managers above them, their side's people."""
    task = turn.case.actions[action]
    known = turn.directory.person(task.owner.person)
    if known is not None or not task.owner.person:
        yield deciders.as_party(known) if known else task.owner
    yield from reaching.stand_ins(turn, task.owner)
    if known is not None:
        yield from (deciders.as_party(one) for one in turn.directory.line_above(known))
    raiser = turn.case.raiser
    if raiser is not None and raiser.agency == task.owner.agency and not _has_left(turn, raiser):
        yield raiser
    yield from turn.present(task.owner.agency)


def _has_left(turn: Turn, who: Party) -> bool:
    return bool(who.person) and turn.directory.person(who.person) is None


def _letters(turn: Turn, action: str) -> list[Ordered]:
    """Return the letters that have asked about an action on its day, or since; a day put off is asked about afresh."""
    task, local = turn.case.actions[action], turn.rules.days.local
    mine = (one for one in turn.case.letters.values() if (one.template, one.about) == (IS_IT_DONE.letter, action))
    return [one for one in mine if local(one.at).date() >= task.on]


# Whether an agreed action is done: asked on its day of its owner, else of whoever stands in (rule 14).
IS_IT_DONE = Question(
    letter="action_due",
    date="action-answer",
    answers=(Verb.DONE, Verb.NOT_DONE),
    asked=_letters,
    readers=_who,
    write=_ask,
    nobody=_nobody_to_ask,
)


def _may_say_done(turn: Turn, task: Task, by: Speaker) -> bool:
    owns = by.party.agency == task.owner.agency or deciders.is_raiser(turn.case, by.party)
    return owns or (
        by.office and IS_IT_DONE.standing(turn, task.id) is not None and not IS_IT_DONE.reached(turn, task.id)
    )


def _fail(turn: Turn, task: Task, by: Party | None, text: str, *, reached: bool = True) -> None:
    turn.put(ActionNotDone(turn.at, task.id, by, text, reached))
    _let_go(turn, task, "the action is not done")
    until = deadlines.set_house(turn, "action-date", about=task.id) if turn.case.status == "closed" else None
    onward = climbing.next_place(turn, asked=False) or turn.here
    facts = {
        "why": "You took part in this case.",
        "by": ordering.person(turn, by) if by else None,
        "owner": ordering.person(turn, task.owner),
        "reached": reached,
        "action": task.text,
        "text": text,
        "until": until.due.isoformat() if until else "",
        "onward": ordering.stage(turn, turn.policy.stage(onward[0]), onward[1]),
        "words": ordering.words("NEW DATE", "REOPEN" if until else "ESCALATE"),
    }
    for one in once(turn.case.parties):
        ordering.order(turn, "action_not_done", one, facts, about=task.id)
    _tell_office(turn, task, [_heard(turn, by, reached=reached), task.text, text], until)


def _tell_office(turn: Turn, task: Task, lines: list[str], until: Deadline | None) -> None:
    action = "See whether the agencies agree to a new date. If not, the case opens again by itself."
    if until is None:
        action = f"The case is open, at stage {turn.case.stage}. Make sure that those who act there know of it."
    ordering.tell_office(turn, "An action is not done", lines, action, until, about=task.id)


def _heard(turn: Turn, by: Party | None, *, reached: bool) -> str:
    if by is not None:
        return f"{turn.name(by)} wrote NOT DONE."
    return "Its owner was asked and has not answered." if reached else "Nobody was reached who could say if it is done."


def _meant(turn: Turn, by: Speaker) -> Task | None:
    """Return the action that DONE or NOT DONE is about: that of the letter answered, one's own, or the only one."""
    answered = turn.case.letters.get(by.hear.answers)
    of_letter = turn.case.actions.get(answered.about) if answered is not None else None
    if of_letter is not None and of_letter.kind in _ANSWERED:
        return of_letter
    # A form is signed in answer to its own letter alone: nobody signs one by a DONE that they meant for something else.
    waiting = [
        one for one in turn.case.actions.values() if one.state in ("standing", "not-done") and one.kind not in _ANSWERED
    ]
    named = next((one for one in waiting if answered is not None and answered.about == one.id), None)
    # The office is asked for its own after-care in the morning letter, so a word of its that answers no letter is to that.
    own = [one for one in waiting if aftercare.is_of_office(turn, one)]
    theirs = [one for one in waiting if deciders.same_person(one.owner, by.party)]
    mine = (own or waiting) if by.office else theirs
    agreed = [one for one in waiting if one.kind == "agreed"]
    alone = (found[0] for found in (_asked(mine), mine, _asked(agreed), agreed) if len(found) == 1)
    return named or next(alone, None)


# Who answers for what is no action of an agreement, and no after-care.
_ANSWERED = {"form": signing.answered, "quote": quoting.answered}


def _asked(tasks: list[Task]) -> list[Task]:
    return [one for one in tasks if one.state == "standing"]


def _written_on(turn: Turn, action: Action) -> date:
    """Return the day on which an action was first put to the others: the agreement itself may come days later."""
    written = [one.at for one in turn.case.proposals.values() if action in one.actions]
    return turn.rules.days.local(min(written, default=turn.at)).date()


def _ask_on_its_day(turn: Turn, task: Task) -> None:
    deadlines.set_deadline(turn, "action", Due(_asked_at(turn, task.on)), turn.at, about=task.id)


def _asked_at(turn: Turn, on: date) -> datetime:
    """Return when an action's owner is asked: at 9am on its day, or the next working morning where that is over."""
    nine = turn.rules.days.morning_of(on)
    return nine if nine > turn.at else turn.rules.days.next_working_morning(turn.at)


def _waits(turn: Turn, task: Task) -> bool:
    return turn.date("action-date", task.id) is not None


def _let_go(turn: Turn, task: Task, why: str) -> None:
    for one in turn.case.standing:
        if one.about == task.id:
            turn.put(DeadlineDropped(turn.at, one.id, why))
