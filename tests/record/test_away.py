"""A record whose file is taken away or exchanged under a service at work: nothing is kept where nobody would find it."""

import shutil
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import exc

from mailservice.errors import RecordAway
from mailservice.record import away
from mailservice.record.database import Database

NAME = "nscp"


@pytest.fixture
def record(tmp_path: Path) -> Database:
    """Give a record that is open, in a folder of its own."""
    data = tmp_path / "data"
    data.mkdir()
    one = Database(f"sqlite:///{data}/mailservice.db")
    one.upgrade()
    with one.begin(NAME):
        pass
    return one


def test_whose_folder_was_renamed_it_is_away_until_that_is_back(record: Database, tmp_path: Path) -> None:
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    with pytest.raises(RecordAway, match="look whether its folder is there"), record.begin(NAME):
        pass
    with pytest.raises(RecordAway, match="look whether its folder is there"), record.read(NAME):
        pass
    assert not (tmp_path / "data").exists(), "no new one is begun there"
    (tmp_path / "elsewhere").rename(tmp_path / "data")
    with record.begin(NAME):
        pass


def test_which_was_removed_is_not_written_into_the_void(record: Database, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "data")
    with pytest.raises(RecordAway), record.begin(NAME):
        pass


def test_another_file_in_its_place_is_not_taken_for_it_until_the_service_starts_again(
    record: Database, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "mailservice.db"
    older = tmp_path / "older.db"
    shutil.copy(file, older)
    older.rename(file)
    with pytest.raises(RecordAway, match="another file lies in its place"), record.begin(NAME):
        pass
    record.close()
    with record.begin(NAME):
        pass


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (psycopg.errors.ReadOnlySqlTransaction("cannot execute UPDATE in a read-only transaction"), "only be read"),
        (psycopg.errors.FeatureNotSupported("cannot set transaction read-write mode during recovery"), "only be read"),
        (psycopg.OperationalError("connection failed: fe_sendauth: no password supplied"), "refuses our password"),
        (psycopg.OperationalError("FATAL:  pg_hba.conf rejects connection for host"), "refuses our user"),
        (psycopg.OperationalError("connection failed: Connection refused"), "the connection to it failed"),
    ],
)
def test_why_postgresql_is_away_is_told_in_its_true_words(cause: psycopg.Error, why: str) -> None:
    found = away.understood(exc.DBAPIError.instance("", {}, cause, psycopg.Error))
    assert isinstance(found, RecordAway)
    assert why in str(found)
