"""A month's money by what vouches for it, in one line with the way to the bank's page: for other pages."""

import streamlit as st

from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.reports.bank import BankMonth
from sales_core.ui.bank.reading import read_month
from sales_core.ui.board import Board
from sales_core.ui.navigation import page_path


def draw_month_line(board: Board, month: Month) -> None:
    """Nothing while no statement was ever brought in."""
    sums = read_month(board, month)
    if sums is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(_told(sums, board.language), width="content")
        st.page_link(
            page_path("bank"),
            label=board.language.text("Bank statement"),
            icon=":material/account_balance:",
            query_params={"month": str(month)},
        )


def _told(sums: BankMonth, language: Language) -> str:
    def money(minor: int) -> str:
        return language.money(minor, sums.currency)

    return language.text(
        "Revenue of the month: the bank confirms {confirmed}, not confirmed {claimed}. Came and unmatched: {unmatched}",
        confirmed=money(sums.confirmed_minor), claimed=money(sums.claimed_minor), unmatched=money(sums.unmatched_minor),
    )  # fmt: skip
