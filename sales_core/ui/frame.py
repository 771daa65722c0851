"""What is around every page: the guard, the side bar, and the watch that redraws a page when the data have changed."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from sales_core import __version__
from sales_core.i18n import N_, Language
from sales_core.ui.board import Outlook
from sales_core.ui.navigation import draw_links
from sales_core.ui.reader import is_dark
from sales_core.ui.states import telling

WATCH_S = 5
_ENTERED = "frame.entered"
"""Session-state key: set while the main script runs a page, and only then."""

BRAND = N_("Sales board")


@contextmanager
def entering() -> Iterator[None]:
    """Held by the main script around a page. Pages refuse to run outside it (``open_page``)."""
    st.session_state[_ENTERED] = True
    try:
        yield
    finally:
        st.session_state[_ENTERED] = False


def open_page() -> None:
    """The first call of every page: a page that was not started by the main script shows nothing."""
    if not st.session_state.get(_ENTERED):
        st.stop()


def watch(draw: Callable[[], None]) -> None:
    """Draws a page now and looks again every few seconds; the reader's place, open rows and dialog stay as they are.

    Elements equal to the ones before are not sent again, so only a change of data or scope redraws anything.
    """
    st.fragment(telling(draw), run_every=WATCH_S)()


def show(draw: Callable[[], None]) -> None:
    """Draws a page that is typed into, and so redraws only when its reader does something."""
    telling(draw)()


def heading(title: str) -> DeltaGenerator:
    """The line at the top of a page: its title, and beside it what is drawn ``with`` it."""
    line = st.container(horizontal=True, vertical_alignment="center")
    line.title(title, anchor=False, width="content")
    return line


def draw_sidebar(outlook: Outlook) -> None:
    language = outlook.language
    st.logo(brand_svg(language), size="large")
    with st.sidebar:
        draw_links(outlook)
        st.caption(language.text("Tablo {version}", version=__version__))


def mark_svg() -> str:
    return _svg(28, _MARK.format(plate="#14181F"))


def brand_svg(language: Language) -> str:
    """The mark and the board's name in the colours of the reader's theme."""
    ink, plate = ("#F4F6FA", "#2A3446") if is_dark() else ("#14181F", "#14181F")
    font = "Inter, 'Noto Sans', system-ui, sans-serif"
    name = escape(language.text(BRAND))
    words = f'<text x="38" y="19" font-family="{font}" font-size="15" font-weight="700" fill="{ink}">{name}</text>'
    return _svg(160, _MARK.format(plate=plate) + words)


def _svg(width: int, content: str) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="28" viewBox="0 0 {width} 28">{content}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


_MARK = (
    '<rect width="28" height="28" rx="7" fill="{plate}"/><g stroke-width="3" stroke-linecap="round">'
    '<path d="M6 9h16" stroke="#fff"/><path d="M6 14.5h11" stroke="#8DB5FF"/><path d="M6 20h6" stroke="#FF9452"/></g>'
)
