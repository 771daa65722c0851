"""The page of the month's money: margin shares, the bonus scale, the plans."""

import streamlit as st

from sales_core.decisions import Section
from sales_core.i18n import N_
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits
from sales_core.ui.settings.history import Topic
from sales_core.ui.settings.shares import draw_shares

TITLE = N_("Settings")
TOPIC = Topic(frozenset({Section.MARGIN_SHARE, Section.PLAN, Section.BONUS_SCALE}))


def draw_cards(desk: Desk) -> Edits:
    """Shares and scale beside each other, the plans below them over the whole width."""
    left, _right = st.columns([44, 56])
    with left:
        edits = draw_shares(desk)
    return edits
