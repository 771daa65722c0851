"""The card that says what is wrong with the installation, with the mend for each: the list of ``tablo check``."""

from collections.abc import Sequence

import streamlit as st

from sales_core.checkup import Finding, Level, check_everything, check_stored
from sales_core.clock import system_clock
from sales_core.i18n import Language
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.navigation import page_path
from sales_core.ui.reader import installation

_ASKED = "checkup.asked"
"""Session-state key: what the last check that asked amoCRM found, by the revision of the data it was made at."""
_MARKS = {
    Level.WRONG: ":red[:material/error:]",
    Level.WARNING: ":orange[:material/warning:]",
    Level.FINE: ":green[:material/check_circle:]",
}


def draw_checkup(board: Board, here: str) -> None:
    """What can be told without asking amoCRM stands there at once; a button asks amoCRM too.

    here: the page it is drawn on, which is no place to send a reader to.
    """
    language = board.language
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(language.text("Check-up"), anchor=False, width="content")
            st.space("stretch")
            is_asked = st.button(language.text("Check the access too"), icon=":material/cable:")
        findings = (
            _ask(board) if is_asked else _last_asked(board) or list(check_stored(board.database, language, _now()))
        )
        _draw_findings(findings, here, language)


def _ask(board: Board) -> list[Finding]:
    with st.spinner(board.language.text("Asking amoCRM…")):
        found = list(check_everything(installation(), board.database, board.language, _now()))
    st.session_state[_ASKED] = (board.moment.revision, found)
    return found


def _last_asked(board: Board) -> list[Finding] | None:
    revision, found = st.session_state.get(_ASKED, (None, None))
    return found if revision == board.moment.revision else None


def _now() -> int:
    return system_clock()


def _draw_findings(findings: Sequence[Finding], here: str, language: Language) -> None:
    """The worst first; what is well is told in one line, open to those who want to see it."""
    troubles = [finding for level in (Level.WRONG, Level.WARNING) for finding in findings if finding.level is level]
    for finding in troubles:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            with st.container(width="stretch", gap=None):
                st.markdown(f"{_MARKS[finding.level]} {escape_markdown(finding.what)}")
                st.caption(escape_markdown(finding.mend))
            if finding.page is not None and finding.page != here:
                st.page_link(page_path(finding.page), label=language.text("Mend"), width="content")
    fine = [finding for finding in findings if finding.level is Level.FINE]
    if not troubles:
        st.markdown(f"{_MARKS[Level.FINE]} {language.text('Everything is in order')}")
    with st.expander(language.plural("{n} thing is in order", "{n} things are in order", len(fine))):
        for finding in fine:
            st.markdown(f"{_MARKS[Level.FINE]} {escape_markdown(finding.what)}")
