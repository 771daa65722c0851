"""amoCRM sends the browser back to the running app, which uses the answer and leaves no secret in any address."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page

from sales_core.config import Settings
from sales_core.connection import Outcome, begin_oauth, load_credentials, load_outcome
from sales_core.demo.oauth import CLIENT_ID, CLIENT_SECRET
from sales_core.errors import InputError
from sales_core.store.database import Database, open_database
from tests.connection.amocrm import Amocrm, answer_in, demo_amocrm
from tests.ui.conftest import running_app


@dataclass
class Site:
    """The app, its database, and the account to connect."""

    url: str
    amocrm: Amocrm
    database: Database
    settings: Settings

    def begin(self) -> str:
        return begin_oauth(
            self.settings, self.database, self.amocrm.url, CLIENT_ID, CLIENT_SECRET, clock=self.amocrm.clock
        ).consent_url

    def visit(self, address: str) -> httpx.Response:
        return httpx.get(address, trust_env=False)

    def outcome_named_by(self, response: httpx.Response) -> Outcome:
        """What the page behind the redirect will be told."""
        assert response.status_code == 303
        target = urlsplit(response.headers["Location"])
        assert target.path == "setup"
        ((name, (attempt_id,)),) = parse_qs(target.query).items()
        assert name == "attempt"
        return load_outcome(self.database, attempt_id)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    url = f"sqlite:///{tmp_path / 'tablo.db'}"
    database = open_database(url)
    with demo_amocrm() as amocrm, running_app({"TABLO_DATABASE_URL": url, "TABLO_LANGUAGE": "en"}) as address:
        amocrm.tokens.redirect_uri = f"{address}/connect"
        yield Site(address, amocrm, database, Settings(database_url=url, public_url=address))
    database.dispose()


def test_consent_comes_back_to_the_app_and_goes_on_without_code_and_state(site: Site) -> None:
    address = site.amocrm.agree(site.begin())
    response = site.visit(address)
    outcome = site.outcome_named_by(response)
    assert outcome.access is not None
    assert outcome.access.name == "Бюро внедрения"
    assert load_credentials(site.settings, site.database).integration is not None
    answer = answer_in(address)
    assert not [secret for secret in (answer["code"], answer["state"]) if secret in str(response.headers)]
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert site.outcome_named_by(site.visit(address)) == outcome, "the same address again shows the same end"


@pytest.mark.parametrize("query", ["", "?code=def502&state=another", "?error=access_denied", "?state="])
def test_an_answer_nobody_asked_for_connects_nothing(site: Site, query: str) -> None:
    outcome = site.outcome_named_by(site.visit(f"{site.url}/connect{query}"))
    assert isinstance(outcome.error, InputError)
    assert "belongs to no connection that was begun here" in str(outcome.error)


def test_denied_access_can_be_told_by_the_page(site: Site) -> None:
    outcome = site.outcome_named_by(site.visit(site.amocrm.deny(site.begin())))
    assert "Access was denied in amoCRM" in str(outcome.error)


def test_a_database_that_fails_is_one_sentence(site: Site) -> None:
    address = site.amocrm.agree(site.begin())
    assert site.database.path is not None
    with site.database.write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    response = site.visit(address)
    assert (response.status_code, "newer version of Tablo" in response.text) == (503, True)
    assert answer_in(address)["code"] not in response.text


@pytest.mark.browser
def test_a_person_agrees_on_amocrms_page_in_a_browser(site: Site, page: Page) -> None:
    page.goto(site.begin())
    page.get_by_role("button", name="Разрешить").click()
    page.wait_for_url(f"{site.url}/setup?attempt=*")
    attempt_id = parse_qs(urlsplit(page.url).query)["attempt"][0]
    assert load_outcome(site.database, attempt_id).access is not None
    page.go_back()
    assert "code=" not in page.url
