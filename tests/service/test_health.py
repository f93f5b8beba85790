"""What status says of the processes: one that waits before it begins runs, and says what for."""

import resource
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

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
