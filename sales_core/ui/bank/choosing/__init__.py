"""The dialogs about one line: other payments for it, and setting it aside."""

from pathlib import Path

import streamlit as st
from sqlalchemy import Connection

from sales_core.statements.confirming import Deed, confirm, set_aside
from sales_core.statements.listing import ListedLine
from sales_core.statements.searching import search_payables
from sales_core.ui.bank.choosing.rows import Choices, build_choices, parse_chosen
from sales_core.ui.bank.deeds import Said, do_in_dialog, draw_reason, forget_question, is_reason_asked
from sales_core.ui.bank.lines.rows import Tongue
from sales_core.ui.board import Board
from sales_core.ui.kit import component, pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import telling

_OPENINGS = "bank.openings"
"""Session-state key: how many dialogs were opened, so that each begins empty."""


def open_choosing(board: Board, listed: ListedLine, tongue: Tongue) -> None:
    forget_question()
    title = board.language.text("Which payments is this money for?")
    st.dialog(title, width="large")(telling(_draw_choosing))(board, listed, tongue, _key())


def open_aside(board: Board, listed: ListedLine, tongue: Tongue) -> None:
    forget_question()
    title = board.language.text("This is no client's payment")
    st.dialog(title, width="medium")(telling(_draw_aside))(board, listed, tongue)


def _key() -> str:
    st.session_state[_OPENINGS] = int(st.session_state.get(_OPENINGS, 0)) + 1
    return f"bank.choosing.{st.session_state[_OPENINGS]}"


def _draw_choosing(board: Board, listed: ListedLine, tongue: Tongue, key: str) -> None:
    if is_reason_asked():
        draw_reason(board)
        return
    _draw_line(listed, tongue)
    asked = str((st.session_state.get(key) or {}).get("search") or "").strip()
    data = pack(build_choices(_choices(board, listed, asked), tongue))
    clicked = component(Path(__file__).parent)(
        data=data, key=key, on_search_change=lambda: None, on_confirm_change=lambda: None
    )
    if clicked.confirm:
        _confirm(board, listed, clicked.confirm, tongue)


def _confirm(board: Board, listed: ListedLine, sent: object, tongue: Tongue) -> None:
    language = board.language

    def doing(conn: Connection, deed: Deed) -> Said:
        chosen = parse_chosen(sent, listed.line, tongue.currency)
        confirm(conn, listed.line.id, chosen.shares, deed, chosen.new)
        given = sum(share.amount_minor for share in chosen.shares) + sum(one.amount_minor for one in chosen.new)
        money = language.money(given, tongue.currency, exact=True)
        return Said(
            language.plural("Confirmed: {n} line, {money}", "Confirmed: {n} lines, {money}", 1, money=money),
            (listed.line.id,),
        )

    do_in_dialog(board, doing)


def _choices(board: Board, listed: ListedLine, asked: str) -> Choices:
    """What the search finds; without one the proposal, then what to look at first, then the payments of that sum."""
    offer = listed.offer
    proposed = {part.payable.id: part.amount_minor for part in offer.parts} if offer else {}
    first = (*(part.payable for part in offer.parts), *offer.candidates) if offer else ()
    with board.database.read() as conn:
        if asked:
            found = search_payables(conn, listed.line, asked)
        else:
            sum_asked = f"{board.known_account.currency.to_major(abs(listed.line.rest_minor)):f}"
            found = [*first, *search_payables(conn, listed.line, sum_asked)]
    unique = {payable.id: payable for payable in found}
    return Choices(listed.line, proposed, tuple(unique.values()))


def _draw_aside(board: Board, listed: ListedLine, tongue: Tongue) -> None:
    language = board.language
    _draw_line(listed, tongue)
    with st.form("bank.aside", border=False):
        reason = st.text_input(
            language.text("What it is"), placeholder=language.text("a loan, a deposit, money given back by a supplier")
        )
        is_sent = st.form_submit_button(language.text("Set aside"), type="primary")
    if is_sent:

        def doing(conn: Connection, deed: Deed) -> Said:
            set_aside(conn, listed.line.id, reason, deed)
            return Said(language.text("The line is set aside"))

        do_in_dialog(board, doing)


def _draw_line(listed: ListedLine, tongue: Tongue) -> None:
    line, language = listed.line, tongue.language
    money = language.money(line.rest_minor, tongue.currency, exact=True)
    who = " · ".join(filter(None, [line.party_name, line.party_inn and language.text("INN {inn}", inn=line.party_inn)]))
    st.markdown(f"**{money}** · {language.day(line.booked_on)} · {escape_markdown(who)}")
    st.caption(escape_markdown(line.purpose))
