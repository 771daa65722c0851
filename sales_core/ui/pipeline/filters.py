"""The filters of the page, as widgets that show its address and write another."""

from collections.abc import Sequence

import streamlit as st

from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.spans import span_of
from sales_core.ui.filters import draw_multiselect, draw_type_pills, names_of
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.pipeline.words import tell_days
from sales_core.ui.span_filter import SpanFilter, months_and_quarters

# Session-state keys: what the widgets show. Set from the address before each is drawn.
_PIPELINE, _DEPARTMENTS, _STUCK = "pipeline.pipeline", "pipeline.departments", "pipeline.stuck"
_STUCK_DAYS = (3, 7, 14, 21, 30, 60, 90)


def draw_filters(desk: PipelineDesk) -> None:
    language, board, view = desk.language, desk.board, desk.view
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _draw_pipeline(desk)
        draw_multiselect(
            _DEPARTMENTS,
            (language.text("Department"), language.text("All departments")),
            names_of(board.choices.departments, language),
            view.departments,
            lambda ids: desk.go(view.narrowed(departments=tuple(sorted(ids)))),
        )
        draw_type_pills(board, view.deal_types, lambda ids: desk.go(view.narrowed(deal_types=ids)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(language.text("Won and archived in"), width="content")
        _draw_period(desk)
        _draw_stuck_days(desk)


def _draw_period(desk: PipelineDesk) -> None:
    view = desk.view
    days = span_of(view.span.first, view.span.last)
    span = SpanFilter("pipeline", days, lambda asked: desk.go(view.of(asked)), desk.language)
    months = [*desk.board.choices.months, Month.of(view.as_of)]
    span.draw_stepper(list(months_and_quarters(months)), width=176)
    span.draw_running(view.as_of, desk.board.week[0])
    span.draw_folded_days()


def _draw_pipeline(desk: PipelineDesk) -> None:
    language, view = desk.language, desk.view
    names = names_of(desk.board.choices.pipelines, language)
    if len(names) < 2:
        return

    def pick() -> None:
        desk.go(view.narrowed(pipelines=st.session_state[_PIPELINE]))

    offered = list(dict.fromkeys([*((id_,) for id_ in names), (), view.pipelines]))
    st.session_state[_PIPELINE] = view.pipelines
    st.selectbox(
        language.text("Pipeline"),
        offered,
        format_func=lambda ids: _tell_pipelines([names[id_] for id_ in ids], language),
        key=_PIPELINE,
        on_change=pick,
        label_visibility="collapsed",
        width=170,
    )


def _tell_pipelines(names: Sequence[str], language: Language) -> str:
    return ", ".join(names) or language.text("All pipelines")


def _draw_stuck_days(desk: PipelineDesk) -> None:
    language, view = desk.language, desk.view

    def pick() -> None:
        desk.go(view.narrowed(stuck_days=st.session_state[_STUCK]))

    st.session_state[_STUCK] = view.stuck_days
    st.selectbox(
        language.text("Stuck without action for longer than"),
        sorted({*_STUCK_DAYS, view.stuck_days}),
        format_func=lambda days: language.text("stuck: over {days}", days=tell_days(days, language)),
        key=_STUCK,
        on_change=pick,
        label_visibility="collapsed",
        width=216,
    )
