"""What stands under the filters: the table of managers, and beside each other who sells with how much and when."""

import streamlit as st

from sales_core.ui.activity.behind import open_behind
from sales_core.ui.activity.desk import ActivityDesk
from sales_core.ui.activity.managers import draw_managers
from sales_core.ui.activity.quadrant import draw_quadrant
from sales_core.ui.activity.rhythm import draw_rhythm
from sales_core.ui.states import telling

_QUADRANT, _RHYTHM = 4, 3
"""How wide the cards are beside each other."""


@st.fragment
@telling
def draw_table(desk: ActivityDesk) -> None:
    """A fragment of its own: a click runs this and not the whole page."""
    opened = draw_managers(desk.table())
    if opened:
        open_behind(desk.renewed(), opened)


def draw_cards(desk: ActivityDesk) -> None:
    """One under the other on a narrow screen."""
    quadrant, rhythm = st.columns([_QUADRANT, _RHYTHM], gap="small")
    with quadrant:
        draw_quadrant(desk)
    with rhythm:
        draw_rhythm(desk)
