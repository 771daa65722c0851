"""The ages and the calendar as ``overview.js`` draws them."""

from dataclasses import replace
from typing import Any

from babel.dates import get_day_names

from sales_core.delivery.payment_list import tell_age
from sales_core.delivery.payments_sheet import STATE_LABELS
from sales_core.i18n import DASH
from sales_core.payment_filter import Age, Dated, PaymentView
from sales_core.payment_states import State
from sales_core.payment_sums import Sum
from sales_core.periods import Month
from sales_core.reports.payment_list import DueDay
from sales_core.reports.work_calendar import DayKind
from sales_core.spans import month_span, span_of
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.payments.rows import ICONS, format_amount


def build_selection(desk: ListDesk) -> dict[str, Any]:
    language, found = desk.language, desk.overview.selection
    return {
        "title": language.text("In the list"),
        "facts": [
            {
                "label": language.plural("{n} payment", "{n} payments", found.count),
                "text": _money(desk, found.amount_minor),
            },
            {"label": language.text("margin"), "text": _money(desk, found.margin_minor)},
        ],
    }


def build_ages(desk: ListDesk) -> dict[str, Any]:
    language, overview, asked = desk.language, desk.overview, desk.view.filter
    longest = max((abs(total.amount_minor) for total in overview.ages.values()), default=0)
    overdue = overview.states.get(State.OVERDUE, Sum())
    return {
        "title": language.text("Overdue"),
        "about": language.plural("{n} payment", "{n} payments", overdue.count),
        "sum": _money(desk, overdue.amount_minor),
        "rows": [
            {
                "label": tell_age(age, language),
                "count": language.number(total.count),
                "sum": language.money(total.amount_minor, overview.currency, sign=False) if total.count else DASH,
                "share": 100 * abs(total.amount_minor) // longest if longest else 0,
                "pressed": age in asked.ages,
                "go": desk.address(_of_age(desk.view, age)) if total.count or age in asked.ages else "",
                "about": language.text("overdue for {age}, show only these", age=tell_age(age, language)),
            }
            for age, total in overview.ages.items()
        ],
    }


def build_calendar(desk: ListDesk) -> dict[str, Any]:
    language, overview = desk.language, desk.overview
    month = overview.month
    names = get_day_names("abbreviated", "stand-alone", locale=language.locale)
    total = sum(day.total.amount_minor for day in overview.days)
    return {
        "title": language.month(month),
        "about": language.text("due in the month: {sum}", sum=language.money(total, overview.currency)),
        "whole": desk.address(desk.view.narrowed(dated=Dated.DUE, span=month_span(month))),
        "earlier": _step(desk, month.plus(-1), language.text("Previous month")),
        "later": _step(desk, month.plus(1), language.text("Next month")),
        "weekdays": [names[weekday] for weekday in desk.week],
        "lead": desk.week.index(month.first.weekday()),
        "days": [_day(desk, day) for day in overview.days],
        "legend": [{"kind": state.value, "icon": ICONS[state], "text": _label(desk, state)} for state in _LEGEND],
    }


_LEGEND = (State.PAID, State.PENDING, State.OVERDUE)


def _step(desk: ListDesk, month: Month, label: str) -> dict[str, str]:
    """Only the calendar turns: the list stays what it is."""
    return {"go": desk.address(replace(desk.view, calendar=month)), "label": label}


def _day(desk: ListDesk, due: DueDay) -> dict[str, Any]:
    language, asked = desk.language, desk.view.filter
    span, total = span_of(due.day, due.day), due.total
    is_chosen = asked.dated is Dated.DUE and asked.span.first == asked.span.last == due.day
    target = month_span(Month.of(due.day)) if is_chosen else span
    view = replace(desk.view.narrowed(dated=Dated.DUE, span=target), calendar=desk.view.calendar)
    marks = [
        {"kind": state.value, "icon": ICONS[state], "count": language.number(found.count)}
        for state, found in due.states.items()
    ]
    told = [
        language.text(
            "{state}: {count}, {sum}",
            state=_label(desk, state),
            count=language.number(found.count),
            sum=_money(desk, found.amount_minor),
        )
        for state, found in due.states.items()
    ]
    return {
        "number": due.day.day,
        "off": due.kind is not DayKind.WORKING,
        "today": due.day == asked.as_of,
        "pressed": is_chosen,
        "late": State.OVERDUE in due.states,
        "sum": language.money(total.amount_minor, desk.overview.currency, sign=False) if total.count else "",
        "marks": marks,
        "go": desk.address(view) if total.count or is_chosen else "",
        "about": "; ".join([", ".join(filter(None, (language.day(due.day), due.holiday))), *told]),
    }


def _of_age(view: PaymentView, age: Age) -> PaymentView:
    """The age chosen besides the others, or no more."""
    ages = set(view.filter.ages) ^ {age}
    return view.narrowed(states=(), ages=tuple(each for each in Age if each in ages))


def _label(desk: ListDesk, state: State) -> str:
    return desk.language.text(STATE_LABELS[state])


def _money(desk: ListDesk, minor: int) -> str:
    currency = desk.overview.currency
    return f"{format_amount(minor, currency, desk.language)}\u202f{desk.language.currency_sign(currency)}"
