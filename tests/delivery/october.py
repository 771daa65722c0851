"""The worked month of docs/metrics.md, as a report built by hand, with one more manager outside the report."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from sales_core.figures import CellSums, Figure, Sums
from sales_core.money import currency
from sales_core.payment_states import State
from sales_core.periods import Month
from sales_core.reports.bonus import Scale, Tier
from sales_core.reports.breakdown import BehindLine, Breakdown, build_breakdown
from sales_core.reports.plans import Employment, prorated_plans
from sales_core.reports.sales import DealType, Manager, SalesInputs, SalesReport, build_sales_report
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope

RUB = currency("RUB")
OCTOBER = Scope(Month(2026, 10), date(2026, 10, 20))
LICENCES = DealType(701, "Лицензии", Decimal("0.5"), share_is_set=True)
WORKS = DealType(702, "Работы", Decimal(1), share_is_set=True)
NO_TYPE = DealType(0, "", Decimal(1), share_is_set=False)
ANNA = Manager(5502, "Анна", 31)
VERA = Manager(5503, "=Вера", 31)


def october_report(employments: Mapping[int, Employment] | None = None) -> SalesReport:
    """``employments``: those whose plans are cut to the days they were there."""
    licences = Sums(fact=18_000_001, paid=14_000_000, revenue=36_000_001)
    works = Sums(pending=6_000_000, overdue=9_000_000, carried=4_500_000, lost=9_500_000, lost_leads=2)
    cells = [
        CellSums(ANNA.id, LICENCES.id, licences),
        CellSums(ANNA.id, WORKS.id, works),
        CellSums(VERA.id, 0, Sums(fact=-5_000_000, revenue=-5_000_000)),
    ]
    inputs = SalesInputs(
        cells=cells,
        whole_cells=cells,
        managers={ANNA.id: ANNA, VERA.id: VERA},
        in_report=frozenset({ANNA.id}),
        plans=prorated_plans({(ANNA.id, 0): 40_000_000}, OCTOBER.month, employments or {}, WorkCalendar("RU")),
        deal_types={0: NO_TYPE, LICENCES.id: LICENCES, WORKS.id: WORKS},
        scale=Scale((Tier(Decimal("0.5"), Decimal("0.03")),)),
        currency=RUB,
        bonus_unit=1,
        working_days=WorkCalendar("RU").working_days(Month(2026, 10)),
    )
    return build_sales_report(inputs, OCTOBER)


def october_payments(*lines: BehindLine) -> Breakdown:
    return build_breakdown(OCTOBER, {Figure.FACT}, RUB, lines or (payment(), payment(payment_id=5, amount=8_000_001)))


def payment(
    *, payment_id: int | None = 1, amount: int = 30_000_000, comment: str = "аванс", name: str = "L1"
) -> BehindLine:
    return BehindLine(
        payment_id=payment_id,
        lead_id=101,
        lead_name=name,
        client="ООО «Ромашка»",
        manager=ANNA,
        deal_type=LICENCES,
        amount_minor=amount,
        margin_share=Decimal("0.5"),
        margin_minor=(amount + 1) // 2,
        due_on=date(2026, 10, 5) if payment_id else None,
        paid_on=date(2026, 10, 6) if payment_id else None,
        state=State.PAID if payment_id else State.LOST,
        days_overdue=0,
        comment=comment,
        source="import" if payment_id else None,
    )


def lead_url(lead_id: int) -> str:
    return f"https://demo.amocrm.ru/leads/detail/{lead_id}"
