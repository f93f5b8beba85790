"""A yes with a word of ours in it: "yes, RESOLVED", as our letter asks for where a sender is in doubt (rule 10).

Start at `yes_to`. What stands beside them is given too: a yes with a reserve is no plain one.
"""

import re

from mailservice.cases.history.commands import YesTo
from mailservice.cases.history.words import Verb
from mailservice.mail.grammar import answers, extras
from mailservice.mail.grammar.lines import spoken_at

_MOST = 6  # words that one yes names
_LONGEST = 4_000
_MARKS = "\\s,.;:!\"'\u201c\u201d\u2018\u2019*\u2013\u2014-"
_IT_WAS = r"(?:(?:it|that) was me|this is me|i (?:wrote|sent|said|meant|confirm)(?: (?:it|this|that))?)(?!\w)"
_YES = re.compile(
    rf"[{_MARKS}]{{0,4}}(?:yes|yep|yeah|yup|aye|ie|ydw)(?![\w'\u2019])[{_MARKS}]{{0,8}}(?:{_IT_WAS}[{_MARKS}]{{0,8}})?",
    re.IGNORECASE,
)
_YES_BEHIND = re.compile(rf"[{_MARKS}]{{1,8}}(?:yes|ie|ydw)(?![\w'\u2019])", re.IGNORECASE)
_BESIDE = re.compile(rf"[{_MARKS}]{{1,8}}{_IT_WAS}", re.IGNORECASE)
_BETWEEN = re.compile(rf"[&{_MARKS}]{{1,8}}(?:and(?!\w)[{_MARKS}]{{0,4}})?", re.IGNORECASE)


def yes_to(own: str, names: frozenset[str] = frozenset()) -> YesTo | None:
    """Return the words of ours that a mail's own words say yes to, before or behind them; None where they do not."""
    text = answers.ungreeted(own)[:_LONGEST]
    before = _YES.match(text)
    verbs, rest = _words(text[before.end() :] if before else text)
    if not verbs:
        return None
    behind = None if before else _YES_BEHIND.match(rest)
    if before is None and behind is None:
        return None
    rest = rest[behind.end() :] if behind else rest
    beside = _BESIDE.match(rest)
    rest = rest[beside.end() :] if beside else rest
    spent = extras.adds_nothing(rest.strip(" ,.;:!-\u2013\u2014"), names=names) or extras.adds_nothing(
        rest, names=names
    )
    return YesTo(verbs, "" if spent else rest.strip())


def _words(text: str) -> tuple[tuple[Verb, ...], str]:
    """Return the words of ours that a text begins with, one behind the other, and what is left of it."""
    verbs: list[Verb] = []
    rest = text
    while len(verbs) < _MOST:
        between = _BETWEEN.match(rest) if verbs else None
        line = rest[between.end() :] if between else rest
        spoken = spoken_at(line.split("\n", 1)[0]) if between or not verbs else None
        if spoken is None or spoken.dry_run:
            break
        verbs.append(spoken.word.name)
        rest = line[spoken.after :]
    return tuple(dict.fromkeys(verbs)), rest
