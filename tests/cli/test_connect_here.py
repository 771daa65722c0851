"""``tablo connect`` where the environment names no account: what is typed is tried and stored."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO

import pytest

from sales_core.config import load_settings
from sales_core.connection import Origin, load_credentials
from sales_core.demo.names import MANAGERS
from sales_core.demo.oauth import ADMIN_TOKEN, CLIENT_ID, CLIENT_SECRET, MANAGER_TOKEN
from sales_core.store.database import open_database
from tests.cli.conftest import PATHS, Tablo
from tests.connection.amocrm import Amocrm, demo_amocrm
from tests.programs import Told

CONNECT = [sys.executable, "-c", "from sales_core.cli import main; main()", "connect"]


@pytest.fixture
def amocrm(empty_environment: dict[str, str]) -> Iterator[Amocrm]:
    with demo_amocrm() as served:
        yield served


@pytest.fixture
def types(monkeypatch: pytest.MonkeyPatch, tablo: Tablo) -> Callable[..., Told]:
    """``types("connect", line, line …)``: the command with these lines on its standard input."""

    def run(command: str, *lines: str) -> Told:
        monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))
        return tablo(*command.split())

    return run


def stored_token() -> str | None:
    settings = load_settings()
    database = open_database(settings.database_url)
    credentials = load_credentials(settings, database)
    database.dispose()
    assert credentials.origin is Origin.DATABASE
    return credentials.token


def test_address_and_token_are_asked_tried_and_stored(amocrm: Amocrm, types: Callable[..., Told], tablo: Tablo) -> None:
    told = types("connect", amocrm.url, ADMIN_TOKEN)
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[2:] == [
        f"amoCRM gives access to “Бюро внедрения”, {amocrm.url}",
        f"Users: {1 + len(MANAGERS)}",
        "Time zone: Europe/Moscow",
        "Currency: RUB",
        "The access is an administrator's: everything can be read",
    ]
    assert stored_token() == ADMIN_TOKEN
    assert tablo("sync", "--once").code == 0
    again = types("connect", "", MANAGER_TOKEN)
    assert again.out.startswith(f"The account's address, like https://NAME.amocrm.ru: [{amocrm.url}]\n")
    assert stored_token() == MANAGER_TOKEN


def test_a_wrong_token_is_one_sentence_and_is_not_stored(amocrm: Amocrm, types: Callable[..., Told]) -> None:
    assert types("connect", amocrm.url, ADMIN_TOKEN).code == 0
    told = types("connect", amocrm.url, "wrong-token")
    assert told.code == 1
    assert told.err.startswith(f"amoCRM at {amocrm.url} does not accept this token")
    assert told.err.count("\n") == 1
    assert "wrong-token" not in told.err + told.out
    assert stored_token() == ADMIN_TOKEN


def test_what_is_typed_as_a_token_is_not_shown(amocrm: Amocrm) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        CONNECT, env=os.environ | PATHS, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    )
    os.close(theirs)
    shown = read_until(ours, "https://NAME.amocrm.ru:")
    os.write(ours, f"{amocrm.url}\n".encode())
    shown += read_until(ours, "(it is not shown):")
    time.sleep(0.3)
    os.write(ours, f"{ADMIN_TOKEN}\n".encode())
    shown += read_until(ours, "everything can be read")
    assert process.wait(30) == 0
    os.close(ours)
    assert amocrm.url in shown
    assert ADMIN_TOKEN not in shown


def read_until(terminal: int, words: str) -> str:
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 4096).decode()
    return shown


def test_by_oauth_the_integration_is_asked_and_the_link_answered(
    amocrm: Amocrm, tablo: Tablo, monkeypatch: pytest.MonkeyPatch
) -> None:
    amocrm.tokens.redirect_uri = "http://board.test/connect"
    monkeypatch.setenv("TABLO_PUBLIC_URL", "http://board.test")
    with subprocess.Popen(
        [*CONNECT, "--oauth"], env=os.environ | PATHS, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{amocrm.url}\n{CLIENT_ID}\n{CLIENT_SECRET}\n")
        process.stdin.flush()
        shown = [process.stdout.readline().strip() for _ in range(7)]
        assert shown[0] == "In amoCRM, the integration's redirect address must be http://board.test/connect"
        out, _ = process.communicate(amocrm.agree(shown[5]) + "\n")
    assert process.returncode == 0
    assert out.startswith("amoCRM gives access to “Бюро внедрения”")
    assert CLIENT_SECRET not in out + "".join(shown)
    assert stored_token() is None
    assert tablo("sync", "--once").code == 0
    amocrm.revoke()
    code = amocrm.code()
    assert tablo("connect", "--code", code).code == 0
    assert tablo("sync", "--once").code == 0


def test_a_pass_without_an_account_names_both_ways_to_connect_one(
    empty_environment: dict[str, str], tablo: Tablo
) -> None:
    told = tablo("sync", "--once")
    assert (told.code, told.out) == (1, "")
    assert told.err == (
        "No amoCRM account is connected yet: open http://localhost:8501 in a browser and connect it, "
        "or run tablo connect\n"
    )
