"""The payroll statement as sheets: one of all managers, and one of each with the payments behind the bonus."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sales_core.adjustments import Adjustment
from sales_core.delivery.bonus_sentence import money, tell_bonus, tell_rates
from sales_core.delivery.payments_sheet import LeadUrl, build_payments_sheet
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import MINUS, N_, Language
from sales_core.money import Currency
from sales_core.reports.breakdown import Breakdown
from sales_core.reports.payroll import Payroll, PayrollRow
from sales_core.reports.sales import Manager

_COLUMNS = (
    (N_("Manager"), Kind.TEXT),
    (N_("Plan"), Kind.MONEY),
    (N_("Fact"), Kind.MONEY),
    (N_("%"), Kind.RATIO),
    (N_("Rate"), Kind.TEXT),
    (N_("Bonus"), Kind.MONEY),
    (N_("Adjustments"), Kind.MONEY),
    (N_("To pay"), Kind.MONEY),
    (N_("How the bonus comes about"), Kind.TEXT),
)


def build_payroll_sheet(payroll: Payroll, language: Language, manager_id: int | None = None) -> Sheet:
    """A line for each manager and their total; of one manager alone if told."""
    rows = [row for row in payroll.rows if manager_id is None or row.manager.id == manager_id]
    lines = [Line(Level.ROW, _values(row, payroll, language)) for row in rows]
    if manager_id is None:
        lines.append(Line(Level.TOTAL, _total(payroll, language)))
    scale = payroll.report.scale
    return Sheet(
        name=language.text("Payroll"),
        title=language.text("Payroll statement, {month}", month=language.month(payroll.report.scope.month)),
        notes=(tell_standing(payroll, language),),
        parts=(Part("", tuple(Column(language.text(title), kind) for title, kind in _COLUMNS)),),
        lines=tuple(lines),
        currency=payroll.report.currency,
        key_columns=1,
        thresholds=scale.thresholds if scale else (),
    )


def build_payroll_book(
    payroll: Payroll,
    paid: Mapping[int, Breakdown],
    lead_url: LeadUrl,
    language: Language,
    manager_id: int | None = None,
) -> Iterator[Sheet]:
    """The statement, and a sheet with the payments of each manager who has any or is paid anything."""
    yield build_payroll_sheet(payroll, language, manager_id)
    for row in payroll.rows:
        is_wanted = manager_id is None or row.manager.id == manager_id
        breakdown = paid[row.manager.id]
        if is_wanted and (breakdown.rows or row.to_pay):
            name = name_of(row.manager, language)
            yield replace(
                build_payments_sheet(breakdown, lead_url, language),
                name=name,
                title=f"{name}, {language.month(payroll.report.scope.month)}",
                notes=tuple(_notes(row, payroll, language)),
            )


def tell_standing(payroll: Payroll, language: Language) -> str:
    """Whether this is final."""
    closing = payroll.report.closing
    day = payroll.report.scope.as_of.strftime("%d.%m.%Y")
    if closing is None:
        return language.text("Preliminary, as of {day}: the month is not closed", day=day)
    return language.text("The month is closed: as of {day}, by {name}", day=day, name=closing.closed_by)


def tell_adjustment(adjustment: Adjustment, currency: Currency, language: Language) -> str:
    """``+12 000 ₽ for September 2026, reason``"""
    amount = signed(adjustment.amount_minor, currency, language)
    if adjustment.of_month is None:
        return f"{amount}: {adjustment.reason}"
    told = language.text(
        "{amount} for changes of {month} after it was closed (fact {fact})",
        amount=amount,
        month=language.month_of(adjustment.of_month),
        fact=signed(adjustment.fact_minor or 0, currency, language),
    )
    return f"{told}: {adjustment.reason}" if adjustment.reason else told


def signed(minor: int, currency: Currency, language: Language) -> str:
    """With a sign also where it is above 0: by how much something moved."""
    told = money(minor, currency, language)
    return told if told.startswith(MINUS) or minor == 0 else f"+{told}"


def name_of(manager: Manager, language: Language) -> str:
    return manager_name(manager.id, manager.name or f"#{manager.id}", language)


def _values(row: PayrollRow, payroll: Payroll, language: Language) -> tuple[Value, ...]:
    figures = row.figures
    return (
        name_of(row.manager, language),
        figures.plan if figures else None,
        figures.sums.fact if figures else None,
        figures.percent if figures else None,
        tell_rates(row, language),
        row.bonus,
        row.adjusted,
        row.to_pay,
        tell_bonus(row, payroll, language),
    )


def _total(payroll: Payroll, language: Language) -> tuple[Value, ...]:
    total = payroll.report.total
    figures = (total.plan, total.sums.fact, total.percent, "", payroll.bonus, payroll.adjusted, payroll.to_pay, "")
    return (language.text("Total"), *figures)


def _notes(row: PayrollRow, payroll: Payroll, language: Language) -> Iterator[str]:
    currency = payroll.report.currency
    yield tell_standing(payroll, language)
    yield tell_bonus(row, payroll, language)
    for adjustment in row.adjustments:
        yield tell_adjustment(adjustment, currency, language)
    yield language.text("To pay: {amount}", amount=money(row.to_pay, currency, language))
