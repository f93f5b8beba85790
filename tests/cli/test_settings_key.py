"""`mailservice settings key`: a key made, changed, and given up for lost."""

import stat
from pathlib import Path

import pytest

from mailservice.cli.settings_key import KEPT, settings_key
from mailservice.errors import UserError


def test_a_new_key_stands_above_the_old_and_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    settings_key(file)
    (first,) = file.read_text().split()
    settings_key(file)
    newest, before = file.read_text().split()
    assert (before, len(newest)) == (first, 64)
    assert newest != first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_old_keys_do_not_pile_up(tmp_path: Path) -> None:
    file = tmp_path / "key"
    for _ in range(KEPT + 2):
        settings_key(file)
    assert len(file.read_text().split()) == KEPT


def test_a_key_that_others_know_is_left_out_and_it_is_said_what_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "key"
    settings_key(file)
    known = file.read_text().strip()
    settings_key(file, lost=True)
    assert known not in file.read_text()
    assert "is asked once more" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(b"\xff\xfe\x00no text")
    with pytest.raises(UserError, match="nothing was written"):
        settings_key(file)
    assert file.read_bytes() == b"\xff\xfe\x00no text"
