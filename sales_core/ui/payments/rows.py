"""The payments behind a figure as ``payments.js`` draws them."""

from dataclasses import dataclass
from typing import Any

from sales_core.delivery.payments_sheet import STATE_LABELS, LeadUrl, tell_portion
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import DASH, Language
from sales_core.money import Currency
from sales_core.payment_states import State
from sales_core.reports.breakdown import BehindLine, Breakdown
from sales_core.ui.names import format_share
from sales_core.ui.navigation import deal_address

MOST_ROWS = 300
"""What a browser draws at once; totals always stand for all rows."""

_EDGES_PX, _DIGIT_PX, _PART_PX = 18, 8, 124

ALL = "all"
ICONS = {
    State.PAID: "check",
    State.PENDING: "clock",
    State.OVERDUE: "alert",
    State.LOST: "ban",
    State.DETACHED: "trash",
}


@dataclass(frozen=True, slots=True)
class PaymentsView:
    """``whole`` is the figure, ``shown`` what the reader's search and chosen ``state`` leave of it. ``agrees`` says
    whether the whole equals the figure clicked, ``None`` where there is nothing to compare it with."""

    whole: Breakdown
    shown: Breakdown
    state: str
    agrees: bool | None
    with_manager: bool


def build_payments(view: PaymentsView, lead_url: LeadUrl, language: Language) -> dict[str, Any]:
    """Everything the component is given."""
    currency = view.whole.currency
    return {
        "chips": _chips(view.whole, view.state, language),
        "columns": _columns(view, language),
        "rows": [_row(line, currency, lead_url, language) for line in view.shown.rows[:MOST_ROWS]],
        "total": _total(view, language),
        "words": {
            "states": language.text("State"),
            "search": language.text("Deal, client or comment"),
            "none": language.text("Nothing matches the search"),
            "caption": language.text("Payments"),
            "deal": language.text("Payments of the deal"),
            "shown": _how_many(view.shown, language),
        },
    }


def _chips(whole: Breakdown, state: str, language: Language) -> list[dict[str, Any]]:
    every = {"id": ALL, "label": language.text("All"), "count": language.number(whole.count), "sum": ""}
    states = [
        {
            "id": one.state.value,
            "icon": ICONS[one.state],
            "label": language.text(STATE_LABELS[one.state]),
            "count": language.number(one.count),
            "sum": format_amount(one.total_minor, whole.currency, language),
        }
        for one in whole.states
    ]
    return [chip | {"pressed": chip["id"] == state} for chip in (every, *states)]


def _columns(view: PaymentsView, language: Language) -> list[dict[str, Any]]:
    sign = language.currency_sign(view.whole.currency)
    longest = format_amount(view.whole.total_amount_minor, view.whole.currency, language)
    money = max(84, _EDGES_PX + _DIGIT_PX * len(longest))
    amount = max(money, _PART_PX) if view.whole.is_shared else money
    columns = [
        ("due", language.text("Due"), 80, ""),
        ("paid", language.text("Paid on"), 76, ""),
        ("lead", language.text("Deal in amoCRM"), 188, ""),
        ("client", language.text("Client"), 118, ""),
        ("manager", language.text("Manager"), 126, ""),
        ("type", language.text("Deal type"), 110, ""),
        ("amount", language.text("Amount, {sign}", sign=sign), amount, "amount"),
        ("share", language.text("Share"), 54, "share"),
        ("margin", language.text("Margin, {sign}", sign=sign), money, "margin"),
        ("status", language.text("State"), 150, ""),
        ("comment", language.text("Comment"), 0, "comment"),
    ]
    return [
        {"id": name, "title": title, "width": width, "kind": kind}
        for name, title, width, kind in columns
        if view.with_manager or name != "manager"
    ]


def _row(line: BehindLine, currency: Currency, lead_url: LeadUrl, language: Language) -> dict[str, Any]:
    return {
        "state": line.state.value,
        "due": language.day(line.due_on),
        "paid": language.day(line.paid_on),
        "lead": line.lead_name or f"#{line.lead_id}",
        "url": lead_url(line.lead_id),
        "deal": deal_address(line.lead_id),
        "client": line.client or DASH,
        "manager": manager_name(line.manager.id, line.manager.name, language),
        "type": deal_type_name(line.deal_type.id, line.deal_type.name, language),
        "amount": format_amount(line.amount_minor, currency, language),
        "part": tell_portion(line, currency, language),
        "share": format_share(line.margin_share, language),
        "margin": format_amount(line.margin_minor, currency, language),
        "status": {"kind": line.state.value, "icon": ICONS[line.state], "text": tell_state(line, language)},
        "comment": line.comment or DASH,
    }


def tell_state(line: BehindLine, language: Language) -> str:
    if line.payment_id is None:
        return language.text("Deal without payments")
    label = language.text(STATE_LABELS[line.state])
    return language.text("{state} {days} d.", state=label, days=line.days_overdue) if line.days_overdue else label


def _total(view: PaymentsView, language: Language) -> dict[str, Any]:
    shown = view.shown
    total: dict[str, Any] = {
        "label": language.plural("Total, {n} payment", "Total, {n} payments", shown.count),
        "amount": format_amount(shown.total_amount_minor, shown.currency, language),
        "margin": format_amount(sum(line.margin_minor for line in shown.rows), shown.currency, language),
    }
    if len(shown.rows) < len(view.whole.rows) or view.agrees is None:
        return total
    if view.agrees:
        return total | {"status": {"kind": "paid", "icon": "check", "text": language.text("agrees with the report")}}
    changed = language.text("the report has changed: open it again")
    return total | {"status": {"kind": "overdue", "icon": "alert", "text": changed}}


def _how_many(shown: Breakdown, language: Language) -> str:
    if len(shown.rows) <= MOST_ROWS:
        return ""
    return language.text(
        "The first {shown} of {all} are shown: search, or download all. The totals are those of all.",
        shown=language.number(MOST_ROWS),
        all=language.number(len(shown.rows)),
    )


def format_amount(minor: int, currency: Currency, language: Language) -> str:
    """With kopecks where there are any: here everything adds up to the last of them."""
    return language.money(minor, currency, exact=minor % currency.minor_per_major != 0, sign=False)
