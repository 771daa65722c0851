"""A sync killed anywhere, any number of times, ends where an unbroken one does."""

import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from sales_core.store.bookmarks import load_bookmark
from sales_core.store.database import Database, open_database
from sales_core.sync.planning import Step
from tests.programs import started
from tests.sync.conftest import Site
from tests.sync.runs import sync_into
from tests.sync.worlds import A, B, Hands, busy_world, everything, held, history_agrees, quiet_world, stored

pytestmark = pytest.mark.slow

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
    random = Random(20)
    while True:
        before = site.requests
        worker = started(sync_into, database_url, site.url)
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
    assert history_agrees(ended)
    ended.dispose()


def test_killed_after_every_page_of_hand_overs_the_credits_are_those_of_an_unbroken_sync(
    site_of: Callable[..., Site], database_url: str, tmp_path: Path
) -> None:
    hands = Hands()
    world = quiet_world(hands, leads=20)
    for lead in list(world.leads):
        world.add_invoice(50_000, lead_id=lead.id, at=hands.now - 80_000)
        for hour in range(25):
            world.reassign_lead(lead.id, (A, B)[hour % 2], by=A, at=hands.now - 80_000 + 3_000 * hour)
    for place, invoice in enumerate(world.invoices):
        world.pay_invoice(invoice.id, at=hands.now - 79_000 + 3_000 * place)
    reference = open_database(f"sqlite:///{tmp_path / 'unbroken.db'}")
    site = site_of(world, hands, reference)
    site.sync()
    unbroken = everything(reference)
    reference.dispose()
    site.demo.latency_ms = (30, 30)
    database = open_database(database_url)
    killed_at = [0]
    while True:
        worker = started(sync_into, database_url, site.url)
        while worker.is_alive() and hand_over_pages(database) in (None, killed_at[-1]):
            time.sleep(0.001)
        pages = hand_over_pages(database)
        if pages is None or pages == killed_at[-1]:
            break
        worker.kill()
        worker.join()
        killed_at.append(pages)
    worker.join()
    assert worker.exitcode == 0
    assert len(killed_at) > 3
    assert everything(database) == unbroken
    assert history_agrees(database)
    database.dispose()


def hand_over_pages(database: Database) -> int | None:
    """How many were read so far; ``None`` before and after."""
    with database.read() as conn:
        mark = load_bookmark(conn, Step.HAND_OVERS)
    return None if mark is None or mark.is_complete else mark.pages_done
