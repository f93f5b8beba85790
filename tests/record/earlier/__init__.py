"""The record of each migration, as the code that had just brought it wrote it, with the mailbox beside it. Start at `lay`."""

import json
import lzma
import tarfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine, func, select
from sqlalchemy.engine.url import make_url

from mailservice.record.database import Database

HERE = Path(__file__).parent
REVISIONS = tuple(sorted(one.name.partition(".")[0] for one in HERE.glob("*.tar.xz")))


def lay(revision: str, url: str) -> None:
    """Lay the record of a revision where a URL says: the file as it was kept, or its rows in PostgreSQL, as its tables were."""
    if make_url(url).get_backend_name() == "sqlite":
        Path(str(make_url(url).database)).write_bytes(_kept(revision, "record.db"))
        return
    with closing(Database(url)) as record:
        record.upgrade(revision)
        engines = create_engine("sqlite://"), create_engine(record.url)
    with engines[0].connect() as source, engines[1].begin() as target:
        source.connection.driver_connection.deserialize(_kept(revision, "record.db"))  # type: ignore[union-attr]  # sqlite3's own
        _copy(source, target)
    for one in engines:
        one.dispose()


def mails(revision: str) -> Iterator[tuple[str, datetime, bytes]]:
    """Give every mail that lay in the mailbox then: its folder, when it came, and its bytes."""
    for folder, at, raw in json.loads(_kept(revision, "mailbox.json")):
        yield folder, datetime.fromisoformat(at), raw.encode("latin-1")


def rows(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table, in order, and the tables' columns: what is to be as it was."""
    found = MetaData()
    found.reflect(connection)
    return {
        f"{table.name}: {', '.join(sorted(column.name for column in table.columns))}": sorted(
            (tuple(row) for row in connection.execute(select(*sorted(table.columns, key=lambda one: one.name)))),
            key=repr,
        )
        for table in found.sorted_tables
    }


def _copy(source: Connection, target: Connection) -> None:
    """Copy row for row between tables of one revision; what PostgreSQL counts up itself goes on after the last."""
    then, there = MetaData(), MetaData()
    then.reflect(source)
    there.reflect(target)
    assert {*there.tables} == {*then.tables}
    for table in (one for one in there.sorted_tables if one.name != "alembic_version"):
        was = then.tables[table.name]
        assert {*table.columns.keys()} == {*was.columns.keys()}, table.name
        for row in source.execute(select(was)).mappings():
            target.execute(table.insert().values({name: _with_zone(value) for name, value in row.items()}))
        if "id" in table.columns:
            last = func.coalesce(func.max(table.c.id), 1)
            target.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "id"), last)).select_from(table))


def _with_zone(value: object) -> object:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value


def _kept(revision: str, name: str) -> bytes:
    with lzma.open(HERE / f"{revision}.tar.xz") as packed, tarfile.open(fileobj=packed) as files:
        found = files.extractfile(name)
        assert found is not None
        return found.read()
