"""A mail from a mailbox that may be taken: it is kept, what calls for help still acts, and the office rings its owner (rule 10).

Start at `hear`. Nobody is answered there; no word of it leads towards quiet, and it answers none of our questions.
"""

from mailservice.cases import carrying
from mailservice.cases.asking import held
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import MailHeard, Party
from mailservice.cases.history.words import WORDS
from mailservice.cases.letters import ordering
from mailservice.cases.opening import danger
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import passing
from mailservice.cases.words import proof

HEADLINE = "A mail from a mailbox that may be taken"


def hear(turn: Turn, mail: Hear, by: Party) -> None:
    """Keep a mail from a suspect mailbox, let what it says towards attention act, and tell the office to ring."""
    own = mail.own_words if mail.kind == "message" else ""
    turn.put(MailHeard(turn.at, mail.mail, mail.message_id, by, mail.kind, own, "held", "the mailbox may be taken"))
    if mail.kind != "message":
        return
    on_case = turn.case.status in ("open", "agreed", "closed", "halted") and by.agency in turn.case.agencies
    calls = [said for said in mail.said if _calls(turn, said)] if on_case and mail.sender.proof != "failed" else []
    for said in calls:
        carrying.perform(turn, said, Speaker(mail, by))
    if on_case:
        passing.take(turn, mail, by)
        if danger.calls(mail):
            danger.alarm(turn, mail)
    if calls or danger.calls(mail) or not _told_today(turn, mail):
        _tell_office(turn, mail, by, calls)


def _calls(turn: Turn, said: Said) -> bool:
    """Tell whether a word leads towards attention, and nowhere else."""
    word = WORDS[said.verb]
    towards = word.direction == "attention" and word.answered == "a sentence"
    return towards and not said.dry_run and not proof.quietens(turn, said)


def _told_today(turn: Turn, mail: Hear) -> bool:
    """Tell whether the office heard today that this mailbox writes here: once a day is enough for what moves nothing."""
    about = _about(turn, mail)
    return any(one.about == about for one in turn.case.letters.values())


def _about(turn: Turn, mail: Hear) -> str:
    return f"suspect {turn.today} {mail.sender.address.lower()}"


def _tell_office(turn: Turn, mail: Hear, by: Party, calls: list[Said]) -> None:
    person = turn.directory.person(by.person)
    number = (person.phone if person else "") or "a number that you know, none from an email"
    acted = ", ".join(dict.fromkeys(one.verb.value for one in calls))
    lines = [
        f"{turn.name(by)} ({mail.sender.address}) may not have written it: the mailbox may be taken.",
        f"This acted, for it calls for attention: {acted}." if acted else "Nothing of it has moved the case.",
        "They have no answer from us. What else comes from there today, and calls for nothing, lies in the folder Held.",
        *(danger.told(turn, mail) if danger.calls(mail) else []),
    ]
    action = f"Ring {turn.name(by)} on {number}, and ask if they wrote it. Enter what they say with SPOKEN."
    headline = ordering.DANGER if danger.calls(mail) and turn.case.status == "book" else HEADLINE
    held.tell(turn, mail, headline, lines, action, about=_about(turn, mail), first=("FILE", "REJECT"))
