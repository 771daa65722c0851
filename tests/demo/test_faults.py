"""Each kind of reply that goes wrong does so on the wire."""

import time
from collections import Counter

import httpx
import pytest

from sales_core.demo.faults import KINDS, Faults, Kind
from sales_core.demo.world import World
from tests.demo.conftest import Open


@pytest.mark.parametrize("kind", ["500", "502", "503", "504", "403", "401", "429"])
def test_a_status_comes_as_ordered_and_only_once(world: World, open_api: Open, kind: Kind) -> None:
    faults = Faults()
    api = open_api(world, faults=faults)
    faults.schedule(kind)
    assert [api.get("account").status_code for _ in range(2)] == [int(kind), 200]


def test_a_cut_connection_ends_in_the_middle_of_the_body(world: World, open_api: Open) -> None:
    faults = Faults()
    api = open_api(world, faults=faults)
    faults.schedule("cut")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        api.get("account")
    assert api.get("account").status_code == 200


def test_a_page_of_html_comes_with_status_200(world: World, open_api: Open) -> None:
    faults = Faults()
    api = open_api(world, faults=faults)
    faults.schedule("html")
    reply = api.get("account")
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")


def test_truncated_json_is_whole_for_http_and_broken_for_json(world: World, open_api: Open) -> None:
    faults = Faults()
    api = open_api(world, faults=faults)
    faults.schedule("truncated", "truncated")
    for path in ("account", "tasks"):
        reply = api.get(path)
        assert reply.status_code == 200
        with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
            reply.json()


def test_a_hanging_reply_outlasts_the_clients_patience_and_then_is_cut(world: World, open_api: Open) -> None:
    faults = Faults(hang_s=5)
    api = open_api(world, faults=faults)
    faults.schedule("hang", "hang")
    with pytest.raises(httpx.ReadTimeout):
        api.get("account", timeout=0.1)
    faults.hang_s = 0.01
    with pytest.raises(httpx.RemoteProtocolError):
        api.get("account")


def test_a_slow_reply_is_right_in_the_end(world: World, open_api: Open) -> None:
    faults = Faults(slow_s=0.2)
    api = open_api(world, faults=faults)
    faults.schedule("slow")
    started = time.monotonic()
    assert api.get("account").json()["name"] == "Бюро внедрения"
    assert time.monotonic() - started >= 0.2


def test_the_rate_is_kept_by_the_seed_and_the_path() -> None:
    def drawn(seed: int) -> list[Kind | None]:
        faults = Faults(0.2, KINDS, seed=seed, only_path="/leads")
        return [faults.next("/api/v4/leads") for _ in range(1000)]

    assert drawn(1) == drawn(1) != drawn(2)
    kinds = Counter(drawn(1))
    assert kinds.keys() == {None, *KINDS}
    assert 150 < 1000 - kinds[None] < 250
    assert Faults(1.0, KINDS, only_path="/leads").next("/api/v4/events") is None
