"""The page of what is set up once: the deal-type field, the source of invoices, the working calendar, the language, the
weights of activity, and the file of it all."""

import streamlit as st

from sales_core.i18n import N_
from sales_core.setting_names import DEAL_TYPE_FIELD, INVOICES
from sales_core.ui.settings.calendar import VALUES, draw_calendar
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits
from sales_core.ui.settings.effect import draw_effect
from sales_core.ui.settings.fields import draw_fields
from sales_core.ui.settings.file import draw_file
from sales_core.ui.settings.history import Topic
from sales_core.ui.settings.invoices import draw_invoices
from sales_core.ui.settings.weights import VALUES as WEIGHTS
from sales_core.ui.settings.weights import draw_weights

TITLE = N_("General")
TOPIC = Topic(frozenset(), VALUES | WEIGHTS | {DEAL_TYPE_FIELD, INVOICES})


def draw_cards(desk: Desk) -> Edits:
    effect = st.container()
    edits = draw_fields(desk) + draw_invoices(desk) + draw_calendar(desk)
    weights = draw_weights(desk)
    draw_file(desk)
    with effect:
        draw_effect(desk, edits.changes)
    return edits + weights
