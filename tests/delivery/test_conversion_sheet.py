"""Conversion from status to status as a document and as a sheet."""

from datetime import date
from fractions import Fraction
from zoneinfo import ZoneInfo

from sales_core.activity_scope import Days
from sales_core.deal_lines import DealLine
from sales_core.delivery.conversion_document import build_cohort_list_document, build_conversion_document
from sales_core.delivery.conversion_sheet import build_conversion_sheet, build_deal_lines_sheet
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.pipeline_ways import AlikeWays, Outcome
from sales_core.reporting import AccountInfo
from sales_core.reports.conversion import CohortPart, Rung, build_conversion_report, tally_cohort
from sales_core.reports.sales import Manager

DAY = 86_400
RUB = currency("RUB")
ACCOUNT = AccountInfo("Ромашка", "https://r.amocrm.ru", "RU", ZoneInfo("Europe/Moscow"), RUB)
RUNGS = (Rung(20, "Новый"), Rung(142, "Успешно"))
SEPTEMBER, OCTOBER = Days(date(2026, 9, 1), date(2026, 10, 1)), Days(date(2026, 10, 1), date(2026, 11, 1))
WAYS = [
    AlikeWays((20, 142), Outcome.WON, ([0], [3 * DAY])),
    AlikeWays((20,), Outcome.OPEN, ([0],)),
    AlikeWays((20, 142), Outcome.MOVED, ([0], [DAY // 2])),
]
REPORT = build_conversion_report(
    1, RUNGS, [tally_cohort(WAYS, SEPTEMBER, RUNGS), tally_cohort([], OCTOBER, RUNGS)]
)  # fmt: skip
LINE = DealLine(7, "Сделка 7", "ООО", 11, 0, "Продажи", "Новый", 1_790_000_000, None, 100_00)


def test_the_document_tells_each_cohort_and_all_of_them() -> None:
    document = build_conversion_document(REPORT)
    september, october = document["cohorts"]
    assert (september["from"], september["to"], september["entered"]) == ("2026-09-01", "2026-09-30", 3)
    assert september["statuses"] == document["total"]["statuses"] == [
        {"id": 20, "name": "Новый", "reached": 3, "of_entered": "1.00000000", "of_previous": "1.00000000",
         "median_days": "1.75000000"},
        {"id": 142, "name": "Успешно", "reached": 2, "of_entered": "0.66666667", "of_previous": "0.66666667",
         "median_days": None},
    ]  # fmt: skip
    assert september["now"] == {"open": 1, "won": 1, "archived": 0, "moved": 1}
    assert (october["entered"], october["statuses"][0]["of_entered"]) == (0, None)
    assert (document["total"]["from"], document["total"]["to"]) == ("2026-09-01", "2026-10-31")


def test_the_sheet_has_a_line_for_each_cohort() -> None:
    sheet = build_conversion_sheet(REPORT, RUB, Language("ru"))
    assert [part.title for part in sheet.parts] == ["", "Новый", "Успешно", "Сейчас"]
    assert sheet.lines[0].values == (
        "Сентябрь 2026", 3, 3, 1, 1, Fraction(7, 4), 2, Fraction(2, 3), Fraction(2, 3), None, 1, 1, 0, 1,
    )  # fmt: skip
    assert [line.values[0] for line in sheet.lines] == ["Сентябрь 2026", "Октябрь 2026", "Итого"]
    assert {len(line.values) for line in sheet.lines} == {len(sheet.columns)}


def test_the_deals_behind_a_count_stand_one_a_line() -> None:
    sheet = build_deal_lines_sheet("Дошли", [LINE], {11: Manager(11, "Анна")}, ACCOUNT, Language("ru"))
    assert sheet.lines[0].values == (
        "Сделка 7", "ООО", "Анна", "Продажи", "Новый", date(2026, 9, 21), None, 100_00,
        "https://r.amocrm.ru/leads/detail/7",
    )  # fmt: skip
    document = build_cohort_list_document(SEPTEMBER, CohortPart(status_id=20), [LINE], ACCOUNT)
    assert (document["cohort"]["from"], document["status_id"], document["outcome"], document["count"]) == (
        "2026-09-01", 20, None, 1,
    )  # fmt: skip
