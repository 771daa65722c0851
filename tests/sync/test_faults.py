"""Nothing is lost and nothing doubled, whatever the network does and however fast the account changes."""

import threading
import time
from collections.abc import Callable
from random import Random

import pytest

from sales_core.amocrm.errors import RetryLater
from sales_core.demo.control import drift
from sales_core.demo.faults import Faults, Kind
from sales_core.demo.world import World
from sales_core.sync.passes import start_over
from tests.sync.conftest import Site
from tests.sync.worlds import Hands, busy_world, everything, held, quiet_world, stored

SiteOf = Callable[..., Site]
PASSING: tuple[Kind, ...] = ("500", "502", "503", "cut", "html", "truncated", "hang")


def ends_well(site: Site) -> bool:
    """One pass; a request that fails forty times over ends it, and the next one goes on."""
    try:
        site.sync()
    except RetryLater:
        return False
    return True


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_ten_thousand_faulty_replies_lose_nothing_and_double_nothing(site_of: SiteOf) -> None:
    hands = Hands()
    faults = Faults(rate=0.95, kinds=PASSING, hang_s=0.001)
    for _ in range(6):  # each one in a row doubles the pause, so a few must do
        faults.schedule("429")
    site = site_of(busy_world(hands, leads=520), hands, faults=faults)
    while faults.done.total() < 10_000:
        start_over(site.session())  # reads everything again, over what is stored
        while not ends_well(site):
            hands.forward()
    assert set(faults.done) == {*PASSING, "429"}
    assert stored(site.database) == held(site.world)
    once = everything(site.database)
    faults.clear()
    hands.forward()
    site.sync()
    assert everything(site.database) == once


def test_a_request_too_heavy_is_asked_for_in_parts(site_of: SiteOf) -> None:
    hands = Hands()
    site = site_of(quiet_world(hands, leads=9), hands)
    site.demo.faults.schedule("504", "504")
    site.demo.faults.only_path = "/api/v4/contacts"
    site.sync()
    assert stored(site.database) == held(site.world)


class Drift(threading.Thread):
    """Ten leads change and one is deleted, again and again, at the real clock's pace times ten."""

    def __init__(self, world: World, hands: Hands) -> None:
        super().__init__()
        self._world, self._hands, self._ended = world, hands, threading.Event()

    def run(self) -> None:
        random, number = Random(3), 0
        while not self._ended.wait(0.1):
            number += 1
            drift(self._world, 10, number)
            victim = random.choice([lead.id for lead in self._world.leads])
            self._world.delete_lead(victim)
            self._hands.forward(1)

    def end(self) -> None:
        self._ended.set()
        self.join()


def test_leads_that_change_and_vanish_during_the_sync_are_right_after_one_more_pass(site_of: SiteOf) -> None:
    hands = Hands()
    world = busy_world(hands, leads=1500)
    site = site_of(world, hands)
    site.demo.latency_ms = (5, 40)
    moving = Drift(world, hands)
    moving.start()
    try:
        site.sync()
        time.sleep(0.3)
    finally:
        moving.end()
    hands.forward(5)
    site.sync()
    assert stored(site.database)["leads"] == held(world)["leads"]
    hands.forward(86_400 * 2)
    site.sync()
    assert stored(site.database)["leads"] == held(world)["leads"]
