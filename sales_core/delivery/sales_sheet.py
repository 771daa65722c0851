"""The sales report as a sheet: the five parts side by side, a line for each manager with their deal types under it."""

from collections.abc import Iterator
from fractions import Fraction

from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.figures import Sums
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.reports.plans import PlanPart
from sales_core.reports.sales import DealTypeRow, ManagerRow, SalesReport

_PARTS: tuple[tuple[str, tuple[tuple[str, Kind], ...]], ...] = (
    ("", ((N_("Manager"), Kind.TEXT), (N_("Deal type"), Kind.TEXT))),
    (N_("Margin"), ((N_("Plan"), Kind.MONEY), (N_("Fact"), Kind.MONEY), (N_("%"), Kind.RATIO))),
    (N_("Bonus"), ((N_("Bonus"), Kind.MONEY),)),
    (
        N_("Margin expected"),
        (
            (N_("Paid"), Kind.MONEY),
            (N_("Pending"), Kind.MONEY),
            (N_("Overdue"), Kind.MONEY),
            (N_("Carried over"), Kind.MONEY),
            (N_("In all"), Kind.MONEY),
            (N_("Forecast"), Kind.MONEY),
            (N_("Forecast, %"), Kind.RATIO),
        ),
    ),
    (N_("Revenue"), ((N_("Revenue"), Kind.MONEY),)),
    (N_("Archived"), ((N_("Amount"), Kind.MONEY), (N_("Deals"), Kind.COUNT))),
)


def build_sales_sheet(report: SalesReport, language: Language) -> Sheet:
    """Managers in the report's order, those outside it under «Остальные», and the total last."""
    return Sheet(
        name=language.text("Sales"),
        title=language.text("Sales report, {month}", month=language.month(report.scope.month)),
        notes=tuple(_notes(report, language)),
        parts=tuple(_part(title, columns, language) for title, columns in _PARTS),
        lines=tuple(_lines(report, language)),
        currency=report.currency,
        key_columns=2,
        thresholds=report.scale.thresholds if report.scale else (),
    )


def manager_name(manager_id: int, name: str, language: Language) -> str:
    return name if manager_id else language.text("No manager")


def deal_type_name(deal_type_id: int, name: str, language: Language) -> str:
    return name if deal_type_id else language.text("No type")


def plan_part_words(part: PlanPart, currency: Currency, language: Language) -> list[str]:
    """Why a plan is not the one that was set, and which that was."""
    worked = language.number(part.worked)
    days = language.plural(
        "plan for {worked} of {n} working day", "plan for {worked} of {n} working days", part.total, worked=worked
    )
    return [
        days if part.worked else language.text("no plan: does not work in this month"),
        language.text("set for the whole month: {plan}", plan=language.money(part.whole, currency)),
    ]


def _part(title: str, columns: tuple[tuple[str, Kind], ...], language: Language) -> Part:
    return Part(language.text(title), tuple(Column(language.text(name), kind) for name, kind in columns))


def _notes(report: SalesReport, language: Language) -> Iterator[str]:
    yield language.text("As of {day}", day=report.scope.as_of.strftime("%d.%m.%Y"))
    if report.scope.narrows_payments:
        yield language.text("Narrowed by a filter; plan, percent and bonus are those of the whole month")
    elif report.scope.departments:
        yield language.text("Narrowed to a part of the departments")
    if report.types_without_share:
        yield language.text("Deal types without a margin share count at 100%")
    for row in report.rows:
        if row.plan_part:
            name = " ".join(manager_name(row.manager.id, row.manager.name, language).split())
            yield f"{name}: {', '.join(plan_part_words(row.plan_part, report.currency, language))}"


def _lines(report: SalesReport, language: Language) -> Iterator[Line]:
    for row in report.rows:
        if not row.manager.others:
            yield from _manager_lines(row, language)
    others = [row for row in report.rows if row.manager.others]
    if others:
        yield Line(Level.HEADING, (language.text("Others"),))
    for row in others:
        yield from _manager_lines(row, language)
    total = report.total
    figures = _figures(total.sums, total.plan, total.percent, total.forecast_percent, total.bonus)
    yield Line(Level.TOTAL, (language.text("Total"), "", *figures))


def _manager_lines(row: ManagerRow, language: Language) -> Iterator[Line]:
    name = manager_name(row.manager.id, row.manager.name, language)
    figures = _figures(row.sums, row.plan, row.percent, row.forecast_percent, row.bonus.amount)
    yield Line(Level.ROW, (name, "", *figures))
    for deal_type in row.deal_types:
        yield Line(Level.DETAIL, (name, *_deal_type_values(deal_type, language)))


def _deal_type_values(row: DealTypeRow, language: Language) -> tuple[Value, ...]:
    name = deal_type_name(row.deal_type.id, row.deal_type.name, language)
    return (name, *_figures(row.sums, None, None, None, row.bonus))


def _figures(
    sums: Sums, plan: int | None, percent: Fraction | None, forecast_percent: Fraction | None, bonus: int | None
) -> tuple[Value, ...]:
    return (
        plan,
        sums.fact,
        percent,
        bonus,
        sums.paid,
        sums.pending,
        sums.overdue,
        sums.carried,
        sums.total,
        sums.forecast,
        forecast_percent,
        sums.revenue,
        sums.lost,
        sums.lost_leads,
    )
