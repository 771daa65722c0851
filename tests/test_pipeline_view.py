"""The page of deals in work in an address: what is written is read back, and what is wrong is told."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_scope import Days
from sales_core.params import Choice
from sales_core.periods import Month
from sales_core.pipeline_view import PipelineView, pipeline_view_from_params, pipeline_view_params
from sales_core.scope_text import FilterChoices
from sales_core.spans import Running, month_span, running_span, span_of

TODAY = date(2026, 10, 14)
CHOICES = FilterChoices(
    deal_types=(Choice(0, ""), Choice(701, "Коробка")),
    departments=(Choice(31, "Отдел продаж"), Choice(32, "Опт")),
    pipelines=(Choice(8001, "Продажи"), Choice(8002, "Продления")),
)
FIRST_VIEW = PipelineView(running_span(Running.MONTH, TODAY), TODAY, pipelines=(8001,))

_months = st.builds(Month, st.integers(2001, 2198), st.integers(1, 12))


def _some(*ids: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.sampled_from(ids)).map(lambda chosen: tuple(sorted(chosen)))


_days = st.dates(date(2001, 1, 1), date(2198, 12, 31))
_spans = (
    _months.map(month_span)
    | st.lists(_days, min_size=2, max_size=2).map(lambda days: span_of(min(days), max(days)))
    | st.sampled_from([Running.TODAY, Running.WEEK, Running.QUARTER]).map(lambda name: running_span(name, TODAY))
)
_views = st.builds(
    PipelineView, _spans, st.just(TODAY), _some(0, 701), _some(31, 32), _some(8001, 8002), st.integers(1, 3650),
    st.none() | _months,
)  # fmt: skip


@given(_views)
def test_what_is_written_is_read_back(view: PipelineView) -> None:
    params = pipeline_view_params(view, CHOICES)
    assert pipeline_view_from_params(params, CHOICES, TODAY) == (view, [])


def test_an_empty_address_shows_the_first_pipeline_of_this_month() -> None:
    assert pipeline_view_from_params({}, CHOICES, TODAY) == (FIRST_VIEW, [])


def test_without_any_pipeline_all_deals_are_shown() -> None:
    none = replace(CHOICES, pipelines=())
    assert pipeline_view_from_params({}, none, TODAY) == (PipelineView(FIRST_VIEW.span, TODAY), [])


def test_a_pipeline_may_be_named() -> None:
    view, _ = pipeline_view_from_params({"pipeline": ["продления"]}, CHOICES, TODAY)
    assert view.scope.pipeline_id == 8002


def test_today_cannot_be_another_day() -> None:
    view, problems = pipeline_view_from_params({"as_of": ["2026-09-01"]}, CHOICES, TODAY)
    assert (view.as_of, problems) == (TODAY, [])


@pytest.mark.parametrize(
    "params",
    [
        {"pipeline": ["8009"]},
        {"stuck_days": ["0"]},
        {"stuck_days": ["soon"]},
        {"period": ["2026-13"]},
        {"period": ["2026-10-05.."]},
        {"cohort": ["then"]},
        {"stuck_days": ["7", "14"]},
    ],
)
def test_a_wrong_address_gives_the_default_view(params: dict[str, list[str]]) -> None:
    view, problems = pipeline_view_from_params(params, CHOICES, TODAY)
    assert (view, len(problems)) == (FIRST_VIEW, 1)


def test_deals_closed_in_the_whole_month_are_asked_for() -> None:
    view, _ = pipeline_view_from_params({"period": ["2026-09"]}, CHOICES, TODAY)
    assert view.scope.period == Days(date(2026, 9, 1), date(2026, 10, 1))


def test_any_days_may_be_asked_for() -> None:
    view, _ = pipeline_view_from_params({"period": ["2026-10-05..2026-10-11"]}, CHOICES, TODAY)
    assert view.scope.period == Days(date(2026, 10, 5), date(2026, 10, 12))


def test_another_period_has_other_cohorts() -> None:
    view, _ = pipeline_view_from_params({"cohort": ["2026-09"], "stuck_days": ["7"]}, CHOICES, TODAY)
    other = view.of(month_span(Month(2026, 4)))
    assert (other.cohort, other.stuck_days, other.pipelines) == (None, 7, (8001,))
