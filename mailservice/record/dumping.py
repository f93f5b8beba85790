"""A PostgreSQL record dumped and laid back, by PostgreSQL's own programs. Start at `dump` and `lay_back`.

A dump is verified without a server: `unpack` reads it into a SQLite file, of which the same questions are asked as of any record.
"""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from subprocess import PIPE
from time import monotonic, sleep

import psycopg
from psycopg import conninfo, sql
from sqlalchemy.engine.url import URL

from mailservice.errors import MachineShort, Problem, RecordAway, RecordBroken, UserError
from mailservice.files import bare_environment
from mailservice.record.database import Database

ASIDE = "before_"
_COPY = re.compile(r'COPY public\."?([a-z_]{1,63})"? \(([a-z_", ]{1,4000})\) FROM stdin;\n?')
_VERSION = re.compile(r"\(PostgreSQL\) (\d{1,3})")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_OTHERS = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"""
# A server sees a moment later that somebody has hung up; in seconds.
_GONE_WITHIN, _LOOKS_EVERY = 3.0, 0.1
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"

Value = str | int | bytes | None


def dump(record: Database, to: Path, programs: Path | None) -> None:
    """Dump the record as it stands at one moment, in PostgreSQL's custom format; writers wait for nothing."""
    with _connected(record) as server:
        _fits(server, _program("pg_dump", programs))
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--exclude-schema={ASIDE}*"]
    options += ["--lock-wait-timeout=30000", f"--file={to}", f"--dbname={_named(record.url)}"]
    to.touch(0o600)
    _run([str(_program("pg_dump", programs)), *options], record.url)


def unpack(dumped: Path, to: Path, revision: str, programs: Path | None) -> None:
    """Read a dump of tables of this migration into a SQLite file; RecordBroken where it is not whole."""
    to.touch(0o600)
    with closing(Database(f"sqlite:///{to}")) as made:
        made.upgrade(revision)
    command = [str(_program("pg_restore", programs)), "--data-only", "--file=-", str(dumped)]
    try:
        said = _read_into(to, command)
    except (ValueError, LookupError, sqlite3.Error) as fault:
        raise RecordBroken(f"the dump is damaged: {type(fault).__name__}") from fault
    if said:
        raise RecordBroken(f"the dump is damaged: {_last(said)}")


def lay_back(record: Database, dumped: Path, programs: Path | None) -> None:
    """Lay a dump into an empty database, all of it or nothing."""
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    command = [str(_program("pg_restore", programs)), *options, f"--dbname={_named(record.url)}", str(dumped)]
    _run(command, record.url)


def require_alone(record: Database, programs: Path | None) -> None:
    """Raise RecordAway where somebody else is connected; UserError where pg_restore is missing, or older than the server."""
    with _connected(record) as server:
        _fits(server, _program("pg_restore", programs))
    ends = monotonic() + _GONE_WITHIN
    while (others := _others(record)) and monotonic() < ends:
        sleep(_LOOKS_EVERY)
    if others:
        said = f"{others} other connections to this database are open: stop the service, and every worker, first"
        raise RecordAway(
            said.replace("1 other connections to this database are", "1 other connection to this database is")
        )


def _others(record: Database) -> int:
    """Return how many others are connected: within one transaction the answer would stay the same."""
    with _connected(record) as server:
        found = server.execute(_OTHERS).fetchone()
    return int(found[0]) if found else 0


def is_empty(record: Database) -> bool:
    """Tell whether a database has no table yet."""
    with _connected(record) as server:
        found = server.execute(_TABLES).fetchone()
    return not (found and found[0])


@contextmanager
def aside(record: Database, at: datetime) -> Iterator[str]:
    """Move what is in the database into a schema of its own, named by the time; brought back where the block fails."""
    name = f"{ASIDE}{at:%Y_%m_%d_%H%M%S}"
    _rename(record, "public", name)
    try:
        yield name
    except BaseException:
        with _connected(record) as server, server.transaction():
            server.execute("DROP SCHEMA public CASCADE")
            server.execute(sql.SQL("ALTER SCHEMA {} RENAME TO public").format(sql.Identifier(name)))
        raise


def _rename(record: Database, old: str, new: str) -> None:
    try:
        with _connected(record) as server, server.transaction():
            server.execute(sql.SQL("ALTER SCHEMA {} RENAME TO {}").format(sql.Identifier(old), sql.Identifier(new)))
            server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(old)))
    except psycopg.errors.InsufficientPrivilege:
        remedy = "this user may not move aside what is there; make an empty database, and name it in [database] url"
        raise UserError([Problem(str(record.url.database), "", remedy)]) from None


@contextmanager
def _connected(record: Database) -> Iterator["psycopg.Connection[tuple[int, ...]]"]:
    try:
        with psycopg.connect(
            _named(record.url), password=record.url.password, connect_timeout=10, autocommit=True
        ) as server:
            yield server
    except psycopg.OperationalError as fault:
        raise RecordAway(f"the database cannot be reached: {_last(str(fault))}") from None


def _fits(server: "psycopg.Connection[tuple[int, ...]]", program: Path) -> None:
    """Raise UserError where a program is older than the server: it would refuse, or leave something out."""
    asked = [str(program), "--version"]
    told = subprocess.run(asked, capture_output=True, text=True, timeout=30, check=False, env=bare_environment())  # noqa: S603 - a program that the settings or PATH name
    found = _VERSION.search(told.stdout)
    ours, theirs = int(found[1]) if found else 0, server.info.server_version // 10_000
    if ours < theirs:
        remedy = (
            f"it is of PostgreSQL {ours}, and the server of {theirs}: install the client programs of {theirs}, "
            'and name their folder, like [database] programs = "/usr/lib/postgresql/16/bin"'
        )
        raise UserError([Problem(str(program), "", remedy)])


def _program(name: str, folder: Path | None) -> Path:
    found = shutil.which(name, path=str(folder) if folder else None)
    if found is None:
        where = f"is not in {folder}" if folder else "was not found"
        remedy = (
            f"it {where}: install PostgreSQL's client programs (on Debian: apt install postgresql-client), "
            'or name their folder, like [database] programs = "/usr/lib/postgresql/16/bin"'
        )
        raise UserError([Problem(name, "", remedy)])
    return Path(found)


def _named(url: URL) -> str:
    """Return where a database is, as libpq reads it, without its password: that stands in no list of processes."""
    parts = url.translate_connect_args(username="user", database="dbname")
    parts |= {key: value if isinstance(value, str) else ",".join(value) for key, value in url.query.items()}
    return conninfo.make_conninfo(**{key: value for key, value in parts.items() if key != "password"})


def _run(command: Sequence[str], url: URL) -> None:
    environment = {**bare_environment(), "PGCONNECT_TIMEOUT": "10", "PGTZ": "UTC"}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, errors="replace", check=False)  # noqa: S603 - a program that the settings or PATH name
    if done.returncode == 0:
        return
    name, said = Path(command[0]).name, done.stderr
    if "No space left" in said:
        raise MachineShort(f"{name}: the disk is full")
    raise RecordAway(f"{name} failed: {_last(said)}")


def _last(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return lines[-1] if lines else "it said nothing"


# A dump, read.


def _read_into(to: Path, command: Sequence[str]) -> str:
    """Fill a SQLite file with what a program says; return what it complains of where it fails."""
    with (
        closing(sqlite3.connect(to)) as target,
        subprocess.Popen(command, stdout=PIPE, stderr=PIPE, env=bare_environment()) as told,  # noqa: S603 - as above
    ):
        lines = (line.decode("utf-8") for line in told.stdout or ())
        for table, columns in _tables(lines):
            _fill(target, table, columns, lines)
        target.commit()
        said = told.stderr.read().decode("utf-8", "replace") if told.stderr else ""
    return (said or "it failed") if told.returncode else ""


def _tables(lines: Iterator[str]) -> Iterator[tuple[str, list[str]]]:
    for line in lines:
        found = _COPY.fullmatch(line) if line.startswith("COPY ") else None
        if found and found[1] != "alembic_version":
            yield found[1], [one.strip(' "') for one in found[2].split(",")]


def _fill(target: sqlite3.Connection, table: str, columns: Sequence[str], lines: Iterator[str]) -> None:
    kinds = {row[1]: _reader(row[2]) for row in target.execute(f"PRAGMA table_info({table})")}
    readers = [kinds[one] for one in columns]
    names, marks = ", ".join(f'"{one}"' for one in columns), ", ".join("?" * len(columns))
    target.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', _rows(readers, lines))  # noqa: S608 - names that a pattern let through


def _rows(readers: Sequence[Callable[[str], Value]], lines: Iterator[str]) -> Iterator[list[Value]]:
    for line in lines:
        if line == "\\.\n":
            return
        fields = line.removesuffix("\n").split("\t")
        yield [None if one == "\\N" else read(_plain(one)) for read, one in zip(readers, fields, strict=True)]


def _plain(field: str) -> str:
    return _ESCAPED.sub(lambda found: _MEANS.get(found[1], found[1]), field) if "\\" in field else field


def _reader(declared: str) -> Callable[[str], Value]:
    """Return what makes a value of SQLite's of PostgreSQL's text, by the column's declared type."""
    kind = declared.upper()
    if kind == "BLOB":
        return lambda text: bytes.fromhex(text.removeprefix("\\x"))
    if kind in {"INTEGER", "BIGINT"}:
        return int
    if kind == "BOOLEAN":
        return lambda text: int(text == "t")
    return _moment if kind in {"DATETIME", "TIMESTAMP"} else str


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"
