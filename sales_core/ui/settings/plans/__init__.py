"""The card of plans: a grid of managers by months, typed and pasted as in a spreadsheet."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.decisions import Entries
from sales_core.reporting import load_calendar
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.settings.plan_amounts import Amounts, amounts_of, parse_plan
from sales_core.ui.board import Moment
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.deal_types import deal_types_of
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, Typed, read_edits, typed_in
from sales_core.ui.settings.plans.asks import answer, asked_in, stray_faults
from sales_core.ui.settings.plans.rows import build_plans
from sales_core.ui.settings.plans.sheet import Sheet, plan_entry_of, read_cell_key, typed_amounts, view_of

_KEY = "settings.plans"
"""Session-state key: the card's state."""


def draw_plans(desk: Desk) -> Edits:
    state: Mapping[str, Any] = st.session_state.get(_KEY) or {}
    typed = typed_in(state)
    edits = _read(typed, desk)
    deal_types = deal_types_of(desk)
    sheet = _sheet(desk, edits, state.get("view"), {option.id for option in deal_types})
    answered = answer(asked_in(state), sheet, lambda: _calendar(desk))
    data = build_plans(sheet, deal_types, typed, edits, answered)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None, on_view_change=lambda: None)
    return edits


def _read(typed: Mapping[str, Typed], desk: Desk) -> Edits:
    """Cells by what they mean; what was pasted and has no place is a fault."""
    cells = {key: cell for key, cell in typed.items() if read_cell_key(key, desk.names.users, desk.names.options)}
    strays = stray_faults(typed)
    return read_edits(cells, plan_entry_of, lambda text: parse_plan(text, desk.currency)) + Edits(faults=strays)


def _sheet(desk: Desk, edits: Edits, sent: Any, deal_types: set[int]) -> Sheet:
    this_month = desk.board.default.month
    report = desk.board.sales_report(desk.board.default)
    return Sheet(
        view=view_of(sent, this_month.year, deal_types),
        this_month=this_month,
        names=desk.names.users,
        in_report=frozenset(row.manager.id for row in report.rows if not row.manager.others),
        stored=_stored(desk.board.moment, desk.entries),
        typed=typed_amounts(edits.changes),
        currency=desk.currency,
        language=desk.language,
    )


def _calendar(desk: Desk) -> WorkCalendar:
    with desk.board.database.read() as conn:
        return load_calendar(conn)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _stored(moment: Moment, _entries: Entries) -> Amounts:  # noqa: ARG001 - what it is cached by
    return amounts_of(_entries)
