"""UNDO: somebody takes back the last words that moved the case, until another side has acted (rule 9.6).

The case stands again as before those words. Letters that have left are followed by a correction; others stay unsent.
"""

from collections.abc import Iterable
from dataclasses import fields

from mailservice.cases.dates import deadlines
from mailservice.cases.history import events as e
from mailservice.cases.history.case import Case, Deadline, Ordered
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters import kinds, ordering
from mailservice.cases.letters.kept import kept
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn, once

# What moves a case, as against what only answers, reminds or keeps.
MOVES = (
    e.StageEntered,
    e.StepEntered,
    e.Met,
    e.Proposed,
    e.Assented,
    e.Dissented,
    e.Objected,
    e.Escalated,
    e.Facilitated,
    e.ContactNamed,
    e.MediationOffered,
    e.CourseSet,
    e.TopicNamed,
    e.UrgentRaised,
    e.UrgentEnded,
    e.ReportMade,
    e.CaseClosed,
    e.CaseReopened,
    e.Withdrawn,
    e.WithdrawalKept,
    e.ActionDone,
    e.ActionNotDone,
    e.RaiserSucceeded,
    e.HeldUntil,
    e.Assigned,
)
_ABOUT = "undo"


def undo(turn: Turn, said: Said, by: Speaker) -> str:
    """UNDO: the author's own, the last words that moved the case; not for DECISION."""
    last = turn.case.last
    if last is None:
        return kept(
            turn, said, by, "Nothing you wrote can be taken back: the case has gone on since, or nothing had moved."
        )
    if not deciders.same_person(last.by, by.party):
        name = turn.name(last.by)
        return kept(
            turn, said, by, f"{name} has acted since, so nothing can be taken back. Please write what holds now."
        )
    final = next((WORDS[verb].final for verb in last.verbs if WORDS[verb].final), "")
    if final:
        return kept(turn, said, by, final)
    before, verbs = last.before, " and ".join(last.verbs)
    stood = (before.status, before.stage, before.tier, before.ending or "")
    undone = e.Undone(turn.at, by.party, last.verbs, *stood, _copies(turn, before))
    turn.put(undone)
    _put_dates_right(turn, before)
    if undone.copies:
        # Words that are taken back met no clock, as if they had been denied (rule 5).
        deadlines.stand_again(turn, "met", deadlines.TALKS, after=turn.at)
    _correct(turn, undone)
    return f"Taken back: {verbs}. The case stands as before, and whoever had a letter about it has a correction."


def _copies(turn: Turn, before: Case) -> tuple[str, ...]:
    """Return what its author had proposed before in the same words, whatever they wrote between: it is taken back too."""
    taken = [one for one in turn.case.proposals.values() if one.id not in before.proposals]
    said = {(one.kind, one.by.address, _bare(one.text)) for one in taken}
    return tuple(one.id for one in before.asked if (one.kind, one.by.address, _bare(one.text)) in said)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(".!? ")


def note(turn: Turn, hear: Hear, by: e.Party) -> None:
    """Note that the words of this mail moved the case, so that their author may take them back."""
    verbs = tuple(dict.fromkeys(one.verb.value for one in hear.said if not one.dry_run))
    if verbs and hear.message_id != turn.case.root and any(isinstance(event, MOVES) for event in turn.events):
        turn.put(e.Moved(turn.at, by, verbs, as_said(hear)))


def as_said(hear: Hear) -> str:
    """Return what a mail said, however it was spaced: the same words sent twice are the same."""
    return "\n".join(f"{one.verb.value} {_bare(one.reason)}" for one in hear.said if not one.dry_run)


def taken_back(letter: Ordered) -> e.Undone | None:
    """Return by what the words behind a letter were taken back; None for one that came because its day had come."""
    return None if kinds.of(letter.template).has("stays") else letter.undone


def late(turn: Turn, letter: Ordered) -> None:
    """Correct a letter that was already on its way when its words were taken back."""
    undone = taken_back(letter)
    if undone is None or deciders.same_person(letter.to, undone.by):
        return
    since = (one for one in turn.case.letters.values() if one.at >= undone.at and not one.undone)
    if not any(one.about == _ABOUT and deciders.same_person(one.to, letter.to) for one in since):
        _write(turn, (letter.to,), undone)


def _put_dates_right(turn: Turn, before: Case) -> None:
    stood = {one.id: one for one in before.standing}
    asked = {one.about for one in turn.case.standing if one.purpose == "action-answer"}
    for one in turn.case.standing:
        if one.id not in stood and not (one.purpose == "action-answer" and _is_asked(turn, one)):
            turn.put(e.DeadlineDropped(turn.at, one.id, "what had brought this date was taken back"))
    for one in stood.values():
        came = one.purpose == "reminder" or (one.purpose == "action" and one.about in asked)
        if turn.case.deadlines[one.id].state != "standing" and not came:
            _stand_again(turn, one)
    if turn.case.status == "open":
        deadlines.remind(turn)


def _is_asked(turn: Turn, answer: Deadline) -> bool:
    """Tell whether an action of before is asked about since: its day came, whatever was taken back."""
    task = turn.case.actions.get(answer.about)
    return task is not None and task.state == "standing"


def _stand_again(turn: Turn, one: Deadline) -> None:
    names = {field.name for field in fields(e.DeadlineSet)} & {field.name for field in fields(Deadline)}
    facts = {name: getattr(one, name) for name in names}
    if one.due <= turn.at:
        due = turn.rules.days.due_after(turn.at, 1)
        skipped = tuple(e.Skipped(day.date, day.name) for day in due.skipped)
        facts |= {"due": due.at, "counted_from": turn.at, "basis": "house", "skipped": skipped}
    turn.put(e.DeadlineSet(turn.at, f"d{len(turn.case.deadlines) + 1}", **facts))


def _correct(turn: Turn, undone: e.Undone) -> None:
    since = [one for one in turn.case.letters.values() if taken_back(one) == undone]
    for one in since:
        if one.state == "ordered":
            turn.withhold(one.letter, f"{' and '.join(undone.verbs)} was taken back")
    _write(
        turn,
        once(one.to for one in since if one.state == "sent" and not deciders.same_person(one.to, undone.by)),
        undone,
    )


def _write(turn: Turn, readers: Iterable[e.Party], undone: e.Undone) -> None:
    verbs, by = " and ".join(undone.verbs), ordering.person(turn, undone.by)
    facts = {"by": by, "verbs": verbs, "words": ordering.words("STATUS", "HELP"), "why": "We wrote to you about this."}
    for one in readers:
        if one.address != turn.directory.office.address:
            ordering.order(turn, "correction", one, facts, about=_ABOUT)
            continue
        lines = [f"{by['name']} has taken back {verbs}."]
        action = "Leave what our letter about it asked of you."
        ordering.tell_office(turn, "Something was taken back", lines, action, about=_ABOUT)
