"""The history of payments on a page: who did what, when, by which way, and the way back from what was done here."""

from dataclasses import dataclass

import streamlit as st

from sales_core.payment_history import Change, PastAct, Via
from sales_core.register.history import History, count_payments_of, load_lead_history, load_payment_history
from sales_core.register.words import Names, load_names, tell_change, tell_due_moves, tell_way
from sales_core.ui.board import Board
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.register.asking import draw_question, forget_question, is_asked, store_in_dialog
from sales_core.ui.register.deeds import Intent
from sales_core.ui.states import telling

_PAGE = 10
_SHOWN_CHANGES = 6
_TAKEN_BACK_HERE = (Via.PAGE, Via.COMMAND)
"""Invoices are changed in amoCRM; imports and statements of the bank are taken back where they were brought in."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a history is told with. ``names_payments``: it is of several payments, so each change says of which."""

    board: Board
    names: Names
    names_payments: bool


def open_payment_history(board: Board, payment_id: int) -> None:
    """Over the page."""
    forget_question()
    title = board.language.text("History of payment {number}", number=payment_id)
    st.dialog(title, width="medium")(telling(_draw_payment))(board, payment_id)


def open_lead_history(board: Board, lead_id: int) -> None:
    """Of every payment the deal has or had, over the page."""
    forget_question()
    title = board.language.text("History of the deal's payments")
    st.dialog(title, width="medium")(telling(_draw_lead))(board, lead_id)


def tell_history(board: Board, history: History, *, names_payments: bool) -> None:
    """Draws it where it is called, the newest act first. ``names_payments``: it is of several payments."""
    with board.database.read() as conn:
        told = _Told(board, load_names(conn), names_payments)
    _draw_slips(told, history)
    if not history.acts:
        st.caption(board.language.text("Nothing has been changed since the history began"))
    key = f"register.history.{history.acts[0].id if history.acts else 0}"
    shown = int(st.session_state.get(key, _PAGE))
    undone = history.undone
    for act in history.acts[::-1][:shown]:
        _draw_act(told, act, is_undone=act.id in undone)
    if len(history.acts) > shown and st.button(board.language.text("Show earlier ones")):
        st.session_state[key] = shown + _PAGE
        st.rerun(scope="fragment")


def _draw_payment(board: Board, payment_id: int) -> None:
    with board.database.read() as conn:
        history = load_payment_history(conn, payment_id)
    _draw(board, history, names_payments=False)


def _draw_lead(board: Board, lead_id: int) -> None:
    with board.database.read() as conn:
        history = load_lead_history(conn, lead_id)
    _draw(board, history, names_payments=True)


def _draw(board: Board, history: History, *, names_payments: bool) -> None:
    """In a dialog of its own, with the way back from what was done last."""
    if is_asked():
        draw_question(board)
        return
    if history.acts and history.acts[-1].via in _TAKEN_BACK_HERE:
        _draw_way_back(board, history.acts[-1])
    tell_history(board, history, names_payments=names_payments)


def _draw_way_back(board: Board, last: PastAct) -> None:
    language = board.language
    with board.database.read() as conn:
        reach = count_payments_of(conn, last.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        if reach > len(last.changes):
            st.caption(
                language.plural(
                    "The last act changed {n} payment in all; all of it is taken back.",
                    "The last act changed {n} payments in all; all of it is taken back.",
                    reach,
                )
            )
        if st.button(language.text("Take back what was done last"), icon=":material/undo:", key=f"undo.{last.id}"):
            said = language.text("Act {number} taken back", number=last.id)
            store_in_dialog(board, Intent((), said, form=f"undo {last.id}", undoes=last.id))


def _draw_slips(told: _Told, history: History) -> None:
    language = told.board.language
    for id_, moves in history.due_moves.items():
        words = tell_due_moves(moves, language)
        if told.names_payments:
            words = language.text("Payment {number}: {told}", number=id_, told=words)
        st.caption(f":material/event_repeat: {escape_markdown(words)}")


def _draw_act(told: _Told, act: PastAct, *, is_undone: bool) -> None:
    language = told.board.language
    when = language.moment(act.at, told.board.known_account.zone)
    who = act.by or ("amoCRM" if act.via is Via.AMOCRM else "")
    head = ", ".join(part for part in (who, tell_way(act, language, is_undone=is_undone)) if part)
    with st.container(border=True, gap="xsmall"):
        st.markdown(f"**{escape_markdown(when)}** · {escape_markdown(head)}")
        for change in act.changes[:_SHOWN_CHANGES]:
            st.caption(escape_markdown(_line(told, change)))
        if len(act.changes) > _SHOWN_CHANGES:
            more = len(act.changes) - _SHOWN_CHANGES
            st.caption(language.plural("and {n} more payment", "and {n} more payments", more))


def _line(told: _Told, change: Change) -> str:
    words = tell_change(change, told.names, told.board.language)
    if not told.names_payments:
        return words
    return told.board.language.text("Payment {number}: {told}", number=change.payment_id, told=words)
