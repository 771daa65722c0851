"""The last step: the month's headline, and what is still unset with the way to it."""

import streamlit as st

from sales_core.ui.navigation import SETUP, page_path
from sales_core.ui.settings.checkup import draw_checkup
from sales_core.ui.settings.edits import Edits
from sales_core.ui.setup.steps import Wizard
from sales_core.ui.strip import draw_strip


def draw_done(wizard: Wizard) -> Edits:
    board = wizard.desk.board
    st.markdown(f"**{board.language.month(board.default.month)}**")
    draw_strip(board.strip(board.default))
    if st.button(board.language.text("Open the report"), type="primary", icon=":material/table_chart:"):
        wizard.save(wizard.note.finished())
        st.switch_page(page_path("sales"))
    draw_checkup(board, SETUP)
    return Edits()
