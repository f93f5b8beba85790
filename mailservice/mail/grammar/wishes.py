"""Wishes in plain words: what somebody seems to want, asked about by one question and never acted on (rule 9.5).

Start at `found`. The rows stand in `settling`, `consenting`, `going_on` and `delaying`: one for each way of saying it.
"""

import re
from collections.abc import Iterator

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar import consenting, delaying, going_on, settling
from mailservice.mail.grammar.wish import UNLESS

WISHES = (*settling.SETTLING, *consenting.CONSENTING, *going_on.GOING_ON, *delaying.DELAYING)
# Several of these in one mail are one wish: the first in this order is asked about.
SETTLING = (
    Verb.RESOLVED, Verb.WITHDRAW, Verb.AGREE, Verb.OVERTAKEN, Verb.MET, Verb.PLAN, Verb.DONE, Verb.RECEIVED,
)  # fmt: skip
# The words offered, as our letters do it, and the head of another mail: nobody wishes for anything in them.
_OFFERS = re.compile(
    r"\b(?:RESOLVED|AGREE|DISAGREE|ESCALATE|OBJECT|WITHDRAW)\b[ ,/]{1,3}"
    r"(?:or |and )?(?:RESOLVED|AGREE|DISAGREE|ESCALATE|OBJECT|WITHDRAW)\b"
    r"|^(?:from|to|cc|subject|sent|date): "
)
_HOW = tuple((wish, re.compile("|".join(f"(?:{one})" for one in wish.how), re.IGNORECASE)) for wish in WISHES)


def found(sentence: str) -> Iterator[tuple[Verb, str]]:
    """Yield each word that a sentence wishes for in plain words, and what follows it there."""
    if _OFFERS.search(sentence):
        return
    for wish, how in _HOW:
        heard = how.search(sentence)
        if heard and not any(UNLESS[one].search(sentence) for one in wish.unless):
            yield wish.verb, sentence[heard.end() :]
