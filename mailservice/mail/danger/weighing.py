"""What sentences hold that tells of danger or against it, and what that weighs.

A trait is the stem of a word (`bruis`), two stems in a row (`on_his`), a kind of sign (`HURT`), that kind by a phrase (`HURT+`),
or one that is denied (`HURT-`, and `DENIED` of any). `weights` is the table of them.
"""

from collections.abc import Container, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache
from itertools import pairwise, product
from math import sqrt
from typing import Any, NamedTuple

from mailservice.mail.danger.clauses import Word, forms, sentences
from mailservice.mail.danger.denial import denied
from mailservice.mail.danger.harm import HARM, PLAIN
from mailservice.mail.danger.signs import AWAY, NEAR, PEOPLE

TOGETHER = 2
"""Sentences that are heard together: "He has her. She is four." """
EVEN = 5
"""Traits that are added to the number of a text's own, so that a text of two words does not weigh too much."""
_ENDINGS = ("ingly", "edly", "ings", "ing", "ies", "ied", "ed", "es", "ly", "s", "y", "e")
_FAR = frozenset({"DISTANT", "LEARN", "OVER+", "QUOTE+"})
_HERE = ""
_ROOT = 3
"""Letters that a stem keeps."""


class _Lexicon(NamedTuple):
    words: dict[str, set[str]]
    beginnings: dict[str, set[str]]
    phrases: dict[str, Any]
    """A tree: below each word those that may follow; below `_HERE` the kinds of the phrase that ends with it."""


@cache
def _lexicon() -> _Lexicon:
    """Return the signs as they are looked up."""
    book = _Lexicon({}, {}, {})
    for kind, signs in (PEOPLE | HARM | NEAR | AWAY | PLAIN).items():
        for word in signs.words.split():
            (book.beginnings if word.endswith("*") else book.words).setdefault(word.rstrip("*"), set()).add(kind)
        for phrase in {one for text in signs.phrases.split(";") for one in _readings(text)}:
            branch = book.phrases
            for form in phrase:
                branch = branch.setdefault(form, {})
            branch.setdefault(_HERE, []).append(kind)
    return book


def _readings(phrase: str) -> set[tuple[str, ...]]:
    """Return a phrase in plain forms, once for each choice of its words."""
    choices = [[_plain(word) for word in item.split("|")] for item in phrase.split()]
    return {tuple(form for word in one for form in word) for one in product(*choices)} - {()}


def _plain(word: str) -> tuple[str, ...]:
    return (word,) if word[0] in "#/?'" else forms(word)


@lru_cache(maxsize=50_000)
def kinds(form: str) -> frozenset[str]:
    """Return the kinds of sign that a word is by itself."""
    book = _lexicon()
    begun = (book.beginnings.get(form[:length], set()) for length in range(_ROOT, len(form) + 1))
    return frozenset(book.words.get(form, set()).union(*begun))


@lru_cache(maxsize=50_000)
def stem(form: str) -> str:
    """Return a word without its ending, roughly: enough that "strangled" and "strangling" are one."""
    ending = next((one for one in _ENDINGS if form.endswith(one) and len(form) - len(one) >= _ROOT), "")
    root = form.removesuffix(ending) if form.isalpha() else form
    doubled = len(root) > _ROOT + 1 and root[-1] == root[-2] and root[-1] not in "aeiouls"
    return root[:-1] if doubled else root


def _phrases(forms: Sequence[str]) -> Iterator[tuple[range, str]]:
    """Yield the places of each phrase, and its kind."""
    tree = _lexicon().phrases
    for here, form in enumerate(forms):
        branch, end = tree.get(form), here + 1
        while branch:
            for kind in branch.get(_HERE, ()):
                yield range(here, end), kind
            branch = branch.get(forms[end]) if end < len(forms) else None
            end += 1


Traits = dict[str, set[int]]
"""What one sentence holds: each trait, with the places of its words."""


def traits(words: Sequence[Word], pairs: Container[str] | None = None) -> Traits:
    """Return what a sentence holds, of two stems in a row only those that are asked for.

    Of a sign that is denied wherever it stands, only the denial counts.
    """
    plain = [word.form for word in words]
    signs: Traits = {}
    taken: set[int] = set()
    for at, kind in _phrases(plain):
        signs.setdefault(kind, set()).update(at)
        signs.setdefault(kind + "+", set()).update(at)
        taken.update(() if kind in AWAY else at)
    for here, form in enumerate(plain):
        for kind in kinds(form):
            signs.setdefault(kind, set()).add(here)
    no = denied(plain, taken)
    found = _undenied(signs, no)
    stems = [stem(form) for form in plain]
    for here, one in enumerate(stems):
        if here not in no or not (kinds(plain[here]) & HARM.keys()):
            found.setdefault(one, set()).add(here)
    for here, pair in enumerate(pairwise(stems)):
        both = "_".join(pair)
        if pairs is None or both in pairs:
            found.setdefault(both, set()).update((here, here + 1))
    return found


def _undenied(signs: Traits, no: set[int]) -> Traits:
    found: Traits = {}
    for trait, at in signs.items():
        kind = trait.rstrip("+")
        if kind in PLAIN and (at <= no or "DISTANT" in signs):
            continue
        if kind in HARM and at <= no:
            found[kind + "-"] = found["DENIED"] = at
        else:
            found[trait] = at
    return found


class Passage(NamedTuple):
    """Sentences that are heard together."""

    first: int
    """Which of its paragraph's sentences it begins with."""
    sentences: tuple[tuple[Sequence[Word], Traits], ...]

    @property
    def traits(self) -> set[str]:
        """All that its sentences hold."""
        return {trait for _, held in self.sentences for trait in held}


def passages(text: str, pairs: Container[str] | None = None) -> Iterator[list[Passage]]:
    """Yield each paragraph's passages: every sentence, and every one with the next."""
    now: list[tuple[Sequence[Word], Traits]] = []
    for words in (*sentences(text), []):
        if words:
            now.append((words, traits(words, pairs)))
        elif now:
            yield [
                Passage(first, tuple(now[first:end]))
                for first in range(len(now))
                for end in range(first + 1, min(first + TOGETHER, len(now)) + 1)
            ]
            now = []


def weigh(held: AbstractSet[str], weights: dict[str, float]) -> float:
    """Return what the traits of a passage weigh: towards danger above zero, before the line that is drawn."""
    known = [weights[trait] for trait in held if trait in weights]
    return sum(known) / sqrt(len(known) + EVEN)


def plainly(passage: Passage) -> bool:
    """Tell whether one sentence says it in plain speech, and nothing in it tells of training, of a quotation or of long ago.

    That is enough by itself: the texts that the weights come from say "suicidal" in harm's way and out of it alike.
    """
    held = passage.traits
    return len(passage.sentences) == 1 and "PLAIN" in held and not held & _FAR
