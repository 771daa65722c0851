"""Period and filters of the page, as widgets that show its address and write another."""

import streamlit as st

from sales_core.periods import Month
from sales_core.spans import span_of
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.filters import draw_narrowing
from sales_core.ui.span_filter import SpanFilter, months_and_quarters


def draw_filters(desk: ActivityDesk) -> None:
    # The stepper names the days, the pills say how they run with the calendar.
    days = span_of(desk.span.first, desk.span.last)
    span = SpanFilter("activity", days, lambda asked: desk.go(desk.view.of(asked)), desk.language)
    months = [*desk.board.choices.months, Month.of(desk.view.as_of)]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        span.draw_stepper(list(months_and_quarters(months)), width=176)
        span.draw_running(desk.view.as_of, desk.board.week[0])
        span.draw_folded_days()
        draw_narrowing("activity", desk.board, desk.view, lambda name, ids: desk.go(desk.view.narrowed(**{name: ids})))
