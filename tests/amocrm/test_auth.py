"""Rotating tokens: none spent twice, none lost, and a chain that broke is told in words."""

import base64
import json
import logging
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import httpx
import pytest
from starlette.responses import JSONResponse, Response

from sales_core.amocrm.auth import OAuthChain
from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import (
    AccessBlocked,
    GarbledReply,
    RateLimited,
    ReconnectNeeded,
    RetryLater,
    ServerFailed,
    Unreachable,
)
from sales_core.amocrm.token_endpoint import Integration, TokenEndpoint
from sales_core.store.database import Database
from sales_core.store.tokens import DatabaseTokenStore
from sales_core.token_pair import TokenPair
from tests.amocrm.conftest import HTML, Answer, Asked, Server, hasty_pacer, in_turn, raw_server, sample, status
from tests.amocrm.token_server import INTEGRATION, TOKEN_PATH, TokenServer

Serve = Callable[[Answer], Server]
Connect = Callable[..., AmocrmClient]

NOW = 1_800_000_000
FIRST = TokenPair("access-0", "refresh-0", expires_at=NOW + 86400)


@pytest.fixture
def store(sqlite_database: Database) -> DatabaseTokenStore:
    kept = DatabaseTokenStore(sqlite_database, "account")
    kept.save(FIRST)
    return kept


def chain_to(
    url: str,
    store: DatabaseTokenStore,
    *,
    now: int = NOW,
    integration: Integration = INTEGRATION,
    transport: httpx.BaseTransport | None = None,
) -> OAuthChain:
    endpoint = TokenEndpoint(url, integration, transport=transport, pacer=hasty_pacer(), clock=lambda: now)
    return OAuthChain(store, endpoint, clock=lambda: now)


def test_a_pair_that_is_good_for_hours_is_used_as_it_is(served: Serve, store: DatabaseTokenStore) -> None:
    server = served(TokenServer())
    assert chain_to(server.url, store).token() == "access-0"
    assert server.asked == []


def test_a_pair_about_to_expire_is_renewed_in_time(served: Serve, store: DatabaseTokenStore) -> None:
    server = served(TokenServer())
    chain = chain_to(server.url, store, now=FIRST.expires_at - 60)
    assert [chain.token(), chain.token()] == ["access-1", "access-1"]
    assert server.paths == [TOKEN_PATH]


def test_a_renewal_sends_what_amocrm_asks_for_and_no_bearer(served: Serve, store: DatabaseTokenStore) -> None:
    server = served(TokenServer())
    chain_to(server.url, store).renew("access-0")
    assert json.loads(server.asked[0].body) == {
        "client_id": "integration-id",
        "client_secret": "integration-secret",
        "redirect_uri": "https://example.org/amo",
        "grant_type": "refresh_token",
        "refresh_token": "refresh-0",
    }
    assert "authorization" not in server.asked[0].headers


def test_the_new_pair_is_on_the_disk_before_anyone_uses_it(served: Serve, store: DatabaseTokenStore) -> None:
    token_server = TokenServer()
    stored_when_used = []

    def answer(asked: Asked) -> Response:
        if asked.path != TOKEN_PATH and asked.headers["authorization"] == "Bearer access-1":
            stored_when_used.append(store.load())
        return token_server(asked)

    server = served(answer)
    with AmocrmClient(server.url, chain_to(server.url, store), pacer=hasty_pacer()) as client:
        client.get("/api/v4/leads")
    assert stored_when_used == [TokenPair("access-1", "refresh-1", NOW + 86400)]


def test_that_a_token_is_being_spent_is_on_the_disk_before_it_is_sent(served: Serve, store: DatabaseTokenStore) -> None:
    stored: list[TokenPair | None] = []

    def look() -> None:
        stored.append(store.load())

    chain_to(served(TokenServer(before_answer=look)).url, store).renew("access-0")
    assert stored == [replace(FIRST, spent_at=NOW)]


def test_threads_refused_together_renew_once(served: Serve, connect: Connect, store: DatabaseTokenStore) -> None:
    server = served(TokenServer())
    client = connect(server.url, chain_to(server.url, store))
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: client.get("/api/v4/leads"), range(8)))
    assert all(answers)
    assert server.paths.count(TOKEN_PATH) == 1


def test_two_processes_spend_a_refresh_token_once(
    served: Serve, store: DatabaseTokenStore, sqlite_database: Database
) -> None:
    server = served(TokenServer())
    store.save(replace(FIRST, expires_at=4_000_000_000))
    url = sqlite_database.url
    with _process(url, server.url) as one, _process(url, server.url) as other:
        assert [process.communicate(timeout=60)[0].strip() for process in (one, other)] == ["True", "True"]
    assert server.paths.count(TOKEN_PATH) == 1


def test_a_process_killed_between_the_answer_and_storing_it_is_recognised(
    served: Serve, store: DatabaseTokenStore, sqlite_database: Database
) -> None:
    server = served(TokenServer())
    store.save(replace(FIRST, expires_at=4_000_000_000))
    with _process(sqlite_database.url, server.url, "die-after-spending") as process:
        assert process.wait(60) == -signal.SIGKILL
    left = store.load()
    assert left is not None
    assert left.spent_at is not None
    with pytest.raises(ReconnectNeeded, match="cut off half-way"):
        chain_to(server.url, store).renew("access-0")
    with pytest.raises(ReconnectNeeded):
        chain_to(server.url, store).token()
    assert server.paths.count(TOKEN_PATH) == 2


def test_a_process_killed_before_amocrm_saw_the_token_costs_nothing(served: Serve, store: DatabaseTokenStore) -> None:
    store.save(replace(FIRST, spent_at=NOW - 60))
    assert chain_to(served(TokenServer()).url, store).renew("access-0") == "access-1"


def _process(database_url: str, base_url: str, *options: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.amocrm.renewing", database_url, base_url, *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_revoked_chain_asks_a_person_to_connect_again_and_is_not_tried_again(
    served: Serve, store: DatabaseTokenStore
) -> None:
    server = served(in_turn(JSONResponse(sample("oauth_error"), 401)))
    with pytest.raises(ReconnectNeeded, match="tablo connect"):
        chain_to(server.url, store).renew("access-0")
    with pytest.raises(ReconnectNeeded, match="tablo connect"):
        chain_to(server.url, store).token()
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [400, 401])
def test_a_wrong_integration_is_told_as_such_and_kills_no_chain(
    served: Serve, store: DatabaseTokenStore, code: int
) -> None:
    server = served(in_turn(JSONResponse(sample("oauth_error_client"), code)))
    with pytest.raises(ReconnectNeeded, match="secret key or redirect address"):
        chain_to(server.url, store).renew("access-0")
    assert store.load() == FIRST


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(status(500), ServerFailed), (status(429), RateLimited), (HTML, GarbledReply), (status(202, {}), GarbledReply)],
)
def test_a_passing_fault_of_the_endpoint_is_no_end_of_the_chain(
    served: Serve, store: DatabaseTokenStore, reply: Response, kind: type[RetryLater]
) -> None:
    token_server = TokenServer()
    replies = in_turn(reply, Response("go on"))

    def answer(asked: Asked) -> Response:
        first = replies(asked)
        return first if first is reply else token_server(asked)

    chain = chain_to(served(answer).url, store)
    with pytest.raises(kind):
        chain.renew("access-0")
    assert chain.renew("access-0") == "access-1"


def test_a_blocked_address_is_told_at_the_token_endpoint_too(served: Serve, store: DatabaseTokenStore) -> None:
    with pytest.raises(AccessBlocked):
        chain_to(served(in_turn(status(403))).url, store).renew("access-0")


def test_a_token_that_was_never_sent_is_not_spent(store: DatabaseTokenStore) -> None:
    with raw_server(b"") as url:
        pass
    with pytest.raises(Unreachable):
        chain_to(url, store).renew("access-0")
    assert store.load() == FIRST


def test_a_cut_connection_leaves_the_note_that_the_token_may_be_spent(store: DatabaseTokenStore) -> None:
    with raw_server(b"") as url, pytest.raises(Unreachable):
        chain_to(url, store).renew("access-0")
    assert store.load() == replace(FIRST, spent_at=NOW)


def test_the_code_of_the_consent_page_begins_a_chain(served: Serve, sqlite_database: Database) -> None:
    store = DatabaseTokenStore(sqlite_database, "account")
    chain = chain_to(served(TokenServer()).url, store)
    with pytest.raises(ReconnectNeeded, match="not connected yet"):
        chain.token()
    chain.connect("the-code")
    assert chain.token() == "access-1"
    assert store.load() == TokenPair("access-1", "refresh-1", NOW + 86400)


def test_a_code_used_twice_is_told_in_words(served: Serve, store: DatabaseTokenStore) -> None:
    chain = chain_to(served(TokenServer()).url, store)
    chain.connect("the-code")
    with pytest.raises(ReconnectNeeded, match="works once and for 20 minutes"):
        chain.connect("the-code")


def test_a_new_connection_revives_a_dead_chain_in_a_running_worker(served: Serve, store: DatabaseTokenStore) -> None:
    url = served(TokenServer()).url
    worker = chain_to(url, store)
    store.save(replace(FIRST, is_dead=True))
    with pytest.raises(ReconnectNeeded):
        worker.token()
    chain_to(url, store).connect("the-code")
    assert worker.token() == "access-1"


class Routed(httpx.BaseTransport):
    """Every host's name leads to one server on this machine."""

    def __init__(self, url: str) -> None:
        self._home = httpx.URL(url)
        self._network = httpx.HTTPTransport()
        self.hosts: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.hosts.append(request.url.host)
        request.url = request.url.copy_with(scheme="http", host=self._home.host, port=self._home.port)
        return self._network.handle_request(request)

    def close(self) -> None:
        self._network.close()


def access_naming(domain: str) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"api_domain": domain}).encode()).decode().rstrip("=")
    return f"e30.{claims}.x"


def test_an_account_that_moved_is_told_with_its_new_address(served: Serve, store: DatabaseTokenStore) -> None:
    def answer(asked: Asked) -> Response:
        if asked.path == TOKEN_PATH:
            return status(404)
        assert asked.headers["x-refresh-token"] == "refresh-0"
        return JSONResponse(sample("oauth_account_subdomain"))

    access = access_naming("api-b.amocrm.ru")
    store.save(replace(FIRST, access_token=access))
    chain = chain_to("https://oldname.amocrm.ru", store, transport=Routed(served(answer).url))
    with pytest.raises(ReconnectNeeded, match=r"now lives at https://romashka\.amocrm\.ru"):
        chain.renew(access)


@pytest.mark.parametrize(
    "domain", ["evil.example", "evil.example/x.amocrm.ru", "evil.example:80#.amocrm.ru", "amocrm.ru.evil"]
)
def test_a_refresh_token_is_shown_to_amocrms_own_hosts_only(
    served: Serve, store: DatabaseTokenStore, domain: str
) -> None:
    access = access_naming(domain)
    store.save(replace(FIRST, access_token=access))
    routed = Routed(served(in_turn(JSONResponse(sample("oauth_error"), 401))).url)
    with pytest.raises(ReconnectNeeded):
        chain_to("https://romashka.amocrm.ru", store, transport=routed).renew(access)
    assert routed.hosts == ["romashka.amocrm.ru"]


def test_neither_tokens_nor_the_secret_are_ever_logged_or_printed(
    served: Serve, connect: Connect, store: DatabaseTokenStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server = served(TokenServer())
    connect(server.url, chain_to(server.url, store)).get("/api/v4/leads")
    said = caplog.text + repr(store.load()) + repr(INTEGRATION)
    assert "oauth2/access_token" in said
    for secret in ("access-0", "access-1", "refresh-0", "refresh-1", "integration-secret"):
        assert secret not in said
