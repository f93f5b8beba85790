"""A record for each test, on SQLite and on PostgreSQL, with its tables in place."""

from collections.abc import Iterator

import pytest

from mailservice.record.database import Database


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Give an empty record."""
    record = Database(database_url)
    record.upgrade()
    yield record
    record.close()
