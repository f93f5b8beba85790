"""The demo goes as told, and leaves what it says: what a newcomer sees first must not rot."""

from email import message_from_bytes, policy
from pathlib import Path

from tests.cli.desk import typed


def test_the_demo_goes_as_told_and_leaves_everything_to_look_at(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    told = typed("demo", "--folder", str(folder), COLUMNS="200")
    assert told.exit_code == 0, told.stdout[-3000:]
    assert "letter to Joy Okafor" in told.stdout
    assert "Wednesday 02 September 2026" in told.stdout
    letters = [
        message_from_bytes(one.read_bytes(), policy=policy.default) for one in (folder / "letters").glob("*.eml")
    ]
    assert all("[NSCP 2026-0001" in one["Subject"] for one in letters)
    assert len(list((folder / "mails").glob("*.eml"))) == 8
    assert "Ended: every agency agreed" in (folder / "record.html").read_text(encoding="utf-8")


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"mine")
    told = typed("demo", "--folder", str(tmp_path))
    assert told.exit_code == 1
    assert (tmp_path / "holiday.jpg").read_bytes() == b"mine"
