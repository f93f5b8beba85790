"""What is due for review: the ended cases whose time is over, what keeps each, and what is about to go."""

from copy import copy
from pathlib import Path

import pytest

from mailservice.cases.history.events import DisposalOrdered, Party
from mailservice.cli import record_due
from mailservice.clock import VirtualClock
from mailservice.record import ledger
from mailservice.record.database import Database
from mailservice.simulator.story import moment
from tests.cli.conftest import LIFE
from tests.cli.desk import Desk

SETTLED, OPEN = "NSCP 2026-0002-S", "NSCP 2026-0001-E"
NOTHING = "0 cases due for review; DISPOSE and why, on a case, by two of the office lets it go"


@pytest.fixture
def kept_a_year(life: Desk, tmp_path: Path) -> Desk:
    """Give the record of three days, of an office that keeps a case for a year."""
    desk = copy(life)
    desk.settings = tmp_path / "mailservice.toml"
    years = '\n[retention]\nyears = { "every case" = 1 }\n'
    desk.settings.write_text(life.settings.read_text("utf-8") + years, "utf-8")
    return desk


def on(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record_due, "WallClock", lambda: VirtualClock(moment(day)))


def test_a_case_is_due_a_year_after_its_end_and_not_a_day_before(
    kept_a_year: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    on("Tue 23 Nov 2027 09:00", monkeypatch)
    assert kept_a_year.says("record", "due") == NOTHING
    on("Wed 24 Nov 2027 09:00", monkeypatch)
    told = kept_a_year.says("record", "due")
    assert f"{SETTLED}: ended on Tuesday 24 November 2026, due since Wednesday 24 November 2027" in told
    assert "(every case, 1 year after its end). Something is still to come on it: an agreed action" in told
    assert OPEN not in told
    assert "1 case due for review" in told


def test_nothing_is_ever_due_where_nobody_said_how_long(life: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    on("Wed 24 Nov 2077 09:00", monkeypatch)
    assert life.says("record", "due") == NOTHING


def test_a_case_that_is_about_to_go_says_what_it_waits_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path, LIFE)
    on("Wed 24 Nov 2027 09:00", monkeypatch)
    office = Party("office@nscp.example", "Business Office")
    record = Database(f"sqlite:///{desk.database}")
    with record.begin(record.partnerships()[0]) as tx:
        at = moment("Tue 23 Nov 2027 09:00")
        ledger.append(tx, 2, [DisposalOrdered(at, office, office, "its time is over", "every case")], at)
    record.close()
    told = desk.says("record", "due")
    assert f"{SETTLED}: two of the office had it disposed of on Tuesday 23 November 2027." in told
