"""What the table of managers and the list behind a count are given, word by word."""

from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity import EQUAL_WEIGHTS, KINDS, ActionKind, ActivityFigure, Counts
from sales_core.activity_scope import activity_scope
from sales_core.i18n import language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reporting import AccountInfo
from sales_core.reporting.activity import DoneRow
from sales_core.reports.activity import ActivityInputs, ActivityReport, build_activity_report
from sales_core.reports.quadrant import build_quadrant
from sales_core.reports.sales import Manager
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.spans import month_span
from sales_core.store.activity_list import Card
from sales_core.ui.activity.comparing import tell_change
from sales_core.ui.activity.done import read_asked
from sales_core.ui.activity.done.rows import DoneView, build_done
from sales_core.ui.activity.figures import COLUMNS, parts_of
from sales_core.ui.activity.managers import Opened, parse_click
from sales_core.ui.activity.managers.rows import build_managers

RU = language("ru")
ACCOUNT = AccountInfo("Ромашка", "https://r.amocrm.ru", "RU", ZoneInfo("Europe/Moscow"), currency("RUB"))
OCTOBER = activity_scope(month_span(Month(2026, 10)), date(2026, 10, 14))
ANNA, BORIS = Manager(11, "Анна"), Manager(12, "Борис")
CALL, MISSED, MAIL = ActionKind.CALL_IN, ActionKind.CALL_IN_MISSED, ActionKind.MAIL_OUT
NBSP = "\u202f"


def report(counts: dict[int, Counts], **changes: Any) -> ActivityReport:
    told: dict[str, Any] = {
        "counts": counts, "previous": {}, "managers": {11: ANNA, 12: BORIS}, "in_report": frozenset({11, 12}),
        "employments": {}, "calendar": WorkCalendar("RU"), "weights": EQUAL_WEIGHTS, "is_complete": True,
    }  # fmt: skip
    return build_activity_report(ActivityInputs(**(told | changes)), OCTOBER)


def table(shown: ActivityReport) -> dict[str, Any]:
    return build_managers(shown, build_quadrant(shown, []), RU)


def cells(drawn: dict[str, Any], row: str) -> dict[str, dict[str, Any]]:
    """By column."""
    rows = {each["id"]: each for each in (*drawn["rows"], drawn["total"], drawn["robots"]) if each}
    columns = [column["id"] for column in drawn["columns"][1:]]
    return dict(zip(columns, rows[row]["cells"], strict=True))


def test_a_count_says_what_it_is_made_of_and_what_it_was() -> None:
    drawn = table(report({11: Counts({CALL: 3, MISSED: 1}, talk_s=61)}, previous={11: Counts({CALL: 5}, talk_s=20)}))
    calls, talk, total = (cells(drawn, "m11")[name] for name in ("calls.in", "calls.talk", "total"))
    assert calls["tip"] == ["входящий звонок: 3", "пропущенный звонок: 1", "1–14 сентября: 5 (−1)"]
    assert (talk["text"], talk["value"], talk["tip"]) == ("1", 61, ["1–14 сентября: 0 (+1)"])
    assert (total["text"], total["change"], total["bar"]) == ("4", f"▼ 20{NBSP}%", 100)
    assert drawn["notes"][1] == "▲▼ — сравнение с периодом 1–14 сентября"


def test_a_zero_is_a_dash_that_opens_nothing_and_a_moment_of_talk_is_no_zero() -> None:
    found = cells(table(report({11: Counts({CALL: 1}, talk_s=9)})), "m11")
    assert (found["mails"]["text"], found["mails"]["opens"], found["mails"]["bar"]) == ("—", False, 0)
    assert (found["calls.talk"]["text"], found["calls.talk"]["opens"]) == (f"<{NBSP}1", True)


def test_the_score_has_a_column_where_kinds_weigh_differently() -> None:
    counts = {11: Counts({CALL: 2}), 12: Counts({MAIL: 3})}
    assert "score" not in cells(table(report(counts)), "m11")
    drawn = table(report(counts, weights={**EQUAL_WEIGHTS, MAIL: Decimal("0.5")}))
    assert drawn["sort"]["column"] == "score"
    assert [row["id"] for row in drawn["rows"]] == ["m11", "m12"]
    assert [cells(drawn, row)["score"]["text"] for row in ("m11", "m12", "total")] == ["2", "1,5", "3,5"]


def test_robots_stand_apart_in_as_many_columns() -> None:
    drawn = table(report({0: Counts({MAIL: 7}), 11: Counts({CALL: 1})}))
    assert (cells(drawn, "robots")["total"]["text"], cells(drawn, "total")["total"]["text"]) == ("7", "1")
    assert table(report({11: Counts({CALL: 1})}))["robots"] is None


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [(5, 5, ""), (0, 0, ""), (6, 4, f"▲ 50{NBSP}%"), (1, 4, f"▼ 75{NBSP}%"), (0, 4, f"▼ 100{NBSP}%"), (5, 0, "▲"),
     (40, 4, "▲"), (39, 4, f"▲ 875{NBSP}%")],
)  # fmt: skip
def test_a_change_is_told_as_a_percent_while_a_percent_says_anything(now: int, before: int, told: str) -> None:
    assert tell_change(now, before, RU) == told


@pytest.mark.parametrize("figure", ActivityFigure)
def test_the_parts_of_a_list_are_all_of_it_and_none_stands_in_two(figure: ActivityFigure) -> None:
    parts = parts_of(figure)
    kinds = [kind for part in parts for kind in part.kinds]
    assert len(kinds) == len(set(kinds))
    assert not parts or set(kinds) == KINDS[figure]


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: str(column.figure))
def test_a_click_is_the_count_that_was_clicked(column: Any) -> None:
    rows = {"total": None, "robots": 0, "m5502": 5502}
    clicked = {row: parse_click({"row": row, "column": column.figure.value}) for row in rows}
    assert clicked == {row: Opened(column.figure, manager_id) for row, manager_id in rows.items()}


_names = st.sampled_from(["row", "column", "page", "part"])
_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner),
    max_leaves=6,
)


@given(_anything)
def test_what_no_reader_could_click_opens_nothing(sent: Any) -> None:
    assert parse_click(sent) is None or sent["row"] in ("total", "robots")
    part, page = read_asked({"asked": sent}, parts_of(ActivityFigure.TOTAL))
    assert page >= 1
    assert part is None or part.id == sent["part"]


def test_a_list_tells_when_what_for_whom_and_how_long() -> None:
    rows = [
        DoneRow(CALL, 11, 1_790_000_000, 3805, Card("leads", 7, "<b>Сделка</b>"), ""),
        DoneRow(MAIL, 99, 1_790_000_000, 0, Card("contacts", 8), "Счёт"),
        DoneRow(MAIL, 0, 1_790_000_000, 0, Card("customers", 9), ""),
    ]
    parts = parts_of(ActivityFigure.TOTAL)
    counts = Counts({CALL: 1, MAIL: 2})
    view = DoneView(ActivityFigure.TOTAL, counts, parts, None, 1, 3, {11: ANNA})
    drawn = build_done(rows, view, ACCOUNT, RU)
    assert [(chip["label"], chip["count"], chip["pressed"]) for chip in drawn["chips"]] == [
        ("Все", "3", True), ("Письма", "2", False), ("Звонки вх.", "1", False),
    ]  # fmt: skip
    assert [row["lasted"] for row in drawn["rows"]] == ["1:03:25", "", ""]
    assert [row["card"] for row in drawn["rows"]] == ["<b>Сделка</b>", "#8", "#9"]
    assert [row["url"].rpartition("/")[2] for row in drawn["rows"]] == ["7", "8", ""]
    assert [row["manager"] for row in drawn["rows"][:2]] == ["Анна", "#99"]
    assert drawn["pager"] is None


@pytest.mark.parametrize(
    ("page", "text", "earlier", "later"),
    [(1, "1–50 из 101", "", "2"), (2, "51–100 из 101", "1", "3"), (3, "101–101 из 101", "2", "")],
)
def test_pages_lead_to_their_neighbours(page: int, text: str, earlier: str, later: str) -> None:
    view = DoneView(ActivityFigure.NOTES, Counts({ActionKind.NOTE: 101}), (), None, page, 101, {})
    pager = build_done([], view, ACCOUNT, RU)["pager"]
    assert (pager["text"], pager["earlier"]["go"], pager["later"]["go"]) == (text, earlier, later)
