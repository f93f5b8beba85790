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
    life.says(*OF, "--to-folder", str(tmp_path / "two"))
    one, two = ({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()} for name in ("one", "two"))
    assert one == two
    assert {"figures.html", "figures.xlsx", "stage.svg", "stage.png"} <= one.keys()
    page = one["figures.html"].decode()
    assert "Raised: held back. Ended: held back." in page  # the story has fewer than five of each
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
