"""What the table is given for a report, word by word."""

from datetime import date

from sales_core.i18n import language
from sales_core.reports.plans import Employment
from sales_core.ui.treegrid.rows import build_treegrid
from tests.delivery.october import ANNA, october_report

RU = language("ru")


def test_a_plan_for_a_part_of_the_month_says_so_when_pointed_at() -> None:
    hired = Employment(hired_on=date(2026, 10, 16))
    anna, vera = build_treegrid(october_report({ANNA.id: hired}), RU)["rows"]
    assert anna["cells"][0] == {
        "text": "200\u202f000",
        "value": 20_000_000,
        "tip": ["план за 11 из 22 рабочих дней", "задан на весь месяц: 400\u202f000\u202f₽"],
    }
    assert "tip" not in vera["cells"][0]
    gone = build_treegrid(october_report({ANNA.id: Employment(dismissed_on=date(2026, 9, 30))}), RU)["rows"]
    assert gone[0]["cells"][0] == {
        "text": "—",
        "value": None,
        "empty": True,
        "tip": ["плана нет: в этом месяце не работает", "задан на весь месяц: 400\u202f000\u202f₽"],
    }
    assert "tip" not in build_treegrid(october_report(), RU)["rows"][0]["cells"][0]
