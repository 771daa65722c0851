"""Who is in the report, and since and until when each manager works: one card, department by department."""

from pathlib import Path

import streamlit as st

from sales_core.decisions import Section
from sales_core.i18n import N_
from sales_core.setting_names import MANAGERS, PLAN_PRORATION
from sales_core.settings.staff import Department, load_staff
from sales_core.ui.board import Moment
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, typed_in
from sales_core.ui.settings.history import Topic
from sales_core.ui.settings.people.reading import read_people
from sales_core.ui.settings.people.rows import build_people

TITLE = N_("Managers")
TOPIC = Topic(frozenset({Section.PERSON}), frozenset({MANAGERS, PLAN_PRORATION}))
_KEY = "settings.people"


def draw_cards(desk: Desk) -> Edits:
    staff = _staff(desk.board.moment, desk)
    typed = typed_in(st.session_state.get(_KEY))
    edits = read_people(typed, staff, desk.entries)
    data = build_people(staff, desk.entries, typed, edits, desk.language)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
    return edits


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _staff(moment: Moment, _desk: Desk) -> tuple[Department, ...]:  # noqa: ARG001 - what it is cached by
    with _desk.board.database.read() as conn:
        return load_staff(conn, _desk.board.default.month)
