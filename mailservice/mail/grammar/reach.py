"""How far a text is read: as far as anybody writes, and past that for words that call for attention. Pure.

What is beyond is kept, and no word towards quiet acts beside it unread.
"""

import re

from mailservice.cases.history.words import WORDS
from mailservice.mail.grammar.lines import one_of

_FAR, _MOST_LINES = 20_000, 2_000  # characters, some seven pages
_MOST = 50  # lines that call from beyond
_CALLS = one_of(name for word in WORDS.values() if word.direction == "attention" for name in word.names)
_CALL = re.compile(rf"^[^\w\n]{{0,12}}(?:{_CALLS})\b[^\n]{{0,400}}", re.IGNORECASE | re.MULTILINE)


def near(text: str) -> str:
    """Return as much of a text as is read, in whole lines."""
    if len(text) > _FAR:
        text = text[: text.rfind("\n", 0, _FAR) + 1 or _FAR]
    return text if text.count("\n") <= _MOST_LINES else "\n".join(text.split("\n", _MOST_LINES)[:-1])


def calling(text: str) -> str:
    """Return as much of a text as is read for attention: the near lines, and those beyond that begin with such a word."""
    begin = near(text)
    calls = [found[0] for _, found in zip(range(_MOST), _CALL.finditer(text, len(begin)), strict=False)]
    return "\n\n".join([begin, *calls]) if calls else begin
