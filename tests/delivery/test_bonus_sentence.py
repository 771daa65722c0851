"""A bonus is told in one sentence: the examples of docs/metrics.md, cap and rounding, and why there is none."""

from decimal import Decimal

import pytest

from sales_core.adjustments import Adjustment
from sales_core.delivery.bonus_sentence import tell_bonus, tell_rates
from sales_core.delivery.payroll_sheet import tell_adjustment
from sales_core.figures import CellSums, Sums
from sales_core.i18n import Language
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import Applies, Scale, Tier
from sales_core.reports.payroll import Payroll, build_payroll
from sales_core.reports.plans import whole_plans
from sales_core.reports.sales import Manager, SalesInputs, build_sales_report
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope
from tests.delivery.october import OCTOBER

RUB = currency("RUB")
ANNA = Manager(1, "Анна")


def scale(*tiers: tuple[str, str, Applies], cap: int | None = None) -> Scale:
    return Scale(tuple(Tier(Decimal(start), Decimal(rate), applies) for start, rate, applies in tiers), cap)


WHOLE, MARGINAL = Applies.WHOLE, Applies.MARGINAL
STEPS = (("0.5", "0.03"), ("0.8", "0.05"), ("1", "0.07"), ("1.2", "0.1"))
A, B = (scale(*((start, rate, applies) for start, rate in STEPS)) for applies in (WHOLE, MARGINAL))
C = scale(("0", "0.05", MARGINAL), ("0.5", "0.1", WHOLE), ("1", "0.2", MARGINAL))
E = scale(("0.5", "0.05", WHOLE), ("1.2", "0.12", WHOLE), cap=60_000_00)


def payroll(of: Scale | None, plan: int | None, fact: int, unit: int = 1) -> Payroll:
    """One of a month with one manager; amounts in minor units."""
    inputs = SalesInputs(
        cells=(cells := [CellSums(ANNA.id, 0, Sums(fact=fact))]),
        whole_cells=cells,
        managers={ANNA.id: ANNA},
        in_report=frozenset({ANNA.id}),
        plans=whole_plans({} if plan is None else {(ANNA.id, 0): plan}),
        deal_types={},
        scale=of,
        currency=RUB,
        bonus_unit=unit,
        working_days=WorkCalendar("RU").working_days(Month(2026, 10)),
    )
    return build_payroll(build_sales_report(inputs, Scope(OCTOBER.month, OCTOBER.as_of)), [], {})


def told(of: Scale | None, plan: int | None, fact: int, unit: int = 1, language: str = "ru") -> str:
    statement = payroll(of, plan, fact, unit)
    return tell_bonus(statement.rows[0], statement, Language(language)).replace("\u202f", " ")


MILLION = 1_000_000_00


@pytest.mark.parametrize(("of", "fact", "sentence"), [
    (A, 499_999_99, "499 999,99 ₽ при плане 1 000 000 ₽ — 49,9 %, меньше 50 %, с которых платится бонус: 0"),
    (A, 500_000_00, "500 000 ₽ при плане 1 000 000 ₽ — 50 %; ставка 3 % на весь факт = 15 000 ₽"),
    (A, 799_999_99, "799 999,99 ₽ при плане 1 000 000 ₽ — 79,9 %; ставка 3 % на весь факт = 24 000 ₽"),
    (A, 800_000_00, "800 000 ₽ при плане 1 000 000 ₽ — 80 %; ставка 5 % на весь факт = 40 000 ₽"),
    (A, MILLION, "1 000 000 ₽ при плане 1 000 000 ₽ — 100 %; ставка 7 % на весь факт = 70 000 ₽"),
    (A, 1_250_000_00, "1 250 000 ₽ при плане 1 000 000 ₽ — 125 %; ставка 10 % на весь факт = 125 000 ₽"),
    (A, -50_000_00, "−50 000 ₽: ничего не принесено, бонус 0"),
    (B, 499_999_99, "499 999,99 ₽ при плане 1 000 000 ₽ — 49,9 %, меньше 50 %, с которых платится бонус: 0"),
    (B, 500_000_00, "500 000 ₽ при плане 1 000 000 ₽ — 50 %; 0 ₽ × 3 % = 0 ₽"),
    (B, 800_000_00, "800 000 ₽ при плане 1 000 000 ₽ — 80 %; 300 000 ₽ × 3 % = 9 000 ₽"),
    (B, 1_250_000_00, (
        "1 250 000 ₽ при плане 1 000 000 ₽ — 125 %; 300 000 ₽ × 3 % + 200 000 ₽ × 5 % + 200 000 ₽ × 7 % + "
        "50 000 ₽ × 10 % = 38 000 ₽"
    )),
])  # fmt: skip
def test_the_worked_examples(of: Scale, fact: int, sentence: str) -> None:
    assert told(of, MILLION, fact) == sentence


def test_mixed_tiers_tell_their_slices() -> None:
    assert told(C, 33_000_00, 40_000_00) == (
        "40 000 ₽ при плане 33 000 ₽ — 121,2 %; 33 000 ₽ × 10 % + 7 000 ₽ × 20 % = 4 700 ₽"
    )


def test_a_cap_and_a_rounding_are_told() -> None:
    assert told(E, 500_000_00, 620_000_00) == (
        "620 000 ₽ при плане 500 000 ₽ — 124 %; ставка 12 % на весь факт = 74 400 ₽, но не больше потолка 60 000 ₽"
    )
    assert told(A, MILLION, 512_345_00, unit=100) == (
        "512 345 ₽ при плане 1 000 000 ₽ — 51,2 %; ставка 3 % на весь факт = 15 370,35 ₽, округлено до 15 370 ₽"
    )


def test_why_a_bonus_is_empty() -> None:
    assert told(A, None, 300_000_00) == "300 000 ₽; план не задан, поэтому бонуса нет"
    assert told(A, 0, 300_000_00) == "300 000 ₽; план равен 0, поэтому бонуса нет"
    assert told(None, MILLION, 300_000_00) == "300 000 ₽; шкала бонуса на месяц не задана"


def test_in_english() -> None:
    assert told(A, MILLION, 1_250_000_00, language="en") == (
        "1 250 000 RUB at a plan of 1 000 000 RUB is 125 %; the rate of 10 % on the whole fact = 125 000 RUB"
    )


def test_rates_that_earned_something() -> None:
    language = Language("ru")
    assert tell_rates(payroll(B, MILLION, 1_250_000_00).rows[0], language).replace("\u202f", " ") == (
        "3 % · 5 % · 7 % · 10 %"
    )
    assert tell_rates(payroll(A, MILLION, 1_250_000_00).rows[0], language).replace("\u202f", " ") == "10 %"
    assert tell_rates(payroll(A, MILLION, 1).rows[0], language) == ""


def test_an_adjustment_says_what_it_makes_up_for() -> None:
    premium = Adjustment(1, Month(2026, 10), 1, 1_500_00, "лучший в октябре", 0, "anna")
    posted = Adjustment(2, Month(2026, 10), 1, -500_50, "", 0, "anna", Month(2026, 9), -10_000_00)
    language = Language("ru")
    assert tell_adjustment(premium, RUB, language).replace("\u202f", " ") == "+1 500 ₽: лучший в октябре"
    assert tell_adjustment(posted, RUB, language).replace("\u202f", " ") == (
        "−500,50 ₽ за изменения сентября 2026 после закрытия (факт −10 000 ₽)"
    )
