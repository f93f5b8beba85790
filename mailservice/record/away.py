"""What a fault of the database is: weather, a broken record, or a defect of ours. Start at `understood`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import exc

from mailservice.errors import RecordAway, RecordBroken

_ONLY_READ = "it can only be read"
_NO_FILE = "its file cannot be opened: look whether its folder is there, and at its rights"
_AWAY = "the record cannot be reached or written"
NOT_OPENED = f"{_AWAY}: {_NO_FILE}"
EXCHANGED = (
    f"{_AWAY}: another file lies in its place than the service opened. Put that one back; or, if this is the right one, start "
    "the service again"
)
# SQLite's primary result codes (sqlite.org/rescode.html): what is said of each.
_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY: "another process holds it locked",
    sqlite3.SQLITE_LOCKED: "another process holds it locked",
    sqlite3.SQLITE_PROTOCOL: "another process holds it locked",
    sqlite3.SQLITE_NOMEM: "this machine has no memory left",
    sqlite3.SQLITE_READONLY: f"{_ONLY_READ}: look at the rights of its file and folder, and at its disk",
    sqlite3.SQLITE_IOERR: "its disk fails, or is full",
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_CANTOPEN: _NO_FILE,
    sqlite3.SQLITE_PERM: "we may not open its file",
    sqlite3.SQLITE_AUTH: "we may not open its file",
}
_SQLITE_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
# PostgreSQL's states, and classes of them (its manual, appendix A).
_POSTGRESQL_AWAY = {
    "53100": "its disk is full",
    "53200": "its machine has no memory left",
    "53300": "it takes no further connection",
    "25006": _ONLY_READ,
    "25P03": "it was stopped",
    "57P03": "it is starting or stopping",
    "57P01": "it was stopped",
    "57P02": "it was stopped",
    "57014": "it took too long to answer",
    "55P03": "another process holds it locked",
    "28P01": "it refuses our password",
    "28000": "it refuses our user",
    "3D000": "there is no database of that name",
}
_NOT_SUPPORTED = "0A000"
_POSTGRESQL_CLASSES = {
    "08": "the connection to it failed",
    "40": "another process was at the same rows",
    "53": "it has no room left",
    "57": "it was stopped",
    "58": "its disk fails",
}
_POSTGRESQL_BROKEN = ("XX001", "XX002")
# A connection that was refused has no state: then by the server's own words.
_POSTGRESQL_SAYS = {
    "too many clients": _POSTGRESQL_AWAY["53300"],
    "remaining connection slots": _POSTGRESQL_AWAY["53300"],
    "too many connections": _POSTGRESQL_AWAY["53300"],
    "starting up": _POSTGRESQL_AWAY["57P03"],
    "shutting down": _POSTGRESQL_AWAY["57P03"],
    "in recovery mode": _POSTGRESQL_AWAY["57P03"],
    "not yet accepting": _POSTGRESQL_AWAY["57P03"],
    "password authentication failed": _POSTGRESQL_AWAY["28P01"],
    "no password supplied": _POSTGRESQL_AWAY["28P01"],
    "pg_hba.conf": _POSTGRESQL_AWAY["28000"],
    "authentication failed": _POSTGRESQL_AWAY["28000"],
    "not permitted to log in": _POSTGRESQL_AWAY["28000"],
    'FATAL:  role "': _POSTGRESQL_AWAY["28000"],
    'FATAL:  database "': _POSTGRESQL_AWAY["3D000"],
}


def understood(fault: exc.SQLAlchemyError) -> Exception:
    """Return RecordAway for weather, RecordBroken for a damaged file, else the fault itself: a defect."""
    if isinstance(fault, exc.TimeoutError):
        return RecordAway("the record cannot be reached: every connection to it is taken")
    cause = fault.orig if isinstance(fault, exc.DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
        if code in _SQLITE_BROKEN:
            return RecordBroken(f"the record's file is damaged: {cause}")
        return _away(_SQLITE_AWAY.get(code, "")) or fault
    if isinstance(cause, psycopg.Error):
        if cause.sqlstate in _POSTGRESQL_BROKEN:
            return RecordBroken(f"the record's database is damaged: {cause}")
        return _away(_postgresql(cause)) or fault
    return fault


@contextmanager
def told(*, reading: bool = False) -> Iterator[None]:
    """Raise what a fault of the database within is understood as; that whoever only reads may not write is a defect of ours."""
    try:
        yield
    except exc.SQLAlchemyError as fault:
        meant = understood(fault)
        if meant is fault or (reading and _ONLY_READ in str(meant)):
            raise
        raise meant from fault


def _postgresql(cause: psycopg.Error) -> str:
    state = cause.sqlstate or ""
    if state in _POSTGRESQL_AWAY:
        return _POSTGRESQL_AWAY[state]
    if state == _NOT_SUPPORTED and "during recovery" in str(cause):  # how a replica refuses who has read from it before
        return _ONLY_READ
    if not state and isinstance(cause, psycopg.OperationalError | psycopg.InterfaceError):
        said = str(cause)
        return next((why for words, why in _POSTGRESQL_SAYS.items() if words in said), "the connection to it failed")
    return _POSTGRESQL_CLASSES.get(state[:2], "")


def _away(why: str) -> RecordAway | None:
    return RecordAway(f"{_AWAY}: {why}") if why else None
