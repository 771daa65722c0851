"""The first sync: everything, once, in few requests; leads and invoices before any history."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from sales_core.amocrm.errors import ReconnectNeeded
from sales_core.demo.setting_up import NEW, SALES
from sales_core.store.amocrm_tables import Lead, User
from sales_core.store.bookmarks import last_runs, last_success_at, load_bookmarks
from sales_core.store.database import Database
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.sync.passes import run_pass, start_over
from sales_core.sync.planning import HISTORY, Step
from sales_core.sync.progress import Silence
from sales_core.sync.session import Session
from tests.sync.conftest import Site
from tests.sync.worlds import A, C, Hands, busy_world, everything, held, quick_client, quiet_world, stored

SiteOf = Callable[..., Site]
IN_THE_REPORT = ("leads", "links", "invoices")


def test_the_database_holds_the_account_and_a_second_sync_changes_nothing(site_of: SiteOf, database: Database) -> None:
    hands = Hands()
    site = site_of(busy_world(hands), hands, database)
    result = site.sync()
    assert stored(database) == held(site.world)
    assert (result.kind, result.unusable) == ("first", 0)
    assert result.changed["leads"] == len(site.world.leads)
    first = everything(database)
    hands.forward()
    assert site.sync().changed == {}
    assert everything(database) == first
    start_over(site.session())
    assert site.sync().kind == "full"
    assert everything(database) == first


def test_an_idle_pass_is_three_requests(site_of: SiteOf) -> None:
    hands = Hands()
    site = site_of(busy_world(hands), hands)
    site.sync()
    hands.forward()
    site.demo.stats.reset()
    assert site.sync().requests == 3
    assert site.demo.stats.requests == {"/api/v4/leads": 1, "/api/v4/events": 2}


def test_few_requests_are_spent_beyond_full_pages(site_of: SiteOf) -> None:
    hands = Hands()
    world = busy_world(hands, leads=1500)
    site = site_of(world, hands)
    site.demo.latency_ms = (5, 10)
    site.sync()
    by_250 = (world.leads, world.invoices, world.tasks, world.notes["leads"], world.companies, range(300))
    hand_overs = [event for event in world.events.everything() if event.type == "entity_responsible_changed"]
    full_pages = (len(world.events) + len(hand_overs)) / 100 + sum(len(things) / 250 for things in by_250)
    answered = site.demo.stats.statuses["200"]
    # Beyond them: five small lists, and a last, partly full page of each list and of each window of the log.
    assert answered < full_pages + 5 + len(by_250) + 22


def test_leads_are_stored_while_what_they_refer_to_is_on_its_way(site_of: SiteOf) -> None:
    """Users are refused until the leads are there: a sync that waited for them would never end."""
    hands = Hands()
    site = site_of(quiet_world(hands), hands)
    faults = site.demo.faults
    faults.only_path, faults.rate, faults.kinds = "/api/v4/users", 1.0, ("500",)
    session = Session(quick_client(site.url, tries=10**6), site.database, hands, Silence())
    site.opened.append(session)
    with ThreadPoolExecutor(1) as threads:
        syncing = threads.submit(run_pass, session, every_s=0.2)
        while len(stored(site.database)["leads"]) < len(site.world.leads):
            assert not syncing.done()
            time.sleep(0.01)
        faults.clear()
        assert syncing.result().kind == "first"
    with site.database.read() as conn:
        assert not any(conn.scalars(select(columns(User).is_placeholder)))


def test_the_report_is_right_and_open_before_any_history(site_of: SiteOf) -> None:
    hands = Hands()
    site = site_of(busy_world(hands), hands)
    site.demo.faults.only_path, site.demo.faults.rate, site.demo.faults.kinds = "/api/v4/tasks", 1.0, ("401",)
    with pytest.raises(ReconnectNeeded):
        site.sync()
    with site.database.read() as conn:
        assert last_success_at(conn) is not None
        assert last_runs(conn, 1)[0].error is not None
        marks = load_bookmarks(conn)
    assert marks[Step.ALL_LEADS].is_complete
    assert marks[Step.INVOICES].is_complete
    assert not all(step in marks and marks[step].is_complete for step in HISTORY)
    has, should_have = stored(site.database), held(site.world)
    assert [has[part] for part in IN_THE_REPORT] == [should_have[part] for part in IN_THE_REPORT]
    site.demo.faults.clear()
    site.sync()
    assert stored(site.database) == should_have


def test_history_that_arrives_later_credits_who_held_the_lead_when_it_was_paid(site_of: SiteOf) -> None:
    hands = Hands()
    world = quiet_world(hands, leads=1)
    (lead,) = world.leads
    day = 86_400
    world.add_invoice(50_000, lead_id=lead.id, at=hands.now - 30 * day)
    (invoice,) = world.invoices
    world.pay_invoice(invoice.id, at=hands.now - 20 * day)
    world.reassign_lead(lead.id, C, by=A, at=hands.now - 10 * day)
    site = site_of(world, hands)
    site.sync()
    with site.database.read() as conn:
        payment = conn.execute(select(table_of(Payment))).mappings().one()
    assert (payment["credited_to"], payment["manager_id"]) == (A, A)


def test_an_account_of_nothing_syncs_too(site_of: SiteOf) -> None:
    hands = Hands()
    site = site_of(quiet_world(hands, leads=0), hands)
    site.sync()
    hands.forward()
    lead = site.world.create_lead("Первая", responsible=A, pipeline=SALES, status=NEW)
    site.sync()
    assert list(stored(site.database)["leads"]) == [lead.id]


def test_the_zone_of_the_account_moves_the_days_with_it(site_of: SiteOf) -> None:
    hands = Hands()
    world = quiet_world(hands, leads=1)
    (lead,) = world.leads
    half_past_one_in_moscow = hands.now // 86_400 * 86_400 - 86_400 - 90 * 60
    world.move_lead(lead.id, 143, at=half_past_one_in_moscow)
    site = site_of(world, hands)
    site.sync()
    before = closing_day(site.database)
    world.account.timezone = "America/New_York"
    hands.forward(3600)
    site.sync()
    assert (before - closing_day(site.database)).days == 1


def closing_day(database: Database) -> date:
    with database.read() as conn:
        day: date = conn.execute(select(columns(Lead).closed_on)).scalar_one()
    return day
