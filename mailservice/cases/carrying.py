"""A word carried out: whose it is and how sure, what it does, and what it would do (rules, sections 9.6 and 10).

Start at `perform`. What is not sure enough is asked for once more by `words.proof`.
"""

from dataclasses import replace

from mailservice.cases import departures
from mailservice.cases.asking import own_voice
from mailservice.cases.history.commands import Said
from mailservice.cases.history.events import ConfirmationAsked, Event, LetterOrdered, Noted
from mailservice.cases.history.words import WORDS, Verb
from mailservice.cases.letters.kept import kept
from mailservice.cases.opening import belonging
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.words import proof, withdrawal
from mailservice.cases.words.table import TABLE, refused

# What a word leaves behind that moves nothing, and a letter about it.
_STILL = (Noted, LetterOrdered)
# What the office may still say on a case whose history is lost, and what answers every other word.
_OF_WHAT_IS_LEFT = (Verb.NOTE, Verb.RETAIN_UNTIL, Verb.PRESERVE, Verb.PRESERVE_ENDS, Verb.DISPOSE)
_GIVEN_UP = (
    "Nothing has moved: the history of {reference} was lost, and it was given up. To go on, have it opened anew by an email of "
    "whoever raised it."
)


def perform(turn: Turn, said: Said, by: Speaker) -> str:
    """Carry a word out, and return the sentence that answers it; with a question mark before it, only say what it would do."""
    if not said.dry_run:
        return _carry_out(turn, said, by)
    would, _ = attempt(turn, replace(said, dry_run=False), by)
    return f"You asked what would happen, and nothing has. We would answer: {would}"


def attempt(turn: Turn, said: Said, by: Speaker) -> tuple[str, bool]:
    """Return what would answer a word, and whether it would do anything; nothing happens."""
    trial = Turn(turn.case, turn.rules, turn.directory, turn.at)
    sentence = _carry_out(trial, said, by)
    return sentence, any(_does(event) for event in trial.events) or bool(trial.drafts)


def _does(event: Event) -> bool:
    return isinstance(event, ConfirmationAsked) or not isinstance(event, _STILL)


def _carry_out(turn: Turn, said: Said, by: Speaker) -> str:
    if turn.case.lost is not None and said.verb not in _OF_WHAT_IS_LEFT:
        return kept(turn, said, by, _GIVEN_UP.format(reference=turn.case.reference))
    if turn.case.status == "halted" and not by.office:
        return (refused(turn, said, by) or TABLE["halted", said.verb])(turn, said, by)  # no proof is asked for (12.6)
    quietens = proof.quietens(turn, said)
    unconfirmed = quietens and (departures.refused(turn, by) or belonging.unconfirmed(turn, by))
    if unconfirmed:
        return kept(turn, said, by, unconfirmed)
    unnamed = quietens and own_voice.lacking(turn, said, by)
    if unnamed:
        return unnamed
    if not proof.is_sure(turn, said, by):
        return proof.ask(turn, said, by)
    keeps = WORDS[said.verb].ends_withdrawal and withdrawal.stop(turn, by.party, said.reason)
    return ("It is not withdrawn. " if keeps else "") + (refused(turn, said, by) or TABLE[turn.case.status, said.verb])(
        turn, said, by
    )
