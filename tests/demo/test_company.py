"""The demo company is the same for the same seed and day, and believable."""

import csv
import io
import tomllib
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from sales_core.bank.inn import is_inn
from sales_core.demo.agenda import MOSCOW, working_days
from sales_core.demo.company import DemoCompany, build_company
from sales_core.demo.company_files import company_payments_csv, company_settings
from sales_core.demo.entities import LOST, Lead
from sales_core.demo.life import Life
from sales_core.demo.names import DEAL_TYPES
from sales_core.demo.setting_up import DEAL_TYPE_FIELD, FIRST_DEAL_TYPE
from sales_core.periods import Month, day_of, start_of
from tests.company_pipeline import pipeline_oracle
from tests.demo.conftest import TODAY, Clock

Payment = tuple[int, Decimal, date | None, str | None]


def payments(company: DemoCompany) -> list[Payment]:
    """(manager, amount, paid on, deal type) of everything paid or to be paid in either way."""
    world, found = company.world, list[Payment]()
    counted = set[int]()
    for lead in world.leads:
        for link in lead.elements:
            invoice = world.invoices[link.element_id]
            if not invoice.price or invoice.id in counted:
                continue
            counted.add(invoice.id)
            paid_on = day_of(invoice.payment_at or 0, MOSCOW) if invoice.status.startswith("paid") else None
            found.append((lead.responsible_user_id, Decimal(invoice.price), paid_on, deal_type(lead)))
    for row in csv.DictReader(io.StringIO(company_payments_csv(company)), delimiter=";"):
        lead = world.leads[int(row["lead_id"])]
        day, month, year = (int(part) for part in (row["paid_on"] or "0.0.0").split("."))
        amount = Decimal(row["amount"].replace(",", "."))
        found.append((lead.responsible_user_id, amount, date(year, month, day) if day else None, deal_type(lead)))
    return found


def deal_type(lead: Lead) -> str | None:
    option = lead.choices.get(DEAL_TYPE_FIELD)
    return None if option is None else DEAL_TYPES[option - FIRST_DEAL_TYPE]


def everything(company: DemoCompany) -> bytes:
    world = company.world
    parts = [*world.leads, *world.trash, *world.invoices, *world.tasks, *world.events.everything(), *world.contacts]
    files = [company_settings(company), company_payments_csv(company)]
    return msgspec.json.encode([parts, files])


def test_the_same_seed_and_day_give_the_same_company(company: DemoCompany) -> None:
    first = everything(company)
    assert everything(build_company(7, TODAY)) == first
    assert everything(build_company(8, TODAY)) != first


def test_its_size_is_a_first_sync_of_under_half_a_minute(company: DemoCompany) -> None:
    world = company.world
    pages = {
        "leads": len(world.leads) / 250,
        "invoices": len(world.invoices) / 250,
        "events": len(world.events) / 100,
        "rest": (len(world.tasks) + len(world.contacts) + len(world.companies) + 2500) / 250,
    }
    assert 1500 <= len(world.leads) <= 2500
    assert (pages["leads"] + pages["invoices"]) / 7 < 5
    assert sum(pages.values()) / 7 < 30


def test_nothing_happened_today_or_later(company: DemoCompany) -> None:
    world = company.world
    midnight = start_of(TODAY, MOSCOW)
    for rows in (world.leads, world.tasks, world.invoices, world.contacts):
        assert max(row.updated_at for row in rows) < midnight
    assert world.events.everything()[-1].created_at < midnight
    assert max(paid_on for _, _, paid_on, _ in payments(company) if paid_on) < TODAY


def test_events_are_in_order_and_speak_of_what_exists(company: DemoCompany) -> None:
    events = company.world.events.everything()
    assert [event.id for event in events] == sorted({event.id for event in events})
    made = {event.entity_id for event in events if event.type == "lead_added"}
    assert {event.entity_id for event in events if event.entity_type == "lead"} == made
    notes = {note.id for table in company.world.notes.values() for note in table}
    for event in events:
        if event.type.endswith(("_call", "_mail")):
            assert event.after[0]["note"]["id"] in notes


def test_percents_spread_as_in_the_design(company: DemoCompany) -> None:
    current = company.months[-1]
    facts: defaultdict[int, Decimal] = defaultdict(Decimal)
    for manager_id, amount, paid_on, kind in payments(company):
        if paid_on and paid_on in current:
            facts[manager_id] += amount * company.share_on(kind, paid_on)
    percents = [facts[user_id] / plan * 100 for (user_id, month), plan in company.plans.items() if month == current]
    assert len(percents) == 12
    assert min(percents) < 45
    assert max(percents) > 90
    assert 50 < sum(percents) / 12 < 85


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2026, 5, 31), date(2027, 1, 9), date(2028, 2, 29)])
def test_a_company_can_be_built_on_any_day(today: date) -> None:
    company = build_company(3, today)
    assert company.months[-1] == Month.of(today)
    assert len(company.world.leads) > 1000
    assert tomllib.loads(company_settings(company))["plan"]


@pytest.mark.parametrize(("seed", "today"), [(7, TODAY), (3, date(2026, 3, 1))])
def test_some_deals_in_work_are_stuck_at_once_and_an_hour_later(seed: int, today: date) -> None:
    clock = Clock()
    clock.now = start_of(today, MOSCOW) + 11 * 3600
    company = build_company(seed, today, clock=clock)
    life = Life(company.world, seed=seed)
    for steps in (0, 360):
        for _ in range(steps):
            clock.go(10)
            life.step()
        oracle = pipeline_oracle(company, clock.now)
        deals = oracle.open_deals(today, 14, oracle.expected_days(today))
        reasons = Counter(reason for deal in deals for reason in deal.reasons)
        assert 0.05 < sum(bool(deal.reasons) for deal in deals) / len(deals) < 0.2
        assert max(reasons.values()) < len(deals) / 8


def test_all_the_hard_cases_are_there(company: DemoCompany) -> None:
    world = company.world
    kinds = Counter(event.type for event in world.events.everything())
    for kind in ("lead_deleted", "lead_restored", "entity_merged", "entity_responsible_changed", "sale_field_changed"):
        assert kinds[kind] > 0, kind
    assert any(event.created_by == 0 for event in world.events.everything())
    assert any(not lead.choices.get(DEAL_TYPE_FIELD) for lead in world.leads)
    assert any(lead.status_id == LOST and lead.elements for lead in world.leads)
    assert any(lead.status_id == LOST and not lead.elements for lead in world.leads)
    assert any(link for lead in world.trash for link in lead.elements)
    messages = Counter(
        note.params["message_id"] for note in world.notes["leads"] if note.note_type == "amomail_message"
    )
    assert max(messages.values()) == 2
    midnight = start_of(company.months[-1].first, MOSCOW)
    assert {lead.closed_at for lead in world.leads} >= {midnight - 10, midnight + 10}
    assert midnight - 30 in {invoice.payment_at for invoice in world.invoices}
    assert {invoice.status for invoice in world.invoices} == {"created", "paid", "paid_in_advance", "partially_paid"}
    tasks = [(task.is_completed, task.complete_till < start_of(TODAY, MOSCOW)) for task in world.tasks]
    assert set(tasks) >= {(True, True), (False, True), (False, False)}
    assert [user.is_active for user in world.users.values()].count(False) == 1
    holders = Counter(link.element_id for lead in world.leads for link in lead.elements)
    assert max(holders.values()) == 2
    assert {bool(world.invoices[invoice_id].price) for invoice_id in holders} == {True, False}
    imported = {(deal.lead_id, each.amount) for deal in company.imported for each in deal.instalments}
    invoiced = {
        (lead.id, Decimal(invoice.price))
        for lead in world.leads for link in lead.elements if (invoice := world.invoices[link.element_id]).price
    }  # fmt: skip
    assert len(imported & invoiced) == 1


def test_the_file_has_instalments_late_payments_and_refunds(company: DemoCompany) -> None:
    rows = list(csv.DictReader(io.StringIO(company_payments_csv(company)), delimiter=";"))
    assert len({row["external_id"] for row in rows}) == len(rows) > 100
    assert max(Counter(row["lead_id"] for row in rows).values()) >= 3
    assert any(row["amount"].startswith("-") and row["paid_on"] for row in rows)
    assert any(row["paid_on"] == "" for row in rows)
    assert any(row["paid_on"] not in ("", row["due_on"]) for row in rows)


def test_settings_hold_shares_scale_and_a_plan_for_every_month_worked(company: DemoCompany) -> None:
    told = tomllib.loads(company_settings(company))
    assert told["report"]["deal_type_field"] == "Тип сделки"
    licences = [(each["from"], each["share"]) for each in told["margin_share"] if each["deal_type"] == "Лицензии"]
    assert licences == [("2025-07", "0.45"), ("2026-03", "0.5")]
    assert {each["deal_type"] for each in told["margin_share"]} == set(DEAL_TYPES)
    months = Counter(each["manager"] for each in told["plan"])
    assert sorted(months.values()) == [10] + [15] * 12
    assert [tier["rate"] for tier in told["bonus_scale"][0]["tiers"]] == ["0.03", "0.05", "0.07", "0.10"]


def test_working_days_leave_out_weekends_and_the_new_year() -> None:
    assert len(working_days(Month(2026, 9))) == 22
    assert working_days(Month(2027, 1))[0] == date(2027, 1, 11)


def test_every_client_has_a_taxpayer_s_number_of_its_own(company: DemoCompany) -> None:
    inns = [client.inn for client in company.world.companies]
    assert all(map(is_inn, inns))
    assert len(set(inns)) == len(inns)
    assert {len(client.inn) for client in company.world.companies if client.name.startswith("ИП")} == {12}
