"""The card of the settings file: all that is decided to take away, and a file brought in, its difference first."""

from collections.abc import Sequence

import streamlit as st

from sales_core.decisions import Change
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.i18n import Language
from sales_core.settings.authors import VIA_FILE
from sales_core.settings.file import changes_in_file, export_settings
from sales_core.settings.file.document import LARGEST_FILE
from sales_core.settings.saving import ClashError
from sales_core.ui.file_picker import PickedFile, pick_file
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.settings.changes import draw_changes
from sales_core.ui.settings.clash import open_clash
from sales_core.ui.settings.desk import Desk
from sales_core.ui.states import show_trouble

_SHOWN_CHANGES = 12
_STORED = "settings.files_stored"
"""Session-state key: counts the files stored, so that the next one begins with an empty field."""


def draw_file(desk: Desk) -> None:
    language = desk.language
    with st.container(border=True):
        st.markdown(f"**{language.text('Settings as a file')}**")
        st.caption(
            language.text(
                "All that is decided on these pages, to keep, to edit as text or to move. "
                "A file brought in shows first what it would change."
            )
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.download_button(
                language.text("Download settings"),
                lambda: _export(desk),
                f"{language.text('settings')}.toml",
                mime="application/toml",
                icon=":material/download:",
                on_click="ignore",
            )
            given = pick_file(
                language.text("Bring in a file…"),
                language,
                key=f"settings.file.{_stored()}",
                accept=".toml",
                limit=LARGEST_FILE,
            )
        if given is not None:
            _draw_given(desk, given)


def _export(desk: Desk) -> bytes:
    with desk.board.database.read() as conn:
        return export_settings(conn).encode()


def _draw_given(desk: Desk, given: PickedFile) -> None:
    try:
        with desk.board.database.read() as conn:
            changes = changes_in_file(conn, given.content, given.name)
    except WrongFileError as error:
        _draw_faults(error, desk.language)
    except InputError as error:
        show_trouble(error, desk.language)
    else:
        _draw_difference(desk, changes)


def _draw_faults(error: WrongFileError, language: Language) -> None:
    told = language.plural(
        "{file}: {n} fault, nothing is stored", "{file}: {n} faults, nothing is stored", error.count, file=error.file
    )
    st.error(escape_markdown(told), icon=":material/warning:")
    st.markdown("\n".join(f"- {escape_markdown(language.error(fault))}" for fault in error.faults))


def _draw_difference(desk: Desk, changes: Sequence[Change]) -> None:
    language = desk.language
    if not changes:
        st.info(language.text("The settings are as in the file already"), icon=":material/check:")
        return
    st.markdown(language.plural("The file changes {n} setting:", "The file changes {n} settings:", len(changes)))
    draw_changes(desk, changes, _SHOWN_CHANGES)
    # Whoever changes the settings meanwhile changes the key: a click stores what is shown above it and nothing else.
    if st.button(language.text("Store"), type="primary", key=f"settings.file.store.{hash(repr(changes))}"):
        _store(desk, changes)


def _store(desk: Desk, changes: Sequence[Change]) -> None:
    try:
        desk.save(changes, VIA_FILE)
    except ClashError as clash:
        open_clash(desk, changes, clash)
    else:
        st.session_state[_STORED] = _stored() + 1
        st.toast(desk.language.text("Saved"), icon=":material/check:")
        st.rerun()


def _stored() -> int:
    return int(st.session_state.get(_STORED, 0))
