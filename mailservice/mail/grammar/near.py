"""What is nearly a word of ours: a slip of the pen, a polite sentence round it, or a word in capitals in the midst of one.

Start at `nearly`. All of it is asked about.
"""

import re
from dataclasses import dataclass

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar.lines import MARKS, NAMES, VERB_OF

_POLITE = re.compile(
    rf"[\W_]{{0,6}}(?P<lead>(?:(?:please|pls|kindly|can you|could you|can we|i(?:'d| would) like to|we(?:'d"
    rf"| would) like to|(?:i|we) (?:want|wish|need) to|to"
    r"|(?:can|to|i|we) confirm|confirmed|now|it is|this is|that is|matter|case|not|yes|ok|okay|no|hi|hello"
    r"|dear(?: \w{1,20})?|thanks|thank you|many thanks|command|reply"
    r"|response|answer|(?:my|our) (?:answer|reply|response) is|@\w{1,30})[ ,:.\u2013-]{1,3}|[(\[]){1,3})"
    rf"(?P<verb>{NAMES})(?![\w/@]|-\w)(?P<rest>[^\n]{{0,60}})",
    re.IGNORECASE,
)
# Our own words in capitals, inside a sentence that is not all in capitals.
_INSIDE = re.compile(
    r"(?<![\w-])(RECEIVED|RESOLVED|AGREED?|DISAGREE|OBJECT|ESCALATE|URGENT|WITHDRAW|NOT DONE|DONE|REOPEN"
    r"|OVERTAKEN|NEW DATE)(?![\w-]|[ ]?[|/])"
)
# Words that are offered or spoken of, as our letters do it.
_OFFERED = re.compile(
    r"\b(?:write|reply|replies|answer|word|words|button|press|use|say|with the word)\b[^.!?]{0,50}$", re.IGNORECASE
)
_WORD = re.compile(rf"[\W_]{{0,4}}[{MARKS}]{{0,3}}(?P<word>[A-Za-z]{{5,12}})(?![\w'\u2019])(?P<rest>[^\n]{{0,80}})")
# A button of our own letters, quoted where its marks were lost.
_BUTTON = re.compile(rf"Reply (?:{NAMES})")
_EMPTY = frozenset(("", "please", "thanks", "thank you", "now", "pls", "thx"))
# One letter off a word of ours, and what people are: a line of a signature.
_OTHER_WORDS = frozenset(("DIRECTOR", "DIRECTORS"))
_LONGEST = 20_000  # a paragraph that is written as one line


@dataclass(frozen=True)
class Nearly:
    """A word that was nearly written; `verb` is None where it was written with a "not"."""

    verb: Verb | None
    after: str


def nearly(bare: str) -> Nearly | None:
    """Return the word that a line nearly says; None where it says none."""
    bare = bare[:_LONGEST]
    if bare.startswith(">") or _BUTTON.fullmatch(bare):
        return None
    return _polite(bare) or _inside(bare) or _slip(bare)


def _polite(bare: str) -> Nearly | None:
    found = _POLITE.match(bare)
    rest = found["rest"].strip(" .!,)]") if found else ""
    if not found or not (found["verb"].isupper() or rest.lower() in _EMPTY or found["lead"].startswith("@")):
        return None
    name = " ".join(found["verb"].upper().replace("\u2019", "'").split())
    negated = re.search(r"\b(?:not|no)\b", found["lead"], re.IGNORECASE)
    return Nearly(None if negated else VERB_OF.get(name), rest)


def _inside(bare: str) -> Nearly | None:
    """Return the one word in capitals that stands inside a sentence; a line that names several offers them."""
    if bare.isupper():
        return None
    found = [
        one
        for one in list(_INSIDE.finditer(bare))[:3]
        if not _OFFERED.search(bare[max(0, one.start() - 60) : one.start()])
    ]
    verbs = {VERB_OF[one[1]] for one in found}
    return Nearly(next(iter(verbs)), bare[found[0].end() :].strip()) if len(verbs) == 1 else None


def _slip(bare: str) -> Nearly | None:
    """Return the one verb that the first word is a slip of the pen for: one letter wrong, lost, added or two swapped."""
    found = _WORD.match(bare)
    if not found:
        return None
    if found["word"].upper() in _OTHER_WORDS:
        return None
    word, rest = found["word"], found["rest"].strip(" .!:-,*_")
    if not (word.isupper() or rest.lower() in _EMPTY or re.match(r"[,.:!](?:\s|$)", found["rest"])):
        return None
    for name, verb in VERB_OF.items() if word.upper() not in VERB_OF else ():
        if len(name) > 4 and abs(len(name) - len(word)) <= 1 and _one_slip(word.upper(), name):  # noqa: PLR2004 - short words are other words
            return Nearly(verb, found["rest"])
    return None


def _one_slip(left: str, right: str) -> bool:
    if left == right:
        return False
    start = 0
    while start < min(len(left), len(right)) and left[start] == right[start]:
        start += 1
    left, right = left[start:], right[start:]
    if len(left) == len(right):
        return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])
    return left[1:] == right if len(left) > len(right) else left == right[1:]
