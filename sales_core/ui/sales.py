"""The parts of the sales report page that are its own: its head, the table with its dialog, the charts."""

import streamlit as st

from sales_core.delivery.sales_sheet import build_sales_sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.reports.sales import SalesReport
from sales_core.scope import Scope
from sales_core.ui.bank.month_line import draw_month_line
from sales_core.ui.board import Board, open_board
from sales_core.ui.chart_kit import Chart
from sales_core.ui.filters import working_day
from sales_core.ui.frame import heading
from sales_core.ui.payments import open_payments
from sales_core.ui.reader import is_dark
from sales_core.ui.stamp import draw_stamp
from sales_core.ui.states import telling
from sales_core.ui.strip import draw_strip
from sales_core.ui.treegrid import draw_treegrid


def draw_head(board: Board, report: SalesReport) -> None:
    """Title, freshness, and the report to take away."""
    language = board.language
    with heading(language.text("Sales report")):
        st.caption(working_day(report.scope, report.pace, language), width="content")
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, language)
        st.download_button(
            "XLSX",
            lambda: format_xlsx(build_sales_sheet(report, language), language),
            f"{language.text('sales')}-{report.scope.month}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )


def draw_report(board: Board, scope: Scope) -> None:
    """The department's strip, what the bank vouches for, and the table; a click on a figure opens its payments."""
    draw_strip(board.strip(scope))
    draw_month_line(board, scope.month)
    _draw_table(board.treegrid(scope), scope)


@st.fragment
@telling
def _draw_table(packed: bytes, scope: Scope) -> None:
    """A fragment of its own: a click runs this and not the whole page. The payments are those of the click, whatever
    has changed since the table was drawn."""
    opened = draw_treegrid(packed)
    if opened:
        open_payments(open_board(), scope, opened)


def draw_charts(board: Board, scope: Scope) -> None:
    """Managers beside each other, and the department's twelve months."""
    language, dark = board.language, is_dark()
    managers, months = st.columns(2, gap="medium")
    with managers:
        st.subheader(language.text("Managers: fact (bar) and plan (line)"), anchor=False)
        _draw_chart(board.managers_chart(scope, dark=dark), language.text("Fact and plan of each manager"), language)
    with months:
        st.subheader(language.text("Twelve months: fact, plan (line) and percent"), anchor=False)
        _draw_chart(board.trend_chart(scope, dark=dark), language.text("Fact and plan by month"), language)


def _draw_chart(chart: Chart, alternative: str, language: Language) -> None:
    st.vega_lite_chart(chart.spec, theme=None, alt=alternative)
    with st.expander(language.text("As a table")):
        st.markdown(chart.table)
