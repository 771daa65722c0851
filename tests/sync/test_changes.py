"""What changes in the account changes in the database, whatever way amoCRM tells of it."""

from collections.abc import Callable
from typing import Any, Literal

import pytest
from sqlalchemy import func, select

from sales_core.amocrm.parsing import Fault
from sales_core.connection import NOT_ADMIN
from sales_core.demo.setting_up import NEW, OFFER, SALES
from sales_core.demo.world import World
from sales_core.store.activity_sums import activity_sums_differ
from sales_core.store.activity_tables import ActivityMonth
from sales_core.store.amocrm_tables import Lead, LeadChange, Task, User
from sales_core.store.attribution import month_sums_differ
from sales_core.store.bookmarks import last_runs
from sales_core.store.deals_in_work import deals_in_work_differ
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.references import load_account
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import MonthSum, Payment
from sales_core.sync.planning import START_MARGIN_S
from sales_core.sync.reconciliation import REBUILT, RECOUNTED, REDERIVED
from tests.sync.conftest import Site
from tests.sync.worlds import A, B, Hands, held, quiet_world, stored

SiteOf = Callable[..., Site]
NIGHT = 14 * 3600


@pytest.fixture
def site(site_of: SiteOf) -> Site:
    """A small account, synced a minute ago."""
    hands = Hands()
    made = site_of(quiet_world(hands), hands)
    made.sync()
    hands.forward()
    return made


def lead_ids(world: World) -> list[int]:
    return [lead.id for lead in world.leads]


def payments(site: Site) -> list[Any]:
    with site.database.read() as conn:
        return list(conn.execute(select(table_of(Payment))).mappings())


def tombstones(site: Site) -> set[int]:
    with site.database.read() as conn:
        return set(conn.scalars(select(columns(Lead).id).where(columns(Lead).deleted_at.is_not(None))))


def newest_remarks(site: Site) -> list[dict[str, Any]]:
    """What the newest runs of the run log remark."""
    with site.database.read() as conn:
        return [remark for run in last_runs(conn, 2) for remark in run.remarks or ()]


def test_a_day_of_work_is_followed(site: Site) -> None:
    world, hands = site.world, site.hands
    first, second, third = lead_ids(world)
    world.move_lead(first, OFFER)
    world.reassign_lead(second, B)
    world.price_lead(third, 77)
    contact = world.add_contact("Новый клиент", responsible=A)
    world.create_lead("Новая", responsible=A, pipeline=SALES, status=NEW, contacts=[contact.id])
    task = world.add_task("Позвонить", responsible=A, complete_till=hands.now, lead_id=first)
    world.call(first, user_id=A, duration_s=60)
    world.mail([second], user_id=B, subject="Счёт", incoming=True)
    site.sync()
    assert stored(site.database) == held(world)
    hands.forward()
    world.complete_task(task.id, "Дозвонились")
    world.postpone_task(task.id, hands.now + 3600)
    site.sync()
    assert stored(site.database) == held(world)
    with site.database.read() as conn:
        kinds = set(conn.scalars(select(columns(LeadChange).kind)))
    assert kinds == {"stage", "responsible", "price"}


def test_a_deleted_task_stays_as_a_tombstone(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    task = site.world.add_task("Позвонить", responsible=A, complete_till=site.hands.now, lead_id=first)
    site.sync()
    site.hands.forward()
    site.world.delete_task(task.id)
    site.sync()
    assert stored(site.database) == held(site.world)
    with site.database.read() as conn:
        assert conn.scalar(select(columns(Task).deleted_at)) == site.hands.now


def test_deleted_and_restored_leads_are_followed_in_the_order_of_events(site: Site) -> None:
    gone, back, twice = lead_ids(site.world)
    world, hands = site.world, site.hands
    world.delete_lead(gone)
    world.delete_lead(back)
    world.restore_lead(back, at=hands.now + 1)
    world.delete_lead(twice)
    world.restore_lead(twice, at=hands.now + 1)
    world.delete_lead(twice, at=hands.now + 2)
    hands.forward(5)
    site.sync()
    assert tombstones(site) == {gone, twice}
    hands.forward()
    world.restore_lead(gone)
    world.rename_lead(gone, "Вернулась")
    site.sync()
    assert tombstones(site) == {twice}
    assert stored(site.database)["leads"] == held(world)["leads"]


def test_a_page_older_than_the_news_does_not_bring_a_deleted_lead_back(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    site.world.delete_lead(first)
    site.sync()
    assert tombstones(site) == {first}
    site.world.leads.add(site.world.trash.remove(first))  # as a list that lags behind shows it
    site.world.touch_lead(first)
    site.hands.forward()
    site.sync()
    assert tombstones(site) == {first}


@pytest.mark.parametrize("told", [True, False])
def test_the_loser_of_a_merge_disappears(site: Site, told: bool) -> None:
    survivor, loser, _ = lead_ids(site.world)
    site.world.knobs.merge_emits_delete = told
    site.world.merge_leads(survivor, loser)
    site.sync()
    site.hands.forward(3600)
    site.sync()
    assert tombstones(site) == {loser}
    assert stored(site.database)["leads"] == held(site.world)["leads"]


def test_the_trash_tells_of_deletions_that_no_event_told_of(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    site.world.trash.add(site.world.leads.remove(first))
    site.hands.forward(3600)
    site.world.trash[first].updated_at = site.hands.now
    site.sync()
    assert tombstones(site) == {first}


@pytest.mark.parametrize("by_id", [204, 200])
def test_at_night_ghosts_are_found_and_changes_nobody_told_of(site: Site, by_id: Literal[204, 200]) -> None:
    purged, silent, _ = lead_ids(site.world)
    site.world.knobs.trashed_by_id = by_id
    site.world.leads.remove(purged)
    site.world.leads[silent].price = 4321
    site.hands.forward(86_400 + NIGHT)
    site.sync()
    assert tombstones(site) == {purged}
    assert stored(site.database)["leads"] == held(site.world)["leads"]


def test_a_tombstone_put_by_mistake_is_taken_away_at_night(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    site.world.emit("lead_deleted", "lead", first, at=site.hands.now, by=A)
    site.sync()
    assert tombstones(site) == {first}
    site.hands.forward(86_400 + NIGHT)
    site.sync()
    assert tombstones(site) == set()


def test_monthly_sums_that_do_not_add_up_are_counted_anew_and_that_is_told(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    site.world.add_invoice(500, lead_id=first)
    site.hands.forward(400)
    site.sync()
    with site.database.write() as conn:
        conn.execute(table_of(MonthSum).update().values(open_minor=1))
    site.hands.forward(86_400 + NIGHT)
    result = site.sync()
    ((_, told),) = [remark for remark in result.remarks if remark[0] == REBUILT]
    assert {"template": REBUILT, "params": told} in newest_remarks(site)
    with site.database.read() as conn:
        assert month_sums_differ(conn) == []


def test_sums_of_activity_that_do_not_add_up_are_counted_anew_and_that_is_told(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    site.world.comment(first, "Звонил", at=site.hands.now)
    site.sync()
    with site.database.write() as conn:
        conn.execute(table_of(ActivityMonth).update().values(note=columns(ActivityMonth).note + 1))
    site.hands.forward(86_400 + NIGHT)
    remarks = site.sync().remarks
    assert [template for template, _ in remarks if template == RECOUNTED] == [RECOUNTED]
    with site.database.read() as conn:
        assert activity_sums_differ(conn) == []


def test_deals_in_work_that_went_astray_are_counted_anew_and_that_is_told(site: Site) -> None:
    site.sync()
    with site.database.write() as conn:
        assert conn.execute(table_of(DealInWork).update().values(open_tasks=77)).rowcount
    site.hands.forward(86_400 + NIGHT)
    remarks = site.sync().remarks
    assert [template for template, _ in remarks if template == REDERIVED] == [REDERIVED]
    with site.database.read() as conn:
        assert deals_in_work_differ(conn) == []


def test_late_events_are_caught_by_the_overlap(site: Site) -> None:
    site.world.knobs.late_events_s = 600
    first, second, _ = lead_ids(site.world)
    site.world.delete_lead(first)
    site.world.mail([second], user_id=A, subject="Опоздало", incoming=True)
    for _ in range(11):
        site.hands.forward()
        site.sync()
    assert tombstones(site) == {first}
    assert stored(site.database)["events"] == held(site.world)["events"]
    assert stored(site.database)["notes"] == held(site.world)["notes"]


@pytest.mark.parametrize("hints", [True, False])
def test_invoices_become_payments_with_hints_at_once_and_without_them_by_the_scan(site: Site, hints: bool) -> None:
    site.world.knobs.invoice_hints = hints
    (first, *_) = lead_ids(site.world)
    invoice = site.world.add_invoice("1500.50", lead_id=first, payer="ООО «Ромашка»")
    site.hands.forward(60 if hints else 300)
    site.sync()
    assert [(p["amount_minor"], p["paid_on"]) for p in payments(site)] == [(150_050, None)]
    site.world.pay_invoice(invoice.id)
    site.hands.forward(60 if hints else 300)
    site.sync()
    assert [p["standing"] for p in payments(site)] == ["paid"]
    site.world.delete_invoice(invoice.id)
    site.hands.forward(300)
    site.sync()
    assert payments(site) == []


def test_invoices_are_not_scanned_every_minute(site: Site) -> None:
    site.demo.stats.reset()
    for _ in range(4):
        site.sync()
        site.hands.forward()
    assert not any("elements" in path for path in site.demo.stats.requests)


def test_a_lead_changed_without_a_new_time_of_change_is_read_because_an_event_speaks_of_it(site: Site) -> None:
    (first, *_) = lead_ids(site.world)
    long_ago = site.world.leads[first].updated_at
    site.world.price_lead(first, 999)
    site.world.leads.touch(site.world.leads[first], long_ago)
    site.sync()
    assert stored(site.database)["leads"] == held(site.world)["leads"]


def test_a_lead_from_the_future_hides_nothing(site: Site) -> None:
    first, second, _ = lead_ids(site.world)
    site.world.touch_lead(first, at=site.hands.now + 10 * START_MARGIN_S)
    site.sync()
    site.hands.forward()
    site.world.touch_lead(second)
    site.sync()
    assert stored(site.database)["leads"] == held(site.world)["leads"]


def test_accounts_without_filters_are_synced_all_the_same(site_of: SiteOf) -> None:
    hands = Hands()
    world = quiet_world(hands, leads=5)
    world.knobs.filters_enabled = False
    site = site_of(world, hands)
    site.sync()
    hands.forward()
    first, second, *_ = lead_ids(world)
    world.price_lead(first, 5)
    world.delete_lead(second)
    site.sync()
    assert stored(site.database)["leads"] == held(world)["leads"]
    assert tombstones(site) == {second}


def test_unknown_users_stages_fields_and_events_stop_nothing(site: Site) -> None:
    first, second, third = lead_ids(site.world)
    site.world.reassign_lead(first, 999_999)
    site.world.move_lead(second, 777_777, pipeline=888_888)
    site.world.choose(third, 600_102, 610_012)
    site.world.leads[third].choices[123_456] = 1
    site.world.emit("telepathy_received", "lead", third, at=site.hands.now, by=31)
    site.sync()
    assert stored(site.database)["events"] == held(site.world)["events"]
    assert stored(site.database)["leads"][second][3:5] == (888_888, 777_777)
    with site.database.read() as conn:
        assert conn.scalar(select(columns(User).is_placeholder).where(columns(User).id == 999_999))


def test_an_item_that_cannot_be_used_is_counted_and_told(site: Site) -> None:
    first, second, _ = lead_ids(site.world)
    site.world.move_lead(first, OFFER)
    site.world.leads[first].price = 10**20
    site.world.price_lead(second, 5)
    result = site.sync()
    assert result.unusable >= 1
    told = {"template": Fault.template, "params": {"resource": "leads", "item": str(first), "field": "price"}}
    assert told in newest_remarks(site)
    assert stored(site.database)["leads"][second][1] == 500


def test_a_token_without_rights_is_noticed_and_absence_never_read_as_deletion(site: Site) -> None:
    site.token = "demo-manager-token"
    site.hands.forward(86_400 + NIGHT)
    (first, *_) = lead_ids(site.world)
    site.world.leads.remove(first)
    result = site.sync()
    assert NOT_ADMIN in [template for template, _ in result.remarks]
    assert NOT_ADMIN in [told["template"] for told in newest_remarks(site)]
    assert tombstones(site) == set()
    with site.database.read() as conn:
        account = load_account(conn)
        placeholders = conn.scalar(select(func.count()).where(columns(User).is_active.is_(False)))
    assert account is not None
    assert not account.token_is_admin
    assert int(placeholders or 0) < len(site.world.users)
