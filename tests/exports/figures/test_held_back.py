"""No figure that is held back can be worked out: not from a table, not from a year and its quarters together."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import product

import pytest

from mailservice.cases.told.figures import Facts
from mailservice.exports.figures import tables
from mailservice.exports.figures.page import page
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import Report, dimensions, report
from mailservice.exports.figures.withholding import Cell, Published, given_away, withheld
from tests.exports.figures.attacker import Attacker
from tests.exports.figures.years import POLICY, STAGES, YEAR, played, rows_at, some_year


def reports(at: Callable[[date], Sequence[Facts]]) -> list[Report]:
    """Return the year's report, and those of its quarters."""
    return [report(POLICY, "NSCP", at, one, 5) for one in (YEAR, *YEAR.quarters)]


@pytest.mark.parametrize("seed", [*range(30), 131, 184, 254])
def test_somebody_with_all_five_reports_of_a_year_recovers_nothing(seed: int) -> None:
    told = reports(some_year(seed))
    attacker = Attacker().reads(told)
    assert attacker.recovered() == set()
    assert all(
        count is None or count == 0 or count >= 5
        for one in told
        for table in one.tables
        for count in table.counts.values()
    )


def test_nor_from_a_rehearsed_year() -> None:
    played_at = rows_at(played())
    year = Period(date(2026, 9, 1), date(2027, 8, 31), 9)
    told = [report(POLICY, "NSCP", played_at, one, 5) for one in (year, *year.quarters)]
    attacker = Attacker().reads(told)
    assert attacker.held
    assert attacker.recovered() == set()


def test_the_same_attacker_does_recover_what_is_held_back_for_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_the_few(told: Published, threshold: int, _before: Mapping[Cell, bool]) -> set[Cell]:
        return told.few(threshold)

    monkeypatch.setattr(tables, "withheld", only_the_few)
    found = [len(Attacker().reads(reports(some_year(seed))).recovered()) for seed in (0, 1, 2, 3, 5, 8)]
    assert all(found), found


def test_and_recovers_it_where_a_year_is_held_back_without_regard_to_its_quarters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def alone(told: Published, threshold: int, before: Mapping[Cell, bool]) -> set[Cell]:
        own = told.counts.keys() - before.keys()
        apart = Published(
            {cell: told.counts[cell] for cell in own},
            [one for one in told.equations if own >= one.keys()],
            told.unseen & own,
        )
        return withheld(apart, threshold) | {cell for cell, held in before.items() if held}

    monkeypatch.setattr(tables, "withheld", alone)
    assert any(Attacker().reads(reports(some_year(seed))).recovered() for seed in range(20))


@pytest.mark.parametrize("seed", range(40, 60))
def test_each_figure_held_back_has_another_year_that_would_publish_the_same_page(seed: int) -> None:
    found = tables.counted(POLICY, some_year(seed), YEAR, 5)
    assert found.told.few(5) <= found.hidden
    assert given_away(found.told, found.hidden) == set()


def test_of_so_few_that_their_number_is_not_told_nothing_is() -> None:
    topics = [one.label for one in POLICY.reasons][:4]
    four = [Facts(YEAR.first, None, raised="Police", topic=one) for one in topics]  # on four topics: one on each
    ended = [Facts(YEAR.first - timedelta(90), YEAR.first, highest=STAGES[0], outcome="Every agency agreed")] * 7
    told = report(POLICY, "NSCP", lambda _day: [*four, *ended], YEAR.quarters[0], 5)
    assert (told.raised, told.ended) == (None, 7)
    assert {one.cohort for one in told.tables} == {"ended"}
    assert "<h2>What was raised</h2>\n<p>So few that nothing is told of them.</p>" in page(told)


def _every_way(count: int, rows: int) -> Iterator[tuple[int, ...]]:
    if rows == 1:
        yield (count,)
    else:
        yield from ((one, *more) for one in range(count + 1) for more in _every_way(count - one, rows - 1))


def _given_to_who_knows_how(tables_of: Sequence[int], most: int, threshold: int, secrets: Sequence[str]) -> int:
    """Return how many counts are given away to somebody who tries every year there may be, and knows how each would be told."""
    pages: dict[tuple[tuple[Cell, int | None], ...], list[Mapping[Cell, int]]] = {}
    for total in range(most + 1):
        for ways in product(*(_every_way(total, rows) for rows in tables_of)):
            cells = [{(table, row): count for row, count in enumerate(way)} for table, way in enumerate(ways)]
            counts: dict[Cell, int] = {("all",): total}
            for one in cells:
                counts |= one
            adds_up = [{("all",): -1, **dict.fromkeys(one, 1)} for one in cells]
            for secret in secrets:
                hidden = withheld(Published(counts, adds_up, secret=secret), threshold)
                if ("all",) not in hidden:
                    seen = tuple((cell, None if cell in hidden else count) for cell, count in counts.items())
                    pages.setdefault(seen, []).append(counts)
    return sum(
        len({year[cell] for year in years}) == 1
        for seen, years in pages.items()
        for cell, count in seen
        if count is None
    )


@pytest.mark.parametrize(
    ("tables_of", "most", "threshold"), [((3,), 15, 5), ((4,), 11, 4), ((3, 2), 9, 3), ((3, 3), 7, 3)]
)
def test_nor_by_who_knows_how_it_is_chosen_what_is_held_back_beside_the_few(
    tables_of: Sequence[int], most: int, threshold: int
) -> None:
    assert _given_to_who_knows_how(tables_of, most, threshold, [""]), (
        "without a secret the smallest is chosen, and tells"
    )
    assert not _given_to_who_knows_how(tables_of, most, threshold, [f"secret {number}" for number in range(16)])


def test_much_is_still_told() -> None:
    year = Period(date(2026, 9, 1), date(2027, 8, 31), 9)
    told = report(POLICY, "NSCP", rows_at(played()), year, 5)
    shown = [count for table in told.tables for count in table.counts.values() if count is not None]
    assert len(shown) > sum(len(one.always) for one in dimensions(POLICY)) / 2
