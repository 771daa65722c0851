from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from sales_core.money import currency
from sales_core.payment_filter import Age, PaymentFilter
from sales_core.payment_states import Standing, State
from sales_core.payment_sums import DueSum, Sum, add_up
from sales_core.periods import Month
from sales_core.reports.payment_list import DUE_STATES, PaymentOverview, build_due_days, build_overview
from sales_core.reports.work_calendar import DayKind, WorkCalendar
from sales_core.spans import month_span

TODAY = date(2026, 10, 20)
OCTOBER = Month(2026, 10)
RUB = currency("RUB")

due_sums = st.lists(
    st.builds(
        DueSum,
        st.integers(-200, 40).map(lambda days: TODAY + timedelta(days=days)),
        st.sampled_from(Standing),
        st.builds(Sum, st.integers(1, 9), st.integers(-(10**9), 10**9), st.integers(-(10**9), 10**9)),
    ),
    max_size=40,
)
asked_for = st.builds(
    PaymentFilter,
    st.just(TODAY),
    states=st.sets(st.sampled_from(State)).map(tuple),
    ages=st.sets(st.sampled_from(Age)).map(tuple),
)


def overview(sums: list[DueSum], asked: PaymentFilter) -> PaymentOverview:
    days = build_due_days(sums, asked, OCTOBER, WorkCalendar(), "ru")
    return build_overview(sums, days, asked, OCTOBER, RUB)


@given(due_sums, asked_for)
def test_states_add_up_to_the_whole_and_ages_to_what_is_overdue(sums: list[DueSum], asked: PaymentFilter) -> None:
    found = overview(sums, asked)
    assert add_up(found.states.values()) == found.whole == add_up(each.sum for each in sums)
    assert add_up(found.ages.values()) == found.states.get(State.OVERDUE, Sum())
    chosen = [found.states.get(state, Sum()) for state in asked.states]
    if not asked.ages:
        assert found.selection == (add_up(chosen) if asked.states else found.whole)


@given(due_sums)
def test_a_calendar_of_all_that_is_due_adds_up_to_the_month_s_totals(sums: list[DueSum]) -> None:
    of_october = [each for each in sums if each.day in OCTOBER]
    found = overview(of_october, PaymentFilter(TODAY, month_span(OCTOBER)))
    totals = add_up(day.total for day in found.days)
    assert totals == add_up(found.states.get(state, Sum()) for state in DUE_STATES)
    assert len(found.days) == 31


def test_an_age_is_counted_from_the_day_after_the_due_date() -> None:
    late = {
        -1: Age.WEEK,
        -7: Age.WEEK,
        -8: Age.MONTH,
        -30: Age.MONTH,
        -31: Age.QUARTER,
        -90: Age.QUARTER,
        -91: Age.OLDER,
    }
    for days, age in late.items():
        found = overview([DueSum(TODAY + timedelta(days=days), Standing.OPEN, Sum(1, 5, 4))], PaymentFilter(TODAY))
        assert {each for each, total in found.ages.items() if total.count} == {age}
    due_today = overview([DueSum(TODAY, Standing.OPEN, Sum(1, 5, 4))], PaymentFilter(TODAY))
    assert not any(total.count for total in due_today.ages.values())


def test_the_calendar_tells_states_and_days_off_and_leaves_out_what_will_not_happen() -> None:
    day = date(2026, 10, 17)
    sums = [
        DueSum(day, Standing.OPEN, Sum(2, 300, 200)),
        DueSum(day, Standing.PAID, Sum(1, 50, 50)),
        DueSum(day, Standing.LOST, Sum(4, 9, 9)),
    ]
    found = overview(sums, PaymentFilter(TODAY))
    saturday = found.days[16]
    assert (saturday.day, saturday.kind) == (day, DayKind.WEEKEND)
    assert saturday.states == {State.PAID: Sum(1, 50, 50), State.OVERDUE: Sum(2, 300, 200)}
    assert saturday.total == Sum(3, 350, 250)
    assert overview(sums, PaymentFilter(TODAY, states=(State.PAID,))).days[16].total == Sum(1, 50, 50)


def test_there_is_always_a_page() -> None:
    assert overview([], PaymentFilter(TODAY)).pages == 1
    assert overview([DueSum(TODAY, Standing.OPEN, Sum(50, 1, 1))], PaymentFilter(TODAY)).pages == 1
    assert overview([DueSum(TODAY, Standing.OPEN, Sum(51, 1, 1))], PaymentFilter(TODAY)).pages == 2
