"""Loads and hand-overs of a small department, from the database."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.activity_scope import Days
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.load import load_behind_hand_over, load_load_report
from sales_core.reporting.pipeline import load_pipeline_report
from sales_core.reports.load import LoadReport
from sales_core.store.database import Database
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_account, save_pipelines, save_users
from tests.deciding import replace_settings
from tests.oracle import OracleLead
from tests.store.conftest import NOW, act
from tests.store.worlds import FIELD, account, lead_row

INCOMING, NEW, OFFER, CONTRACT = 10, 20, 30, 40
SCOPE = PipelineScope(date(2026, 10, 20), Days(date(2026, 10, 1), date(2026, 11, 1)), (1,))
ANNA, BORIS, CLARA, AWAY = 11, 12, 13, 14


def give(conn: Connection, manager: int, first: int, count: int, status: int = NEW, **changes: Any) -> None:
    leads = (OracleLead(id_, [(0, manager)], 1, changes.get("deal_type", 701)) for id_ in range(first, first + count))
    save_leads(conn, [lead_row(lead, status_id=status, created_at=lead.id) for lead in leads], now=NOW)


def pay(conn: Connection, lead_id: int) -> None:
    payment = {"external_id": f"p{lead_id}", "lead_id": lead_id, "amount_minor": 100, "source": "manual"}
    save_payments(conn, [payment | {"due_on": date(2026, 10, 5), "paid_on": date(2026, 10, 5)}], act())


def load(conn: Connection, scope: PipelineScope = SCOPE) -> LoadReport:
    return load_load_report(conn, load_pipeline_report(conn, scope))


@pytest.fixture
def office(database: Database) -> Database:
    """Anna has 5 deals further on, Boris 5 and Clara 1, which is nobody's to hand over."""
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        replace_settings(conn, values={"deal_type_field": FIELD, "managers": [ANNA, BORIS, CLARA]})
        save_users(conn, [
            {"id": id_, "name": name, "email": "", "group_id": 0, "is_active": True, "is_admin": False}
            for id_, name in ((ANNA, "Анна"), (BORIS, "Борис"), (CLARA, "Клара"), (AWAY, "Ушёл"))
        ])  # fmt: skip
        save_pipelines(conn, [{"id": 1, "name": "Продажи", "sort": 1, "is_main": True, "is_archive": False}], [
            {"pipeline_id": 1, "id": id_, "name": f"Статус {id_}", "sort": id_, "color": "",
             "type": int(id_ == INCOMING)}
            for id_ in (INCOMING, NEW, OFFER, CONTRACT, 142, 143)
        ])  # fmt: skip
        for manager, first, count in ((ANNA, 100, 5), (BORIS, 200, 5), (CLARA, 300, 1)):
            give(conn, manager, first, count, CONTRACT)
    return database


def test_the_youngest_new_deals_that_brought_no_money_go_to_whoever_has_few(office: Database) -> None:
    with office.write() as conn:
        give(conn, ANNA, 110, 4)
        give(conn, ANNA, 120, 3, OFFER)
        give(conn, ANNA, 130, 2, INCOMING)
        pay(conn, 113)
        report = load(conn)
        assert [(each.manager.name, each.deals, each.median) for each in report.loads] == [
            ("Анна", 14, 5), ("Борис", 5, 5), ("Клара", 1, 5),
        ]  # fmt: skip
        (move,) = report.hand_overs
        assert (move.giver.name, move.giver_after, move.taker.name, move.taker_after) == ("Анна", 10, "Клара", 5)
        assert [deal.lead_id for deal in move.deals] == [112, 111, 110, 122]
        assert [line.lead_id for line in load_behind_hand_over(conn, move)] == [112, 111, 110, 122]
        assert (report.spread_now, report.spread_then) == (13, 5)


def test_deals_further_on_deleted_ones_and_those_of_people_outside_the_report_stay(office: Database) -> None:
    with office.write() as conn:
        give(conn, ANNA, 110, 3)
        give(conn, AWAY, 500, 30)
        mark_deleted(conn, [111], NOW)
        report = load(conn)
        assert [each.manager.name for each in report.loads] == ["Анна", "Борис", "Клара"]
        assert report.hand_overs == ()
        assert report.spread_now == report.spread_then == 6


def test_who_deals_with_other_types_gets_none_and_who_has_had_none_gets_any(office: Database) -> None:
    with office.write() as conn:
        give(conn, ANNA, 110, 6, deal_type=702)
        assert load(conn).hand_overs == ()
        mark_deleted(conn, [300], NOW)
        (move,) = load(conn).hand_overs
        assert (move.taker.name, len(move.deals)) == ("Клара", 5)


def test_a_paid_payment_of_the_type_within_a_year_tells_what_somebody_deals_with(office: Database) -> None:
    with office.write() as conn:
        give(conn, ANNA, 110, 6, deal_type=702)
        give(conn, CLARA, 310, 1, 142, deal_type=702)
        pay(conn, 310)
        (move,) = load(conn).hand_overs
        assert (move.taker.name, len(move.deals)) == ("Клара", 4)
