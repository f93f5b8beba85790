"""Since when a disagreement has gone on, and when the decision was made, as its raiser claims: shown as claimed (rule 1.5)."""

import re
from datetime import date, timedelta

from mailservice.clock import day_of
from mailservice.mail.grammar import dates

_THIS = r"(?:this|it|that|the\s+(?:matter|issue|concern|disagreement|threshold|plan))"
_CUE = re.compile(
    rf"\bfirst\s+(?:raised|discussed|challenged|disagreed|spoke|wrote)\b"
    rf"|\b(?:raised|challenged|disputed|questioned|taken\s+up|took)\s+{_THIS}\b"
    r"|\bdisagree(?:d|ment|ing)?\b(?=[^.]{0,40}\b(?:since|began|started|goes\s+back|dates\s+from|open|running)\b)"
    r"|^\W{0,20}(?:since|raised|first\s+raised|disagreed)\s*(?:on|since|:)",
    re.IGNORECASE,
)
# In a first mail, where what it disagrees with is told; and in a later one, which answers our question.
_DECISION = re.compile(
    r"\b(?:decision|outcome)\b(?:[^.\n]{0,60}?)\b(?:made|taken|reached|given|dated|communicated|sent|received|of|on|from|was)\b"
    r"|\b(?:you|they|we|team|panel|meeting|council|service|school|board)\s+(?:(?:have|has|had)\s+)?decided\b",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"^\W{0,9}(?:the|this|that|your|their)\s+decision\s+(?:was|is)\b", re.IGNORECASE)
_BARE = re.compile(r"^\W{0,9}(?:(?:it|was|made|taken|on|the)\s+){0,5}", re.IGNORECASE)
_NONE = re.compile(r"\b(?:no|not|never|before|without|any)\b[^.\n]{0,20}\bdeci", re.IGNORECASE)
_SHORT, _WORDS = 40, 4
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n")
# Beyond this a date is a slip, or of another matter.
_FURTHEST = timedelta(days=730)


def claimed_start(own_words: str, today: date) -> date | None:
    """Return the day before today on which its writer says they first disagreed; None where they say none clearly."""
    for sentence in _SENTENCE.split(own_words):
        cue = _CUE.search(sentence)
        when = dates.find_past(re.sub(r"\bsince\b", "on", sentence[cue.end() :]), today) if cue else None
        day = day_of(when) if when else None
        if day is not None and today - _FURTHEST <= day < today:
            return day
    return None


def decided_on(own_words: str, today: date, *, first: bool) -> date | None:
    """Return the day on which, by its writer's words, the decision was made; in a later mail only a plain sentence says it."""
    cue = _DECISION if first else _ANSWER
    for sentence in _SENTENCE.split(own_words):
        found = None if _NONE.search(sentence) else cue.search(sentence)
        day = _past_day(sentence[found.end() :], today) if found else None
        if day is not None:
            return day
    return None


def bare_day(own_words: str, today: date) -> date | None:
    """Return the day that stands alone on the first line of an answer ("On 13 November."); None where more is said."""
    line = own_words.strip().partition("\n")[0].strip()
    if not line or len(line) > _SHORT:
        return None
    rest = _BARE.sub("", line, count=1)
    return _past_day(rest, today) if rest and len(rest.split()) <= _WORDS else None


def _past_day(text: str, today: date) -> date | None:
    when = dates.find_past(text, today)
    day = day_of(when) if when else None
    return day if day is not None and today - _FURTHEST <= day <= today else None
