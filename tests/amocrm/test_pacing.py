"""Seven requests in any second, evenly, whoever asks."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from starlette.responses import Response

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.pacing import Pacer, Unwanted
from tests.amocrm.conftest import Answer, Server, in_turn, listing, status
from tests.amocrm.pacers import Watched
from tests.waiting import PATIENCE_S


class Time:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def wait(self, _called: threading.Condition, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time_() -> Time:
    return Time()


def paced(time_: Time) -> Pacer:
    return Pacer(clock=time_, wait=time_.wait)


def sends(pacer: Pacer, time_: Time, count: int) -> list[float]:
    moments = []
    for _ in range(count):
        with pacer.slot():
            moments.append(time_.now)
    return moments


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(start <= moment < start + 1 for moment in moments) for start in moments)


def test_no_second_holds_more_than_seven(time_: Time) -> None:
    assert most_in_a_second(sends(paced(time_), time_, 100)) == 7


def test_nearly_all_of_the_limit_is_used(time_: Time) -> None:
    moments = sends(paced(time_), time_, 701)
    assert 700 / (moments[-1] - moments[0]) >= 0.97 * 7


def test_requests_do_not_leave_in_a_burst(time_: Time) -> None:
    moments = sends(paced(time_), time_, 50)
    assert min(later - earlier for earlier, later in pairwise(moments)) > 0.1


def test_a_second_is_counted_from_when_a_request_really_left(time_: Time) -> None:
    pacer = paced(time_)
    with pacer.slot() as slow:
        time_.sleep(0.6)  # a connection that took its time
        slow.sent()
        left_at = time_.now
    moments = sends(pacer, time_, 20)
    assert sum(left_at <= moment < left_at + 1 for moment in moments) <= 6


def test_a_429_pauses_everybody_and_slows_the_pace(time_: Time) -> None:
    pacer = paced(time_)
    sends(pacer, time_, 3)
    rates = [pacer.rate]
    for _ in range(2):
        pacer.throttled()
        begun_at = time_.now
        assert sends(pacer, time_, 1)[0] - begun_at >= 1
        rates.append(pacer.rate)
    first, second = rates[0] / rates[1], rates[1] / rates[2]
    assert 1 < first < second, "one 429 in a long time costs little, a second soon after it more"


def test_429s_of_one_moment_count_as_one(time_: Time) -> None:
    pacer = paced(time_)
    for _ in range(5):
        pacer.throttled()
    assert pacer.rate > 6.4


def test_429s_in_a_row_make_the_pause_longer_up_to_a_minute(time_: Time) -> None:
    pacer = paced(time_)
    pauses = []
    for _ in range(9):
        begun_at = time_.now
        pacer.throttled()
        pauses.append(sends(pacer, time_, 1)[0] - begun_at)
    assert pauses[0] < pauses[1] < pauses[2]
    assert 60 <= pauses[-1] < 70


def test_the_pause_amocrm_names_is_kept(time_: Time) -> None:
    pacer = paced(time_)
    pacer.throttled(retry_after_s=12)
    assert sends(pacer, time_, 1)[0] == pytest.approx(112)


def test_a_long_clean_spell_brings_the_pace_back(time_: Time) -> None:
    pacer = paced(time_)
    pacer.throttled()
    for _ in range(20):
        time_.sleep(301)
        sends(pacer, time_, 1)
    assert pacer.rate > 6.7


def test_a_request_nobody_wants_any_more_leaves_its_place_to_the_next(time_: Time) -> None:
    pacer = paced(time_)
    sends(pacer, time_, 7)
    for _ in range(20):
        with pytest.raises(Unwanted):
            pacer.slot(lambda: None)
    before = time_.now
    sends(pacer, time_, 7)
    assert time_.now - before < 2.1


def test_guesses_wait_for_what_is_surely_needed() -> None:
    """Three wait when the only slot comes free; one of the guesses proves right meanwhile."""
    pacer = Watched(per_window=1, window_s=0.2)
    needs: dict[str, int] = {"wild guess": 5, "guess": 2, "sure": 0}
    left: list[str] = []

    def ask(name: str) -> None:
        with pacer.slot(lambda: needs[name]):
            left.append(name)

    with ThreadPoolExecutor(3) as threads, pacer.slot():
        for place, name in enumerate(needs, 1):
            threads.submit(ask, name)
            pacer.await_queue(place)
        needs["wild guess"] = 0
    assert left == ["wild guess", "sure", "guess"]


def test_a_request_that_is_slow_to_leave_holds_nobody_up() -> None:
    """The first never leaves; the others get their slots all the same."""
    pacer = Pacer(per_window=3, window_s=0.1)
    pacer.slot()
    with ThreadPoolExecutor(2) as threads:
        others = [threads.submit(pacer.slot) for _ in range(2)]
        assert all(other.result(timeout=PATIENCE_S) for other in others)


def test_the_next_one_is_called_when_the_first_in_the_queue_is_no_longer_wanted() -> None:
    pacer = Watched(per_window=1, window_s=0.1)
    is_wanted = threading.Event()
    is_wanted.set()
    with ThreadPoolExecutor(2) as threads:
        with pacer.slot():
            first = threads.submit(pacer.slot, lambda: 0 if is_wanted.is_set() else None)
            pacer.await_queue(1)
            second = threads.submit(pacer.slot)
            pacer.await_queue(2)
            is_wanted.clear()
        second.result(timeout=PATIENCE_S).sent()
        with pytest.raises(Unwanted):
            first.result(timeout=PATIENCE_S)


def test_requests_of_eight_threads_leave_seven_in_any_second(
    served: Callable[[Answer], Server], connect: Callable[..., AmocrmClient]
) -> None:
    """Over real connections. By the client's own clock, for when a busy machine lets them arrive is another matter: a
    slot is granted only a window after the seventh request before it had left."""
    server = served(lambda _: listing("leads", []))
    pacer = Watched()
    client = connect(server.url, pacer=pacer)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: client.get("/api/v4/leads"), range(32)))
    assert len(server.asked) == len(pacer.left) == 32
    spans = [granted - left for granted, left in zip(sorted(pacer.granted)[7:], sorted(pacer.left), strict=False)]
    assert min(spans) >= pacer.window_s


def test_a_slot_is_free_again_while_its_answer_is_on_its_way(
    served: Callable[[Answer], Server], connect: Callable[..., AmocrmClient]
) -> None:
    """There are two slots, and nobody is answered before six requests are there."""
    together = threading.Barrier(6)

    def withhold(_: object) -> Response:
        together.wait(PATIENCE_S)
        return listing("leads", [])

    server = served(withhold)
    client = connect(server.url, pacer=Pacer(per_window=2, window_s=0.02))
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: client.get("/api/v4/leads"), range(6)))
    assert client.counters.retries == 0


def test_a_429_is_counted_waited_for_and_answered_in_the_end(
    served: Callable[[Answer], Server], connect: Callable[..., AmocrmClient]
) -> None:
    server = served(in_turn(status(429), Response("<html>slow down</html>", 429), listing("leads", [{"id": 1}])))
    client = connect(server.url)
    assert client.get("/api/v4/leads") is not None
    assert (client.counters.requests, client.counters.retries, client.counters.throttled) == (3, 2, 2)
