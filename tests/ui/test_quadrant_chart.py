"""The quadrant as a chart: everybody once, in words too, whatever they did and are called."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pyarrow as pa
import pytest

from sales_core.activity_scope import activity_scope
from sales_core.delivery.quadrant_sheet import build_quadrant_sheet
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.quadrant import Quadrant
from sales_core.spans import month_span
from sales_core.ui.activity.quadrant_chart import build_quadrant_chart, tell_chart
from sales_core.ui.activity.quadrant_field import field_of
from tests.reports.test_quadrant import MANAGERS, quadrant, sales

RU = Language("ru")
SEPTEMBER = Month(2026, 9)
PLANS = dict.fromkeys(MANAGERS, 100)


def rows_with(spec: dict[str, Any], column: str) -> list[dict[str, Any]]:
    """The data of the chart that have a column, each row once."""
    found: list[dict[str, Any]] = []
    for data in spec["datasets"].values():
        with pa.ipc.open_stream(data) as stream:
            found += [row for row in stream.read_all().to_pylist() if column in row and row not in found]
    return found


def october() -> Quadrant:
    return quadrant({1: 160, 2: 40, 3: 150, 4: 50}, [sales({1: 90, 2: 70, 3: 60, 4: 10}, PLANS)])


def september() -> Quadrant:
    """The first was twice as active as the second, and sold twice as much of the plan."""
    after = date(2026, 10, 21)
    scope = activity_scope(month_span(SEPTEMBER), after)
    return quadrant({1: 200, 2: 100}, [sales({1: 100, 2: 50}, PLANS, SEPTEMBER, after)], scope)


def test_who_is_ahead_of_the_pace_is_a_filled_point_at_their_total_and_percent() -> None:
    points = rows_with(build_quadrant_chart(october(), (), RU, dark=False), "kind")
    assert {(row["id"], round(row["x"]), row["y"], row["kind"]) for row in points} == {
        ("1", 160, 0.9, "ahead"), ("2", 40, 0.7, "ahead"), ("3", 150, 0.6, "behind"), ("4", 50, 0.1, "behind"),
    }  # fmt: skip
    assert all(row["named0"] and row["named1"] for row in points)


def test_earlier_months_stand_beside_the_borders_of_now_as_they_stood_beside_their_own() -> None:
    """September's average was 150, and its pace 100 %: four thirds of the average and all of the plan then are as much
    of October's 100 and 64 %."""
    steps = rows_with(build_quadrant_chart(october(), [september()], RU, dark=False), "month")
    first = [(row["month"], round(row["x"], 6), round(row["y"], 6)) for row in steps if row["id"] == "1"]
    assert first == [("сент", round(400 / 3, 6), round(14 / 22, 6)), ("", 160, 0.9)]


def test_a_month_beyond_the_edge_stands_at_it_with_its_name_inwards() -> None:
    """In September the first did all and the second nothing, and sold many plans."""
    after = date(2026, 10, 21)
    scope = activity_scope(month_span(SEPTEMBER), after)
    wild = quadrant({1: 1000, 2: 1}, [sales({1: 1, 2: 900}, PLANS, SEPTEMBER, after)], scope)
    (field, steps) = field_of(october()), rows_with(build_quadrant_chart(october(), [wild], RU, dark=False), "month")
    far = {row["id"]: row for row in steps if row["month"]}
    assert (far["1"]["align"], far["2"]["align"]) == ("right", "left")
    for row in steps:
        assert field.x.low < row["x"] < field.x.high
        assert field.y.low < row["y"] < field.y.high


@pytest.mark.parametrize("count", [1, 3, 12, 37])
def test_any_number_of_managers_of_any_name_is_drawn(count: int) -> None:
    point = october().points[0]
    crowd = tuple(
        replace(
            point,
            manager=replace(point.manager, id=i, name="'; <b>" + "Имя" * 40),
            activity=Fraction(i % 7, 3),
            percent=Fraction(i * i % 11, 4),
        )
        for i in range(1, count + 1)
    )
    shown = replace(october(), points=crowd)
    points = rows_with(build_quadrant_chart(shown, (), RU, dark=True), "kind")
    assert len(points) == count
    assert all(len(row["short"]) <= 20 and 0 <= row["y"] <= 2 for row in points)


def test_a_reader_who_does_not_see_it_is_told_who_stands_where() -> None:
    assert tell_chart(october(), RU) == (
        "Активность и процент плана. Работает и продаёт: M1. Продаёт малыми силами: M2."
        " Старается, но не продаёт: M3. Мало действий, мало продаж: M4"
    )


def test_the_figures_are_there_as_a_sheet_with_the_months_before() -> None:
    sheet = build_quadrant_sheet(october(), [september()], "Т", currency("RUB"), RU)
    first = next(line.values for line in sheet.lines if line.values[0] == "M1")
    assert first[1:6] == (160, 15, Fraction(8, 5), Fraction(9, 10), Fraction(14, 22))
    assert str(first[6]).startswith("M1: 160 действий")
    assert first[7:] == (Fraction(4, 3), Fraction(1))
    assert next(line.values for line in sheet.lines if line.values[0] == "M3")[7:] == (None, None)
