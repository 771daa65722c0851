"""A long-lived token is tried before it is stored, and stored only in place of nothing or of the same account's."""

import pytest

from sales_core.amocrm.errors import Unreachable
from sales_core.config import Settings
from sales_core.connection import (
    AccountAccess,
    NotConnected,
    Origin,
    OtherAccount,
    connect_by_token,
    credentials_mark,
    load_credentials,
    open_client,
    try_token,
)
from sales_core.demo.names import MANAGERS
from sales_core.demo.oauth import ADMIN_TOKEN, MANAGER_TOKEN
from sales_core.demo.serving import address_of, listen
from sales_core.errors import InputError
from sales_core.store.amocrm_tables import Account
from sales_core.store.connection import load_connection
from sales_core.store.database import Database
from sales_core.store.references import load_account, save_account
from tests.connection.amocrm import Amocrm
from tests.connection.conftest import Person


def is_stored(database: Database) -> bool:
    with database.read() as conn:
        return load_connection(conn) is not None


def hold_account(database: Database, account_id: int) -> None:
    with database.write() as conn:
        save_account(
            conn,
            Account(
                id=account_id, name="Ромашка", subdomain="r", base_url="https://r.amocrm.ru", country="RU",
                currency="RUB", timezone="Europe/Moscow",
            ),
        )  # fmt: skip


def test_a_token_is_tried_and_nothing_is_stored(database: Database, amocrm: Amocrm) -> None:
    access = try_token(database, f" {amocrm.url}/ ", f" {ADMIN_TOKEN}\n")
    assert (access.name, access.url, access.users) == ("Бюро внедрения", amocrm.url, 1 + len(MANAGERS))
    assert (access.timezone, access.currency, access.is_admin) == ("Europe/Moscow", "RUB", True)
    assert not is_stored(database)


def test_a_token_of_no_administrator_is_told_as_such(database: Database, amocrm: Amocrm) -> None:
    access = try_token(database, amocrm.url, MANAGER_TOKEN)
    assert (access.users, access.is_admin) == (None, False)


@pytest.mark.parametrize("token", ["", "two words", "ключ", "a\nb"])
def test_what_is_no_token_is_not_sent_anywhere(database: Database, token: str) -> None:
    with pytest.raises(InputError, match="is no token"):
        try_token(database, "https://nobody.amocrm.ru", token)


@pytest.mark.parametrize("address", ["", "example.org", "http://romashka.amocrm.ru", "https://evil.example/amocrm.ru"])
def test_a_token_goes_to_accounts_only(database: Database, address: str) -> None:
    with pytest.raises(InputError, match="is not the address of an amoCRM account"):
        try_token(database, address, ADMIN_TOKEN)


def test_a_refused_token_is_told_without_repeating_it(database: Database, amocrm: Amocrm) -> None:
    with pytest.raises(InputError, match="does not accept this token") as caught:
        try_token(database, amocrm.url, "wrong-token")
    assert "wrong-token" not in str(caught.value)


def test_an_account_that_does_not_answer_is_told_for_who_waits(database: Database) -> None:
    with listen() as unserved:
        url = address_of(unserved)
    with pytest.raises(Unreachable, match="then try again"):
        try_token(database, url, ADMIN_TOKEN)


def test_a_connected_account_is_read_with_what_was_stored(
    person: Person, settings: Settings, database: Database, amocrm: Amocrm
) -> None:
    with pytest.raises(NotConnected, match=r"open http://127.0.0.1:8511 in a browser .* or run tablo connect"):
        open_client(settings, database)
    before = credentials_mark(settings, database)
    person.gives_token()
    credentials = load_credentials(settings, database)
    assert (credentials.base_url, credentials.origin, credentials.token) == (amocrm.url, Origin.DATABASE, ADMIN_TOKEN)
    assert ADMIN_TOKEN not in repr(credentials)
    with open_client(settings, database) as client:
        assert client.get("/api/v4/account") is not None
    assert credentials_mark(settings, database) != before


def test_a_token_that_fails_leaves_the_former_connection_alone(
    person: Person, settings: Settings, database: Database
) -> None:
    person.gives_token()
    mark = credentials_mark(settings, database)
    with pytest.raises(InputError):
        person.gives_token("wrong-token")
    assert credentials_mark(settings, database) == mark
    assert load_credentials(settings, database).token == ADMIN_TOKEN


def test_the_environment_wins_and_is_told(person: Person, database: Database, amocrm: Amocrm) -> None:
    person.gives_token(MANAGER_TOKEN)
    outside = Settings(amocrm_url=amocrm.url, amocrm_token=ADMIN_TOKEN)
    credentials = load_credentials(outside, database)
    assert (credentials.origin, credentials.token) == (Origin.ENVIRONMENT, ADMIN_TOKEN)
    with pytest.raises(InputError, match="is set outside"):
        connect_by_token(outside, database, amocrm.url, ADMIN_TOKEN)


def test_a_database_holds_one_account(person: Person, database: Database, amocrm: Amocrm) -> None:
    hold_account(database, 5)
    for attempt in (lambda: try_token(database, amocrm.url, ADMIN_TOKEN), person.gives_token):
        with pytest.raises(OtherAccount, match=r"holds the account “Ромашка”.*“Бюро внедрения”"):
            attempt()
    assert not is_stored(database)


def test_connecting_again_forgets_no_data(person: Person, database: Database) -> None:
    access: AccountAccess = try_token(database, person.amocrm.url, ADMIN_TOKEN)
    hold_account(database, access.account_id)
    person.gives_token()
    person.gives_token(MANAGER_TOKEN)
    with database.read() as conn:
        account = load_account(conn)
    assert account is not None
    assert account.name == "Ромашка"
