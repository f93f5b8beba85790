"""What status says of the processes: one that waits before it begins runs, and says what for."""

import os
import re
import resource
import shutil
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from mailservice.cases.asking.limping import TROUBLES
from mailservice.cli.main import COMMANDS
from mailservice.errors import RecordAway
from mailservice.record.database import Database
from mailservice.service.watch import state
from mailservice.service.watch.health import Level, of_processes

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WHY = "the record cannot be reached or written: the connection to it failed"


def test_one_that_waits_for_its_record_is_not_said_not_to_run(tmp_path: Path) -> None:
    state.write(tmp_path, state.myself("run", NOW, NOW, WHY, ()))
    (found,) = of_processes(state.read(tmp_path), NOW)
    assert found.level == Level.CRITICAL
    assert found.sentence.endswith(f"has not begun: it waits. {WHY}")


def test_where_the_data_folder_is_gone_it_is_not_said_that_nothing_runs(tmp_path: Path) -> None:
    (found,) = of_processes([], NOW, blind=state.hindrance(tmp_path / "gone"))
    assert found.sentence == (
        "The data folder is not there, so no process can say there how it stands: look whether its disk is mounted."
    )
    assert not state.hindrance(tmp_path)


def test_a_data_folder_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    state.write(data, state.myself("run", NOW, NOW, "", ()))
    shutil.rmtree(data)
    with pytest.raises(FileNotFoundError):
        state.write(data, state.myself("run", NOW, NOW, WHY, ()))
    assert not data.exists(), "the folder of a backup could not take its place"
    state.forget(data, state.myself("run", NOW, NOW, "", ()))


def test_a_process_can_say_how_it_stands_where_no_file_handle_is_left(tmp_path: Path) -> None:
    state.write(tmp_path, state.myself("run", NOW, NOW, WHY, ()))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        state.write(tmp_path, state.myself("run", NOW, NOW, "no file handle is left", ()))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    (said,) = state.read(tmp_path)
    state.forget(tmp_path, said)
    assert said.waits_for == "no file handle is left"
    assert state.read(tmp_path) == []


def ended(at: datetime, watcher: int) -> state.Process:
    """Return what a process said that was killed, and by which process it had been watched."""
    gone = subprocess.Popen(["/bin/true"])
    gone.wait()
    said = state.myself("run", NOW - timedelta(hours=9), at, "", ())
    return replace(said, pid=gone.pid, born=1, watcher=watcher, watcher_born=0)


def test_between_two_lives_of_the_service_it_is_said_to_be_started_again() -> None:
    (found,) = of_processes([ended(NOW, os.getpid())], NOW + timedelta(seconds=3))
    assert (found.level, found.sentence) == (
        Level.WARNING,
        "The service has ended, and is being started again. Its log says why it ended.",
    )
    (found,) = of_processes([ended(NOW, os.getpid())], NOW + timedelta(minutes=5))
    assert (found.level, found.sentence) == (
        Level.CRITICAL,
        "The service ended 5 minutes ago and does not come up again. Its log says why.",
    )


def test_where_nobody_watches_it_any_more_it_does_not_run() -> None:
    watcher = ended(NOW, 0).pid
    (found,) = of_processes([ended(NOW, watcher)], NOW)
    assert found.level == Level.CRITICAL
    assert found.sentence.startswith("The service does not run: start it with systemctl start mailservice")


def test_a_process_that_has_the_number_of_ours_after_a_restart_of_the_machine_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    before = replace(state.myself("run", NOW, NOW, "", ()), pid=os.getppid(), born=1, watcher=0)
    state.write(tmp_path, before)
    (found,) = of_processes(state.read(tmp_path), NOW + timedelta(days=1))
    assert found.sentence.startswith("The service does not run")
    now = state.myself("run", NOW, NOW, "", ())
    state.write(tmp_path, now)
    assert state.read(tmp_path) == [now], "what was said before the power went is of no use any more"
    state.forget(tmp_path, now)


def test_whoever_may_not_look_into_the_data_folder_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> NoReturn:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", refused)
    with closing(Database(f"sqlite:///{tmp_path}/data/mailservice.db")) as record:
        for asked in (record.is_laid, record.has_file):
            with pytest.raises(
                RecordAway, match=r"may not be looked at by the user .*: do this as the service's own user"
            ):
                asked()
    assert state.read(tmp_path) == []


def test_a_service_that_was_started_twice_is_told() -> None:
    ours, other = (
        state.myself("run", NOW, NOW, "", ()),
        replace(state.myself("run", NOW, NOW, "", ()), pid=os.getppid(), born=0),
    )
    (found,) = of_processes([ours, other], NOW)
    assert (found.level, found.sentence) == (
        Level.WARNING,
        f"The service runs 2 times on this record: end all but one of {ours.pid}, {other.pid}.",
    )


@pytest.mark.parametrize("kind", ["mailbox", "record", "machine", "filing", "chain", "clock", "backup"])
def test_what_the_office_hands_to_its_it_names_a_command_that_there_is(kind: str) -> None:
    action = TROUBLES[kind].action
    named = re.findall(r"mailservice ([a-z]+(?: (?:trust|verify))?)", action)
    assert named, action
    assert {*named} <= {*COMMANDS}
    assert "below" not in action, "the reason stands above what is to be done"
