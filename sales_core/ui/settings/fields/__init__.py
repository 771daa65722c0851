"""The card that chooses the deal-type field among the account's select fields, by how its leads use them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.decisions import value_entry
from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.setting_names import DEAL_TYPE_FIELD
from sales_core.settings.type_fields import TypeField, load_type_fields
from sales_core.ui.board import Moment
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, Typed, generation, read_edits, typed_in

_KEY = "settings.fields"
_FIELD = "field"
_SHOWN_OPTIONS = 8


def draw_fields(desk: Desk) -> Edits:
    fields = _fields(desk.board.moment, desk)
    typed = typed_in(st.session_state.get(_KEY))
    edits = read_edits(typed, lambda _: value_entry(DEAL_TYPE_FIELD), lambda text: _parse(text, fields))
    stored = desk.entries.get(value_entry(DEAL_TYPE_FIELD))
    data = _build(fields, stored, typed, desk.language)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
    return edits


def _parse(text: str, fields: Sequence[TypeField]) -> int:
    found = next((field.id for field in fields if str(field.id) == text), None)
    if found is None:
        raise InputError("Deals have no such select field")
    return found


def _build(
    fields: Sequence[TypeField], stored: int | None, typed: Mapping[str, Typed], language: Language
) -> dict[str, Any]:
    chosen = typed[_FIELD].text if _FIELD in typed else str(stored or "")
    return {
        "generation": generation(),
        "cell": {"key": _FIELD, "text": str(stored or ""), "value": stored},
        "chosen": chosen,
        "fields": [_field(field, language) for field in fields if not field.is_deleted or str(field.id) == chosen],
        "words": {
            "title": language.text("Deal type"),
            "about": language.text("the field of a deal by whose options margin is counted"),
            "none": language.text(
                "Deals have no select field yet: add one in amoCRM (for example “Deal type”), and it appears here."
            ),
        },
    }


def _field(field: TypeField, language: Language) -> dict[str, Any]:
    rest = len(field.options) - _SHOWN_OPTIONS
    return {
        "id": str(field.id),
        "name": field.name,
        "use": language.plural("filled in {n} deal", "filled in {n} deals", field.leads),
        "gone": language.text("no longer in amoCRM") if field.is_deleted else "",
        "options": [
            {"name": option.name, "count": language.number(option.leads)} for option in field.options[:_SHOWN_OPTIONS]
        ],
        "rest": language.plural("and {n} more option", "and {n} more options", rest) if rest > 0 else "",
    }


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Moment: repr})
def _fields(moment: Moment, _desk: Desk) -> tuple[TypeField, ...]:  # noqa: ARG001 - what it is cached by
    with _desk.board.database.read() as conn:
        return load_type_fields(conn)
