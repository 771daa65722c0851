"""Two people saved the same: the second sees both values and chooses, entry by entry."""

from collections.abc import Sequence

import streamlit as st

from sales_core.decisions import Change, Clash
from sales_core.settings.saving import ClashError
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import drop_drafts
from sales_core.ui.states import telling

_MINE, _THEIRS = "mine", "theirs"


def open_clash(desk: Desk, wanted: Sequence[Change], clash: ClashError) -> None:
    """Over the page; closed without a choice, what was typed stays typed."""
    title = desk.language.text("Somebody saved other values meanwhile")
    st.dialog(title, width="medium")(telling(_draw))(desk, wanted, clash)


def _draw(desk: Desk, wanted: Sequence[Change], clash: ClashError) -> None:
    language, theirs = desk.language, clash.theirs
    if theirs is not None:
        st.caption(
            escape_markdown(language.text("Saved by {name}, {when}", name=theirs.saved_by, when=desk.when(theirs)))
        )
    kept = [found for found in clash.clashes if _ask(desk, found) == _MINE]
    if st.button(language.text("Save what is chosen"), type="primary"):
        try:
            desk.save(_chosen(wanted, clash.clashes, kept))
        except ClashError as another:
            st.warning(escape_markdown(language.error(another)))
        else:
            drop_drafts()
            st.rerun()


def _ask(desk: Desk, found: Clash) -> str:
    """``mine`` or ``theirs``; theirs at first, so that nothing is overwritten by a hasty click."""
    told = desk.tell(Change(found.change.entry, found.now, found.change.after))
    words = {
        _THEIRS: desk.language.text("keep theirs: {value}", value=told.before),
        _MINE: desk.language.text("save mine: {value}", value=told.after),
    }
    return st.radio(
        escape_markdown(told.subject),
        list(words),
        format_func=lambda choice: escape_markdown(words[choice]),
        key=f"clash.{found.change.entry.section}.{found.change.entry.key}",
    )


def _chosen(wanted: Sequence[Change], found: Sequence[Clash], kept: Sequence[Clash]) -> list[Change]:
    """What did not clash as it was, and of what did what is to be overwritten, seen as it is now."""
    clashing = {clash.change.entry for clash in found}
    rest = [change for change in wanted if change.entry not in clashing]
    return rest + [Change(clash.change.entry, clash.now, clash.change.after) for clash in kept]
