"""The hours of the week as the component is given them, and what a browser may send back."""

from datetime import date
from typing import Any

import pytest

from sales_core.hour_of_week import HourOfWeek
from sales_core.i18n import Language
from sales_core.ui.activity.hours import parse_click
from sales_core.ui.activity.hours.rows import build_hours
from tests.reports.test_rhythm import rhythm

RU = Language("ru")
FRIDAY = date(2026, 10, 2)


def friday(hours: dict[int, int]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The row of a month's Fridays, its cells by hour, of a month with these actions on one of them."""
    data = build_hours(rhythm({FRIDAY: hours}), RU)
    (row,) = [row for row in data["rows"] if row["name"] == "Пятница"]
    return row, dict(zip((column["id"] for column in data["columns"][1:]), row["cells"], strict=True))


def test_the_busiest_hour_is_darkest_and_an_empty_one_cannot_be_opened() -> None:
    row, cells = friday({11: 100, 16: 42, 20: 1})
    assert (row["short"], cells["day"]["text"], cells["day"]["opens"]) == ("Пт", "29", False)
    assert [(cells[hour]["text"], cells[hour]["step"], cells[hour]["opens"]) for hour in ("11", "16", "20", "9")] == [
        ("20", 10, True), ("8", 5, True), ("<1", 1, True), ("", 0, False)
    ]  # fmt: skip
    assert cells["16"]["tip"] == ["Пятница, 16:00–17:00", "42 действия за 5 дней"]


def test_small_averages_are_told_with_a_decimal() -> None:
    _, cells = friday({11: 12, 12: 5})
    assert (cells["11"]["text"], cells["12"]["text"], cells["day"]["text"]) == ("2,4", "1,0", "3,4")


def test_a_period_without_anything_can_be_drawn() -> None:
    assert all(cell["step"] == 0 for row in build_hours(rhythm({}), RU)["rows"] for cell in row["cells"])


@pytest.mark.parametrize(
    ("sent", "hour"),
    [
        ({"row": "4", "column": "16"}, HourOfWeek(4, 16)),
        ({"row": "7", "column": "16"}, None),
        ({"row": "4", "column": "24"}, None),
        ({"row": "4", "column": "day"}, None),
        ({"row": "head", "column": "9"}, None),
        ({"row": "²", "column": "9"}, None),
        (["4", "16"], None),
        (None, None),
    ],
)
def test_only_an_hour_of_the_week_can_be_clicked(sent: Any, hour: HourOfWeek | None) -> None:
    assert parse_click(sent) == hour
