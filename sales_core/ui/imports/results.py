"""What the last import did, and the way back from it."""

from dataclasses import dataclass

import streamlit as st

from sales_core.i18n import Language
from sales_core.payment_filter_text import SOURCE
from sales_core.payment_states import Source
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.navigation import page_path
from sales_core.ui.register.deeds import Deed, last_deed
from sales_core.ui.register.doing import draw_undo, take_back

_RESULT = "imports.result"
"""Session-state key: what the last import did."""


@dataclass(frozen=True, slots=True)
class Result:
    """``number``: of its act; ``at`` in Unix seconds."""

    file: str
    number: int
    at: int
    added: int
    changed: int
    lead_ids: frozenset[int]


def keep_result(result: Result) -> None:
    st.session_state[_RESULT] = result


def draw_result(board: Board) -> None:
    """The import and its way back; once it was taken, that and its own way back."""
    result: Result | None = st.session_state.get(_RESULT)
    if result is None:
        return
    last = last_deed()
    if last is not None and last.at >= result.at:
        draw_undo(board)
        return
    language = board.language
    with st.container(border=True):
        st.markdown(f":green[:material/check_circle:] **{escape_markdown(_told(result, language))}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            if st.button(language.text("Take the whole import back"), icon=":material/undo:"):
                with st.spinner(language.text("Taking it back: leave this page open until it is done")):
                    said = language.text("Import of {file}", file=result.file)
                    take_back(board, Deed(result.number, said, result.at, result.lead_ids, is_undo=False))
            st.page_link(
                page_path("payments"),
                label=language.text("All payments"),
                icon=":material/receipt_long:",
                query_params={SOURCE: Source.IMPORT.value},
            )
            st.page_link(page_path("sales"), label=language.text("Sales report"), icon=":material/table_chart:")


def _told(result: Result, language: Language) -> str:
    return language.text(
        "{file} is imported: payments added {added}, changed {changed}",
        file=result.file,
        added=language.number(result.added),
        changed=language.number(result.changed),
    )
