"""The tables of a report, and what of them is held back: `report`. A quarter shows single tables, a year crosses two as well.

What a quarter held back is worked out anew when its year is reported, by the same rule from the same record: the year's tables
are then held back so that the five reports together tell no more than each alone.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Final, Literal

from mailservice.cases.told import figures as f
from mailservice.cases.told.figures import Facts
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.withholding import Cell, Equation, Published, withheld
from mailservice.policy.model import Policy

Cohort = Literal["raised", "ended"]
RowsAt = Callable[[date], Sequence[Facts]]
"""The cases as they stood at the end of a day."""
LENGTHS: Final = ((5, "Up to 5"), (10, "6 to 10"), (20, "11 to 20"), (40, "21 to 40"))
LONGEST: Final = "More than 40"


@dataclass(frozen=True)
class Dimension:
    """By what cases are counted: each stands in exactly one row. `always` are the rows that stand even where they are empty."""

    id: str
    title: str
    cohort: Cohort
    row: Callable[[Facts], str]
    always: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: how many cases each row has, or None where that is held back.

    Where two are crossed, `crossed` has the cells, and `below` the sums of the `columns`.
    """

    id: str
    title: str
    cohort: Cohort
    rows: tuple[str, ...]
    counts: Mapping[str, int | None]
    total: int | None
    columns: tuple[str, ...] = ()
    crossed: Mapping[tuple[str, str], int | None] = field(default_factory=dict)
    below: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Mean:
    """The working days at a stage, on average of the cases that were there; None where those are few."""

    stage: str
    days: int | None


@dataclass(frozen=True)
class Report:
    """All that a report shows; no table where none can be told without giving some of it away.

    `summed` is of a year that was added up from its quarters as they had been told.
    """

    partnership: str
    period: Period
    threshold: int
    raised: int | None
    ended: int | None
    tables: tuple[Table, ...]
    crossed: tuple[Table, ...]
    means: tuple[Mean, ...]
    summed: bool = False


def dimensions(policy: Policy) -> tuple[Dimension, ...]:
    """Return by what cases are counted under a policy."""
    one = policy.wording.person.one
    kinds = tuple(one.label for one in policy.agency_types)
    topics = tuple(one.label for one in policy.reasons)
    stages = tuple(dict.fromkeys(one.title for one in policy.stages))
    ways = (f.SETTLED_FIRST, f.STAYED, f.BY_WORD, f.BY_SILENCE, f.BY_BOTH)
    lengths = (*(name for _, name in LENGTHS), LONGEST)
    return (
        Dimension("raised-by", "Raised by", "raised", attrgetter("raised"), kinds),
        Dimension("received-by", "Received by", "raised", attrgetter("received"), kinds),
        Dimension("topic", "What it was about", "raised", attrgetter("topic"), (*topics, f.NOT_SAID)),
        Dimension("urgent", "Urgent", "raised", attrgetter("urgent"), (f.URGENT, f.NOT_URGENT)),
        Dimension("stage", "Highest stage reached", "ended", attrgetter("highest"), stages),
        Dimension("way", "How it went up", "ended", attrgetter("way"), ways),
        Dimension("outcome", "How it ended", "ended", attrgetter("outcome"), (*f.OUTCOMES.values(),)[:5]),
        Dimension("changed", f"What has changed for the {one} since", "ended", attrgetter("changed"), _CHANGES),
        Dimension("late", "Where a date of the policy passed", "ended", attrgetter("late"), (f.IN_TIME, *stages)),
        Dimension("length", "Working days from opening to end", "ended", _length, lengths),
    )


_CHANGES: Final = (f.BETTER, f.SAME, f.WORSE, f.WHO_ASKED_UNSURE, f.NOT_ANSWERED, f.NOT_ASKED)
TOLD_LATER: Final = frozenset({"changed"})
"""By what a case is counted weeks after its end alone: a quarter does not know it yet of the last that ended in it."""
CROSSED: Final = (("raised-by", "received-by"), ("topic", "raised-by"), ("stage", "outcome"))


def _length(case: Facts) -> str:
    if case.days is None:
        return f.NOT_KNOWN
    return next((name for most, name in LENGTHS if case.days <= most), LONGEST)


@dataclass
class Counted:
    """Every cell of a report, and of the quarters of its year; the equations between them; and, by its key, what is held back."""

    told: Published
    hidden: set[Cell]
    rows: Mapping[str, tuple[str, ...]]
    cases: Mapping[Cohort, Sequence[Facts]]


def counted(policy: Policy, rows_at: RowsAt, of: Period, threshold: int, secret: str = "") -> Counted:
    """Count the cases of a period as they stood at its end, and find what is to be held back."""
    parts = [counted(policy, rows_at, one, threshold, secret) for one in of.quarters]
    cases = _cases(rows_at, of)
    key, by = str(of.first) + str(of.last), dimensions(policy)
    rows = {one.id: _rows(one, cases[one.cohort], parts) for one in by}
    counts: dict[Cell, int] = {(key, cohort): len(cases[cohort]) for cohort in cases}
    equations: list[Equation] = []
    for one in by:
        found = Counter(map(one.row, cases[one.cohort]))
        cells = {(key, one.id, row): found[row] for row in rows[one.id]}
        counts |= cells
        equations.append({(key, one.cohort): -1, **dict.fromkeys(cells, 1)})
    if of.is_year:
        equations += _cross(key, by, rows, cases, counts)
        equations += _added_up(counts, parts)
    unseen = _between(key, policy, counts, equations) | _at_least_the_last(key, counts, equations, parts)
    for part in parts:
        counts |= part.told.counts
        equations += part.told.equations
        unseen |= part.told.unseen
    told = Published(counts, equations, unseen, secret)
    before = {cell: cell in part.hidden for part in parts for cell in part.told.counts if cell not in part.told.unseen}
    return Counted(told, withheld(told, threshold, before), rows, cases)


def _cases(rows_at: RowsAt, of: Period) -> dict[Cohort, Sequence[Facts]]:
    cases = rows_at(of.last)
    return {
        "raised": [one for one in cases if of.first <= one.opened_on <= of.last],
        "ended": [one for one in cases if one.ended_on and of.first <= one.ended_on <= of.last],
    }


def _rows(one: Dimension, cases: Sequence[Facts], parts: Sequence[Counted]) -> tuple[str, ...]:
    """Return the rows of a table: those that always stand, and what else there is, in this time or in a quarter of it."""
    found = {*map(one.row, cases), *(row for part in parts for row in part.rows[one.id])}
    return (*one.always, *sorted(found.difference(one.always)))


def _cross(
    key: str,
    by: Sequence[Dimension],
    rows: Mapping[str, tuple[str, ...]],
    cases: Mapping[Cohort, Sequence[Facts]],
    counts: dict[Cell, int],
) -> Iterator[Equation]:
    """Count what two dimensions have together, and give how each row and column adds up."""
    named = {one.id: one for one in by}
    for one, other in CROSSED:
        first, second = named[one], named[other]
        found = Counter((first.row(case), second.row(case)) for case in cases[first.cohort])
        cells = {(row, column): (key, one, row, other, column) for row in rows[one] for column in rows[other]}
        counts |= {cell: found[place] for place, cell in cells.items()}
        for row in rows[one]:
            yield {(key, one, row): -1, **{cells[row, column]: 1 for column in rows[other]}}
        for column in rows[other]:
            yield {(key, other, column): -1, **{cells[row, column]: 1 for row in rows[one]}}


def _added_up(counts: Mapping[Cell, int], parts: Sequence[Counted]) -> Iterator[Equation]:
    """Give how each figure of the year adds up from its quarters: by how much a later change parts them may be known."""
    of_parts = [{cell[1:]: cell for cell in part.told.counts if cell not in part.told.unseen} for part in parts]
    for cell in (one for one in counts if one[1] not in TOLD_LATER):
        mine = {found[cell[1:]]: 1 for found in of_parts if cell[1:] in found}
        if mine:  # what is crossed no quarter has
            yield {cell: -1, **mine}


def _at_least_the_last(
    key: str, counts: dict[Cell, int], equations: list[Equation], parts: Sequence[Counted]
) -> set[Cell]:
    """Add what is known of what is asked weeks after the end: a year is as of the same day as its last quarter, and has it all.

    Of the quarters before nothing adds up, for whoever was not asked by then has been since.
    """
    unseen: set[Cell] = set()
    last = parts[-1].told.counts if parts else {}
    for cell, count in [*counts.items()]:
        found = [
            one for one in last if cell[1] in TOLD_LATER and one[1:] == cell[1:] and one not in parts[-1].told.unseen
        ]
        for one in found:
            if cell[2] == f.NOT_ASKED:  # but for the few endings after which nobody is asked, it is the very same
                equations.append({cell: -1, one: 1})
            elif count >= last[one]:
                slack: Cell = (key, "since", *cell[1:])
                unseen.add(slack)
                counts[slack] = count - last[one]
                equations.append({cell: 1, one: -1, slack: -1})
    return unseen


def _between(key: str, policy: Policy, counts: dict[Cell, int], equations: list[Equation]) -> set[Cell]:
    """Add what is known between two tables: who did not go up reached the first stage; a date passes only where a case was."""
    stages = [*dict.fromkeys(one.title for one in policy.stages)]
    stayed = {(key, "way", f.SETTLED_FIRST): 1, (key, "way", f.STAYED): 1, (key, "stage", stages[0]): -1}
    equations.append(stayed)
    at_most = [{(key, "outcome", f.OUTCOMES["agreed"]): 1, (key, "way", f.SETTLED_FIRST): -1}]
    for number in range(1, len(stages)):
        higher = [*stages[number:], f.EARLIER, f.NOT_KNOWN]
        late = [*stages[number:], *([f.LATE_AGAIN] if number == 1 else [])]
        at_most.append(
            {
                **{cell: 1 for row in higher if (cell := (key, "stage", row)) in counts},
                **{cell: -1 for row in late if (cell := (key, "late", row)) in counts},
            }
        )
    if len(stages) > 1:
        at_most.append({(key, "stage", stages[-1]): 1, (key, "outcome", f.OUTCOMES["decided"]): -1})
    # After these endings nobody is asked what has changed.
    silent = ((key, "outcome", f.OUTCOMES[one]) for one in ("passed-on", "moved"))
    at_most.append({(key, "changed", f.NOT_ASKED): 1, **{cell: -1 for cell in silent if cell in counts}})
    unseen: set[Cell] = set()
    for number, cells in enumerate(at_most):
        more = sum(factor * counts[cell] for cell, factor in cells.items())
        if more >= 0:  # else it does not hold of this partnership, and nobody can reckon by it
            slack: Cell = (key, "more", number)
            unseen.add(slack)
            counts[slack] = more
            equations.append({**cells, slack: -1})
    return unseen


def report(policy: Policy, partnership: str, rows_at: RowsAt, of: Period, threshold: int, secret: str = "") -> Report:
    """Return a period's report; `rows_at` gives the cases as they stood at the end of a day, `secret` is the record's own."""
    found = counted(policy, rows_at, of, threshold, secret)
    key, by = str(of.first) + str(of.last), {one.id: one for one in dimensions(policy)}

    def shown(*cell: str) -> int | None:
        return None if (key, *cell) in found.hidden else found.told.counts[(key, *cell)]

    def single(one: Dimension) -> Table:
        counts = {row: shown(one.id, row) for row in found.rows[one.id]}
        return Table(one.id, one.title, one.cohort, found.rows[one.id], counts, shown(one.cohort))

    def cross(one: Dimension, other: Dimension) -> Table:
        down, along = single(one), single(other)
        cells = {(row, column): shown(one.id, row, other.id, column) for row in down.rows for column in along.rows}
        title = f"{one.title}, and {other.title[0].lower()}{other.title[1:]}"
        return replace(
            down, id=f"{one.id}-{other.id}", title=title, columns=along.rows, crossed=cells, below=along.counts
        )

    # Of so few that their number is not told nothing is: four cases on four topics would each be known.
    of_which = {it for it in found.cases if (key, it) not in found.hidden}
    if not of_which:
        return Report(partnership, of, threshold, None, None, (), (), ())
    pairs = [(by[one], by[other]) for one, other in CROSSED if of.is_year and by[one].cohort in of_which]
    crossed = tuple(cross(one, other) for one, other in pairs)
    stages = dict.fromkeys(one.title for one in policy.stages)
    has_means = of.is_year and "ended" in of_which
    means = tuple(_mean(one, found.cases["ended"], threshold) for one in stages) if has_means else ()
    singles = tuple(single(one) for one in by.values() if one.cohort in of_which)
    return Report(partnership, of, threshold, shown("raised"), shown("ended"), singles, crossed, means)


def _mean(stage: str, cases: Sequence[Facts], threshold: int) -> Mean:
    """Return the mean of a stage in whole days, of a year alone: by the means of its quarters too, the few could be told."""
    spent = [days for one in cases for title, days in one.stages if title == stage]
    return Mean(stage, round(sum(spent) / len(spent)) if len(spent) >= threshold else None)
