"""The figures in a browser, held to axe-core: a quarter, a year, and a year added up, wide and narrow, folded and opened."""

from datetime import date
from pathlib import Path

import pytest

from mailservice.exports.figures.page import SUMMED, page, standing
from mailservice.exports.figures.period import Period
from tests.exports.figures.boards import Held, Record
from tests.exports.figures.years import YEAR
from tests.exports.pack.test_axe import axe

QUARTER = YEAR.quarters[0]


@pytest.mark.parametrize(("of", "disposed"), [(QUARTER, 0), (YEAR, 0), (YEAR, 4)])
def test_axe_finds_nothing_in_a_page_of_figures(of: Period, disposed: int, tmp_path: Path) -> None:
    board = Held(Record(2, sizes=(120,)))
    for one in YEAR.quarters:
        board.asks(one)
    board.record.dispose(disposed)
    told = board.asks(of)
    assert told
    assert (told.summed, bool(told.crossed)) == (bool(disposed), of == YEAR and not disposed)
    said = standing(told, date(2027, 4, 8), 3)
    shown = page(told, said)
    assert (SUMMED in said) == told.summed
    for width, opened in ((1200, True), (390, False), (390, True)):
        found = axe(shown, tmp_path, width=width, dark=False, opened=opened)
        assert found["violations"] == [], (width, opened)
        assert found["fits"], "something is wider than the screen"
        assert int(str(found["passes"])) > 15
