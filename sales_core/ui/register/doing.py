"""Storing what the reader of a page wants of payments, and the way back."""

import streamlit as st

from sales_core.closed_months import ClosedMonthError
from sales_core.errors import InputError
from sales_core.register.saving import PaymentClashError
from sales_core.register.wishes import Wishes
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.register.asking import ask
from sales_core.ui.register.deeds import Deed, Intent, forget_last, last_deed, store, undoing


def do(board: Board, wishes: Wishes, said: str, note: str = "", *, form: str = "") -> int | None:
    """Stores the wishes as one act of the page's reader: its number, 0 where everything was so already; ``None`` where
    nothing is stored, because a question has to be answered first or because it cannot be: the reason is drawn here.

    said: what to say once it is stored, in the reader's language. form: a name of one opening of the form (a counter, a
    random id): sent twice it stores once, and ``is_stored(form)`` tells when to close it, also after a question.
    """
    return _told(board, Intent(wishes, said, note, form))


def attempt(board: Board, intent: Intent) -> int | None:
    """As ``do``, for who shows errors in a place of their own: raises InputError but for what is asked in a dialog."""
    try:
        return store(board, intent)
    except (PaymentClashError, ClosedMonthError) as question:
        ask(board, intent, question)
        return None


def draw_undo(board: Board) -> None:
    """What was done last in this session, and the way back from it."""
    deed = last_deed()
    if deed is None:
        return
    language = board.language
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="register-undo"):
        st.markdown(f":green[:material/check:] {escape_markdown(deed.said)}", width="content")
        label = language.text("Do again") if deed.is_undo else language.text("Undo")
        if st.button(label, key=f"register.undo.{deed.number}", icon=":material/undo:"):
            take_back(board, deed)
        if st.button(
            language.text("Close"), key=f"register.forget.{deed.number}", icon=":material/close:", type="tertiary"
        ):
            forget_last()
            st.rerun()


def take_back(board: Board, deed: Deed) -> None:
    """The page is drawn anew, unless it cannot be: then the reason is drawn here."""
    if _told(board, undoing(deed, board)) is not None:
        st.rerun()


def _told(board: Board, intent: Intent) -> int | None:
    try:
        return attempt(board, intent)
    except InputError as error:
        st.error(escape_markdown(board.language.error(error)))
        return None
