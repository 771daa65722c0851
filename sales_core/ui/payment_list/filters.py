"""The filters of the list, as widgets that show its address and write another."""

from datetime import date

import streamlit as st

from sales_core.delivery.payment_list import DATED_LABELS, RUNNING_LABELS, tell_span
from sales_core.delivery.payments_sheet import SOURCE_LABELS
from sales_core.i18n import N_
from sales_core.payment_filter import Dated, PaymentFilter, PaymentView
from sales_core.payment_states import Source, State
from sales_core.periods import Month
from sales_core.spans import Running, Span, month_span, parse_span, running_span, span_of, stepped
from sales_core.ui.filters import draw_multiselect, names_of
from sales_core.ui.payment_list.desk import ListDesk

# Session-state keys: what the widgets show. Set from the address before each is drawn.
_PRESET, _DATED, _SPAN, _DAYS = "list.preset", "list.dated", "list.span", "list.days"
_MONTHS_AHEAD = 3

_OVERDUE, _WEEK, _MONTH = N_("Overdue"), N_("Due this week"), N_("Due this month")
_PAID, _ALL = N_("Paid this month"), N_("All payments")


def draw_filters(desk: ListDesk) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_presets(desk)
        _draw_dated(desk)
        _draw_span(desk)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_days(desk)
        _draw_people(desk)
        _draw_kinds(desk)


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


def _draw_span(desk: ListDesk) -> None:
    language, asked = desk.language, desk.view.filter
    spans = _offered(desk)

    def step(span: Span) -> None:
        _narrow(desk, span=span)

    def pick() -> None:
        _narrow(desk, span=spans[st.session_state[_SPAN]])

    before, after = stepped(asked.span, -1), stepped(asked.span, 1)
    st.session_state[_SPAN] = asked.span.text
    with st.container(horizontal=True, gap=None, width="content"):
        earlier, later = language.text("Previous period"), language.text("Next period")
        st.button("←", key="list.earlier", on_click=step, args=(before,), help=earlier, disabled=before is None)
        st.selectbox(
            language.text("Period"),
            list(spans),
            format_func=lambda text: tell_span(spans[text], language),
            key=_SPAN,
            on_change=pick,
            label_visibility="collapsed",
            width=150,
        )
        st.button("→", key="list.later", on_click=step, args=(after,), help=later, disabled=after is None)


def _offered(desk: ListDesk) -> dict[str, Span]:
    """By their text: those that run with the calendar, the one there is, and the months and quarters, latest first."""
    asked, today = desk.view.filter, desk.view.filter.as_of
    running = [running_span(name, today, desk.week[0]) for name in RUNNING_LABELS]
    ahead = Month.of(today).plus(_MONTHS_AHEAD)
    months = sorted({*desk.board.choices.months, *(ahead.plus(-n) for n in range(_MONTHS_AHEAD + 1))}, reverse=True)
    quarters = [parse_span(f"{month.year}-Q{(month.month + 2) // 3}", today) for month in months]
    return {span.text: span for span in (*running, asked.span, *map(month_span, months), *quarters)}


def _draw_days(desk: ListDesk) -> None:
    """From any day to any other."""
    span = desk.view.filter.span

    def pick() -> None:
        picked = st.session_state[_DAYS]
        if len(picked) == 2:
            _narrow(desk, span=span_of(*picked))

    if len(st.session_state.get(_DAYS, ())) != 1:
        st.session_state[_DAYS] = (span.first, span.last) if span.first and span.last else ()
    st.date_input(
        desk.language.text("From day to day"),
        key=_DAYS,
        min_value=date(2000, 1, 1),
        max_value=date(2199, 12, 31),
        format="DD.MM.YYYY",
        on_change=pick,
        label_visibility="collapsed",
        width=212,
    )


def _draw_people(desk: ListDesk) -> None:
    language, asked, choices = desk.language, desk.view.filter, desk.board.choices
    draw_multiselect(
        "list.managers",
        (language.text("Manager"), language.text("All managers")),
        names_of(choices.managers, language),
        asked.managers,
        lambda ids: _narrow(desk, managers=tuple(sorted(ids))),
    )
    draw_multiselect(
        "list.departments",
        (language.text("Department"), language.text("All departments")),
        names_of(choices.departments, language),
        asked.departments,
        lambda ids: _narrow(desk, departments=tuple(sorted(ids))),
    )


def _draw_kinds(desk: ListDesk) -> None:
    language, asked, choices = desk.language, desk.view.filter, desk.board.choices
    draw_multiselect(
        "list.types",
        (language.text("Deal type"), language.text("All types")),
        names_of(choices.deal_types, language),
        asked.deal_types,
        lambda ids: _narrow(desk, deal_types=tuple(sorted(ids))),
    )
    draw_multiselect(
        "list.pipelines",
        (language.text("Pipeline"), language.text("All pipelines")),
        names_of(choices.pipelines, language),
        asked.pipelines,
        lambda ids: _narrow(desk, pipelines=tuple(sorted(ids))),
    )
    draw_multiselect(
        "list.sources",
        (language.text("Source"), language.text("All sources")),
        {source: language.text(SOURCE_LABELS[source]) for source in Source},
        asked.sources,
        lambda sources: _narrow(desk, sources=sources),
    )
