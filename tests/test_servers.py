"""The servers the other tests stand on: each test has its own database, and nothing is left running."""

import os
import socket
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import create_engine, text

from tests import servers


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_database_of_its_own(database_url: str, turn: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (turn INTEGER)"))
        connection.execute(text("INSERT INTO mine VALUES (:turn)"), {"turn": turn})
        assert list(connection.execute(text("SELECT turn FROM mine")).scalars()) == [turn]
    engine.dispose()


@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_an_empty_redis(redis_url: str, turn: int) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.set("mine", turn, nx=True)


def test_a_server_is_ended_and_its_folder_removed_even_when_the_test_fails() -> None:
    class Failed(Exception):  # noqa: N818 - a test's own failure
        pass

    seen: list[tuple[int, int, Path]] = []

    def fail() -> None:
        with servers.dovecot() as server:
            seen.append((server.process.pid, server.port, server.folder))
            raise Failed

    with pytest.raises(Failed):
        fail()
    ((pid, port, folder),) = seen
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_server_that_does_not_start_is_told_with_its_log(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo the disk is full; exit 3"]
    with pytest.raises(RuntimeError, match="the disk is full"), servers.running(command, bool, tmp_path / "log"):
        pass


def test_a_server_that_cannot_be_had_is_a_skip_on_a_laptop_and_a_failure_in_ci(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="make servers"):
        servers.program("no-such-server")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="make servers"):
        servers.program("no-such-server")
