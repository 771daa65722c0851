"""What this reader does to payments: stored as acts, remembered for the way back, taken back."""

from dataclasses import dataclass

import streamlit as st

from sales_core.clock import system_clock
from sales_core.payment_history import Via
from sales_core.register.saving import Act, save_wishes
from sales_core.register.undoing import undo_act
from sales_core.register.wishes import Wishes
from sales_core.settings.authors import local_author
from sales_core.ui.board import Board

_LAST, _STORED = "register.last", "register.stored"
"""Session-state keys: the last deed, and the names of the forms that were stored."""
_FORMS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Intent:
    """Something to be stored: wishes, or an act to take back. ``said``: what to say once it is, in the reader's
    language; ``note``: why, if that was asked; ``form``: a name of one opening of the form it comes from, stored once
    however often it is sent."""

    wishes: Wishes
    said: str
    note: str = ""
    form: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What was stored last. ``number``: of its act; ``at`` in Unix seconds."""

    number: int
    said: str
    at: int
    lead_ids: frozenset[int]
    is_undo: bool


def store(board: Board, intent: Intent) -> int:
    """The number of its act, 0 where everything was so already. Raises InputError, PaymentClashError and
    ClosedMonthError among them, and leaves nothing stored then."""
    stored = st.session_state.setdefault(_STORED, {})
    if intent.form and intent.form in stored:
        return int(stored[intent.form])
    now = system_clock()
    deed = _taken_back(board, intent, now) if intent.undoes else _done(board, intent, now)
    if deed.number:
        st.session_state[_LAST] = deed
    if intent.form:
        stored[intent.form] = deed.number
        for old in list(stored)[:-_FORMS_KEPT]:
            del stored[old]
    return deed.number


def is_stored(form: str) -> bool:
    """What was typed into this opening of a form is stored, perhaps only after a question."""
    return form in st.session_state.get(_STORED, {})


def last_deed() -> Deed | None:
    deed: Deed | None = st.session_state.get(_LAST)
    return deed


def forget_last() -> None:
    st.session_state.pop(_LAST, None)


def undoing(deed: Deed, board: Board) -> Intent:
    """The way back from a deed."""
    said = (
        board.language.text("Done again") if deed.is_undo else board.language.text("Taken back: {said}", said=deed.said)
    )
    return Intent((), said, form=f"undo {deed.number}", undoes=deed.number)


def _done(board: Board, intent: Intent, now: int) -> Deed:
    act = Act(now, Via.PAGE, _author(), intent.note)
    with board.database.write() as conn:
        number = save_wishes(conn, intent.wishes, act)
    leads = {terms.lead_id for wish in intent.wishes for terms in (wish.seen and wish.seen.terms, wish.after) if terms}
    return Deed(number or 0, intent.said, now, frozenset(leads), is_undo=False)


def _taken_back(board: Board, intent: Intent, now: int) -> Deed:
    assert intent.undoes is not None
    with board.database.write() as conn:
        past = undo_act(conn, intent.undoes, now, Via.PAGE, _author(), note=intent.note)
    leads = {terms.lead_id for change in past.changes for terms in change[1:] if terms}
    return Deed(past.id, intent.said, now, frozenset(leads), is_undo=True)


def _author() -> str:
    return local_author(Via.PAGE.value).name
