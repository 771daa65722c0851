"""The head of the page: its title, how fresh it is, and the list to take away."""

from collections.abc import Callable

import streamlit as st

from sales_core.delivery.csv_file import format_csv
from sales_core.delivery.payment_list import ListedAs, build_payment_list_sheet
from sales_core.delivery.sheet import Sheet
from sales_core.delivery.xlsx_file import format_xlsx
from sales_core.i18n import Language
from sales_core.ui.frame import heading
from sales_core.ui.payment_list.desk import ListDesk
from sales_core.ui.register.doing import draw_undo
from sales_core.ui.stamp import draw_stamp
from sales_core.ui.states import telling


def draw_head(desk: ListDesk) -> None:
    language, board = desk.language, desk.board
    with heading(language.text("Payments")):
        st.space("stretch")
        draw_stamp(board.freshness, board.known_account, language)
        _draw_downloads(desk)


@st.fragment
@telling
def draw_way_back(desk: ListDesk) -> None:
    """A fragment of its own: taking back may open a dialog, which the page's next look would close."""
    draw_undo(desk.board)


def _draw_downloads(desk: ListDesk) -> None:
    """All that the filter leaves, on whatever page. The files are made when they are asked for."""
    language = desk.language
    name = f"{language.text('payments')}-{desk.view.filter.as_of}"

    def sheet() -> Sheet:
        about = ListedAs(desk.view.filter, desk.board.choices, desk.overview.currency)
        return build_payment_list_sheet(desk.whole_list(), about, desk.board.known_account.lead_url, language)

    def draw(extension: str, write: Callable[[Sheet, Language], bytes]) -> None:
        st.download_button(
            extension.upper(),
            lambda: write(sheet(), language),
            f"{name}.{extension}",
            icon=":material/download:",
            on_click="ignore",
        )

    draw("xlsx", format_xlsx)
    draw("csv", format_csv)
