"""A record of another version: every command says so in a sentence with what to do, and writes nothing."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mailservice.record import database
from mailservice.record.database import Database, newest_revision
from mailservice.service.watch import last_backup
from mailservice.service.watch.last_backup import LastBackup
from mailservice.simulator.story import moment
from tests.cli.desk import ROOT
from tests.cli.test_upgrade import Installation, any_url, everything, installed
from tests.record import earlier

__all__ = ["any_url"]
CASE = "NSCP 2026-0003-D"
BY = ("--who", "Amira Hill", "--why", "by telephone")
COMMANDS = [
    ("status",),
    ("status", "--json"),
    ("status", "--acknowledge", "1"),
    ("case", "list"),
    ("case", "find", "strategy"),
    ("case", "show", CASE),
    ("case", "explain", CASE),
    ("case", "do", CASE, "ESCALATE nobody answers", "--as", "office", *BY),
    ("held", "list"),
    ("held", "show", "9"),
    ("held", "do", "9", "REJECT it is not of an agency", *BY),
    ("trace", "--subject", "strategy"),
    ("record", "verify"),
    ("record", "init"),
    ("record", "adopt", "--reason", "nothing else is left"),
    ("record", "move-mailbox", "--reason", "another provider"),
    ("clock", "trust", "--who", "Amira Hill", "--reason", "by the radio"),
    ("directory", "drill"),
    ("directory", "export", "--to", "sheet.xlsx", "--on", "2026-11-25"),
    ("backup", "kept"),
]
OLDER = "its tables are at 0004, this version's at {newest}"
NEWER = "its tables are at 9999, this version's at {newest}"


@contextmanager
def newer_version(folder: Path) -> Iterator[None]:
    """Be a version that has one migration more, until the block ends."""
    ours, theirs = database._MIGRATIONS, folder / "migrations"  # noqa: SLF001 - what a version is, here
    shutil.copytree(ours, theirs)
    last = newest_revision()
    (theirs / "versions" / "9999_of_another_year.py").write_text(
        f"""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9999", "{last}", None, None
def upgrade():
    op.add_column("mails", sa.Column("another_year", sa.String(), nullable=True))
""",
        encoding="utf-8",
    )
    database._MIGRATIONS = theirs  # noqa: SLF001 - as above
    newest_revision.cache_clear()
    try:
        yield
    finally:
        database._MIGRATIONS = ours  # noqa: SLF001 - as above
        newest_revision.cache_clear()


@pytest.fixture
def older(tmp_path: Path, any_url: str) -> Iterator[Installation]:
    """Give an installation whose record an older version left."""
    yield from installed(tmp_path, any_url, "0004")


@pytest.fixture
def newer(tmp_path: Path, any_url: str) -> Iterator[Installation]:
    """Give an installation whose record a newer version left."""
    for one in installed(tmp_path, any_url, earlier.REVISIONS[-1]):
        with newer_version(tmp_path), closing(Database(any_url)) as record:
            record.upgrade()
        yield one


def refused(installation: Installation, why: str, do: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Type every command: each says why in words and what to do, and nothing is written."""
    monkeypatch.chdir(installation.folder)
    before, why = everything(installation.url), why.format(newest=newest_revision())
    for words in COMMANDS:
        done = installation(*words)
        said = " ".join(done.output.split())
        assert done.exit_code in (1, 2), (words, said)
        assert "Traceback" not in said
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        assert why in said, (words, said)
        assert do in said, (words, said)
    assert everything(installation.url) == before
    assert not (installation.folder / "sheet.xlsx").exists()
    assert not list((installation.folder / "kept").glob("nscp-*"))
    doctor = " ".join(installation("doctor").output.split())
    assert why.removeprefix("its ") in doctor, doctor
    assert everything(installation.url) == before


def test_an_older_record_is_looked_into_by_nobody_until_the_service_has_brought_it_along(
    older: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused(older, OLDER, "start the service again", monkeypatch)
    older.start()
    older.stop()
    assert len(older.cases()) == 5


def test_a_newer_record_is_refused_by_every_command(newer: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    refused(newer, NEWER, "install", monkeypatch)


@pytest.mark.parametrize("word", ["run", "worker"])
def test_a_newer_record_is_waited_with_by_the_service_and_nothing_is_written(newer: Installation, word: str) -> None:
    before = everything(newer.url)
    with newer.settings.open("a", encoding="utf-8") as settings:
        settings.write('[broker]\nurl = "redis://127.0.0.1:9/0"\n')
    environment = {**os.environ, **newer.secrets, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "mailservice", word, "--config", str(newer.settings)]
    log = newer.folder / "log"
    with log.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream, env=environment) as process:
        try:
            until = time.monotonic() + 120
            while (
                "Waiting: the record was written by a newer version" not in log.read_text() and time.monotonic() < until
            ):
                time.sleep(0.1)
            status = " ".join(newer("status").output.split())
        finally:
            process.terminate()
            process.wait(60)
    said = log.read_text(encoding="utf-8")
    assert NEWER.format(newest=newest_revision()) in said, said
    assert "install that version, or a newer one" in said
    assert "install that version, or a newer one" in status
    assert everything(newer.url) == before
    assert not list((newer.folder / "data").glob("*before*"))


def test_a_service_at_work_decides_nothing_once_a_newer_version_has_brought_its_tables_along(
    older: Installation,
) -> None:
    older.start()
    older.at("Wed 25 Nov 2026 15:30")
    with newer_version(older.folder), closing(Database(older.url)) as record:
        record.upgrade()
    before = everything(older.url)
    older.at("Thu 26 Nov 2026 17:01")
    away = older.service.supervisor.fails_by("record")
    assert away is not None
    assert "install that version, or a newer one" in away.said
    assert everything(older.url) == before
    older.stop()


def test_a_backup_between_an_update_and_the_restart_is_one_line_in_the_log_and_alarms_nobody(
    older: Installation,
) -> None:
    data, kept = older.folder / "data", older.folder / "kept"
    last = LastBackup(moment("Mon 23 Nov 2026 03:24"), kept / "nscp-2026-11-23T032400Z")
    last_backup.note(data, last)
    for _two_nights in range(2):
        done = older("backup", str(kept), "--keep", "30")
        assert done.exit_code == 1
        (line,) = done.output.strip().splitlines()
        assert "start the service again under this version" in line
    assert (last_backup.last(data), list(kept.iterdir())) == (last, [kept / ".mailservice-backup.lock"])
    older.start()
    assert alarms(older, "Wed 25 Nov 2026 16:00") == 0
    assert "Last backup         Mon 23 Nov 2026 03:24" in older("status").stdout
    assert alarms(older, "Thu 26 Nov 2026 09:30") == 1, "they fail for another reason too, and nobody saw it"
    older.stop()


def alarms(installation: Installation, when: str) -> int:
    """Return how many letters of stopped backups have left once the service has gone round then."""
    installation.clock.set(moment(when))
    for _ in range(2):
        installation.service.go_round(installation.service.settle_here)
    return sum("Backups are no longer made" in one.subject for one in installation.left())


def test_a_backup_that_a_newer_version_made_is_not_laid_back(newer: Installation) -> None:
    (newer.folder / "other").mkdir()
    with newer_version(newer.folder / "other"):
        made = newer.says("backup", str(newer.folder / "kept"))
    folder = made.partition("Made: ")[2].split()[0]
    before = everything(newer.url)
    for words in (("--look",), ()):
        done = newer("restore", folder, *words)
        assert (done.exit_code, "a newer version" in done.output) == (1, True), done.output
        assert isinstance(done.exception, SystemExit)
    assert everything(newer.url) == before


def with_a_newer_version(installation: Installation) -> None:
    """Have a newer version work for a day, as far as can be told by what leaves: the date of a case passes."""
    with newer_version(installation.folder / "other"):
        installation.start()
        installation.at("Thu 26 Nov 2026 17:01")
        installation.stop()
    assert "Stage 2: please reply" in " ".join(one.subject for one in installation.left())


@pytest.fixture
def today(tmp_path: Path, any_url: str) -> Iterator[Installation]:
    """Give an installation whose record this version left."""
    (tmp_path / "other").mkdir()
    yield from installed(tmp_path, any_url, earlier.REVISIONS[-1])


def test_to_go_back_the_backup_of_before_is_laid_over_the_newer_record(today: Installation) -> None:
    cases = today.cases()
    folder = today.says("backup", str(today.folder / "kept")).partition("Made: ")[2].split()[0]
    with_a_newer_version(today)
    assert today("case", "list").exit_code == 1
    over = () if today.url.startswith("sqlite") else ("--replace", str(Database(today.url).url.database))
    assert "The record is laid back." in today.says("restore", folder, *over)
    assert today.cases() == cases
    assert "Looked at: 5 cases" in today.says("record", "verify", "--record-only")
    today.says("record", "adopt", "--reason", "back to the version before")
    assert today.cases() == cases


@pytest.mark.parametrize("any_url", ["sqlite"], indirect=True)
def test_to_go_back_without_a_backup_what_was_kept_beside_is_put_in_its_place_and_the_service_waits(
    today: Installation,
) -> None:
    cases, data = today.cases(), today.folder / "data"
    with_a_newer_version(today)
    (data / "newer").mkdir()
    for one in data.glob("mailservice.db*"):
        one.rename(data / "newer" / one.name)
    shutil.copy(data / "newer" / "mailservice.db.before-9999", data / "mailservice.db")
    assert today.cases() == cases
    with pytest.raises(AssertionError, match="are not in this record"):
        today.start()
    today.stop()
    today.says("record", "adopt", "--reason", "back to the version before")
    before = len(today.left())
    today.start()
    today.at("Thu 26 Nov 2026 17:02")
    again = {one.message_id for one in today.left()[before:]} & {one.message_id for one in today.left()[:before]}
    assert not again, "no letter leaves twice"
    today.stop()
