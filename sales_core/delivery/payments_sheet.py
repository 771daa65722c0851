"""The payments behind a figure as a sheet, with their total."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.payment_states import Source, State
from sales_core.reports.breakdown import BehindLine, Breakdown

LeadUrl = Callable[[int], str]
"""The address of a lead in amoCRM by its id."""

STATE_LABELS = {
    State.PAID: N_("paid"),
    State.PENDING: N_("pending"),
    State.OVERDUE: N_("overdue"),
    State.LOST: N_("will not happen"),
    State.DETACHED: N_("deal deleted"),
}
SOURCE_LABELS = {
    Source.INVOICE: N_("invoice"),
    Source.IMPORT: N_("from a file"),
    Source.MANUAL: N_("by hand"),
}
_COLUMNS = (
    (N_("Deal"), Kind.TEXT),
    (N_("Client"), Kind.TEXT),
    (N_("Manager"), Kind.TEXT),
    (N_("Deal type"), Kind.TEXT),
    (N_("Due"), Kind.DAY),
    (N_("Paid on"), Kind.DAY),
    (N_("State"), Kind.TEXT),
    (N_("Amount"), Kind.MONEY),
    (N_("Margin share"), Kind.RATIO),
    (N_("Margin"), Kind.MONEY),
    (N_("Comment"), Kind.TEXT),
    (N_("Source"), Kind.TEXT),
)


def build_payments_sheet(breakdown: Breakdown, lead_url: LeadUrl, language: Language) -> Sheet:
    """The payments (and leads without payments) behind a figure, in the breakdown's order."""
    title = language.text("Payments, {month}", month=language.month(breakdown.scope.month))
    notes = (language.text("As of {day}", day=breakdown.scope.as_of.strftime("%d.%m.%Y")),)
    return build_lines_sheet(breakdown.rows, (title, *notes), breakdown.currency, lead_url, language)


def build_lines_sheet(
    rows: Sequence[BehindLine], head: Sequence[str], currency: Currency, lead_url: LeadUrl, language: Language
) -> Sheet:
    """One line each, amounts and margins added up below. ``head``: the title and the notes. Where managers share
    payments, a column says what part of which whole an amount is."""
    is_shared = any(row.credit_share is not None for row in rows)
    columns = [Column(language.text(title), kind) for title, kind in _COLUMNS]
    if is_shared:
        columns.append(Column(language.text("Part of the credit"), Kind.TEXT))
    link = Column(language.text("Link"), Kind.TEXT, is_link=True)
    sums = (sum(row.amount_minor for row in rows), "", sum(row.margin_minor for row in rows))
    total: tuple[Value, ...] = (language.text("Total"), *[""] * 6, *sums, *[""] * (len(columns) - 9))

    def line(row: BehindLine) -> Line:
        part = (tell_portion(row, currency, language),) if is_shared else ()
        return Line(Level.ROW, (*_values(row, language), *part, lead_url(row.lead_id)))

    return Sheet(
        name=language.text("Payments"),
        title=head[0],
        notes=tuple(head[1:]),
        parts=(Part("", (*columns, link)),),
        lines=(*map(line, rows), Line(Level.TOTAL, total)),
        currency=currency,
        key_columns=1,
    )


def tell_portion(line: BehindLine, currency: Currency, language: Language) -> str:
    """«50 % из 120 000 ₽»; nothing of a payment that is one manager's."""
    if line.credit_share is None or line.whole_minor is None:
        return ""
    whole = language.money(line.whole_minor, currency, exact=line.whole_minor % currency.minor_per_major != 0)
    return language.text("{share} of {whole}", share=language.percent_exact(line.credit_share), whole=whole)


def _values(row: BehindLine, language: Language) -> tuple[Value, ...]:
    return (
        row.lead_name,
        row.client,
        manager_name(row.manager.id, row.manager.name, language),
        deal_type_name(row.deal_type.id, row.deal_type.name, language),
        row.due_on,
        row.paid_on,
        language.text(STATE_LABELS[row.state]),
        row.amount_minor,
        None if row.margin_share is None else Fraction(row.margin_share),
        row.margin_minor,
        row.comment,
        language.text(SOURCE_LABELS[Source(row.source)]) if row.source else "",
    )
