"""Bringing in a statement: what is in the file first, then its lines stored; and the files that were brought in."""

import streamlit as st
from sqlalchemy import Connection

from sales_core.bank.charset import LARGEST_FILE
from sales_core.delivery.bank_lines import tell_imported
from sales_core.errors import InputError
from sales_core.file_faults import WrongFileError
from sales_core.i18n import DASH, Language
from sales_core.periods import Month
from sales_core.statements.confirming import Deed
from sales_core.statements.importing import Imported, import_statement, plan_statement
from sales_core.statements.listing import StoredStatement, load_statements
from sales_core.ui.bank.deeds import Said, do
from sales_core.ui.bank.narrowing import show_month
from sales_core.ui.board import Board
from sales_core.ui.file_picker import PickedFile, pick_file
from sales_core.ui.markdown import escape_markdown
from sales_core.ui.states import show_trouble

_SHOWN_FILES = 100
_STORED = "bank.files_stored"
"""Session-state key: counts the files stored, so that the next one begins with an empty field."""


def draw_picker(board: Board) -> PickedFile | None:
    return pick_file(
        board.language.text("Bring in a statement…"),
        board.language,
        key=f"bank.file.{_stored()}",
        accept=".txt",
        limit=LARGEST_FILE,
    )


def draw_given(board: Board, given: PickedFile) -> None:
    """What the file holds, or every line that is wrong in it."""
    language = board.language
    try:
        with board.database.read() as conn:
            planned = plan_statement(conn, given.content, given.name)
    except WrongFileError as error:
        _draw_faults(error, language)
    except InputError as error:
        show_trouble(error, language)
    else:
        _draw_plan(board, given, planned)


def _draw_plan(board: Board, given: PickedFile, planned: Imported) -> None:
    language = board.language
    told = tell_imported(planned, board.known_account.currency, language, is_stored=False)
    with st.container(border=True):
        st.markdown(f"**{escape_markdown(given.name)}** · {_period(planned, language)}")
        st.markdown(escape_markdown(told))
        if planned.added and st.button(language.text("Store the lines"), type="primary", key="bank.store"):
            _store(board, given, planned)


def _store(board: Board, given: PickedFile, planned: Imported) -> None:
    """Then shows the last month of the file."""

    def doing(conn: Connection, deed: Deed) -> Said:
        imported = import_statement(conn, given.content, given.name, deed.at, deed.by)
        st.session_state[_STORED] = _stored() + 1
        return Said(tell_imported(imported, board.known_account.currency, board.language, is_stored=True))

    if ends_on := planned.period[1]:
        show_month(Month.of(ends_on))
    do(board, doing)


def _draw_faults(error: WrongFileError, language: Language) -> None:
    told = language.plural(
        "{file}: {n} fault, nothing is stored", "{file}: {n} faults, nothing is stored", error.count, file=error.file
    )
    st.error(escape_markdown(told), icon=":material/warning:")
    st.markdown("\n".join(f"- {escape_markdown(language.error(fault))}" for fault in error.faults))


def draw_files(board: Board) -> None:
    """The files brought in, the newest first."""
    language = board.language
    opened = st.expander(
        language.text("Statements brought in"), key="bank.files", icon=":material/history:", on_change="rerun"
    )
    if not opened.open:
        return
    with opened, board.database.read() as conn:
        statements = load_statements(conn, _SHOWN_FILES)
        st.markdown("\n".join(f"- {_told(statement, board)}" for statement in statements) or DASH)


def _told(statement: StoredStatement, board: Board) -> str:
    language = board.language
    told = language.text(
        "{file}, {begins} to {ends}, {accounts}: {name}, {when}",
        file=statement.file,
        begins=language.day(statement.begins_on),
        ends=language.day(statement.ends_on),
        accounts=", ".join(f"…{account[-4:]}" for account in statement.accounts),
        name=statement.imported_by,
        when=language.moment(statement.imported_at, board.known_account.zone),
    )
    lines = language.plural("{n} new line", "{n} new lines", statement.lines)
    return f"{escape_markdown(told)} · {lines}"


def _period(planned: Imported, language: Language) -> str:
    begins_on, ends_on = planned.period
    return f"{language.day(begins_on)} – {language.day(ends_on)}"


def _stored() -> int:
    return int(st.session_state.get(_STORED, 0))
