"""What follows an ending: the after-care and the report that the policy declares, each asked of one person by a date (rule 14).

Whoever the policy names is asked, else the office. DONE answers it; so does NOT DONE with a reason. Silence is asked again,
and never opens the case. What a form asks for comes with the form.
"""

from collections.abc import Iterator

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Deadline, Task
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import (
    ActionDone,
    ActionNotDone,
    ActionSet,
    DeadlineDropped,
    DeadlineMissed,
    Ending,
    Party,
)
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders, officers
from mailservice.cases.people.turn import Speaker, Turn, once
from mailservice.policy import sayings
from mailservice.policy.model import Care

DAYS = 10
AGAIN_DAYS = 5
_FORM = "form"
_UNRESOLVED = "unresolved"
_STAGE = "stage-"
_STILL = "After-care: is it done?"


# Here the office alone is told, and nothing is opened again.
def _words(turn: Turn) -> list[dict[str, str]]:
    told = f"the {turn.terms.office} is told"
    return [
        {"verb": "DONE", "after": "", "means": f"it is done; {told}"},
        {"verb": "NOT DONE", "after": "why", "means": f"it will not be done; {told}"},
    ]


_POLICYS = "The policy asks for it"
_OURS = "The policy does not demand it; we ask for it"
# The agencies themselves did not resolve it.
_UNSETTLED = ("not-agreed", "decided")
_LESSONS = "lessons"
_ACTION = "When it is done, reply with DONE. If it will not be done, reply with NOT DONE and why."


def begin(turn: Turn, ending: Ending) -> None:
    """Ask each owner for all that the policy wants of them after this ending, by a date of ours."""
    wanted = [*_report(turn), *_care(turn, ending), *_pertinent(turn), *_ways(turn, ending)]
    for owner in once(one for one, _ in wanted):
        lines = [line for one, line in wanted if deciders.same_person(one, owner)]
        due = turn.rules.days.due_after(turn.at, DAYS)
        identity = f"a{len(turn.case.actions) + 1}"
        text = "\n".join(lines)
        turn.put(ActionSet(turn.at, identity, text, turn.rules.days.local(due.at).date(), owner, "care"))
        until = deadlines.set_deadline(turn, "care", due, turn.at, about=identity)
        if not is_of_office(turn, turn.case.actions[identity]):  # which reads of it in its morning letter
            _write(turn, turn.case.actions[identity], "After-care", until)


def again(turn: Turn, deadline: Deadline) -> None:
    """Ask once more where nobody has answered, until it is answered; the office reads of it every morning.

    What the policy only aims at is asked for once, and its silence is recorded as such: nobody is to be nagged for it.
    """
    turn.put(DeadlineMissed(turn.at, deadline.id))
    task = turn.case.actions.get(deadline.about)
    if task is None or task.state != "standing" or turn.case.status != "closed":
        return
    if _POLICYS not in task.text:
        turn.put(ActionNotDone(turn.at, task.id, None, "Nobody answered; the policy does not demand it."))
        return
    until = deadlines.set_house(turn, "care", days=AGAIN_DAYS, about=task.id)
    if not is_of_office(turn, task):
        _write(turn, task, _STILL, until)


def answered(turn: Turn, task: Task, said: Said, by: Speaker) -> str:
    """DONE or NOT DONE, by whoever was asked or by the office: either way nothing more is asked."""
    if not (by.office or deciders.same_person(task.owner, by.party)):
        name = turn.name(task.owner)
        return kept(
            turn, said, by, f"This is for {name} to answer, or for the {turn.terms.office}. Your words are kept."
        )
    if task.state != "standing":
        return kept(turn, said, by, "That is recorded already.")
    if said.verb is Verb.DONE:
        for one in (task, *_twins(turn, task)):
            turn.put(ActionDone(turn.at, one.id, by.party, said.reason))
            stop(turn, "it was answered", one)
    elif not said.reason:
        return kept(turn, said, by, "Please write after NOT DONE why it will not be done. Nothing has moved.")
    else:
        turn.put(ActionNotDone(turn.at, task.id, by.party, said.reason))
    stop(turn, "it was answered", task)
    if not by.office:
        name = turn.name(by.party)
        ordering.tell_office(
            turn,
            "Somebody was to be told" if task.kind == "tell" else "After-care was answered",
            [f"{name} wrote {said.verb.value}.", said.reason],
            ordering.NOTHING,
        )
    if turn.case.status != "closed":
        return "Recorded. The case goes on as it is."
    return "Recorded. " + ("The case is finished." if turn.case.finished else "Other actions are still open.")


def _twins(turn: Turn, task: Task) -> list[Task]:
    """Return what was asked of others too, where somebody is to be told: one who tells them is enough."""
    alike = (one for one in turn.case.actions.values() if (one.kind, one.text, one.on) == ("tell", task.text, task.on))
    return [one for one in alike if one.id != task.id and one.state == "standing"]


def is_of_office(turn: Turn, task: Task) -> bool:
    """Tell whether the office itself is asked for something."""
    return task.owner.address == turn.directory.office.address


def stop(turn: Turn, why: str, task: Task | None = None) -> None:
    """Let the dates of one piece of after-care go, or of all."""
    for one in turn.case.standing:
        if one.purpose in ("care", "telling") and (task is None or one.about == task.id):
            turn.put(DeadlineDropped(turn.at, one.id, why))


def _care(turn: Turn, ending: Ending) -> Iterator[tuple[Party, str]]:
    care, office = turn.policy.aftercare, ordering.office_party(turn)
    asked = (
        (care.learning_points, "Learning points: write down what others can learn from this"),
        (care.debrief, f"Debrief: offer those who took part a talk{_kind(care.debrief)}"),
        (
            care.case_review,
            f"Case review: {_if_lessons(care.case_review, ending)}{care.case_review.kind or 'case review'}",
        ),
        (care.policy_feedback, "Feedback: tell the partnership what this showed about the policy"),
    )
    for one, text in asked:
        if _is_wanted(turn, one, ending):
            whose = _POLICYS if one.basis == "policy" else _OURS
            yield office, f"{text}. {whose}."


def _pertinent(turn: Turn) -> Iterator[tuple[Party, str]]:
    """Give what the office sees to where the policy has somebody tell others of what concerns them: no letter of its own."""
    for row in turn.policy.tells:
        if row.event == "pertinent-issue" and turn.case.stage in (row.stages or [turn.case.stage]):
            found = phrases.listed([one.name for one in officers.holding(turn, row.by)])
            by = " ".join(part for part in (found, f"({row.by})" if found and row.by else row.by) if part)
            who = f"see that {by} tells" if by else "tell"
            text = f"Pertinent issues: {who} {phrases.listed(row.who)} what they need to know of this, if anything"
            yield ordering.office_party(turn), f"{text}. {_POLICYS}."


def _ways(turn: Turn, ending: Ending) -> Iterator[tuple[Party, str]]:
    """Give what is left of the other ways that the issue named: one that is next now, and how one went that has its own ends."""
    for one in (route for route in turn.policy.routes if route.id in turn.case.ways):
        if one.at_end and ending in _UNSETTLED:
            yield ordering.office_party(turn), f"Another way: {one.when}. {sayings.way_of(one)}. {_POLICYS}."
        if one.outcomes:
            which = phrases.either(one.outcomes)
            text = f"Another way: {one.when}. Ask which came of it, if it went there: {which}"
            yield ordering.office_party(turn), f"{text}. {_OURS}."


def _if_lessons(care: Care, ending: Ending) -> str:
    """Return how a case review is put: where the agencies agreed, only if there is something to learn from."""
    settled = _LESSONS in care.when and ending not in _UNSETTLED
    return "if there may be lessons in this, consider a " if settled else "consider a "


def _kind(care: Care) -> str:
    return f", {care.kind}" if care.kind else ""


def _is_wanted(turn: Turn, care: Care, ending: Ending) -> bool:
    """Tell whether a kind of after-care is due now; words for its time that we do not know mean after every ending."""
    if care.basis == "none" or care.when == _FORM:
        return False
    if care.when.startswith(_UNRESOLVED):
        return ending in _UNSETTLED or (_LESSONS in care.when and ending == "agreed")
    if care.when.startswith(_STAGE):
        return any(stage == care.when.removeprefix(_STAGE) for stage, _ in turn.case.path)
    return True


def _report(turn: Turn) -> Iterator[tuple[Party, str]]:
    """Give who reports the last stage and to whom, where the policy has it so and the case ended there."""
    report = turn.policy.final.report
    if report is None or turn.case.stage != turn.policy.final.stage:
        return
    owners = officers.holding(turn, report.by) or (ordering.office_party(turn),)
    text = f"{report.by} reports this to {report.to}" + (f", {report.when}" if report.when else "")
    yield owners[0], f"{phrases.sentence(text)} {_POLICYS}."


def _write(turn: Turn, task: Task, headline: str, until: Deadline) -> None:
    if is_of_office(turn, task):
        ordering.tell_office(turn, headline, task.text.splitlines(), _ACTION, until, about=task.id, words=_words(turn))
        return
    facts = {
        "why": "The policy names you for this.",
        "text": task.text,
        "until": until.due.isoformat(),
        "words": _words(turn),
        "others_see": f"Only the {turn.terms.office} is told of your answer.",
    }
    ordering.order(turn, "aftercare", task.owner, facts, about=task.id)
