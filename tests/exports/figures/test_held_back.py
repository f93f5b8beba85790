"""No figure that is held back can be worked out: not from a table, not from a year and its quarters together."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailservice.cases.told import figures as f
from mailservice.cases.told.figures import Facts
from mailservice.exports.figures import tables
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import Report, dimensions, report
from mailservice.exports.figures.withholding import Cell, Published, given_away, withheld
from tests.exports.figures.attacker import Attacker
from tests.exports.figures.years import POLICY, played, rows_at

YEAR = Period(date(2026, 4, 1), date(2027, 3, 31), 4)
KINDS = ("Health", "Police", "School", "Social care", "Voluntary")
CHANGES = (*f.CHANGES.values(), f.SEVERAL_ANSWERS, f.NOT_ANSWERED)
STAGES = tuple(one.title for one in POLICY.stages)


def some_year(seed: int) -> Callable[[date], Sequence[Facts]]:
    """Return a year of cases as chance has it: few or many, some of it common and some rare."""
    chance = random.Random(seed)  # noqa: S311 - chance for a test, no secret
    weights = [chance.choice((1, 3, 9)) for _ in KINDS]
    cases = [_case(chance, weights) for _ in range(chance.choice((3, 8, 17, 30, 60, 120)))]
    asked = random.Random(seed)  # noqa: S311 - the same
    cases = [replace(one, changed=asked.choices(CHANGES, (3, 5, 1, 1, 1, 1, 6))[0]) for one in cases]

    def at(day: date) -> Sequence[Facts]:
        return [_so_far(one, day) for one in cases if one.opened_on <= day]

    return at


def _case(chance: random.Random, weights: Sequence[int]) -> Facts:
    opened = YEAR.first + timedelta(chance.randint(-40, 364))
    raised, received = (chance.choices(KINDS, weights)[0] for _ in range(2))
    highest = min(chance.choice((0, 0, 1, 1, 1, 2, 2, 3, 4)), len(STAGES) - 1)
    outcome = chance.choices(("agreed", "withdrawn", "overtaken"), (8, 1, 1))[0]
    first = f.SETTLED_FIRST if outcome == "agreed" else f.STAYED
    way = chance.choice((f.BY_WORD, f.BY_SILENCE, f.BY_SILENCE, f.BY_BOTH)) if highest else first
    late = chance.choice(
        (f.IN_TIME, f.IN_TIME, STAGES[chance.randint(0, highest)], f.LATE_AGAIN if highest else f.IN_TIME)
    )
    topic = chance.choice((f.NOT_SAID, f.NOT_SAID, *(one.label for one in POLICY.reasons)))
    urgent = chance.choices((f.URGENT, f.NOT_URGENT), (1, 6))[0]
    days = chance.randint(1, 60)
    ended = opened + timedelta(days) if chance.random() < 0.9 else None
    return Facts(opened, ended, raised, received, topic, urgent, STAGES[highest], way, late, f.OUTCOMES[outcome], days)


def _so_far(one: Facts, day: date) -> Facts:
    if not one.ended_on or one.ended_on > day:
        return replace(one, ended_on=None)
    return one if one.ended_on + timedelta(42) < day else replace(one, changed=f.NOT_ASKED)


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
