"""No secret lies readable anywhere: not in the database's files, not in a log or an outcome."""

import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.config import Settings
from sales_core.connection import credentials_mark, load_connection_state, open_client
from sales_core.connection.box import open_box
from sales_core.connection.sealed_tokens import SealedTokenStore
from sales_core.demo.oauth import ADMIN_TOKEN, CLIENT_SECRET, MANAGER_TOKEN
from sales_core.store.database import Database
from sales_core.store.secrets import load_secrets
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair
from tests.connection.amocrm import Amocrm, answer_in
from tests.connection.conftest import Person

ROOT = Path(__file__).parents[2]
PLAIN = TokenPair("an-access-token-" * 60, "a-refresh-token-" * 60, expires_at=4_000_000_000)


def stored_bytes(database: Database) -> bytes:
    """All that the database keeps: SQLite's files as they lie, log included; the rows of PostgreSQL's tables."""
    if database.path is not None:
        return b"".join(path.read_bytes() for path in sorted(database.path.parent.glob(f"{database.path.name}*")))
    out = io.BytesIO()
    with database.read() as conn:
        names = conn.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        for name in names:
            out.write(repr([tuple(row) for row in conn.execute(text(f'SELECT * FROM "{name}"'))]).encode())
    return out.getvalue()


def pair_of(person: Person) -> TokenPair:
    box = open_box(person.settings, person.database)
    pair = SealedTokenStore(person.database, person.amocrm.host, box).load()
    assert pair is not None
    return pair


def test_a_connection_by_token_leaves_no_readable_token(person: Person, database: Database) -> None:
    person.gives_token(MANAGER_TOKEN)
    person.gives_token()
    stored = stored_bytes(database)
    assert ADMIN_TOKEN.encode() not in stored
    assert MANAGER_TOKEN.encode() not in stored
    assert person.amocrm.url.encode() in stored


def test_a_connection_by_oauth_leaves_no_readable_secret(
    person: Person, database: Database, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = person.begins()
    answer = answer_in(address := person.amocrm.agree(link))
    caplog.clear()  # the person's own browser
    assert CLIENT_SECRET.encode() not in stored_bytes(database)
    outcome = person.comes_back(address)
    first = pair_of(person)
    with open_client(settings, database) as client:
        client._auth.renew(first.access_token)
    second = pair_of(person)
    state = load_connection_state(settings, database)
    said = stored_bytes(database) + (caplog.text + repr((outcome, state, settings))).encode()
    secrets = [CLIENT_SECRET, answer["state"], answer["code"]]
    secrets += [token for pair in (first, second) for token in (pair.access_token, pair.refresh_token)]
    assert [secret for secret in secrets if secret.encode() in said] == []
    assert "oauth2/access_token" in caplog.text


def test_after_the_answer_the_attempt_keeps_no_secret_at_all(person: Person, database: Database) -> None:
    person.comes_back(person.amocrm.deny(person.begins()))
    with database.read() as conn:
        assert load_secrets(conn) == []


def test_plain_tokens_of_an_earlier_version_are_sealed_when_first_seen(
    person: Person, database: Database, amocrm: Amocrm
) -> None:
    DatabaseTokenStore(database, amocrm.host).save(PLAIN)
    DatabaseTokenStore(database, "forgotten.amocrm.ru").save(PLAIN)
    before = stored_bytes(database)
    assert PLAIN.access_token.encode() in before
    outside = Settings(
        amocrm_url=amocrm.url, amocrm_client_id="id", amocrm_client_secret="secret", amocrm_redirect_uri="http://x.test"
    )
    with open_client(outside, database) as client:
        assert client._auth.token() == PLAIN.access_token
    after = stored_bytes(database)
    assert PLAIN.access_token.encode() not in after
    assert PLAIN.refresh_token.encode() not in after
    assert b"a-refresh-token" not in after


def test_a_former_oauth_connection_goes_whole(person: Person, database: Database) -> None:
    person.agrees()
    person.gives_token()
    with database.read() as conn:
        assert len(load_secrets(conn)) == 1


@pytest.fixture
def processes(person: Person, database: Database) -> Iterator[list["subprocess.Popen[str]"]]:
    person.agrees()
    command = [sys.executable, "-m", "tests.connection.asking", database.url, "renew", "5"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    yield running
    for process in running:
        process.kill()
        process.communicate()


def test_two_processes_that_renew_at_once_never_break_the_chain(
    person: Person, settings: Settings, database: Database, processes: list["subprocess.Popen[str]"]
) -> None:
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert told == [["True"] * 5] * 2
    pair = pair_of(person)
    assert (pair.spent_at, pair.is_dead) == (None, False)
    with open_client(settings, database) as client:
        client._auth.renew(pair.access_token)
        assert client.get("/api/v4/account") is not None


def test_a_new_connection_while_another_process_renews_the_former_one_is_the_one_that_stays(
    person: Person, settings: Settings, database: Database, processes: list["subprocess.Popen[str]"]
) -> None:
    for _ in range(3):
        assert person.agrees().error is None
    told = [process.communicate(timeout=120)[0].split() for process in processes]
    assert told == [["True"] * 5] * 2
    with open_client(settings, database) as client:
        assert client.get("/api/v4/account") is not None


def test_a_dead_chain_is_seen_on_the_page(person: Person, settings: Settings, database: Database) -> None:
    person.agrees()
    state = load_connection_state(settings, database)
    assert state is not None
    assert (state.way, state.origin, state.host, state.trouble) == ("oauth", "database", person.amocrm.host, None)
    assert state.connected_at == person.amocrm.clock.now
    person.amocrm.revoke()
    with open_client(settings, database) as client, pytest.raises(ReconnectNeeded):
        client.get("/api/v4/account")
    dead = load_connection_state(settings, database)
    assert dead is not None
    assert isinstance(dead.trouble, ReconnectNeeded)
    assert credentials_mark(settings, database)


def test_nothing_connected_is_no_state_and_half_an_environment_a_troubled_one(
    settings: Settings, database: Database
) -> None:
    assert load_connection_state(settings, database) is None
    half = load_connection_state(Settings(amocrm_url="https://romashka.amocrm.ru"), database)
    assert half is not None
    assert (half.origin, half.host) == ("environment", "romashka.amocrm.ru")
    assert "TABLO_AMOCRM_TOKEN is not set" in str(half.trouble)
