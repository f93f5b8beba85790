"""How the words of an answer to a form are understood: AGREE signs it too, and "signed" may mean that. Start at `in_ours`."""

import re
from dataclasses import replace

from mailservice.cases.forms import quoting, signing
from mailservice.cases.history.case import Task
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.words import Verb
from mailservice.cases.people.turn import Turn

# What people write to a letter that asks them to sign, who know our words from other letters.
_MEANS = {Verb.AGREE: Verb.DONE, Verb.DISAGREE: Verb.NOT_DONE}
_OFFERED = {"form": signing.WORDS, "quote": quoting.WORDS}
_SIGNED = re.compile(
    r"(?:i )?(?:(?:hereby|can|now) )?(?:sign|signed|confirm|confirmed)\b"
    r"(?: (?:this|that|it|the form|is|as|right|correct|here)){0,5}[.! ]{0,5}",
    re.IGNORECASE,
)


def answered(turn: Turn, hear: Hear) -> Task | None:
    """Return what a mail answers, where that is a form or the words that one quotes."""
    letter = turn.case.letters.get(hear.replies_to or hear.answers)
    task = turn.case.actions.get(letter.about) if letter else None
    return task if task is not None and task.kind in _OFFERED else None


def means(turn: Turn, hear: Hear, verb: Verb) -> str:
    """Return what a word does in answer to a form, or to what one quotes; "" where a mail answers neither."""
    task = answered(turn, hear)
    offered = _OFFERED[task.kind] if task else ()
    return next((one["means"].partition(";")[0] for one in offered if one["verb"] == verb.value), "")


def in_ours(hear: Hear) -> Hear:
    """Return an answer to a form in the words that sign it, or do not."""
    return _plainly(_as_signing(hear))


def _as_signing(hear: Hear) -> Hear:
    """Return an answer to a form with AGREE and DISAGREE as the words that sign it, or do not: they are to nothing else here."""
    said = tuple(replace(one, verb=_MEANS.get(one.verb, one.verb)) for one in hear.said)
    return replace(hear, said=said, unclear=tuple(_in_our_word(one) for one in hear.unclear))


def _in_our_word(one: Unclear) -> Unclear:
    verb = _MEANS.get(one.understood) if one.understood else None
    if verb is None:
        return one
    return replace(one, understood=verb, would=replace(one.would, verb=verb) if one.would else None)


def _plainly(hear: Hear) -> Hear:
    """Return an answer that says no more than "signed" with the word that it may mean: it is asked."""
    line = hear.own_words.strip()
    if hear.said or hear.unclear or hear.answer or not _SIGNED.fullmatch(line):
        return hear
    said = Said(Verb.DONE, "", line)
    return replace(hear, unclear=(Unclear(line, Verb.DONE, "wish", said),))
