"""Proof has a direction (rules, section 10): who calls for attention is heard, who would quieten a case must be proven.

A word that is not sure enough is asked for once more, in a letter to the address the directory knows; `confirming` takes the
yes to it. Who sends a mail in another's name is their delegate: what quietens is asked of the other.
"""

from dataclasses import replace
from datetime import datetime

from mailservice.cases.asking import held
from mailservice.cases.dates import haste
from mailservice.cases.history.commands import Hear, Said
from mailservice.cases.history.events import ConfirmationAsked, Party
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters import ordering
from mailservice.cases.opening import forged
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import agreement
from mailservice.cases.words import both_sides, successor, urgent

CONFIRM = ordering.CONFIRM
CONFIRM_DAYS = 2  # working days in which a word can be confirmed (rule 10)


def is_sure(turn: Turn, said: Said, by: Speaker) -> bool:
    """Tell whether a word may act: surely its speaker's own, or one that needs no proof and may be theirs."""
    sender = by.hear.sender
    own = sender.proof == "proven" and not sender.delegate
    return own or (sender.proof != "failed" and not needs_proof(turn, said, by))


def needs_proof(turn: Turn, said: Said, by: Speaker) -> bool:
    """Tell whether a word acts only where it is surely its speaker's: towards quiet, what brings somebody in, or shows."""
    if said.verb is Verb.GO_ON:  # it lets letters go to others
        waits = turn.case.rested is not None or turn.case.harm is not None
        return waits and by.hear.released_at is None
    if said.verb is Verb.SPOKEN:
        return said.spoken is not None and WORDS[said.spoken.verb].direction != "attention"
    return said.verb in (Verb.CONTACT, Verb.RECORD) or quietens(turn, said)


def quietens(turn: Turn, said: Said) -> bool:
    """Tell whether a word leads towards quiet; taking back a call for attention does, and so does another raiser."""
    case = turn.case
    direction = WORDS[said.verb].direction
    if direction == "either":
        return case.last is not None and any(WORDS[verb].direction == "attention" for verb in case.last.verbs)
    if said.verb is Verb.OBJECT and case.status == "agreed":
        return agreement.is_dissent(turn)
    return direction == "quiet" or successor.is_meant(said) or urgent.is_over(said)


def doubted(hear: Hear) -> bool:
    """Tell whether a mail may be forged: its proof failed. Not even a yes to a letter of ours counts then."""
    return hear.sender.proof == "failed"


def doubt(turn: Turn, hear: Hear, by: Speaker) -> list[str]:
    """Let nothing of such a mail move: the office hears of it at once, and its words are asked for once more."""
    asked = [said for said in hear.said if not said.dry_run and WORDS[said.verb].answered == "a sentence"]
    if not asked or (turn.case.status == "halted" and not by.office):
        _warn(turn, by, " ".join(said.line for said in asked) or "It says no word of ours.")
        return ["We could not be sure that this came from you, so it is kept and nothing has moved."]
    return [ask(turn, said, by) for said in asked]


def ask(turn: Turn, said: Said, by: Speaker) -> str:
    """Keep the word, and ask for it again; a sender whose proof failed is also told of to the office at once."""
    turn.put(_asked(turn, said, by))
    if by.hear.sender.proof == "failed":
        _warn(turn, by, f"It says {said.verb.value}. {said.reason}".strip())
    return unsure(said.verb.value)


def unsure(verb: str) -> str:
    """Return what answers a word that must be confirmed: the letter that asks for it says the rest."""
    return f"We could not be sure that {verb} came from you, so nothing has moved yet. It is asked for once more."


def sure(by: Speaker, who: Party, at: datetime, answers: str) -> Speaker:
    """Return somebody as the speaker of a word that they confirmed: surely theirs, as when it first came."""
    sender = replace(by.hear.sender, proof="proven", delegate="")
    return Speaker(replace(by.hear, sender=sender, at=at, answers=answers), who)


def asked(turn: Turn, to: Party) -> tuple[ConfirmationAsked, ...]:
    """Return what this decision asks somebody to confirm."""
    events = (event for event in turn.events if isinstance(event, ConfirmationAsked))
    return tuple(event for event in events if deciders.same_person(event.asked, to))


def until(turn: Turn) -> datetime:
    """Return until when a word that is asked for now can be confirmed."""
    return turn.rules.days.due_after(turn.at, CONFIRM_DAYS).at


def answered_text(turn: Turn, said: Said, by: Speaker) -> tuple[str, str]:
    """Return the id and the words of what an AGREE is to; empty for any other word, and where nothing waits for it."""
    proposal = both_sides.answered_proposal(turn, by) if said.verb is Verb.AGREE else None
    return (proposal.id, proposal.text) if proposal else ("", "")


def _asked(turn: Turn, said: Said, by: Speaker) -> ConfirmationAsked:
    """Return the word as it is kept until it is confirmed: nothing of it is read from the mail that confirms it."""
    wrote = deciders.on_side(turn.case, deciders.party_of(by.hear.sender, turn.directory))
    inner = said.spoken or said
    to = None if deciders.same_person(wrote, by.party) else wrote
    mine = asked(turn, to or by.party)
    return ConfirmationAsked(
        at=turn.at,
        by=by.party,
        verb=said.verb.value,
        text=inner.reason,
        actions=inner.actions,
        answers=by.hear.answers,
        reference=inner.reference,
        letter=mine[0].letter if mine else turn.rules.new_id(),
        to=to,
        said_at=by.hear.at,
        until=until(turn),
        line=said.line,
        when=inner.when.isoformat() if inner.when else "",
        name=said.name,
        address=inner.address,
        named_stage=inner.stage,
        inner=said.spoken.verb.value if said.spoken else "",
        confirms=said.confirms,
        proposal=answered_text(turn, said, by)[0],
    )


def _warn(turn: Turn, by: Speaker, says: str) -> None:
    shown = ordering.person(turn, by.party)
    lines = [f"A mail in the name of {shown['name']} may not be theirs. Nothing has moved.", says, forged.why(by.hear)]
    action = (
        f"Telephone {shown['name']}{' on ' + shown['phone'] if shown['phone'] else ''} now, and ask if they wrote it."
    )
    held.tell(turn, by.hear, ordering.FORGED, lines, action, haste.until(turn))
