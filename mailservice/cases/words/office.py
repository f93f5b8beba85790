"""The office's own words on a case: who sees to it, where it goes, that it rests, that our letters wait (rule 17).

None of them ends a case. What the office says of a held mail is in answer to its letter (`service.held`).
"""

from collections.abc import Callable
from functools import wraps

from mailservice.cases.dates import deadlines
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Assigned, DeadlineMet, Escalated, HeldUntil, Party, Paused, Resumed
from mailservice.cases.ladder import climbing
from mailservice.cases.letters import ordering, phrases
from mailservice.cases.letters.kept import kept
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import second
from mailservice.policy.workdays import Due

Word = Callable[[Turn, Said, Speaker], str]
REST_DAYS = 5  # working days that a case may rest (the issue: at most 5)


def office_alone(word: Word) -> Word:
    """Keep a word of the office that somebody else writes, an officer of a stage among them: nothing moves."""

    @wraps(word)
    def held_to(turn: Turn, said: Said, by: Speaker) -> str:
        if by.office:
            return word(turn, said, by)
        sentence = f"{said.verb} is the {turn.terms.office}'s word alone; yours is kept, and nothing has moved."
        return kept(turn, said, by, sentence)

    return held_to


@office_alone
def assign(turn: Turn, said: Said, by: Speaker) -> str:
    """ASSIGN name address: somebody of the office, or who stands in for it, sees to the case by name."""
    office = turn.directory.office
    if not said.address:
        return kept(turn, said, by, "Please write ASSIGN and the name and address of somebody of the office.")
    if not office.has_address(said.address):
        return kept(turn, said, by, f"{said.address} is nobody of the {turn.terms.office}, as the directory has it.")
    named = next((one.name for one in office.stand_ins if one.address.lower() == said.address), said.name)
    who = Party(said.address, named or said.address, "", "", turn.terms.office)
    turn.put(Assigned(turn.at, by.party, who, said.reason))
    if said.address != by.party.address.lower():
        lines = [f"Given to you by {turn.name(by.party)}.", f"It stands at stage {turn.case.stage}."]
        ordering.tell_office(turn, "This case is yours", lines, "Read it today.", to=said.address)
    return f"Recorded: {who.name} sees to this case. Our letters to the office name them."


@office_alone
def move_to(turn: Turn, said: Said, by: Speaker) -> str:
    """MOVE TO stage: on to a later stage, whatever stands between, with the reason told to all."""
    ladder = turn.policy.ladder
    ahead = ladder[ladder.index(turn.stage) + 1 :]
    target = next((one for one in ahead if said.stage and climbing.means(said.stage, one)), None)
    if target is None:
        names = phrases.listed([f"{one.id}, {one.title}" for one in ahead]) or "none"
        return kept(turn, said, by, f"Please name one of the stages ahead: {names}. Nothing has moved.")
    if not _why(said.reason):
        return kept(turn, said, by, "Please write why as well: every side is told it. Nothing has moved.")
    asked = second.confirmed_by_second(turn, said, by)
    if asked:
        return asked
    turn.put(Escalated(turn.at, by.party, said.reason, target.id, said.stage))
    climbing.climb(turn, (target.id, 1), "escalated", turn.at, by=by.party, reason=said.reason)
    return f"Done: the case is now at stage {target.id}, {target.title}. Both sides and whoever raised it are told."


@office_alone
def hold_until(turn: Turn, said: Said, by: Speaker) -> str:
    """HOLD UNTIL date: nothing is asked and nothing climbs until then; URGENT, danger and an overall limit act."""
    days = turn.rules.days
    latest = days.due_after(turn.at, REST_DAYS).at
    if said.day is None or said.day <= turn.today:
        return kept(turn, said, by, "Please write HOLD UNTIL, a day to come, and why. Nothing has moved.")
    until = days.end_of(said.day)
    if until > latest:
        shown = phrases.moment(days.local(latest))
        return kept(
            turn, said, by, f"A case may rest for {REST_DAYS} working days at most, until {shown}. Nothing has moved."
        )
    if turn.case.rests is not None and (turn.case.rests.stage, turn.case.rests.tier) == turn.here:
        return kept(turn, said, by, "This case has rested at this stage before, and does so once. Nothing has moved.")
    if turn.case.urgent is not None:
        return kept(turn, said, by, "It is urgent, and an urgent case does not rest. Nothing has moved.")
    turn.put(HeldUntil(turn.at, by.party, until, *turn.here, said.reason))
    deadlines.set_deadline(turn, "rest", Due(until), turn.at)
    shown = phrases.moment(days.local(until))
    lines = [
        f"Until {shown} we ask nobody and the case does not go on by itself. Every date stands on the record, as it was.",
        "You may still agree, or write ESCALATE or URGENT at any time, and that acts at once.",
    ]
    second.tell_all(turn, f"The {turn.terms.office} lets this rest until {shown}", lines, (by.party, said.reason))
    stands = " The policy's overall time runs on, and acts." if turn.date("limit") else ""
    return f"Recorded: until {shown} nothing is asked and nothing climbs. Every side is told.{stands}"


def rests(case: Case, turn: Turn) -> bool:
    """Tell whether the office lets a case rest now, at this stage; an urgent one never does."""
    rest = case.rests
    return rest is not None and turn.at < rest.until and (rest.stage, rest.tier) == case.here and case.urgent is None


@office_alone
def pause(turn: Turn, said: Said, by: Speaker) -> str:
    """PAUSE why: our own letters here wait until 9am on the next working day, but for what is urgent, and answers."""
    if not _why(said.reason):
        return kept(turn, said, by, "Please write PAUSE and why: it stays on the record. Nothing has moved.")
    asked = second.confirmed_by_second(turn, said, by)
    if asked:
        return asked
    until = turn.rules.days.next_working_morning(turn.at)
    turn.put(Paused(turn.at, by.party, until, said.reason))
    shown = phrases.moment(turn.rules.days.local(until))
    return f"Paused until {shown}: our own letters on this case wait. What is urgent, alarms and answers go on; RESUME ends it."


@office_alone
def resume(turn: Turn, said: Said, by: Speaker) -> str:
    """RESUME: a pause, or a rest, ends now."""
    paused = turn.case.paused is not None and turn.at < turn.case.paused.until
    if not (paused or rests(turn.case, turn)):
        return kept(turn, said, by, "Nothing is paused here, and nothing rests.")
    turn.put(Resumed(turn.at, by.party))
    for one in turn.case.standing:
        if one.purpose == "rest":
            turn.put(DeadlineMet(turn.at, one.id, by.party))
    return "Ended: what waited goes on now."


@office_alone
def of_held_mail(turn: Turn, said: Said, by: Speaker) -> str:
    """Answer a word on held mail that is in answer to no letter about one."""
    return kept(turn, said, by, f"{said.verb} answers our letter about one held email: please reply to that letter.")


@office_alone
def on_no_case(turn: Turn, said: Said, by: Speaker) -> str:
    """Answer DIRECTORY, VERIFY or DUE beside other words: by itself it is of no case, and never comes here."""
    return kept(turn, said, by, f"{said.verb} stands in an email of its own, with no other word. Nothing has moved.")


def of_mailbox(turn: Turn, said: Said, by: Speaker) -> str:
    """Answer SUSPECT or CLEAR of anybody but the office, whose words are of every case (`service.suspecting`)."""
    return kept(
        turn, said, by, f"{said.verb} is the {turn.terms.office}'s word alone; yours is kept, and nothing has moved."
    )


def _why(reason: str) -> bool:
    return any(letter.isalpha() for letter in reason)
