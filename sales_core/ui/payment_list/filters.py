"""The filters of the list, as widgets that show its address and write another."""

from datetime import date

import streamlit as st

from sales_core.delivery.payment_list import DATED_LABELS, RUNNING_LABELS
from sales_core.delivery.payments_sheet import SOURCE_LABELS
from sales_core.i18n import N_
from sales_core.payment_filter import Dated, PaymentFilter, PaymentView
from sales_core.payment_states import Source, State
from sales_core.periods import Month
from sales_core.spans import Running, Span, running_span
from sales_core.ui.filters import draw_multiselect, draw_narrowing, names_of
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.span_filter import SpanFilter, months_and_quarters

# Session-state keys: what the widgets show. Set from the address before each is drawn.
_PRESET, _DATED = "list.preset", "list.dated"
_MONTHS_AHEAD = 3

_OVERDUE, _WEEK, _MONTH = N_("Overdue"), N_("Due this week"), N_("Due this month")
_PAID, _ALL = N_("Paid this month"), N_("All payments")


def draw_filters(desk: ListDesk) -> None:
    span = SpanFilter("list", desk.view.filter.span, lambda asked: _narrow(desk, span=asked), desk.language)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_presets(desk)
        _draw_dated(desk)
        span.draw_stepper(_offered(desk))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        span.draw_days()
        _draw_managers(desk)
        draw_narrowing("list", desk.board, desk.view.filter, lambda name, ids: _narrow(desk, **{name: ids}))
        _draw_sources(desk)


def _narrow(desk: ListDesk, **filters: object) -> None:
    desk.go(desk.view.narrowed(**filters))


def _presets(today: date, first_weekday: int) -> dict[str, PaymentFilter]:
    """Filters with a name."""
    month = running_span(Running.MONTH, today)
    return {
        _OVERDUE: PaymentFilter(today, states=(State.OVERDUE,)),
        _WEEK: PaymentFilter(today, running_span(Running.WEEK, today, first_weekday)),
        _MONTH: PaymentFilter(today, month),
        _PAID: PaymentFilter(today, month, Dated.PAID),
        _ALL: PaymentFilter(today),
    }


def _draw_presets(desk: ListDesk) -> None:
    asked = desk.view.filter
    presets = _presets(asked.as_of, desk.week[0])
    shown = next((name for name, preset in presets.items() if preset == asked), None)

    def pick() -> None:
        picked: str | None = st.session_state[_PRESET]
        if picked is not None:
            desk.go(PaymentView(presets[picked], sort=desk.view.sort))

    st.session_state[_PRESET] = shown
    st.pills(
        desk.language.text("Ready filters"),
        list(presets),
        format_func=desk.language.text,
        key=_PRESET,
        on_change=pick,
        label_visibility="collapsed",
    )


def _draw_dated(desk: ListDesk) -> None:
    def pick() -> None:
        _narrow(desk, dated=st.session_state[_DATED] or desk.view.filter.dated)

    st.session_state[_DATED] = desk.view.filter.dated
    st.segmented_control(
        desk.language.text("The period is that of"),
        list(Dated),
        format_func=lambda dated: desk.language.text(DATED_LABELS[dated]),
        key=_DATED,
        on_change=pick,
        label_visibility="collapsed",
    )


def _offered(desk: ListDesk) -> list[Span]:
    """Those that run with the calendar, and the months and quarters, latest first."""
    today = desk.view.filter.as_of
    running = [running_span(name, today, desk.week[0]) for name in RUNNING_LABELS]
    ahead = [Month.of(today).plus(n) for n in range(_MONTHS_AHEAD + 1)]
    return [*running, *months_and_quarters([*desk.board.choices.months, *ahead])]


def _draw_managers(desk: ListDesk) -> None:
    language = desk.language
    draw_multiselect(
        "list.managers",
        (language.text("Manager"), language.text("All managers")),
        names_of(desk.board.choices.managers, language),
        desk.view.filter.managers,
        lambda ids: _narrow(desk, managers=tuple(sorted(ids))),
    )


def _draw_sources(desk: ListDesk) -> None:
    language = desk.language
    draw_multiselect(
        "list.sources",
        (language.text("Source"), language.text("All sources")),
        {source: language.text(SOURCE_LABELS[source]) for source in Source},
        desk.view.filter.sources,
        lambda sources: _narrow(desk, sources=sources),
    )
