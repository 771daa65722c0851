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
from sales_core.scope import Scope
from sales_core.scope_text import FilterChoices

TODAY = date(2026, 10, 14)
DEFAULT = Scope(Month(2026, 10), TODAY)
CHOICES = FilterChoices(
    deal_types=(Choice(0, ""), Choice(701, "Коробка")),
    departments=(Choice(31, "Отдел продаж"), Choice(32, "Опт")),
    pipelines=(Choice(8001, "Продажи"), Choice(8002, "Продления")),
)
FIRST_VIEW = PipelineView(replace(DEFAULT, pipelines=(8001,)))

_months = st.builds(Month, st.integers(2001, 2198), st.integers(1, 12))


def _some(*ids: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.sampled_from(ids)).map(lambda chosen: tuple(sorted(chosen)))


_scopes = st.builds(Scope, _months, st.just(TODAY), _some(0, 701), _some(31, 32), _some(8001, 8002))


@given(st.builds(PipelineView, _scopes, st.integers(1, 3650), st.none() | _months))
def test_what_is_written_is_read_back(view: PipelineView) -> None:
    params = pipeline_view_params(view, CHOICES)
    assert pipeline_view_from_params(params, CHOICES, DEFAULT) == (view, [])


def test_an_empty_address_shows_the_first_pipeline_of_this_month() -> None:
    assert pipeline_view_from_params({}, CHOICES, DEFAULT) == (FIRST_VIEW, [])


def test_without_any_pipeline_all_deals_are_shown() -> None:
    none = replace(CHOICES, pipelines=())
    assert pipeline_view_from_params({}, none, DEFAULT) == (PipelineView(DEFAULT), [])


def test_a_pipeline_may_be_named() -> None:
    view, _ = pipeline_view_from_params({"pipeline": ["продления"]}, CHOICES, DEFAULT)
    assert view.asked.pipeline_id == 8002


def test_today_cannot_be_another_day() -> None:
    view, problems = pipeline_view_from_params({"as_of": ["2026-09-01"]}, CHOICES, DEFAULT)
    assert (view.scope.as_of, problems) == (TODAY, [])


@pytest.mark.parametrize(
    "params",
    [
        {"pipeline": ["8009"]},
        {"stuck_days": ["0"]},
        {"stuck_days": ["soon"]},
        {"month": ["2026-13"]},
        {"cohort": ["then"]},
        {"stuck_days": ["7", "14"]},
    ],
)
def test_a_wrong_address_gives_the_default_view(params: dict[str, list[str]]) -> None:
    view, problems = pipeline_view_from_params(params, CHOICES, DEFAULT)
    assert (view, len(problems)) == (FIRST_VIEW, 1)


def test_deals_closed_in_the_whole_month_are_asked_for() -> None:
    view, _ = pipeline_view_from_params({"month": ["2026-09"]}, CHOICES, DEFAULT)
    assert view.asked.period == Days(date(2026, 9, 1), date(2026, 10, 1))
