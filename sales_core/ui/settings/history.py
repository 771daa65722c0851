"""Who changed what, from what to what, when; and the way back to any version."""

from dataclasses import dataclass

import streamlit as st

from sales_core.decisions import Entry, Section
from sales_core.i18n import N_, Language
from sales_core.settings.saving import Version
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.settings.changes import changes_table, draw_changes
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import drop_drafts
from sales_core.ui.states import telling

_PAGE = 10
_SHOWN_CHANGES = 6
_SHOWN, _OPEN = "settings.history", "settings.history.open"
"""Session-state keys: how many versions are shown, and whether they are shown at all."""

_VIA = {"page": N_("on the page"), "file": N_("by a file"), "setup": N_("at the first set-up")}


@dataclass(frozen=True, slots=True)
class Topic:
    """Which decisions a page is about: whole sections, and of the one-value settings those named."""

    sections: frozenset[Section]
    values: frozenset[str] = frozenset()

    @property
    def all_sections(self) -> frozenset[Section]:
        return self.sections | {Section.VALUES} if self.values else self.sections

    def covers(self, entry: Entry) -> bool:
        return entry.section in self.sections or (entry.section is Section.VALUES and entry.key in self.values)


def draw_history(desk: Desk, topic: Topic) -> None:
    """The versions that changed something of the topic, the newest first."""
    language = desk.language
    history = st.expander(language.text("History of changes"), key=_OPEN, icon=":material/history:", on_change="rerun")
    if not history.open:
        return
    with history:
        shown = int(st.session_state.get(_SHOWN, _PAGE))
        versions = [
            version
            for version in desk.versions(topic.all_sections)
            if any(topic.covers(c.entry) for c in version.changes)
        ]
        if not versions:
            st.caption(language.text("Nothing has been changed yet"))
        for place, version in enumerate(versions[:shown]):
            _draw_version(desk, version, topic, is_newest=place == 0)
        if len(versions) > shown and st.button(language.text("Show earlier ones")):
            st.session_state[_SHOWN] = shown + _PAGE
            st.rerun()


def _draw_version(desk: Desk, version: Version, topic: Topic, *, is_newest: bool) -> None:
    language = desk.language
    changes = [change for change in version.changes if topic.covers(change.entry)]
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{desk.when(version)}** · {escape_markdown(_author(version, language))}", width="content")
            st.space("stretch")
            if not is_newest and st.button(
                language.text("Restore"), key=f"restore.{version.id}", icon=":material/undo:"
            ):
                _confirm(desk, version)
        draw_changes(desk, changes, _SHOWN_CHANGES)


def _author(version: Version, language: Language) -> str:
    if version.restores is not None:
        return language.text("{name}, went back to version {number}", name=version.saved_by, number=version.restores)
    return language.text(
        "{name}, {via}, version {number}",
        name=version.saved_by, via=language.text(_VIA.get(version.via, version.via)), number=version.id,
    )  # fmt: skip


def _confirm(desk: Desk, version: Version) -> None:
    title = desk.language.text("Go back to version {number}?", number=version.id)
    st.dialog(title, width="large")(telling(_draw_confirmation))(desk, version)


def _draw_confirmation(desk: Desk, version: Version) -> None:
    language, changes = desk.language, desk.changes_to_restore(version.id)
    if not changes:
        st.markdown(language.text("Everything is as it was then already."))
        return
    st.markdown(language.text("This will change, as a new version; nothing of the history is lost:"))
    st.markdown(changes_table(desk, changes))
    if st.button(language.text("Restore"), type="primary", key="restore.confirmed"):
        desk.restore(version.id)
        drop_drafts()
        st.rerun()
