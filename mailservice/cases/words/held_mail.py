"""What the office's word did with a held mail, or with all that we send: put on record, and answered (rule 17)."""

from mailservice.cases.asking import alarms
from mailservice.cases.history.commands import FileMail, OfficeWord
from mailservice.cases.history.events import MailFiled, MailHeard, MailTakenOff, Outcome, Party, SecondGiven
from mailservice.cases.letters import ordering
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Turn
from mailservice.cases.words import proof, second


def take(turn: Turn, command: FileMail | OfficeWord) -> None:
    """Put a mail on a case, or answer the office."""
    if isinstance(command, FileMail):
        put(turn, command)
    else:
        answer(turn, command)


def put(turn: Turn, command: FileMail) -> None:
    """Put a mail on this case without acting on it, or take it off again."""
    if command.off:
        turn.put(MailTakenOff(turn.at, command.mail, command.by))
        return
    facts = (command.mail, command.message_id, command.sender, command.own_words, command.by, command.text)
    turn.put(MailFiled(turn.at, *facts))


def answer(turn: Turn, command: OfficeWord) -> None:
    """Put on record what the office's mail did that is on no one case, and answer it with what was done."""
    hear = command.hear
    by = deciders.party_of(hear.sender, turn.directory)
    if turn.case.status != "book":  # the mail is answered in the book; here it only answers what alarmed the office
        alarms.answered(turn, hear, by)
        return
    outcome: Outcome = "acted" if command.happened else "filed"
    if hear.message_id or not hear.mail.startswith("by hand"):
        turn.put(MailHeard(turn.at, hear.mail, hear.message_id, by, hear.kind, hear.own_words, outcome))
    for event in command.happened:
        turn.put(event)
    lines = [{"line": line, "result": result} for line, result in command.lines]
    if command.ask is not None:
        others = [one for one in second.members(turn.directory.office) if one != by.address.lower()]
        lines.append({"line": command.ask.line, "result": second.ask(turn, command.ask, by, others)})
    if command.asked is not None:
        given = any(isinstance(one, SecondGiven) and one.answer == "yes" for one in command.happened)
        second.tell_who_asked(turn, command.asked, by, yes=given)
    if command.told is not None:
        _tell_sender(turn, command.told, command.answers)
    offered = ordering.words(*(("UNDO",) if command.holds and command.happened else ()), "HELP")
    facts = {"why": "You wrote to us.", "lines": lines, "next": "", "words": offered}
    sees = {"others_see": ordering.you_see(turn.terms)}
    about = proof.CONFIRM if command.confirm else ""
    ordering.order(turn, "answer", by, {**facts, **sees}, answers=hear.message_id, about=about, holds=command.holds)


def _tell_sender(turn: Turn, to: Party, answers: str) -> None:
    office = turn.directory.office
    lines = [
        f"The {turn.terms.office} has read your email and put it on no case. Nothing has moved.",
        f"If you think that it belongs to one, please ring {office.name}{' on ' + office.phone if office.phone else ''}.",
    ]
    facts = {"why": "You wrote to this address.", "lines": lines, "others_see": ordering.you_see(turn.terms)}
    ordering.order(turn, "nothing_opened", to, facts, answers=answers, outside=True)
