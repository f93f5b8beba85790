"""Whether a text is in a language in which danger is read at all: English or Welsh."""

import re

from mailservice.mail.danger.finding import table
from mailservice.mail.danger.weighing import kinds, stem

_ENGLISH = """the and that with for she they this have has had her his their you are not be been from by will would my it our your
    which there who what when but can could should about were him them than into please thank thanks of re is was on at we"""
_WELSH = """mae yn y yr ac ar wedi nid fod hi ei eu gan ond hefyd roedd bod wrth fel oedd nad sydd dydy ddim nhw chi ni fy hynny
    hwn hon gyda heb am o i dyw cael gwneud plentyn fam"""
_SMALL = frozenset((_ENGLISH + " " + _WELSH).split())
_WORD = re.compile(r"[^\W\d_]{1,40}(?:['\u2019][^\W\d_]{1,10})?")
_LENGTH = 60
"""Letters below which a text tells nothing of its language: a name, a time, a thank-you."""
_SHARE = 0.3
"""The least share of words that are known, as small ones or as signs: in a police log one in two, in other tongues one in ten."""
_ENOUGH = 20_000
"""Characters that are looked at."""


def reads(text: str) -> bool:
    """Tell whether danger would be heard in a text; False where one of some length is mostly in another language."""
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text[:_ENOUGH])]
    if sum(map(len, words)) < _LENGTH:
        return True
    return sum(map(_known, words)) >= _SHARE * len(words)


def _known(word: str) -> bool:
    return word in _SMALL or bool(kinds(word)) or stem(word) in table()
