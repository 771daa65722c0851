"""What the report of a closed month says above its figures: that they are frozen, and what has changed since."""

import streamlit as st

from sales_core.closing.drift import DriftSums
from sales_core.delivery.months_sheet import tell_when
from sales_core.delivery.payroll_sheet import signed
from sales_core.money import Currency
from sales_core.reports.sales import SalesReport
from sales_core.scope_text import MONTH
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.months.loading import months_overview
from sales_core.ui.navigation import MONTHS, page_path


def show_closing(board: Board, report: SalesReport) -> None:
    """Nothing for an open month."""
    if report.closing is None:
        return
    language, month = board.language, report.scope.month
    state = months_overview(board).of(month)
    told = [
        language.text(
            "The month was closed on {when} by {name}.",
            when=tell_when(report.closing.closed_at, board.known_account.zone, language),
            name=report.closing.closed_by,
        )
    ]
    if state is not None and not state.drift.is_nothing:
        told.append(language.text("After closing: {changes}.", changes=_tell(state.drift, report.currency, board)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f":material/lock: {escape_markdown(' '.join(told))}", width="content")
        st.page_link(
            page_path(MONTHS), label=language.text("Months and payroll"), icon=":material/event_available:",
            query_params={MONTH: str(month)},
        )  # fmt: skip


def _tell(drift: DriftSums, currency: Currency, board: Board) -> str:
    language = board.language
    moved = [
        (language.text("Fact"), drift.fact),
        (language.text("Bonus"), drift.bonus),
        (language.text("Revenue"), drift.revenue),
        (language.text("Archived"), drift.lost),
    ]
    told = [f"{name.lower()} {signed(minor, currency, language)}" for name, minor in moved if minor]
    return ", ".join(told)
