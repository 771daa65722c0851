"""The parts of the sales report page that are its own: its head, the table with its dialog, the charts."""

import streamlit as st

from sales_core.delivery.sales_sheet import build_sales_sheet, manager_name
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import DASH, Language
from sales_core.money import Currency
from sales_core.reports.sales import SalesReport
from sales_core.scope import Scope
from sales_core.ui.board import Board
from sales_core.ui.payments import open_payments
from sales_core.ui.reader import is_dark
from sales_core.ui.stamp import draw_stamp
from sales_core.ui.strip import draw_strip
from sales_core.ui.treegrid import draw_treegrid


def draw_head(board: Board, report: SalesReport) -> None:
    """Title, freshness, and the report to take away."""
    language = board.language
    with st.container(horizontal=True, vertical_alignment="center"):
        st.title(language.text("Sales report"), anchor=False)
        draw_stamp(board.freshness, board.known_account, language)
        st.download_button(
            "XLSX",
            lambda: format_xlsx(build_sales_sheet(report, language), language),
            f"{language.text('sales')}-{report.scope.month}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def draw_report(board: Board, scope: Scope) -> None:
    """The department's strip and the table; a click on a figure opens its payments."""
    draw_strip(board.strip(scope))
    opened = draw_treegrid(board.treegrid(scope))
    if opened:
        open_payments(board, scope, opened)


def draw_charts(board: Board, scope: Scope) -> None:
    left, right = st.columns(2, gap="medium")
    with left:
        draw_managers(board, scope)
    with right:
        draw_trend(board, scope)


def draw_managers(board: Board, scope: Scope) -> None:
    language, report = board.language, board.sales_report(scope)
    st.subheader(language.text("Managers: fact (bar) and plan (line)"), anchor=False)
    st.vega_lite_chart(
        board.managers_chart(scope, dark=is_dark()), theme=None, alt=language.text("Fact and plan of each manager")
    )
    with st.expander(language.text("As a table")):
        st.dataframe(
            {
                language.text("Manager"): [manager_name(r.manager.id, r.manager.name, language) for r in report.rows],
                language.text("Fact"): [language.money(r.sums.fact, report.currency) for r in report.rows],
                language.text("Plan"): [_money(r.plan, report.currency, language) for r in report.rows],
                "%": [language.percent(r.percent) for r in report.rows],
            },
            hide_index=True,
        )


def draw_trend(board: Board, scope: Scope) -> None:
    language, trend = board.language, board.trend(scope)
    st.subheader(language.text("Twelve months: fact, plan (line) and percent"), anchor=False)
    st.vega_lite_chart(
        board.trend_chart(scope, dark=is_dark()), theme=None, alt=language.text("Fact and plan by month")
    )
    with st.expander(language.text("As a table")):
        st.dataframe(
            {
                language.text("Month"): [language.month(m.month) for m in trend.months],
                language.text("Fact"): [language.money(m.fact, trend.currency) for m in trend.months],
                language.text("Plan"): [_money(m.plan, trend.currency, language) for m in trend.months],
                "%": [language.percent(m.percent) for m in trend.months],
            },
            hide_index=True,
        )


def _money(minor: int | None, currency: Currency, language: Language) -> str:
    return DASH if minor is None else language.money(minor, currency)
