"""Somebody who has all reports of a year, and wants to know what they hold back. Reads the tables alone, as a board member would.

They know how tables add up, that what is held back is no 0, and what follows from the words of the rows. They solve what can be
solved, and narrow the rest by whole numbers, until nothing moves. Shares no line with what it attacks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor, inf

from mailservice.cases.told import figures as f
from mailservice.exports.figures.tables import Report

Place = tuple[str, ...]
# What is asked weeks after the end a quarter does not know yet, and so its year is no sum of its quarters.
_TOLD_LATER = ("changed",)


@dataclass
class Attacker:
    """What they know: sums of places that are 0 in all, and the least and the most of each place."""

    sums: list[dict[Place, Fraction]] = field(default_factory=list)
    least: dict[Place, float] = field(default_factory=dict)
    most: dict[Place, float] = field(default_factory=dict)
    held: set[Place] = field(default_factory=set)
    cohorts: dict[str, str] = field(default_factory=dict)

    def reads(self, reports: Sequence[Report]) -> "Attacker":
        """Take in a year and its quarters; the year stands first."""
        for report in (one for one in reports if one.tables):
            self._tables(str(report.period.first) + str(report.period.last), report)
        if not all(one.tables for one in reports):
            return self  # what says nothing adds nothing up
        year, *quarters = [str(one.period.first) + str(one.period.last) for one in reports]
        for place in [one for one in self.least if one[0] == year]:
            parts = [(quarter, *place[1:]) for quarter in quarters if (quarter, *place[1:]) in self.least]
            if parts and place[1] not in _TOLD_LATER and self._may_add_up(place, year, quarters):
                self._adds_up(place, parts)
        return self

    def _may_add_up(self, place: Place, year: str, quarters: Sequence[str]) -> bool:
        """Tell whether a year may be the sum of its quarters: not where its total is another, as a case was reopened."""
        cohort = self.cohorts.get(place[1], place[1])
        totals = [(one, cohort) for one in (year, *quarters)]
        if any(one not in self.least or self.least[one] != self.most[one] for one in totals):
            return True
        whole, *parts = (self.least[one] for one in totals)
        return whole == sum(parts)

    def recovered(self) -> set[Place]:
        """Return the places that are held back and of which they know the count."""
        self._solve()
        while sum(map(self._narrow, self.sums)):
            pass
        return {place for place in self.held if self.least[place] == self.most[place]}

    def _tables(self, when: str, report: Report) -> None:
        self.cohorts |= {table.id: table.cohort for table in (*report.tables, *report.crossed)}
        for table in report.tables:
            total = self._place((when, table.cohort), table.total)
            self._adds_up(total, [self._place((when, table.id, row), table.counts[row]) for row in table.rows])
        for table in report.crossed:
            one, other = next(
                (one, other) for one in report.tables for other in report.tables if table.id == f"{one.id}-{other.id}"
            )
            for row in table.rows:
                cells = [
                    self._place((when, table.id, row, column), table.crossed[row, column]) for column in table.columns
                ]
                self._adds_up((when, one.id, row), cells)
            for column in table.columns:
                self._adds_up((when, other.id, column), [(when, table.id, row, column) for row in table.rows])
        for number, (more, less) in enumerate(self._follows(when)):
            self.least[(when, "over", str(number))], self.most[(when, "over", str(number))] = 0, inf
            known = {one: Fraction(1) for one in more if one in self.least}
            known |= {one: Fraction(-1) for one in less if one in self.least}
            self.sums.append({**known, (when, "over", str(number)): Fraction(-1)})
        stages = next(one.rows for one in report.tables if one.id == "stage")
        self._adds_up((when, "stage", stages[0]), [(when, "way", f.SETTLED_FIRST), (when, "way", f.STAYED)])

    def _follows(self, when: str) -> Iterator[tuple[list[Place], list[Place]]]:
        """Give what is at least as much as what else, by the words of the rows."""
        yield [(when, "outcome", "Every agency agreed")], [(when, "way", f.SETTLED_FIRST)]
        stages = [place[2] for place in self.least if place[:2] == (when, "stage")]
        for number in range(1, len(stages)):
            late = [*stages[number:], *([f.LATE_AGAIN] if number == 1 else [])]
            yield [(when, "stage", one) for one in stages[number:]], [(when, "late", one) for one in late]

    def _place(self, place: Place, count: int | None) -> Place:
        if count is None:
            self.held.add(place)
        self.least[place], self.most[place] = (1, inf) if count is None else (count, count)
        return place

    def _adds_up(self, whole: Place, parts: Sequence[Place]) -> None:
        self.sums.append({whole: Fraction(-1), **dict.fromkeys(parts, Fraction(1))})

    def _solve(self) -> None:
        """Add the sums that follow from all of them together, each solved for one of the places that are not known."""
        solved: dict[Place, dict[Place, Fraction]] = {}
        for told in self.sums:
            row = dict(told)
            for pivot, other in solved.items():
                _less(row, other, row.get(pivot, Fraction(0)))
            unknown = [one for one in row if self.least[one] != self.most[one]]
            if not unknown:
                continue
            pivot = unknown[0]
            row = {place: factor / row[pivot] for place, factor in row.items()}
            for other in solved.values():
                _less(other, row, other.get(pivot, Fraction(0)))
            solved[pivot] = row
        self.sums += solved.values()

    def _narrow(self, told: dict[Place, Fraction]) -> bool:
        moved = False
        for place, factor in told.items():
            if self.least[place] == self.most[place]:
                continue
            low = high = 0.0
            for other, by in told.items():
                if other != place:
                    ends = sorted((float(by) * self.least[other], float(by) * self.most[other]))
                    low, high = low + ends[0], high + ends[1]
            found = sorted((-low / float(factor), -high / float(factor)))
            least = ceil(found[0] - 1e-6) if found[0] > -inf else -inf
            most = floor(found[1] + 1e-6) if found[1] < inf else inf
            if least > self.least[place] or most < self.most[place]:
                self.least[place], self.most[place] = max(least, self.least[place]), min(most, self.most[place])
                moved = True
        return moved


def _less(row: dict[Place, Fraction], other: dict[Place, Fraction], factor: Fraction) -> None:
    if factor:
        for place, by in other.items():
            row[place] = row.get(place, Fraction(0)) - factor * by
            if not row[place]:
                del row[place]
