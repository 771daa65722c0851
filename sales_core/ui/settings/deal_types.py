"""The deal types that a card sets something for."""

import streamlit as st

from sales_core.settings.deal_types import OptionName, load_deal_types
from sales_core.ui.board import Board, Moment
from sales_core.ui.settings.desk import Desk


def deal_types_of(desk: Desk) -> list[OptionName]:
    """In amoCRM's order, deleted ones included."""
    return _deal_types(desk.board.moment, desk.board)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _deal_types(moment: Moment, _board: Board) -> list[OptionName]:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_deal_types(conn)
