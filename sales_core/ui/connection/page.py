"""The page of the connection: its state, what the worker does now, its run log, and what may be asked of it."""

import streamlit as st

from sales_core.clock import system_clock
from sales_core.connection import ConnectionState, Origin, load_connection_state
from sales_core.i18n import N_
from sales_core.reporting import FreshnessLevel, WorkerState, ask_for_pass, is_worker_running, load_worker_state
from sales_core.ui.board import Board, open_board
from sales_core.ui.connection.access import draw_connection
from sales_core.ui.connection.loading import draw_loading, is_report_loaded
from sales_core.ui.connection.runs import draw_runs
from sales_core.ui.frame import heading
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.navigation import page_path
from sales_core.ui.reader import installation
from sales_core.ui.settings.checkup import draw_checkup
from sales_core.ui.stamp import draw_stamp, stamp_text

TITLE = N_("amoCRM")
_RUNS = 300
START = "tablo up"
"""The command that starts the worker with the app."""


def draw_page() -> None:
    board = open_board()
    with board.database.read() as conn:
        worker = load_worker_state(conn, _RUNS)
    is_running = is_worker_running(board.database)
    _draw_head(board)
    left, right = st.columns(2)
    with left:
        _draw_connection(board, load_connection_state(installation(), board.database))
    with right:
        _draw_worker(board, worker, is_running=is_running)
    if not all(reading.is_complete for reading in worker.readings.values()):
        draw_loading(worker.readings, board.language, is_going_on=is_running)
    draw_checkup(board, "connection")
    draw_runs(board, worker)


def _draw_head(board: Board) -> None:
    with heading(board.language.text(TITLE)):
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, board.language)


def _draw_connection(board: Board, state: ConnectionState | None) -> None:
    """``None``: what was read once may be shown without any connection."""
    language = board.language
    if state is None:
        st.warning(language.text("No account is connected: what was read before is shown."), icon=":material/warning:")
    else:
        draw_connection(board, state)
        if state.origin is Origin.ENVIRONMENT:
            st.caption(
                language.text("It is set outside, by TABLO_AMOCRM_… in the environment or in .env: change it there.")
            )
            return
    if st.button(language.text("Connect again"), icon=":material/cable:"):
        st.switch_page(page_path("setup"), query_params={"step": "connect"})


def _draw_worker(board: Board, worker: WorkerState, *, is_running: bool) -> None:
    language = board.language
    with st.container(border=True):
        st.subheader(language.text("Data"), anchor=False)
        if is_running:
            st.markdown(escape_markdown(_tell(board, worker)))
        else:
            tell_silence(board)
        with st.container(horizontal=True):
            if st.button(language.text("Sync now"), icon=":material/refresh:", disabled=not is_running):
                _ask(board, full=False)
            with st.popover(language.text("Re-read everything…"), disabled=not is_running):
                _ask_before_reading_again(board, worker)


def tell_silence(board: Board) -> None:
    """The worker does not run, and how to start it."""
    language = board.language
    st.warning(
        language.text(
            "The worker does not run, so nothing new comes from amoCRM. Start it: `{command}`.", command=START
        ),
        icon=":material/warning:",
    )


def _tell(board: Board, worker: WorkerState) -> str:
    language = board.language
    if worker.is_full_asked:
        return language.text("Everything is about to be read again")
    if worker.reads_again:
        return language.text("Everything is being read again; the report stays open meanwhile")
    if worker.is_working:
        return language.text("Now: {stage}", stage=language.text(worker.runs[0].stage))
    if board.freshness.level is FreshnessLevel.NEVER:
        return language.text("Nothing has been read to the end yet")
    return language.text(
        "The data are up to date: {stamp}. The next look is within a minute.",
        stamp=stamp_text(board.freshness, board.known_account, language),
    )


def _ask_before_reading_again(board: Board, worker: WorkerState) -> None:
    language = board.language
    st.markdown(
        language.text(
            "Everything is read from amoCRM once more, over what is stored: for when something there was changed past "
            "its history. Nothing is lost, neither payments nor settings nor credit for them; the report stays open. "
            "On a large account it takes a while."
        )
    )
    is_busy = not is_report_loaded(worker.readings) or worker.reads_again or worker.is_full_asked
    if st.button(language.text("Re-read everything"), type="primary", disabled=is_busy):
        _ask(board, full=True)


def _ask(board: Board, *, full: bool) -> None:
    with board.database.write() as conn:
        ask_for_pass(conn, system_clock(), full=full)
    st.toast(board.language.text("The worker has been asked; it begins within seconds"), icon=":material/check:")
