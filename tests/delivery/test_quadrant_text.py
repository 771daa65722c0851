"""A sentence says of each manager what the figures say, in both languages."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from sales_core.activity import ActionKind, Counts
from sales_core.activity_scope import activity_scope
from sales_core.delivery.quadrant_text import ADVICE, TITLES, tell_number, tell_point
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.reports.activity import Effort
from sales_core.reports.pace import Pace
from sales_core.reports.quadrant import DIAGNOSES, Point, Quadrant, Verdict
from sales_core.reports.sales import Manager
from sales_core.spans import month_span

RU, EN = Language("ru"), Language("en")
SCOPE = activity_scope(month_span(Month(2026, 9)), date(2026, 9, 18))
PACE = Pace(16, 25, None)


def told(
    language: Language,
    actions: int,
    verdict: Verdict,
    activity: Fraction | None = None,
    percent: Fraction | None = Fraction(52, 100),
    *,
    score: Decimal | None = None,
    days: int | None = 14,
    present: int = 14,
) -> str:
    score = Decimal(actions) if score is None else score
    effort = Effort(Counts({ActionKind.CALL_OUT: actions}), score, present, None)
    point = Point(Manager(7, "Артём Громов"), effort, activity, percent, verdict)
    quadrant = Quadrant(SCOPE, (point,), Fraction(43), days, PACE, None, (Decimal(1),))
    return tell_point(point, quadrant, language).replace("\u202f", " ")


def test_the_figures_and_the_diagnosis_they_make() -> None:
    given = (790, Verdict.TRIES_WITHOUT_SELLING, Fraction(129, 100))
    assert told(RU, *given) == (
        "Артём Громов: 790 действий, на 29 % больше среднего; 52 % плана при темпе 64 %: старается, но не продаёт"
    )
    assert told(EN, *given) == (
        "Артём Громов: 790 actions, 29 % more than the average; 52 % of the plan at a pace of 64 %:"
        " tries, but does not sell"
    )


def test_days_are_told_where_they_differ() -> None:
    given = (21, Verdict.LITTLE_OF_BOTH, Fraction(1, 2))
    assert told(RU, *given, days=None, present=3) == (
        "Артём Громов: 21 действие за 3 рабочих дня, за день на 50 % меньше среднего; 52 % плана при темпе 64 %:"
        " мало действий, мало продаж"
    )
    assert told(EN, *given, days=None, present=1).startswith(
        "Артём Громов: 21 actions in 1 working day, 50 % less a day"
    )


def test_a_weighted_score_is_told_beside_the_actions() -> None:
    assert told(RU, 2, Verdict.WORKS_AND_SELLS, Fraction(3, 2), Fraction(996, 1000), score=Decimal("1.5")) == (
        "Артём Громов: 2 действия, с весами 1,5, на 50 % больше среднего; 99 % плана при темпе 64 %: работает и продаёт"
    )


@pytest.mark.parametrize(
    ("verdict", "activity", "percent", "sentence"),
    [
        (Verdict.NO_PLAN, Fraction(2), None, "Артём Громов: 5 действий, на 100 % больше среднего; плана нет"),
        (Verdict.ABSENT, None, Fraction(0),
         "Артём Громов: 5 действий; 0 % плана при темпе 64 %: рабочих дней в периоде нет"),
        (Verdict.ALONE, Fraction(1), Fraction(1),
         "Артём Громов: 5 действий; 100 % плана при темпе 64 %: сравнить не с кем"),
        (Verdict.ON_BORDER, Fraction(1001, 1000), Fraction(0),
         "Артём Громов: 5 действий, столько же, сколько в среднем; 0 % плана при темпе 64 %: на границе, без диагноза"),
    ],
)  # fmt: skip
def test_where_there_is_no_diagnosis_it_says_why(
    verdict: Verdict, activity: Fraction | None, percent: Fraction | None, sentence: str
) -> None:
    assert told(RU, 5, verdict, activity, percent) == sentence


def test_every_verdict_has_its_words_and_every_diagnosis_its_advice() -> None:
    assert TITLES.keys() == set(Verdict)
    assert ADVICE.keys() == set(DIAGNOSES.values())


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(613), "613"), (Fraction(438, 10), "43,8"), (Fraction(13001, 10), "1 300"), (Decimal("0.04"), "0")],
)
def test_a_number_has_a_decimal_only_where_it_tells_something(value: Fraction | Decimal, text: str) -> None:
    assert tell_number(value, RU).replace("\u202f", " ") == text
