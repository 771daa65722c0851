"""Changes in words, as a table: what, before, after."""

from collections.abc import Sequence

import streamlit as st

from sales_core.decisions import Change
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.settings.desk import Desk


def draw_changes(desk: Desk, changes: Sequence[Change], shown: int) -> None:
    """So many of them, the rest behind a button."""
    st.markdown(changes_table(desk, changes[:shown]))
    if rest := changes[shown:]:
        with st.popover(desk.language.plural("{n} more change", "{n} more changes", len(rest))):
            st.markdown(changes_table(desk, rest))


def changes_table(desk: Desk, changes: Sequence[Change]) -> str:
    """As markdown."""
    language = desk.language
    told = [desk.tell(change) for change in changes]
    rows = [
        "| " + " | ".join(escape_markdown(part) for part in (line.subject, line.before, line.after)) + " |"
        for line in told
    ]
    head = [language.text("What"), language.text("Before"), language.text("After")]
    return "\n".join([f"| {' | '.join(head)} |", "| --- | --- | --- |", *rows])
