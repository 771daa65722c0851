"""An installation nobody has connected yet: its settings, its empty database, and a demo amoCRM to connect."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_core.config import Settings
from sales_core.connection import Outcome, begin_oauth, connect_by_token, finish_oauth
from sales_core.demo.oauth import ADMIN_TOKEN, CLIENT_ID, CLIENT_SECRET
from sales_core.store.database import Database
from tests.connection.amocrm import Amocrm, answer_in, demo_amocrm

PUBLIC_URL = "http://127.0.0.1:8511"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own to stand in, and nothing of this machine's settings."""
    for name in [name for name in os.environ if name.startswith("TABLO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def settings() -> Settings:
    return Settings(public_url=PUBLIC_URL)


@pytest.fixture
def amocrm() -> Iterator[Amocrm]:
    with demo_amocrm() as served:
        served.tokens.redirect_uri = f"{PUBLIC_URL}/connect"
        yield served


@pytest.fixture
def other_amocrm() -> Iterator[Amocrm]:
    with demo_amocrm(account_id=777) as served:
        served.tokens.redirect_uri = f"{PUBLIC_URL}/connect"
        yield served


class Person:
    """Somebody who connects the account."""

    def __init__(self, settings: Settings, database: Database, amocrm: Amocrm) -> None:
        self.settings, self.database, self.amocrm = settings, database, amocrm

    def gives_token(self, token: str = ADMIN_TOKEN) -> None:
        connect_by_token(self.settings, self.database, self.amocrm.url, token, clock=self.amocrm.clock)

    def begins(self, client_secret: str = CLIENT_SECRET) -> str:
        """The link to the consent page."""
        begun = begin_oauth(
            self.settings, self.database, self.amocrm.url, CLIENT_ID, client_secret, clock=self.amocrm.clock
        )
        return begun.consent_url

    def comes_back(self, address: str) -> Outcome:
        return finish_oauth(self.settings, self.database, answer_in(address), clock=self.amocrm.clock)

    def agrees(self) -> Outcome:
        return self.comes_back(self.amocrm.agree(self.begins()))


@pytest.fixture
def person(settings: Settings, database: Database, amocrm: Amocrm) -> Person:
    return Person(settings, database, amocrm)
