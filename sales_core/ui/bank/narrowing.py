"""Which lines are shown: month and state stand in the page's address, words are typed."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from sales_core.errors import InputError
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.statements.listing import LineState, ListedLine, StoredLine
from sales_core.ui.board import Board

_MONTH, _STATE, _TEXT = "bank.month", "bank.state", "bank.text"
"""Session-state keys of the widgets."""
_NAMES = {
    LineState.TO_DECIDE: N_("To decide"),
    LineState.CONFIRMED: N_("Confirmed"),
    LineState.SET_ASIDE: N_("Put aside"),
    LineState.OUTGOING: N_("Outgoing"),
}
_BY_MONTH, _BY_STATE = "month", "state"
"""Their names in the address."""


def take_month(default: Month) -> Month:
    """The one in the address; ``default`` where there is none, or none that makes sense."""
    try:
        return Month.parse(st.query_params.get(_BY_MONTH, ""))
    except InputError:
        return default


def take_state() -> LineState:
    name = st.query_params.get(_BY_STATE, "")
    return LineState(name) if name in set(LineState) else LineState.TO_DECIDE


def show_month(month: Month) -> None:
    st.query_params[_BY_MONTH] = str(month)


def draw_month(month: Month, months: Sequence[Month], today: date, language: Language) -> None:
    offered = sorted({*months, month, Month.of(today)}, reverse=True)
    names = {each: language.month(each) for each in offered}
    st.session_state[_MONTH] = month
    with st.container(horizontal=True, gap=None, width="content"):
        st.button(
            "←", key="bank.earlier", on_click=show_month, args=(month.plus(-1),), help=language.text("Previous month")
        )
        st.selectbox(
            language.text("Month"),
            offered,
            format_func=names.__getitem__,
            key=_MONTH,
            on_change=lambda: show_month(st.session_state[_MONTH]),
            label_visibility="collapsed",
            width=146,
        )
        st.button("→", key="bank.later", on_click=show_month, args=(month.plus(1),), help=language.text("Next month"))


def draw_states(lines: Sequence[ListedLine], chosen: LineState, language: Language) -> None:
    counts = {state: sum(each.state is state for each in lines) for state in LineState}
    names = {state: f"{language.text(name)} {language.number(counts[state])}" for state, name in _NAMES.items()}

    def pick() -> None:
        st.query_params[_BY_STATE] = (st.session_state[_STATE] or chosen).value

    st.session_state[_STATE] = chosen
    st.segmented_control(
        language.text("State"),
        list(LineState),
        format_func=names.__getitem__,
        key=_STATE,
        on_change=pick,
        label_visibility="collapsed",
    )


def draw_words(board: Board) -> str:
    """What was typed to look for."""
    return str(
        st.text_input(
            board.language.text("Search"),
            key=_TEXT,
            placeholder=board.language.text("Payer, purpose, INN or amount"),
            label_visibility="collapsed",
            width=280,
        )
        or ""
    )


def narrowed(lines: Sequence[ListedLine], state: LineState, text: str, currency: Currency) -> list[ListedLine]:
    """Those in the state in which every word of ``text`` occurs."""
    words = text.casefold().split()
    return [
        each
        for each in lines
        if each.state is state and all(word in _looked_through(each.line, currency) for word in words)
    ]


def _looked_through(line: StoredLine, currency: Currency) -> str:
    amount = currency.plain(line.amount_minor)
    told = (line.party_name, line.party_inn, line.purpose, line.number, amount, amount.replace(".", ","))
    return " ".join(told).casefold()
