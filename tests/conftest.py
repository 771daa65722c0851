"""What every test can ask for: ``database``, fresh and migrated, on SQLite and on PostgreSQL in turn."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sales_core.store.database import Database, open_database
from tests.postgres import PostgresServer, running_postgres

# How long an example takes says more about the machine than about the code.
# Half of the usual examples: each of them fills a database more often than not.
_KNOWN = settings.get_profile(settings.get_current_profile_name())
settings.register_profile("patient", parent=_KNOWN, deadline=None, max_examples=50)
settings.load_profile("patient")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, whole files at a time: no worker is left alone with it in the end."""
    slow, browser = ({item.path for item in items if item.get_closest_marker(name)} for name in ("slow", "browser"))
    items.sort(key=lambda item: (item.path not in slow, item.path not in browser))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A throw-away PostgreSQL of this test process, with a migrated template to copy databases from."""
    with running_postgres() as server:
        open_database(server.create("template_tablo")).dispose()
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    database = open_database(f"sqlite:///{path}")
    database.truncate_wal()
    database.dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database of the test's own, migrated and empty."""
    if request.param == "sqlite":
        path = tmp_path / "tablo.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.create(template="template_tablo")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_database(tmp_path: Path, sqlite_template: Path) -> Iterator[Database]:
    """For what does not touch SQL of its own, and so needs no second database."""
    path = tmp_path / "tablo.db"
    shutil.copy(sqlite_template, path)
    opened = open_database(f"sqlite:///{path}")
    yield opened
    opened.dispose()
