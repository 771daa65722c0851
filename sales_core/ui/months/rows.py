"""Months, payroll and what changed after closing as the rows of a ledger. Pure."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from sales_core.closing.overview import MonthsOverview, MonthState
from sales_core.delivery.bonus_sentence import money, tell_bonus, tell_rates
from sales_core.delivery.months_sheet import tell_reopening, tell_when
from sales_core.delivery.payments_sheet import STATE_LABELS
from sales_core.delivery.payroll_sheet import name_of, signed, tell_adjustment, tell_standing
from sales_core.delivery.sales_sheet import deal_type_name
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.breakdown import BehindLine
from sales_core.reports.drift import Drift, LineDrift, ManagerDrift
from sales_core.reports.payroll import Payroll, PayrollRow
from sales_core.ui.months.ledger import Cell, Column, Ledger, Row

SHOW, PAYMENTS = "show", "payments"
"""What pressing a cell asks for."""

MOST_LINES = 200

_PAYROLL = (
    N_("Manager"), N_("Plan"), N_("Fact"), N_("%"), N_("Rate"), N_("Bonus"), N_("Adjustments"), N_("To pay"),
)  # fmt: skip
_DRIFT = (
    N_("Manager"), N_("Fact"), N_("Bonus"), N_("Posted"), N_("Not posted yet"), N_("Revenue"), N_("Archived"),
    N_("Expected: paid"),
)  # fmt: skip
_LINES = (N_("Deal"), N_("Manager"), N_("Was"), N_("Is now"))


def build_months(
    overview: MonthsOverview, chosen: Month, currency: Currency, zone: ZoneInfo, language: Language
) -> Ledger:
    titles = [
        Column(language.text("Month")), Column(language.text("State"), is_text=True),
        Column(language.text("Closed"), is_text=True), Column(language.text("Fact, after closing")),
        Column(language.text("Bonus, after closing")), Column(language.text("Not posted yet")),
        Column(language.text("Adjustments")),
    ]  # fmt: skip
    return Ledger(
        title=language.text("Months"),
        about=language.text("the figures of a closed month stay what they were"),
        columns=tuple(titles),
        rows=tuple(_month(state, overview, chosen, currency, zone, language) for state in overview.months),
    )


def _month(  # noqa: PLR0913, PLR0917 - one row's ingredients
    state: MonthState, overview: MonthsOverview, chosen: Month, currency: Currency, zone: ZoneInfo, language: Language
) -> Row:
    name = language.month(state.month)
    drift = state.drift
    adjusted = sum(each.amount_minor for each in state.adjustments)
    return Row(
        id=str(state.month),
        is_chosen=state.month == chosen,
        cells=(
            Cell(name, press=SHOW, label=language.text("Show {month}", month=name)),
            _standing(state, overview, language),
            _closed(state, zone, language),
            _moved(drift.fact, currency, language, is_told=state.closing is not None),
            _moved(drift.bonus, currency, language, is_told=state.closing is not None),
            _moved(drift.bonus - drift.posted, currency, language, is_told=state.closing is not None),
            _moved(adjusted, currency, language),
        ),
        notes=tuple(
            language.text("Closed {when} by {name}; reopened {told}", when=tell_when(past.closed_at, zone, language),
                          name=past.closed_by, told=tell_reopening(past, zone, language))
            for past in state.past
        ),
    )  # fmt: skip


def _standing(state: MonthState, overview: MonthsOverview, language: Language) -> Cell:
    if state.closing is not None:
        return Cell(language.text("closed"), tone="gain", icon="check")
    if not state.is_over:
        return Cell(language.text("goes on"), tone="soft")
    return Cell(language.text("can be closed") if state.month in overview.to_close else language.text("open"))


def _closed(state: MonthState, zone: ZoneInfo, language: Language) -> Cell:
    if state.closing is None:
        return Cell(DASH, tone="soft")
    return Cell(tell_when(state.closing.closed_at, zone, language), under=state.closing.closed_by)


def build_payroll_ledger(payroll: Payroll, language: Language) -> Ledger:
    currency = payroll.report.currency
    total = payroll.report.total
    return Ledger(
        title=language.text("Payroll statement, {month}", month=language.month(payroll.report.scope.month)),
        about=tell_standing(payroll, language),
        columns=tuple(Column(language.text(title)) for title in _PAYROLL),
        rows=tuple(_payroll_row(row, payroll, language) for row in payroll.rows),
        total=(
            Cell(language.text("Total")), _money(total.plan, currency, language),
            _money(total.sums.fact, currency, language), Cell(_percent(payroll, None, language)), Cell(""),
            _money(payroll.bonus, currency, language), _moved(payroll.adjusted, currency, language),
            _money(payroll.to_pay, currency, language),
        ),
        none=language.text("Nobody is in the report of this month"),
    )  # fmt: skip


def _payroll_row(row: PayrollRow, payroll: Payroll, language: Language) -> Row:
    currency, figures = payroll.report.currency, row.figures
    name = name_of(row.manager, language)
    fact = _money(figures.sums.fact if figures else None, currency, language)
    if figures is not None and figures.sums.fact:
        fact = Cell(fact.text, press=PAYMENTS, label=language.text("Payments of {name}", name=name))
    return Row(
        id=str(row.manager.id),
        cells=(
            Cell(name),
            _money(figures.plan if figures else None, currency, language),
            fact,
            Cell(_percent(payroll, row, language)),
            Cell(tell_rates(row, language) or DASH, tone="" if row.slices else "soft"),
            _money(row.bonus, currency, language),
            _moved(row.adjusted, currency, language),
            Cell(money(row.to_pay, currency, language), tone="strong"),
        ),
        notes=(
            tell_bonus(row, payroll, language),
            *(tell_adjustment(each, currency, language) for each in row.adjustments),
        ),
    )


def _percent(payroll: Payroll, row: PayrollRow | None, language: Language) -> str:
    scale = payroll.report.scale
    percent = payroll.report.total.percent if row is None else row.figures.percent if row.figures else None
    return language.percent(percent, thresholds=scale.thresholds if scale else (), digits=1)


def build_drift_ledger(drift: Drift, language: Language) -> Ledger:
    currency = drift.currency
    sums = drift.total
    total = (
        Cell(language.text("Total")),
        *(_moved(minor, currency, language) for minor in (
            sums.fact, drift.bonus_moved, drift.posted, drift.bonus_moved - drift.posted, sums.revenue, sums.lost,
            sums.paid,
        )),
    )  # fmt: skip
    return Ledger(
        title=language.text("After closing"),
        about=language.text("by how much the payments of today differ from what was frozen"),
        columns=tuple(Column(language.text(title)) for title in _DRIFT),
        rows=tuple(_drift_row(row, currency, language) for row in drift.rows),
        total=total if drift.rows else (),
        none=language.text("Nothing has changed since the month was closed."),
    )


def _drift_row(row: ManagerDrift, currency: Currency, language: Language) -> Row:
    sums = row.sums
    moved = (sums.fact, row.bonus_moved, row.posted, row.to_post, sums.revenue, sums.lost, sums.paid)
    return Row(
        id=str(row.manager.id),
        cells=(Cell(name_of(row.manager, language)), *(_moved(minor, currency, language) for minor in moved)),
        notes=tuple(_drift_notes(row, currency, language)),
    )


def _drift_notes(row: ManagerDrift, currency: Currency, language: Language) -> Iterator[str]:
    if row.bonus_moved:
        was, now = (money(amount or 0, currency, language) for amount in (row.bonus, row.bonus_now))
        yield language.text("The bonus was {was}; by the frozen plan and scale it would be {now}", was=was, now=now)
    moved = [(each.deal_type, each.sums.fact) for each in row.deal_types if each.sums.fact]
    types = [f"{deal_type_name(of.id, of.name, language)} {signed(fact, currency, language)}" for of, fact in moved]
    if len(types) > 1:
        yield language.text("Fact by deal type: {types}", types=", ".join(types))
    if row.plan != row.plan_now:
        was, now = (DASH if plan is None else money(plan, currency, language) for plan in (row.plan, row.plan_now))
        yield language.text("The plan is now {now}, frozen is {was}", was=was, now=now)


def build_changed_payments(drift: Drift, language: Language) -> Ledger:
    """The payments that are not what they were."""
    return Ledger(
        title="",
        columns=tuple(Column(language.text(title), is_text=True) for title in _LINES),
        rows=tuple(
            _line(number, line, drift.currency, language) for number, line in enumerate(drift.lines[:MOST_LINES])
        ),
    )


def _line(number: int, line: LineDrift, currency: Currency, language: Language) -> Row:
    known = line.after or line.before
    assert known is not None
    managers = dict.fromkeys(name_of(each.manager, language) for each in line if each is not None)
    return Row(
        id=str(number),
        cells=(
            Cell(known.lead_name or f"#{known.lead_id}", under=known.client),
            Cell(" → ".join(managers)),
            _told(line.before, line.after, currency, language),
            _told(line.after, line.before, currency, language),
        ),
    )


def _told(line: BehindLine | None, other: BehindLine | None, currency: Currency, language: Language) -> Cell:
    """A payment in short; under it what else of it differs from the ``other``."""
    if line is None:
        return Cell(language.text("not in this month"), tone="soft")
    day = line.paid_on or line.due_on
    under = [language.text("margin {sum}", sum=money(line.margin_minor, currency, language))]
    if other is not None and line.deal_type.id != other.deal_type.id:
        under.append(deal_type_name(line.deal_type.id, line.deal_type.name, language))
    state = language.text(STATE_LABELS[line.state])
    return Cell(
        f"{money(line.amount_minor, currency, language)} · {state} {language.day(day)}", under=" · ".join(under)
    )


def _money(minor: int | None, currency: Currency, language: Language) -> Cell:
    return Cell(DASH, tone="soft") if minor is None else Cell(money(minor, currency, language))


def _moved(minor: int, currency: Currency, language: Language, *, is_told: bool = True) -> Cell:
    """By how much something moved; a dash where it did not, nothing where there is nothing to compare."""
    if not is_told:
        return Cell("")
    if minor == 0:
        return Cell(DASH, tone="soft")
    return Cell(signed(minor, currency, language), tone="gain" if minor > 0 else "loss")


def join_lines(sentences: Iterable[str]) -> str:
    """Markdown of one sentence a line."""
    return "\n".join(f"- {sentence}" for sentence in sentences)
