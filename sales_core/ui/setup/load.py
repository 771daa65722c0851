"""The step of the first load: how far it is, and how long it still takes."""

import streamlit as st

from sales_core.reporting import is_worker_running, load_worker_state
from sales_core.ui.board import open_board
from sales_core.ui.connection.loading import draw_loading, is_report_loaded
from sales_core.ui.connection.page import tell_silence
from sales_core.ui.settings.edits import Edits
from sales_core.ui.setup.steps import Wizard
from sales_core.ui.states import show_trouble, telling

_LOOK_S = 2


def draw_load(wizard: Wizard) -> Edits:
    knew_account = wizard.desk.board.account is not None
    was_loaded = is_report_loaded(wizard.worker.readings)

    @st.fragment(run_every=_LOOK_S)
    @telling
    def look() -> None:
        board = open_board()
        with board.database.read() as conn:
            worker = load_worker_state(conn)
        is_running = is_worker_running(board.database)
        if not is_running:
            tell_silence(board)
        elif wizard.connection is None:
            st.info(board.language.text("Connect the account first: the load begins by itself."))
        if board.freshness.error is not None:
            show_trouble(board.freshness.error, board.language)
        draw_loading(worker.readings, board.language, is_going_on=is_running)
        if (board.account is not None) != knew_account or is_report_loaded(worker.readings) != was_loaded:
            st.rerun(scope="app")

    look()
    return Edits()


def draw_load_note(wizard: Wizard) -> None:
    """On the later steps, while what they list is still coming in."""
    if not is_report_loaded(wizard.worker.readings):
        told = wizard.desk.language.text("Deals are still being loaded: lists and counts grow by themselves.")
        st.caption(f":material/sync: {told}")
