"""A time of a row as the chain hashes it (`chain.stamp`), written out by the database: `stamped(column)`; `read` reads it.

Whoever only compares a time would else have it read into a moment, and written out again: a sixth of a whole look.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction


class stamped(GenericFunction[str]):  # noqa: N801 - it is called like a function of SQL
    """UTC in ISO 8601 with microseconds; what is no time in SQLite's column of dates comes out as no stamp of any."""

    type = String()
    inherit_cache = True


def read(stamp: str | None) -> datetime | None:
    """Return the moment of a stamp; None where it is none."""
    try:
        return datetime.fromisoformat(stamp or "")
    except ValueError:
        return None


@compiles(stamped)
def _sqlite(element: stamped, compiler: SQLCompiler, **given: Any) -> str:
    return f"(replace({_column(element, compiler, given)}, ' ', 'T') || '+00:00')"


@compiles(stamped, "postgresql")
def _postgresql(element: stamped, compiler: SQLCompiler, **given: Any) -> str:
    column = _column(element, compiler, given)
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


def _column(element: stamped, compiler: SQLCompiler, given: dict[str, Any]) -> str:
    column: ColumnElement[Any] = next(iter(element.clauses))
    return compiler.process(column, **given)
