"""Loads and hand-overs as a document and as sheets."""

from zoneinfo import ZoneInfo

from sales_core.delivery.load_document import build_load_document
from sales_core.delivery.load_sheet import build_hand_overs_sheet, build_load_sheet
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.open_deals import OpenDeal
from sales_core.reporting import AccountInfo
from sales_core.reports.load import build_load, build_load_report
from sales_core.reports.sales import Manager

ACCOUNT = AccountInfo("Ромашка", "https://r.amocrm.ru", "RU", ZoneInfo("Europe/Moscow"), currency("RUB"))
PEOPLE = [Manager(11, "Анна"), Manager(12, "Борис"), Manager(13, "Клара\n2"), Manager(14, "Денис")]
DEALS = [OpenDeal(number, f"Сделка {number}", 11, 0, 0, number) for number in (1, 2, 3)]
REPORT = build_load_report(build_load(PEOPLE, {11: 9, 12: 6, 13: 1, 14: 5}), DEALS, {})


def test_the_document_tells_loads_as_exact_numbers_and_the_deals_to_hand_over_by_id() -> None:
    document = build_load_document(REPORT)
    assert (document["median"], document["spread"]) == ("5.50000000", {"now": 8, "then": 2})
    assert document["rows"][0] == {
        "manager": {"id": 11, "name": "Анна"}, "deals": 9, "median": "5.50000000", "difference": "3.50000000",
    }  # fmt: skip
    assert document["hand_overs"] == [{
        "from": {"id": 11, "name": "Анна", "before": 9, "after": 6},
        "to": {"id": 13, "name": "Клара\n2", "before": 1, "after": 4},
        "deals": [3, 2, 1],
    }]  # fmt: skip


def test_the_sheet_says_in_sentences_what_to_hand_over() -> None:
    sheet = build_load_sheet(REPORT, ACCOUNT, Language("ru"))
    assert sheet.notes == (
        "Анна 9 → 6, Клара 2 1 → 4: передать 3 сделки",
        "Разница между самым и наименее загруженным: 8 сделок, станет 2",
    )
    assert [line.values[:2] for line in sheet.lines] == [
        ("Анна", 9), ("Борис", 6), ("Денис", 5), ("Клара\n2", 1), ("Итого", 21),
    ]  # fmt: skip


def test_the_deals_to_hand_over_stand_one_a_line_with_their_links() -> None:
    sheet = build_hand_overs_sheet(REPORT, ACCOUNT, Language("ru"))
    assert [line.values for line in sheet.lines] == [
        ("Анна", "Клара\n2", f"Сделка {number}", number, f"https://r.amocrm.ru/leads/detail/{number}")
        for number in (3, 2, 1)
    ]
