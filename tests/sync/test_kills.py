"""A sync killed anywhere, any number of times, ends where an unbroken one does."""

import multiprocessing
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from sales_core.store.database import open_database
from tests.sync.conftest import Site
from tests.sync.runs import sync_into
from tests.sync.worlds import Hands, busy_world, everything, held, stored

KILLS = 20  # more than half of them before the sync is done, on each of two databases


def test_a_first_sync_killed_twenty_times_ends_like_an_unbroken_one(
    site_of: Callable[..., Site], database_url: str, tmp_path: Path
) -> None:
    hands = Hands()
    reference = open_database(f"sqlite:///{tmp_path / 'unbroken.db'}")
    site = site_of(busy_world(hands), hands, reference)
    site.sync()
    unbroken = everything(reference)
    assert stored(reference) == held(site.world)
    reference.dispose()
    site.demo.latency_ms = (2, 8)
    kills = 0
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.sync.runs"])
    random = Random(20)
    while True:
        worker = processes.Process(target=sync_into, args=(database_url, site.url))
        before = site.requests
        worker.start()
        patience = random.randint(1, 12) if kills < KILLS else 10**9
        while worker.is_alive() and site.requests - before < patience:
            time.sleep(0.001)
        if not worker.is_alive():
            break
        worker.kill()
        worker.join()
        kills += 1
    assert worker.exitcode == 0
    assert kills >= KILLS / 2
    ended = open_database(database_url)
    assert everything(ended) == unbroken
    ended.dispose()
