"""What this reader decides about lines: stored, said, and taken back.

A deed is given the database and who does it; it returns what to say. What came of the last one is shown by the next
drawing of the page (``draw_said``).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st
from sqlalchemy import Connection

from sales_core.clock import system_clock
from sales_core.closed_months import ClosedMonthError
from sales_core.errors import InputError
from sales_core.payment_history import Via
from sales_core.settings.authors import local_author
from sales_core.statements.confirming import Deed, release
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import telling

_SAID, _ASKED = "bank.said", "bank.asked"
"""Session-state keys: what came of the last deed, and the deed that needs a reason."""


@dataclass(frozen=True, slots=True)
class Said:
    """``confirmed``: the lines that can be released to take it back; ``is_trouble``: nothing was stored."""

    text: str
    confirmed: tuple[int, ...] = ()
    is_trouble: bool = False


Doing = Callable[[Connection, Deed], Said]


def do(board: Board, doing: Doing) -> None:
    """From the page: the page is drawn anew and says what came of it, or a dialog asks for a reason first."""
    try:
        st.session_state[_SAID] = _store(board, doing, "")
    except ClosedMonthError as question:
        st.session_state[_ASKED] = doing
        title = board.language.text("The month is closed")
        st.dialog(title, width="medium")(telling(_ask))(board, board.language.error(question))
    except InputError as error:
        st.session_state[_SAID] = Said(board.language.error(error), is_trouble=True)
        st.rerun()
    else:
        st.rerun()


def do_in_dialog(board: Board, doing: Doing) -> None:
    """From a dialog: closes it, or says in it what is wrong. A closed month's reason is asked for in its place."""
    try:
        st.session_state[_SAID] = _store(board, doing, "")
    except ClosedMonthError as question:
        st.session_state[_ASKED] = doing
        _ask(board, board.language.error(question))
    except InputError as error:
        st.error(escape_markdown(board.language.error(error)), icon=":material/warning:")
    else:
        st.rerun()


def is_reason_asked() -> bool:
    return _ASKED in st.session_state


def forget_question() -> None:
    """Whoever closed the dialog without a reason wants nothing any more."""
    st.session_state.pop(_ASKED, None)


def draw_reason(board: Board) -> None:
    """The question again, while the dialog that asked it is open."""
    _ask(board, "")


def draw_said(board: Board) -> None:
    """What came of the last deed, and the way back from it."""
    said: Said | None = st.session_state.get(_SAID)
    if said is None:
        return
    language = board.language
    if said.is_trouble:
        st.warning(escape_markdown(said.text), icon=":material/warning:")
        st.session_state.pop(_SAID)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bank-said"):
        st.markdown(f":green[:material/check:] {escape_markdown(said.text)}", width="content")
        if said.confirmed and st.button(language.text("Undo"), key="bank.undo", icon=":material/undo:"):
            do(board, lambda conn, deed: release_all(conn, said.confirmed, deed, board))
        if st.button(language.text("Close"), key="bank.forget", icon=":material/close:", type="tertiary"):
            st.session_state.pop(_SAID)
            st.rerun()


def release_all(conn: Connection, line_ids: Sequence[int], deed: Deed, board: Board) -> Said:
    """Of lines confirmed together, the last first: it may stand on those before it."""
    kept = [payment_id for line_id in reversed(line_ids) for payment_id in release(conn, line_id, deed).kept]
    language = board.language
    text = language.plural(
        "{n} line is released: its payments are what they were",
        "{n} lines are released: their payments are what they were",
        len(line_ids),
    )
    if kept:
        numbers = ", ".join(map(str, kept))
        still = language.text("Changed since, so still marked as paid: payments {numbers}", numbers=numbers)
        text = f"{text}. {still}"
    return Said(text)


def _ask(board: Board, question: str) -> None:
    language = board.language
    if question:
        st.markdown(escape_markdown(question))
    with st.form("bank.reason", border=False):
        reason = st.text_area(language.text("Reason"), max_chars=1000, height=100)
        is_sent = st.form_submit_button(language.text("Save with this reason"), type="primary")
    if not is_sent:
        return
    if not reason.strip():
        st.warning(language.text("Write the reason first"))
        return
    try:
        st.session_state[_SAID] = _store(board, st.session_state[_ASKED], reason.strip())
    except InputError as error:
        st.error(escape_markdown(language.error(error)))
    else:
        forget_question()
        st.rerun()


def _store(board: Board, doing: Doing, reason: str) -> Said:
    deed = Deed(system_clock(), local_author(Via.PAGE.value).name, reason)
    with board.database.write() as conn:
        return doing(conn, deed)
