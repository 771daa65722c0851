"""What needs attention, and the way from there to sharing a payment's credit, in a browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_lead_payments
from sales_core.store.payments import save_payments
from tests.oracle import OracleLead
from tests.store.conftest import NOW, act
from tests.store.worlds import lead_row
from tests.ui.conftest import App
from tests.ui.world import HOSTILE, IDS

WON, PAID = 9001, 9002
ANNA, MARIA = IDS["Анна Соколова"], IDS["Мария Кузнецова"]


@pytest.fixture(scope="module")
def troubled(own_app: App) -> App:
    """A won deal that nobody entered payments of, under a hostile name, and one that is paid above its budget."""
    with own_app.database.write() as conn:
        leads = [
            lead_row(OracleLead(id_, [(0, ANNA)], 1, price=price, closed_at=NOW), name=name, updated_at=NOW)
            for id_, price, name in ((WON, 350_000_00, HOSTILE), (PAID, 100_000_00, "Склад"))
        ]
        save_leads(conn, leads, now=NOW)
        paid = {"lead_id": PAID, "amount_minor": 120_000_00, "due_on": date(2026, 9, 5), "paid_on": date(2026, 9, 7)}
        save_payments(conn, [paid | {"source": "manual"}], act())
    return own_app


def test_the_page_lists_what_the_side_bar_counts_and_leads_to_the_deal(troubled: App, page: Page) -> None:
    page.goto(f"{troubled.url}/attention")
    bare = page.locator("section.card", has_text="Выигранные сделки без платежей")
    expect(bare.locator("li")).to_have_count(1)
    expect(bare.get_by_role("link", name="<img src=x")).to_have_attribute("href", f"deal?lead={WON}")
    assert page.title() != "1"
    over = page.locator("section.card", has_text="Платежи больше бюджета")
    expect(over.locator(".note")).to_have_text("платежи 120\u202f000\u202f₽, бюджет 100\u202f000\u202f₽")
    shown = page.locator("section.card h2 em").all_inner_texts()
    expect(page.get_by_role("link", name=f"Внимание {sum(map(int, shown))}")).to_be_visible()
    with page.expect_popup() as opened:
        over.get_by_role("link", name="Склад").click()
    expect(opened.value.get_by_text("в графике 120\u202f000\u202f₽")).to_be_visible()
    opened.value.close()


def test_a_payment_is_shared_on_the_page_of_its_deal(troubled: App, page: Page) -> None:
    page.goto(f"{troubled.url}/deal?lead={PAID}")
    page.get_by_role("button", name="Действия").last.click()
    page.locator("[data-act=credit]").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Добавить менеджера").click()
    dialog.get_by_role("combobox").nth(1).click()
    page.keyboard.type("Мария")
    page.keyboard.press("Enter")
    share = dialog.get_by_role("textbox", name="Доля, %").first
    share.fill("70")
    share.press("Tab")
    expect(dialog.get_by_text("84\u202f000\u202f₽")).to_be_visible()
    expect(dialog.get_by_text("36\u202f000\u202f₽")).to_be_visible()
    dialog.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("засчитан по-новому")).to_be_visible()
    with troubled.database.read() as conn:
        (payment,) = load_lead_payments(conn, PAID)
    assert payment.terms.credit_shares == ((ANNA, "0.7"), (MARIA, "0.3"))
