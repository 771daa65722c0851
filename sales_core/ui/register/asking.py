"""What has to be asked before a deed is stored: somebody changed the same payment meanwhile, or its month is closed.

One dialog for both, for an answer may lead to the other question. Closed without an answer, nothing is stored and what
was typed stays typed.
"""

from dataclasses import replace

import streamlit as st

from sales_core.closed_months import ClosedMonthError
from sales_core.errors import InputError
from sales_core.payment_history import Change
from sales_core.register.choosing import can_insist, insisted, mine_over_theirs
from sales_core.register.saving import PaymentClash, PaymentClashError
from sales_core.register.words import Names, load_names, tell_change
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.register.deeds import Intent, store
from sales_core.ui.states import telling

Question = PaymentClashError | ClosedMonthError

_ASKED = "register.asked"
"""Session-state key: the intent and the question about it that the dialog shows."""
_MINE, _THEIRS = "mine", "theirs"


def ask(board: Board, intent: Intent, question: Question) -> None:
    """Opens the dialog over the page."""
    st.session_state[_ASKED] = intent, question
    st.dialog(board.language.text("Nothing is saved yet"), width="medium")(telling(draw_question))(board)


def store_in_dialog(board: Board, intent: Intent) -> None:
    """From within a dialog: closes it, or says what is wrong. Where there is something to ask, the dialog is drawn anew
    and asks it (``is_asked``, ``draw_question``)."""
    try:
        store(board, intent)
    except (PaymentClashError, ClosedMonthError) as question:
        st.session_state[_ASKED] = intent, question
        st.rerun(scope="fragment")
    except InputError as error:
        st.error(escape_markdown(board.language.error(error)))
    else:
        st.rerun()


def is_asked() -> bool:
    """Since ``forget_question``, which whoever opens a dialog of their own calls first."""
    return _ASKED in st.session_state


def forget_question() -> None:
    st.session_state.pop(_ASKED, None)


def draw_question(board: Board) -> None:
    intent, question = st.session_state[_ASKED]
    st.markdown(escape_markdown(board.language.error(question)))
    if isinstance(question, PaymentClashError):
        _draw_clash(board, intent, question)
    else:
        _draw_reason(board, intent)


def _draw_reason(board: Board, intent: Intent) -> None:
    language = board.language
    with st.form("register.reason", border=False):
        reason = st.text_area(language.text("Reason"), max_chars=1000, height=100)
        is_sent = st.form_submit_button(language.text("Save with this reason"), type="primary")
    if is_sent and reason.strip():
        store_in_dialog(board, replace(intent, note=reason.strip()))
    elif is_sent:
        st.warning(language.text("Write the reason first"))


def _draw_clash(board: Board, intent: Intent, question: PaymentClashError) -> None:
    language = board.language
    with board.database.read() as conn:
        names = load_names(conn)
    if question.theirs is not None:
        when = language.moment(question.theirs.at, board.known_account.zone)
        who = question.theirs.by or "amoCRM"
        st.caption(escape_markdown(language.text("Changed by {name}, {when}", name=who, when=when)))
    if not can_insist(intent.wishes, question.clashes):
        for clash in question.clashes:
            st.markdown(escape_markdown(_tell_theirs(clash, names, board)))
        st.info(
            language.text("What you do depends on the payment as it is now: close this, look at it and do it again.")
        )
        return
    kept = [clash.wish.seen.id for clash in question.clashes if clash.wish.seen and _ask_one(board, clash, names)]
    if st.button(language.text("Save what is chosen"), type="primary"):
        store_in_dialog(board, replace(intent, wishes=insisted(intent.wishes, question.clashes, kept)))


def _ask_one(board: Board, clash: PaymentClash, names: Names) -> bool:
    """Whether mine is to be saved; theirs at first, so that nothing is overwritten by a hasty click."""
    assert clash.wish.seen is not None
    theirs = clash.now.terms if clash.now else None
    mine = Change(clash.wish.seen.id, theirs, mine_over_theirs(clash))
    told = tell_change(mine, names, board.language)
    words = {
        _THEIRS: board.language.text("keep theirs: {value}", value=_tell_theirs(clash, names, board)),
        _MINE: board.language.text("save mine: {value}", value=told),
    }
    chosen = st.radio(
        escape_markdown(_subject(clash, names, board)),
        list(words),
        format_func=lambda choice: escape_markdown(words[choice]),
        key=f"register.clash.{clash.wish.seen.id}",
    )
    return chosen == _MINE


def _subject(clash: PaymentClash, names: Names, board: Board) -> str:
    assert clash.wish.seen is not None
    seen = clash.wish.seen.terms
    return board.language.text(
        "Payment {number}: {amount}, due {day}",
        number=str(clash.wish.seen.id),
        amount=board.language.money(seen.amount_minor, names.currency, exact=True),
        day=board.language.day(seen.due_on),
    )


def _tell_theirs(clash: PaymentClash, names: Names, board: Board) -> str:
    assert clash.wish.seen is not None
    return tell_change(
        Change(clash.wish.seen.id, clash.wish.seen.terms, clash.now.terms if clash.now else None),
        names,
        board.language,
    )
