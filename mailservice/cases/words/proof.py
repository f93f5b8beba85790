"""Proof has a direction (rules, section 10): who calls for attention is heard, who would quieten a case must be proven.

A word that is not sure enough is asked for once more. To send it again as an answer to that very letter, which went to
the address the directory knows, is the proof; the word then counts from its first receipt (rule 3.2). Who sends a mail in
another's name is their delegate: what quietens is asked of the other.
"""

from dataclasses import replace

from mailservice.cases.asking import held
from mailservice.cases.dates import haste
from mailservice.cases.history.case import Case
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import ConfirmationAsked, Confirmed, Party
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import ordering
from mailservice.cases.opening import forged
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement
from mailservice.cases.words import successor, urgent

CONFIRM = "confirm"
CONFIRM_DAYS = 2  # working days in which a word can be confirmed (rule 10)


def sure(turn: Turn, said: Said, by: Speaker) -> tuple[Said, Speaker] | None:
    """Return the word and its speaker if they are sure enough to act, as first received; None if it must be asked for."""
    sender = by.hear.sender
    own = sender.proof == "proven" and not sender.delegate
    if own or (sender.proof != "failed" and not quietens(turn, said)):
        return said, by
    held = _held(turn, said, by)
    if held is None or sender.delegate:
        return None  # who wrote it for another cannot confirm it for them either
    turn.put(Confirmed(turn.at, by.party, said.verb.value))
    first = replace(by.hear, at=held.at, answers=held.answers)
    words = replace(
        said,
        reason=said.reason or held.text,
        actions=said.actions or held.actions,
        reference=said.reference or held.reference,
    )
    return words, Speaker(first, by.party)


def quietens(turn: Turn, said: Said) -> bool:
    """Tell whether a word leads towards quiet; taking back a call for attention does, and so does another raiser."""
    case = turn.case
    direction = WORDS[said.verb].direction
    if direction == "either":
        return case.last is not None and any(WORDS[verb].direction == "attention" for verb in case.last.verbs)
    if said.verb is Verb.OBJECT and case.status == "agreed":
        return agreement.is_dissent(turn)
    return direction == "quiet" or successor.is_meant(said) or urgent.is_over(said)


def doubted(case: Case, hear: Hear) -> bool:
    """Tell whether a mail may be forged: its proof failed, and it answers no letter of ours that asked for it again."""
    letter = case.letters.get(hear.answers)
    asked_again = letter is not None and letter.about == CONFIRM and letter.to.address == hear.sender.address
    return hear.sender.proof == "failed" and not asked_again


def doubt(turn: Turn, hear: Hear, by: Speaker) -> list[str]:
    """Let nothing of such a mail move: the office hears of it at once, and its words are asked for once more."""
    asked = [said for said in hear.said if not said.dry_run and WORDS[said.verb].answered == "a sentence"]
    if not asked or (turn.case.status == "halted" and not by.office):
        _warn(turn, by, " ".join(said.line for said in asked) or "It says no word of ours.")
        return ["We could not be sure that this came from you, so it is kept and nothing has moved."]
    return [ask(turn, said, by) for said in asked]


def ask(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep the word, and ask for it again; a sender whose proof failed is also told of to the office at once."""
    verb = said.verb.value
    asked = ConfirmationAsked(turn.at, by.party, verb, said.reason, said.actions, by.hear.answers, said.reference)
    turn.put(asked)
    if by.hear.sender.proof == "failed":
        _warn(turn, by, f"It says {verb}. {said.reason}".strip())
    if by.hear.sender.delegate and by.hear.sender.proof != "failed":
        return (
            f"{verb} was sent by {by.hear.sender.delegate} on your behalf, so nothing has moved yet. If you mean it, answer "
            f"this very letter yourself with {verb}; it then counts from when it was first sent."
        )
    return (
        f"We could not be sure that {verb} came from you, so nothing has moved yet. If it did, answer this very letter "
        f"with yes and the word, like: yes, {verb}. It then counts from when you first sent it."
    )


def asked(turn: Turn, to: Party) -> tuple[str, ...]:
    """Return the words that this decision asks somebody to send once more."""
    events = (event for event in turn.events if isinstance(event, ConfirmationAsked))
    return tuple(dict.fromkeys(event.verb for event in events if deciders.same_person(event.by, to)))


def _warn(turn: Turn, by: Speaker, says: str) -> None:
    shown = ordering.person(turn, by.party)
    lines = [f"A mail in the name of {shown['name']} may not be theirs. Nothing has moved.", says, forged.why(by.hear)]
    action = (
        f"Telephone {shown['name']}{' on ' + shown['phone'] if shown['phone'] else ''} now, and ask if they wrote it."
    )
    held.tell(turn, by.hear, ordering.FORGED, lines, action, haste.until(turn))


def _held(turn: Turn, said: Said, by: Speaker) -> ConfirmationAsked | None:
    """Return the word that this one confirms: in answer to the letter that asked for it, in its time."""
    letter = turn.case.letters.get(by.hear.answers)
    if letter is None or letter.about != CONFIRM or not deciders.same_person(letter.to, by.party):
        return None
    if turn.at > turn.rules.days.due_after(letter.at, CONFIRM_DAYS).at:
        return None
    mine = (one for one in turn.case.to_confirm if one.by.address == by.party.address and one.verb == said.verb.value)
    return next((one for one in mine if one.at <= letter.at), None)
