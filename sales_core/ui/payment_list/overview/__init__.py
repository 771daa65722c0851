"""How old the debts of the list are, and a month's calendar of what is due. A click narrows the list."""

from pathlib import Path

import streamlit as st

from sales_core.ui.kit import component, pack
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.payment_list.overview.rows import build_ages, build_calendar, build_selection

_KEY = "list.overview"


def draw_overview(desk: ListDesk) -> None:
    def follow() -> None:
        desk.follow(st.session_state[_KEY].get("go"))

    data = {"selection": build_selection(desk), "ages": build_ages(desk), "calendar": build_calendar(desk)}
    component(Path(__file__).parent)(data=pack(data), key=_KEY, on_go_change=follow)
