"""What the components of the page of deals in work are given, and what is understood of what they send."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_scope import Days
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.pipeline import Deals, PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.pipeline_ways import Outcome
from sales_core.reports.conversion import CohortPart, CohortTally, Rung, build_conversion_report
from sales_core.reports.load import build_load, build_load_report
from sales_core.reports.pipeline import (
    Column,
    ColumnInputs,
    Held,
    PipelineInputs,
    PipelineReport,
    build_pipeline_report,
)
from sales_core.reports.sales import Manager
from sales_core.ui.pipeline.asked import ArchivedFor, Asked, Moved, OfCohort, code_of, parse_cell, parse_code
from sales_core.ui.pipeline.conversion.chart import build_conversion_chart
from sales_core.ui.pipeline.conversion.rows import build_conversion_table, parse_conversion
from sales_core.ui.pipeline.matrix.rows import build_matrix

RU = Language("ru")
ANNA, BORIS, OUTSIDER = Manager(1, "Анна"), Manager(2, "Борис"), Manager(3, "Вера")
SCOPE = PipelineScope(date(2026, 10, 14), Days(date(2026, 10, 1), date(2026, 11, 1)), pipelines=(10,))
_ids = st.integers(0, 10**17)


def report(counts: dict[tuple[int, int], int]) -> PipelineReport:
    """Counts by manager and status, each deal worth 1 500 rubles."""
    held = {key: Held(Deals(count, count * 150_000)) for key, count in counts.items()}
    columns = [ColumnInputs(Column(id_, name), None, None, stays=True) for id_, name in ((11, "Новый"), (12, ""))]
    managers = {each.id: each for each in (ANNA, BORIS, OUTSIDER)}
    in_report = frozenset({ANNA.id, BORIS.id})
    return build_pipeline_report(
        PipelineInputs(columns, held, {}, {}, managers, in_report, currency("RUB"), is_complete=True), SCOPE
    )


def matrix(counts: dict[tuple[int, int], int]) -> dict[str, Any]:
    made = report(counts)
    people = [row.manager for row in made.rows if not row.manager.others]
    deals = {row.manager.id: row.work.in_work.count for row in made.rows}
    return build_matrix(made, build_load_report(build_load(people, deals), (), {}), RU)


def cell(data: dict[str, Any], row: str, column: str) -> dict[str, Any]:
    place = [each["id"] for each in data["columns"]].index(column) - 1
    rows = {each["id"]: each for each in (*data["rows"], data["total"])}
    return dict(rows[row]["cells"][place])


def test_a_cell_says_how_many_and_for_how_many_thousands() -> None:
    shown = cell(matrix({(1, 11): 3}), "m1", "s11")
    assert (shown["text"], shown["sum"], shown["tip"]) == ("3", "5", ["3 сделки, 4\u202f500\u202f₽"])


@pytest.mark.parametrize(("count", "most", "shade"), [(1, 1, 1), (10, 10, 10), (5, 10, 5), (1, 40, 1), (21, 40, 6)])
def test_the_darker_the_more_and_a_few_never_look_like_many(count: int, most: int, shade: int) -> None:
    assert cell(matrix({(1, 11): count, (2, 11): most}), "m1", "s11")["shade"] == shade


def test_a_load_is_a_bar_up_to_the_median_and_what_is_beyond_or_short_of_it() -> None:
    data = matrix({(1, 11): 30, (2, 11): 10})
    over, under = cell(data, "m1", "load"), cell(data, "m2", "load")
    assert (over["text"], under["text"]) == ("+10", "\u221210")
    assert over["full"] == over["line"] == under["line"]
    assert over["beyond"] == pytest.approx(under["short"])
    assert under["full"] + under["short"] == pytest.approx(under["line"])


def test_somebody_outside_the_report_has_deals_and_no_load() -> None:
    data = matrix({(1, 11): 2, (3, 12): 4})
    assert [(row["id"], row["others"]) for row in data["rows"]] == [("m1", False), ("m2", False), ("m3", True)]
    assert cell(data, "m3", "load")["empty"]
    assert data["columns"][2]["title"] == "#12"


@pytest.mark.parametrize(
    ("row", "column", "asked"),
    [
        ("m7", "s12", PipelineCell(PipelineFigure.IN_WORK, 7, 12)),
        ("total", "load", PipelineCell(PipelineFigure.IN_WORK)),
        ("m7", "stuck", PipelineCell(PipelineFigure.STUCK, 7)),
        ("total", "won", PipelineCell(PipelineFigure.WON)),
        ("head", "won", None),
        ("m7", "name", None),
        ("m7; drop", "s12", None),
    ],
)
def test_a_click_in_the_matrix_is_understood(row: str, column: str, asked: PipelineCell | None) -> None:
    assert parse_cell({"row": row, "column": column}) == asked


_cells = st.builds(PipelineCell, st.sampled_from(PipelineFigure), st.none() | _ids, st.none() | _ids)
_months = st.none() | st.builds(Month, st.integers(2001, 2198), st.integers(1, 12))
_parts = st.builds(CohortPart, st.none() | _ids, st.none() | st.sampled_from(Outcome))


@given(
    st.one_of(_cells, st.builds(ArchivedFor, _ids), st.builds(Moved, _ids, _ids), st.builds(OfCohort, _months, _parts))
)
def test_what_is_clicked_has_a_code_that_is_read_back(asked: Asked) -> None:
    assert parse_code(code_of(asked)) == asked


@given(st.one_of(st.text(), st.none(), st.integers(), st.sampled_from(["cell:x::", "cohort:2026-13::", "cohort:::x"])))
def test_anything_else_that_a_browser_sends_is_nothing(sent: object) -> None:
    assert parse_code(sent) is None
    assert parse_conversion(sent) is None


def conversion() -> Any:
    rungs = (Rung(11, "Новый"), Rung(12, "Новый"), Rung(142, "Вошли в воронку"))
    october = CohortTally(
        Days(date(2026, 10, 1), date(2026, 11, 1)), (4, 3, 2, 1), ((86_400,), (), ()), dict.fromkeys(Outcome, 0)
    )
    return build_conversion_report(10, rungs, [replace(october, outcomes={**october.outcomes, Outcome.OPEN: 10})])


def test_the_chart_tells_count_and_shares_of_each_status_beside_its_bar() -> None:
    drawn = build_conversion_chart(conversion().total, RU, dark=False)
    data = b"".join(drawn["datasets"].values()).decode("utf-8", "replace")
    assert "9 · 90\u202f% от вошедших · 90\u202f% от предыдущего" in data
    assert all(name in data for name in ("Новый, 11", "Новый, 12", "Вошли в воронку, 142"))


def test_each_count_of_the_conversion_opens_its_deals() -> None:
    table = build_conversion_table(conversion(), RU)
    shown = {
        column["id"]: cell["text"] for column, cell in zip(table["columns"][1:], table["rows"][0]["cells"], strict=True)
    }
    assert (shown["entered"], shown["s11"], shown["s142"], shown["oopen"]) == ("10", "9", "2", "10")
    whole = parse_conversion({"row": "total", "column": "s142"})
    assert whole == OfCohort(None, CohortPart(142))
    assert parse_conversion({"row": table["rows"][0]["id"], "column": "oopen"}) == OfCohort(
        Month(2026, 10), CohortPart(None, Outcome.OPEN)
    )
    assert Fraction(int(shown["s11"]), 10) == conversion().total.steps[0].of_entered
