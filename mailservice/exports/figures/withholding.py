"""Which figures are held back, so that none of the few can be worked out: `withheld`.

What is published are cells and the equations between them: a column adds up to its total, four quarters to their year. A count
of 1 up to the threshold is held back, and then as many others as it takes until, for each that is held back, another set of
whole counts would publish the very same page. That other set is the proof: no reckoning, however clever, tells the two apart.

Nor may it help to know how that is done: which of two are held back beside the few is drawn by a secret, else it would always be
the smaller one, and by that the few could be told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

Cell = tuple[Any, ...]
Equation = Mapping[Cell, int]
"""Cells with their factors: what they add up to is known to whoever reads, whether or not it is nothing."""
_DEEPEST = 32
# How many moves are tried to prove that one cell is safe, before another is held back as well.
_TRIES = 2500


@dataclass(frozen=True)
class Published:
    """What the count of each cell is, and what is known between them.

    `unseen` are cells that no page has, such as by how much one count is the greater: only that they are not below 0 is known.
    `secret` is the record's own.
    """

    counts: Mapping[Cell, int]
    equations: Sequence[Equation]
    unseen: AbstractSet[Cell] = field(default_factory=frozenset)
    secret: str = ""

    def few(self, threshold: int) -> set[Cell]:
        """Return the cells that are held back for themselves: 0 stands."""
        return {cell for cell, count in self.counts.items() if cell not in self.unseen and 0 < count < threshold}


def withheld(told: Published, threshold: int, before: Mapping[Cell, bool] | None = None) -> set[Cell]:
    """Return every cell that is held back; `before` tells of cells that an earlier report has, whether it held them back.

    Where no proof is found it is every cell, a 0 too: then nothing may be shown, for what is held back is taken for no 0.
    """
    fixed = before or {}
    hidden = {cell for cell in told.few(threshold) if cell not in fixed} | {one for one, held in fixed.items() if held}
    own = {cell for cell in told.counts if cell not in fixed and cell not in told.unseen}
    for equation in told.equations:
        hidden |= _beside(told, equation, hidden, own, threshold)
    safe: set[Cell] = set()
    for able in (set[Cell](), {one for one in own if told.counts[one]}):
        for cell in sorted(hidden - safe, key=str):
            if cell not in safe:
                moved = _Search(told, hidden, able - hidden).another(cell)
                hidden |= moved - told.unseen
                safe |= moved
    return hidden if hidden <= safe else hidden | own


def _beside(
    told: Published, equation: Equation, hidden: AbstractSet[Cell], own: AbstractSet[Cell], threshold: int
) -> set[Cell]:
    """Return what is held back beside the few of an equation, so that they are two at least, and not few together."""
    held = [cell for cell in equation if cell in hidden]
    others = sorted(
        (cell for cell in equation if cell in own - hidden and told.counts[cell]),
        key=lambda cell: (equation[cell] < 0, told.counts[cell], str(cell)),
    )
    found: set[Cell] = set()
    if held and told.unseen.isdisjoint(equation):
        while others and (len(held) == 1 or sum(told.counts[one] for one in held) < threshold):
            other = others.pop(_drawn(told.secret, others, equation))
            held.append(other)
            found.add(other)
    return found


def _drawn(secret: str, others: Sequence[Cell], equation: Equation) -> int:
    """Draw one of the two smallest, where both are parts: who knows that it is the smallest knows the few by it."""
    if not secret or len(others) == 1 or equation[others[1]] < 0:
        return 0
    return hashlib.sha256(f"{secret} {others[:2]}".encode()).digest()[0] % 2


def given_away(told: Published, hidden: AbstractSet[Cell]) -> set[Cell]:
    """Return the cells that are held back and for which no other count is found that would publish the same."""
    search = _Search(told, hidden, frozenset())
    safe: set[Cell] = set()
    for cell in sorted(hidden, key=str):
        if cell not in safe:
            safe |= search.another(cell)
    return {*hidden} - safe


class _Search:
    """A search for another set of whole counts that every equation holds of: one cell is moved, then what that puts out.

    Moved is what is held back, and, if that does not do, what is `able` to be.
    """

    def __init__(self, told: Published, hidden: AbstractSet[Cell], able: AbstractSet[Cell]) -> None:
        self._told, self._able = told, able
        unknown = hidden | told.unseen | able
        self._equations = [{one: by for one, by in cells.items() if one in unknown} for cells in told.equations]
        self._of: dict[Cell, list[int]] = {one: [] for one in unknown}
        for number, cells in enumerate(self._equations):
            for one in cells:
                self._of[one].append(number)

    def another(self, cell: Cell) -> set[Cell]:
        """Return the cells that differ in another year that would publish the same, with this one; none, if none is found."""
        for deepest in range(2, _DEEPEST + 1, 6):
            for step in (1, -1):
                if self._may(cell, step):
                    self._left = _TRIES
                    moved = {cell: step}
                    if self._put_right(moved, self._out(cell, step, {}), deepest):
                        return {*moved}
        return set()

    def _put_right(self, moved: dict[Cell, int], out: Mapping[int, int], deepest: int) -> bool:
        """Move further cells, each once and by one, until every equation holds again."""
        if not out:
            return True
        if deepest == 0 or self._left <= 0:
            return False
        ways = (self._moves(number, by, moved) for number, by in out.items())
        for cell, step in min(ways, key=len):
            self._left -= 1
            moved[cell] = step
            if self._put_right(moved, self._out(cell, step, out), deepest - 1):
                return True
            del moved[cell]
        return False

    def _moves(self, number: int, by: int, moved: Mapping[Cell, int]) -> list[tuple[Cell, int]]:
        """Return the moves that bring an equation nearer: those first that put the fewest others out."""
        cells = self._equations[number].items()
        wanted = ((cell, -1 if by * factor > 0 else 1) for cell, factor in cells if cell not in moved)
        return sorted((one for one in wanted if self._may(*one)), key=self._cost)

    def _cost(self, move: tuple[Cell, int]) -> tuple[bool, int, int, str]:
        cell, _ = move
        shown = cell in self._able
        return shown, len(self._of[cell]), self._told.counts[cell] if shown else 0, str(cell)

    def _out(self, cell: Cell, step: int, out: Mapping[int, int]) -> dict[int, int]:
        """Return the equations that do not hold after a move, and by how much."""
        found = dict(out)
        for number in self._of[cell]:
            found[number] = found.get(number, 0) + step * self._equations[number][cell]
            if not found[number]:
                del found[number]
        return found

    def _may(self, cell: Cell, step: int) -> bool:
        """Tell whether a count may be so: whoever reads knows that what is held back is no 0."""
        count = self._told.counts[cell]
        return count + step >= (0 if cell in self._told.unseen else min(1, count))
