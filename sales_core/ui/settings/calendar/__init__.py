"""The card of the working calendar: the country's holidays, the company's own days off, the week, and the language."""

from pathlib import Path

import streamlit as st

from sales_core.setting_names import DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY, LANGUAGE
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.calendar.reading import read_calendar
from sales_core.ui.settings.calendar.rows import build_calendar
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, typed_in

VALUES = frozenset({DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY, LANGUAGE})
_KEY = "settings.calendar"


def draw_calendar(desk: Desk) -> Edits:
    state = st.session_state.get(_KEY) or {}
    typed = typed_in(state)
    edits = read_calendar(typed, desk.entries)
    year = state.get("year")
    today = desk.board.default.as_of
    data = build_calendar(desk, typed, year if isinstance(year, int) and 2000 <= year < 2100 else today.year)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None, on_year_change=lambda: None)
    return edits
