"""What was published of a time stays as it was: `publish` gives what is new, `read` what was told before, as a report.

By two versions of a quarter, or a year beside its quarters, the few could be had by subtraction, once cases were disposed of, or
the policy or the threshold is another. So no time is counted twice. A year settles its quarters with it, and is counted itself
only where each of them still reads today as it was told: for that, `tables` has the proof that nothing can be worked out. Else it
is the sum of what they told, and tells nothing that whoever has them does not know.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from mailservice.cases.history.events import FiguresPublished
from mailservice.cases.history.figures import Count, FiguresTable
from mailservice.cases.letters import phrases
from mailservice.exports.figures.period import QUARTER, YEAR, Period, months
from mailservice.exports.figures.tables import Mean, Report, RowsAt, Table, report
from mailservice.policy.model import Policy


def told(before: Iterable[FiguresPublished], of: Period) -> FiguresPublished | None:
    """Return what was published of exactly this time; None where nothing was."""
    return next((one for one in before if (one.first, one.last) == (of.first, of.last)), None)


def cut(before: Iterable[FiguresPublished], of: Period) -> FiguresPublished | None:
    """Return what was published of a time that begins or ends within a quarter of this one: both together would tell the few."""
    apart = (one for one in before if (_month(one.first) - _month(of.first)) % QUARTER)
    return next((one for one in apart if _overlap(one, of)), None)


def times(before: Iterable[FiguresPublished]) -> frozenset[tuple[date, date]]:
    """Return the first and last days of what was published."""
    return frozenset((one.first, one.last) for one in before)


def refusal(crossed: FiguresPublished, of: Period) -> str:
    """Return why a time is not told that cuts one that was, and what can be asked for."""
    free = of.first
    while free <= crossed.last:
        free = months(free, QUARTER)
    return (
        f"Figures of {phrases.day(crossed.first)} to {phrases.day(crossed.last)} were published, and by those of a time that "
        f"shares a part of it the few could be worked out. The next quarter that can be told begins on {phrases.day(free)}"
    )


def publish(
    policy: Policy,
    rows_at: RowsAt,
    of: Period,
    threshold: int,
    before: Sequence[FiguresPublished],
    at: datetime,
    secret: str = "",
) -> tuple[FiguresPublished, ...]:
    """Return what is to be published beside what was, this time last: of one that was not `told`, and that is not `cut`."""
    today = [report(policy, policy.partnership, rows_at, one, threshold, secret) for one in of.quarters]
    known = [told(before, one) for one in of.quarters]
    parts = [read(one) if one else new for one, new in zip(known, today, strict=True)]
    new = [kept(counted, at) for one, counted in zip(known, today, strict=True) if one is None]
    if [*map(_shown, parts)] == [*map(_shown, today)] and not any(
        _overlap(one, of) and _counted_year(one) for one in before
    ):
        whole = report(policy, policy.partnership, rows_at, of, threshold, secret)
    else:
        whole = _summed(of, parts, threshold)
    return *new, kept(whole, at)


def kept(one: Report, at: datetime) -> FiguresPublished:
    """Return a report as the event that keeps it."""
    tables = tuple(map(_table, (*one.tables, *one.crossed)))
    means = tuple((it.stage, it.days) for it in one.means)
    first, last = one.period.first, one.period.last
    return FiguresPublished(
        at, first, last, one.threshold, one.partnership, one.raised, one.ended, tables, means, one.summed
    )


def read(one: FiguresPublished) -> Report:
    """Return the report that was published: it says what it said."""
    totals: Mapping[str, Count] = {"raised": one.raised, "ended": one.ended}
    tables = [_read(it, totals[it.cohort]) for it in one.tables]
    return Report(
        one.partnership,
        Period(one.first, one.last, one.first.month),
        one.threshold,
        one.raised,
        one.ended,
        tuple(it for it in tables if not it.columns),
        tuple(it for it in tables if it.columns),
        tuple(Mean(stage, days) for stage, days in one.means),
        one.summed,
    )


def _table(one: Table) -> FiguresTable:
    counts = tuple(one.counts[row] for row in one.rows)
    crossed = (
        tuple(tuple(one.crossed[row, column] for column in one.columns) for row in one.rows) if one.columns else ()
    )
    below = tuple(one.below[column] for column in one.columns)
    return FiguresTable(one.id, one.title, one.cohort, one.rows, counts, one.columns, crossed, below)


def _read(one: FiguresTable, total: Count) -> Table:
    crossed = {
        (row, column): cell
        for row, cells in zip(one.rows, one.crossed, strict=bool(one.columns))
        for column, cell in zip(one.columns, cells, strict=True)
    }
    counts = dict(zip(one.rows, one.counts, strict=True))
    below = dict(zip(one.columns, one.below, strict=True))
    return Table(one.id, one.title, one.cohort, one.rows, counts, total, one.columns, crossed, below)


def _shown(one: Report) -> Mapping[tuple[str, ...], Count]:
    """Return what whoever reads a report learns by it: a row that is not there has 0, as one that says so."""
    every: Iterator[tuple[tuple[str, ...], Count]] = (
        ((table.id, row), count) for table in one.tables for row, count in table.counts.items()
    )
    whole: dict[tuple[str, ...], Count] = {("raised",): one.raised, ("ended",): one.ended}
    return whole | {(table.id,): None for table in one.tables} | {cell: count for cell, count in every if count != 0}


def _summed(of: Period, parts: Sequence[Report], threshold: int) -> Report:
    """Return a year added up from its quarters: what one of them held back is held back, and nothing else is told."""
    few, by = min(threshold, *(one.threshold for one in parts)), [{it.id: it for it in one.tables} for one in parts]
    everywhere = [name for name in by[-1] if all(name in one for one in by)]
    tables = tuple(_sum([one[name] for one in by]) for name in everywhere)
    whole = {cohort: _plus([getattr(one, cohort) for one in parts]) for cohort in ("raised", "ended")}
    if all(count is None for table in tables for count in (table.total, *table.counts.values())):
        tables, whole = (), dict.fromkeys(whole)
    return Report(parts[-1].partnership, of, few, whole["raised"], whole["ended"], tables, (), (), summed=True)


def _sum(parts: Sequence[Table]) -> Table:
    newest = parts[-1]
    rows = tuple(dict.fromkeys(row for one in (newest, *parts) for row in one.rows))
    counts = {row: _plus([one.counts.get(row, 0) for one in parts]) for row in rows}
    return Table(newest.id, newest.title, newest.cohort, rows, counts, _plus([one.total for one in parts]))


def _plus(counts: Sequence[Count]) -> Count:
    known = [one for one in counts if one is not None]
    return sum(known) if len(known) == len(counts) else None


def _counted_year(one: FiguresPublished) -> bool:
    return not one.summed and _month(one.last) - _month(one.first) + 1 == YEAR


def _overlap(one: FiguresPublished, of: Period) -> bool:
    return one.first <= of.last and of.first <= one.last


def _month(day: date) -> int:
    return day.year * 12 + day.month
