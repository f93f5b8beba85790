"""What was let go is to be nowhere on the disk: in no free page, no log beside it, no older copy. Start at `erase`.

PostgreSQL's own log, and its archive, keep it until they are reused: no command of ours reaches them.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, exc, exists, select, text

from mailservice.record import away
from mailservice.record.tables import (
    barred,
    cases,
    children,
    contents,
    deadlines,
    found,
    letters,
    mails,
    parties,
    threads,
)

# Where something of a case stands that is taken out when it is disposed of.
_HELD_IT = (contents, mails, letters, threads, found, parties, children, deadlines, barred, cases)
_BESIDE = ".before-*"
_SCHEMAS = text("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'before\\_%' ORDER BY nspname")


def erase(engine: Engine) -> bool:
    """Write the record's files anew without what was let go; False where somebody reads it just now: to be tried again.

    It needs as much room again as the record has. RecordAway where there is none, or the database cannot be reached.
    """
    with away.told():
        return _sqlite(engine) if engine.dialect.name == "sqlite" else _postgresql(engine)


def beside(file: Path | None) -> list[Path]:
    """Return the copies of a SQLite record that lie beside it, from before its tables were brought along or it was restored."""
    return sorted(file.parent.glob(f"{file.name}{_BESIDE}")) if file else []


def schemas_beside(engine: Engine) -> list[str]:
    """Return the schemas of PostgreSQL in which what was there before a restore still lies."""
    if engine.dialect.name == "sqlite":
        return []
    with away.told(reading=True), engine.connect() as connection:
        return [str(one) for one in connection.execute(_SCHEMAS).scalars()]


def _sqlite(engine: Engine) -> bool:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only=OFF")
        cursor.execute("VACUUM")
        return not cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # whether somebody reads in it
    except sqlite3.Error as fault:
        raise exc.DBAPIError("VACUUM", None, fault) from fault
    finally:
        connection.close()


def _postgresql(engine: Engine) -> bool:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        for table in _HELD_IT:
            connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {table.name}")
            if connection.scalar(select(~exists(select(1).select_from(table)))):
                _forget_noted(connection, table)
        connection.exec_driver_sql("VACUUM (FULL) pg_statistic")  # a warning to whoever does not own the database
        with suppress(exc.DBAPIError):  # not every user may; the server does it by itself within minutes
            connection.exec_driver_sql("CHECKPOINT")
        connection.exec_driver_sql("RESET statement_timeout")
    return True


def _forget_noted(connection: Connection, table: Table) -> None:
    """Have the server drop what it noted of an empty table's values to plan by: ANALYZE leaves that as it was.

    A column whose type is set, be it to the same, loses what was noted of it; PostgreSQL has no plainer way before its 18.
    """
    for column in table.columns:
        kind = column.type.compile(connection.dialect)
        connection.exec_driver_sql(f'ALTER TABLE {table.name} ALTER COLUMN "{column.name}" TYPE {kind}')
