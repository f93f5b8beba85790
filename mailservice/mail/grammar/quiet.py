"""Words towards quiet, and those that move nothing: what may act is a list, and what is not on it is asked (rule 9.3).

Start at `written` and `doubted`. Each word's row says what may follow it (`follows`); here stands how the text of a word begins.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar import extras, taken_back
from mailservice.mail.grammar.lines import Line, Spoken

_DAYS = r"mon\w{0,3}|tues?\w{0,3}|wed\w{0,6}|thu\w{0,5}|fri\w{0,3}|sat\w{0,5}|sun\w{0,3}"
_MONTHS = (
    "jan\\w{0,4}|feb\\w{0,5}|mar(?:ch)?|apr\\w{0,2}|may|june?|july?|aug\\w{0,3}|sept?\\w{0,6}|oct\\w{0,4}|nov\\w{0,5}"
    "|dec\\w{0,5}"
)
_WHEN = (
    rf"\d|(?:{_DAYS}|{_MONTHS}|gwener|llun|mawrth|mercher|iau|noon|midday|midnight|end of|today|yesterday|tomorrow"
    rf"|tonight|next|this (?:morning|afternoon|evening|week))\b"
)
_WHO = (
    r"(?:i|we|he|she|it|they|both|all (?:of us|agencies|sides)|each|sw|hv|gp|social worker|health visitor|school"
    r"|nurse|duty|team)\b"
)
_ROLE = r"(?:SW|HV|HVS|GP|LAC|CIN|CP|DSL|SENCO|IRO|CSC|YOT|CAMHS|MASH|NHS)\b"
# A name or the first word of a sentence; a word all in capitals is a heading, and one letter a plan's number.
_NAME = r"(?-i:[A-Z\u00c0-\u00de][a-z\u00e0-\u00ff'\u2019-]{1,30})\b"
_WORK = (
    r"(?:the|a|an|as|by|with|on|that|because|following|since|after|weekly|daily|monthly|fortnightly|joint|visits?"
    r"|visiting|calls?|review|weighs?"
    r"|referral|assessment|support|plan|no further|our|new|every|twice|once (?:a|an|every|per)|core group|it was"
    r"|she is|he is|they are)\b"
)
_ANY_TEXT = (_WHEN, _WHO, _ROLE, _NAME, _WORK)
_ADDRESS = r"[^\n]{0,120}@"
_TO_SOMEBODY = r"to [^\n]{0,120}@"
# How the text of a word begins where no mark stands before it.
BEGINS = {
    Verb.RECEIVED: (
        (
            r"(?:with (?:many )?thanks|and (?:noted|read|understood)|today|yesterday|this morning|i will|i['\u2019]ll|we will"
            r"|safely|in good order)\b"
        ),
    ),
    Verb.MET: (_WHEN, r"(?:with|on|at|by|in person|we|i|both|and|as|via)\b", _NAME),
    Verb.PLAN: _ANY_TEXT,
    Verb.RESOLVED: _ANY_TEXT,
    Verb.NEW_DATE: (_WHEN, r"(?:to|for|is|on|the \d|by)\b"),
    Verb.CONTACT: (_NAME, _ADDRESS),
    Verb.COVER: (_ADDRESS,),
    Verb.TOPIC: (r"[\w-]{1,60}",),
    Verb.DONE: (_WHEN, _NAME, r"(?:by|on|at|we|i|both|joint|visit|as (?:agreed|planned|arranged))\b"),
    Verb.OVERTAKEN: (
        _NAME,
        r"(?:by (?:events|what)|as|because|the|since|now|he|she|they|we|family|child|children|mother|father|mum|dad)\b",
    ),
    Verb.WITHDRAW: (
        _NAME,
        (
            r"(?:(?:the|my|our|this) (?:escalation|case|matter|referral|concern|issue|disagreement|challenge"
            r"|objection|request)|this|it|because|as|since|i|we|he|she|they|please)\b"
        ),
    ),
    Verb.JOIN: (r"[A-Z]{2,8}[ -]?\d|case|to|with|\d",),
    Verb.RECORD: (r"[A-Z]{2,8}[ -]?\d", _TO_SOMEBODY),
    Verb.FIGURES: (_WHEN, r"(?:from|for|q[1-4]\b|first|second|third|fourth|last|quarter)"),
    Verb.MEDIATION: (_WHEN, _NAME, r"(?:on|at|by|offered|with|the)\b"),
    Verb.PANEL: (_WHEN, _NAME, r"(?:on|at|by|convened|with|the)\b"),
    Verb.REPORT: (_NAME, r"(?:to|the|of|mediation|both|sent|given|made|on)\b"),
    Verb.DECISION: _ANY_TEXT,
    Verb.NOT_AGREED: _ANY_TEXT,
    Verb.PASSED_ON: _ANY_TEXT,
    Verb.SPOKEN: _ANY_TEXT,
    Verb.WRONG_PERSON: _ANY_TEXT,
    Verb.ALLOW: (_ADDRESS,),
    Verb.MOVED: (_NAME, _ADDRESS, r"$"),
    Verb.RELEASE: (r"\d",),
    Verb.FILE: (r"[A-Z]{2,8}[ -]?\d|case|to|under|with|on|\d",),
    Verb.SPLIT: (r"[A-Z]{2,8}[ -]?\d|case|to|between|on|\d",),
    Verb.ASSIGN: (_NAME, _ADDRESS),
    Verb.HOLD_UNTIL: (_WHEN,),
    Verb.RETAIN_UNTIL: (_WHEN,),
    Verb.SUSPECT: (_ADDRESS,),
    Verb.CLEAR: (_ADDRESS,),
    Verb.CHECKED: (r"(?:rang|called|phoned|telephoned|spoke|i rang|by telephone)\b",),
}
_BEGINS = {verb: re.compile(rf"[ \t]{{0,3}}(?:{'|'.join(ways)})", re.IGNORECASE) for verb, ways in BEGINS.items()}
_SETTLES = frozenset((Verb.RESOLVED, Verb.WITHDRAW, Verb.DECISION, Verb.OVERTAKEN, Verb.DONE))
_ASKING = (Verb.STATUS, Verb.POLICY, Verb.HELP, Verb.CASES)
_HEADING = re.compile(r"(?:actions?|items?|points?|at|in|minutes|outcomes?|matters?)\b", re.IGNORECASE)
# Words that move no case towards quiet: what takes back the others is part of what they say.
_MOVES_NOTHING = frozenset(
    (
        *(Verb.NOTE, Verb.TOPIC, Verb.STATUS, Verb.POLICY, Verb.HELP, Verb.GO_ON, Verb.STOP, Verb.NEW, Verb.UNDO),
        *(Verb.SPOKEN, Verb.WRONG_PERSON, Verb.RECORD, Verb.CASES),
        # The office's own: what it says besides is why.
        *(Verb.RELEASE, Verb.REJECT, Verb.FILE, Verb.SPLIT, Verb.ASSIGN, Verb.MOVE_TO, Verb.HOLD_UNTIL),
        *(Verb.PAUSE, Verb.RESUME, Verb.SUSPECT, Verb.CHECKED, Verb.RETAIN_UNTIL, Verb.PRESERVE),
        *(Verb.PRESERVE_ENDS, Verb.DISPOSE, Verb.FIGURES),
    )
)
_CONDITION = re.compile(
    r"\W{0,4}(?:but|if|except|unless|only|once(?! (?:a|an|every|per)\b)|when|not|or|and/or|/)(?!\w)", re.IGNORECASE
)


_WIDE = 200
_ENDS = re.compile(r"[.!?\u2026][\"'\u201d\u2019)\]*_]{0,3}$")
_PERSON = r"[A-Z][\w'\u2019-]{0,40}"
_GREETED = re.compile(
    rf"(?:(?i:hi|hello|hiya|hey|dear|good (?:morning|afternoon|evening)|thanks|thank you|annwyl|helo|bore da|prynhawn da) )?"
    rf"{_PERSON}(?:,? (?:{_PERSON}|and|&|a)){{0,6}} ?,"
)


# A name and an address, and nothing more: then the word needs no capitals.
_PERSON_ALONE = re.compile(
    r"(?!(?:us|me|our|my|the|him|her|them|at|via|on|by|for|with|details|email)\b)[^\W\d_][\w'\u2019-]{1,30}"
    r"(?: [^\W\d_][\w'\u2019-]{1,30}){1,2}[ ,]{1,3}<?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}>?[ .]{0,3}",
    re.IGNORECASE,
)


def written(spoken: Spoken, names: frozenset[str] = frozenset()) -> bool:
    """Tell whether a word stands as a command stands: alone, with what adds nothing, or before its text."""
    rest, word = spoken.rest.strip(), spoken.word
    if not re.search(r"[\w/?]", rest) or (spoken.dry_run and word.follows != "nothing"):
        return True
    if spoken.quoted or spoken.next_word in word.another or spoken.mark in "/|":
        return False
    if spoken.mark == "?":
        return word.name in _ASKING and extras.adds_nothing(rest.lstrip("?"))
    if extras.adds_nothing(f" {rest}", of_agree=word.name is Verb.AGREE, names=names):
        return True
    if word.name is Verb.CONTACT and _PERSON_ALONE.fullmatch(rest[:_WIDE]):
        return True
    return word.follows != "nothing" and _before_its_text(spoken, rest)


def _before_its_text(spoken: Spoken, rest: str) -> bool:
    """Tell whether a word stands before its text: behind a mark, or in capitals before what such a text begins with."""
    if spoken.word.name is Verb.RECORD:  # "Record: seen at home" is a heading of theirs
        return _has_begun(replace(spoken, rest=rest.lstrip(".:-\u2013\u2014 ")))
    if spoken.mark in ".:-!" or (spoken.mark == "," and spoken.word.name not in _SETTLES):
        return True
    return spoken.shouted and spoken.mark != "," and not _is_shouting(rest) and _has_begun(spoken)


def _is_shouting(rest: str) -> bool:
    """Tell whether a whole sentence is in capitals: then the word in capitals is no sign that it was meant."""
    return rest.isupper() and not re.search(r"[\d@]", rest)


def _has_begun(spoken: Spoken) -> bool:
    if spoken.word.follows == "anything":
        return True
    begins = _BEGINS.get(spoken.word.name)
    return bool(begins and begins.match(spoken.rest))


def doubted(spoken: Spoken, reason: str, beside: str) -> bool:
    """Tell whether something takes the word back: what follows it for a word that moves nothing, else all that was written."""
    verb = spoken.word.name
    if verb in (Verb.NOTE, Verb.REJECT) or verb in _ASKING:
        return False
    if verb in _MOVES_NOTHING:
        return bool(_CONDITION.match(reason))
    return taken_back.by(verb, reason, beside) or bool(_HEADING.match(reason) and spoken.written.upper().endswith("ED"))


def led_in(above: Iterable[Line], names: frozenset[str]) -> bool:
    """Tell whether the nearest words above a word lead up to it: then it may be another's, a choice, or an old mail's."""
    for row in above:
        if (
            re.search(r"\w", row.bare)
            and not extras.adds_nothing(row.bare, names=names)
            and not _GREETED.fullmatch(row.bare[:_WIDE])
        ):
            return not _ENDS.search(row.bare[-6:])
    return False


def is_no_text(spoken: Spoken) -> bool:
    """Tell whether a word is quoted, struck out or marked for a footnote."""
    marks = spoken.line[: spoken.after + 2]
    return spoken.quoted or "~~" in marks or (marks.count("*") % 2 == 1 and not re.match(r"\W{0,8}\*\s", marks))


def plainly_meant(spoken: Spoken) -> bool:
    """Tell whether a word that was not written as a command is to be asked about: in capitals, or short."""
    if spoken.next_word in spoken.word.another:
        return False
    return spoken.shouted or (len(spoken.line) < _SHORT and (spoken.mark != " " or "@" in spoken.rest))


_SHORT = 60
