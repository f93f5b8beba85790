"""How a text names what a policy lists by its `words`: in any case, a star for any ending. Pure."""

import re
from collections.abc import Iterable


def names(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text has one of the words, as they stand in a policy."""
    text = " ".join(text.casefold().split())
    return any(stands_in(text, word.casefold()) for word in words)


def stands_in(text: str, word: str) -> bool:
    """Tell whether a text, in small letters and single spaces, has one word or phrase of a policy."""
    if word.partition("*")[0] not in text:  # most often it is not, and this is found out fast
        return False
    plain = re.escape(word).replace(r"\*", r"\w*")
    return re.search(rf"\b{plain}\b", text) is not None
