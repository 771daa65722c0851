"""Around the cards of a settings page: the head with what is unsaved, saving, and the history below."""

from collections.abc import Callable

import streamlit as st

from sales_core.settings.saving import ClashError
from sales_core.ui.frame import heading
from sales_core.ui.settings.clash import open_clash
from sales_core.ui.settings.desk import Desk, open_desk
from sales_core.ui.settings.edits import Edits, drop_drafts
from sales_core.ui.settings.history import Topic, draw_history


def draw_page(title: str, draw_cards: Callable[[Desk], Edits], topic: Topic) -> None:
    """A whole settings page: head, cards, history. ``title`` is a msgid, ``topic`` what its history is of."""
    desk = open_desk()
    head = heading(desk.language.text(title))
    edits = draw_cards(desk)
    with head:
        _draw_head(desk, edits)
    draw_history(desk, topic)


def _draw_head(desk: Desk, edits: Edits) -> None:
    language = desk.language
    st.space("stretch")
    if edits.count:
        unsaved = language.plural("{n} change is not saved", "{n} changes are not saved", edits.count)
        st.caption(f":blue[●] {unsaved}", width="content")
    st.button(language.text("Undo"), on_click=drop_drafts, disabled=not edits.count)
    is_wrong = bool(edits.faults)
    if st.button(
        language.text("Save"),
        type="primary",
        disabled=is_wrong or not edits.changes,
        help=language.text("Mend what is marked first") if is_wrong else None,
    ):
        _save(desk, edits)


def _save(desk: Desk, edits: Edits) -> None:
    try:
        desk.save(edits.changes)
    except ClashError as clash:
        open_clash(desk, edits.changes, clash)
    else:
        drop_drafts()
        st.toast(desk.language.text("Saved"), icon=":material/check:")
        st.rerun()
