"""The main script: runs at every view of every page, before it. Started through ``app.py``."""

import streamlit as st

from sales_core.ui.board import reader_language
from sales_core.ui.frame import BRAND, draw_sidebar, entering, mark_svg
from sales_core.ui.navigation import build_pages


def main() -> None:
    language = reader_language()
    page = st.navigation(build_pages(language), position="hidden")
    st.set_page_config(
        page_title=f"{page.title} · {language.text(BRAND)}",
        page_icon=mark_svg(),
        layout="wide",
        initial_sidebar_state=212,
    )
    draw_sidebar(language)
    with entering():
        page.run()


if __name__ == "__main__":
    main()
