"""The main script: runs at every view of every page, before it. Started through ``app.py``."""

import streamlit as st

from sales_core.ui.board import look_around
from sales_core.ui.frame import BRAND, draw_sidebar, entering, mark_svg
from sales_core.ui.navigation import SETUP, build_pages, page_path


def main() -> None:
    outlook = look_around()
    language = outlook.language
    page = st.navigation(build_pages(language), position="hidden")
    st.set_page_config(
        page_title=f"{page.title} · {language.text(BRAND)}",
        page_icon=mark_svg(),
        layout="wide",
        initial_sidebar_state=212,
    )
    if not outlook.has_account and page.url_path != SETUP:
        st.switch_page(page_path(SETUP))
    if not st.context.is_embedded:
        draw_sidebar(outlook)
    with entering():
        page.run()


if __name__ == "__main__":
    main()
