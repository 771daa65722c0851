"""Opening, refusing, reading and writing a database."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from sales_core.errors import DatabaseError
from sales_core.store.database import Database, open_database, prepare_sqlite
from sales_core.store.locks import worker_lock
from sales_core.store.revisions import bump_revision, load_revision


def test_the_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    with database.engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_opening_again_changes_nothing(database: Database, database_url: str) -> None:
    with database.write() as conn:
        bump_revision(conn)
    again = open_database(database_url)
    with again.read() as conn:
        assert load_revision(conn) == 1
    again.dispose()


def test_a_database_of_a_newer_program_is_refused(database: Database, database_url: str) -> None:
    with database.write() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseError, match="newer version of Tablo"):
        open_database(database_url)


def test_a_write_that_fails_stores_nothing(database: Database) -> None:
    def fail() -> None:
        with database.write() as conn:
            bump_revision(conn)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with database.read() as conn:
        assert load_revision(conn) == 0


def test_a_reader_sees_one_moment_while_somebody_writes(database: Database) -> None:
    with database.read() as reader:
        before = load_revision(reader)
        with database.write() as writer:
            bump_revision(writer)
        assert load_revision(reader) == before
    with database.read() as reader:
        assert load_revision(reader) == before + 1


def test_writers_wait_for_one_another(database: Database) -> None:
    def bump_often() -> None:
        for _ in range(20):
            with database.write() as conn:
                number = load_revision(conn)
                conn.execute(text("DELETE FROM revision"))
                conn.execute(text("INSERT INTO revision (id, number) VALUES (1, :n)"), {"n": number + 1})

    threads = [threading.Thread(target=bump_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as conn:
        assert load_revision(conn) == 80


def test_a_second_worker_is_refused_until_the_first_ends(database: Database, database_url: str) -> None:
    other = open_database(database_url)
    with worker_lock(database), pytest.raises(DatabaseError, match="Another worker"), worker_lock(other):
        pass
    with worker_lock(other):
        pass
    other.dispose()


def test_who_opens_a_new_database_first_keeps_nobody_out(tmp_path: Path) -> None:
    """The app and the worker begin at once on the first evening, and SQLite refuses the second of two that turn its
    write-ahead log on."""
    for attempt in range(40):
        start, path = threading.Barrier(4), tmp_path / f"new{attempt}.db"

        def begin(start: threading.Barrier = start, path: Path = path) -> int:
            connection = sqlite3.connect(path, timeout=30)
            start.wait()
            prepare_sqlite(path, connection, None)
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("CREATE TABLE IF NOT EXISTS used (by TEXT)")
            connection.execute("COMMIT")
            connection.close()
            return 1

        with ThreadPoolExecutor(4) as many:
            assert sum(each.result() for each in [many.submit(begin) for _ in range(4)]) == 4


def test_the_folder_is_made(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path}/a/b/tablo.db").dispose()
    assert (tmp_path / "a/b/tablo.db").exists()


def test_sqlite_keeps_what_is_said_of_it(sqlite_database: Database) -> None:
    with sqlite_database.read() as conn:
        assert conn.scalar(text("PRAGMA journal_mode")) == "wal"
        assert conn.scalar(text("PRAGMA synchronous")) == 2


def test_the_log_is_given_back_to_the_disk(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        bump_revision(conn)
    log = Path(f"{sqlite_database.path}-wal")
    assert log.stat().st_size > 0
    sqlite_database.truncate_wal()
    sqlite_database.optimise()
    sqlite_database.truncate_wal()
    assert log.stat().st_size == 0


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense", "not understood"),
        ("mysql://root:secret@host/x", "must be a SQLite file or PostgreSQL, not mysql"),
        ("sqlite://", "must be a SQLite file"),
        ("postgresql://u:secret@127.0.0.1:1/sales", "127.0.0.1/sales cannot be reached"),
    ],
)
def test_a_wrong_address_is_told_without_its_password(url: str, sentence: str) -> None:
    with pytest.raises(DatabaseError, match=sentence) as caught:
        open_database(url)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("To whom it may concern. " * 100)
    with pytest.raises(DatabaseError, match="is not a database"):
        open_database(f"sqlite:///{tmp_path}/notes.db")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseError, match="cannot be made"):
        open_database(f"sqlite:///{tmp_path}/file/tablo.db")


def test_a_database_somebody_else_holds_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tablo.db"
    opened = open_database(f"sqlite:///{path}")
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with opened.read() as conn:
            conn.exec_driver_sql("PRAGMA busy_timeout = 10")
        with pytest.raises(DatabaseError, match="is busy"), opened.write():
            pass
        other.execute("ROLLBACK")
    other.close()
    opened.dispose()


def test_a_damaged_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "tablo.db"
    opened = open_database(f"sqlite:///{path}")
    opened.truncate_wal()
    opened.dispose()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    with pytest.raises(DatabaseError, match="is damaged"):
        open_database(f"sqlite:///{path}")
