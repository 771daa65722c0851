"""The page of activity in an address: what is written is read back, and what is wrong is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.activity_view import ActivityView, activity_view_from_params, activity_view_params
from sales_core.params import Choice
from sales_core.scope_text import FilterChoices
from sales_core.spans import Running, Span, parse_span, running_span, span_of

TODAY = date(2026, 10, 14)
CHOICES = FilterChoices(
    deal_types=(Choice(0, ""), Choice(701, "Коробка")),
    departments=(Choice(31, "Отдел продаж"), Choice(32, "Опт")),
    pipelines=(Choice(8001, "Продажи"), Choice(8002, "Продления")),
)
THIS_MONTH = ActivityView(running_span(Running.MONTH, TODAY), TODAY)

_days = st.dates(date(2000, 1, 1), date(2199, 12, 31))
_stretches = st.tuples(_days, _days).map(lambda days: span_of(*sorted(days)))
_running = st.sampled_from(
    [running_span(name, TODAY) for name in (Running.TODAY, Running.WEEK, Running.MONTH, Running.QUARTER)]
)


def _some(*ids: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.sets(st.sampled_from(ids)).map(lambda chosen: tuple(sorted(chosen)))


@given(st.one_of(_stretches, _running), _some(0, 701), _some(31, 32), _some(8001, 8002))
def test_what_is_written_is_read_back(
    span: Span, deal_types: tuple[int, ...], departments: tuple[int, ...], pipelines: tuple[int, ...]
) -> None:
    view = ActivityView(span, TODAY, deal_types, departments, pipelines)
    params = activity_view_params(view, TODAY)
    assert activity_view_from_params(params, CHOICES, TODAY) == (view, [])


def test_an_empty_address_is_the_running_month() -> None:
    assert activity_view_from_params({}, CHOICES, TODAY) == (THIS_MONTH, [])


def test_a_link_kept_until_tomorrow_shows_tomorrow() -> None:
    params = activity_view_params(ActivityView(running_span(Running.TODAY, TODAY), TODAY), TODAY)
    tomorrow = date(2026, 10, 15)
    view, _ = activity_view_from_params(params, CHOICES, tomorrow)
    assert (view.span.first, view.as_of) == (tomorrow, tomorrow)


def test_another_day_taken_for_today_is_kept() -> None:
    view = ActivityView(parse_span("2026-10", TODAY), date(2026, 10, 1))
    assert activity_view_from_params(activity_view_params(view, TODAY), CHOICES, TODAY) == (view, [])


@pytest.mark.parametrize(
    "params",
    [
        {"period": ["вчера"]},
        {"period": ["2026-10-18..2026-10-05"]},
        {"period": ["2026-10-05.."]},
        {"period": ["all"]},
        {"period": ["week", "2026-10"]},
        {"as_of": ["1888-10-10"]},
        {"deal_type": ["702"]},
        {"department": ["31", "no such"]},
        {"pipeline": [""]},
    ],
)
def test_a_wrong_address_is_told_and_shows_the_running_month(params: dict[str, list[str]]) -> None:
    view, problems = activity_view_from_params(params | {"deal_type": params.get("deal_type", ["701"])}, CHOICES, TODAY)
    assert view == THIS_MONTH
    assert len(problems) == 1
