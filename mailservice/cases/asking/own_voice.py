"""Whose mail is no one person's word: a mailbox that several read, and a secretary (rule 11.1).

Both raise and acknowledge; what would quieten a case needs a named person's own mail.
"""

from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import Noted
from mailservice.cases.letters import news
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn


def lacking(turn: Turn, said: Said, by: Speaker) -> str:
    """Return why a word towards quiet does not count from this mailbox, its words put to who can give it; empty where it does."""
    person = turn.directory.person(by.party.person)
    if by.office or not by.party.agency:
        return ""
    if turn.directory.shared_by(by.party.address) is not None:
        _put_to(turn, said, by, "it came from a mailbox that several people read")
        return (
            "This is a mailbox that several people read, so the word needs a name: please have one of you send it from their own"
            " address. Nothing has moved."
        )
    if person is not None and person.assistant_of:
        _put_to(turn, said, by, "it came from their assistant")
        whose = turn.directory.person(person.assistant_of)
        return (
            f"RECEIVED counts from you. This word must come from {whose.name if whose else 'them'}; nothing has moved."
        )
    return ""


def _put_to(turn: Turn, said: Said, by: Speaker, why: str) -> None:
    turn.put(Noted(turn.at, by.party, said.verb.value, said.reason, advice=True))
    name = turn.name(by.party)
    for one in turn.present(by.party.agency):
        if not deciders.same_human(one, by.party):
            lines = [
                f"{name} wrote {said.verb.value}; {why}. If it is your word, please write {said.verb.value} yourself."
            ]
            news.tell(turn, one, f"A word that needs your own name: {said.verb.value}", lines, (by.party, said.reason))
