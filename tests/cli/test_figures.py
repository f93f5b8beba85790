"""A board's report from the command line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailservice.clock import WallClock
from tests.cli.desk import Desk

OF = ("figures", "--from", "2026-10-01", "--to", "2026-12-31")


@pytest.fixture
def after(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the quarter of the story be over."""
    monkeypatch.setattr(WallClock, "now", lambda _clock: datetime(2027, 1, 4, 9, tzinfo=UTC))


@pytest.mark.usefixtures("after")
def test_a_quarter_that_is_over_is_a_folder_for_its_maker_alone(life: Desk, tmp_path: Path) -> None:
    said = life.says(*OF, "--to-folder", str(tmp_path / "one"))
    assert said == f"written: {tmp_path / 'one'}. Open figures.html first."
    again = life.says(*OF, "--to-folder", str(tmp_path / "two"))
    assert again == f"written: {tmp_path / 'two'}, as counted on Monday 4 January 2027. Open figures.html first."
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert {"figures.html", "figures.xlsx"} == one.keys()
    page = one["figures.html"].decode()
    assert "Counted on Monday 4 January 2027. Every later copy says the same" in page
    assert "Raised: held back. Ended: held back." in page  # the story has fewer than five of each
    assert "So little is counted here that no table can be told" in page
    assert "Sarah" not in page
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("after")
def test_a_folder_that_is_there_is_left_alone(life: Desk, tmp_path: Path) -> None:
    done = life(*OF, "--to-folder", str(tmp_path))
    assert done.exit_code == 1
    assert "give a folder that is not there yet" in " ".join(done.output.split())
    assert not any(tmp_path.iterdir())


def test_other_days_are_refused_with_the_days_to_write(life: Desk) -> None:
    done = life("figures", "--from", "2026-11-01", "--to", "2026-11-30")
    assert done.exit_code == 1
    assert "figures are of a quarter or a year" in " ".join(done.output.split())


@pytest.mark.usefixtures("after")
def test_a_time_that_cuts_one_that_was_told_is_refused_and_what_was_told_is_told(life: Desk, tmp_path: Path) -> None:
    life.says(*OF, "--to-folder", str(tmp_path / "one"))
    settings = life.settings.read_text(encoding="utf-8")
    life.settings.write_text(settings + "\n[figures]\nyear_begins = 9\n", encoding="utf-8")
    try:
        done = life("figures", "--from", "2026-09-01", "--to", "2026-11-30", "--to-folder", str(tmp_path / "cut"))
        assert done.exit_code == 1
        said = " ".join(done.output.split())
        assert "Figures of Thursday 1 October 2026 to Thursday 31 December 2026 were published" in said
        assert "The next quarter that can be told begins on Monday 1 March 2027" in said
        assert not (tmp_path / "cut").exists()
        life.says(*OF, "--to-folder", str(tmp_path / "two"))
    finally:
        life.settings.write_text(settings, encoding="utf-8")
    assert (tmp_path / "one" / "figures.html").read_bytes() == (tmp_path / "two" / "figures.html").read_bytes()
