"""Fixtures for every room: real servers, once for each worker; a fresh mailbox or database for each test."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
import structlog
from redis import Redis

from tests import servers


@pytest.fixture(autouse=True)
def _plain_logs() -> None:
    """Log as structlog does where nobody set it up, but for a fault's variables: to draw those of a case takes half a minute."""
    structlog.reset_defaults()
    drawn = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], drawn])


@pytest.fixture(scope="session")
def dovecot() -> Iterator[servers.Dovecot]:
    """Run a Dovecot of this worker's own; ask it for an `account()`."""
    with servers.dovecot() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.Postgresql]:
    """Run a PostgreSQL of this worker's own; `postgresql_url` is a fresh database in it."""
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[str]:
    """Run a Redis of this worker's own; yields its URL."""
    with servers.redis() as url:
        yield url


@pytest.fixture
def redis_url(redis_server: str) -> str:
    """Give the URL of an empty Redis."""
    with Redis.from_url(redis_server) as client:
        client.flushall()
    return redis_server


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of a SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path}/record.sqlite"


@pytest.fixture
def postgresql_url(postgresql: servers.Postgresql) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    with postgresql.database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of an empty database: the test runs once on SQLite and once on PostgreSQL."""
    return cast("str", request.getfixturevalue(f"{request.param}_url"))
