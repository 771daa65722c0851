"""``tablo connect`` with an account that the environment names, against the demo amoCRM's own OAuth."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from subprocess import PIPE
from urllib.parse import quote_plus

import pytest
from sqlalchemy import func, select

from sales_core.connection.by_oauth import consent_page
from sales_core.demo.names import MANAGERS
from sales_core.demo.oauth import CLIENT_ID, CLIENT_SECRET, MANAGER_TOKEN, REDIRECT_URI
from sales_core.demo.serving import address_of, listen
from sales_core.store.database import open_database
from sales_core.store.tables import OAuthToken
from tests.cli.conftest import PATHS, ROOT, Tablo
from tests.connection.amocrm import Amocrm, demo_amocrm
from tests.programs import Told

OAUTH = {
    "TABLO_AMOCRM_CLIENT_ID": CLIENT_ID,
    "TABLO_AMOCRM_CLIENT_SECRET": CLIENT_SECRET,
    "TABLO_AMOCRM_REDIRECT_URI": REDIRECT_URI,
}
TABLO = ("-c", "from sales_core.cli import main; main()")
LONG_LIVED = {"TABLO_AMOCRM_TOKEN": "demo-token"}


@pytest.fixture
def amocrm(empty_environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Amocrm]:
    """A demo account, and settings that name it and nothing else."""
    with demo_amocrm() as served:
        monkeypatch.setenv("TABLO_AMOCRM_URL", served.url)
        yield served


@pytest.fixture
def oauth(amocrm: Amocrm, monkeypatch: pytest.MonkeyPatch) -> Amocrm:
    for name, value in OAUTH.items():
        monkeypatch.setenv(name, value)
    return amocrm


def stored_pairs() -> int:
    database = open_database(os.environ["TABLO_DATABASE_URL"])
    with database.read() as conn:
        count = conn.execute(select(func.count()).select_from(OAuthToken)).scalar_one()
    database.dispose()
    return count


def in_person(answer: Callable[[str], str]) -> tuple[str, Told]:
    """The command with somebody at the keyboard: the link it shows, and what it said to what was pasted."""
    with subprocess.Popen(
        [sys.executable, *TABLO, "connect"],
        env=os.environ | PATHS,
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        _, link, _ = (process.stdout.readline().strip() for _ in range(3))
        out, err = process.communicate(answer(link) + "\n")
    return link, Told(process.returncode, out, err)


def test_a_person_opens_the_link_and_pastes_the_address(oauth: Amocrm, tablo: Tablo) -> None:
    link, told = in_person(oauth.agree)
    assert (told.code, told.err) == (0, "")
    assert link.startswith(f"{oauth.url}/oauth?client_id={CLIENT_ID}&state=")
    assert told.out.splitlines() == [
        f"amoCRM gives access to “Бюро внедрения”, {oauth.url}",
        f"Users: {1 + len(MANAGERS)}",
        "Time zone: Europe/Moscow",
        "Currency: RUB",
        "The access is an administrator's: everything can be read",
    ]
    assert CLIENT_SECRET not in link + told.out
    assert stored_pairs() == 1
    assert tablo("sync", "--once").code == 0


def test_a_script_gives_the_code_alone_and_only_once(oauth: Amocrm, tablo: Tablo) -> None:
    code = oauth.code()
    first = tablo("connect", "--code", code)
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("amoCRM gives access to")
    again = tablo("connect", "--code", code)
    assert (again.code, again.out) == (1, "")
    assert again.err.startswith("amoCRM did not accept the code: it works once and for 20 minutes.")
    assert stored_pairs() == 1
    assert tablo("sync", "--once").code == 0, "a failed attempt leaves the old access alone"


def test_a_code_is_refused_after_twenty_minutes(oauth: Amocrm, tablo: Tablo) -> None:
    code = oauth.code()
    oauth.clock.now += 20 * 60
    told = tablo("connect", "--code", code)
    assert (told.code, told.out) == (1, "")
    assert told.err == (
        "amoCRM did not accept the code: it works once and for 20 minutes. Get a new one: begin the connection again.\n"
    )
    assert stored_pairs() == 0


@pytest.mark.parametrize(
    ("wrong", "value"),
    [
        ("TABLO_AMOCRM_CLIENT_ID", "00000000-0000-4000-8000-000000000000"),
        ("TABLO_AMOCRM_CLIENT_SECRET", "another-secret"),
        ("TABLO_AMOCRM_REDIRECT_URI", "http://localhost:8501/elsewhere"),
    ],
)
def test_a_wrong_integration_is_told_and_its_secret_is_not(
    oauth: Amocrm, tablo: Tablo, monkeypatch: pytest.MonkeyPatch, wrong: str, value: str
) -> None:
    code = oauth.code()
    monkeypatch.setenv(wrong, value)
    told = tablo("connect", "--code", code)
    assert (told.code, told.out) == (1, "")
    assert told.err.startswith("amoCRM does not recognise the integration. Its ID, its secret key")
    assert told.err.count("\n") == 1
    assert value not in told.err
    assert stored_pairs() == 0


@pytest.mark.parametrize(
    ("pasted", "sentence"),
    [
        (REDIRECT_URI + "?error=access_denied&state=another", "This answer of amoCRM belongs to no connection"),
        (REDIRECT_URI + "?code=def502&state=another", "This answer of amoCRM belongs to no connection"),
        (REDIRECT_URI + "?code=def502", "That is not the address with amoCRM's answer"),
        (REDIRECT_URI, "That is not the address with amoCRM's answer"),
        ("два слова", "That is not the address with amoCRM's answer"),
        ("", "That is not the address with amoCRM's answer"),
    ],
)
@pytest.mark.usefixtures("oauth")
def test_what_is_pasted_wrong_is_one_sentence_and_changes_nothing(
    tablo: Tablo, monkeypatch: pytest.MonkeyPatch, pasted: str, sentence: str
) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(pasted))
    told = tablo("connect")
    assert told.code == 1
    assert told.err.startswith(sentence)
    assert told.err.count("\n") == 1
    assert stored_pairs() == 0


def test_access_to_another_account_is_told(oauth: Amocrm) -> None:
    _, told = in_person(lambda link: oauth.agree(link).replace(quote_plus(oauth.host), "other.amocrm.ru"))
    assert told.code == 1
    assert told.err.startswith(f"Access was given to the account other.amocrm.ru, and {oauth.host} was to be connected")
    assert stored_pairs() == 0


def test_denied_access_changes_nothing(oauth: Amocrm) -> None:
    _, told = in_person(oauth.deny)
    assert (told.code, told.err) == (
        1, "Access was denied in amoCRM, so nothing changed: to allow it, begin again and agree\n"
    )  # fmt: skip
    assert stored_pairs() == 0


def test_a_long_lived_token_is_tested(amocrm: Amocrm, tablo: Tablo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLO_AMOCRM_TOKEN", "demo-token")
    told = tablo("connect")
    assert (told.code, told.err) == (0, "")
    assert f"Users: {1 + len(MANAGERS)}\n" in told.out
    assert told.out.endswith("The access is an administrator's: everything can be read\n")
    assert stored_pairs() == 0
    assert tablo("connect", "--code", "def502").err.startswith("The account is connected by a long-lived token")
    monkeypatch.setenv("TABLO_AMOCRM_TOKEN", "wrong-token")
    refused = tablo("connect")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("amoCRM no longer accepts the long-lived token")
    assert "wrong-token" not in refused.err


@pytest.mark.usefixtures("amocrm")
def test_a_token_without_an_administrators_rights_is_told(tablo: Tablo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLO_AMOCRM_TOKEN", MANAGER_TOKEN)
    told = tablo("connect")
    assert told.code == 0
    assert "Users:" not in told.out
    assert "a user who is not an administrator" in told.out


@pytest.mark.parametrize(
    ("arguments", "way"),
    [
        ([*TABLO, "connect", "--code", "def502"], OAUTH),
        ([*TABLO, "connect"], LONG_LIVED),
        ([*TABLO, "sync", "--once"], LONG_LIVED),
        ([str(ROOT / "sync_worker.py"), "--once"], LONG_LIVED),
    ],
)
def test_nobody_at_the_address_is_told_within_seconds(
    empty_environment: dict[str, str], arguments: list[str], way: dict[str, str]
) -> None:
    with listen() as unserved:
        url = address_of(unserved)
    begun_at = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments], env=os.environ | PATHS | way | {"TABLO_AMOCRM_URL": url},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        "amoCRM at 127.0.0.1 cannot be reached (ConnectError). Check the account's address and the network, "
        "then try again."
    )
    assert time.monotonic() - begun_at < 30


@pytest.mark.parametrize(
    ("account", "page"),
    [
        ("https://romashka.amocrm.ru", "https://www.amocrm.ru/oauth"),
        ("https://acme.kommo.com", "https://www.kommo.com/oauth"),
        ("https://acme.amocrm.com", "https://www.kommo.com/oauth"),
        ("http://127.0.0.1:9900", "http://127.0.0.1:9900/oauth"),
    ],
)
def test_the_consent_page_is_that_of_the_accounts_platform(account: str, page: str) -> None:
    assert consent_page(account) == page
