"""Tokens: exchanged, rotated, spent, revoked."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sales_core.demo.oauth import CLIENT_ID, CLIENT_SECRET, REDIRECT_URI, Tokens
from sales_core.demo.server import demo_tokens
from sales_core.demo.world import World
from tests.demo.conftest import Clock, Open
from tests.demo.shapes import differences

SAMPLES = Path(__file__).parent / "samples"
US = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "redirect_uri": REDIRECT_URI}


def sample(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def tokens(world: World) -> Tokens:
    return demo_tokens(world)


@pytest.fixture
def site(world: World, tokens: Tokens, open_api: Open) -> httpx.Client:
    """The server's root, with no token of its own."""
    api = open_api(world, token="none", tokens=tokens)
    api.base_url = httpx.URL(str(api.base_url).replace("/api/v4", ""))
    return api


def code_of(site: httpx.Client) -> str:
    went = site.post("/oauth", params={"client_id": CLIENT_ID, "state": "xyz", "mode": "popup"})
    assert went.status_code == 302
    asked = parse_qs(urlsplit(went.headers["Location"]).query)
    assert asked["state"] == ["xyz"]
    assert asked["referer"] == [f"{site.base_url.host}:{site.base_url.port}"]
    return asked["code"][0]


def exchange(site: httpx.Client, **told: str) -> httpx.Response:
    return site.post("/oauth2/access_token", json=US | told)


def reads(site: httpx.Client, access: str) -> int:
    return site.get("/api/v4/account", headers={"Authorization": f"Bearer {access}"}).status_code


def test_a_code_gives_a_pair_once(site: httpx.Client) -> None:
    code = code_of(site)
    pair = exchange(site, grant_type="authorization_code", code=code)
    assert pair.headers["Content-Type"] == "application/json"
    assert differences(pair.json(), sample("oauth_token")) == []
    assert reads(site, pair.json()["access_token"]) == 200
    again = exchange(site, grant_type="authorization_code", code=code)
    assert (again.status_code, differences(again.json(), sample("oauth_error"))) == (401, [])


def test_a_code_lives_twenty_minutes(site: httpx.Client, clock: Clock) -> None:
    code = code_of(site)
    clock.go(20 * 60)
    assert exchange(site, grant_type="authorization_code", code=code).status_code == 401


def test_a_refresh_token_is_spent_by_its_first_use(site: httpx.Client) -> None:
    first = exchange(site, grant_type="authorization_code", code=code_of(site)).json()
    second = exchange(site, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert second.status_code == 200
    spent = exchange(site, grant_type="refresh_token", refresh_token=first["refresh_token"])
    assert (spent.status_code, spent.json()) == (401, sample("oauth_error"))
    third = exchange(site, grant_type="refresh_token", refresh_token=second.json()["refresh_token"])
    assert reads(site, third.json()["access_token"]) == 200


def test_an_access_token_lives_a_day_and_dies_at_once_when_revoked(
    site: httpx.Client, clock: Clock, tokens: Tokens
) -> None:
    pair = exchange(site, grant_type="authorization_code", code=code_of(site)).json()
    clock.go(86_399)
    assert reads(site, pair["access_token"]) == 200
    clock.go(1)
    assert reads(site, pair["access_token"]) == 401
    fresh = exchange(site, grant_type="refresh_token", refresh_token=pair["refresh_token"]).json()
    tokens.revoke_access()
    assert (reads(site, fresh["access_token"]), reads(site, "demo-token")) == (401, 200)
    tokens.revoke_refresh()
    assert exchange(site, grant_type="refresh_token", refresh_token=fresh["refresh_token"]).status_code == 401


@pytest.mark.parametrize("wrong", ["client_id", "client_secret", "redirect_uri"])
def test_a_wrong_client_is_told_so(site: httpx.Client, wrong: str) -> None:
    reply = exchange(site, grant_type="authorization_code", code=code_of(site), **{wrong: "other"})
    assert (reply.status_code, reply.json()) == (401, sample("oauth_error_client"))


@pytest.mark.parametrize("body", [b"{}", b"not json", b'{"grant_type": "password"}'])
def test_a_malformed_request_is_400(site: httpx.Client, body: bytes) -> None:
    assert site.post("/oauth2/access_token", content=body).status_code == 400


def test_the_account_tells_its_present_address(site: httpx.Client) -> None:
    found = site.get("/oauth2/account/current/subdomain", headers={"X-Refresh-Token": "any"})
    assert differences(found.json(), sample("oauth_account_subdomain")) == []
    assert site.get("/oauth2/account/current/subdomain").status_code == 401


def test_the_consent_page_gives_nothing_by_itself_and_names_the_account(site: httpx.Client, world: World) -> None:
    asked = {"client_id": CLIENT_ID, "state": 'x"y'}
    page = site.get("/oauth", params=asked)
    assert (page.status_code, world.account.name in page.text, 'x"y' in page.text) == (200, True, False)
    assert site.get("/oauth", params={"client_id": "another"}).status_code == 401
    assert site.post("/oauth", params={"client_id": "another", "answer": "deny"}).status_code == 401


def test_denied_access_is_told_with_the_state_and_without_a_code(site: httpx.Client) -> None:
    went = site.post("/oauth", params={"client_id": CLIENT_ID, "state": "xyz", "answer": "deny"})
    assert went.headers["Location"] == f"{REDIRECT_URI}?error=access_denied&state=xyz"


def test_the_redirect_address_is_what_the_integrations_window_says(site: httpx.Client) -> None:
    here = "http://127.0.0.1:8511/connect"
    assert site.post("/_demo/integration", json={"redirect_uri": here}).status_code == 200
    assert site.post("/_demo/integration", json={"redirect_uri": "https://evil.example/x"}).status_code == 400
    went = site.post("/oauth", params={"client_id": CLIENT_ID}).headers["Location"]
    assert went.startswith(here + "?code=")
    code = parse_qs(urlsplit(went).query)["code"][0]
    assert exchange(site, grant_type="authorization_code", code=code).status_code == 401
    assert exchange(site, grant_type="authorization_code", code=code, redirect_uri=here).status_code == 200
