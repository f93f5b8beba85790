"""What is blacked out of a pack, and the mark that stands in its place: start at `Cuts.text`. Asked for by a small TOML file.

A name is found however it is joined or spelled (`ellie.brown`, `BROWN, Ellie`, without its accent); a passage sentence by
sentence, however it is broken into lines or quoted, and where a letter of ours has only its beginning. What stands in a file that
is no text cannot be looked for: it is withheld, unless somebody says to have looked into it.
"""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from mailservice.errors import Problem, UserError

# Every mark that stands for what was cut, as page and PDF make it stand out.
MARK = r"\[(?:name|passage|attachment) [0-9]+ cut\]"
_KEYS = ("names", "passages", "attachments", "looked_into")
_WORD = re.compile(r"[^\W_]+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
_FEWEST = 3  # words of a sentence that is looked for by itself, and of the beginning of one
_LEFT_OUT = re.compile(r"[\W_]{0,40}\[…\]")


@dataclass(frozen=True)
class Cut:
    """One thing to be blacked out: how it was asked for, the mark, and the words of each piece of it, folded."""

    what: str
    asked: str
    mark: str
    pieces: tuple[tuple[str, ...], ...]


@dataclass
class Cuts:
    """Everything to be blacked out of one pack. `found` counts what was; `withheld` names the files that were not looked into."""

    cuts: tuple[Cut, ...] = ()
    attachments: tuple[str, ...] = ()
    looked_into: tuple[str, ...] = ()
    found: Counter[str] = field(default_factory=Counter)
    withheld: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        pieces = [(cut, piece) for cut in self.cuts for piece in cut.pieces]
        self._names = [(cut, _pattern(piece)) for cut, piece in pieces if cut.what == "name"]
        self._passages = defaultdict[tuple[str, ...], list[tuple[Cut, tuple[str, ...]]]](list)
        for cut, piece in pieces:
            if cut.what == "passage":
                self._passages[piece[:_FEWEST]].append((cut, piece))

    def __bool__(self) -> bool:
        return bool(self.cuts or self.attachments)

    def text(self, text: str) -> str:
        """Return a text with a mark wherever something of it is cut."""
        if not self.cuts or not text:
            return text
        folded, places = _folded(text)
        spans = [
            (match.start(), match.end(), cut) for cut, pattern in self._names for match in pattern.finditer(folded)
        ]
        spans += self._in(folded) if self._passages else ()
        return self._marked(text, places, spans) if spans else text

    def _in(self, folded: str) -> Iterator[tuple[int, int, Cut]]:
        """Give where passages stand in a text, word by word: whole, or as far as a letter that shortens them goes."""
        words = [(match[0], match.start(), match.end()) for match in _WORD.finditer(folded)]
        plain = [word for word, _, _ in words]
        for place in range(len(words)):
            for length in {len(begins) for begins in self._passages}:
                for cut, piece in self._passages.get(tuple(plain[place : place + length]), ()):
                    same = sum(
                        1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(piece, plain[place:], strict=False))
                    )
                    end = words[place + same - 1][2]
                    if same == len(piece) or _LEFT_OUT.match(folded, end):
                        yield words[place][1], end, cut

    def _marked(self, text: str, places: list[int] | range, spans: list[tuple[int, int, Cut]]) -> str:
        made, at = list[str](), 0
        for start, end, cut in sorted(spans, key=lambda one: (one[0], -one[1])):
            self.found[cut.asked] += 1
            first, last = places[start], places[end - 1] + 1
            while last < len(text) and unicodedata.combining(text[last]):
                last += 1
            if last <= at:
                continue
            made += [text[at:first], cut.mark] if first >= at else [cut.mark]
            at = last
        return "".join([*made, text[at:]])

    def holds(self, text: str) -> bool:
        """Tell whether something of a text is cut."""
        return self.text(text) != text

    def file(self, name: str) -> str:
        """Return the name of a file as the pack shows it."""
        for number, one in enumerate(self.attachments, 1):
            if _folded(one)[0] == _folded(name)[0]:
                self.found[one] += 1
                return f"[attachment {number} cut]"
        return self.text(name)

    def keeps(self, name: str, *, is_text: bool) -> bool:
        """Tell whether a file may stay: it is not cut, and it is text, or somebody has looked into it."""
        if any(_folded(one)[0] == _folded(name)[0] for one in self.attachments):
            return False
        if is_text or name in self.looked_into or not self.cuts:
            return True
        self.withheld[name] += 1
        return False

    @property
    def missing(self) -> tuple[str, ...]:
        """What was asked for and stands nowhere."""
        return tuple(one for one in (*(cut.asked for cut in self.cuts), *self.attachments) if not self.found[one])


def load(raw: bytes, file: str) -> Cuts:
    """Return what a TOML file asks for; UserError with every fault of it."""
    try:
        asked: dict[str, Any] = tomllib.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise UserError([Problem(file, "", f'is not TOML ({fault}): write lines like names = ["…"]')]) from None
    faults = [
        Problem(file, key, f"is no key of this file: write {', '.join(_KEYS)}") for key in asked if key not in _KEYS
    ]
    for key in _KEYS:
        value = asked.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
            faults.append(Problem(file, key, 'write a list of texts, like ["…", "…"]'))
        elif key in ("names", "passages"):
            faults += [
                Problem(file, key, "holds nothing to look for: write words") for one in value if not _WORD.search(one)
            ]
    if not any(asked.get(key) for key in _KEYS[:3]):
        faults.append(Problem(file, "", "asks for nothing: write names, passages or attachments"))
    if faults:
        raise UserError(faults)
    names = [
        Cut("name", one, f"[name {number} cut]", _name(one)) for number, one in enumerate(asked.get("names", []), 1)
    ]
    passages = [
        Cut("passage", one, f"[passage {number} cut]", _passage(one))
        for number, one in enumerate(asked.get("passages", []), 1)
    ]
    return Cuts((*passages, *names), tuple(asked.get("attachments", [])), tuple(asked.get("looked_into", [])))


def _name(name: str) -> tuple[tuple[str, ...], ...]:
    words = tuple(_WORD.findall(_folded(name)[0]))
    return (words, tuple(reversed(words))) if len(words) > 1 else (words,)


def _passage(passage: str) -> tuple[tuple[str, ...], ...]:
    whole = tuple(_WORD.findall(_folded(passage)[0]))
    each = [tuple(_WORD.findall(_folded(one)[0])) for one in _SENTENCE.split(passage)]
    return (whole, *(one for one in each if len(one) >= _FEWEST and one != whole))


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the words of a name one after another, however they are joined."""
    joined = r"[\W_]{0,8}".join(map(re.escape, words))
    return re.compile(rf"(?<![^\W_]){joined}(?![^\W_])")


def _folded(text: str) -> tuple[str, list[int] | range]:
    """Return a text in small letters without accents and what is not seen, and for each letter its place in the text."""
    if text.isascii():
        return text.lower(), range(len(text))
    letters, places = list[str](), list[int]()
    for place, letter in enumerate(text):
        for one in unicodedata.normalize("NFKD", letter).casefold() if letter != "…" else letter:
            if unicodedata.category(one) not in ("Mn", "Cf"):
                letters.append(one)
                places.append(place)
    return "".join(letters), places
