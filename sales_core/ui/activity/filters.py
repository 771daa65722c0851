"""Period and filters of the page, as widgets that show its address and write another."""

import streamlit as st

from sales_core.delivery.payment_list import RUNNING_LABELS
from sales_core.i18n import N_
from sales_core.periods import Month
from sales_core.spans import Running, running_span, span_of
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.filters import draw_narrowing
from sales_core.ui.span_filter import SpanFilter, months_and_quarters

_RUNNING = "activity.running"
"""Session-state key: what the pills show. Set from the address before they are drawn."""
_LABELS = {
    Running.MONTH: N_("Since the month began"),
    Running.WEEK: N_("Week"),
    Running.TODAY: RUNNING_LABELS[Running.TODAY],
}


def draw_filters(desk: ActivityDesk) -> None:
    # The stepper names the days, the pills say how they run with the calendar.
    days = span_of(desk.span.first, desk.span.last)
    span = SpanFilter("activity", days, lambda asked: desk.go(desk.view.of(asked)), desk.language)
    months = [*desk.board.choices.months, Month.of(desk.view.as_of)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        span.draw_stepper(list(months_and_quarters(months)), width=176)
        _draw_running(desk)
        span.draw_days()
        draw_narrowing("activity", desk.board, desk.view, lambda name, ids: desk.go(desk.view.narrowed(**{name: ids})))


def _draw_running(desk: ActivityDesk) -> None:
    spans = {name: running_span(name, desk.view.as_of, desk.week[0]) for name in _LABELS}

    def pick() -> None:
        picked: Running | None = st.session_state[_RUNNING]
        if picked is not None:
            desk.go(desk.view.of(spans[picked]))

    shown = (desk.span.first, desk.span.last)
    st.session_state[_RUNNING] = next((name for name, span in spans.items() if (span.first, span.last) == shown), None)
    st.pills(
        desk.language.text("Period"),
        list(_LABELS),
        format_func=lambda name: desk.language.text(_LABELS[name]),
        key=_RUNNING,
        on_change=pick,
        label_visibility="collapsed",
    )
