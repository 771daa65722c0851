from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_core.figures import Figure
from sales_core.money import currency
from sales_core.payment_states import State
from sales_core.periods import Month
from sales_core.reports.breakdown import BehindLine, Breakdown, StateTotal, build_breakdown, days_overdue
from sales_core.reports.sales import DealType, Manager
from sales_core.scope import Scope

SCOPE = Scope(Month(2026, 10), date(2026, 10, 20))
RUB = currency("RUB")
LICENCES = DealType(701, "Лицензии", Decimal("0.5"), share_is_set=True)


def line(
    payment_id: int | None, amount: int, state: State = State.PAID, lead: str = "Склад", comment: str = ""
) -> BehindLine:
    return BehindLine(
        payment_id=payment_id,
        lead_id=9_000 + (payment_id or 0),
        lead_name=lead,
        client="ООО «Ромашка»",
        manager=Manager(1, "Анна Ёлкина"),
        deal_type=LICENCES,
        amount_minor=amount,
        margin_share=Decimal("0.5"),
        margin_minor=amount // 2,
        due_on=date(2026, 10, 18),
        paid_on=None,
        state=state,
        days_overdue=0,
        comment=comment,
        source="manual",
    )


def behind(*lines: BehindLine, figures: tuple[Figure, ...] = (Figure.TOTAL,)) -> Breakdown:
    return build_breakdown(SCOPE, figures, RUB, lines)


def test_the_total_adds_margins_for_margin_figures_and_amounts_for_revenue_and_lost() -> None:
    lines = [line(1, 100), line(2, 300)]
    assert [behind(*lines, figures=(f,)).total_minor for f in (Figure.FACT, Figure.REVENUE, Figure.LOST)] == [
        200,
        400,
        400,
    ]
    assert behind(*lines, figures=(Figure.REVENUE, Figure.FACT)).total_minor == 200
    assert behind(*lines).total_amount_minor == 400
    assert behind() == Breakdown(SCOPE, frozenset({Figure.TOTAL}), RUB, (), 0, 0, ())


def test_states_are_counted_in_a_fixed_order() -> None:
    found = behind(line(1, 100, State.OVERDUE), line(2, 300), line(3, 20, State.OVERDUE))
    assert found.states == (StateTotal(State.PAID, 1, 150), StateTotal(State.OVERDUE, 2, 60))


@given(
    st.lists(
        st.builds(line, st.integers(1, 9), st.integers(-500, 500), st.sampled_from(list(State))),
        max_size=9,
        unique_by=lambda line: line.payment_id,
    )
)
def test_the_states_split_the_total(lines: list[BehindLine]) -> None:
    found = behind(*lines)
    assert sum(state.total_minor for state in found.states) == found.total_minor
    assert sum(state.count for state in found.states) == len(found.rows)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [1, 2, 3]),
        ("сКЛад", [1]),
        ("ромашка ёлкина лицензии", [1, 2, 3]),
        ("аванс", [2]),
        ("ромашка аванс склад", []),
        ("1 250.50", [3]),
        ("9002", [2]),
    ],
)
def test_every_word_looked_for_must_occur_somewhere_in_the_line(text: str, found: list[int]) -> None:
    lines = [line(1, 100), line(2, 200, lead="Сайт", comment="Аванс 30 %"), line(3, 125_050, lead="ERP")]
    assert [row.payment_id for row in behind(*lines).narrowed(text).rows] == found


def test_what_is_narrowed_has_its_own_totals() -> None:
    found = behind(line(1, 100, State.OVERDUE), line(2, 300), line(3, 20, State.OVERDUE))
    overdue = found.narrowed(states=[State.OVERDUE])
    assert (overdue.total_minor, overdue.total_amount_minor, [s.count for s in overdue.states]) == (60, 120, [2])
    assert overdue.narrowed("склад").total_minor == 60


def test_only_an_overdue_payment_is_late_by_days() -> None:
    due, today = date(2026, 10, 18), date(2026, 10, 20)
    assert days_overdue(State.OVERDUE, due, today) == 2
    assert days_overdue(State.PENDING, due, today) == 0
    assert days_overdue(State.LOST, None, today) == 0


def test_only_revenue_and_lost_count_full_amounts() -> None:
    assert [f for f in Figure if not behind(figures=(f,)).counts_margin] == [Figure.REVENUE, Figure.LOST]
