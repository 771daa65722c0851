"""From an empty database to a report in the browser, without touching a file; and what can go wrong on the way."""

import json
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sales_core.clock import system_clock
from sales_core.decisions import Section
from sales_core.demo.company import Share, build_company
from sales_core.demo.oauth import CLIENT_ID, CLIENT_SECRET, MANAGER_TOKEN
from sales_core.demo.setting_up import empty_world
from sales_core.periods import Month, day_of
from sales_core.scope import Scope
from sales_core.settings.example_scale import example_scale
from sales_core.store.versions import load_versions
from tests.company_oracle import ZONE, company_oracle
from tests.programs import tablo_command
from tests.sync.worlds import Hands, quiet_world
from tests.ui.conftest import open_report
from tests.ui.evening import Evening, evening
from tests.ui.table import FIGURES, read_table, shown
from tests.ui.test_demo_company import figures_of, known

pytestmark = pytest.mark.browser

LOAD_MS = 60_000


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Evening]:
    """An account of three deals."""
    with evening(quiet_world(Hands(system_clock())), tmp_path) as opened:
        yield opened


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def step(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible(timeout=LOAD_MS)


def go_on(page: Page, title: str) -> None:
    expect(button(page, "Дальше")).to_be_enabled(timeout=LOAD_MS)
    button(page, "Дальше").click()
    step(page, title)


def skip(page: Page, title: str) -> None:
    button(page, "Пропустить").click()
    step(page, title)


def type_token(page: Page, address: str, token: str) -> None:
    page.get_by_label("Адрес аккаунта").fill(address)
    page.get_by_role("textbox", name="Долгосрочный токен").fill(token)
    button(page, "Подключить").click()


def connect(page: Page, opened: Evening, token: str = "demo-token") -> None:
    page.goto(opened.url)
    step(page, "Подключите amoCRM")
    type_token(page, opened.amocrm, token)
    expect(page.get_by_text("amoCRM отвечает")).to_be_visible()


def test_from_an_empty_database_to_a_correct_report(tmp_path: Path, page: Page) -> None:
    """The figures are those that the oracle counts over the account itself, with what was typed in the browser."""
    company = build_company(7, day_of(system_clock(), ZONE))
    month = Month.of(company.today)
    company.imported, company.shares = [], [Share("Лицензии", month, Decimal("0.4"))]
    with evening(company.world, tmp_path) as opened:
        opened.start_worker()
        page.goto(opened.url + "/people")
        step(page, "Подключите amoCRM")
        type_token(page, opened.amocrm, "demo-token")
        facts = page.locator("dl")
        for said in ("Бюро внедрения", "14", "Europe/Moscow", "RUB", "администратора: видно всё"):
            expect(facts).to_contain_text(said)
        go_on(page, "Первая загрузка")
        expect(page.locator("li.done").filter(has_text="Смены ответственных")).to_be_visible(timeout=LOAD_MS)
        read_at = system_clock()
        go_on(page, "Что у вас тип сделки?")
        page.get_by_role("radio", name="Тип сделки").check()
        go_on(page, "Какая часть оплаты — маржа?")
        page.locator("[data-key$=' share']").first.fill("40")
        page.keyboard.press("Tab")
        go_on(page, "Кто в отчёте?")
        go_on(page, "Планы на этот месяц")
        seller = company.managers[0].user_id
        page.locator(f"td[data-key='{seller} {month} 0']").click()
        page.keyboard.type("100 000")
        page.keyboard.press("Enter")
        go_on(page, "Какой бонус даёт маржа?")
        button(page, "Начать с примера").click()
        go_on(page, "Готово")
        expect(page.get_by_text("Нет плана")).to_be_visible()
        button(page, "Открыть отчёт").click()
        page.wait_for_selector("[role=treegrid]")
        expect(page.get_by_role("link", name="Первая настройка")).to_have_count(0)

        arguments = ["--month", str(month), "--as-of", str(company.today), "--format", "json"]
        command = tablo_command("report", "sales", *arguments, TABLO_DATABASE_URL=opened.database_url)
        told = json.loads(command.out)
        open_report(page, opened.url, f"?month={month}&as_of={company.today}")
        lines = read_table(page)
        with opened.database() as database, database.read() as conn:
            ways = {version.via for version in load_versions(conn, frozenset(Section), limit=50)}

    counted = company_oracle(company, read_at).figures(Scope(month, company.today))
    cells = {
        (row["manager"]["id"], of_type["deal_type"]["id"] or 0): figures_of(of_type)
        for row in told["rows"]
        for of_type in row["deal_types"]
    }
    assert cells == {cell: known(sums) for cell, sums in counted.items() if known(sums)}
    rows = {f"m{row['manager']['id']}": row for row in told["rows"]} | {"total": told["total"]}
    for row_id, row in rows.items():
        for column, figure in FIGURES.items():
            assert abs(shown(lines[row_id][column]) - Decimal(figure(row) or 0)) <= Decimal("0.5"), (row_id, column)
    mine = rows[f"m{seller}"]
    assert Decimal(mine["plan"]) == 100_000
    reached = [tier.rate for tier in example_scale().tiers if tier.from_share <= Decimal(mine["percent"])]
    rate = max(reached, default=Decimal(0))  # on the first days of a month nothing is brought in yet
    assert Decimal(mine["bonus"]) == (Decimal(mine["fact"]) * rate).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert ways == {"setup"}


def test_what_is_wrong_is_told_and_nothing_typed_is_lost(small: Evening, page: Page) -> None:
    page.goto(small.url)
    step(page, "Подключите amoCRM")
    for address, token, told in (
        (small.amocrm, "another-token", "не принимает этот токен"),
        ("example.org", "demo-token", "не адрес аккаунта amoCRM"),
        ("", "demo-token", "Укажите адрес аккаунта"),
        ("http://127.0.0.1:9", "demo-token", "Проверьте адрес"),
    ):
        type_token(page, address, token)
        expect(page.get_by_role("alert")).to_contain_text(told)
        expect(page.get_by_label("Адрес аккаунта")).to_have_value(address)
        expect(page.get_by_role("textbox", name="Долгосрочный токен")).to_have_value(token)
        expect(button(page, "Дальше")).to_be_disabled()
        assert token not in page.url
    type_token(page, small.amocrm, "demo-token")
    expect(page.get_by_text("amoCRM отвечает")).to_be_visible()
    assert "demo-token" not in page.content()


def test_a_token_that_is_no_administrators_connects_and_says_what_it_cannot_do(small: Evening, page: Page) -> None:
    connect(page, small, MANAGER_TOKEN)
    expect(page.locator("dd.over")).to_contain_text("без прав администратора")
    expect(button(page, "Дальше")).to_be_enabled()


def test_it_goes_on_where_it_was_left_after_a_reload_and_after_a_restart_of_the_app(small: Evening, page: Page) -> None:
    connect(page, small)
    go_on(page, "Первая загрузка")
    expect(page.get_by_text("tablo up")).to_be_visible()
    small.start_worker()
    expect(page.get_by_text("tablo up")).to_have_count(0, timeout=LOAD_MS)
    go_on(page, "Что у вас тип сделки?")
    skip(page, "Какая часть оплаты — маржа?")
    page.reload()
    step(page, "Какая часть оплаты — маржа?")
    small.restart_app()
    page.goto(small.url)
    page.get_by_role("link", name="Продолжить").click()
    step(page, "Какая часть оплаты — маржа?")
    expect(page.locator("nav li.skipped")).to_have_count(1)
    page.get_by_role("button", name="Тип сделки").click()
    step(page, "Что у вас тип сделки?")
    page.get_by_role("radio", name="Тип сделки").check()
    go_on(page, "Какая часть оплаты — маржа?")
    expect(page.locator("nav li.skipped")).to_have_count(0)


def test_another_account_is_refused_by_name(small: Evening, page: Page, tmp_path: Path) -> None:
    small.start_worker()
    connect(page, small)
    go_on(page, "Первая загрузка")
    expect(button(page, "Дальше")).to_be_enabled(timeout=LOAD_MS)
    world = empty_world(created_at=system_clock() - 86_400)
    world.account.id, world.account.name = 1, "Другая фирма"
    (tmp_path / "other").mkdir()
    with evening(world, tmp_path / "other") as other:
        page.goto(small.url + "/setup?step=connect")
        button(page, "Подключить заново или иначе").click()
        type_token(page, other.amocrm, "demo-token")
        expect(page.get_by_role("alert")).to_contain_text("этот доступ — к аккаунту «Другая фирма»")


# ---------------------------------------------------------------- OAuth


def begin_oauth(page: Page, opened: Evening) -> Page:
    """amoCRM's page in its own tab."""
    page.goto(opened.url)
    step(page, "Подключите amoCRM")
    page.get_by_text("OAuth", exact=True).click()
    expect(page.get_by_text(f"{opened.url}/connect")).to_be_visible()
    page.get_by_label("Адрес аккаунта").fill(opened.amocrm)
    page.get_by_label("ID интеграции").fill(CLIENT_ID)
    page.get_by_role("textbox", name="Секретный ключ").fill(CLIENT_SECRET)
    button(page, "Продолжить").click()
    return consent(page)


def consent(page: Page) -> Page:
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Открыть amoCRM и разрешить").click()
    return opening.value


def test_who_agrees_in_amocrm_is_connected_in_both_tabs_however_often_the_answer_comes(
    small: Evening, page: Page
) -> None:
    small.start_worker()
    tab = begin_oauth(page, small)
    with tab.expect_request(lambda request: "/connect?" in request.url) as sent:
        tab.get_by_role("button", name="Разрешить").click()
    for again in (False, True):
        if again:
            tab.goto(sent.value.url)
        expect(tab.get_by_text("amoCRM отвечает")).to_be_visible()
        assert "code=" not in tab.url
    expect(page.get_by_text("amoCRM отвечает")).to_be_visible()
    assert CLIENT_SECRET not in page.content() + tab.content()
    tab.close()
    go_on(page, "Первая загрузка")
    expect(page.locator("li.done").filter(has_text="Смены ответственных")).to_be_visible(timeout=LOAD_MS)


def test_who_denies_is_told_and_can_agree_after_all(small: Evening, page: Page) -> None:
    tab = begin_oauth(page, small)
    tab.get_by_role("button", name="Отказать").click()
    for told in (tab, page):
        expect(told.get_by_role("alert")).to_contain_text("В amoCRM отказали в доступе")
    tab.close()
    expect(page.get_by_role("textbox", name="Секретный ключ")).to_have_value(CLIENT_SECRET)
    button(page, "Продолжить").click()
    expect(page.get_by_role("alert")).to_have_count(0)
    again = consent(page)
    again.get_by_role("button", name="Разрешить").click()
    expect(page.get_by_text("amoCRM отвечает")).to_be_visible()
    again.close()


def test_an_answer_to_nothing_that_was_begun_is_one_sentence(small: Evening, page: Page) -> None:
    for answer in ("?code=def502&state=stranger", "?error=access_denied", ""):
        page.goto(small.url + "/connect" + answer)
        expect(page.get_by_role("alert")).to_contain_text("не относится ни к одному подключению")
        expect(page.get_by_label("Адрес аккаунта")).to_be_visible()
