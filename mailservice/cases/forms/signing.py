"""A form put to those who sign it: filled in from the case, asked for until it is signed, and signed by their own DONE.

What the policy demands is asked for every 5 working days, what it only offers once more; silence signs nothing.
"""

from collections.abc import Iterator

from mailservice.cases.asking import reaching
from mailservice.cases.dates import deadlines
from mailservice.cases.forms import filled
from mailservice.cases.history.case import Deadline, Form, Ordered, Task
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    ActionDone,
    ActionNotDone,
    ActionSet,
    DeadlineDropped,
    DeadlineMissed,
    Party,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn, once

LETTER, COPY = "form", "form_copy"
DAYS = 5
_NOT_DEMANDED = "Nobody answered; the policy only offers this form."
_CHANGED = "Nothing is signed: the form has changed since that letter. Our newest letter shows it."
WORDS = [
    {"verb": "DONE", "after": "", "means": "it is right as it stands here: you sign it; a plain yes says so too"},
    {"verb": "NOT DONE", "after": "why", "means": "you do not sign it; the office is told"},
]


def ask(turn: Turn, form: Form) -> None:
    """Put a form to those who sign it, each by a date of ours."""
    for who in form.signatories:
        _ask(turn, form, _today(turn, who), later=True)


def of(turn: Turn, task: Task) -> Form:
    """Return the form that somebody was asked to sign."""
    return turn.case.forms[task.tells_of]


def may_sign(turn: Turn, task: Task, who: Party) -> bool:
    """Tell whether somebody signs for a side: whoever was asked, or who binds it in their place."""
    same_side = who.agency == task.owner.agency
    today = turn.today
    binds = same_side and deciders.binds(turn.case, turn.policy, turn.directory, who, today)
    return deciders.same_person(task.owner, who) or binds


def is_signed(turn: Turn, form: Form) -> bool:
    """Tell whether every side has signed a form as it stands."""
    newest = filled.signed(turn, form).values()
    return bool(newest) and all(one.state == "done" for one in newest)


def show(turn: Turn, form: Form, task: Task, to: Party) -> None:
    """Put a form that has changed to somebody once more: who had signed it had signed other words."""
    until = turn.date("form", task.id)
    if task.state != "standing" or until is None:
        _ask(turn, form, to, later=False)
    else:
        _write(turn, form, task, to, until)


def again(turn: Turn, deadline: Deadline) -> None:
    """Ask once more where nobody has signed; what is only offered is given up after that."""
    turn.put(DeadlineMissed(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing" or turn.case.status == "joined":
        return
    form = of(turn, task)
    before = sum(one.about == task.id for one in turn.case.deadlines.values())
    if before > 1 and not filled.declared(turn, form).prescribed:
        turn.put(ActionNotDone(turn.at, task.id, None, _NOT_DEMANDED))
        return
    until = deadlines.set_house(turn, "form", about=task.id)
    _write(turn, form, task, _reachable(turn, task.owner), until, later=True)


def answered(turn: Turn, task: Task, said: Said, by: Speaker) -> str:
    """DONE or NOT DONE to a form: a signature, or none. Nothing of it moves the case."""
    form, title = of(turn, task), filled.declared(turn, of(turn, task)).title
    if not may_sign(turn, task, by.party):
        name = turn.name(task.owner)
        return kept(turn, said, by, f"This is for {name} to sign. Your words are kept, and nothing is signed.")
    task = filled.signed(turn, form)[task.owner.agency]  # who was asked again may answer the letter of before
    if said.verb is Verb.NOT_DONE and task.state != "not-done":
        return _declined(turn, task, said, by, title)
    if _is_older(turn, form, by):
        return kept(turn, said, by, _CHANGED)
    # Who would not sign at first may yet, and so may who was silent.
    if task.state == ("done" if said.verb is Verb.DONE else "not-done"):
        return kept(turn, said, by, "That is recorded already.")
    left = filled.missing(filled.lines(turn, form, task.owner))
    if left:
        return kept(turn, said, by, f"Not signed yet: {_still(left)}")
    turn.put(ActionDone(turn.at, task.id, by.party, said.reason))
    _let_go(turn, task, "it was signed")
    _share(turn, form, task)
    if is_signed(turn, form):
        _send_copies(turn, of(turn, task))
    others = [one.owner for one in filled.signed(turn, form).values() if one.state == "standing"]
    waits = f" {phrases.listed([turn.name(one) for one in others])} has yet to sign it." if others else ""
    return f"Signed: {title}.{waits or ' Every side has signed it.'} Nothing of it moves the case."


def _share(turn: Turn, before: Form, task: Task) -> None:
    """Show every other side what the one that has just signed it had filled in."""
    side = task.owner.agency
    if all(one.seen or one.by.agency != side for one in before.filled.values()):
        return
    for agency, other in filled.signed(turn, before).items():
        if agency != side:
            show(turn, of(turn, task), other, other.owner)


def _send_copies(turn: Turn, form: Form) -> None:
    """Send a form that every side has signed to all of them, and to whoever else the policy names that we write to."""
    one = filled.declared(turn, form)
    owners = [task.owner for task in filled.signed(turn, form).values()]
    for to in once([*owners, *(who for role in one.copies for who in _holding(turn, role))]):
        fields = [{**_shown(line), "asked": False} for line in filled.lines(turn, form, to)]
        facts = {
            "why": "",
            "title": one.title,
            "form": form.id,
            "fields": fields,
            "copies": phrases.listed(one.copies),
            "words": ordering.words("STATUS"),
        }
        ordering.order(turn, COPY, to, facts)


def _holding(turn: Turn, role: str) -> tuple[Party, ...]:
    office = turn.terms.office.casefold() in role.casefold()
    return (ordering.office_party(turn),) if office else officers.holding(turn, role)


def _declined(turn: Turn, task: Task, said: Said, by: Speaker, title: str) -> str:
    if not said.reason:
        return kept(turn, said, by, "Please write after NOT DONE why you do not sign it. Nothing is recorded yet.")
    turn.put(ActionNotDone(turn.at, task.id, by.party, said.reason))
    _let_go(turn, task, "it was answered")
    lines = [f"{turn.name(by.party)} does not sign it: {title}.", said.reason]
    ordering.tell_office(turn, "A form is not signed", lines, "Speak to them, and to the other side.", about=task.id)
    return f"Recorded: you do not sign it. The {turn.terms.office} is told. Nothing of it moves the case."


def _still(left: tuple[str, ...]) -> str:
    fields = phrases.listed([f"“{one}”" for one in left])
    return f"{fields} is still empty. Please write its name, a colon and your words, and we show you the form again."


def _is_older(turn: Turn, form: Form, by: Speaker) -> bool:
    """Tell whether a form has changed since the letter that somebody answers."""
    letter, changed = turn.case.letters.get(by.hear.answers), form.changed.get(by.party.agency)
    return letter is not None and changed is not None and letter.at < changed


def _ask(turn: Turn, form: Form, who: Party, *, later: bool) -> None:
    due = turn.rules.days.due_after(turn.now, DAYS)
    identity = f"a{len(turn.case.actions) + 1}"
    on = turn.rules.days.local(due.at).date()
    title = filled.declared(turn, form).title
    turn.put(ActionSet(turn.at, identity, f"Check and sign: {title}", on, who, "form", tells_of=form.id))
    until = deadlines.set_deadline(turn, "form", due, turn.now, about=identity)
    _write(turn, form, turn.case.actions[identity], who, until, later=later)


def _today(turn: Turn, who: Party) -> Party:
    """Return who signs for a side today: whoever it was, or who decides there now if they have left."""
    left = deciders.has_left(turn.case, who) or (who.person and turn.directory.person(who.person) is None)
    return next(iter(turn.present(who.agency)), who) if left else who


def _reachable(turn: Turn, who: Party) -> Party:
    """Return whom to ask for a side: whoever signs for it, or who stands in while they cannot read it."""
    away = deciders.is_away(turn.case, who, turn.today) or deciders.bounced(turn.case, who)
    return next(iter(reaching.stand_ins(turn, who)), who) if away else who


def _let_go(turn: Turn, task: Task, why: str) -> None:
    for one in turn.case.standing:
        if one.about == task.id:
            turn.put(DeadlineDropped(turn.at, one.id, why))


def _write(turn: Turn, form: Form, task: Task, to: Party, until: Deadline, *, later: bool = False) -> None:
    """Write the letter with the form: `later`, next working morning, where it answers nobody (rule 18)."""
    one = filled.declared(turn, form)
    before = [*_letters(turn, task)]
    shown = filled.lines(turn, form, to)

    def facts(now: Turn) -> dict[str, object]:
        return {
            "why": f"You sign it for {now.agency(to.agency).name}." if to.agency else "You sign it.",
            "title": one.title,
            "form": form.id,
            "prescribed": one.prescribed,
            "known": one.fields_known,
            "again": bool(before),
            "fields": [*map(_shown, shown)],
            "missing": [*filled.missing(shown)],
            "copies": phrases.listed(one.copies),
            "until": until.due.isoformat(),
            "words": WORDS,
            "others_see": "Everybody who signs it sees what stands in it.",
        }

    leaves = turn.rules.days.next_working_morning(turn.now) if later else None
    ordering.order(turn, LETTER, to, facts, about=task.id, leaves=leaves)


def _shown(line: filled.Line) -> dict[str, object]:
    """Return a field as a letter and its document show it."""
    shown = {"id": line.id, "label": line.label, "text": line.text, "note": line.note}
    return {**shown, "asked": line.asked, "required": line.required}


def _letters(turn: Turn, task: Task) -> Iterator[Ordered]:
    return (one for one in turn.case.letters.values() if (one.template, one.about) == (LETTER, task.id))
