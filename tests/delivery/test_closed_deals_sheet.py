"""Deals won and archived as documents and as sheets."""

from datetime import date
from zoneinfo import ZoneInfo

from sales_core.activity_scope import Days
from sales_core.closed_deals import Closed, ClosedCell, ClosedDeal
from sales_core.delivery.closed_deals_document import build_closed_deals_document, build_closed_list_document
from sales_core.delivery.closed_deals_sheet import build_closed_deals_sheet, build_closed_list_sheet
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting import AccountInfo
from sales_core.reports.closed_deals import build_closed_deals_report
from sales_core.reports.sales import Manager

RUB = currency("RUB")
ACCOUNT = AccountInfo("Ромашка", "https://r.amocrm.ru", "RU", ZoneInfo("Europe/Moscow"), RUB)
SEPTEMBER = Days(date(2026, 9, 1), date(2026, 10, 1))
MANAGERS = {11: Manager(11, "Анна")}
REASONS = {5: "Дорого"}
REPORT = build_closed_deals_report(
    [
        ClosedCell(11, ARCHIVED_STATUS, 5, Closed(2, 500_00, 300_00, 1)),
        ClosedCell(11, ARCHIVED_STATUS, 0, Closed(1, 100_00, 0, 0)),
        ClosedCell(11, WON_STATUS, 0, Closed(4, 900_00)),
    ],
    SEPTEMBER, MANAGERS, frozenset({11}), REASONS,
)  # fmt: skip
DEALS = [
    ClosedDeal(7, "Сделка 7", "ООО", 11, ARCHIVED_STATUS, 0, date(2026, 9, 4), 100_00, 0),
    ClosedDeal(8, "Сделка 8", "", 99, WON_STATUS, 5, date(2026, 9, 3), 900_00, 0),
]


def test_the_document_tells_reasons_and_managers() -> None:
    document = build_closed_deals_document(REPORT, RUB)
    assert document["archived"] == {"count": 3, "budget": "600.00", "lost": "300.00", "lost_leads": 1}
    assert document["won"] == {"count": 4, "budget": "900.00"}
    assert [(row["reason"], row["count"]) for row in document["reasons"]] == [
        ({"id": 5, "name": "Дорого"}, 2), ({"id": None, "name": None}, 1),
    ]  # fmt: skip
    (row,) = document["rows"]
    assert (row["manager"]["name"], row["archived"], row["reasons"]) == (
        "Анна", document["archived"], document["reasons"],
    )  # fmt: skip


def test_the_sheet_stands_by_reason_then_by_manager() -> None:
    sheet = build_closed_deals_sheet(REPORT, RUB, Language("ru"))
    assert sheet.title == "Выигранные и ушедшие в архив сделки, Сентябрь 2026"
    assert [line.values for line in sheet.lines] == [
        ("По причинам отказа",),
        ("Дорого", 2, 500_00, 300_00, None, None),
        ("Причина не указана", 1, 100_00, 0, None, None),
        ("По менеджерам",),
        ("Анна", 3, 600_00, 300_00, 4, 900_00),
        ("Дорого", 2, 500_00, 300_00, None, None),
        ("Причина не указана", 1, 100_00, 0, None, None),
        ("Итого", 3, 600_00, 300_00, 4, 900_00),
    ]


def test_the_list_names_what_it_knows_and_a_won_deal_has_no_reason() -> None:
    scope = PipelineScope(date(2026, 9, 30), SEPTEMBER)
    sheet = build_closed_list_sheet(DEALS, scope, MANAGERS, REASONS, ACCOUNT, Language("ru"))
    assert [line.values[1:5] for line in sheet.lines] == [
        ("Сделка 7", "ООО", "Анна", "Причина не указана"), ("Сделка 8", "", "#99", ""),
    ]  # fmt: skip
    document = build_closed_list_document("archived", DEALS[:1], REASONS, ACCOUNT)
    assert (document["figure"], document["count"], document["deals"][0]["lead_url"]) == (
        "archived", 1, "https://r.amocrm.ru/leads/detail/7",
    )  # fmt: skip
