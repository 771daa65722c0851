"""The page of one deal's payments, as wide as a page or as narrow as a panel within amoCRM."""

import streamlit as st

from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.ui.board import Board
from sales_core.ui.deal.address import go_to, parse_lead, take_lead
from sales_core.ui.deal.panel import deal_of, draw_panel
from sales_core.ui.frame import heading
from sales_core.ui.markdown import escape_markdown


def draw_deal(board: Board) -> None:
    """The payments of the deal in the address; where it names none that is known, a field to name one."""
    try:
        lead_id = take_lead()
        if lead_id is not None:
            deal_of(board, lead_id)
    except InputError as problem:
        st.warning(escape_markdown(board.language.error(problem)), icon=":material/warning:")
        lead_id = None
    if lead_id is None:
        _ask_for_deal(board.language)
    else:
        draw_panel(lead_id)


def _ask_for_deal(language: Language) -> None:
    heading(language.text("Payments of the deal"))
    with st.form("deal.ask", border=False, width=420):
        typed = st.text_input(
            language.text("The deal's number, or the link to it in amoCRM"),
            placeholder="https://….amocrm.ru/leads/detail/12345",
        )
        is_sent = st.form_submit_button(language.text("Show its payments"), type="primary")
    if not is_sent:
        return
    try:
        go_to(parse_lead(typed))
    except InputError as problem:
        st.warning(escape_markdown(language.error(problem)))
    else:
        st.rerun()
