"""Somebody who has all reports that were handed out, and wants to know what they hold back. Start at `Attacker.gathers`.

They read the tables alone, as a board member would: a year and its quarters (`reads`), or whatever was handed out, and when.
They know how tables add up, that what is held back is no 0, and what follows from the words of the rows. They solve what can be
solved, and narrow the rest by whole numbers, until nothing moves. Shares no line with what it attacks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor, inf

from mailservice.cases.told import figures as f
from mailservice.exports.figures.tables import Report

Place = tuple[str, ...]
# What is asked weeks after the end a quarter does not know yet, and so its year is no sum of its quarters.
_TOLD_LATER = ("changed",)
_ROUNDS = 300


@dataclass
class Attacker:
    """What they know: sums of places that are 0 in all, and the least and the most of each place."""

    sums: list[dict[Place, Fraction]] = field(default_factory=list)
    least: dict[Place, float] = field(default_factory=dict)
    most: dict[Place, float] = field(default_factory=dict)
    held: set[Place] = field(default_factory=set)
    cohorts: dict[str, str] = field(default_factory=dict)
    apart: dict[Place, int] = field(default_factory=dict)

    def reads(self, reports: Sequence[Report]) -> "Attacker":
        """Take in a year and its quarters; the year stands first."""
        for report in (one for one in reports if one.tables):
            self._tables(str(report.period.first) + str(report.period.last), report)
        if not all(one.tables for one in reports):
            return self  # what says nothing adds nothing up
        year, *quarters = [str(one.period.first) + str(one.period.last) for one in reports]
        for place in [one for one in self.least if one[0] == year]:
            parts = [(quarter, *place[1:]) for quarter in quarters if self._has(quarter, place[1:])]
            if len(parts) == len(quarters) and place[1] not in _TOLD_LATER and self._may_add_up(place, year, quarters):
                self._adds_up(place, parts)
        return self

    def gathers(self, handed: Sequence[Report]) -> "Attacker":
        """Take in whatever was handed out; what was told twice, or in parts too, they lay upon each other.

        They suppose that nothing has changed in between, but where the counts say that it has: `apart` has by how much.
        """
        told = {f"report {number}": one for number, one in enumerate(handed) if one.tables}
        for when, report in told.items():
            self._tables(when, report)
        for label in dict.fromkeys(place[1:] for place in self.least if place[0] in told and place[1] in self.cohorts):
            having = {when: one for when, one in told.items() if self._has(when, label)}
            self._in_pieces(label, having) if _overlap_in_part(having.values()) else self._tiled(label, having)
        return self

    def _has(self, when: str, label: Place) -> bool:
        """Tell whether a report has a row; one that its table does not list is 0."""
        listed = any(place[0] == when and place[1] == label[0] for place in self.least)
        if listed and (when, *label) not in self.least:
            self.least[(when, *label)] = self.most[(when, *label)] = 0
        return listed

    def _tiled(self, label: Place, having: dict[str, Report]) -> None:
        """Lay upon a report each set of others that together are of the same time."""
        for when, whole in having.items():
            others = {one: it for one, it in having.items() if one != when}
            for parts in _tilings(whole.period.first, whole.period.last, others):
                again = len(parts) == 1
                if (again and parts[0] < when) or (label[0] in _TOLD_LATER and not again):
                    continue
                places = [(one, *label) for one in (when, *parts)]
                if all(self.least[one] == self.most[one] for one in places):
                    self._part(label, int(self.least[places[0]] - sum(self.least[one] for one in places[1:])))
                elif self._may_add_up(places[0], when, parts):
                    self._adds_up(places[0], places[1:])

    def _part(self, label: Place, by: int) -> None:
        if by:
            self.apart[label] = by

    def _in_pieces(self, label: Place, having: dict[str, Report]) -> None:
        """Cut the time wherever a report begins or ends, and add each up from the pieces; where it cannot be, it has changed."""
        if label[0] in _TOLD_LATER:
            return
        alone, cuts = Attacker(), sorted({one for it in having.values() for one in _ends(it)})
        for when, report in having.items():
            first, end = _ends(report)
            whole, pieces = (when, *label), [(str(one), *label) for one in cuts if first <= one < end]
            alone.least |= {whole: self.least[whole]} | dict.fromkeys(pieces, 0)
            alone.most |= {whole: self.most[whole]} | dict.fromkeys(pieces, inf)
            alone._adds_up(whole, pieces)
        known, most = dict(alone.least), dict(alone.most)
        alone.recovered()
        if all(alone.least[one] <= alone.most[one] for one in alone.least):
            self.least |= {one: known[one] for one in known if one not in self.least}
            self.most |= {one: most[one] for one in most if one not in self.most}
            self.sums += alone.sums[: len(having)]

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
        for _ in range(_ROUNDS):  # where what they suppose contradicts itself it would never end
            if not sum(map(self._narrow, self.sums)):
                break
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
        for table in (one for one in report.tables if one.id == "stage"):
            self._adds_up((when, "stage", table.rows[0]), [(when, "way", f.SETTLED_FIRST), (when, "way", f.STAYED)])
            self._at_least(when)

    def _at_least(self, when: str) -> None:
        for number, (more, less) in enumerate(self._follows(when)):
            self.least[(when, "over", str(number))], self.most[(when, "over", str(number))] = 0, inf
            known = {one: Fraction(1) for one in more if one in self.least}
            known |= {one: Fraction(-1) for one in less if one in self.least}
            self.sums.append({**known, (when, "over", str(number)): Fraction(-1)})

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


def _tilings(first: date, last: date, among: dict[str, Report]) -> Iterator[tuple[str, ...]]:
    """Give the sets of reports that together are of exactly this time."""
    for when, report in among.items():
        if report.period.first == first and report.period.last <= last:
            if report.period.last == last:
                yield (when,)
            else:
                after = report.period.last + timedelta(1)
                yield from ((when, *more) for more in _tilings(after, last, among))


def _ends(report: Report) -> tuple[date, date]:
    return report.period.first, report.period.last + timedelta(1)


def _overlap_in_part(reports: Collection[Report]) -> bool:
    """Tell whether some two reports are of a time in common, and each of some that the other is not of."""
    ends = [_ends(one) for one in reports]
    return any(one[0] < other[0] < one[1] < other[1] for one in ends for other in ends)


def _less(row: dict[Place, Fraction], other: dict[Place, Fraction], factor: Fraction) -> None:
    if factor:
        for place, by in other.items():
            row[place] = row.get(place, Fraction(0)) - factor * by
            if not row[place]:
                del row[place]
