"""Whether somebody's own words are a plain yes or a plain no to one question (rule 9.5).

Start at `answer`. A greeting before it says nothing.
"""

import re

from mailservice.cases.history.commands import Answer
from mailservice.mail.grammar import extras
from mailservice.mail.grammar.lines import BLANK, HELLO

_ANSWERS = (
    r"yes|yep|yeah|yup|aye|ie|ydw|ydy|ydi|ydyn|oes|iawn|no|nope|nah|na|nac|nage|naddo|not|please|ok|okay|absolutely"
    r"|certainly|definitely|correct|sure|indeed|agreed|of|i|we"
)
# A name, and no adverb: "Grudgingly" above a yes greets nobody.
_NAME = (
    rf"(?!(?i:{_ANSWERS})(?![\w'\u2019-])|[A-Za-z]{{3,20}}(?:ingly|edly|ally|ably)\b)"
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.?|[A-Z][\w'\u2019-]{0,20})(?![\w'\u2019])"
)
_NAMES = rf"{_NAME}(?:(?: and| &|,)? {_NAME}){{0,3}}"
# One word above a yes is a name, but for what may head a list of answers.
_NOT_HEADING = (
    r"(?!(?i:nursery|option|point|item|part|section|question|action|proposal|stage|hospital|housing|education"
    r"|midwi\w{1,4}"
    r"|probation|camhs|gp|mother|grandmother|parents?|family|contact|safety|risk|answers?|reply|response|outcome)s?\b)"
)
_TO_ALL = r"(?i:all|both|there|team|everyone|everybody|colleagues?)"
_GREETED = re.compile(
    rf"(?:(?i:{HELLO}|to whom it may concern)(?:,? {_TO_ALL})?(?:,? (?P<hello>{_NAMES}))?"
    r"[ \t]{0,3}(?:[,.!;:\u2013-]|(?=[\r\n]| (?i:yes|no|yep|yeah|nope)\b))"
    rf"|(?P<name>{_NAMES}(?=[ \t]{{0,3}},)|{_NOT_HEADING}{_NAME}(?=[ \t]{{0,3}}[\r\n])),?)[\s,.!\u2013-]{{0,9}}(?=\S)"
)
_MOST_GREETINGS = 3
_BEFORE = (
    r"\W{0,3}(?:(?:ok|okay|hi|hello|hiya|dear|sorry|well|thanks|thank you|helo|bore da)(?: (?:all|both|there|team"
    r"|but))?"
    r"[\s,.!-]{1,3}){0,2}"
)
_YES = re.compile(
    rf"{_BEFORE}(?P<yes>yes|yep|yeah|yup|aye|ie|ydw|ydy|ydi|ydyn|oes|iawn)(?![\w'\u2019])"
    r"(?:[\s,.!\u2013-]{1,3}(?:yes|please|please do|do|i do|we do|it is|i confirm|we confirm|from (?:me|us)"
    r"|that['\u2019]?s (?:right|correct)"
    r"|that is (?:right|correct)|of course|indeed|correct|go ahead)(?![\w'\u2019])){0,2}"
    r"(?: (?-i:[A-Z][a-z]{2,14})(?=,))?",  # "Yes Daniel, thanks"
    re.IGNORECASE,
)
# They say yes where nothing follows; with more they begin another sentence.
_YES_ALONE = re.compile(rf"{_BEFORE}(?:please do|i confirm|we confirm)(?![\w'\u2019])", re.IGNORECASE)
_NO_ALONE = re.compile(rf"{_BEFORE}please (?:don['\u2019]?t|do not)(?![\w'\u2019])", re.IGNORECASE)
# "Yes Karen Decides" is a sentence.
_GOES_ON = re.compile(r" {1,3}(?!(?:Mr|Mrs|Ms|Miss|Dr|Thanks?|Thank|Please)\b)[A-Z][a-z]{1,20} [A-Z]")
# What says yes to something, but not the word: it is asked about.
_ALMOST = re.compile(
    "\\W{0,3}(?:[\U0001f44d\U0001f44c\u2705]|(?:correct|sure|of course|absolutely|certainly|definitely|indeed"
    "|(?:oh|ah),? (?:yes|yeah)|not yet|(?:please )?go ahead"
    "|i (?:do|did) indeed|obviously|exactly|precisely"
    "|that(?:['\u2019]?s| is) (?:right|correct|it|what i (?:meant|mean|want(?:ed)?|said)))(?![\\w'\u2019]))",
    re.IGNORECASE,
)
_NO = re.compile(
    rf"{_BEFORE}(?:nope|nah|nage|naddo|nac (?:ydw|ydy|ydi|oes)|not at all|absolutely not|definitely not|certainly not"
    r"|of course not|not agreed|no|na)(?![\w'\u2019])(?P<rest>.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
# Where a no ends, or somebody goes on to refuse: "No signal here" refuses nothing, and "No. 4" is a house.
_REFUSES = re.compile(
    r"\s{0,5}(?:$|[,;:!\u2013\u2014-]|\.(?! ?\d)|[\r\n]|\W{1,3}$)"
    r"| {1,3}(?:(?:i|we|they|he|she|it|this|those|these|thanks|thank|please|sorry|not|never|chance|from)\b"
    r"|that\b(?!(?:['\u2019]?s| is) (?:all|everything|it)\b)|to (?:this|that|it|all|both|the)\b|way(?=\W{0,3}$|[,.!]))",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"\b(?:yes|yep|yeah|go ahead|please go|carry on|you go|happy|content|fine|ok|okay|please do(?! not)|(?:i|we) agree"
    r"|agreed(?! (?:to|with))|all good|reason not to|sounds (?:good|great)|that['\u2019]?s (?:great|good))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(r"(?:\b(?:not|never|cannot|cant|dont|no|un|less|far from|without)\b|n['\u2019]t\b)", re.IGNORECASE)
_CLAUSE = re.compile(r"[,.;!?\n]|\bbut\b", re.IGNORECASE)
_LONGEST = 20_000


def answer(own: str, names: frozenset[str] = frozenset()) -> Answer:
    """Return what the whole of somebody's own words says: a plain yes, a plain no, a yes with more, or neither."""
    text = ungreeted(own)
    found = _YES.match(text)
    if found:
        return "yes" if _is_all(text[found.end() :], names) else "yes and more"
    for alone, said in ((_YES_ALONE, "yes"), (_NO_ALONE, "no")):
        found = alone.match(text)
        if found and _is_all(text[found.end() :], names):
            return "yes" if said == "yes" else "no"
    refused = _NO.match(text)
    if refused:
        return _of_no(refused["rest"])
    return "yes and more" if _ALMOST.match(text) else ""


def _of_no(rest: str) -> Answer:
    """Tell what a no is, by what follows it: a consent that follows makes it a question."""
    if any(not _DENIED.search(_clause(rest, one.start())) for one in _CONSENT.finditer(rest)):
        return "yes and more"
    asks = _CLAUSE.split(rest.lstrip(" ,"), maxsplit=1)[0]
    return (
        "no" if _REFUSES.match(rest) and "?" not in rest[: len(rest) - len(rest.lstrip(" ,")) + len(asks) + 1] else ""
    )


def _clause(text: str, at: int) -> str:
    """Return what stands before a place in its clause."""
    return _CLAUSE.split(text[:at])[-1]


def _is_all(rest: str, names: frozenset[str]) -> bool:
    return not _GOES_ON.match(rest) and extras.adds_nothing(rest, names=names)


def ungreeted(own: str) -> str:
    """Return the words without the greetings they begin with, on lines of their own or not."""
    text = own.strip(BLANK)[:_LONGEST]
    for _ in range(_MOST_GREETINGS):
        found = _GREETED.match(text)
        if not found or not extras.adds_nothing(found["hello"] or found["name"] or ""):
            break
        text = text[found.end() :]
    return text


def first_line(own: str) -> Answer:
    """Return what the first line below the greetings says, if it is a plain yes or no: commands may follow it."""
    first, _, more = ungreeted(own).partition("\n")
    found = answer(first)
    if not is_bare(first, found):
        return ""
    return "yes and more" if found == "yes" and not extras.adds_nothing(more) else found


def is_bare(own: str, found: Answer) -> bool:
    """Tell whether nothing was written but this yes or no: then there is nothing else to ask about."""
    text = ungreeted(own)
    refused = _NO.match(text) if found == "no" else None
    alone = found == "no" and _NO_ALONE.match(text) is not None
    return found == "yes" or alone or bool(refused and extras.adds_nothing(refused["rest"]))
