from datetime import date

from sales_core.periods import Month
from sales_core.scope import Scope

WHOLE = Scope(Month(2026, 10), date(2026, 10, 20))


def test_deal_types_and_pipelines_narrow_payments_and_departments_do_not() -> None:
    assert not WHOLE.narrows_payments
    assert not Scope(WHOLE.month, WHOLE.as_of, departments=(0,)).narrows_payments
    assert Scope(WHOLE.month, WHOLE.as_of, deal_types=(0,)).narrows_payments
    assert Scope(WHOLE.month, WHOLE.as_of, pipelines=(7,)).narrows_payments


def test_the_whole_month_keeps_the_department() -> None:
    scope = Scope(WHOLE.month, WHOLE.as_of, deal_types=(1,), departments=(2,), pipelines=(3,))
    assert scope.whole() == Scope(WHOLE.month, WHOLE.as_of, departments=(2,))
    assert WHOLE.whole() == WHOLE
