"""Whether a text names somebody: by name, whatever its accents and order; by address, whatever its case; by reference.

Start at `words` and `Named`. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mailservice.mail.grammar.references import plain_child

ADDRESS = re.compile(r"[\w.+'&-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2018\u02bc`][^\W_]+)*")
_APOSTROPHES = re.compile(r"['\u2019\u2018\u02bc`]")
_OWNS = re.compile(r"['\u2019\u2018\u02bc`]s$", re.IGNORECASE)
_BETWEEN = r"[\s_./\u00ad\u2010-\u2015\u2212-]{0,3}"
_PARTICLE = re.compile(r"\b(o|d|mc|mac) (?=\w)")
# Letters that are no letter with an accent, as people write them who have no such key.
_BARE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True)
class Word:
    """A word of a text and where it stands; `keys` are the ways in which it may be part of a name."""

    start: int
    end: int
    keys: tuple[str, ...]


def words(text: str) -> Iterator[Word]:
    """Give the words of a text; "O'Neill's" may be oneills or oneill."""
    for found in _WORD.finditer(text):
        yield Word(found.start(), found.end(), _keys(found[0]))


def mailbox(address: str) -> str:
    """Return an address as it is compared: in small letters, without what stands after a plus."""
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}" if local else domain


def ways(name: str) -> tuple[tuple[str, ...], ...]:
    """Return each way in which a name is written, as the keys of its words: also "Whitlock, Sarah", "O Neill" and "ONeill"."""
    parts = tuple(_keys(found[0])[0] for found in _WORD.finditer(name))
    split = tuple(key for found in _WORD.finditer(name) for key in map(_key, _APOSTROPHES.split(found[0])))
    joined = tuple(_PARTICLE.sub(r"\1", " ".join(parts)).split())
    whole = (parts, split, joined)
    turned = [(one[-1], *one[:-1]) for one in whole if len(one) > 1]
    return tuple(dict.fromkeys(one for one in (*whole, *turned) if one))


@dataclass(frozen=True)
class Named:
    """Whoever is looked for in texts, by addresses, names and child references."""

    addresses: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    children: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anybody is looked for at all."""
        return bool(self.addresses or self.names or self.children)

    def is_at(self, address: str) -> bool:
        """Tell whether an address is one of theirs."""
        return bool(address) and mailbox(address) in self.addresses

    def is_called(self, name: str) -> bool:
        """Tell whether a name is one of theirs."""
        return any(set(ways(name)) & set(ways(one)) for one in self.names)

    def in_text(self, text: str) -> bool:
        """Tell whether a text names them."""
        return bool(text) and (self._by_address(text) or self._by_name(text) or self._by_reference(text))

    def perhaps_in(self, text: str, *, theirs: bool) -> bool:
        """Tell whether a text may name them by an initial: with the surname, or alone in what is `theirs`, or names it too."""
        found = list(words(text)) if self.names else []
        if any(True for _ in self._shortened(found)):
            return True
        near = theirs or any(one[-1] in word.keys for name in self.names for one in ways(name)[:1] for word in found)
        return near and any(_initials(name).search(text) for name in self.names)

    def perhaps(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where a text may name them by an initial: "D.W.", "DW", "D. Whitlock"."""
        yield from self._shortened(list(words(text)) if self.names else [])
        for name in self.names:
            yield from ((one.start(), one.end()) for one in _initials(name).finditer(text))

    def _shortened(self, found: Sequence[Word]) -> Iterator[tuple[int, int]]:
        for name in self.names:
            for first, *_, last in (one for one in ways(name)[:1] if len(one) > 1):
                for one, after in pairwise(found):
                    if one.keys[0] == first[0] and one.end - one.start == 1 and last in after.keys:
                        yield one.start, after.end

    def _by_address(self, text: str) -> bool:
        return "@" in text and any(self.is_at(found[0].strip("'.")) for found in ADDRESS.finditer(text))

    def _by_name(self, text: str) -> bool:
        sought = [way for name in self.names for way in ways(name)]
        if not sought:
            return False
        found = list(words(unicodedata.normalize("NFC", text)))
        starts = {way[0] for way in sought}
        return any(matches(found, at, way) for at, one in enumerate(found) if starts & set(one.keys) for way in sought)

    def _by_reference(self, text: str) -> bool:
        return any(reference(one).search(text) for one in self.children)


def matches(found: Sequence[Word], at: int, way: Sequence[str]) -> bool:
    """Tell whether the words of a text from one on are a name."""
    here = found[at : at + len(way)]
    return len(here) == len(way) and all(key in one.keys for key, one in zip(way, here, strict=True))


@lru_cache(maxsize=256)
def _initials(name: str) -> re.Pattern[str]:
    """Return what finds the initials of a name in capitals: of all its parts, or the first and last; of one part nothing."""
    parts = [found[0][0].upper() for found in _WORD.finditer(name)]
    each = dict.fromkeys((tuple(parts), (parts[0], parts[-1]))) if len(parts) > 1 else {}
    ways_of_it = "|".join(r"\.?[ \u00a0]?".join(map(re.escape, one)) for one in each)
    return re.compile(rf"(?<![\w.])(?:{ways_of_it})(?!\w)\.?" if each else r"(?!)")


@lru_cache(maxsize=256)
def reference(child: str) -> re.Pattern[str]:
    """Return what finds a child's reference in a text, however it is spaced and hyphened."""
    letters = _BETWEEN.join(map(re.escape, plain_child(child)))
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


def known(names: Iterable[str]) -> dict[str, list[tuple[str, ...]]]:
    """Return ways of writing these names by their first word, the longest first: to look each word of a text up once."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for way in sorted({way for name in names for way in ways(name)}, key=lambda one: (-len(one), one)):
        found.setdefault(way[0], []).append(way)
    return found


@lru_cache(maxsize=16_384)
def _keys(word: str) -> tuple[str, ...]:
    """Return a word as it may be part of a name; of one that owns something also without its 's."""
    return tuple(dict.fromkeys(_key(one) for one in (word, _OWNS.sub("", word))))


def _key(word: str) -> str:
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", word))
    return "".join(one for one in plain if not unicodedata.combining(one)).casefold().translate(_BARE)
