"""The page of a deal's payments in a real browser: entered, paid in part, clashed over, taken back; and at 380 px."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.closing.months import close_month, reopen_month
from sales_core.payment_history import PaymentNow, Via
from sales_core.periods import Month, day_of
from sales_core.store.acts import Act
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payment_writing import load_lead_payments
from sales_core.store.payments import save_payments
from sales_core.store.references import load_zone
from tests.ui.conftest import App
from tests.ui.world import HOSTILE, IDS, a_lead

pytestmark = pytest.mark.browser

ANNA = IDS["Анна Соколова"]
LEADS = iter(range(9001, 9999))


@pytest.fixture
def lead(own_app: App) -> int:
    """A new deal of Anna's, without payments."""
    return new_lead(own_app)


@pytest.fixture
def panel(own_app: App, lead: int, page: Page) -> Page:
    return open_deal(own_app, page, lead)


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 380, "height": 800})
    yield context.new_page()
    context.close()


def new_lead(app: App, **changes: Any) -> int:
    lead_id = next(LEADS)
    with app.database.write() as conn:
        row = a_lead("Анна Соколова", 702, load_zone(conn))
        save_leads(conn, [row | {"id": lead_id, "price_minor": 500_000_00} | changes])
    return lead_id


def enter(app: App, lead_id: int, amount_minor: int, due_in: int = 0, **terms: Any) -> None:
    payment = {"lead_id": lead_id, "amount_minor": amount_minor, "due_on": today(app) + timedelta(days=due_in)}
    with app.database.write() as conn:
        save_payments(conn, [{**payment, "source": "manual"} | terms], Act(system_clock(), Via.PAGE, "Борис"))


def today(app: App) -> date:
    with app.database.read() as conn:
        return day_of(system_clock(), load_zone(conn))


def stored(app: App, lead_id: int) -> list[PaymentNow]:
    with app.database.read() as conn:
        return load_lead_payments(conn, lead_id)


def amounts(app: App, lead_id: int) -> list[int]:
    return sorted(payment.terms.amount_minor for payment in stored(app, lead_id))


def open_deal(app: App, page: Page, lead_id: int, more: str = "") -> Page:
    page.goto(f"{app.url}/deal?lead={lead_id}{more}")
    expect(page.get_by_role("heading", name="Платежи", exact=True)).to_be_visible()
    return page


def rows(page: Page) -> Locator:
    return page.locator("li[data-id]")


def choose(page: Page, place: int, action: str) -> None:
    """An action of a payment's menu."""
    rows(page).nth(place).locator("[data-act=menu]").click()
    rows(page).nth(place).locator(f".menu [data-act={action}]").click()


def sum_of(page: Page, kind: str) -> Locator:
    return page.locator(f".sum.{kind} b")


def money(thousands: int) -> str:
    return f"{thousands}\u202f000\u202f₽"


def test_a_plan_of_four_paid_in_part_is_the_same_on_panel_report_and_dialog_at_once(
    own_app: App, lead: int, panel: Page, desk: BrowserContext
) -> None:
    report = desk.new_page()
    report.goto(own_app.url)
    figures = report.locator(f"tr[data-id=m{ANNA}] td")
    expect(figures.locator("[data-column=pending]").or_(figures).first).to_be_visible()
    panel.locator("[data-act=plan]").click()
    panel.keyboard.type("400 000")
    panel.locator("[data-name=rule]").select_option("keep")
    expect(panel.locator(".told ol li")).to_have_count(4)
    panel.locator("[data-name=count]").press("Enter")
    expect(rows(panel)).to_have_count(4)
    expect(panel.get_by_role("status")).to_contain_text("Добавлена рассрочка: 4 платежа")
    expect(sum_of(panel, "pending")).to_have_text(money(400))

    rows(panel).first.locator("[data-act=mark]").click()
    panel.keyboard.type("40 000")
    expect(panel.locator(".told")).to_contain_text(f"Остаток {money(60)} станет отдельным платежом")
    panel.keyboard.press("Enter")
    expect(rows(panel)).to_have_count(5)
    expect(sum_of(panel, "paid")).to_have_text(money(40))
    expect(sum_of(panel, "pending")).to_have_text(money(360))
    assert amounts(own_app, lead) == [40_000_00, 60_000_00, 100_000_00, 100_000_00, 100_000_00]

    expect(report.locator(f"tr[data-id=m{ANNA}] [data-column=fact]")).to_contain_text("40\u202f000", timeout=15_000)
    pending = report.locator(f"tr[data-id=m{ANNA}] [data-column=pending]")
    expect(pending).to_contain_text("60\u202f000")
    pending.click()
    dialog = report.get_by_role("dialog")
    expect(dialog.locator("tfoot td.amount")).to_have_text("60\u202f000")
    expect(dialog.locator("tfoot")).to_contain_text("сходится с отчётом")
    expect(dialog.locator("tbody a.deal")).to_have_attribute("href", f"deal?lead={lead}")
    report.close()


def test_of_two_who_change_one_payment_nobody_loses_anything(own_app: App, desk: BrowserContext, page: Page) -> None:
    lead = new_lead(own_app)
    enter(own_app, lead, 96_000_00, due_in=-7, comment="Этап 2")
    mine, theirs = open_deal(own_app, page, lead), open_deal(own_app, desk.new_page(), lead)
    for each in (mine, theirs):
        choose(each, 0, "edit")
    mine.locator("[data-name=comment]").fill("Этап 2, ждём акт")
    theirs.locator("[data-name=amount]").fill("90 000")
    theirs.keyboard.press("Enter")
    expect(theirs.get_by_role("status")).to_contain_text("Платёж изменён")
    mine.bring_to_front()
    mine.get_by_role("button", name="Сохранить").click()
    dialog = mine.get_by_role("dialog")
    expect(dialog).to_contain_text("Ваше не сохранено и не потеряно")
    expect(dialog).to_contain_text("96 000,00 ₽ → 90 000,00 ₽".replace(" ", "\u202f").replace("\u202f→\u202f", " → "))
    assert [each.terms.comment for each in stored(own_app, lead)] == ["Этап 2"]
    dialog.get_by_text("сохранить моё").click()
    dialog.get_by_role("button", name="Сохранить выбранное").click()
    expect(dialog).to_have_count(0)
    expect(mine.locator("form.form")).to_have_count(0)
    (payment,) = stored(own_app, lead)
    assert (payment.terms.amount_minor, payment.terms.comment) == (90_000_00, "Этап 2, ждём акт")
    theirs.close()


def test_what_is_typed_outlives_what_others_do_and_a_reload_and_is_saved_once(
    own_app: App, lead: int, panel: Page
) -> None:
    panel.locator("[data-act=add]").click()
    expect(panel.locator(".told")).to_contain_text("Остаток бюджета")
    panel.keyboard.type("12 34")
    enter(own_app, lead, 7_000_00)
    expect(rows(panel)).to_have_count(1, timeout=15_000)
    panel.keyboard.type("5,50")
    expect(panel.locator("[data-name=amount]")).to_have_value("12 345,50")
    expect(panel.locator(".told")).not_to_contain_text("Остаток бюджета")
    panel.reload()
    expect(panel.locator("[data-name=amount]")).to_have_value("12 345,50")
    panel.get_by_role("button", name="Сохранить").dblclick()
    expect(rows(panel)).to_have_count(2)
    expect(panel.locator("[data-act=add]").last).to_be_enabled()
    assert amounts(own_app, lead) == [7_000_00, 12_345_50]


def test_wrong_fields_are_told_beside_them_and_escape_leads_back(own_app: App, lead: int, panel: Page) -> None:
    add = panel.locator("[data-act=add]")
    add.focus()
    panel.keyboard.press("Enter")
    panel.keyboard.type("много")
    panel.keyboard.press("Enter")
    expect(panel.locator("[data-fault=amount]")).to_contain_text("«много»")
    expect(panel.locator("[data-name=amount]")).to_be_focused()
    panel.keyboard.press("Escape")
    expect(add).to_be_focused()
    assert stored(own_app, lead) == []


def test_a_deleted_payment_comes_back_and_its_history_tells(own_app: App, page: Page) -> None:
    lead = new_lead(own_app)
    enter(own_app, lead, 50_000_00, comment="Аванс")
    panel = open_deal(own_app, page, lead)
    choose(panel, 0, "delete")
    expect(rows(panel)).to_have_count(0)
    assert stored(own_app, lead) == []
    panel.locator("[data-act=undo]").click()
    expect(rows(panel)).to_have_count(1)
    expect(panel.get_by_role("status")).to_contain_text("Отменено: Платёж удалён")
    choose(panel, 0, "redate")
    panel.get_by_role("button", name="+30 дн.").click()
    panel.get_by_role("button", name="Сохранить").click()
    expect(rows(panel).first).to_contain_text("срок переносили 1 раз, +30 дней")
    choose(panel, 0, "history")
    dialog = panel.get_by_role("dialog")
    expect(dialog).to_contain_text("Борис")
    expect(dialog).to_contain_text("удалён")
    expect(dialog).to_contain_text("потом отменено")
    dialog.get_by_role("button", name="Отменить последнее действие").click()
    expect(dialog).to_have_count(0)
    expect(rows(panel).first).not_to_contain_text("срок переносили")


def test_a_payment_of_a_closed_month_is_changed_with_a_reason_only(own_app: App, page: Page) -> None:
    lead = new_lead(own_app)
    month = Month.of(today(own_app)).plus(-1)
    due_in = (month.first - today(own_app)).days
    enter(own_app, lead, 50_000_00, due_in=due_in, paid_on=month.first)
    with own_app.database.write() as conn:
        close_month(conn, month, system_clock(), "Борис")
    panel = open_deal(own_app, page, lead)
    choose(panel, 0, "edit")
    panel.locator("[data-name=amount]").fill("51 000")
    panel.keyboard.press("Enter")
    dialog = panel.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Месяц {month} закрыт")
    assert amounts(own_app, lead) == [50_000_00]
    dialog.get_by_label("Причина").fill("Ошибка в выписке")
    dialog.get_by_role("button", name="Сохранить с этой причиной").click()
    expect(dialog).to_have_count(0)
    expect(sum_of(panel, "paid")).to_have_text(money(51))
    expect(panel.locator("form.form")).to_have_count(0)
    panel.get_by_role("button", name="История платежей сделки").click()
    expect(dialog).to_contain_text("Ошибка в выписке")
    dialog.get_by_role("button", name="Отменить последнее действие").click()
    dialog.get_by_label("Причина").fill("Ошибки не было")
    dialog.get_by_role("button", name="Сохранить с этой причиной").click()
    expect(sum_of(panel, "paid")).to_have_text(money(50))
    with own_app.database.write() as conn:
        reopen_month(conn, month, system_clock(), "Борис", "Проверка окончена")


def test_an_invoice_is_not_changed_here_but_a_link_leads_to_it(own_app: App, page: Page) -> None:
    lead = new_lead(own_app)
    enter(own_app, lead, 50_000_00, due_in=-1, source="invoice", invoice_id=5)
    panel = open_deal(own_app, page, lead)
    expect(rows(panel).first).to_contain_text("счёт из amoCRM, меняется там")
    rows(panel).first.locator("[data-act=menu]").click()
    menu = panel.locator(".menu")
    expect(menu.get_by_role("link")).to_have_attribute("href", f"https://demo.amocrm.ru/leads/detail/{lead}")
    expect(menu.get_by_role("button")).to_have_text(["История"])


def test_a_panel_of_380_px_has_no_side_bar_and_is_no_wider_and_names_are_words(own_app: App, narrow: Page) -> None:
    lead = new_lead(own_app, name=HOSTILE, price_minor=100_00)
    enter(own_app, lead, 1_234_567_890_12, due_in=-40, comment=HOSTILE + "ж" * 200)
    panel = open_deal(own_app, narrow, lead, "&embed=true")
    expect(rows(panel).first).to_contain_text(HOSTILE)
    expect(panel.locator(".caption .over")).to_contain_text("больше бюджета")
    for action in ("edit", "split"):
        choose(panel, 0, action)
        assert panel.evaluate("document.documentElement.scrollWidth") == 380
        assert panel.evaluate(_WIDEST) <= 380
        panel.keyboard.press("Escape")
    expect(panel.get_by_test_id("stSidebar")).to_have_count(0)
    assert panel.title() != "1"


_WIDEST = """() => {
  const roots = [...document.querySelectorAll('*')].map(node => node.shadowRoot);
  const root = roots.find(one => one?.querySelector('.panel'));
  return Math.max(...[...root.querySelectorAll('*')].map(node => node.getBoundingClientRect().right));
}"""


def test_an_address_that_names_no_deal_asks_for_one(own_app: App, lead: int, page: Page) -> None:
    page.goto(f"{own_app.url}/deal?lead=123456789")
    expect(page.get_by_role("alert")).to_contain_text("Сделки 123456789 нет")
    page.get_by_label("Номер сделки или ссылка").fill(f"https://demo.amocrm.ru/leads/detail/{lead}")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Платежей ещё нет")).to_be_visible()
    assert page.url.endswith(f"/deal?lead={lead}")


def test_a_lost_or_deleted_deal_says_what_becomes_of_what_was_not_paid(own_app: App, page: Page) -> None:
    lead = new_lead(own_app, status_id=143, closed_at=system_clock())
    enter(own_app, lead, 40_000_00, due_in=-30, paid_on=today(own_app) - timedelta(days=30))
    enter(own_app, lead, 60_000_00, due_in=-3)
    panel = open_deal(own_app, page, lead)
    expect(sum_of(panel, "paid")).to_have_text(money(40))
    expect(sum_of(panel, "lost")).to_have_text(money(60))
    expect(panel.locator(".notice").first).to_contain_text("неоплаченное не состоится")
    with own_app.database.write() as conn:
        mark_deleted(conn, [lead], system_clock())
    open_deal(own_app, panel, lead)
    expect(sum_of(panel, "detached")).to_have_text(money(60))
    expect(panel.locator(".notice").first).to_contain_text("Сделка удалена в amoCRM")
    expect(panel.locator("[data-act=add]")).to_have_count(0)
