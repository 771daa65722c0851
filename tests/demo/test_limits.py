"""The limits amoCRM puts on requests, and the block for those who insist."""

from concurrent.futures import ThreadPoolExecutor, as_completed

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.demo.limits import PER_SECOND, Limits, Mode, SlidingWindow, TokenBucket
from sales_core.demo.world import World
from tests.demo.conftest import Open

gaps = st.lists(st.floats(0, 0.5), max_size=200)


@given(gaps)
def test_a_strict_window_never_lets_eight_into_one_second(waits: list[float]) -> None:
    window, now, accepted = SlidingWindow(PER_SECOND), 0.0, []
    for wait in waits:
        now += wait
        if window.allows(now):
            accepted.append(now)
    assert all(later - earlier >= 1 for earlier, later in zip(accepted, accepted[PER_SECOND:], strict=False))


@given(gaps)
def test_a_bucket_lets_through_a_burst_and_then_seven_a_second(waits: list[float]) -> None:
    bucket, now, accepted = TokenBucket(PER_SECOND), 0.0, 0
    for wait in waits:
        now += wait
        accepted += bucket.allows(now)
        assert accepted <= PER_SECOND + now * PER_SECOND + 1e-6


def test_a_steady_client_at_the_rate_is_refused_by_the_strict_window_only() -> None:
    times = [place / 7.05 for place in range(70)]
    refused = {}
    for mode in ("bucket", "strict"):
        limits = Limits(mode, monotonic=iter(times).__next__)
        refused[mode] = sum(limits.verdict("one") == "refuse" for _ in times)
    assert refused["bucket"] == 0 < refused["strict"]


def test_integrations_have_limits_of_their_own_under_the_accounts() -> None:
    limits = Limits("strict", monotonic=lambda: 0.0)
    verdicts = [limits.verdict(str(place // 7)) for place in range(70)]
    assert verdicts == ["pass"] * 50 + ["refuse"] * 20


@pytest.mark.parametrize("mode", ["bucket", "strict"])
def test_too_many_requests_are_429_in_json_and_html_by_turns(world: World, open_api: Open, mode: Mode) -> None:
    api = open_api(world, limits=Limits(mode, monotonic=lambda: 0.0))
    replies = [api.get("account") for _ in range(11)]
    assert [reply.status_code for reply in replies] == [200] * 7 + [429] * 4
    kinds = [reply.headers["Content-Type"].partition(";")[0] for reply in replies[7:]]
    assert sorted(kinds) == ["application/problem+json"] * 2 + ["text/html"] * 2


def test_strikes_block_everything_until_reset(world: World, open_api: Open) -> None:
    api = open_api(world, limits=Limits("strict", strikes=2, monotonic=lambda: 0.0))
    assert [api.get("account").status_code for _ in range(10)] == [200] * 7 + [429] * 2 + [403]
    control = httpx.URL(str(api.base_url).replace("/api/v4", "/_demo"))
    stats = httpx.get(f"{control}stats").json()
    assert (stats["refused"], stats["is_blocked"], stats["requests"]) == (2, True, {"/api/v4/account": 10})
    httpx.post(f"{control}reset")
    assert api.get("account").status_code == 200


def test_latency_is_waited_after_the_limit_was_judged(world: World, open_api: Open) -> None:
    """Of eight at a time the one refused is answered first, the others after a second."""
    api = open_api(world, limits=Limits("strict", monotonic=lambda: 0.0), latency_ms=(1000, 1100))
    with ThreadPoolExecutor(8) as threads:
        replies = as_completed([threads.submit(api.get, "account") for _ in range(8)])
        statuses = [reply.result().status_code for reply in replies]
    assert statuses == [429] + [200] * 7
