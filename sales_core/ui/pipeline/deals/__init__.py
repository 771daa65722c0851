"""The dialog with the deals behind a figure: how many there are, a page of them, and all of them to take away."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.sheet import Sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.ui.kit import listing, pack
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.pipeline.asked import Asked, OfCohort
from sales_core.ui.pipeline.behind import Named, find_behind, load_list
from sales_core.ui.pipeline.deals.rows import PAGE_SIZE, build_deals
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.pipeline.words import tell_deals
from sales_core.ui.states import telling

_OPENINGS = "pipeline.openings"
"""Session-state key: how many dialogs were opened, so that each begins with its first page."""


def open_deals(desk: PipelineDesk, asked: Asked | None) -> None:
    """Over the page, of the data as they are at the click."""
    if asked is None:
        return
    now = desk.renewed()
    named = find_behind(now, asked)
    if named is None or not named.count:
        return
    st.session_state[_OPENINGS] = st.session_state.get(_OPENINGS, 0) + 1
    title = f"{escape_markdown(named.title)}: {tell_deals(named.count, desk.language)}"
    st.dialog(title, width="large")(telling(_draw_dialog))(now, asked, named, f"deals-{st.session_state[_OPENINGS]}")


def _draw_dialog(desk: PipelineDesk, asked: Asked, named: Named, key: str) -> None:
    with st.container(horizontal=True, horizontal_alignment="right"):
        _draw_downloads(desk, asked, named, key)
    pages = -(-named.count // PAGE_SIZE)
    page = min(max(_asked_page(st.session_state.get(key, {})), 1), pages)
    deals = load_list(desk, asked, named.title, PAGE_SIZE, (page - 1) * PAGE_SIZE)
    is_of_one = desk.scope.pipeline_id is not None and not isinstance(asked, OfCohort)
    left_out = desk.language.text("Pipeline") if is_of_one else ""
    listing(Path(__file__).parent)(
        data=pack(build_deals(deals, named.count, page, left_out, desk.language)), key=key, on_page_change=lambda: None
    )


def _asked_page(state: Any) -> int:
    page = state.get("page")
    return page if isinstance(page, int) else 1


def _draw_downloads(desk: PipelineDesk, asked: Asked, named: Named, key: str) -> None:
    """The files are made when asked for: a click, not every opening, pays for them."""
    language = desk.language

    def draw(extension: str, write: Callable[[Sheet, Language], bytes]) -> None:
        st.download_button(
            extension.upper(),
            lambda: write(load_list(desk, asked, named.title).sheet, language),
            f"{language.text('deals')}-{desk.scope.as_of}.{extension}",
            key=f"{key}.{extension}",
            icon=":material/download:",
            on_click="ignore",
        )

    draw("xlsx", format_xlsx)
    draw("csv", format_csv)
