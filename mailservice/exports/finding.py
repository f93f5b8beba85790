"""Where words stand in what was written in a case: `find(transcript, words)`. Neither capitals nor line breaks matter.

What was written is what people wrote, and our letters as they were sent; the record's own telling is not searched. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailservice.cases.told.transcript import Entry, Transcript

_PLAIN = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_QUOTED = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_APART = re.compile(r"\n\s*\n|\n(?=\s*[-*\u2022] )")
_ITEM = re.compile(r"\s*[-*\u2022] ")
_ENDS = re.compile(r"(?<=[.!?])\s+")

Patterns = Sequence[re.Pattern[str]]


@dataclass(frozen=True)
class Found:
    """Words found in a mail or letter: when and by whom it was written, as the record tells it, and the sentence.

    `marks` are where in the sentence the words begin and end.
    """

    at: datetime
    said: str
    sentence: str
    marks: tuple[tuple[int, int], ...]


def find(told: Transcript, words: Sequence[str]) -> list[Found]:
    """Return where all of these words stand in one mail, or in one paragraph of a letter; each by its beginning.

    Our letters are long, and say much the same to everybody: what one quotes of what was found already is left out.
    """
    patterns = [_pattern(word) for word in words]
    found: list[Found] = []
    for entry in told.entries:
        for sentence in _sentences_with(patterns, entry, found):
            marks = sorted(hit.span() for pattern in patterns for hit in pattern.finditer(sentence))
            found.append(Found(entry.at, entry.said, sentence, tuple(marks)))
    return found


def _sentences_with(patterns: Patterns, entry: Entry, before: Sequence[Found]) -> Iterator[str]:
    shown = [one.sentence for one in before]
    own = _held(patterns, _paragraphs(entry.words))
    if own and not any(own in one.sentence for one in before if one.at == entry.at):
        yield own
        shown.append(own)
    for paragraph in _paragraphs(entry.letter):
        told = _held(patterns, [paragraph])
        if told and not any(told in one for one in shown):
            yield told
            shown.append(told)


def _held(patterns: Patterns, paragraphs: Sequence[str]) -> str:
    """Return the fewest sentences that hold every word between them, the fullest first; nothing if one is missing."""
    whole = " ".join(paragraphs)
    if not all(pattern.search(whole) for pattern in patterns):
        return ""
    sentences = [one for paragraph in paragraphs for one in _ENDS.split(paragraph)]
    fullest = sorted(sentences, key=lambda one: -sum(bool(pattern.search(one)) for pattern in patterns))
    held = [next(one for one in (*fullest, whole) if pattern.search(one)) for pattern in patterns]
    return " … ".join(dict.fromkeys(held))


def _paragraphs(text: str) -> list[str]:
    """Return the text in plain letters: an item of a list is a paragraph too, and quoted lines are like any other."""
    parts = _APART.split(_QUOTED.sub("", text.translate(_PLAIN)))
    return [" ".join(_ITEM.sub("", part, count=1).split()) for part in parts if part.strip()]


def _pattern(word: str) -> re.Pattern[str]:
    plain = re.escape(" ".join(word.translate(_PLAIN).split()))
    return re.compile(rf"(?<!\w){plain}", re.IGNORECASE)
