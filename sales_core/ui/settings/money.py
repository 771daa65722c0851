"""The page of the month's money: margin shares, the bonus scale, the plans."""

import streamlit as st

from sales_core.decisions import Section
from sales_core.i18n import N_
from sales_core.setting_names import CURRENCY_ROUNDING
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits
from sales_core.ui.settings.effect import draw_effect
from sales_core.ui.settings.history import Topic
from sales_core.ui.settings.plans import draw_plans
from sales_core.ui.settings.scale import draw_scale, read_scale
from sales_core.ui.settings.shares import draw_shares
from sales_core.ui.settings.simulation import draw_simulation

TITLE = N_("Settings")
TOPIC = Topic(frozenset({Section.MARGIN_SHARE, Section.PLAN, Section.BONUS_SCALE}), frozenset({CURRENCY_ROUNDING}))


def draw_cards(desk: Desk) -> Edits:
    """What they do to this month, shares and scale beside each other, the plans below over the whole width."""
    effect, scale = st.container(), read_scale(desk)
    left, right = st.columns([40, 60])
    with left:
        edits = draw_shares(desk)
    with right:
        edits += draw_scale(desk, scale)
    draw_simulation(desk, scale)
    edits += draw_plans(desk)
    with effect:
        draw_effect(desk, edits.changes)
    return edits
