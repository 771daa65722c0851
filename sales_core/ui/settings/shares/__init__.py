"""The card of margin shares: the versions of every deal type by effective month, and new ones typed beside them."""

from pathlib import Path

import streamlit as st

from sales_core.settings.share_versions import read_share_edits
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.deal_types import deal_types_of
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, typed_in
from sales_core.ui.settings.shares.lines import line_edits
from sales_core.ui.settings.shares.rows import build_shares

_KEY = "settings.shares"
"""Session-state key: the card's state."""


def draw_shares(desk: Desk) -> Edits:
    deal_types = deal_types_of(desk)
    typed = typed_in(st.session_state.get(_KEY))
    edits = line_edits(typed, {option.id for option in deal_types})
    read = read_share_edits(edits, desk.board.default.month)
    data = build_shares(desk, deal_types, typed, edits, read)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
    return Edits(read.changes, {f"share {line}": fault for line, fault in read.faults.items()})
