from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.i18n import Language
from sales_core.params import Choice
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.scope_text import FilterChoices, params_of, scope_from_params

CHOICES = FilterChoices(
    deal_types=(
        Choice(0, ""),
        Choice(701, "Лицензии"),
        Choice(702, "Работы"),
        Choice(703, "Прочее"),
        Choice(704, "прочее"),
    ),
    departments=(Choice(0, "Отдел продаж"), Choice(31, "Партнёры")),
    pipelines=(Choice(11, "Основная"), Choice(12, "701")),
    months=(Month(2026, 9), Month(2026, 10)),
)
TODAY = Scope(Month(2026, 10), date(2026, 10, 20))

scopes = st.builds(
    Scope,
    st.builds(Month, st.integers(2000, 2199), st.integers(1, 12)),
    st.dates(date(2000, 1, 1), date(2199, 12, 31)),
    st.sets(st.sampled_from([c.id for c in CHOICES.deal_types])).map(lambda ids: tuple(sorted(ids))),
    st.sets(st.sampled_from([c.id for c in CHOICES.departments])).map(lambda ids: tuple(sorted(ids))),
    st.sets(st.sampled_from([c.id for c in CHOICES.pipelines])).map(lambda ids: tuple(sorted(ids))),
)


@given(scopes, st.one_of(st.none(), st.just(TODAY)))
def test_a_link_reproduces_the_view(scope: Scope, default: Scope | None) -> None:
    assert scope_from_params(params_of(scope, default), CHOICES, TODAY) == (scope, [])


def test_no_parameters_are_the_default_view() -> None:
    assert scope_from_params({}, CHOICES, TODAY) == (TODAY, [])
    assert scope_from_params({"figure": ["fact"], "month": []}, CHOICES, TODAY) == (TODAY, [])


def test_a_link_of_today_shows_tomorrow_s_state_tomorrow() -> None:
    assert params_of(TODAY, TODAY) == {"month": ["2026-10"]}
    assert params_of(TODAY) == {"month": ["2026-10"], "as_of": ["2026-10-20"]}


def test_names_are_as_good_as_ids() -> None:
    params = {"deal_type": ["работы", " Лицензии ", "701"], "department": ["ПАРТНЁРЫ"], "pipeline": ["701"]}
    scope, problems = scope_from_params(params, CHOICES, TODAY)
    assert (scope.deal_types, scope.departments, scope.pipelines, problems) == ((701, 702), (31,), (12,), [])


def test_a_name_that_two_types_share_means_both() -> None:
    scope, _ = scope_from_params({"deal_type": ["Прочее"]}, CHOICES, TODAY)
    assert scope.deal_types == (703, 704)


@pytest.mark.parametrize("text", ["0", "No type", "без типа"])
def test_deals_without_a_type_can_be_asked_for(text: str) -> None:
    scope, problems = scope_from_params({"deal_type": [text]}, CHOICES, TODAY)
    assert (scope.deal_types, problems) == ((0,), [])


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"month": ["2026-13"]}, "«2026-13» — не месяц: запишите его так: 2026-10"),
        ({"month": ["2026-10", "2026-09"]}, "Параметр «month» можно указать только один раз"),
        ({"as_of": ["вчера"]}, "«вчера» — не дата: запишите её так: 2026-10-05 или 05.10.2026"),
        ({"deal_type": ["701", "Космос"]}, "Нет такого типа сделки: «Космос»"),
        ({"department": ["99"]}, "Нет такого отдела: «99»"),
        ({"pipeline": [" "]}, "Нет такой воронки: «»"),
    ],
)
def test_a_wrong_parameter_is_one_sentence_and_the_default_view(params: dict[str, list[str]], sentence: str) -> None:
    scope, [problem] = scope_from_params({"deal_type": ["702"]} | params, CHOICES, TODAY)
    assert scope == TODAY
    assert Language("ru").error(problem) == sentence


def test_every_wrong_parameter_is_told() -> None:
    _, problems = scope_from_params({"month": ["x"], "as_of": ["y"], "pipeline": ["z"]}, CHOICES, TODAY)
    assert len(problems) == 3
