from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.periods import Month
from sales_core.reports.bonus import NoBonus
from sales_core.reports.plans import Employment, MonthPlans, PlanPart, Plans, plan_in, prorated_plans, whole_plans
from sales_core.reports.sales import SalesReport, build_sales_report
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope
from tests.reports.test_sales import ANNA, BORIS, LICENCES, OCTOBER, WORKS, cell, inputs, names, row_of

RUSSIA = WorkCalendar("RU")
MID_OCTOBER = Employment(hired_on=date(2026, 10, 16))
"""Eleven of the twenty-two working days."""
LATER = Employment(hired_on=date(2026, 11, 2))


def prorated(plans: Plans, employment: Employment, calendar: WorkCalendar = RUSSIA) -> MonthPlans:
    return prorated_plans(plans, OCTOBER.month, {ANNA.id: employment}, calendar)


def report_of(plans: MonthPlans, *deal_types: int) -> SalesReport:
    cells = [cell(ANNA, LICENCES, fact=100), cell(ANNA, WORKS, fact=100), cell(BORIS, WORKS, fact=500)]
    shown = [c for c in cells if not deal_types or c.deal_type_id in deal_types]
    scope = Scope(OCTOBER.month, OCTOBER.as_of, deal_types=deal_types)
    return build_sales_report(inputs(*shown, whole=cells, plans=plans), scope)


def test_half_the_working_days_are_half_the_plan_for_percent_bonus_and_total() -> None:
    report = report_of(prorated({(ANNA.id, 0): 401, (BORIS.id, 0): 1_000}, MID_OCTOBER))
    anna, boris = row_of(report, ANNA), row_of(report, BORIS)
    assert (anna.plan, anna.percent, anna.plan_part) == (201, Fraction(200, 201), PlanPart(11, 22, 401))
    assert anna.bonus.amount == 6
    assert anna.bonus.next_tier is not None
    assert anna.bonus.next_tier.missing == 1
    assert (boris.plan, boris.plan_part) == (1_000, None)
    assert (report.total.plan, report.total.percent) == (1_201, Fraction(700, 1_201))


def test_plans_per_deal_type_are_cut_one_by_one_and_their_sum_adds_the_rounded() -> None:
    plans = prorated({(ANNA.id, LICENCES): 401, (ANNA.id, WORKS): 201}, MID_OCTOBER)
    whole, narrowed = row_of(report_of(plans), ANNA), row_of(report_of(plans, LICENCES), ANNA)
    assert (whole.plan, whole.plan_part) == (201 + 101, PlanPart(11, 22, 602))
    assert (narrowed.plan, narrowed.plan_part) == (201, PlanPart(11, 22, 401))


@pytest.mark.parametrize(
    "employment",
    [LATER, Employment(dismissed_on=date(2026, 9, 30)), Employment(date(2026, 10, 17), date(2026, 10, 18))],
)
def test_who_works_on_no_day_of_the_month_has_no_plan_and_the_row_says_why(employment: Employment) -> None:
    report = report_of(prorated({(ANNA.id, 0): 400, (ANNA.id, WORKS): 100}, employment))
    anna = row_of(report, ANNA)
    assert (anna.plan, anna.percent, anna.bonus.amount, anna.is_behind) == (None, None, None, False)
    assert (anna.bonus.reason, anna.plan_part) == (NoBonus.NO_PLAN, PlanPart(0, 22, 400))
    assert report.total.plan is None


def test_a_plan_left_standing_gives_nobody_outside_the_report_a_row() -> None:
    plans = prorated_plans({(3, 0): 400, (4, 0): 400}, OCTOBER.month, {3: LATER}, RUSSIA)
    assert names(build_sales_report(inputs(plans=plans), OCTOBER)) == ["Анна", "Борис", "Глеб"]


@pytest.mark.parametrize(
    "employment",
    [
        Employment(),
        Employment(date(2020, 1, 1), date(2030, 1, 1)),
        Employment(date(2026, 10, 1), date(2026, 10, 31)),
        Employment(dismissed_on=date(2026, 10, 30)),  # the 31st is a Saturday
    ],
)
def test_who_is_there_on_every_working_day_has_the_whole_plan(employment: Employment) -> None:
    anna = row_of(report_of(prorated({(ANNA.id, 0): 400}, employment)), ANNA)
    assert (anna.plan, anna.plan_part) == (400, None)


def test_days_off_of_the_company_are_no_part_of_a_plan() -> None:
    closed = WorkCalendar("RU", frozenset({date(2026, 10, 29), date(2026, 10, 30)}))
    plans = prorated({(ANNA.id, 0): 400}, MID_OCTOBER, closed)
    assert row_of(report_of(plans), ANNA).plan_part == PlanPart(9, 20, 400)
    assert plans.in_force == {(ANNA.id, 0): 180}


def test_in_a_month_without_working_days_only_who_was_there_throughout_keeps_a_plan() -> None:
    closed = WorkCalendar("RU", frozenset(RUSSIA.working_days(OCTOBER.month)))
    plans = prorated_plans({(1, 0): 400, (2, 0): 400}, OCTOBER.month, {1: MID_OCTOBER, 2: Employment()}, closed)
    assert plans.in_force == {(2, 0): 400}


def test_a_plan_of_nothing_is_no_part_of_anything() -> None:
    anna = row_of(report_of(prorated({(ANNA.id, 0): 0}, MID_OCTOBER)), ANNA)
    assert (anna.plan, anna.plan_part) == (0, None)


# ---------------------------------------------------------------- for any month

months = st.builds(Month, st.integers(2015, 2035), st.integers(1, 12))
days = st.dates(date(2014, 12, 1), date(2036, 1, 31))
plans_of = st.dictionaries(
    st.tuples(st.integers(1, 3), st.sampled_from([0, LICENCES, WORKS])), st.integers(0, 10**12), max_size=6
)
employments_of = st.dictionaries(
    st.integers(1, 3), st.builds(Employment, st.none() | days, st.none() | days), max_size=3
)


@given(plans_of, months, employments_of)
def test_a_part_is_never_more_than_the_plan_and_others_keep_theirs(
    plans: Mapping[tuple[int, int], int], month: Month, employments: Mapping[int, Employment]
) -> None:
    cut = prorated_plans(plans, month, employments, RUSSIA)
    assert all(0 <= amount <= plans[key] for key, amount in cut.in_force.items())
    assert {key: a for key, a in plans.items() if key[0] not in employments}.items() <= cut.in_force.items()
    for manager_id in {owner for owner, _ in plans}:
        scope = Scope(month, month.first)
        in_force, as_set = (plan_in(known, manager_id, scope) or 0 for known in (cut.in_force, plans))
        is_cut = in_force != as_set  # of a plan of 0 nothing can be cut
        assert not is_cut or cut.part(manager_id, scope) is not None


@given(months, st.integers(0, 10**12), st.integers(0, 30))
def test_two_who_follow_each_other_share_the_month_between_them(month: Month, plan: int, nth: int) -> None:
    handed_over = month.first + timedelta(days=nth)
    employments = {1: Employment(dismissed_on=handed_over), 2: Employment(hired_on=handed_over + timedelta(days=1))}
    cut = prorated_plans({(1, 0): plan, (2, 0): plan}, month, employments, RUSSIA)
    assert abs(sum(cut.in_force.values()) - plan) <= 1  # two halves may both round up


@given(plans_of, months)
def test_without_the_choice_every_plan_is_whole(plans: Mapping[tuple[int, int], int], month: Month) -> None:
    whole = whole_plans(plans)
    assert whole.in_force == plans
    assert not [i for i in (1, 2, 3) if whole.part(i, Scope(month, month.first))]
