"""No figure that is held back can be worked out: not from a table, not from a year and its quarters together."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from mailservice.cases.told.figures import Facts
from mailservice.exports.figures import tables
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import Report, dimensions, report
from mailservice.exports.figures.withholding import Cell, Published, given_away, withheld
from tests.exports.figures.attacker import Attacker
from tests.exports.figures.years import POLICY, YEAR, played, rows_at, some_year


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


def test_much_is_still_told() -> None:
    year = Period(date(2026, 9, 1), date(2027, 8, 31), 9)
    told = report(POLICY, "NSCP", rows_at(played()), year, 5)
    shown = [count for table in told.tables for count in table.counts.values() if count is not None]
    assert len(shown) > sum(len(one.always) for one in dimensions(POLICY)) / 2
