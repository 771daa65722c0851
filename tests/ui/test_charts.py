from dataclasses import replace
from fractions import Fraction
from typing import Any

from sales_core.i18n import Language
from sales_core.ui.chart_kit import Chart
from sales_core.ui.charts import build_managers_chart
from tests.delivery.october import october_report

RU = Language("ru")


def drawn(chart: Chart) -> str:
    return str(chart.spec) + chart.table


def test_a_percent_in_a_chart_is_rounded_as_in_the_table_beside_it() -> None:
    report = october_report()
    almost: Any = replace(report.rows[0], percent=Fraction(4996, 10_000))
    chart = build_managers_chart(replace(report, rows=(almost,)), RU, dark=False)
    assert "49\u202f%" in chart.table
    assert "50\u202f%" not in drawn(chart)


def test_two_managers_of_one_name_are_two_bars() -> None:
    report = october_report()
    first = report.rows[0]
    namesake = replace(first, manager=replace(first.manager, id=9))
    chart = build_managers_chart(replace(report, rows=(first, namesake)), RU, dark=True)
    assert f"{first.manager.name}, 9" in chart.table
