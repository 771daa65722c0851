"""The pages of the board: which there are, what they are called, where they lie."""

from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from sales_core.i18n import N_, Language
from sales_core.ui.board import Outlook

_FOLDER = Path(__file__).parents[2] / "pages"


class Entry(NamedTuple):
    """``name``: the file in ``pages/`` and, but for the first page, the address; ``group``: the heading over it."""

    name: str
    title: str
    icon: str
    group: str = ""


ATTENTION, DEAL, MONTHS, SETUP = "attention", "deal", "months", "setup"
_MANY = 100
"""So many things that need attention that their number says no more; the side bar has no room for it either."""
_PAYMENTS = N_("Payments")
_SETTINGS = N_("Settings")

ENTRIES = (
    Entry("sales", N_("Sales report"), ":material/table_chart:"),
    Entry("activity", N_("Activity"), ":material/monitoring:"),
    Entry("pipeline", N_("Deals in work"), ":material/view_kanban:"),
    Entry("compare", N_("Comparison"), ":material/compare_arrows:"),
    Entry("payments", N_("All payments"), ":material/receipt_long:", _PAYMENTS),
    Entry(ATTENTION, N_("Needs attention"), ":material/notification_important:", _PAYMENTS),
    Entry("bank", N_("Bank statement"), ":material/account_balance:", _PAYMENTS),
    Entry("import_payments", N_("Import"), ":material/upload_file:", _PAYMENTS),
    Entry(MONTHS, N_("Months and payroll"), ":material/event_available:", _PAYMENTS),
    Entry("settings", N_("Shares, scale, plans"), ":material/tune:", _SETTINGS),
    Entry("people", N_("Managers"), ":material/group:", _SETTINGS),
    Entry("general", N_("General"), ":material/calendar_month:", _SETTINGS),
    Entry("connection", N_("amoCRM"), ":material/cable:", _SETTINGS),
    Entry("setup", N_("First set-up"), ":material/flag:"),
)
"""In the order of the side bar; the first is the start page."""

UNLISTED: tuple[Entry, ...] = (Entry(DEAL, N_("Payments of the deal"), ":material/payments:"),)
"""Pages that are reached by a link only."""


def page_path(name: str) -> Path:
    """What a link to a page is made of. Absolute: the pages do not lie beside the main script."""
    return _FOLDER / f"{name}.py"


def deal_address(lead_id: int) -> str:
    """Where the payments of a deal are entered and changed, for a link on any page."""
    return f"{DEAL}?lead={lead_id}"


def build_pages(language: Language) -> list[st.Page]:
    return [
        st.Page(page_path(entry.name), title=language.text(entry.title), default=entry is ENTRIES[0])
        for entry in (*ENTRIES, *UNLISTED)
    ]


def draw_links(outlook: Outlook) -> None:
    """Nothing but the first set-up before there is an account, and not that once it has ended. The icon is given to the
    link, not to the page: there Streamlit would fetch it from the internet."""
    language = outlook.language
    shown = [entry for entry in ENTRIES if outlook.has_account or entry.name == SETUP]
    if not outlook.is_set_up_going_on:
        shown = [entry for entry in shown if entry.name != SETUP]
    for group, entries in groupby(shown, lambda entry: entry.group):
        if group:
            st.caption(language.text(group))
        for entry in entries:
            st.page_link(page_path(entry.name), label=_label(entry, outlook), icon=entry.icon)


def _label(entry: Entry, outlook: Outlook) -> str:
    language = outlook.language
    waiting = outlook.needs_attention if entry.name == ATTENTION else 0
    if not waiting:
        return language.text(entry.title)
    return language.text("Attention {count}", count=waiting if waiting < _MANY else f"{_MANY - 1}+")
