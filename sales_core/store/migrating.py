"""Brings a database's tables up to this program, once, whichever process comes first."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, Engine, select, text

from sales_core.errors import DatabaseError
from sales_core.store.actions import rebuild_actions
from sales_core.store.activity_hours import rebuild_activity_hours
from sales_core.store.activity_tables import Action, ActivityHours
from sales_core.store.deal_ways import rebuild_deal_ways
from sales_core.store.deals_in_work import rebuild_deals_in_work
from sales_core.store.pipeline_tables import DealInWork, DealWay
from sales_core.store.table_kit import columns

_MIGRATION_LOCK = 0x7AB11


def migrate(engine: Engine, path: Path | None, name: str) -> None:
    """Raises DatabaseError, and changes nothing, when the database was written by a newer program.

    ``path`` is the SQLite file, beside which the lock lies; on PostgreSQL the lock is the database's own.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as conn:
        if _is_current(conn, script):
            return
    with _locked(engine, path) as conn:
        current = MigrationContext.configure(conn).get_current_heads()
        known = {revision.revision for revision in script.walk_revisions()}
        if not known.issuperset(current):
            raise DatabaseError(
                "The database {name} was written by a newer version of Tablo; update the program", name=name
            )
        config.attributes["connection"] = conn
        command.upgrade(config, "head")
        _fill(conn)


def _fill(conn: Connection) -> None:
    """What newer tables hold that follows from older ones. Done after all migrations: those know tables as they were,
    this the program as it is."""
    if conn.execute(select(columns(Action).event_id).limit(1)).first() is None:
        rebuild_actions(conn)
    elif conn.execute(select(columns(ActivityHours).day).limit(1)).first() is None:
        rebuild_activity_hours(conn)
    if conn.execute(select(columns(DealInWork).lead_id).limit(1)).first() is None:
        rebuild_deals_in_work(conn)
    if conn.execute(select(columns(DealWay).lead_id).limit(1)).first() is None:
        rebuild_deal_ways(conn)


def _is_current(conn: Connection, script: ScriptDirectory) -> bool:
    return set(MigrationContext.configure(conn).get_current_heads()) == set(script.get_heads())


def opening_lock(path: Path) -> FileLock:
    """For what only one process may do to a SQLite file at a time, as they all begin."""
    return FileLock(f"{path}.migrate.lock", is_singleton=True)


@contextmanager
def _locked(engine: Engine, path: Path | None) -> Iterator[Connection]:
    if path is not None:
        with opening_lock(path), engine.begin() as conn:
            yield conn
        return
    with engine.begin() as conn:
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        yield conn
