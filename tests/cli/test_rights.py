"""What the service writes is for its own user's eyes, from the first byte; where others may read, it says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, SETTINGS, Desk
from tests.cli.test_case import STORY

SECRETS = {"MAILSERVICE_SIGNING_KEY": "k" * 40, "MAILSERVICE_IMAP_PASSWORD": "kingfisher"}


def run(*words: str, cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a command in a process of its own, as somebody whose umask lets everybody read."""
    program = (
        "import os, sys; os.umask(0o022); from mailservice.cli.main import main; sys.argv[1:] = sys.argv[1:]; main()"
    )
    environment = {**os.environ, **SECRETS, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", program, *words]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False)


def open_to_others(folder: Path) -> list[str]:
    """Return what lies in a folder, and others may read."""
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.stat().st_mode & 0o077)


@pytest.fixture
def lived(tmp_path: Path) -> Desk:
    """Give a record of one case, in a folder that others may enter, as it was made before."""
    (tmp_path / "lived").mkdir(mode=0o755)
    return Desk(tmp_path / "lived", STORY)


def test_whatever_is_written_is_its_owners_alone(lived: Desk, tmp_path: Path) -> None:
    place = tmp_path / "fresh"
    place.mkdir(mode=0o700)
    settings = place / "mine.toml"
    url = f"sqlite:///{place}/data/mailservice.db"
    text = (
        SETTINGS.format(root=ROOT, database="")
        .replace('url = "sqlite:///"', f'url = "{url}"')
        .replace('data = "."', 'data = "data"')
    )
    settings.write_text(text, encoding="utf-8")
    before = {str(one.relative_to(place)) for one in place.rglob("*")}
    held_open = "import sqlite3, sys; one = sqlite3.connect(sys.argv[1]); one.execute('SELECT 1 FROM mails').fetchone()"
    held_open += "; print(flush=True); input()"
    assert run("record", "init", "--config", str(settings), cwd=place).returncode == 0
    command = [sys.executable, "-c", held_open, str(place / "data" / "mailservice.db")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        beside = {one.name for one in (place / "data").iterdir()}
        modes = open_to_others(place / "data")
        other.communicate(b"\n", timeout=20)
    assert beside == {"mailservice.db", "mailservice.db-wal", "mailservice.db-shm"}
    assert modes == []
    for words in (
        ("settings", "key", "signing.key"),
        ("case", "show", "NSCP 2025-0001", "--page", "case.html", "--config", str(lived.settings)),
        ("case", "pack", "NSCP 2025-0001", "--to", "pack", "--config", str(lived.settings)),
        ("case", "pack", "NSCP 2025-0001", "--to", "pack.zip", "--config", str(lived.settings)),
        ("directory", "export", "--to", "people.xlsx", "--config", str(lived.settings)),
        ("policy", "show", "nscp", "--svg", "ladder.svg", "--folder", str(ROOT / "policies")),
        ("backup", "kept", "--config", str(lived.settings)),
    ):
        done = run(*words, cwd=place)
        assert done.returncode == 0, done.stderr
    assert {"signing.key", "case.html", "people.xlsx", "ladder.svg", "kept"} <= {one.name for one in place.iterdir()}
    assert set(open_to_others(place)) <= before, "somebody else may read what was written"


def test_a_record_that_others_may_read_is_told_with_what_to_write(lived: Desk) -> None:
    lived.database.chmod(0o644)
    told = lived("record", "verify", "--record-only")
    assert told.exit_code == 0
    assert (
        f"Others on this machine may read the record: {lived.database}. Write: chmod -R go= {lived.database.parent}"
        in told.output
    )
    subprocess.run(["chmod", "-R", "go=", lived.database.parent], check=True)
    assert "Others" not in lived("record", "verify", "--record-only").output


def test_in_a_folder_that_nobody_else_enters_nothing_is_said(lived: Desk) -> None:
    lived.database.chmod(0o644)
    lived.database.parent.chmod(0o700)
    assert "Others" not in lived("record", "verify", "--record-only").output
