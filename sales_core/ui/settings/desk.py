"""What a settings page works with: the data as they are now, what is decided, and what ids are called."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import streamlit as st

from sales_core.clock import system_clock
from sales_core.decisions import Change, Entries, Section
from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.settings.authors import VIA_PAGE, local_author
from sales_core.settings.decided import Decided, load_decided
from sales_core.settings.saving import (
    Version,
    changes_to_restore,
    load_versions,
    restore_version,
    save_changes,
)
from sales_core.settings.words import Names, Told, tell_change
from sales_core.ui.board import Board, Moment, open_board

_VERSIONS_READ = 200


@dataclass(frozen=True, slots=True)
class Desk:
    board: Board
    entries: Entries
    names: Names

    @property
    def language(self) -> Language:
        return self.board.language

    @property
    def currency(self) -> Currency:
        return self.names.currency

    def tell(self, change: Change) -> Told:
        return tell_change(change, self.names, self.language)

    def when(self, version: Version) -> str:
        return self.language.moment(version.saved_at, self.board.known_account.zone)

    def versions(self, sections: Collection[Section]) -> list[Version]:
        """The newest first."""
        with self.board.database.read() as conn:
            return load_versions(conn, sections, limit=_VERSIONS_READ)

    def changes_to_restore(self, version: int) -> tuple[Change, ...]:
        with self.board.database.read() as conn:
            return changes_to_restore(conn, version)

    def save(self, changes: Iterable[Change], via: str = VIA_PAGE) -> int | None:
        """The number of the new version; raises ClashError when somebody saved something else meanwhile."""
        with self.board.database.write() as conn:
            return save_changes(conn, changes, local_author(via), system_clock())

    def restore(self, version: int) -> int | None:
        with self.board.database.write() as conn:
            return restore_version(conn, version, local_author(VIA_PAGE), system_clock())


def open_desk() -> Desk:
    board = open_board()
    return Desk(board, *_decided(board.moment, board))


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _decided(moment: Moment, _board: Board) -> Decided:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_decided(conn)
