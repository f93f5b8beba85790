"""UNDO: somebody takes back the last words that moved the case, until another side has acted (rule 9.6).

The case stands again as before those words. Letters that have left are followed by a correction; others stay unsent.
"""

from dataclasses import fields

from mailservice.cases import deadlines, letters, people
from mailservice.cases import events as e
from mailservice.cases.case import Case, Deadline, Ordered
from mailservice.cases.commands import Hear, Said, Verb
from mailservice.cases.speaker import Speaker, kept
from mailservice.cases.turn import Turn, once

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
)
FINAL = {
    Verb.DECISION.value: "A decision cannot be taken back. REOPEN and why opens the case again.",
    Verb.JOIN.value: "Cases that were joined cannot be parted again by UNDO. An agency leaves only with every other's AGREE: "
    "ask the Business Office.",
}


def undo(turn: Turn, said: Said, by: Speaker) -> str:
    """UNDO: the author's own, the last words that moved the case; not for DECISION."""
    last = turn.case.last
    if last is None:
        return kept(
            turn, said, by, "Nothing you wrote can be taken back: the case has gone on since, or nothing had moved."
        )
    if not people.same_person(last.by, by.party):
        name = letters.person(turn, last.by)["name"]
        return kept(
            turn, said, by, f"{name} has acted since, so nothing can be taken back. Please write what holds now."
        )
    final = next((FINAL[verb] for verb in last.verbs if verb in FINAL), "")
    if final:
        return kept(turn, said, by, final)
    before, verbs = last.before, " and ".join(last.verbs)
    turn.put(e.Undone(turn.at, by.party, last.verbs, before.status, before.stage, before.tier, before.ending or ""))
    _put_dates_right(turn, before)
    _correct(turn, before, by.party, verbs)
    return f"Taken back: {verbs}. The case stands as before, and whoever had a letter about it has a correction."


def note(turn: Turn, hear: Hear, by: e.Party) -> None:
    """Note that the words of this mail moved the case, so that their author may take them back."""
    verbs = tuple(dict.fromkeys(one.verb.value for one in hear.said if not one.dry_run))
    if verbs and hear.message_id != turn.case.root and any(isinstance(event, MOVES) for event in turn.events):
        turn.put(e.Moved(turn.at, by, verbs))


def _put_dates_right(turn: Turn, before: Case) -> None:
    stood = {one.id: one for one in before.standing}
    for one in turn.case.standing:
        if one.id not in stood:
            turn.put(e.DeadlineDropped(turn.at, one.id, "what had brought this date was taken back"))
    for one in stood.values():
        if turn.case.deadlines[one.id].state != "standing" and one.purpose != "reminder":
            _stand_again(turn, one)
    if turn.case.status == "open":
        deadlines.remind(turn)


def _stand_again(turn: Turn, one: Deadline) -> None:
    names = {field.name for field in fields(e.DeadlineSet)} & {field.name for field in fields(Deadline)}
    facts = {name: getattr(one, name) for name in names}
    if one.due <= turn.at:
        due = turn.rules.days.due_after(turn.at, 1)
        skipped = tuple(e.Skipped(day.date, day.name) for day in due.skipped)
        facts |= {"due": due.at, "counted_from": turn.at, "basis": "house", "skipped": skipped}
    turn.put(e.DeadlineSet(turn.at, f"d{len(turn.case.deadlines) + 1}", **facts))


def _correct(turn: Turn, before: Case, by: e.Party, verbs: str) -> None:
    since = [one for one in turn.case.letters.values() if one.letter not in before.letters]
    for one in since:
        if one.state == "ordered":
            turn.put(e.LetterWithheld(turn.at, one.letter, f"{verbs} was taken back"))
    readers = once(one.to for one in since if one.state == "sent" and not _is_own(one, by))
    facts = {"by": letters.person(turn, by), "verbs": verbs, "words": letters.words("STATUS", "HELP")}
    office = letters.office_party(turn)
    for reader in readers:
        if reader.address != office.address:
            letters.order(turn, "correction", reader, {**facts, "why": "We wrote to you about this."})
    if any(one.address == office.address for one in readers):
        said = f"{letters.person(turn, by)['name']} has taken back {verbs}."
        letters.tell_office(turn, "Something was taken back", [said], "Leave what our letter about it asked of you.")


def _is_own(letter: Ordered, by: e.Party) -> bool:
    return people.same_person(letter.to, by)
