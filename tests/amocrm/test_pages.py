"""Lists: all their rows, in order, ahead of need, and not a request more than it takes."""

import threading
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import count
from random import Random
from typing import Any

import pytest
from starlette.responses import Response

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import EndlessPages, ServerFailed, TooHeavy
from sales_core.amocrm.fetching import fetch_all
from sales_core.amocrm.paging import Horizon, Latency
from sales_core.amocrm.resources import COMPANIES, CONTACTS, EVENTS, PIPELINES
from tests.amocrm.conftest import Answer, Asked, Server, in_turn, listing, paged, sample, status
from tests.amocrm.pacers import ByHand
from tests.waiting import PATIENCE_S, until

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


def test_no_request_goes_past_the_end_when_answers_come_before_the_next_slot(served: Serve, connect: Connect) -> None:
    server = served(paged("contacts", 2500))
    pacer = ByHand()
    for _ in connect(server.url, pacer=pacer).pages(CONTACTS):
        pacer.let_one_leave()
    assert server.pages == list(range(1, 11))


def test_a_page_is_the_less_needed_the_further_it_lies_past_those_known_to_exist() -> None:
    horizon = Horizon(first_page=3)

    def needs() -> list[int | None]:
        return [horizon.need(number) for number in (3, 4, 5, 6)]

    assert needs() == [0, 1, 2, 3]
    horizon.goes_on_after(3)
    assert needs() == [0, 0, 1, 2]
    horizon.ends_at(5)
    assert needs() == [0, 0, 1, None]
    horizon.close()
    assert needs() == [None] * 4


@dataclass
class Readers:
    """Reads lists side by side, list ``n`` of ``sizes[n]`` pages, with two requests under way at any moment."""

    server: Server
    client: AmocrmClient
    pacer: ByHand
    sizes: Sequence[int]
    handed_out: list[int] = field(default_factory=list)

    def read_all(self) -> None:
        with ThreadPoolExecutor(len(self.sizes)) as threads:
            reading = [threads.submit(self._read, number) for number in range(len(self.sizes))]
            while not all(each.done() for each in reading):
                self.pacer.let_one_leave()
                until(lambda: self.pacer.is_taken or all(each.done() for each in reading))
                until(lambda: len(self.server.asked) == self.pacer.left)
                until(lambda: self._under_way() < 2)
        assert len(self.handed_out) == sum(self.sizes)

    def _read(self, number: int) -> None:
        for page in self.client.pages(CONTACTS, {"of": number}, is_long=True):
            self.handed_out.append(page.number)

    def _under_way(self) -> int:
        within = [
            asked for asked in self.server.asked if int(asked.query["page"]) <= self.sizes[int(asked.query["of"])]
        ]
        return len(within) - len(self.handed_out)


@pytest.mark.parametrize("sizes", [range(6, 22, 2), [30]], ids=str)
def test_lists_side_by_side_cost_hardly_a_request_past_their_ends(
    served: Serve, connect: Connect, sizes: Sequence[int]
) -> None:
    """Guesses are made only for the last list or two, and go no further past their ends than answers are late."""
    answers = [paged("contacts", 250 * size) for size in sizes]
    server = served(lambda asked: answers[int(asked.query["of"])](asked))
    pacer = ByHand()
    Readers(server, connect(server.url, pacer=pacer), pacer, sizes).read_all()
    assert len(server.asked) - sum(sizes) <= 4


def test_a_short_list_has_its_turn_among_long_ones(served: Serve, connect: Connect) -> None:
    """Behind at most the next page of each."""
    server = served(paged("contacts", 10**6))
    pacer = ByHand()
    client = connect(server.url, pacer=pacer)

    def let_one_leave() -> None:
        pacer.let_one_leave()
        until(lambda: pacer.is_taken and len(server.asked) == pacer.left)

    with ThreadPoolExecutor(9) as threads:
        for _ in range(8):
            threads.submit(ids, client, is_long=True)
        for _ in range(40):
            let_one_leave()
        until(lambda: pacer.queue == 8)
        threads.submit(fetch_all, client, COMPANIES)
        until(lambda: pacer.queue == 9)
        before = len(server.asked)
        while COMPANIES.path not in server.paths:
            let_one_leave()
        client.close()
    assert len(server.asked) - before <= 9


def test_the_next_pages_are_asked_for_while_an_answer_is_on_its_way(served: Serve, connect: Connect) -> None:
    """The second page is withheld until the third and fourth are asked for."""
    pages, is_ahead = paged("contacts", 2500), threading.Event()

    def answer(asked: Asked) -> Response:
        if asked.query["page"] == "4":
            is_ahead.set()
        assert asked.query["page"] != "2" or is_ahead.wait(PATIENCE_S)
        return pages(asked)

    client = connect(served(answer).url)
    assert len(ids(client)) == 2500
    assert client.counters.retries == 0


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
    server = served(paged("contacts", 100_000))
    pacer = ByHand()
    pages = connect(server.url, pacer=pacer).pages(CONTACTS)
    next(pages)
    pacer.let_one_leave()
    next(pages)
    until(lambda: pacer.queue > 1)
    assert isinstance(pages, Generator)
    pages.close()
    pacer.let_one_leave()
    until(lambda: pacer.queue == 0)
    assert server.pages == [1, 2]


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
