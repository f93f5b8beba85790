"""The page of a board's report in a browser, held to axe-core: a quarter's and a year's, wide and narrow, folded and opened."""

from datetime import date
from pathlib import Path

import pytest

from mailservice.exports.figures.page import page
from mailservice.exports.figures.period import Period
from mailservice.exports.figures.tables import report
from tests.exports.figures.years import POLICY, played, rows_at
from tests.exports.pack.test_axe import axe

YEAR = Period(date(2026, 9, 1), date(2027, 8, 31), 9)


@pytest.mark.parametrize("of", [YEAR, YEAR.quarters[1]], ids=["a year", "a quarter"])
def test_axe_finds_nothing_in_a_boards_report(of: Period, tmp_path: Path) -> None:
    told = page(report(POLICY, POLICY.partnership, rows_at(played()), of, 5))
    for width, dark, opened in ((1200, False, True), (390, False, False), (390, True, True)):
        found = axe(told, tmp_path, width=width, dark=dark, opened=opened)
        assert found["violations"] == [], (width, dark, opened)
        assert found["fits"], "something is wider than the screen"
        assert int(str(found["passes"])) > 15
