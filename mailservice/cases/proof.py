"""Proof has a direction (rules, section 10): who calls for attention is heard, who would quieten a case must be proven.

A word that is not sure enough is asked for once more. To send it again as an answer to that very letter, which went to
the address the directory knows, is the proof; the word then counts from its first receipt (rule 3.2).
"""

from dataclasses import replace

from mailservice.cases import letters, people, successor, urgent
from mailservice.cases.case import Case
from mailservice.cases.commands import Said, Verb
from mailservice.cases.events import ConfirmationAsked, Confirmed, Party
from mailservice.cases.speaker import Speaker
from mailservice.cases.turn import Turn

ATTENTION = frozenset({Verb.URGENT, Verb.ESCALATE, Verb.OBJECT, Verb.DISAGREE, Verb.REOPEN, Verb.KEEP, Verb.NOT_DONE})
QUIET = frozenset(
    {Verb.RESOLVED, Verb.AGREE, Verb.NEW_DATE, Verb.WITHDRAW, Verb.OVERTAKEN, Verb.COVER, Verb.DONE, Verb.DECISION}
    | {Verb.NOT_AGREED, Verb.JOIN}
)
CONFIRM = "confirm"


def sure(turn: Turn, said: Said, by: Speaker) -> tuple[Said, Speaker] | None:
    """Return the word and its speaker if they are sure enough to act, as first received; None if it must be asked for."""
    proof = by.hear.sender.proof
    if proof == "proven" or (proof == "plausible" and not quietens(turn.case, said)):
        return said, by
    held = _held(turn.case, said, by)
    if held is None:
        return None
    turn.put(Confirmed(turn.at, by.party, said.verb.value))
    first = replace(by.hear, at=held.at, answers=held.answers)
    words = replace(
        said,
        reason=said.reason or held.text,
        actions=said.actions or held.actions,
        reference=said.reference or held.reference,
    )
    return words, Speaker(first, by.party)


def quietens(case: Case, said: Said) -> bool:
    """Tell whether a word leads towards quiet; taking back a call for attention does, and so does another raiser."""
    if said.verb is Verb.UNDO:
        return case.last is not None and any(verb in case.last.verbs for verb in ATTENTION)
    return said.verb in QUIET or successor.is_meant(said) or urgent.is_over(said)


def ask(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep the word, and ask for it again; a sender whose proof failed is also told of to the office at once."""
    verb = said.verb.value
    asked = ConfirmationAsked(turn.at, by.party, verb, said.reason, said.actions, by.hear.answers, said.reference)
    turn.put(asked)
    if by.hear.sender.proof == "failed":
        name = letters.person(turn, by.party)["name"]
        lines = [f"A mail in the name of {name} says {verb}, and it may not be theirs. Nothing has moved.", said.reason]
        phone = letters.person(turn, by.party)["phone"]
        action = f"Telephone {name}{' on ' + phone if phone else ''} now, and ask if they wrote it."
        letters.tell_office(turn, "A mail that may be forged", lines, action)
    return (
        f"We could not be sure that {verb} came from you, so nothing has moved yet. If it did, answer this very letter "
        f"with {verb} once more; it then counts from when you first sent it."
    )


def asked(turn: Turn, to: Party) -> tuple[str, ...]:
    """Return the words that this decision asks somebody to send once more."""
    events = (event for event in turn.events if isinstance(event, ConfirmationAsked))
    return tuple(dict.fromkeys(event.verb for event in events if people.same_person(event.by, to)))


def _held(case: Case, said: Said, by: Speaker) -> ConfirmationAsked | None:
    letter = case.letters.get(by.hear.answers)
    if letter is None or letter.about != CONFIRM or not people.same_person(letter.to, by.party):
        return None
    mine = (one for one in case.to_confirm if one.by.address == by.party.address and one.verb == said.verb.value)
    return next((one for one in mine if one.at <= letter.at), None)
