"""A word as a plain yes would say it: with its whole reason, its date, its person, its stage (rule 9.5).

Start at `asked`. None where an argument is missing: then no yes can say it.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Literal

from mailservice.cases.history.commands import Said, Unclear
from mailservice.cases.history.words import WORDS, Verb
from mailservice.mail.grammar import arguments, dates

_ALONE = re.compile(r"\W{0,8}[A-Z]{1,20}(?: CASE)?\W{0,8}", re.IGNORECASE)
_TO = re.compile(r"\b(?:up to|to|with|before|stage|level)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_WORD = r"\b[A-Z\u00c0-\u00de][\w'\u2019-]{1,60}"
_NAME = re.compile(
    rf"({_WORD}(?: {_WORD}){{0,3}} ?)\W{{0,6}}(?:(?:is|at|on|and|email|her|his|address)\W{{1,3}}){{0,3}}$"
)
_UNTIL = re.compile(r"\b(?:until|till|til)\b", re.IGNORECASE)
_LONGEST = 20_000
_NOT_OF_A_NAME = (
    "Please",
    "Contact",
    "Email",
    "Write",
    "Ask",
    "My",
    "The",
    "Cover",
    "Hi",
    "Hello",
    "COVER",
    "CONTACT",
    "Dear",
    "It",
    "It's",
)
# What is said with these is the text itself: all that was written goes with them.
_WHOLE = (
    Verb.RESOLVED,
    Verb.PLAN,
    Verb.MET,
    Verb.OVERTAKEN,
    Verb.WITHDRAW,
    Verb.DONE,
    Verb.ESCALATE,
    Verb.DISAGREE,
    Verb.OBJECT,
)


def complete(said: Said, today: date) -> Said:
    """Return a word with what its reason tells."""
    return arguments.read(said, today)


def lacks(said: Said) -> bool:
    """Tell whether a word lacks what it cannot do without."""
    match said.verb:
        case Verb.JOIN:  # alone on its line it means the case that our letter asked about
            return not said.reference and not _ALONE.fullmatch(said.line)
        case Verb.NEW_DATE:
            return said.when is None
        case Verb.CONTACT:
            return not (said.address or said.name)
        case _:
            return False


def asked(
    verb: Verb, reason: str, line: str, why: Literal["conditional", "near-miss", "subject"], today: date
) -> Unclear:
    """Return the question about a word, with what a yes to it would say."""
    said = complete(Said(verb, reason, line), today)
    return Unclear(line, verb, why, would=None if lacks(said) or _unsaid(said) else said)


def _unsaid(said: Said) -> bool:
    """Tell whether a word asked about has nothing to carry out: nobody named, or no one who can be reached."""
    return (WORDS[said.verb].reads in ("a person", "an address") and not said.address) or (
        said.verb is Verb.JOIN and not said.reference
    )


def in_plain_words(verb: Verb, after: str, sentence: str, today: date) -> Said:
    """Return a word that a sentence says in plain words; its reason is that sentence."""
    said = complete(Said(verb, sentence, sentence), today)
    return replace(said, stage=_stage(after) or _stage(sentence)) if WORDS[verb].reads == "a stage" else said


def of_wish(verb: Verb, sentence: str, after: str, own: str, today: date) -> Said | None:
    """Return what a yes to a wish would say; the reason is all that was written where that is the text of it."""
    if len(own) > _LONGEST:
        return None
    reason = "" if verb is Verb.AGREE else own.strip() if verb in _WHOLE else sentence
    said = complete(Said(verb, reason, sentence), today)
    match WORDS[verb].reads:
        case "a stage":
            said = replace(said, stage=_stage(after) or _stage(sentence))
        case "a date":
            said = replace(said, when=dates.find(after, today))
        case "a person":
            said = _person(said, sentence, today)
    return None if lacks(said) or _unsaid(said) else said


def _stage(text: str) -> str:
    """Return the stage that a sentence names, wherever it names it."""
    return next(
        (found for one in reversed(list(_TO.finditer(text))) if (found := arguments.stage(text[one.start() :]))), ""
    )


def _person(said: Said, sentence: str, today: date) -> Said:
    found = _ADDRESS.search(sentence)
    if not found:
        return replace(said, name="", address="")
    named = _NAME.search(sentence[: found.start()][-80:])
    words = [one for one in named[1].split() if one not in _NOT_OF_A_NAME] if named else []
    until = _UNTIL.search(sentence, found.end())
    when = dates.find(sentence[until.end() :], today) if until and said.verb is Verb.COVER else None
    return replace(said, name=" ".join(words), address=found[0].strip(".'").lower(), when=when)
