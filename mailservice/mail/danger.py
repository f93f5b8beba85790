"""Words of danger in what a person newly wrote: harm now, or a disclosure that cannot wait (rules, section 8).

Start at `phrases`. Pure; who is told is for `cases.opening.danger`.
"""

import re

# Few and plain: each says that something may happen now. A false alarm costs one telephone call, a missed word more.
_WORDS = re.compile(
    r"\b(?:(?:immediate|imminent|grave) (?:danger|risk|harm)|in danger (?:now|today|tonight)|life[- ]threatening"
    r"|(?:not|isn't|isn\u2019t) safe (?:now|today|tonight|at home)|(?:may|might|could|will) (?:be killed|die)"
    r"|(?:threaten(?:s|ed|ing)?|going|wants|tried) to (?:kill|harm|stab|hurt)|kill (?:her|him|them|it)(?:self|selves)?"
    r"|strangl\w+|suicid\w+|overdos\w+|unconscious|bleeding|with a (?:knife|gun|weapon))\b",
    re.IGNORECASE,
)
# A denial stands close before what it denies: "if she goes home" and "not one visit, and he …" deny nothing.
_DENIED = re.compile(r"\b(?:no|not|never|without|nor|any)\b[^.,;:!?\n]{0,25}$", re.IGNORECASE)


def phrases(text: str) -> tuple[str, ...]:
    """Return each phrase that speaks of danger, as it was written and in order; none where there is none."""
    found = (one for one in _WORDS.finditer(text) if not _DENIED.search(text[: one.start()]))
    return tuple(dict.fromkeys(one[0] for one in found))
