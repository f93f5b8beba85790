"""FIGURES by mail: a board's report to the office alone."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailservice.cases.history.events import FiguresGiven
from mailservice.simulator.story import moment
from tests import servers
from tests.service.asking import AMIRA, OFFICE, VISITOR, Partnership, partnership, said
from tests.service.test_record_by_mail import minding


@pytest.fixture
def here(tmp_path: Path, dovecot: servers.Dovecot) -> Iterator[Partnership]:
    with partnership(tmp_path, dovecot, moment("Mon 7 Sep 2026 10:00")) as made:
        made.disagrees()
        made.live(timedelta(days=40))
        yield made


def given(here: Partnership) -> list[FiguresGiven]:
    return [one for one in here.events() if isinstance(one, FiguresGiven)]


def test_the_office_has_a_page_a_sheet_and_charts(here: Partnership) -> None:
    [letter] = here.mail(AMIRA, "FIGURES 1 July 2026 TO 30 September 2026")
    names = [one.filename for one in letter.attachments]
    assert names[:2] == ["figures.html", "figures.xlsx"]
    assert all(one.endswith(".png") for one in names[2:])
    files = {one.filename: one.content for one in letter.attachments}
    assert load_workbook(BytesIO(files["figures.xlsx"])).sheetnames
    assert b"Wednesday 1 July 2026" in files["figures.html"]
    assert "The figures of Wednesday 1 July 2026 to Wednesday 30 September 2026" in said([letter])
    [event] = given(here)
    assert (event.to.address, event.first.isoformat(), event.last.isoformat()) == (AMIRA, "2026-07-01", "2026-09-30")


def test_where_a_gateway_takes_no_page_the_figures_come_as_sheet_and_pictures(
    here: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    minding(here, monkeypatch, b".html")
    [letter] = here.mail(AMIRA, "FIGURES 1 July 2026 TO 30 September 2026")
    names = [one.filename for one in letter.attachments]
    assert names[0] == "figures.xlsx"
    assert all(one.endswith(".png") for one in names[1:])
    assert "Your mail server did not take figures.html, so it is left out." in said([letter])


@pytest.mark.parametrize(
    "words",
    [
        "FIGURES",
        "FIGURES 2026",
        "FIGURES 1 July 2026 TO 15 August 2026",
        "FIGURES 1 October 2026 TO 31 December 2026",
        "FIGURES last quarter",
    ],
)
def test_what_is_no_quarter_or_year_that_is_over_is_told_how_to_write_one(here: Partnership, words: str) -> None:
    [told] = here.mail(AMIRA, words)
    assert given(here) == []
    assert "FIGURES 1 July 2026 TO 30 September 2026" in said([told])
    assert "FIGURES 1 April 2025 TO 31 March 2026" in said([told])
    here.mail(AMIRA, "FIGURES Wednesday 1 July 2026 TO Wednesday 30 September 2026")
    assert len(given(here)) == 1


@pytest.mark.parametrize(
    "words",
    [
        "FIGURES Q2 2026/27",
        "FIGURES July to September 2026",
        "FIGURES 2026-07-01 to 2026-09-30",
        "FIGURES: second quarter 2026/27, please",
    ],
)
def test_a_quarter_may_be_written_in_other_ways(here: Partnership, words: str) -> None:
    here.mail(OFFICE, words)
    assert [(one.first.isoformat(), one.last.isoformat()) for one in given(here)] == [("2026-07-01", "2026-09-30")]


def test_nobody_else_has_them_and_what_is_unproven_is_asked_once_more(here: Partnership) -> None:
    here.mail(VISITOR, "FIGURES 1 July 2026 TO 30 September 2026")
    here.mail("mum@post.example", "FIGURES 1 July 2026 TO 30 September 2026")
    here.mail(AMIRA, "FIGURES 1 July 2026 TO 30 September 2026", proof="fail")
    [asks] = here.mail(AMIRA, "FIGURES 1 July 2026 TO 30 September 2026", proof="none")
    assert given(here) == []
    assert "We could not be sure that FIGURES came from you" in said([asks])
    here.mail(AMIRA, "FIGURES 1 July 2026 TO 30 September 2026", answers=asks, proof="none")
    assert len(given(here)) == 1
    assert not any(one.attachments for one in here.letters(VISITOR) if "igures" in one.subject)
