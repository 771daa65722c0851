"""The page that compares managers in a browser: its figures, the lists behind them, what its address holds."""

import json
import re
import subprocess
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.programs import clean
from tests.ui.conftest import App, expect_settled
from tests.ui.world import AS_OF, HOSTILE, IDS, MONTH

pytestmark = pytest.mark.browser

ANNA, HOSTILE_ID = IDS["Анна Соколова"], IDS[HOSTILE]
ADDRESS = f"?month={MONTH}&as_of={AS_OF}&manager={ANNA}&manager={HOSTILE_ID}"

_READ = """table => Object.fromEntries([...table.querySelectorAll('tr[data-id]')].map(tr => [tr.dataset.id,
  Object.fromEntries([...tr.querySelectorAll('td')].map(td =>
    [td.dataset.column, td.querySelector('.amount').textContent]))]))"""


def opened(page: Page, app: App, address: str = ADDRESS) -> Locator:
    """The table of measures, in sight."""
    page.goto(f"{app.url}/compare{address}")
    table = page.get_by_role("grid").first
    expect(table).to_be_visible()
    expect_settled(page)
    return table


def tablo(app: App) -> dict[str, Any]:
    program = str(Path(sys.executable).with_name("tablo"))
    asked = ["--month", str(MONTH), "--as-of", str(AS_OF), "--manager", str(ANNA), "--manager", str(HOSTILE_ID)]
    done = subprocess.run(
        [program, "report", "compare", *asked, "--format", "json"],
        env=clean({"TABLO_DATABASE_URL": app.database.url}), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def written(value: str | int | None, unit: str) -> str:
    """A value of the document as the page writes it, spaces aside."""
    if value is None or (unit == "money" and not Decimal(value)):
        return "—"
    exact = Decimal(value)
    if unit == "ratio":
        return f"{(exact * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"
    if unit == "seconds":
        exact /= 60
    digits = Decimal("0.1") if unit == "number" and exact % 1 else Decimal(1)
    return str(exact.quantize(digits, ROUND_HALF_UP)).replace(".", ",")


def test_the_page_shows_what_the_command_line_tells(app: App, page: Page) -> None:
    table = opened(page, app)
    expect(table.get_by_role("columnheader", name=HOSTILE)).to_be_visible()
    shown = {
        (row, int(column.removeprefix("m"))): re.sub(r"\s", "", text)
        for row, cells in table.evaluate(_READ).items()
        for column, text in cells.items()
    }
    assert shown == {
        (each["measure"], value["manager_id"]): written(value["now"], each["unit"])
        for each in tablo(app)["measures"]
        for value in each["values"]
    }


def test_a_figure_opens_the_payments_it_is_made_of(app: App, page: Page) -> None:
    table = opened(page, app)
    count = int(table.locator(f"[data-row=payments][data-column=m{ANNA}] .amount").inner_text())
    table.locator(f"[data-row=fact][data-column=m{ANNA}] .figure").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(rf"^Итого, {count} платеж"))).to_be_visible()
    expect(dialog.get_by_text("сходится с отчётом")).to_be_visible()


def test_who_is_compared_stands_in_the_address(app: App, page: Page) -> None:
    page.goto(f"{app.url}/compare?month={MONTH}&as_of={AS_OF}&manager={ANNA}&manager=Никто")
    expect(page.get_by_text("Нет менеджера «Никто». Показаны остальные.")).to_be_visible()
    expect(page.get_by_text("Выберите хотя бы двух менеджеров")).to_be_visible()
    expect_settled(page)
    page.get_by_role("combobox", name="Менеджеры").click()
    page.get_by_role("option", name="Ольга Фёдорова").click()
    expect(page.locator("[role=columnheader]", has_text="Ольга Фёдорова").first).to_be_visible()
    asked = parse_qs(urlparse(page.url).query)
    assert asked["manager"] == sorted([str(ANNA), str(IDS["Ольга Фёдорова"])])


def test_on_a_phone_the_measures_stay_in_sight_beside_the_managers(app: App, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    table = opened(context.new_page(), app)
    name = table.locator("[data-row=fact]").first
    before = name.bounding_box()
    last = table.locator(f"[data-row=fact][data-column=m{HOSTILE_ID}]")
    last.evaluate("cell => cell.closest('.frame').scrollTo(1000, 0)")
    expect(last).to_be_in_viewport(ratio=1)
    after = name.bounding_box()
    assert before
    assert after
    assert after["x"] == before["x"]
    context.close()
