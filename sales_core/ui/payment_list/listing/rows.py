"""The list as ``listing.js`` draws it."""

from dataclasses import replace
from typing import Any

from sales_core.delivery.payments_sheet import SOURCE_LABELS, STATE_LABELS
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import DASH
from sales_core.payment_filter import PAGE_SIZE, PaymentView, Sort, SortBy
from sales_core.payment_states import Source, State
from sales_core.reports.payment_list import ListedPayment
from sales_core.ui.navigation import DEAL
from sales_core.ui.payment_list.bulk import Act
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.payments.rows import ALL, ICONS, format_amount, tell_state

_EDGES_PX, _DIGIT_PX, _LEAST_MONEY_PX = 14, 7, 84


def build_listing(desk: ListDesk, done: int) -> dict[str, Any]:
    """``done``: how many times anything was done to what was chosen: then nothing is chosen any more."""
    language, overview = desk.language, desk.overview
    count = overview.selection.count
    return {
        "filter": desk.address(PaymentView(desk.view.filter)),
        "done": done,
        "search": desk.view.filter.text,
        "chips": _chips(desk),
        "columns": _columns(desk),
        "rows": [_row(desk, payment) for payment in desk.page()],
        "count": count,
        "total": {
            "label": language.plural("Total, {n} payment", "Total, {n} payments", count),
            "amount": format_amount(overview.selection.amount_minor, overview.currency, language),
            "margin": format_amount(overview.selection.margin_minor, overview.currency, language),
        },
        "acts": [
            {"id": Act.PAY.value, "icon": "check", "text": language.text("Mark as paid")},
            {"id": Act.MOVE.value, "icon": "clock", "text": language.text("Move the due date")},
        ],
        "pager": _pager(desk),
        "words": {
            "states": language.text("State"),
            "search": language.text("Client, deal, number, amount"),
            "none": language.text("No payment is like that. Take a filter away or choose another period."),
            "caption": language.text("Payments"),
            "hint": language.text("Choose payments to mark them as paid or to move their due dates"),
            "chosen": language.text("Payments chosen: {n}", n="{n}"),
            "chosenGroup": language.text("What is chosen"),
            "all": language.plural("Choose all {n} that were found", "Choose all {n} that were found", count),
            "drop": language.text("Choose none"),
            "every": language.text("Choose the whole page"),
        },
    }


def _chips(desk: ListDesk) -> list[dict[str, Any]]:
    language, view, overview = desk.language, desk.view, desk.overview
    asked = view.filter
    every = {
        "id": ALL,
        "label": language.text("All"),
        "count": language.number(overview.whole.count),
        "sum": "",
        "pressed": not asked.states and not asked.ages,
        "go": desk.address(view.narrowed(states=(), ages=())),
    }
    states = [
        {
            "id": state.value,
            "icon": ICONS[state],
            "label": language.text(STATE_LABELS[state]),
            "count": language.number(total.count),
            "sum": format_amount(total.amount_minor, overview.currency, language),
            "pressed": state in asked.states,
            "go": desk.address(_of_state(view, state)),
        }
        for state, total in overview.states.items()
    ]
    return [every, *states]


def _of_state(view: PaymentView, state: State) -> PaymentView:
    """The state chosen besides the others, or no more."""
    states = set(view.filter.states) ^ {state}
    return view.narrowed(ages=(), states=tuple(each for each in State if each in states))


def _columns(desk: ListDesk) -> list[dict[str, Any]]:
    language, currency = desk.language, desk.overview.currency
    sign = language.currency_sign(currency)
    longest = format_amount(desk.overview.selection.amount_minor, currency, language)
    money = max(_LEAST_MONEY_PX, _EDGES_PX + _DIGIT_PX * len(longest))
    columns = (
        ("due", language.text("Due"), 76, "", SortBy.DUE),
        ("paid", language.text("Paid on"), 76, "", SortBy.PAID),
        ("deal", language.text("Deal"), 172, "", SortBy.DEAL),
        ("client", language.text("Client"), 92, "text", None),
        ("manager", language.text("Manager"), 112, "text", SortBy.MANAGER),
        ("type", language.text("Deal type"), 84, "text", None),
        ("amount", language.text("Amount, {sign}", sign=sign), money, "amount", SortBy.AMOUNT),
        ("margin", language.text("Margin, {sign}", sign=sign), money, "margin", None),
        ("status", language.text("State"), 142, "", None),
        ("comment", language.text("Comment"), 0, "comment", None),
    )
    return [
        {"id": name, "title": title, "width": width, "kind": kind} | _sorting(desk, by)
        for name, title, width, kind, by in columns
    ]


def _sorting(desk: ListDesk, by: SortBy | None) -> dict[str, str]:
    if by is None:
        return {}
    now = desk.view.sort
    is_sorted = now.by is by
    turned = Sort(by, down=not now.down if is_sorted else by is SortBy.AMOUNT)
    said = ("descending" if now.down else "ascending") if is_sorted else ""
    return {"go": desk.address(replace(desk.view, sort=turned, page=1)), "sorted": said}


def _row(desk: ListDesk, payment: ListedPayment) -> dict[str, Any]:
    language, line, currency = desk.language, payment.line, desk.overview.currency
    amount = format_amount(line.amount_minor, currency, language)
    deal = line.lead_name or f"#{line.lead_id}"
    return {
        "id": line.payment_id,
        "version": payment.version,
        "state": line.state.value,
        "due": language.day(line.due_on),
        "paid": language.day(line.paid_on),
        "deal": deal,
        "lead": line.lead_id,
        "dealUrl": f"{DEAL}?lead={line.lead_id}",
        "url": desk.board.known_account.lead_url(line.lead_id),
        "urlAbout": language.text("Open the deal in amoCRM"),
        "client": line.client or DASH,
        "manager": ", ".join(manager_name(one.id, one.name, language) for one in (line.manager, *payment.others)),
        "type": deal_type_name(line.deal_type.id, line.deal_type.name, language),
        "amount": amount,
        "margin": format_amount(line.margin_minor, currency, language),
        "status": {"kind": line.state.value, "icon": ICONS[line.state], "text": tell_state(line, language)},
        "comment": line.comment or ("" if line.source == Source.INVOICE else DASH),
        "source": language.text(SOURCE_LABELS[Source.INVOICE]) if line.source == Source.INVOICE else "",
        "about": language.text("Choose {deal}, {amount}", deal=deal, amount=amount),
    }


def _pager(desk: ListDesk) -> dict[str, Any]:
    language, view, pages = desk.language, desk.view, desk.overview.pages
    first = (view.page - 1) * PAGE_SIZE
    last = min(first + PAGE_SIZE, desk.overview.selection.count)

    def step(page: int, icon: str, label: str) -> dict[str, str]:
        go = desk.address(replace(view, page=page)) if 1 <= page <= pages else ""
        return {"go": go, "icon": icon, "label": label}

    return {
        "label": language.text("Pages"),
        "text": language.text(
            "{first}–{last} of {all}",
            first=language.number(first + 1),
            last=language.number(last),
            all=language.number(desk.overview.selection.count),
        ),
        "earlier": step(view.page - 1, "left", language.text("Previous page")),
        "later": step(view.page + 1, "right", language.text("Next page")),
    }
