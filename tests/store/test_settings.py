"""Decisions of the sales head: in force by month, stored all or nothing, and payments priced anew by them."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from sales_core.decisions import Change, person_entry, value_entry
from sales_core.periods import Month
from sales_core.store.database import Database
from sales_core.store.decisions import apply_changes, load_entries
from sales_core.store.leads import save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_account
from sales_core.store.revisions import load_revision
from sales_core.store.settings import StoredScale, load_plans, load_scale
from tests.deciding import replace_settings
from tests.store.conftest import a_lead, act, payments_of, the_payment
from tests.store.worlds import account

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)
TIERS = ({"from": "0.5", "rate": "0.03", "applies": "whole"},)


def test_a_plan_is_of_its_month(conn: Connection) -> None:
    replace_settings(conn, plans={(11, OCTOBER, 0): 400_000_00, (11, SEPTEMBER, 701): 5})
    assert load_plans(conn, OCTOBER) == {(11, 0): 400_000_00}
    assert load_plans(conn, SEPTEMBER) == {(11, 701): 5}
    assert load_plans(conn, Month(2026, 11)) == {}


def test_the_scale_in_force_is_the_latest_not_after_the_month(conn: Connection) -> None:
    replace_settings(conn, scales=[StoredScale(SEPTEMBER, TIERS, None), StoredScale(Month(2026, 11), TIERS, 7)])
    assert load_scale(conn, Month(2026, 8)) is None
    assert load_scale(conn, OCTOBER) == StoredScale(SEPTEMBER, list(TIERS), None)
    assert load_scale(conn, Month(2027, 1)) == StoredScale(Month(2026, 11), list(TIERS), 7)


def test_other_shares_price_the_payments_of_their_type_anew(conn: Connection) -> None:
    save_leads(conn, [a_lead(2, choices={900: 702})])
    for lead_id in (1, 2):
        save_payments(
            conn, [{"lead_id": lead_id, "amount_minor": 1001, "due_on": date(2026, 10, 5), "source": "x"}], act()
        )
    replace_settings(conn, shares={(701, OCTOBER): Decimal("0.5")})
    assert [payment.margin_minor for payment in payments_of(conn)] == [501, 1001]
    replace_settings(conn, shares={(701, OCTOBER): Decimal("0.5"), (702, OCTOBER): Decimal("0.1")})
    assert [payment.margin_minor for payment in payments_of(conn)] == [501, 100]


def test_another_deal_type_field_is_read_from_what_leads_chose(conn: Connection) -> None:
    save_leads(conn, [a_lead(choices={900: 701, 950: 808})])
    save_payments(conn, [{"lead_id": 1, "amount_minor": 100, "due_on": date(2026, 10, 5), "source": "x"}], act())
    assert the_payment(conn).deal_type_id == 701
    replace_settings(conn, values={"deal_type_field": 950})
    assert the_payment(conn).deal_type_id == 808
    replace_settings(conn, values={"deal_type_field": None})
    assert the_payment(conn).deal_type_id == 0


def test_another_zone_of_the_account_moves_closing_days(conn: Connection) -> None:
    # Midnight in Moscow; still September in London.
    save_leads(conn, [a_lead(status_id=143, closed_at=1_790_802_000)])
    revision = load_revision(conn)
    save_account(conn, account("Europe/London"))
    assert load_revision(conn) > revision
    assert conn.exec_driver_sql(
        "SELECT month FROM month_sum WHERE lost_minor <> 0 AND pipeline_id = 1"
    ).scalars().all() == ["2026-09"]


def test_nothing_is_stored_when_a_later_part_fails(database: Database) -> None:
    managers, no_day = value_entry("managers"), {"hired_on": "no day", "dismissed_on": None}

    def fail() -> None:
        with database.write() as conn:
            apply_changes(conn, [Change(managers, None, [1]), Change(person_entry(1), None, no_day)])

    with pytest.raises(ValueError, match="no day"):
        fail()
    with database.read() as conn:
        assert load_entries(conn) == {}
