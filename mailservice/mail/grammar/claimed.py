"""Since when a disagreement has gone on, as the mail that opens its case claims: shown and counted, never acted on (rule 1.5)."""

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
