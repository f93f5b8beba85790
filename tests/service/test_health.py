"""What status says of the processes: one that waits before it begins runs, and says what for."""

from datetime import UTC, datetime
from pathlib import Path

from mailservice.service import state
from mailservice.service.health import BLIND, Level, of_processes

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
WHY = "the record cannot be reached or written: the connection to it failed"


def test_one_that_waits_for_its_record_is_not_said_not_to_run(tmp_path: Path) -> None:
    state.write(tmp_path, state.myself("run", NOW, NOW, WHY, ()))
    (found,) = of_processes(state.read(tmp_path), NOW)
    assert found.level == Level.CRITICAL
    assert found.sentence.endswith(f"has not begun: it waits. {WHY}")


def test_where_nothing_can_be_written_it_is_not_said_that_nothing_runs() -> None:
    assert [one.sentence for one in of_processes([], NOW, blind=True)] == [BLIND]
