"""The payments behind a figure as a sheet, with their total."""

from collections.abc import Callable
from fractions import Fraction

from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
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
    """One line per payment (or lead without payments) in the breakdown's order; amounts and margins added up below."""
    columns = tuple(Column(language.text(title), kind) for title, kind in _COLUMNS)
    link = Column(language.text("Link"), Kind.TEXT, is_link=True)
    sums = (breakdown.total_amount_minor, "", sum(row.margin_minor for row in breakdown.rows))
    total: tuple[Value, ...] = (language.text("Total"), *[""] * 6, *sums, "", "", "")
    return Sheet(
        name=language.text("Payments"),
        title=language.text("Payments, {month}", month=language.month(breakdown.scope.month)),
        notes=(language.text("As of {day}", day=breakdown.scope.as_of.strftime("%d.%m.%Y")),),
        parts=(Part("", (*columns, link)),),
        lines=(
            *(Line(Level.ROW, _values(row, lead_url, language)) for row in breakdown.rows),
            Line(Level.TOTAL, total),
        ),
        currency=breakdown.currency,
        key_columns=1,
    )


def _values(row: BehindLine, lead_url: LeadUrl, language: Language) -> tuple[Value, ...]:
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
        lead_url(row.lead_id),
    )
