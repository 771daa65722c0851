"""The main script: runs at every view of every page, before it. Started through ``app.py``."""

from pathlib import Path

import streamlit as st

from sales_core.ui.board import reader_language
from sales_core.ui.frame import BRAND, draw_sidebar, entering, mark_svg

PAGES = Path(__file__).parents[2] / "pages"


def main() -> None:
    language = reader_language()
    pages = [
        st.Page(PAGES / "sales.py", title=language.text("Sales report"), default=True),
        st.Page(PAGES / "settings.py", title=language.text("Settings")),
        st.Page(PAGES / "people.py", title=language.text("Managers")),
        st.Page(PAGES / "general.py", title=language.text("General")),
    ]
    page = st.navigation(pages, position="hidden")
    st.set_page_config(
        page_title=f"{page.title} · {language.text(BRAND)}",
        page_icon=mark_svg(),
        layout="wide",
        initial_sidebar_state=212,
    )
    draw_sidebar(pages, language)
    with entering():
        page.run()


if __name__ == "__main__":
    main()
