"""Long lists a page at a time."""

import streamlit as st

from sales_core.i18n import Language
from sales_core.ui.imports.drafts import field, said


def draw_pager(name: str, count: int, per_page: int, language: Language) -> slice:
    """The part to show; the way to the others is drawn where there are any."""
    pages = said("page")
    last = max(0, (count - 1) // per_page)
    page = min(pages.get(name, 0), last)
    start, end = page * per_page, min(count, (page + 1) * per_page)
    if last:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            if st.button("←", key=field(f"{name}.back"), disabled=page == 0, help=language.text("Previous page")):
                _go(name, page - 1)
            if st.button("→", key=field(f"{name}.on"), disabled=page == last, help=language.text("Next page")):
                _go(name, page + 1)
            shown = f"{language.number(start + 1)}–{language.number(end)}"
            st.caption(language.text("{shown} of {count}", shown=shown, count=language.number(count)), width="content")
    return slice(start, end)


def _go(name: str, page: int) -> None:
    said("page")[name] = page
    st.rerun()
