"""What a page says when it has nothing, or nothing fresh, to show, and what to do about it."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec

import streamlit as st

from sales_core.errors import ConfigError, DatabaseError, InputError, NotConnectedError, TabloError
from sales_core.i18n import Language
from sales_core.reporting import Freshness, Progress
from sales_core.reports.sales import SalesReport
from sales_core.ui.board import Board, look_around
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.navigation import SETUP, page_path
from sales_core.ui.reader import configured_language
from sales_core.ui.stamp import why_late

P = ParamSpec("P")

_ALERT = ":material/warning:"


def telling(draw: Callable[P, None]) -> Callable[P, None]:
    """Draws the same; what goes wrong is told in its sentence. For each part that Streamlit runs by itself."""

    @wraps(draw)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            draw(*args, **kwargs)
        except NotConnectedError:
            # The main script could not ask the database, now it can: it leads to the set-up.
            st.rerun()
        except TabloError as error:
            show_trouble(error, _language_for(error))

    return told


def _language_for(error: TabloError) -> Language:
    """A database that has just not answered is not asked again for the words to say so."""
    unread = isinstance(error, ConfigError | DatabaseError)
    return configured_language() if unread else look_around().language


def show_trouble(error: TabloError, language: Language) -> None:
    """Instead of a page: an outage must never look like a zero."""
    st.error(escape_markdown(language.error(error)), icon=_ALERT)
    match error:
        case ConfigError():
            st.caption(language.text("Mend the setting and start the app again."))
        case DatabaseError():
            st.caption(
                language.text("No figures are shown until the database answers; the page tries again by itself.")
            )


def show_problems(problems: Sequence[InputError], language: Language) -> None:
    """A wrong link: the first thing wrong with it, and what is shown instead."""
    if problems:
        text = language.error(problems[0])
        st.warning(
            language.text("{problem}. This month is shown.", problem=escape_markdown(text.rstrip("."))), icon=_ALERT
        )


def show_set_up(board: Board) -> None:
    """The way on, while the first set-up was begun and not ended."""
    if board.outlook.is_set_up_going_on:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.caption(board.language.text("The first set-up is not finished yet."), width="content")
            st.page_link(page_path(SETUP), label=board.language.text("Go on with it"), icon=":material/flag:")


def show_lateness(board: Board) -> None:
    """The reason in words above the figures, once they are late."""
    reason = why_late(board.freshness, board.language)
    if reason:
        st.warning(escape_markdown(reason), icon=_ALERT)


def show_progress(freshness: Freshness, language: Language) -> None:
    """The first sync, while it is loading: what the figures wait for, then the longest of what they do not."""
    loading = {progress.resource: progress for progress in freshness.first_sync}
    shown = [loading[resource] for resource in _SHOWN_LOADING if resource in loading]
    for progress in shown[:1]:
        share = min(progress.done / progress.expected, 1.0) if progress.expected else 0.0
        st.progress(share, text=f"{_what_loads(progress.resource, language)}: {_pages(progress, language)}")


_SHOWN_LOADING = ("leads", "invoices", "hand_overs", "event_history")


def _what_loads(resource: str, language: Language) -> str:
    match resource:
        case "leads":
            return language.text("Loading deals, the figures are still growing")
        case "invoices":
            return language.text("Loading invoices, the figures are still growing")
        case "hand_overs":
            return language.text("Loading hand-overs of deals, payments may still move to another manager")
    return language.text("The figures are complete, loading the history of calls, tasks and stages")


def _pages(progress: Progress, language: Language) -> str:
    if not progress.expected:
        return language.plural("{n} page", "{n} pages", progress.done)
    done, expected = language.number(progress.done), language.number(progress.expected)
    return language.text("{done} of {expected} pages", done=done, expected=expected)


def show_notes(board: Board, report: SalesReport) -> None:
    """What the reader must know to take the figures for what they are."""
    language = board.language
    if report.scope.narrows_payments:
        st.info(
            language.text("Plan, percent and bonus are those of the whole month: these filters do not change them.")
        )
    if all(row.sums.is_zero for row in report.rows):
        with st.container(border=True):
            st.subheader(
                language.text("No payments in {month} yet", month=board.language.month(report.scope.month)),
                anchor=False,
            )
            st.markdown(
                language.text(
                    "Payments appear by themselves from amoCRM's invoices, or from a file: `tablo payments import`."
                )
            )
