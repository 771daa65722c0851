"""Lists: all their rows, in order, ahead of need, and not a request more than it takes."""

import threading
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

import pytest
from starlette.responses import Response

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import EndlessPages, ServerFailed, TooHeavy
from sales_core.amocrm.fetching import fetch_all
from sales_core.amocrm.pacing import Pacer
from sales_core.amocrm.paging import Latency
from sales_core.amocrm.resources import COMPANIES, CONTACTS, EVENTS, PIPELINES
from tests.amocrm.conftest import Answer, Asked, Server, in_turn, listing, paged, sample, status

Serve = Callable[[Answer], Server]
Connect = Callable[..., AmocrmClient]


def ids(client: AmocrmClient, **options: Any) -> list[int]:
    return [record.id for page in client.pages(CONTACTS, **options) for record in page.records]


def test_all_rows_come_in_order_though_answers_come_in_any(served: Serve, connect: Connect) -> None:
    chance = Random(7)
    server = served(paged("contacts", 5000, delay_s=lambda _page: chance.uniform(0, 0.05)))
    assert ids(connect(server.url)) == list(range(1, 5001))


def test_a_limit_that_amocrm_makes_smaller_loses_nothing(served: Serve, connect: Connect) -> None:
    server = served(paged("contacts", 320, largest=100))
    assert ids(connect(server.url)) == list(range(1, 321))
    assert server.pages[0] == 1
    assert server.asked[0].query["limit"] == "250"


def test_a_list_of_one_page_is_one_request(served: Serve, connect: Connect) -> None:
    server = served(paged("contacts", 250))
    assert len(ids(connect(server.url))) == 250
    assert server.pages == [1]


def test_an_empty_list_is_one_empty_last_page(served: Serve, connect: Connect) -> None:
    server = served(paged("contacts", 0))
    pages = list(connect(server.url).pages(CONTACTS))
    assert [(page.number, list(page.records), page.is_last) for page in pages] == [(1, [], True)]


def test_a_list_whose_next_page_turns_out_empty_ends_there(served: Serve, connect: Connect) -> None:
    server = served(in_turn(listing("contacts", [{"id": 1}], more=True), Response(status_code=204)))
    assert [page.is_last for page in connect(server.url).pages(CONTACTS)] == [False, True]


def test_the_next_page_is_found_by_number_on_our_own_host(served: Serve, connect: Connect) -> None:
    """The links of the fake point to shard152.amocrm.ru; all four pages were asked for here."""
    server = served(paged("contacts", 1000))
    ids(connect(server.url))
    assert sorted(server.pages)[:4] == [1, 2, 3, 4]


def test_reading_can_begin_in_the_middle(served: Serve, connect: Connect) -> None:
    assert ids(connect(served(paged("contacts", 1000)).url), first_page=3) == list(range(501, 1001))


def test_few_requests_go_past_the_end(served: Serve, connect: Connect) -> None:
    """At a steady pace and a latency below the gap between requests, none."""
    server = served(paged("contacts", 2500, delay_s=lambda _page: 0.005))
    ids(connect(server.url, pacer=Pacer(per_window=7, window_s=0.2)))
    assert len(server.asked) == 10


def test_lists_side_by_side_keep_the_pace_with_hardly_a_request_past_their_ends(
    served: Serve, connect: Connect
) -> None:
    """Eight lists of 6 to 20 pages, two requests under way on average: guesses are made only for the last list or two,
    and go no further past their ends than answers are late."""
    sizes = range(6, 22, 2)
    answers = [paged("contacts", 250 * size, delay_s=lambda _page: 0.03) for size in sizes]
    server = served(lambda asked: answers[int(asked.query["of"])](asked))
    client = connect(server.url, pacer=Pacer(per_window=7, window_s=0.1))

    def read(number: int) -> int:
        return sum(len(page.records) for page in client.pages(CONTACTS, {"of": number}, is_long=True))

    begun_at = time.monotonic()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(read, range(8))) == [250 * size for size in sizes]
    took_s = time.monotonic() - begun_at
    assert len(server.asked) <= sum(sizes) + 8
    assert took_s < 2 * sum(sizes) / 70


def test_a_short_list_is_read_at_once_while_long_ones_are(served: Serve, connect: Connect) -> None:
    """However slow the answers and however many guesses wait: it has its turn among the eight long ones."""
    server = served(paged("contacts", 10**6, delay_s=lambda _page: 0.15))
    client = connect(server.url, pacer=Pacer(per_window=7, window_s=0.1))
    is_enough = threading.Event()

    def read() -> None:
        for _ in client.pages(CONTACTS, is_long=True):
            if is_enough.is_set():
                return

    with ThreadPoolExecutor(8) as threads:
        reading = [threads.submit(read) for _ in range(8)]
        time.sleep(0.6)
        begun_at = time.monotonic()
        next(client.pages(COMPANIES))
        took_s = time.monotonic() - begun_at
        is_enough.set()
        wait(reading)
    assert took_s < 0.15 + 0.35


def test_guesses_past_the_end_of_a_long_list_are_those_under_way_with_its_last_page(
    served: Serve, connect: Connect
) -> None:
    server = served(paged("contacts", 250 * 30, delay_s=lambda _page: 0.05))
    ids(connect(server.url, pacer=Pacer(per_window=7, window_s=0.1)), is_long=True)
    assert 30 <= len(server.asked) <= 30 + 5


def test_slow_answers_do_not_slow_the_pace(served: Serve, connect: Connect) -> None:
    """Ten times faster than life: 70 requests a second, answers after 30 to 80 ms; one at a time would take 2.2 s."""
    chance = Random(1)
    server = served(paged("contacts", 40 * 250, delay_s=lambda _page: chance.uniform(0.03, 0.08)))
    client = connect(server.url, pacer=Pacer(per_window=7, window_s=0.1))
    begun_at = time.monotonic()
    assert len(ids(client)) == 10_000
    assert time.monotonic() - begun_at < 1.5


@pytest.mark.parametrize(
    ("answers_s", "ahead"), [([0.06, 0.15], 3), ([0.3, 0.8], 7), ([0.005], 3), ([5.0], 10)], ids=str
)
def test_how_far_ahead_follows_the_latency(answers_s: list[float], ahead: int) -> None:
    chance = Random(3)
    latency = Latency()
    for _ in range(300):
        latency.add(chance.uniform(answers_s[0], answers_s[-1]))
    assert abs(latency.pages_ahead(6.8) - ahead) <= (1 if ahead == 7 else 0)


def test_an_error_comes_up_at_its_page_after_the_pages_before_it(served: Serve, connect: Connect) -> None:
    good = paged("contacts", 2500)

    def third_fails(asked: Asked) -> Response:
        return status(500) if asked.query["page"] == "3" else good(asked)

    seen = []
    with pytest.raises(ServerFailed):
        for page in connect(served(third_fails).url, tries=2).pages(CONTACTS, is_long=True):
            seen.append(page.number)  # noqa: PERF401 - what came before the error matters
    assert seen == [1, 2]


def test_a_passing_fault_of_a_page_is_never_seen(served: Serve, connect: Connect) -> None:
    good, chance = paged("contacts", 5000), Random(5)
    faults = [status(500), status(429), Response("<html>", 200), Response('{"_emb', 200)]
    server = served(lambda asked: chance.choice(faults) if chance.random() < 0.4 else good(asked))
    assert ids(connect(server.url, tries=30)) == list(range(1, 5001))


def test_closing_early_asks_for_nothing_more(served: Serve, connect: Connect) -> None:
    server = served(paged("contacts", 100_000, delay_s=lambda _page: 0.02))
    pages = connect(server.url, pacer=Pacer(per_window=7, window_s=0.2)).pages(CONTACTS)
    next(pages)
    next(pages)
    assert isinstance(pages, Generator)
    pages.close()
    time.sleep(0.1)
    asked = len(server.asked)
    time.sleep(0.3)
    assert len(server.asked) == asked
    assert asked <= 8


def test_a_list_that_repeats_its_page_for_ever_is_left(served: Serve, connect: Connect) -> None:
    server = served(in_turn(listing("contacts", [{"id": 1}, {"id": 2}], more=True)))
    with pytest.raises(EndlessPages, match="repeats the same page of contacts"):
        ids(connect(server.url))
    assert len(server.asked) <= 12  # the two that tell, and as many as may be under way


def test_a_list_of_two_pages_in_a_ring_is_left(served: Serve, connect: Connect) -> None:
    server = served(lambda asked: listing("contacts", [{"id": int(asked.query["page"]) % 2}], more=True))
    with pytest.raises(EndlessPages):
        ids(connect(server.url))


def test_a_list_of_empty_pages_without_end_is_left(served: Serve, connect: Connect) -> None:
    server = served(in_turn(listing("contacts", [], more=True)))
    with pytest.raises(EndlessPages):
        ids(connect(server.url))


def test_a_page_too_heavy_for_the_server_is_read_in_parts(served: Serve, connect: Connect) -> None:
    good = paged("contacts", 1000)

    def heavy(asked: Asked) -> Response:
        return Response("<html>", 504) if int(asked.query["limit"]) > 50 else good(asked)

    assert ids(connect(served(heavy).url)) == list(range(1, 1001))


def test_parts_that_amocrm_sizes_by_itself_are_not_trusted(served: Serve, connect: Connect) -> None:
    good = paged("contacts", 1000, largest=20)

    def heavy(asked: Asked) -> Response:
        return Response("<html>", 504) if int(asked.query["limit"]) > 125 else good(asked)

    with pytest.raises(TooHeavy):
        ids(connect(served(heavy).url))


def test_a_malformed_item_costs_itself_and_is_told(served: Serve, connect: Connect) -> None:
    server = served(in_turn(listing("contacts", [{"id": 1}, {"id": "?", "name": "x"}, {"id": 3}])))
    (page,) = connect(server.url).pages(CONTACTS)
    assert [record.id for record in page.records] == [1, 3]
    (fault,) = page.faults
    assert fault.template.format(**fault.params) == "amoCRM sent contacts ? without a usable “id”; it was left out."


def test_a_list_without_paging_is_asked_for_once_and_without_a_page(served: Serve, connect: Connect) -> None:
    server = served(in_turn(status(200, sample("pipelines"))))
    pipelines = fetch_all(connect(server.url), PIPELINES)
    assert [(pipeline.id, len(pipeline.statuses)) for pipeline in pipelines] == [(5100001, 6), (5100002, 4)]
    assert server.asked[0].query == {}


def test_events_are_asked_for_by_the_hundred(served: Serve, connect: Connect) -> None:
    server = served(in_turn(status(200, sample("events"))))
    assert len(fetch_all(connect(server.url), EVENTS)) == 43
    assert server.asked[0].query == {"limit": "100", "page": "1"}


def test_two_lists_can_be_read_side_by_side(served: Serve, connect: Connect) -> None:
    contacts, companies = paged("contacts", 2000), paged("companies", 2000)
    client = connect(served(lambda asked: (contacts if "contacts" in asked.path else companies)(asked)).url)
    together = zip(client.pages(CONTACTS), client.pages(COMPANIES), strict=True)
    assert [(a.number, b.number) for a, b in together] == [(n, n) for n in range(1, 9)]


def test_a_resource_never_asks_for_more_than_its_limit(served: Serve, connect: Connect) -> None:
    numbers = count(1)
    server = served(lambda _: listing("contacts", [{"id": next(numbers)}]))
    fetch_all(connect(server.url), replace(CONTACTS, limit=10))
    assert server.asked[0].query["limit"] == "10"
