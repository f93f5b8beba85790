"""A year of sixty cases, counted: every published sum agrees with the ledger, and the sheet runs nothing."""

import zipfile
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from mailservice.cases.history import events as e
from mailservice.cases.told import figures as f
from mailservice.errors import UserError
from mailservice.exports.figures.laying import PAGE, SHEET, files
from mailservice.exports.figures.page import page
from mailservice.exports.figures.period import Period, period
from mailservice.exports.figures.sheet import workbook
from mailservice.exports.figures.tables import Report, report
from tests.exports.figures.years import POLICY, played, rows_at

YEAR = Period(date(2026, 9, 1), date(2027, 8, 31), 9)
TODAY = date(2028, 3, 1)


@pytest.fixture(scope="module", name="told")
def a_year() -> list[Report]:
    """Give the year's report, and its quarters'."""
    return [report(POLICY, POLICY.partnership, rows_at(played()), one, 5) for one in (YEAR, *YEAR.quarters)]


def test_what_was_raised_and_ended_is_what_the_ledger_says(told: list[Report]) -> None:
    for one in told:
        opened = _days("CaseOpened", one.period)
        ended = {name for name, days in _closed(one.period.last).items() if one.period.first <= days <= one.period.last}
        assert one.raised in (None, len(opened)), one.period.title
        assert one.ended in (None, len(ended)), one.period.title
    assert told[0].raised == 60
    assert sum(one.raised or 0 for one in told[1:]) == 60


def test_each_count_told_is_that_of_the_ledger_at_the_end_of_its_time(told: list[Report]) -> None:
    for one in told:
        opened = _days("CaseOpened", one.period)
        raised = Counter(_type(opened[name].raiser.agency) for name in opened)
        table = next(table for table in one.tables if table.id == "raised-by")
        assert {row: count for row, count in table.counts.items() if count} == {
            row: raised[row] for row, count in table.counts.items() if count
        }
        assert sum(raised.values()) == len(opened)


def test_the_highest_stage_of_each_ended_case_stands_in_its_own_history(told: list[Report]) -> None:
    order = [one.id for one in POLICY.stages]
    ended = [name for name, day in _closed(YEAR.last).items() if YEAR.first <= day <= YEAR.last]
    entered = {name: [one for one in played().histories[name] if isinstance(one, e.StageEntered)] for name in ended}
    reached = {name: [order.index(one.stage) for one in entered[name] if _local(one) <= YEAR.last] for name in ended}
    highest = Counter(POLICY.stages[max(one)].title for one in reached.values())
    table = next(table for table in told[0].tables if table.id == "stage")
    assert [(row, count) for row, count in table.counts.items() if count] == [
        (row, highest[row]) for row, count in table.counts.items() if count
    ]


def test_rows_and_columns_add_up_wherever_all_is_told(told: list[Report]) -> None:
    for one in told:
        for table in one.tables:
            counts = [*table.counts.values()]
            if None not in counts and table.total is not None:
                assert sum(count or 0 for count in counts) == table.total
        for table in one.crossed:
            for row in table.rows:
                cells = [table.crossed[row, column] for column in table.columns]
                if None not in cells and table.counts[row] is not None:
                    assert sum(cell or 0 for cell in cells) == table.counts[row]
    assert [bool(one.crossed) for one in told] == [True, False, False, False, False]
    assert [bool(one.means) for one in told] == [True, False, False, False, False]


def test_a_mean_of_few_cases_is_held_back() -> None:
    case = f.Facts(YEAR.first, YEAR.first, stages=((POLICY.stages[0].title, 7),))
    other = f.Facts(YEAR.first, YEAR.first)
    assert report(POLICY, "NSCP", lambda _day: [case] * 4 + [other] * 2, YEAR, 5).means[0].days is None
    assert report(POLICY, "NSCP", lambda _day: [case] * 5, YEAR, 5).means[0].days == 7


def test_what_the_record_cannot_tell_is_said_so() -> None:
    disposed = f.Facts(YEAR.first, YEAR.first)
    told = report(POLICY, "NSCP", lambda _day: [disposed] * 6, YEAR, 5)
    assert {table.counts[f.NOT_KNOWN] for table in told.tables} == {6}
    assert "What was learnt: not known." in page(told)


def test_two_runs_give_the_same_bytes(told: list[Report]) -> None:
    made = files(told[0])
    assert made == files(told[0])
    assert {PAGE, SHEET, "raised-by.svg", "raised-by.png"} <= made.keys()
    for name, data in made.items():
        if name.endswith(".png"):
            assert data.startswith(b"\x89PNG")
        elif name.endswith(".svg"):
            assert ET.fromstring(data).get("role") == "img"  # noqa: S314 - a drawing of ours


def test_a_drawing_says_in_words_what_it_shows(told: list[Report]) -> None:
    drawing = files(told[0])["stage.svg"].decode()
    counts = next(table for table in told[0].tables if table.id == "stage").counts
    said = "; ".join(f"{row}: {'held back' if count is None else count}" for row, count in counts.items())
    assert said in drawing
    held = [*counts.values()].count(None)
    assert 0 < held < len(counts)
    assert drawing.count(">held back<") == held


HOSTILE = ('=HYPERLINK("https://evil.example","Read")', "+1", "@SUM(1)", "-1+2", "\t=1", "<script>alert(1)</script>")


@pytest.mark.parametrize("words", HOSTILE)
def test_no_word_runs_in_the_sheet_or_on_the_page(words: str) -> None:
    rows = [f.Facts(YEAR.first, YEAR.first, raised=words, received=words, topic=words)] * 6
    told = report(POLICY, words, lambda _day: rows, YEAR, 5)
    book = load_workbook(BytesIO(workbook(told)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(cell.value == words for cell in cells)
    assert {cell.data_type for cell in cells} == {"s", "n"}
    with zipfile.ZipFile(BytesIO(workbook(told))) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    assert "<script" not in page(told)
    for name, data in files(replace(told, crossed=())).items():
        assert not name.endswith(".svg") or b"<script" not in data


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-09-01", "2027-08-31"), ("2026-12-01", "2027-02-28"), ("2027-12-01", "2028-02-29")],
)
def test_a_year_and_its_quarters_can_be_asked_for(first: str, last: str) -> None:
    assert period(date.fromisoformat(first), date.fromisoformat(last), 9, TODAY).last == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2026-09-02", "2027-08-31"),
        ("2026-09-01", "2027-08-30"),
        ("2026-12-01", "2027-11-30"),
        ("2026-10-01", "2026-12-31"),
        ("2026-09-01", "2026-09-30"),
        ("2027-08-31", "2026-09-01"),
    ],
)
def test_two_days_that_are_no_quarter_or_year_are_refused_with_the_days_to_write(first: str, last: str) -> None:
    with pytest.raises(UserError) as refused:
        period(date.fromisoformat(first), date.fromisoformat(last), 9, TODAY)
    assert "--from 2026-09-01 --to 2027-08-31" in str(refused.value.problems[0])


def test_a_time_that_is_not_over_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        period(date(2027, 12, 1), date(2028, 2, 29), 9, date(2028, 2, 29))
    assert "Tuesday 29 February 2028 is not over" in str(refused.value.problems[0])


def _local(event: e.Event) -> date:
    return played().days.local(event.at).date()


def _days(kind: str, of: Period) -> dict[str, e.CaseOpened]:
    found = {name: history[0] for name, history in played().histories.items()}
    return {
        name: event
        for name, event in found.items()
        if isinstance(event, e.CaseOpened) and type(event).__name__ == kind and of.first <= _local(event) <= of.last
    }


def _closed(last: date) -> dict[str, date]:
    """Return when each case ended that was ended at the end of a day."""
    found: dict[str, date] = {}
    for name, history in played().histories.items():
        for event in history:
            if _local(event) > last:
                break
            if isinstance(event, e.CaseClosed):
                found[name] = _local(event)
            elif isinstance(event, e.CaseReopened):
                found.pop(name, None)
    return found


def _type(agency: str) -> str:
    found = played().directory.agency(agency)
    assert found is not None
    return found.type.replace("-", " ").capitalize()
