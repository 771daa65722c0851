from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.i18n import Language
from sales_core.params import NO_MANAGER, Choice
from sales_core.payment_filter import Age, Dated, PaymentFilter, PaymentView, Sort, SortBy, age_of
from sales_core.payment_filter_text import ListDefaults, view_from_params, view_params
from sales_core.payment_states import Source, State
from sales_core.periods import Month
from sales_core.scope_text import FilterChoices
from sales_core.spans import Running, month_span, running_span, span_of
from tests.test_spans import months, stretches

T = TypeVar("T")
TODAY = date(2026, 10, 20)
CHOICES = FilterChoices(
    deal_types=(Choice(0, ""), Choice(701, "Лицензии")),
    departments=(Choice(0, "Отдел продаж"), Choice(31, "Партнёры")),
    pipelines=(Choice(11, "Основная"),),
    managers=(Choice(5, "Анна"), Choice(6, "Борис"), Choice(0, "", NO_MANAGER)),
)
DEFAULTS = ListDefaults(TODAY, CHOICES)
USUAL = PaymentView(PaymentFilter(TODAY, running_span(Running.MONTH, TODAY)))


def some(values: Iterable[T]) -> st.SearchStrategy[tuple[T, ...]]:
    """Some of them, in their order."""
    ordered = list(values)
    return st.sets(st.sampled_from(ordered)).map(lambda chosen: tuple(each for each in ordered if each in chosen))


filters = st.builds(
    PaymentFilter,
    as_of=st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    span=stretches | months.map(month_span),
    dated=st.sampled_from(Dated),
    states=some(State),
    ages=some(Age),
    managers=some([0, 5, 6]),
    departments=some([0, 31]),
    deal_types=some([0, 701]),
    pipelines=some([11]),
    sources=some(Source),
    text=st.text(max_size=100).map(lambda text: " ".join(text.split())),
)
views = st.builds(
    PaymentView,
    filters,
    sort=st.builds(Sort, st.sampled_from(SortBy), st.booleans()),
    page=st.integers(1, 999_999),
    calendar=st.none() | months,
)


@given(views)
def test_an_address_reproduces_the_list(view: PaymentView) -> None:
    assert view_from_params(view_params(view, TODAY), DEFAULTS) == (view, [])


def test_an_empty_address_is_what_is_due_this_month() -> None:
    assert view_from_params({}, DEFAULTS) == (USUAL, [])
    assert view_params(USUAL, TODAY) == {"period": ["month"]}


def test_a_running_period_is_that_of_the_day_taken_for_today() -> None:
    view, _ = view_from_params({"period": ["week"], "as_of": ["2026-09-18"]}, DEFAULTS)
    assert (view.filter.span.first, view.filter.span.last) == (date(2026, 9, 14), date(2026, 9, 20))


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"period": ["вчера"]}, "«вчера» не период: напишите, например, 2026-10, 2026-Q4 или 2026-10-05..2026-10-18"),
        ({"by": ["x"]}, "«x» здесь не подходит: напишите одно из due, paid"),
        ({"overdue": ["5"]}, "«5» здесь не подходит: напишите одно из 1-7, 8-30, 31-90, 91-"),
        ({"manager": ["Вера"]}, "Нет менеджера «Вера»"),
        ({"sort": ["-colour"]}, "«colour» здесь не подходит: напишите одно из due, paid, amount, deal, manager"),
        ({"as_of": ["0001-01-01"]}, "неправдоподобный год: 0001-01-01"),
        ({"page": ["0"]}, "«0» не номер страницы"),
        ({"page": ["²"]}, "«²» не номер страницы"),
        ({"text": ["x" * 101]}, "Искомое длиннее 100 знаков"),
        ({"text": ["a", "b"]}, "Параметр «text» можно указать только один раз"),
    ],
)
def test_a_wrong_value_is_told_and_dropped_by_itself(params: dict[str, list[str]], sentence: str) -> None:
    view, [problem] = view_from_params({"state": ["overdue"]} | params, DEFAULTS)
    assert view == USUAL.narrowed(states=(State.OVERDUE,))
    assert Language("ru").error(problem) == sentence


def test_managers_are_found_by_name_and_none_of_them_too() -> None:
    view, _ = view_from_params({"manager": ["анна", "Без ответственного"]}, DEFAULTS)
    assert view.filter.managers == (0, 5)


@given(st.integers(-10, 4000))
def test_every_overdue_day_is_of_one_age(days: int) -> None:
    within = [age for age in Age if age.days[0] <= days and (age.days[1] is None or days <= age.days[1])]
    assert age_of(days) == (within[0] if within else None)
    assert len(within) <= 1


def test_the_calendar_begins_where_the_period_does() -> None:
    view = PaymentView(PaymentFilter(TODAY, span_of(date(2026, 3, 5), date(2026, 5, 1))))
    assert view.calendar_month == Month(2026, 3)
    assert PaymentView(PaymentFilter(TODAY)).calendar_month == Month(2026, 10)
    paid = view.narrowed(dated=Dated.PAID)
    assert paid.calendar_month == Month(2026, 10)
