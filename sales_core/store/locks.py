"""One worker a database: the second is refused, and a killed worker's place is free at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import text

from sales_core.errors import DatabaseError
from sales_core.i18n import N_
from sales_core.store.database import Database

_WORKER_LOCK = 0x7AB12
_TAKEN = N_("Another worker is already syncing the database {name}; stop it first")


@contextmanager
def worker_lock(database: Database) -> Iterator[None]:
    """Held for as long as the block runs. Raises DatabaseError when another process (or thread) holds it.

    The lock belongs to the process (a lock on a file beside SQLite) or to the connection (PostgreSQL), so nothing is
    left to clean up when the worker dies.
    """
    held = _beside_the_file if database.dialect == "sqlite" else _in_the_database
    with held(database):
        yield


def is_worker_running(database: Database) -> bool:
    """Whether some process holds the worker's lock."""
    if database.dialect == "postgresql":
        held = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock AND granted"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        with database.read() as conn:
            return bool(conn.scalar(held, {"lock": _WORKER_LOCK}))
    try:
        with FileLock(_lock_file(database), blocking=False):
            return False
    except Timeout:
        return True


def _lock_file(database: Database) -> str:
    return f"{database.path}.worker.lock"


@contextmanager
def _beside_the_file(database: Database) -> Iterator[None]:
    # A moment's patience: who only looks whether a worker runs holds the lock for that long.
    lock = FileLock(_lock_file(database), timeout=0.5)
    try:
        lock.acquire()
    except Timeout:
        raise DatabaseError(_TAKEN, name=database.name) from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _in_the_database(database: Database) -> Iterator[None]:
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if not conn.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": _WORKER_LOCK}):
            raise DatabaseError(_TAKEN, name=database.name)
        try:
            yield
        finally:
            conn.execute(text("SELECT pg_advisory_unlock(:lock)"), {"lock": _WORKER_LOCK})
