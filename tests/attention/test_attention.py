"""Everything that needs attention, beside a slow reading of the same company, on both databases."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from sales_core.attention import KINDS, Kind, count_attention, load_items, load_teller
from sales_core.closing.months import close_month
from sales_core.i18n import language
from sales_core.payment_history import Via
from sales_core.periods import Month
from sales_core.register.payments import Part, edit
from sales_core.register.saving import Act, save_wishes
from sales_core.store.attention import count_leads, load_leads_at_stake
from sales_core.store.bank_lines import save_statement, set_line_aside
from sales_core.store.database import Database
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payment_writing import load_lead_payments
from sales_core.store.payments import save_payments
from sales_core.store.references import save_custom_fields
from sales_core.store.settings import StoredScale
from tests.deciding import replace_settings
from tests.oracle import Oracle, OracleLead
from tests.store.conftest import NOW, a_lead, act
from tests.store.conftest import conn as conn  # noqa: PLC0414 - the fixture
from tests.store.test_invoices import OCT_6, an_invoice
from tests.store.worlds import World

Found = dict[int, tuple[int, int | None]]
RU, EN = language("ru"), language("en")


def expected(oracle: Oracle) -> dict[Kind, Found]:
    """By kind and lead: the amount, and what it is compared with."""
    found: dict[Kind, Found] = {kind: {} for kind in KINDS if KINDS[kind].leads}
    register_begins = min(payment.due_on for payment in oracle.payments).replace(day=1)
    for lead in oracle.leads:
        payments = [payment for payment in oracle.payments if payment.lead is lead]
        unpaid = [payment.amount for payment in payments if payment.paid_on is None]
        planned = sum(payment.amount for payment in payments)
        if lead.deleted:
            if unpaid:
                found[Kind.DELETED_UNPAID][lead.id] = sum(unpaid), None
            continue
        if payments and not lead.archived and 0 < lead.price < planned:
            found[Kind.OVER_BUDGET][lead.id] = planned, lead.price
        if lead.closed_at is None or lead.archived:
            continue
        if unpaid:
            found[Kind.WON_UNPAID][lead.id] = sum(unpaid), None
        won_on = datetime.fromtimestamp(lead.closed_at, UTC).astimezone(oracle.zone).date()
        if not payments and lead.price and won_on >= register_begins:
            found[Kind.WON_WITHOUT_PAYMENT][lead.id] = lead.price, None
    return found


@pytest.mark.parametrize(("database_url", "seed"), [("sqlite", 3), ("sqlite", 4), ("postgresql", 5)],
                         indirect=["database_url"])  # fmt: skip
def test_a_random_company_needs_the_attention_that_the_oracle_says(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = World(conn, seed, leads=40)
        for _ in range(4):
            world.live(60)
            world.settle()
            for kind, leads in expected(world.oracle).items():
                search = KINDS[kind].leads
                assert search is not None
                listed = load_leads_at_stake(conn, search, 100)
                assert {row.lead_id: (row.amount_minor, row.other_minor) for row in listed} == leads
                assert [row.lead_id for row in listed] == sorted(leads, reverse=True)
                assert count_leads(conn, search) == len(leads)
                assert load_leads_at_stake(conn, search, 2, 1) == listed[1:3]


def counts(conn: Connection) -> dict[Kind, int]:
    """As they are counted, which is as many as there are listed, in both languages."""
    counted = {each.kind: each.count for each in count_attention(conn)}
    for reader in (RU, EN):
        teller = load_teller(conn, reader)
        assert {kind: len(load_items(conn, kind, teller, 100)) for kind in KINDS} == {
            kind: counted.get(kind, 0) for kind in KINDS
        }
    return counted


def note(conn: Connection, kind: Kind) -> str:
    (item,) = load_items(conn, kind, load_teller(conn, EN), 5)
    return item.note.replace("\u202f", " ")


def a_payment(**changes: object) -> dict[str, object]:
    return {"lead_id": 1, "amount_minor": 100_00, "due_on": date(2026, 10, 5), "source": "manual"} | changes


def test_nothing_is_counted_where_nothing_is_wrong(conn: Connection) -> None:
    assert counts(conn) == {}


def test_invoices_paid_for_more_than_the_payments_say(conn: Connection) -> None:
    replace_settings(conn, values={"deal_type_field": 900, "invoices": False})
    save_links(conn, {1: {7, 8}}, NOW)
    invoices = [an_invoice(id=number, status="paid", billed_at=OCT_6, amount_minor=70_00) for number in (7, 8)]
    save_invoices(conn, invoices, NOW)
    save_payments(conn, [a_payment(paid_on=date(2026, 10, 6))], act())
    assert counts(conn) == {Kind.PAID_IN_AMOCRM: 1}
    assert note(conn, Kind.PAID_IN_AMOCRM) == "invoices paid: 140 RUB, paid here: 100 RUB"
    replace_settings(conn, values={"deal_type_field": 900, "invoices": True})


def test_a_bank_line_needs_attention_until_somebody_decides(conn: Connection) -> None:
    line = {
        "identity": "a", "account": "40702", "booked_on": date(2026, 10, 6), "amount_minor": 500_00, "number": "12",
        "party_name": "ООО «Ромашка»", "party_inn": "7701", "party_account": "", "purpose": "Оплата",
    }  # fmt: skip
    statement = {"file": "a.txt", "digest": "x", "accounts": [], "imported_at": NOW, "imported_by": "anna"}
    save_statement(conn, statement, [line, line | {"identity": "b", "amount_minor": -5}])
    assert counts(conn) == {Kind.BANK_UNMATCHED: 1}
    assert "500 RUB: Оплата" in note(conn, Kind.BANK_UNMATCHED)
    set_line_aside(conn, 1, NOW, "anna", "own money")
    assert counts(conn) == {}


def test_a_deal_type_without_a_share_needs_one(conn: Connection) -> None:
    field = {"id": 900, "name": "Тип", "type": "select", "code": None, "sort": 1}
    save_custom_fields(conn, [field], [{"id": 701, "field_id": 900, "name": "Лицензии", "sort": 1}])
    assert counts(conn) == {Kind.TYPE_WITHOUT_SHARE: 1}
    replace_settings(conn, values={"deal_type_field": 900}, shares={(701, Month(2026, 1)): Decimal("0.5")})
    assert counts(conn) == {}


def test_a_closed_month_needs_attention_until_its_difference_is_posted(conn: Connection) -> None:
    september = Month(2026, 9)
    scale = StoredScale(september, [{"from": "0.5", "rate": "0.1", "applies": "whole"}], None)
    replace_settings(conn, values={"managers": [11]}, plans={(11, september, 0): 100_00}, scales=[scale])
    save_payments(conn, [a_payment(due_on=date(2026, 9, 5), paid_on=date(2026, 9, 6))], act())
    close_month(conn, september, NOW, "anna")
    assert counts(conn) == {}
    (payment,) = load_lead_payments(conn, 1)
    late = Act(NOW, Via.PAGE, "anna", "the bank was late")
    save_wishes(conn, edit(payment, Part(60_00, date(2026, 9, 5)), "", date(2026, 9, 6)), late)
    assert counts(conn) == {Kind.MONTH_DRIFTED: 1}
    assert "bonuses moved by −4 RUB, posted 0 RUB" in note(conn, Kind.MONTH_DRIFTED).replace("\u2212", "−")


def test_a_payment_that_an_invoice_doubles_is_told_with_both_days(conn: Connection) -> None:
    save_payments(conn, [a_payment(amount_minor=500_00)], act())
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="partially_paid")], NOW)
    assert counts(conn) == {Kind.DOUBLED: 1, Kind.INVOICE_UNCLEAR: 1}


def test_a_deleted_lead_is_in_one_kind_only(conn: Connection) -> None:
    won = OracleLead(1, [(0, 11)], 1, price=5, closed_at=NOW)
    save_leads(conn, [a_lead(status_id=142, closed_at=won.closed_at, price_minor=50_00)], now=NOW)
    save_payments(conn, [a_payment()], act())
    assert counts(conn) == {Kind.WON_UNPAID: 1, Kind.OVER_BUDGET: 1}
    mark_deleted(conn, [1], NOW)
    assert counts(conn) == {Kind.DELETED_UNPAID: 1}
    assert note(conn, Kind.DELETED_UNPAID) == "100 RUB unpaid"
