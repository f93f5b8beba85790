"""Opens transactions on SQLite or PostgreSQL: `begin` for a deciding one, `read` for looking.

Every function of this room takes a Transaction first. A transaction is of one partnership.
"""

import getpass
import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, CursorResult, Executable, bindparam, create_engine, event, inspect, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry

from mailservice.cases.history.case import Case
from mailservice.clock import Clock, WallClock
from mailservice.errors import RecordAway, RecordBroken
from mailservice.record import away, copying, erasing
from mailservice.record.memory import Memory
from mailservice.record.tables import partnerships

# FULL: a mail is moved out of the INBOX only after the commit is on the disk.
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE would slip past the ledger's guard
    "secure_delete=ON",  # what is disposed of is overwritten, in the page that it lay in too
    "cache_size=-32768",
    "wal_autocheckpoint=4000",  # pages: a checkpoint costs two more flushes, so not after every few mails
)
_SQLITE_READS = {"reading": True}
_POSTGRESQL_READS = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
_MIGRATIONS = Path(__file__).parent / "migrations"
# A server that hangs, a lock that is never given back and a network that says nothing end in a fault, and are tried again.
_POSTGRESQL_WAITS = {
    "connect_timeout": 10,
    "options": "-c lock_timeout=30s -c statement_timeout=120s -c idle_in_transaction_session_timeout=300s",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
_NOT_OURS = (
    "{file} may not be looked at by the user {user}: do this as the service's own user, or give that user its folder"
)
_NEWER = (
    "the record was written by a newer version of this program (its tables are at {at}, this version's at {newest}): "
    "install that version, or a newer one; to go back to this one, restore a backup that it made"
)
_OLDER = (
    "the record is as an older version of this program left it (its tables are at {at}, this version's at {newest}): start the "
    "service again under this version, which brings them along"
)
_UPGRADE_LOCK = 7_260_311  # any number, the same in every process

_by_name = select(partnerships.c.id).where(partnerships.c.name == bindparam("name"))
_identity = select(partnerships.c.identity).where(partnerships.c.name == bindparam("name"))
_lock = select(partnerships.c.id).where(partnerships.c.id == bindparam("partnership")).with_for_update()
_revision = text("SELECT version_num FROM alembic_version")
_create = insert(partnerships).on_conflict_do_nothing(index_elements=["name"])


_Seen = TypeVar("_Seen")


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction of one partnership; `partnership` is the id of its row, `name` what people call it.

    `at` is when it began. `cases` are those that were replayed in it, as they stand by now: what is looked at, decided and
    appended to is one; `ends` how long each chain is that it went on with, and its last hash; `looked`, what was looked up
    since anything was written; `memory`, what earlier ones replayed.
    """

    connection: Connection
    partnership: int
    name: str
    at: datetime
    cases: dict[int, Case] = field(default_factory=dict)
    ends: dict[int, tuple[int, str]] = field(default_factory=dict)
    looked: dict[object, Any] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    results: list[CursorResult[*tuple[Any, ...]]] = field(default_factory=list)

    def run(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> CursorResult[*tuple[Any, ...]]:
        """Execute a statement; one set of values has the partnership's id added."""
        if values is None or isinstance(values, Mapping):
            values = {"partnership": self.partnership, **(values or {})}
        return self._execute(statement, values)

    def add(self, statement: Executable, row: Mapping[str, Any]) -> CursorResult[*tuple[Any, ...]]:
        """Execute an insert of one row, to which the partnership's id is added."""
        return self._execute(statement, {"partnership_id": self.partnership, **row})

    def once(self, look: Callable[..., _Seen], *given: object) -> _Seen:
        """Return what a look into the tables comes to; asked again before anything is written, it is not looked up again."""
        asked = (look, *given)
        if asked not in self.looked:
            self.looked[asked] = look(self, *given)
        seen: _Seen = self.looked[asked]
        return seen

    def _execute(
        self, statement: Executable, values: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> CursorResult[*tuple[Any, ...]]:
        if not statement.is_select:
            self.looked.clear()
        result = self.connection.execute(statement, values)
        if result.returns_rows:
            self.results.append(result)
        return result

    def close(self) -> None:
        """Let go of what was asked and not read to its end.

        SQLite rolls back past a reader, who then holds the connection at an old moment: whoever writes on it next is refused.
        """
        for result in self.results:
            result.close()


class Database:
    """The record's database, by its URL: `sqlite:///file` or `postgresql://…`; `clock` says when a transaction was begun."""

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self.clock = clock or WallClock()
        self._url = _with_driver(make_url(url))
        self.sqlite = self._url.get_backend_name() == "sqlite"
        # pre-ping: a PostgreSQL that was restarted is noticed before a decision, not by it.
        waits = {} if self.sqlite else {"connect_args": _POSTGRESQL_WAITS}
        # A statement that fails is told without its values: they may be whom somebody searched for, or a mail's words.
        self._engine = create_engine(
            self._url, pool_size=10, max_overflow=20, pool_pre_ping=not self.sqlite, hide_parameters=True, **waits
        )
        if self.sqlite:
            event.listen(self._engine, "connect", _prepare_sqlite)
            event.listen(self._engine, "begin", _begin_sqlite)
        self._reading = self._engine.execution_options(**(_SQLITE_READS if self.sqlite else _POSTGRESQL_READS))
        self._memory = Memory()
        self._ids: dict[str, int] = {}
        self._opened: tuple[int, int] | None = None

    @property
    def url(self) -> URL:
        """The database's URL with its driver; it may hold a password, which its text does not show."""
        return self._url

    @property
    def file(self) -> Path | None:
        """The file of a SQLite record; None on PostgreSQL, and in memory."""
        named = self._url.database if self.sqlite else None
        return None if named in {None, "", ":memory:"} else Path(str(named))

    def has_file(self) -> bool:
        """Tell whether the file of a SQLite record is there; RecordAway where this user may not look. PostgreSQL needs none."""
        try:
            return self.file is None or stat.S_ISREG(self.file.stat().st_mode)
        except PermissionError:
            raise RecordAway(_NOT_OURS.format(file=self.file, user=getpass.getuser())) from None
        except OSError:
            return False

    def upgrade(self, to: str = "head", *, keeping: bool = False) -> None:
        """Bring the tables to the newest migration, or up to one, in one step; safe when two processes start at once.

        `keeping`: a SQLite record is first kept beside as it was, and named by where it goes, like `record.db.before-0009`.
        RecordAway where they are of a version that this one does not know: it waits for somebody to install that.
        """
        with away.told(), self._engine.begin() as connection:
            if not self.sqlite:
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_UPGRADE_LOCK})")
            at = MigrationContext.configure(connection).get_current_revision() or ""
            if at > newest_revision():
                raise RecordAway(_NEWER.format(at=at, newest=newest_revision()))
            if keeping and self.file and "" < at < newest_revision():
                # Nobody writes to it now: this transaction holds it.
                copying.keep_beside(self.file, f"before-{newest_revision()}")
            command.upgrade(migrations(connection), to)

    def revision(self) -> str:
        """Return the migration that the tables stand at; empty where there are none yet."""
        with away.told(reading=True), self._reading.begin() as connection:
            return MigrationContext.configure(connection).get_current_revision() or ""

    def check(self) -> None:
        """Raise alembic's CommandError if the tables of the code are not those of the migrations."""
        with self._engine.begin() as connection:
            command.check(migrations(connection))

    def try_writing(self) -> None:
        """Write nothing, but so that whatever would hinder a writer does; RecordAway."""
        with away.told(), self._engine.begin() as connection:
            if connection.dialect.has_table(connection, partnerships.name):
                connection.execute(partnerships.update().where(partnerships.c.id < 0).values(name=""))

    @contextmanager
    def begin(self, partnership: str) -> Iterator[Transaction]:
        """Open a deciding transaction: one at a time in each partnership; all of it is kept, or nothing.

        RecordAway if the database cannot be reached or written, in this and in every other method; and where its tables are
        not this version's, also if another version has just brought them along.
        """
        self._look_whether_it_is_there()
        number = self._partnership(partnership)
        with away.told(), self._engine.begin() as connection:
            if not self.sqlite:  # BEGIN IMMEDIATE has locked the whole file already
                connection.execute(_lock, {"partnership": number})
            _require_ours(connection)
            with closing(self._transaction(connection, number, partnership)) as tx:
                yield tx

    @contextmanager
    def read(self, partnership: str) -> Iterator[Transaction]:
        """Open a transaction that only looks: it sees one moment of the record, waits for nobody, and cannot write."""
        self._look_whether_it_is_there()
        number = self._partnership(partnership)
        with (
            away.told(reading=True),
            self._reading.begin() as connection,
            closing(self._transaction(connection, number, partnership)) as tx,
        ):
            _require_ours(connection)
            yield tx

    def is_laid(self) -> bool:
        """Tell whether there is a record, of whatever age: nothing is made by looking."""
        if not self.has_file():
            return False
        with away.told(reading=True), self._reading.connect() as connection:
            return inspect(connection).has_table("partnerships")

    def require_ours(self) -> None:
        """Raise RecordAway where the tables are of an older version, or of a newer: nothing is changed by looking."""
        with away.told(reading=True), self._reading.begin() as connection:
            _require_ours(connection)

    def require_whole(self) -> None:
        """Raise RecordBroken where a SQLite file opens, and is damaged somewhere: yesterday's, copied under today's WAL."""
        if self.sqlite:
            with away.told(reading=True), self._reading.begin() as connection:
                found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar_one())
            if found != "ok":
                raise RecordBroken(f"the record's file is damaged: {found.splitlines()[-1]}")

    def is_begun(self, partnership: str) -> bool:
        """Tell whether the record of a partnership was begun; its tables are the newest."""
        with away.told(reading=True), self._reading.begin() as connection:
            return bool(connection.execute(_identity, {"name": partnership}).scalar_one_or_none())

    def partnerships(self) -> list[str]:
        """Return the names of the partnerships that this database holds."""
        with away.told(reading=True), self._reading.begin() as connection:
            return list(connection.execute(select(partnerships.c.name).order_by(partnerships.c.name)).scalars())

    def erase(self) -> bool:
        """Leave no byte in the files of what was disposed of; False where that has to be tried again. RecordAway."""
        return erasing.erase(self._engine)

    def beside(self) -> tuple[list[Path], list[str]]:
        """Return the copies of the record that lie beside it: files of SQLite, schemas of PostgreSQL."""
        return erasing.beside(self.file), erasing.schemas_beside(self._reading)

    def close(self) -> None:
        """Close every connection; whatever file lies there is opened by the next, and read anew."""
        self._engine.dispose()
        self._memory.clear()
        self._opened = None

    def _transaction(self, connection: Connection, number: int, partnership: str) -> Transaction:
        return Transaction(connection, number, partnership, self.clock.now(), memory=self._memory)

    def _look_whether_it_is_there(self) -> None:
        """RecordAway where the file that was opened lies no longer at its place.

        A connection to a file that was taken away or exchanged goes on without a word, and what it keeps is nowhere.
        """
        if self.file is None:
            return
        try:
            found = self.file.stat()
        except OSError as fault:
            if self._opened is not None or isinstance(fault, PermissionError):
                raise RecordAway(away.NOT_OPENED) from fault
            return
        here = (found.st_dev, found.st_ino)
        self._opened = self._opened or here
        if self._opened != here:
            raise RecordAway(away.EXCHANGED)

    def _partnership(self, name: str) -> int:
        if name not in self._ids:
            with away.told(), self._reading.begin() as connection:  # one that can only be read can be looked at
                known = connection.execute(_by_name, {"name": name}).scalar_one_or_none()
            self._ids[name] = self._created(name) if known is None else known
        return self._ids[name]

    def _created(self, name: str) -> int:
        with away.told(), self._engine.begin() as connection:
            connection.execute(_create, {"name": name})
            number: int = connection.execute(_by_name, {"name": name}).scalar_one()
            return number


@cache
def newest_revision() -> str:
    """Return the migration that this program's tables are of."""
    folder = Config()
    folder.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(folder).get_current_head() or ""


def _require_ours(connection: Connection) -> None:
    """RecordAway where the tables are not those that this program reads and writes."""
    at, newest = str(connection.execute(_revision).scalar_one_or_none() or ""), newest_revision()
    if at != newest:
        raise RecordAway((_NEWER if at > newest else _OLDER).format(at=at or "none", newest=newest))


def migrations(connection: Connection) -> Config:
    """Return alembic's configuration for the migrations that lie in this package."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgres", "postgresql"} else url


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, or two writers would lose updates
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
