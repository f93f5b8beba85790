"""The words of danger of a text: the passages that weigh enough, each shown by the words that weigh most in it."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from mailservice.mail.danger import weights
from mailservice.mail.danger.clauses import Word, words
from mailservice.mail.danger.weighing import Passage, Traits, passages, plainly, weigh

_MOST = 3
"""Phrases that one mail is shown by."""
_PLAIN = 1.0
"""What plain speech weighs at least, above the line."""
_WORDS = 14
"""Words of a phrase; so many tell a reader what it is about."""
_FULL = 20_000
"""Characters that are heard in full. What is longer is heard there, and round the plainest words of the rest."""
_END = 10_000
"""Characters at the end that are heard in full too."""
_AROUND = 200
"""Characters before and after such a word, and how many such places are heard."""
_CALLS = words(
    """suicid overdos kill strangl unconscious unresponsive danger unsafe knife machete stab rape 999 bleed breathing burn abduct
    kidnap drunk beat alone threat missing murder whereabouts tonight die immediate"""
)
_AWAY_FROM = frozenset(("office", "leave", "holiday", "holidays"))
_BREAKS = frozenset(",;:()?\u2013\u2014-")


def phrases(text: str) -> tuple[str, ...]:
    """Return the phrases that speak of danger, as they were written and in order; none where there is none."""
    text = _bounded(text)
    found = sorted(_told(text), reverse=True)[:_MOST]
    spans = sorted(span for _, span in found)
    return tuple(dict.fromkeys(" ".join(text[start:end].split()) for start, end in spans))


def weight(text: str) -> float:
    """Return what the heaviest passage of a text weighs beside the line: above zero, it speaks of danger."""
    return max((_heaviness(one) for paragraph in passages(text, table()) for one in paragraph), default=-weights.LINE)


def _bounded(text: str) -> str:
    """Return a text that is read in its time: whole if a person could have written it today, else cut to what may matter."""
    if len(text) <= _FULL:
        return text
    rest, end = text[_FULL:-_END].lower(), text[-_END:]
    spots = sorted(spot for word in _CALLS for spot in islice(_places(rest, word), _AROUND))
    cut = [text[_FULL + max(0, spot - _AROUND) : _FULL + spot + _AROUND] for spot in _apart(spots)]
    return "\n\n".join([text[:_FULL], *cut[:_AROUND], end])


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + _AROUND)


def _apart(spots: Sequence[int]) -> Iterator[int]:
    last = -_AROUND
    for spot in spots:
        if spot - last >= _AROUND:
            last = spot
            yield spot


def _told(text: str) -> Iterator[tuple[float, tuple[int, int]]]:
    """Yield the weight and the place of a phrase: of each sentence that speaks of danger by itself, else with its neighbour."""
    for paragraph in passages(text, table()):
        heard: set[int] = set()
        for heaviness, passage in sorted(((_heaviness(one), one) for one in paragraph), key=_by_weight):
            covered = set(range(passage.first, passage.first + len(passage.sentences)))
            if heaviness > 0 and not covered & heard:
                yield heaviness, _heaviest_words(passage)
            heard |= covered if heaviness > 0 else set()


def _by_weight(one: tuple[float, Passage]) -> tuple[int, float, int]:
    return (len(one[1].sentences), -one[0], one[1].first)


def _heaviness(passage: Passage) -> float:
    heaviness = weigh(passage.traits, table()) - weights.LINE
    if plainly(passage):
        return max(heaviness, _PLAIN)
    return min(heaviness, 0) if _is_away(passage) else heaviness


def _is_away(passage: Passage) -> bool:
    """Tell whether its writer says that they are away themselves: who "will be back on Monday" is no danger."""
    forms = [word.form for words, _ in passage.sentences for word in words]
    return bool({"i", "we"} & set(forms[:3]) and _AWAY_FROM & set(forms))


@cache
def table() -> dict[str, float]:
    """Return what each trait weighs."""
    rows = (line.split() for line in weights.TABLE.splitlines() if line)
    return {trait: int(number) / weights.WHOLE for number, *row in rows for trait in row}


def _heaviest_words(passage: Passage) -> tuple[int, int]:
    """Return where the clause of a passage that weighs most begins and ends."""
    _, span = max(
        (_gain(held, clause), _span(words, clause))
        for words, held in passage.sentences
        for clause in _clauses(words, held)
    )
    return span


def _gain(held: Traits, clause: Sequence[int]) -> float:
    here, weighs = set(clause), table()
    return sum(weighs.get(trait, 0) for trait, at in held.items() if at & here)


def _span(words: Sequence[Word], clause: Sequence[int]) -> tuple[int, int]:
    return words[clause[0]].start, words[clause[-1]].end


def _clauses(words: Sequence[Word], held: Traits) -> Iterator[list[int]]:
    """Yield the places of each clause's words; a long one is cut to the part that weighs most."""
    clause: list[int] = []
    for here in range(len(words) + 1):
        if here < len(words) and words[here].form not in _BREAKS:
            clause.append(here)
        elif clause:
            parts = [clause[at : at + _WORDS] for at in range(max(1, len(clause) - _WORDS + 1))]
            yield max(parts, key=lambda part: _gain(held, part))
            clause = []
