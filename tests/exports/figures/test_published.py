"""What was published is told again as it was; by nothing that is told later can what it held back be worked out.

Whoever reads has every page that was ever handed out, and lays them upon each other; in between, cases are disposed of, and
policy and threshold change.
"""

from collections.abc import Callable
from datetime import date

import pytest

from mailservice.cases.history import events as e
from mailservice.exports.figures import published
from mailservice.exports.figures.laying import files
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import report
from tests.exports.figures.attacker import Attacker
from tests.exports.figures.boards import MORE_THAN_TWO_YEARS, NOON, SECRET, Anew, Held, Record, quarters, years
from tests.exports.figures.years import POLICY, YEAR

Board = Anew | Held
Q1, Q2, Q3, Q4 = YEAR.quarters


def disposal_before_the_year(board: Board) -> None:
    """Ask for its quarters, then a disposal, then the year."""
    for one in YEAR.quarters:
        board.asks(one)
    board.record.dispose(board.record.chance.randint(1, 6))
    board.asks(YEAR)


def disposal_before_a_second_copy(board: Board) -> None:
    """Ask for a quarter, then a disposal, then the same quarter."""
    board.asks(Q2)
    board.record.dispose(board.record.chance.randint(1, 6))
    board.asks(Q2)


def policy_after_the_year(board: Board) -> None:
    """Ask for the year, then another policy, then its quarters."""
    board.asks(YEAR)
    board.record.rename()
    for one in YEAR.quarters:
        board.asks(one)


def threshold_down_and_up(board: Board) -> None:
    """Ask for a quarter at 5, the same and another at 3, and the year at 5 again."""
    board.asks(Q1)
    board.threshold = 3
    board.asks(Q1)
    board.asks(Q2)
    board.threshold = 5
    board.asks(YEAR)
    board.asks(Q3)


def threshold_down_for_the_year(board: Board) -> None:
    """Ask for the quarters at 5, and the year at 3."""
    for one in YEAR.quarters:
        board.asks(one)
    board.threshold = 3
    board.asks(YEAR)


def years_that_begin_anew(board: Board) -> None:
    """Ask for quarters and years of several beginnings, in any order, and whatever may happen in between."""
    chance = board.record.chance
    begins = chance.choice(([4], [4, 7], [4, 5], [4, 9, 1], [*range(1, 13)]))
    for _ in range(9):
        month = chance.choice(begins)
        board.asks(chance.choice([*quarters(month), *quarters(month), *years(month), *years(month)]))
        happens = (board.record.rename, board.record.come_late, lambda: board.record.dispose(chance.randint(1, 6)))
        if chance.random() < 0.5:
            chance.choice(happens)()
        board.threshold = chance.choice((board.threshold, board.threshold, board.threshold, 3, 5, 8))


WAYS = (
    disposal_before_the_year,
    disposal_before_a_second_copy,
    policy_after_the_year,
    threshold_down_and_up,
    threshold_down_for_the_year,
    years_that_begin_anew,
)


def _record(way: Callable[[Board], None], seed: int) -> Record:
    return Record(seed, days=MORE_THAN_TWO_YEARS if way is years_that_begin_anew else 364)


def _told_apart(attacker: Attacker) -> set[tuple[str, ...]]:
    """Return of what they know that a few of its cases are no more in it."""
    return {label for label, by in attacker.apart.items() if 0 < abs(by) < 3}


@pytest.mark.parametrize("way", WAYS)
def test_whoever_has_reports_that_were_each_worked_out_anew_does_recover_what_they_hold_back(
    way: Callable[[Board], None],
) -> None:
    found = []
    for seed in range(30):
        board = Anew(_record(way, seed))
        way(board)
        attacker = Attacker().gathers(board.handed)
        found.append(bool(attacker.recovered() or _told_apart(attacker)))
        if any(found):
            break
    assert any(found)


@pytest.mark.parametrize("seed", range(200))
def test_from_what_is_held_to_what_was_published_nobody_recovers_anything(seed: int) -> None:
    way = (*WAYS, years_that_begin_anew, years_that_begin_anew)[seed % 8]
    board = Held(_record(way, seed))
    way(board)
    attacker = Attacker().gathers(board.handed)
    assert attacker.recovered() == set(), way.__doc__
    assert _told_apart(attacker) == set(), way.__doc__


def test_what_was_published_is_laid_out_as_it_was_counted() -> None:
    for of in (YEAR, Q1):
        counted = report(POLICY, "NSCP", Record(2, sizes=(120,)).at, of, 5)
        event = published.kept(counted, NOON)
        again = e.load("FiguresPublished", e.dump(event))
        assert isinstance(again, e.FiguresPublished)
        assert files(published.read(again)) == files(counted)


def test_a_year_of_which_nothing_has_changed_is_counted_itself_and_crosses_two_things() -> None:
    board = Held(Record(2, sizes=(120,)))
    for one in YEAR.quarters:
        board.asks(one)
    told = board.asks(YEAR)
    assert told
    anew = report(POLICY, POLICY.partnership, board.record.at, YEAR, 5, SECRET)
    assert files(told) == files(anew)
    assert told.crossed
    assert len(board.before) == 5


def test_else_a_year_is_what_its_quarters_told_together_and_not_a_word_more() -> None:
    board = Held(Record(2, sizes=(120,)))
    quarters_told = [board.asks(one) for one in YEAR.quarters]
    board.record.dispose(4)
    told = board.asks(YEAR)
    assert told
    assert told.summed
    assert (told.crossed, told.means) == ((), ())
    for table in told.tables:
        for row, count in table.counts.items():
            parts = [it.counts.get(row, 0) for one in quarters_told if one for it in one.tables if it.id == table.id]
            assert count == (None if None in parts else sum(part or 0 for part in parts)), (table.id, row)
    assert any(count for table in told.tables for count in table.counts.values())


def test_a_year_over_quarters_of_a_lower_threshold_promises_no_higher_one() -> None:
    board = Held(Record(2, sizes=(120,)), threshold=3)
    board.asks(Q1)
    board.threshold = 8
    told = board.asks(YEAR)
    assert told
    assert (told.summed, told.threshold) == (True, 3)


def test_a_time_that_cuts_what_was_published_is_none_that_can_be_told() -> None:
    board = Held(Record(2, sizes=(120,)))
    board.asks(Q2)
    assert board.asks(Period(date(2026, 6, 1), date(2026, 8, 31), 6)) is None
    assert board.asks(Period(date(2026, 6, 1), date(2027, 5, 31), 6)) is None
    assert board.asks(Period(date(2026, 1, 1), date(2026, 12, 31), 1))  # a year of the same quarters
    crossed = published.cut(board.before[:1], Period(date(2026, 6, 1), date(2027, 5, 31), 6))
    assert crossed
    said = published.refusal(crossed, Period(date(2026, 6, 1), date(2027, 5, 31), 6))
    assert "The next quarter that can be told begins on Tuesday 1 December 2026" in said
