"""The page of what needs attention: a card for each kind there is any of, with the way to mend each."""

from pathlib import Path

import streamlit as st

from sales_core.attention import Counted, Item, Kind, Page, load_items, load_teller
from sales_core.i18n import N_
from sales_core.ui.board import Board, Moment, attention_counted, open_board
from sales_core.ui.frame import heading
from sales_core.ui.kit import card, pack
from sales_core.ui.navigation import deal_address, page_path

TITLE = N_("Needs attention")
_FIRST, _MORE = 5, 50
_LONGEST = 1_000
_SHOWN = "attention.shown"
"""Session-state key: how many of each kind the reader asked to see."""
_LINKS = {
    Page.BANK: N_("To the bank statement"),
    Page.SETTINGS: N_("To the shares"),
    Page.MONTHS: N_("To the months"),
}


def draw_page() -> None:
    board = open_board()
    language, counted = board.language, attention_counted(board.moment)
    heading(language.text(TITLE))
    if not counted:
        st.success(language.text("Nothing needs attention"), icon=":material/check_circle:")
    for each in counted:
        _draw_kind(board, each)


def _draw_kind(board: Board, counted: Counted) -> None:
    shown = st.session_state.setdefault(_SHOWN, {}).get(counted.kind, _FIRST)
    items = _items(board.moment, counted.kind, board.language.code, shown, board)
    key = f"attention.{counted.kind}"
    with st.container(key=key.replace(".", "-"), gap="xsmall"):
        asked = card(Path(__file__).parent)(
            data=pack(_data(board, counted, items)), key=key, on_more_change=lambda: None
        )
        link = _LINKS.get(counted.about.page)
        if link is not None:
            st.page_link(
                page_path(counted.about.page), label=board.language.text(link), icon=":material/arrow_forward:"
            )
    if asked.more:
        st.session_state[_SHOWN][counted.kind] = min(shown + _MORE, _LONGEST)
        st.rerun()


def _data(board: Board, counted: Counted, items: list[Item]) -> dict[str, object]:
    language, about = board.language, counted.about
    left = min(counted.count, _LONGEST) - len(items)
    return {
        "title": language.text(about.title),
        "count": language.number(counted.count),
        "wrong": about.is_wrong,
        "what": language.text(about.what),
        "mend": language.text(about.mend),
        "items": [_row(board, item) for item in items],
        "words": {
            "deal": language.text("Payments of the deal"),
            "amocrm": language.text("Deal in amoCRM"),
            "more": language.text("Show more: {count} left", count=language.number(left)) if left > 0 else "",
        },
    }


def _row(board: Board, item: Item) -> dict[str, str]:
    has_deal = item.lead_id is not None
    return {
        "key": item.key,
        "subject": item.subject,
        "note": item.note,
        "manager": item.manager,
        "deal": deal_address(item.lead_id or 0) if has_deal else "",
        "amocrm": board.known_account.lead_url(item.lead_id or 0) if has_deal else "",
    }


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs={Moment: repr})
def _items(moment: Moment, kind: Kind, language: str, limit: int, _board: Board) -> list[Item]:  # noqa: ARG001 - the key
    with _board.database.read() as conn:
        return load_items(conn, kind, load_teller(conn, _board.language), limit)
