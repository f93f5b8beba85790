"""Which figures are held back, so that none of the few can be worked out: `withheld`.

What is published are cells and the equations between them: a column adds up to its total, four quarters to their year. A count
of 1 up to the threshold is held back, and then as many others as it takes until, for each that is held back, another set of
whole counts would publish the very same page. That other set is the proof: no reckoning, however clever, tells the two apart.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm
from typing import Any

Cell = tuple[Any, ...]
Equation = Mapping[Cell, int]
"""Cells with their factors: what they add up to is known to whoever reads, whether or not it is nothing."""
_Vector = dict[Cell, int]


@dataclass(frozen=True)
class Published:
    """What the count of each cell is, and what is known between them.

    `unseen` are cells that no page has, such as by how much one count is the greater: only that they are not below 0 is known.
    """

    counts: Mapping[Cell, int]
    equations: Sequence[Equation]
    unseen: AbstractSet[Cell] = field(default_factory=frozenset)

    def few(self, threshold: int) -> set[Cell]:
        """Return the cells that are held back for themselves: 0 stands."""
        return {cell for cell, count in self.counts.items() if cell not in self.unseen and 0 < count < threshold}


def withheld(told: Published, threshold: int, before: Mapping[Cell, bool] | None = None) -> set[Cell]:
    """Return every cell that is held back; `before` tells of cells that an earlier report has, whether it held them back."""
    fixed = before or {}
    hidden = {cell for cell in told.few(threshold) if cell not in fixed} | {one for one, held in fixed.items() if held}
    holding = _Holding(told, fixed, hidden)
    for equation in told.equations:
        holding.fill(equation, threshold)
    while exposed := given_away(told, hidden):
        if not holding.more(exposed):
            break
    return hidden


@dataclass
class _Holding:
    """What is held back so far; the smallest count is taken first, so that as much as may be is told."""

    told: Published
    fixed: Mapping[Cell, bool]
    hidden: set[Cell]

    def fill(self, equation: Equation, threshold: int) -> None:
        """Where one is held back, hold others back until those of the equation are two at least, and not few together."""
        if any(cell in self.told.unseen for cell in equation):
            return
        held = [cell for cell in equation if cell in self.hidden]
        while held and (len(held) == 1 or sum(self.told.counts[one] for one in held) < threshold):
            other = self._smallest(equation)
            if other is None:
                return
            self.hidden.add(other)
            held.append(other)

    def more(self, exposed: AbstractSet[Cell]) -> bool:
        """Hold back one more cell beside each that is given away; tell whether there was any left."""
        near = [one for one in self.told.equations if not exposed.isdisjoint(one)]
        found = {other for one in near if (other := self._smallest(one)) is not None}
        if not found:
            rest = self._smallest(self.told.counts) or next(
                (one for one in self.told.counts if self._may(one)), None
            )  # the last resort: where nothing else is left, a 0 is not told either
            found = {rest} if rest is not None else set()
        self.hidden |= found
        return bool(found)

    def _may(self, cell: Cell) -> bool:
        return cell not in self.hidden and cell not in self.fixed and cell not in self.told.unseen

    def _smallest(self, cells: Iterable[Cell]) -> Cell | None:
        counts = self.told.counts
        able = [one for one in cells if self._may(one) and counts[one] > 0]
        return min(able, key=lambda one: (counts[one], str(one)), default=None)


def given_away(told: Published, hidden: AbstractSet[Cell]) -> set[Cell]:
    """Return the cells that are held back and for which no other count is found that would publish the same."""
    unknown = hidden | told.unseen
    ways = [*_ways(told.equations, unknown)]
    safe: set[Cell] = set()
    for way in ways:
        if _possible(told, way):
            safe |= way.keys()
    for cell in sorted(hidden - safe, key=str):
        mine = [way for way in ways if cell in way]
        for one in mine:
            near = [way for way in ways if way is not one and not one.keys().isdisjoint(way)]
            tried = (_sum(one, way, factor) for way in near for factor in (1, -1))
            found = next((way for way in tried if cell in way and _possible(told, way)), None)
            if found:
                safe |= found.keys()
                break
    return {cell for cell in hidden if cell not in safe}


def _possible(told: Published, way: _Vector) -> bool:
    """Tell whether the counts may be moved this way, or the other: whoever reads knows that what is held back is no 0."""
    return any(
        all(
            told.counts[cell] + sign * step >= (0 if cell in told.unseen else min(1, told.counts[cell]))
            for cell, step in way.items()
        )
        for sign in (1, -1)
    )


def _sum(one: _Vector, other: _Vector, factor: int) -> _Vector:
    cells = {**one, **other}
    found = {cell: one.get(cell, 0) + factor * other.get(cell, 0) for cell in cells}
    return {cell: step for cell, step in found.items() if step}


def _ways(equations: Sequence[Equation], unknown: AbstractSet[Cell]) -> Iterator[_Vector]:
    """Give ways to move what is unknown while every equation still holds, in whole numbers: all others are made of these."""
    rows = _reduced(equations, unknown)
    free: dict[Cell, _FractionRow] = {cell: {cell: Fraction(1)} for cell in sorted(unknown - rows.keys(), key=str)}
    for pivot, row in rows.items():
        for cell, factor in row.items():
            if cell != pivot:
                free[cell][pivot] = -factor
    for way in free.values():
        whole = lcm(*(step.denominator for step in way.values()))
        yield {cell: int(step * whole) for cell, step in way.items()}


_FractionRow = dict[Cell, Fraction]


def _reduced(equations: Sequence[Equation], unknown: AbstractSet[Cell]) -> dict[Cell, _FractionRow]:
    """Return the equations of the unknown cells, each solved for one that stands in no other."""
    solved: dict[Cell, _FractionRow] = {}
    for equation in equations:
        row = {cell: Fraction(factor) for cell, factor in equation.items() if cell in unknown}
        for pivot in [cell for cell in row if cell in solved]:
            _take(row, solved[pivot], row[pivot])
        if not row:
            continue
        pivot = min(row, key=str)
        row = {cell: factor / row[pivot] for cell, factor in row.items()}
        for other in solved.values():
            if pivot in other:
                _take(other, row, other[pivot])
        solved[pivot] = row
    return solved


def _take(row: _FractionRow, other: _FractionRow, factor: Fraction) -> None:
    for cell, step in other.items():
        left = row.get(cell, Fraction(0)) - factor * step
        if left:
            row[cell] = left
        else:
            row.pop(cell, None)
