"""The head of the page: its title, how fresh it is, the comparison to take away, and who is compared in which month."""

from collections import Counter
from dataclasses import replace

import streamlit as st

from sales_core.comparison_scope import MOST
from sales_core.delivery.comparison_sheet import build_comparison_book
from sales_core.delivery.xlsx_file import format_book
from sales_core.reports.comparison import Comparison
from sales_core.ui.comparison.desk import ComparisonDesk
from sales_core.ui.filters import draw_month_stepper, draw_multiselect, draw_type_pills, names_of
from sales_core.ui.frame import heading
from sales_core.ui.stamp import draw_stamp

_MANAGERS, _PIPELINES = "compare.managers", "compare.pipelines"
"""Session-state keys: what the widgets show. Set from the address before each is drawn."""


def draw_head(desk: ComparisonDesk) -> None:
    language, report = desk.language, desk.report()
    with heading(language.text("Comparison of managers")):
        st.space("stretch")
        draw_stamp(desk.board.freshness, desk.board.known_account, language)
        if report:
            _draw_download(desk, report)


def draw_filters(desk: ComparisonDesk) -> None:
    """Whom to compare, and the month's filters."""
    _draw_managers(desk)
    language, scope = desk.language, desk.scope

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        draw_month_stepper(desk.board, scope, lambda asked: desk.go(asked, desk.managers))
        draw_type_pills(
            desk.board, scope.deal_types, lambda ids: desk.go(replace(scope, deal_types=ids), desk.managers)
        )
        draw_multiselect(
            _PIPELINES,
            (language.text("Pipeline"), language.text("All pipelines")),
            names_of(desk.board.choices.pipelines, language),
            scope.pipelines,
            lambda ids: desk.go(replace(scope, pipelines=tuple(sorted(ids))), desk.managers),
        )


def _draw_managers(desk: ComparisonDesk) -> None:
    language = desk.language
    names = {choice.id: choice.name for choice in desk.board.choices.managers if choice.id}
    many = Counter(names.values())
    st.session_state[_MANAGERS] = list(desk.managers)
    st.multiselect(
        language.text("Managers"),
        [*names, *(id_ for id_ in desk.managers if id_ not in names)],
        format_func=lambda id_: f"{names[id_]}, {id_}" if many[names.get(id_, "")] > 1 else names.get(id_, f"#{id_}"),
        key=_MANAGERS,
        max_selections=MOST,
        placeholder=language.text("Choose two to six managers"),
        on_change=lambda: desk.go(desk.scope, st.session_state[_MANAGERS]),
        label_visibility="collapsed",
    )


def _draw_download(desk: ComparisonDesk, report: Comparison) -> None:
    """The file is made when it is asked for."""
    language = desk.language
    st.download_button(
        "XLSX",
        lambda: format_book(build_comparison_book(report, language), language),
        f"{language.text('comparison')}-{desk.scope.month}.xlsx",
        icon=":material/download:",
        on_click="ignore",
    )
