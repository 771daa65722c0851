"""The list itself: a page of payments to look at, to open and to choose from."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.payment_filter import LONGEST_TEXT
from sales_core.ui.kit import listing, pack
from sales_core.ui.navigation import DEAL, page_path
from sales_core.ui.payment_list.bulk import Act, do_waiting, open_bulk, times_done
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.payment_list.listing.rows import build_listing
from sales_core.ui.states import telling

_KEY, _GONE = "list.rows", "list.gone"
"""Session-state keys: the component, and that its reader went to another view of the list."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be done, and to which payments: ``all`` that the filter leaves, or ``seen``: ids with versions."""

    act: Act
    all: bool
    seen: dict[int, int]


@st.fragment
@telling
def draw_list(desk: ListDesk) -> None:
    """A fragment of its own: the page looks again every few seconds, and would close a dialog that it has opened."""
    notice = st.container()
    with notice:
        do_waiting(desk.board)
    result = listing(Path(__file__).parent)(
        data=pack(build_listing(desk, times_done())),
        key=_KEY,
        on_go_change=lambda: _follow(desk),
        on_search_change=lambda: _search(desk),
        on_act_change=lambda: None,
        on_open_change=lambda: None,
    )
    if st.session_state.pop(_GONE, False):
        st.rerun()
    if isinstance(result.open, int):
        st.switch_page(page_path(DEAL), query_params={"lead": str(result.open)})
    chosen = read_chosen(result.act)
    if chosen:
        with notice:
            telling(open_bulk)(desk, chosen.act, None if chosen.all else chosen.seen)


def read_chosen(sent: Any) -> Chosen | None:
    """What a browser sent; ``None`` for anything that is nothing to do."""
    if not isinstance(sent, dict) or sent.get("what") not in set(Act):
        return None
    pairs = sent.get("seen")
    if not isinstance(pairs, list) or not all(_is_pair(pair) for pair in pairs):
        return None
    return Chosen(Act(sent["what"]), sent.get("all") is True, dict(pairs)) if pairs or sent.get("all") is True else None


def _is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(type(part) is int for part in pair)


def _follow(desk: ListDesk) -> None:
    desk.follow(st.session_state[_KEY].get("go"))
    st.session_state[_GONE] = True


def _search(desk: ListDesk) -> None:
    text = str(st.session_state[_KEY].get("search") or "")
    desk.go(desk.view.narrowed(text=" ".join(text[:LONGEST_TEXT].split())))
    st.session_state[_GONE] = True
