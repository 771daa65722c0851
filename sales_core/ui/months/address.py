"""Which month the page shows: the one in its address, else the one that waits to be closed."""

import streamlit as st

from sales_core.closing.overview import MonthsOverview
from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.scope_text import MONTH
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown


def take_month(board: Board, overview: MonthsOverview) -> Month:
    asked = st.query_params.get(MONTH)
    if asked is not None:
        try:
            return Month.parse(asked)
        except InputError as problem:
            st.warning(escape_markdown(board.language.error(problem)), icon=":material/warning:")
    waiting = max(overview.to_close, default=None)
    return waiting or overview.last or board.default.month
