"""What stands under the filters: the table of managers, and beside each other who sells with how much and when."""

import streamlit as st

from sales_core.ui.activity.behind import open_behind
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.activity.managers import draw_managers
from sales_core.ui.states import telling


@st.fragment
@telling
def draw_table(desk: ActivityDesk) -> None:
    """A fragment of its own: a click runs this and not the whole page."""
    opened = draw_managers(desk.table())
    if opened:
        open_behind(desk.renewed(), opened)
