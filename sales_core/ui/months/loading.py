"""What the page shows, cached by the revision of the data as every report is."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from sales_core.clock import system_clock
from sales_core.closing.drift import load_drift
from sales_core.closing.overview import MonthsOverview, load_months_overview
from sales_core.closing.payroll import load_paid_by_manager, load_payroll
from sales_core.periods import Month
from sales_core.reports.breakdown import Breakdown
from sales_core.reports.drift import Drift
from sales_core.reports.payroll import Payroll
from sales_core.ui.board import Board, Moment

_BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, Month: str}


def months_overview(board: Board) -> MonthsOverview:
    return _overview(board.moment, board.default.as_of.isoformat(), board)


def month_drift(board: Board, month: Month) -> Drift:
    """Of a closed month."""
    return _drift(board.moment, month, board)


def month_payroll(board: Board, month: Month) -> Payroll:
    return _payroll(board.moment, month, board.default.as_of.isoformat(), board)


def paid_by_manager(board: Board, payroll: Payroll) -> dict[int, Breakdown]:
    """For a file: not kept."""
    with board.database.read() as conn:
        return load_paid_by_manager(conn, payroll)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_WORDS)
def _overview(moment: Moment, today: str, _board: Board) -> MonthsOverview:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_months_overview(conn, system_clock())


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_WORDS)
def _drift(moment: Moment, month: Month, _board: Board) -> Drift:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_drift(conn, month)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_WORDS)
def _payroll(moment: Moment, month: Month, today: str, _board: Board) -> Payroll:  # noqa: ARG001 - the same
    with _board.database.read() as conn:
        return load_payroll(conn, month, system_clock())
