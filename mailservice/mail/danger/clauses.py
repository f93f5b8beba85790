"""A text as sentences of plain words, each with its place in the text."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"[^\W\d_]{1,40}(?:['\u2019\u2018`][^\W\d_]{1,10})?|\d{1,12}|[.!?;:,()/\u2013\u2014]|(?<![^\W_])-|-(?![^\W_])|\n"
)
# Contractions written without their mark, and those whose halves are no words.
_WHOLE = {
    "cannot": ("can", "n't"), "won't": ("will", "n't"), "can't": ("can", "n't"), "shan't": ("will", "n't"),
    "not": ("n't",), "gonna": ("going", "to"), "im": ("i", "'m"), "ive": ("i", "'ve"), "whos": ("who", "'s"),
    "cant": ("can", "n't"), "wont": ("will", "n't"), "shes": ("she", "'s"), "hes": ("he", "'s"),
    "thats": ("that", "'s"), "theres": ("there", "'s"), "theyre": ("they", "'re"), "theyve": ("they", "'ve"),
    "youre": ("you", "'re"), "e": ("e",),
}  # fmt: skip
_BARE = re.compile(r"(do|does|did|is|are|was|were|has|have|had|could|would|should|ai)n['\u2019\u2018`]?t")
_LONGEST = 60
"""Words of one sentence: what runs on is cut, so that no text is slow."""
_YEAR = 4
_LINE = 60
"""Characters of a line that was wrapped; a shorter one that a capital follows is a sentence of its own."""


def words(text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(text.split())


class Word(NamedTuple):
    """A word in its plain form (lower case, contractions apart, a number as `#`), and its place in the text."""

    form: str
    start: int
    end: int


@lru_cache(maxsize=20_000)
def forms(token: str) -> tuple[str, ...]:
    """Return the plain forms of a token: two of a contraction, else one."""
    plain = _spelt(token.lower().translate({0x2019: "'", 0x2018: "'", 0x60: "'"}))
    if plain[0].isdigit():
        return ("999" if plain == "999" else "#y" if plain[:2] in ("19", "20") and len(plain) == _YEAR else "#",)
    if plain in _WHOLE:
        return _WHOLE[plain]
    if bare := _BARE.fullmatch(plain):
        return (bare[1], "n't")
    head, mark, tail = plain.partition("'")
    return (head, mark + tail) if mark else (plain,)


# Words that are often written with a letter lost, doubled or changed over, and must not be missed for it.
_OFTEN_WRONG = words(
    """suicidal suicide unconscious unresponsive strangled strangling overdose overdosed threatened threatening threatens bruises
    bruised bruising bleeding methadone paracetamol trafficked exploited assaulted breathing swallowed pregnant machete kidnapped
    abducted disappeared disclosed terrified frightened beaten tonight psychotic immediately"""
)
_SHORTEST = 6


@cache
def _slips() -> dict[str, str]:
    """Return what those words become with a letter lost or two changed over."""
    lost = {word[:at] + word[at + 1 :]: word for word in _OFTEN_WRONG for at in range(1, len(word) - 1)}
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]: word
        for word in _OFTEN_WRONG
        for at in range(1, len(word) - 1)
    }
    return {
        slip: word for slip, word in (lost | swapped).items() if len(slip) >= _SHORTEST and slip not in _OFTEN_WRONG
    }


def _spelt(plain: str) -> str:
    if len(plain) < _SHORTEST or plain in _OFTEN_WRONG:
        return plain
    one_too_many = (plain[:at] + plain[at + 1 :] for at in range(1, len(plain) - 1))
    return _slips().get(plain) or next((word for word in one_too_many if word in _OFTEN_WRONG), plain)


def sentences(text: str) -> list[list[Word]]:
    """Return the sentences of a text in order; an empty one stands where a paragraph ends."""
    found: list[list[Word]] = []
    now: list[Word] = []
    line = 0
    for token in _TOKEN.finditer(text):
        kind = token[0]
        if kind == "\n":
            blank, next_line = not text[line : token.start()].strip("\r\t >"), text[token.end() : token.end() + 1]
            if now and (blank or (token.start() - line < _LINE and not next_line.islower())):
                found.append(now)
                now = []
            if blank and found and found[-1]:
                found.append([])
            line = token.end()
        elif kind in ".!?" and not text[token.end() : token.end() + 1].isalnum():
            now += [Word("?", *token.span())] if kind == "?" else []
            found += [now] if now else []
            now = []
        elif kind not in ".!":
            now += [Word(form, *token.span()) for form in forms(kind)]
            if len(now) >= _LONGEST:
                found.append(now)
                now = []
    return [*found, now] if now else found
