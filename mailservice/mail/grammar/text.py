"""The words of a mail as they are read: its lines, the words of ours that stand as commands in it, its sentences.

Read once, and used by every kind of reading.
"""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise

from mailservice.cases.history.words import Verb
from mailservice.mail.grammar import attention, quiet
from mailservice.mail.grammar.lines import Line, Sentence, Spoken, lines, sentences

# Words whose text goes on below a gap.
ITS_OWN_TEXT = (
    Verb.RESOLVED,
    Verb.PLAN,
    Verb.DECISION,
    Verb.NOT_AGREED,
    Verb.PASSED_ON,
    Verb.REPORT,
    Verb.NOTE,
    Verb.TOPIC,
)
_NEAR, _GAP = 20, 2  # lines above a word that are looked at; the line ends that make a gap
_SHORT = 20_000  # of a text; what is looked for in all of it is looked for in so much


class Text:
    """Somebody's words; where a word that stands as a command begins, the reason of the one above it ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.rows: tuple[Line, ...] = tuple(lines(text))

    @cached_property
    def begun(self) -> tuple[Spoken, ...]:
        """The words that stand as commands."""
        return tuple(row.spoken for row in self.rows if row.spoken and _stands(row.spoken))

    @cached_property
    def _ends(self) -> dict[int, int]:
        starts = [one.start for one in self.begun]
        return dict(pairwise([*starts, len(self.text)]))

    def end_of(self, spoken: Spoken) -> int:
        """Return where the reason of a word ends: where the next one begins."""
        if spoken.start in self._ends:
            return self._ends[spoken.start]
        return next((one.start for one in self.begun if one.start > spoken.start), len(self.text))

    def reason(self, spoken: Spoken) -> str:
        """Return what follows a word, up to the next one."""
        ends = self.end_of(spoken)
        if spoken.start not in self._ends:  # it is only asked about
            ends = min(ends, spoken.after + _SHORT // 10)
        return self.text[spoken.after : ends].strip()

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences."""
        return sentences(self.rows)

    @cached_property
    def beside(self) -> str:
        """All but the reasons of words towards attention: those take nothing of another word back."""
        parts, at = list[str](), 0
        for one in self.begun:
            if one.word.direction == "attention" and len(parts) < _SHORT:
                parts.append(self.text[at : one.start])
                at = self.end_of(one)
        return "\n".join((*parts, self.text[at:]))

    def above(self, start: int) -> Iterator[Line]:
        """Yield the lines above a place, from the nearest up, but for a command's and what goes on below it without a gap."""
        number = bisect_left(self.rows, start, key=lambda row: row.start)
        near = self.rows[max(0, number - _NEAR) : number]
        spoken = {one.start for one in self.begun}
        told = False
        kept = list[Line]()
        for at, row in enumerate(near):
            end = near[at - 1].start + len(near[at - 1].bare) if at else row.start
            told = row.start in spoken or (told and self.text.count("\n", end, row.start) < _GAP)
            if not told or row.bare.endswith(":"):
                kept.append(row)
        yield from (row for row in reversed(kept) if row.start not in spoken)

    @cached_property
    def around_agree(self) -> str:
        """All but the words that stand as commands, with their text: what is left must add nothing where somebody agrees.

        What follows a word that takes no text is no part of it; what stands below a gap is part of a text alone.
        """
        parts, at = list[str](), 0
        for one in self.begun:
            parts.append(self.text[at : one.start])
            at = one.after if one.word.follows == "nothing" else self._end_of_text(one)
        return "\n".join((*parts, self.text[at:]))

    def _end_of_text(self, spoken: Spoken) -> int:
        ends = self.end_of(spoken)
        gap = self.text.find("\n\n", spoken.after, ends)
        return ends if gap < 0 or spoken.word.direction == "attention" or spoken.word.name in ITS_OWN_TEXT else gap

    @cached_property
    def is_taken_back(self) -> bool:
        """Whether somebody takes back what they asked for in the same mail."""
        return attention.taken_back(self.text[:_SHORT])


def _stands(spoken: Spoken) -> bool:
    loud = spoken.word.direction == "attention"
    written = attention.written(spoken) if loud else quiet.written(spoken)
    return written and (spoken.begins or (loud and spoken.word.name == "URGENT"))
