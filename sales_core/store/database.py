"""The database by its URL: a SQLite file (the default) or PostgreSQL, migrated and ready.

Readers see one consistent moment for as long as they read; writers follow one another, on either database. Every
write is one transaction that is on the disk when ``write()`` ends: bonuses are paid by what is stored, so SQLite
runs with ``synchronous=FULL``, which costs one flush a page of a sync and nothing to readers.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from sales_core.errors import DatabaseError
from sales_core.store.dialects import teach_sqlite
from sales_core.store.failures import failure_of
from sales_core.store.migrating import migrate, opening_lock

_BUSY_TIMEOUT_S = 30
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
_WRITES = "tablo_writes"
# One lock of the whole database makes PostgreSQL's writers follow one another, as SQLite's do: the month's sums are
# kept by adding and subtracting, and a second writer in between would count from a stale figure.
_WRITER_LOCK = 0x7AB10


class Database:
    """An open, migrated database. ``url`` may hold a password; ``name`` never does and is the one to show."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.url = engine.url.render_as_string(hide_password=False)
        self.name = _name_of(engine.url)
        self.dialect = engine.dialect.name
        self._reading = engine if self.dialect == "sqlite" else engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )  # fmt: skip
        self._writing = engine.execution_options(**{_WRITES: True})

    def __repr__(self) -> str:
        return f"Database({self.name!r})"

    @property
    def path(self) -> Path | None:
        """The SQLite file; none on PostgreSQL."""
        return Path(self.engine.url.database or "") if self.dialect == "sqlite" else None

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees one consistent moment of the data."""
        with self._told(), self._reading.connect() as conn:
            yield conn

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction: all of it is stored, or, on any error, nothing. Waits for the writer before it."""
        with self._told(), self._writing.begin() as conn:
            self._take_turn(conn)
            yield conn

    @contextmanager
    def rehearse(self) -> Iterator[Connection]:
        """A transaction that sees its own changes and is taken back at its end: nothing of it is ever stored."""
        with self._told(), self._writing.connect() as conn:
            self._take_turn(conn)
            yield conn
            conn.rollback()

    def _take_turn(self, conn: Connection) -> None:
        if self.dialect == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _WRITER_LOCK})

    def truncate_wal(self) -> None:
        """Gives the disk back what SQLite's write-ahead log took during a large sync; not while somebody reads."""
        if self.dialect == "sqlite":
            with self._outside_transactions() as cursor:
                cursor.execute("PRAGMA busy_timeout = 500")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_S * 1000}")

    def erase_overwritten(self, *tables: str) -> None:
        """Takes off the disk what rows of the tables held before they were written anew; what SQLite's log still holds
        stays there while somebody reads."""
        self.truncate_wal()
        if self.dialect == "postgresql":
            with self._told(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
                for table in tables:
                    conn.execute(text(f'VACUUM FULL "{table}"'))

    def optimise(self) -> None:
        """Refreshes what the database knows of its own data; for after a large load and once a night."""
        with self._outside_transactions() as cursor:
            if self.dialect == "sqlite":
                cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")

    def dispose(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _outside_transactions(self) -> Iterator[Any]:
        with self._told():
            connection = self.engine.raw_connection()
            try:
                yield connection.cursor()
                connection.commit()
            finally:
                connection.close()

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            told = failure_of(error, self.name)
            if told is None:
                raise
            raise told from error


def open_database(url: str) -> Database:
    """The database at ``url``, its folder made and its tables brought up to this program.

    Accepts ``sqlite:///file.db`` and ``postgresql://user:password@host/name``. Raises DatabaseError in one sentence
    when it cannot be reached, is no database, is damaged, or was written by a newer program.
    """
    database = Database(_engine(_parsed(url)))
    try:
        with database._told():  # noqa: SLF001 - the other half of the class
            migrate(database.engine, database.path, database.name)
    except BaseException:
        database.dispose()
        raise
    return database


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(
            "The address of the database is not understood; write sqlite:///tablo.db or postgresql://user@host/name"
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed.set(drivername="sqlite")
    if parsed.get_backend_name() in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    raise DatabaseError("The database must be a SQLite file or PostgreSQL, not {name}", name=parsed.drivername)


def _name_of(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host or 'localhost'}/{url.database or ''}"


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, pool_size=10, max_overflow=20, pool_pre_ping=True, connect_args={"connect_timeout": 10}
        )
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError("The folder {folder} cannot be made for the database", folder=str(folder)) from error
    engine = create_engine(url, pool_size=10, max_overflow=20, connect_args={"timeout": _BUSY_TIMEOUT_S})
    event.listen(engine, "connect", partial(prepare_sqlite, Path(str(url.database))))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def prepare_sqlite(path: Path, connection: sqlite3.Connection, _record: object) -> None:
    # We begin transactions ourselves: the driver would begin none for a SELECT, and so show a reader two moments.
    connection.isolation_level = None
    _keep_a_log(connection, path)
    connection.execute(f"PRAGMA journal_size_limit = {_WAL_LIMIT_BYTES}")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    teach_sqlite(connection)
    # What is deleted or written over is gone from the file too: it may have been a secret.
    connection.execute("PRAGMA secure_delete = FAST")


def _keep_a_log(connection: sqlite3.Connection, path: Path) -> None:
    """Turns the write-ahead log on, for ever. Of two that turn it on at once SQLite refuses one without waiting."""
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        with opening_lock(path):
            connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(conn: Connection) -> None:
    # A writer takes its turn at once: a reader that turns writer half-way would be refused, not kept waiting.
    conn.exec_driver_sql("BEGIN IMMEDIATE" if conn.get_execution_options().get(_WRITES) else "BEGIN")
