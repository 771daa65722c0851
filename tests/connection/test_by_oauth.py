"""Consent by OAuth: what comes back is a working connection, or one clear sentence and the former connection."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote_plus

import pytest

from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.config import Settings
from sales_core.connection import (
    NotConnected,
    Origin,
    Outcome,
    begin_again,
    begin_oauth,
    connect_by_code,
    finish_oauth,
    load_credentials,
    load_outcome,
    open_client,
)
from sales_core.connection.by_oauth import LIFETIME_S, UNKNOWN
from sales_core.demo.oauth import ADMIN_TOKEN, CLIENT_ID, CLIENT_SECRET
from sales_core.errors import InputError
from sales_core.store.database import Database
from tests.connection.amocrm import Amocrm, answer_in
from tests.connection.conftest import PUBLIC_URL, Person
from tests.connection.test_by_token import hold_account


def sentence(outcome: Outcome) -> str:
    """Why an attempt failed; a page that asks later is told the same."""
    assert outcome.access is None
    return str(outcome.error)


def works(settings: Settings, database: Database) -> bool:
    with open_client(settings, database) as client:
        return client.get("/api/v4/account") is not None


def test_consent_ends_in_a_working_connection(person: Person, settings: Settings, database: Database) -> None:
    outcome = person.agrees()
    assert outcome.error is None
    assert outcome.access is not None
    assert (outcome.access.name, outcome.access.is_admin) == ("Бюро внедрения", True)
    assert load_outcome(database, outcome.attempt_id) == outcome
    credentials = load_credentials(settings, database)
    assert (credentials.origin, credentials.token) == (Origin.DATABASE, None)
    assert CLIENT_SECRET not in repr(credentials)
    assert works(settings, database)


def test_the_link_is_amocrms_own_page_and_holds_no_more_than_it_needs(person: Person, amocrm: Amocrm) -> None:
    link = person.begins()
    assert link.startswith(f"{amocrm.url}/oauth?client_id={CLIENT_ID}&state=")
    assert answer_in(link).keys() == {"client_id", "state"}
    assert len(answer_in(link)["state"]) >= 40


def test_before_the_answer_there_is_no_outcome(settings: Settings, database: Database, amocrm: Amocrm) -> None:
    begun = begin_oauth(settings, database, amocrm.url, CLIENT_ID, CLIENT_SECRET)
    assert load_outcome(database, begun.attempt_id) == Outcome(begun.attempt_id)


def _with_another_state(person: Person) -> Outcome:
    answer = answer_in(person.amocrm.agree(person.begins()))
    return finish_oauth(person.settings, person.database, answer | {"state": "another"})


def _without_a_state(person: Person) -> Outcome:
    answer = answer_in(person.amocrm.agree(person.begins()))
    return finish_oauth(person.settings, person.database, {"code": answer["code"]})


def _after_an_hour(person: Person) -> Outcome:
    link = person.begins()
    person.amocrm.clock.now += LIFETIME_S + 1
    return person.comes_back(person.amocrm.agree(link))


def _with_an_expired_code(person: Person) -> Outcome:
    address = person.amocrm.agree(person.begins())
    person.amocrm.clock.now += 20 * 60
    return person.comes_back(address)


def _with_a_used_code(person: Person) -> Outcome:
    first = person.amocrm.agree(person.begins())
    person.comes_back(first)
    second = answer_in(person.amocrm.agree(person.begins()))
    return finish_oauth(person.settings, person.database, second | {"code": answer_in(first)["code"]})


def _denied(person: Person) -> Outcome:
    return person.comes_back(person.amocrm.deny(person.begins()))


def _for_a_foreign_account(person: Person) -> Outcome:
    address = person.amocrm.agree(person.begins())
    return person.comes_back(address.replace(quote_plus(person.amocrm.host), "evil.example"))


def _without_a_code(person: Person) -> Outcome:
    answer = answer_in(person.amocrm.agree(person.begins()))
    return finish_oauth(person.settings, person.database, answer | {"code": ""})


def _with_a_wrong_secret(person: Person) -> Outcome:
    return person.comes_back(person.amocrm.agree(person.begins(client_secret="another-secret")))


def _where_the_integration_has_another_redirect(person: Person) -> Outcome:
    link = person.begins()
    person.amocrm.tokens.redirect_uri = "http://localhost:1/elsewhere"
    return person.comes_back(person.amocrm.agree(link))


def _to_another_account(person: Person) -> Outcome:
    hold_account(person.database, 5)
    return person.agrees()


FAILURES = [
    (_with_another_state, "belongs to no connection that was begun here"),
    (_without_a_state, "belongs to no connection that was begun here"),
    (_after_an_hour, "later than an hour after the beginning"),
    (_with_an_expired_code, "works once and for 20 minutes"),
    (_with_a_used_code, "works once and for 20 minutes"),
    (_denied, "Access was denied in amoCRM"),
    (_for_a_foreign_account, "Access was given to the account evil.example"),
    (_without_a_code, "There is no code in that"),
    (_with_a_wrong_secret, "does not recognise the integration"),
    (_where_the_integration_has_another_redirect, "does not recognise the integration"),
    (_to_another_account, "holds the account “Ромашка”"),
]


@pytest.mark.parametrize(("go_wrong", "said"), FAILURES)
def test_what_goes_wrong_is_one_sentence_and_the_former_connection_stays(
    person: Person, settings: Settings, database: Database, go_wrong: Callable[[Person], Outcome], said: str
) -> None:
    person.gives_token()
    outcome = go_wrong(person)
    assert said in sentence(outcome)
    assert load_outcome(database, outcome.attempt_id).error is not None
    assert str(load_outcome(database, outcome.attempt_id).error) == str(outcome.error)
    assert works(settings, database)
    if go_wrong is not _with_a_used_code:
        assert load_credentials(settings, database).token == ADMIN_TOKEN


@pytest.mark.parametrize("go_wrong", [_with_another_state, _with_an_expired_code, _denied, _for_a_foreign_account])
def test_what_goes_wrong_at_first_leaves_the_account_unconnected(
    person: Person, settings: Settings, database: Database, go_wrong: Callable[[Person], Outcome]
) -> None:
    assert go_wrong(person).error is not None
    with pytest.raises(NotConnected):
        load_credentials(settings, database)


def test_an_answer_that_comes_twice_changes_nothing_and_is_told_as_it_ended(person: Person) -> None:
    address = person.amocrm.agree(person.begins())
    first = person.comes_back(address)
    assert first.access is not None
    assert person.comes_back(address) == first


def test_of_two_answers_at_once_one_is_used(person: Person, settings: Settings, database: Database) -> None:
    address = person.amocrm.agree(person.begins())
    with ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(person.comes_back, [address] * 4))
    assert [outcome for outcome in outcomes if outcome.access is not None]
    assert all(outcome.access or "has been used already" in sentence(outcome) for outcome in outcomes)
    assert works(settings, database)


def test_an_attempt_nobody_knows_is_told_like_a_strange_answer(database: Database) -> None:
    assert "belongs to no connection" in sentence(load_outcome(database, "never"))
    assert load_outcome(database, "never").attempt_id == UNKNOWN


@pytest.mark.parametrize(("client_id", "secret"), [("", CLIENT_SECRET), (CLIENT_ID, " "), ("two words", CLIENT_SECRET)])
def test_an_integration_typed_in_part_is_told(
    settings: Settings, database: Database, client_id: str, secret: str
) -> None:
    with pytest.raises(InputError, match="ID and its secret key are needed"):
        begin_oauth(settings, database, "https://romashka.amocrm.ru", client_id, secret)


def test_a_revoked_chain_asks_for_a_new_connection_and_gets_one_without_typing(
    person: Person, settings: Settings, database: Database, amocrm: Amocrm
) -> None:
    person.agrees()
    amocrm.revoke()
    with open_client(settings, database) as client, pytest.raises(ReconnectNeeded, match="on the connection page"):
        client.get("/api/v4/account")
    begun = begin_again(settings, database, clock=amocrm.clock)
    assert person.comes_back(amocrm.agree(begun.consent_url)).error is None
    assert works(settings, database)


def test_an_account_connected_by_token_has_nothing_to_agree_to_again(
    person: Person, settings: Settings, database: Database
) -> None:
    with pytest.raises(NotConnected):
        begin_again(settings, database)
    person.gives_token()
    with pytest.raises(InputError, match="connected by a long-lived token"):
        begin_again(settings, database)


def test_a_code_got_by_other_means_renews_the_present_connection(
    person: Person, settings: Settings, database: Database, amocrm: Amocrm
) -> None:
    person.agrees()
    amocrm.revoke()
    assert connect_by_code(settings, database, amocrm.code()).name == "Бюро внедрения"
    assert works(settings, database)


def test_the_environments_integration_comes_back_by_the_same_way(database: Database, amocrm: Amocrm) -> None:
    outside = Settings(
        amocrm_url=amocrm.url, amocrm_client_id=CLIENT_ID, amocrm_client_secret=CLIENT_SECRET,
        amocrm_redirect_uri=f"{PUBLIC_URL}/connect", public_url=PUBLIC_URL,
    )  # fmt: skip
    begun = begin_again(outside, database)
    outcome = finish_oauth(outside, database, answer_in(amocrm.agree(begun.consent_url)))
    assert outcome.error is None
    assert works(outside, database)
    with pytest.raises(NotConnected):
        load_credentials(Settings(public_url=PUBLIC_URL), database)
    with pytest.raises(InputError, match="is set outside"):
        begin_oauth(outside, database, amocrm.url, CLIENT_ID, CLIENT_SECRET)


def test_a_wrong_attempt_does_not_lead_to_another_account(
    person: Person, other_amocrm: Amocrm, settings: Settings, database: Database
) -> None:
    """Connected to one account that the database then holds, a person types another one's address."""
    hold_account(database, 5)
    stranger = Person(settings, database, other_amocrm)
    assert "this access is to “Другая фирма”" in sentence(stranger.agrees())
    with pytest.raises(NotConnected):
        load_credentials(settings, database)
