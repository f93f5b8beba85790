"""A text as sentences of plain words, each with its place in the text, and what of them is denied."""

import re
from collections.abc import Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]{1,40}(?:['\u2019\u2018`][^\W\d_]{1,10})?|\d{1,12}|[.!?;:,()/\u2013\u2014]|(?<![^\W_])-|-(?![^\W_])|\n")
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
_LINE = 60
"""Characters of a line that was wrapped; a shorter one that a capital follows is a sentence of its own."""


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
        return (plain if plain == "999" else "#",)
    if plain in _WHOLE:
        return _WHOLE[plain]
    if bare := _BARE.fullmatch(plain):
        return (bare[1], "n't")
    head, mark, tail = plain.partition("'")
    return (head, mark + tail) if mark else (plain,)


# Words that are often written with a letter lost, doubled or changed over, and must not be missed for it.
_OFTEN_WRONG = frozenset(
    "suicidal suicide unconscious unresponsive strangled strangling overdose overdosed threatened threatening threatens"
    " bruises bruised bruising bleeding methadone paracetamol trafficked exploited assaulted breathing swallowed pregnant machete"
    " kidnapped abducted disappeared disclosed terrified frightened beaten tonight psychotic immediately".split()
)
_SHORTEST = 6


@cache
def _slips() -> dict[str, str]:
    """Return what those words become with a letter lost or two changed over."""
    lost = {word[:at] + word[at + 1 :]: word for word in _OFTEN_WRONG for at in range(1, len(word) - 1)}
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]: word for word in _OFTEN_WRONG for at in range(1, len(word) - 1)
    }
    return {slip: word for slip, word in (lost | swapped).items() if len(slip) >= _SHORTEST and slip not in _OFTEN_WRONG}


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


# What denies, and how it looks as if: "no doubt that", "nobody is with him", "cannot rule out".
_DENIES = frozenset("no nil n't never without denies denied denying deny neither nor none negative excludes excluded zero".split())
_DENIES_NOTHING = frozenset(
    "doubt question answer reply response bed beds one way choice option adult adults worker unit only dispute deny denied disputing"
    " denying rule ruled exclude sure certain wonder time idea money food heating longer just until yet home able know want even".split()
)
_UNABLE = frozenset("can could will would must should may might".split())
_ENDS = frozenset(
    ", ; : ( ) - \u2013 \u2014 ? but although though however because so when while who that which as until unless except yet since if after before"
    " where whereas despite then".split()
)
_SUBJECTS = frozenset("i he she it they we you there mum dad mother father is was has had are were 's this that".split())
_NOUNS_OF_PROOF = frozenset(
    "evidence sign signs indication indications suggestion concern concerns report reports disclosure disclosures thoughts history"
    " plans intent ideation mention allegation allegations suspicion episodes incidents reason".split()
)
_AFTERWARDS = frozenset("none nil no denied negative low absent n/a excluded unfounded nothing".split())
_REACH = 12
"""Words that one denial reaches."""


def denied(words: Sequence[Word], taken: Set[int]) -> set[int]:
    """Return the places of the words that are denied; a cue among `taken` is part of a sign and denies nothing."""
    found: set[int] = set()
    for here, word in enumerate(words):
        if word.form in _DENIES and here not in taken and not _only_seems(words, here):
            found |= _reached(words, here)
        elif word.form == ":" or word.form in ("is", "are", "was", "were"):
            found |= _denied_before(words, here)
    return found


def _only_seems(words: Sequence[Word], here: int) -> bool:
    after = words[here + 1].form if here + 1 < len(words) else ""
    before = words[here - 1].form if here else ""
    return after in _DENIES_NOTHING or (words[here].form == "n't" and before in _UNABLE) or (words[here].form.startswith("den") and before == "n't")


def _reached(words: Sequence[Word], here: int) -> set[int]:
    reached: set[int] = set()
    proof = False
    for at in range(here + 1, min(here + 1 + (3 * _REACH), len(words))):
        form = words[at].form
        proof = proof or (form in _NOUNS_OF_PROOF and at - here < 4)
        if form in _ENDS and not (proof and form in ",-"):
            if form == "," and _is_list(words, here, at):
                continue
            break
        if form == "and" and at + 1 < len(words) and words[at + 1].form in _SUBJECTS:
            break
        if not proof and at - here > _REACH:
            break
        reached.add(at)
    return reached


def _is_list(words: Sequence[Word], here: int, comma: int) -> bool:
    """Tell whether what follows a comma goes on with what was denied: "no bruising, swelling or marks"."""
    rest = [word.form for word in words[comma + 1 : comma + 4]]
    return comma - here < 6 and bool(rest) and ("or" in rest or "nor" in rest) and rest[0] not in _SUBJECTS


def _denied_before(words: Sequence[Word], here: int) -> set[int]:
    after = [word.form for word in words[here + 1 : here + 5]]
    colon = words[here].form == ":"
    if not (after and (after[0] in _AFTERWARDS - ({"no", "nothing"} if not colon else set()) or (not colon and "low" in after) or after[:2] == ["ruled", "out"])):
        return set()
    start = here
    while start and here - start < _REACH and words[start - 1].form not in ",;:-":
        start -= 1
    return set(range(start, here))
