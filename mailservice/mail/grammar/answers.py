"""Whether somebody's own words are a plain yes or a plain no to one question (rule 9.5)."""

import re

from mailservice.cases.history.commands import Answer
from mailservice.mail.grammar import extras

_YES = re.compile(
    r"\W{0,3}(?:(?:ok|okay|oh|ah|hi|hello|hiya|dear|thanks|thank you|helo|bore da)(?: (?:all|both|there"
    r"|team))?[\s,.!-]{1,3}){0,2}"
    r"(?P<yes>yes|yep|yeah|yup|ie|ydw|ydy|ydi|ydyn|oes|iawn)"
    r"(?![\w'\u2019])(?:[\s,.!\u2013-]{1,3}(?:yes|please|please do|do|i do|we do|it is|it has|it was|i did|we did"
    r"|that['\u2019]?s (?:right|correct)"
    r"|that is (?:right|correct)|of course|indeed|correct|go ahead)(?![\w'\u2019])){0,2}",
    re.IGNORECASE,
)
# What says yes to something, but not the word: it is asked about.
_ALMOST = re.compile(
    "\\W{0,3}(?:[\U0001f44d\U0001f44c\u2705]|(?:correct|sure|of course|absolutely|certainly|definitely|indeed"
    "|(?:please )?go ahead"
    "|i (?:do|did) indeed|that(?:['\u2019]?s| is) (?:right|correct|it))(?![\\w'\u2019]))",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\W{0,3}(?:(?:hi|hello|sorry|hiya|dear|thanks|well)(?: (?:all|both|there|team|but))?[\s,.!-]{1,3}){0,2}"
    r"(?:no|nope|nah|na|nac (?:ydw|ydy|ydi|oes)|not at all|absolutely not|definitely not|certainly not"
    r"|not agreed)(?![\w'\u2019])"
    r"(?P<rest>.{0,200})",
    re.IGNORECASE | re.DOTALL,
)
# "No problem" refuses nothing, and "no need" or "no change" answers something else.
_NO_REFUSAL = re.compile(
    r"[\s,.!-]{0,3}(?:problems?|worries|prob|bother|probs|need|change|changes|concerns?|issues?|objections?"
    r"|objection|further|more|comments?|news"
    r"|doubt|rush|hurry|idea|reply|answer|one|longer|visit|contact|response|go ahead|please go"
    r"|that['\u2019]?s (?:fine|ok|okay|great|good)|it['\u2019]?s fine"
    r"|fine|all good|happy with|i agree|we agree|agreed|carry on|you go)\b",
    re.IGNORECASE,
)
_LONGEST = 20_000


def answer(own: str) -> Answer:
    """Return what the whole of somebody's own words says: a plain yes, a plain no, a yes with more, or neither."""
    text = own.strip()[:_LONGEST]
    found = _YES.match(text)
    if found:
        return "yes" if extras.adds_nothing(text[found.end() :]) else "yes and more"
    if _ALMOST.match(text):
        return "yes and more"
    refused = _NO.match(text)
    return "no" if refused and not _NO_REFUSAL.match(refused["rest"]) and "?" not in refused["rest"][:3] else ""


def is_bare(own: str, found: Answer) -> bool:
    """Tell whether nothing was written but this yes or no: then there is nothing else to ask about."""
    refused = _NO.match(own.strip()[:_LONGEST]) if found == "no" else None
    return found == "yes" or bool(refused and extras.adds_nothing(refused["rest"]))
