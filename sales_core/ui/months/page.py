"""The page of months and payroll, put together."""

import streamlit as st

from sales_core.closing.overview import MonthsOverview, MonthState
from sales_core.delivery.payroll_sheet import build_payroll_book
from sales_core.delivery.xlsx_file import format_book
from sales_core.i18n import N_
from sales_core.periods import Month
from sales_core.reports.drift import Drift
from sales_core.reports.payroll import Payroll
from sales_core.scope import Scope
from sales_core.scope_text import MONTH
from sales_core.ui.board import Board, open_board
from sales_core.ui.frame import heading
from sales_core.ui.months.address import take_month
from sales_core.ui.months.deeds import ask_to_adjust, ask_to_close, ask_to_post, ask_to_reopen, draw_adjustments
from sales_core.ui.months.ledger import draw_ledger
from sales_core.ui.months.loading import month_drift, month_payroll, months_overview, paid_by_manager
from sales_core.ui.months.rows import (
    MOST_LINES,
    build_changed_payments,
    build_drift_ledger,
    build_months,
    build_payroll_ledger,
)
from sales_core.ui.payments import open_payments
from sales_core.ui.stamp import draw_stamp
from sales_core.ui.treegrid import Opened

TITLE = N_("Months and payroll")


def draw_page() -> None:
    board = open_board()
    overview = months_overview(board)
    chosen = take_month(board, overview)
    state = overview.of(chosen)
    _draw_head(board, overview, state)
    _draw_months(board, overview, chosen)
    if state is not None and state.closing is not None:
        _draw_drift(board, month_drift(board, chosen))
    _draw_payroll(board, month_payroll(board, chosen))


def _draw_head(board: Board, overview: MonthsOverview, state: MonthState | None) -> None:
    language = board.language
    with heading(language.text(TITLE)):
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, language)
        if state is None:
            return
        name = language.month_name(state.month)
        if state.month in overview.to_close and st.button(
            language.text("Close {month}", month=name), icon=":material/lock:", type="primary"
        ):
            ask_to_close(board, state.month)
        if state.month == overview.last and st.button(
            language.text("Reopen {month}", month=name), icon=":material/lock_open:"
        ):
            ask_to_reopen(board, state.month)


def _draw_months(board: Board, overview: MonthsOverview, chosen: Month) -> None:
    account = board.known_account
    ledger = build_months(overview, chosen, account.currency, account.zone, board.language)
    pressed = draw_ledger(ledger, "months.list")
    if pressed is not None:
        st.query_params[MONTH] = pressed.row
        st.rerun()


def _draw_drift(board: Board, drift: Drift) -> None:
    language = board.language
    draw_ledger(build_drift_ledger(drift, language), "months.drift")
    if drift.to_post and st.button(language.text("Post as adjustments…"), icon=":material/send:"):
        ask_to_post(board, drift)
    if drift.lines:
        with st.expander(language.text("Payments that differ: {count}", count=language.number(len(drift.lines)))):
            draw_ledger(build_changed_payments(drift, language), "months.lines")
            if len(drift.lines) > MOST_LINES:
                st.caption(language.text("The first {shown} are shown.", shown=language.number(MOST_LINES)))


def _draw_payroll(board: Board, payroll: Payroll) -> None:
    language, scope = board.language, payroll.report.scope
    pressed = draw_ledger(build_payroll_ledger(payroll, language), "months.payroll")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            language.text("Payroll, XLSX"),
            lambda: format_book(
                build_payroll_book(payroll, paid_by_manager(board, payroll), board.known_account.lead_url, language),
                language,
            ),
            f"{language.text('payroll')}-{scope.month}.xlsx",
            icon=":material/download:",
            on_click="ignore",
        )
        if payroll.is_preliminary and st.button(language.text("Add an adjustment…"), icon=":material/add:"):
            ask_to_adjust(board, payroll)
    if payroll.is_preliminary:
        draw_adjustments(board, payroll)
    if pressed is not None:
        open_payments(board, Scope(scope.month, scope.as_of), Opened("fact", int(pressed.row), None))
