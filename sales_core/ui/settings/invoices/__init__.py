"""The card that switches amoCRM's invoices on and off as a source of payments."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.decisions import value_entry
from sales_core.i18n import Language
from sales_core.setting_names import INVOICES
from sales_core.settings.invoice_source import InvoiceSource, load_invoice_source
from sales_core.ui.board import Moment
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, Typed, generation, read_edits, typed_in

_KEY = "settings.invoices"
_SWITCH = "invoices"
_OFF = "off"


def draw_invoices(desk: Desk) -> Edits:
    typed = typed_in(st.session_state.get(_KEY))
    edits = read_edits(typed, lambda _: value_entry(INVOICES), lambda text: False if text == _OFF else None)
    stored = desk.entries.get(value_entry(INVOICES))
    data = _build(_source(desk.board.moment, desk), stored, typed, desk.language)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
    return edits


def _build(
    source: InvoiceSource, stored: bool | None, typed: Mapping[str, Typed], language: Language
) -> dict[str, Any]:
    text = _OFF if stored is False else ""
    is_on = (typed[_SWITCH].text if _SWITCH in typed else text) != _OFF
    kept = language.text(
        "Payments of invoices leave every figure. Their history and whom they are credited to are kept, and come back"
        " as they were once this is switched on again."
    )
    return {
        "generation": generation(),
        "cell": {"key": _SWITCH, "text": text, "value": stored},
        "isOn": is_on,
        "url": source.url,
        "words": {
            "title": language.text("amoCRM's invoices"),
            "about": language.text("payments made of the list “Счета/покупки”"),
            "switch": language.text("Invoices linked to deals are payments"),
            "state": _state(source, language),
            "open": language.text("Open the list in amoCRM"),
            "missing": "" if source.is_shown else language.text(
                "amoCRM shows no list of invoices: it is switched off in the account, or its plan has none."
            ),
            "kept": "" if is_on else kept,
        },
    }  # fmt: skip


def _state(source: InvoiceSource, language: Language) -> str:
    read = language.plural("{n} invoice read", "{n} invoices read", source.invoices)
    return f"{read}, {language.text('payments made of them: {n}', n=language.number(source.payments))}"


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _source(moment: Moment, _desk: Desk) -> InvoiceSource:  # noqa: ARG001 - what it is cached by
    with _desk.board.database.read() as conn:
        return load_invoice_source(conn)
