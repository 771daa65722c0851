"""What the page reads: cached by the revision of the data, as the board's reports are."""

from dataclasses import dataclass

import streamlit as st

from sales_core.periods import Month
from sales_core.reporting.bank import load_bank_month
from sales_core.reports.bank import BankMonth
from sales_core.statements.listing import ListedLine, load_listing, load_months
from sales_core.statements.proposing import Proposals, load_proposals
from sales_core.ui.board import Board, Moment


@dataclass(frozen=True, slots=True)
class BankPage:
    """``sums``: ``None`` while no statement was imported. ``months``: those of any line."""

    sums: BankMonth | None
    lines: tuple[ListedLine, ...]
    months: tuple[Month, ...]
    proposals: Proposals


def read_page(board: Board, month: Month) -> BankPage:
    return _page(board.moment, str(month), board)


def read_month(board: Board, month: Month) -> BankMonth | None:
    """``None`` while no statement was imported."""
    return _month(board.moment, str(month), board)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={Moment: repr})
def _month(moment: Moment, month_name: str, _board: Board) -> BankMonth | None:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_bank_month(conn, Month.parse(month_name))


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Moment: repr})
def _page(moment: Moment, month_name: str, _board: Board) -> BankPage:
    month = Month.parse(month_name)
    proposals = _proposals(moment, _board)
    with _board.database.read() as conn:
        return BankPage(
            _month(moment, month_name, _board),
            tuple(load_listing(conn, month, proposals)),
            tuple(load_months(conn)),
            proposals,
        )


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _proposals(moment: Moment, _board: Board) -> Proposals:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_proposals(conn)
