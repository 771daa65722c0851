"""What a person types as an account's address becomes the one address that the token is sent to."""

import pytest

from sales_core.account_address import account_url, host_of
from sales_core.errors import InputError


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("romashka.amocrm.ru", "https://romashka.amocrm.ru"),
        (" https://Romashka.amocrm.ru/leads/pipeline/?skip=1 ", "https://romashka.amocrm.ru"),
        ("acme.kommo.com", "https://acme.kommo.com"),
        ("http://127.0.0.1:9900/", "http://127.0.0.1:9900"),
    ],
)
def test_an_address_may_be_copied_out_of_the_browser_or_typed(typed: str, url: str) -> None:
    assert account_url(typed) == url


@pytest.mark.parametrize(
    "typed",
    ["", "http://romashka.amocrm.ru", "https://www.amocrm.ru", "a:b@romashka.amocrm.ru", "evil.example"],
)
def test_a_strangers_host_and_an_unencrypted_account_are_refused(typed: str) -> None:
    with pytest.raises(InputError, match="is not the address of an amoCRM account"):
        account_url(typed)


def test_the_host_is_what_amocrm_calls_the_account() -> None:
    assert host_of("https://romashka.amocrm.ru") == "romashka.amocrm.ru"
    assert host_of("http://127.0.0.1:9900") == "127.0.0.1:9900"
