"""A quarter of fifteen cases through the real service: every morning letter and the report agree with the ledger."""

from datetime import date
from pathlib import Path

import pytest

from tests.year.checking import checked, quarters
from tests.year.playing import Year


@pytest.mark.timeout(900)  # a minute on a machine that has nothing else to do
def test_every_morning_letter_and_the_report_of_a_quarter_say_what_the_ledger_says(tmp_path: Path) -> None:
    first = date(2026, 4, 1)
    year = Year(tmp_path, first, date(2026, 6, 30), cases=15).play()
    rows = [*checked(year, quarters(first, 3))]
    assert [fault for one in rows for fault in one.faults] == []
    named = next(one.count for one in rows if one.what.startswith("open cases"))
    assert int(named) > len(year.working_days), "on most mornings several cases are open"
