"""A plain yes or no, in answer to one question of ours: which word it says (rule 9.5). Start at `take`.

It counts only in direct answer to that letter, from the person it was put to, and once. What it says is then held to
every other rule, as if the word itself had been written.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from mailservice.cases import meant
from mailservice.cases.history.case import Ordered
from mailservice.cases.history.commands import Hear, Said, Unclear
from mailservice.cases.history.events import Confirmed, WordAnswered, WordAsked
from mailservice.cases.history.words import Verb
from mailservice.cases.letters import kinds
from mailservice.cases.people import deciders
from mailservice.cases.people.turn import Speaker, Turn
from mailservice.cases.settling import what_changed
from mailservice.cases.words import proof

_CONSENT = (Verb.AGREE, Verb.RESOLVED, Verb.RECEIVED)
_WHICH = "We cannot tell what this says yes or no to, so nothing has moved. Please answer with the word you mean."

_REFUSES = re.compile(
    r"agree|accept|happy|content\b|satisf|support|approve|consent|convinced|comfortable|enough|reject|refuse",
    re.IGNORECASE,
)
# "Please don't escalate it": it declines the word, if nothing is left open.
_DECLINED = re.compile(r"(?:(?:please|sorry|oh|no)[ ,]{1,2}){0,2}(?:do not|don['\u2019]?t|no need to) (\w{4,10})\b")
_LEFT_OPEN = re.compile(r"\b(?:if|unless|until|till|but|then|yet|without|before|only|for now)\b|\?", re.IGNORECASE)


@dataclass(frozen=True)
class Taken:
    """What a mail says, once its yes or no is understood: words with their speaker, what to ask, lines that only answer.

    `spent` are the questions that it answers, and the words that it confirms.
    """

    spoken: tuple[tuple[Said, Speaker], ...]
    unclear: tuple[Unclear, ...]
    lines: tuple[dict[str, str], ...] = ()
    spent: tuple[WordAnswered | Confirmed, ...] = ()


def take(turn: Turn, hear: Hear, by: Speaker) -> Taken:
    """Return the words of a mail, its yes or no put as the word that it says."""
    asked = turn.case.questions.get(hear.replies_to)
    if asked is not None:
        sure = _is_put_to(asked, by) and _confirms(turn, hear, asked)
        return (_surely if sure else _to_question)(turn, hear, by, asked)
    plain = Taken(tuple((said, by) for said in hear.said), hear.unclear)
    letter = _putting(turn, hear)
    if letter is not None:
        return _to_letter(hear, by, letter, plain)
    if not hear.answer or hear.said:
        return plain
    if hear.answer == "no" and (means := _means_by_no(turn, hear, by)):
        said = Said(means, _after_no(hear), _line(hear))
        return replace(plain, unclear=_with(hear.unclear, Unclear(_line(hear), means, "wish", said)))
    return plain if what_changed.is_answer(turn, hear, by.party) else _to_nothing(hear, plain)


def _putting(turn: Turn, hear: Hear) -> Ordered | None:
    """Return the letter with exactly one question that a mail answers, if what it asked was not taken back."""
    letter = turn.case.letters.get(hear.replies_to or hear.answers)
    puts = letter is not None and letter.template in kinds.ONE_QUESTION and letter.undone is None
    return letter if puts and hear.answer else None


def _means_by_no(turn: Turn, hear: Hear, by: Speaker) -> Verb | None:
    """Return what a no may mean: the raiser's, while they may object, and anybody's to "Is the child safe to wait?"."""
    letter = turn.case.letters.get(hear.replies_to)
    if letter is None:
        return None
    if letter.template == "agreed" and turn.case.status == "agreed" and deciders.is_raiser(turn.case, by.party):
        return Verb.OBJECT
    return Verb.ESCALATE if letter.template == "check_in" else None


def _to_letter(hear: Hear, by: Speaker, letter: Ordered, plain: Taken) -> Taken:
    """Take an answer to a letter with exactly one question; only a direct one, from its reader, is plain."""
    yes, no = kinds.ONE_QUESTION[letter.template]
    if hear.said:
        return _beside_words(hear, plain, yes, no)
    direct = bool(hear.replies_to)
    if hear.answer == "no" and direct:
        others = tuple(one for one in hear.unclear if one.understood not in (yes, no))
        return replace(plain, spoken=((Said(no, _after_no(hear), _line(hear)), by),), unclear=others)
    verb = no if hear.answer == "no" else yes
    said = Said(verb, "", _line(hear))
    if hear.answer == "yes" and direct and _is_reader(letter, by):
        return replace(plain, spoken=((said, by),), unclear=())
    return replace(plain, unclear=_with(hear.unclear, Unclear(_line(hear), verb, "wish", said)))


def _beside_words(hear: Hear, plain: Taken, yes: Verb, no: Verb) -> Taken:
    """Ask about a yes or no that stands above other words of ours: they act, and it is not lost among them."""
    if any(said.verb in (yes, no) for said in hear.said):
        return plain
    verb = no if hear.answer == "no" else yes
    return replace(plain, unclear=_with(hear.unclear, Unclear(_line(hear), verb, "wish", Said(verb, "", _line(hear)))))


def _to_question(turn: Turn, hear: Hear, by: Speaker, asked: WordAsked) -> Taken:
    """Take an answer to "Did you mean this word?": yes, the word itself, no, or something else."""
    said, mine = _as_asked(asked, _line(hear)), _is_put_to(asked, by)
    written = next((one for one in hear.said if one.verb == said.verb and not one.dry_run), None)
    if mine and written is not None:
        said = written if written.reason else replace(said, line=written.line)
        others = tuple((one, by) for one in hear.said if one is not written)
        return Taken(((said, _at_first(by, asked)), *others), hear.unclear, (), (_spent(turn, by, asked, "yes"),))
    no = hear.answer == "no" or (mine and _declines(hear, said))
    if hear.said or not (hear.answer or no):
        return Taken(tuple((one, by) for one in hear.said), _as_consent(hear.unclear, said, mine=mine))
    if not mine and no:
        told = f"This question was put to {turn.name(asked.to)}. Nothing has moved."
        return Taken((), hear.unclear, ({"line": _line(hear), "result": told},))
    if mine and no:
        noted = {"line": _line(hear), "result": f"Noted: you did not mean {asked.verb}. Nothing has moved."}
        besides = tuple(one for one in hear.unclear if one.understood is not said.verb and not _is_the_no(one, said))
        if said.verb is Verb.AGREE and _after_no(hear) and not besides:
            refusal = Said(Verb.DISAGREE, _after_no(hear), _line(hear))
            besides = (Unclear(_line(hear), Verb.DISAGREE, "wish", refusal),)
        return Taken((), besides, (noted,), (_spent(turn, by, asked, "no"),))
    if mine and hear.answer == "yes" and _still_as_asked(turn, asked):
        return Taken(((said, _at_first(by, asked)),), (), (), (_spent(turn, by, asked, "yes"),))
    return Taken((), _with(hear.unclear, Unclear(_line(hear), said.verb, "wish", said)))


def _confirms(turn: Turn, hear: Hear, asked: WordAsked) -> bool:
    """Tell whether a mail says yes with the word in it: our question went to the known address too, and shows it (rule 10)."""
    yes = hear.yes_to
    return yes is not None and yes.verbs == (Verb(asked.verb),) and not yes.rest and _still_as_asked(turn, asked)


def _surely(turn: Turn, hear: Hear, by: Speaker, asked: WordAsked) -> Taken:
    said, first = _as_asked(asked, _line(hear)), _at_first(by, asked)
    first = proof.sure(first, first.party, first.hear.at, first.hear.answers)
    others = tuple((one, by) for one in hear.said if one.verb is not said.verb)
    confirmed = () if hear.sender.proof == "proven" else (Confirmed(turn.at, first.party, asked.verb),)
    return Taken(((said, first), *others), (), (), (_spent(turn, by, asked, "yes"), *confirmed))


def _declines(hear: Hear, said: Said) -> bool:
    """Tell whether a mail begins by declining the word that was asked about, and leaves nothing open."""
    found = _DECLINED.match(hear.own_words.lower().strip())
    only = all(one.understood is said.verb and one.why == "wish" for one in hear.unclear)
    return bool(found and found[1] == said.verb.lower() and only and not _LEFT_OPEN.search(hear.own_words))


def _is_the_no(one: Unclear, said: Said) -> bool:
    """Tell whether a refusal is only the no to our question: "Nope, typo" to "Did you mean ESCALATE?" refuses nothing more."""
    return one.understood is Verb.DISAGREE and said.verb is not Verb.AGREE and not _REFUSES.search(one.line)


def _as_consent(unclear: tuple[Unclear, ...], said: Said, *, mine: bool) -> tuple[Unclear, ...]:
    """Read consent in other words than yes as a word to ask about once more: "Happy with that", to "Did you mean ESCALATE?"."""
    if not mine or not unclear or any(one.why != "wish" or one.understood not in _CONSENT for one in unclear):
        return unclear
    return (Unclear(unclear[0].line, said.verb, "wish", said),)


def _at_first(by: Speaker, asked: WordAsked) -> Speaker:
    """Return who spoke as when they first said it: a word that was asked back counts from its first receipt (rule 3.2)."""
    return Speaker(replace(by.hear, at=asked.said_at, answers=asked.answers), asked.speaker or by.party)


def _spent(turn: Turn, by: Speaker, asked: WordAsked, answer: Literal["yes", "no"]) -> WordAnswered:
    return WordAnswered(turn.at, by.party, asked.letter, answer)


def _to_nothing(hear: Hear, plain: Taken) -> Taken:
    """Say that a yes or no is to nothing that we asked; with more words it is prose like any other."""
    if hear.answer == "yes and more" or hear.unclear or not hear.replies_to:
        return plain
    return replace(plain, lines=({"line": _line(hear), "result": _WHICH},))


def _is_put_to(asked: WordAsked, by: Speaker) -> bool:
    return deciders.same_person(asked.to, by.party) and not by.hear.sender.delegate


def _is_reader(letter: Ordered, by: Speaker) -> bool:
    """Tell whether a letter was put to this very person; who sends in another's name says no yes for them."""
    return deciders.same_person(letter.to, by.party) and not by.hear.sender.delegate


def _still_as_asked(turn: Turn, asked: WordAsked) -> bool:
    """Tell whether a yes is still to what was asked: in its time, nothing has moved, and its reader wrote nothing since."""
    wrote = turn.case.wrote.get(asked.to.address.lower(), ())
    newest = all(at <= asked.at for at in wrote)
    stands = asked.stood == meant.stood(turn, Verb(asked.verb), asked.to)
    return turn.at <= asked.until and newest and stands and not asked.several


def _as_asked(asked: WordAsked, line: str) -> Said:
    """Return the word as its author had written it."""
    return Said(
        Verb(asked.verb),
        asked.reason,
        line,
        when=asked.meant,
        name=asked.name,
        address=asked.address,
        stage=asked.named_stage,
        reference=asked.reference,
        actions=asked.actions,
    )


def _with(unclear: tuple[Unclear, ...], more: Unclear) -> tuple[Unclear, ...]:
    """Add what is asked about, where the same word is not asked about already."""
    return unclear if any(one.understood is more.understood for one in unclear) else (*unclear, more)


def _line(hear: Hear) -> str:
    return next((line.strip() for line in hear.own_words.splitlines() if line.strip()), "")


def _after_no(hear: Hear) -> str:
    """Return what was written with a no, verbatim, up to a gap: what stands below may be meant for us alone."""
    first = hear.own_words.strip().split("\n\n", 1)[0]
    return first if len(first.split()) > 1 else ""
