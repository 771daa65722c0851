"""The panel of a deal's payments: what the browser asks is done first, then everything is drawn as it is now."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.errors import InputError
from sales_core.register.history import load_payment_as_seen
from sales_core.reporting import load_calendar
from sales_core.reporting.deal import load_deal
from sales_core.reports.deal import Deal
from sales_core.ui.board import Board, Moment, open_board
from sales_core.ui.credit import open_credit
from sales_core.ui.deal.answers import build_answer, said
from sales_core.ui.deal.asked import Asked, Kind, read_asked
from sales_core.ui.deal.forms import WHOLE, FormDesk, Reading, read_form
from sales_core.ui.deal.rows import Teller, build_head, build_rows, build_totals
from sales_core.ui.deal.words import build_defaults, build_words
from sales_core.ui.kit import component, pack
from sales_core.ui.register.deeds import Intent, is_stored, last_deed, undoing
from sales_core.ui.register.doing import attempt
from sales_core.ui.register.history import open_lead_history, open_payment_history
from sales_core.ui.stamp import stamp_text, why_late
from sales_core.ui.states import telling


@dataclass(frozen=True, slots=True)
class _Outcome:
    """``reading``: of a form that was to be saved and could not be."""

    asked: Asked
    reading: Reading


@st.fragment
@telling
def draw_panel(lead_id: int) -> None:
    """A fragment of its own: typing runs this and not the whole page."""
    key = f"deal.{lead_id}"
    state = st.session_state.get(key) or {}
    done = read_asked(state.get("do"))
    outcome = _do(open_board(), lead_id, done) if done else None
    board = open_board()
    teller = Teller(deal_of(board, lead_id), board.language)
    typed = [asked for asked in (done, read_asked(state.get("form"))) if asked]
    data = {
        "key": key,
        "head": build_head(teller, board.known_account.lead_url(lead_id)),
        "totals": build_totals(teller),
        "rows": build_rows(teller, board.known_account.invoice_url),
        "defaults": build_defaults(teller),
        "answer": _answer(board, lead_id, typed, outcome, teller),
        "stored": [asked.id for asked in typed if is_stored(asked.id)],
        "trouble": _trouble(outcome, teller),
        "late": _lateness(board),
        "deed": _deed(board, lead_id),
        "canAdd": not teller.deal.facts.is_deleted,
        "words": build_words(teller),
    }
    component(Path(__file__).parent)(data=pack(data), key=key, on_form_change=lambda: None, on_do_change=lambda: None)


def deal_of(board: Board, lead_id: int) -> Deal:
    """As of today. Raises InputError for a deal that is not known."""
    return _deal(board.moment, lead_id, board.default.as_of, board)


@st.cache_resource(max_entries=16, show_spinner=False, hash_funcs={Moment: repr})
def _deal(moment: Moment, lead_id: int, as_of: date, _board: Board) -> Deal:  # noqa: ARG001 - what it is cached by
    with _board.database.read() as conn:
        return load_deal(conn, lead_id, as_of)


def _do(board: Board, lead_id: int, asked: Asked) -> _Outcome | None:
    """What was sent to be done; an outcome only where it could not be."""
    match asked.kind:
        case Kind.HISTORY if asked.payment_id is not None:
            open_payment_history(board, asked.payment_id)
            return None
        case Kind.HISTORY:
            open_lead_history(board, lead_id)
            return None
    reading = Reading() if asked.kind in _WITHOUT_FIELDS else _read(board, lead_id, asked)
    if reading.faults:
        return _Outcome(asked, reading)
    try:
        if asked.kind is Kind.CREDIT and asked.payment_id is not None:
            open_credit(board, asked.payment_id)
            return None
        intent = _intent(board, asked, reading)
        if intent is not None:
            attempt(board, intent)
    except InputError as fault:
        return _Outcome(asked, Reading(faults={WHOLE: fault}))
    return None


def _intent(board: Board, asked: Asked, reading: Reading) -> Intent | None:
    if asked.kind is Kind.UNDO:
        deed = last_deed()
        return undoing(deed, board) if deed and deed.number == asked.version else None
    return Intent(reading.wishes, said(asked.kind, reading.wishes, board.language), form=asked.id)


def _read(board: Board, lead_id: int, asked: Asked) -> Reading:
    """Against the payment as its author saw it: somebody may have changed it since, which is told when it is stored."""
    with board.database.read() as conn:
        seen = None if asked.payment_id is None else load_payment_as_seen(conn, asked.payment_id, asked.version)
        calendar = load_calendar(conn)
    return read_form(asked, FormDesk(deal_of(board, lead_id), seen, calendar))


def _answer(
    board: Board, lead_id: int, typed: list[Asked], outcome: _Outcome | None, teller: Teller
) -> dict[str, Any] | None:
    """To the form that is open: what was wrong when it was sent, else what its texts mean so far."""
    if outcome:
        return build_answer(outcome.asked, outcome.reading, teller, is_tried=True)
    asked = next((asked for asked in typed if not is_stored(asked.id) and asked.kind in _FORMS), None)
    return build_answer(asked, _read(board, lead_id, asked), teller, is_tried=False) if asked else None


_WITHOUT_FIELDS = frozenset({Kind.UNDO, Kind.CREDIT})
_FORMS = frozenset(Kind) - _WITHOUT_FIELDS - {Kind.DELETE, Kind.HISTORY}


def _trouble(outcome: _Outcome | None, teller: Teller) -> str:
    """What is wrong with something that has no form to say so."""
    if outcome is None or outcome.asked.kind in _FORMS:
        return ""
    return " ".join(teller.language.error(fault) for fault in outcome.reading.faults.values())


def _lateness(board: Board) -> str:
    """Since when amoCRM's side of it is no longer fresh, and why."""
    why = why_late(board.freshness, board.language)
    return f"amoCRM: {stamp_text(board.freshness, board.known_account, board.language)}. {why}" if why else ""


def _deed(board: Board, lead_id: int) -> dict[str, Any] | None:
    """What was done here last, and the way back."""
    deed, language = last_deed(), board.language
    if deed is None or lead_id not in deed.lead_ids:
        return None
    return {
        "number": deed.number,
        "said": deed.said,
        "saved": language.text("saved {time}", time=language.time(deed.at, board.known_account.zone)),
        "undo": language.text("Do again") if deed.is_undo else language.text("Undo"),
    }
