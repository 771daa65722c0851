"""The card of weights: how much an action of each kind adds to the score of activity."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import streamlit as st

from sales_core.activity import ActionKind
from sales_core.activity_text import ACTION_LABELS
from sales_core.activity_weights import parse_weight, stored_weight
from sales_core.decisions import Entries, Entry, value_entry
from sales_core.i18n import N_, Language
from sales_core.setting_names import ACTIVITY_WEIGHTS
from sales_core.ui.kit import card, pack
from sales_core.ui.settings.desk import Desk
from sales_core.ui.settings.edits import Edits, Typed, generation, read_edits, typed_in

VALUES = frozenset(ACTIVITY_WEIGHTS.values())
_KEY = "settings.weights"
_UNSET = "1"

_Kind = ActionKind
_GROUPS = (
    (N_("Mails"), (_Kind.MAIL_OUT, _Kind.MAIL_IN)),
    (N_("Calls"), (_Kind.CALL_OUT, _Kind.CALL_OUT_UNANSWERED, _Kind.CALL_IN, _Kind.CALL_IN_MISSED)),
    (N_("Messages"), (_Kind.MESSAGE_OUT, _Kind.MESSAGE_IN)),
    (N_("Tasks"), (_Kind.TASK_ON_TIME, _Kind.TASK_LATE)),
    (N_("In deals"), (_Kind.STATUS_CHANGE, _Kind.LEAD_NEW, _Kind.LEAD_HANDED_OVER)),
    (N_("Notes"), (_Kind.NOTE,)),
)


def draw_weights(desk: Desk) -> Edits:
    """A cell is called as its kind; a weight of 1 is none decided."""
    sent = typed_in(st.session_state.get(_KEY))
    typed = {key: cell for key, cell in sent.items() if key in set(ActionKind)}
    edits = read_edits(typed, _entry, _parse)
    data = _build(typed, edits, desk.entries, desk.language)
    card(Path(__file__).parent)(data=pack(data), key=_KEY, on_draft_change=lambda: None)
    return edits


def _entry(key: str) -> Entry:
    return value_entry(ACTIVITY_WEIGHTS[ActionKind(key)])


def _parse(text: str) -> str | None:
    weight = stored_weight(parse_weight(text or _UNSET))
    return None if weight == _UNSET else weight


def _build(typed: Mapping[str, Typed], edits: Edits, entries: Entries, language: Language) -> dict[str, Any]:
    faults = edits.faults or {}

    def cell(kind: ActionKind) -> dict[str, Any]:
        stored = entries.get(_entry(kind))
        return {
            "key": kind.value,
            "label": language.text(ACTION_LABELS[kind]),
            "text": language.number(Decimal(stored or _UNSET)),
            "value": stored,
            "typed": typed[kind].text if kind in typed else None,
            "fault": language.error(faults[kind]) if kind in faults else "",
        }

    return {
        "generation": generation(),
        "groups": [{"title": language.text(title), "cells": list(map(cell, kinds))} for title, kinds in _GROUPS],
        "words": {
            "title": language.text("Weights of activity"),
            "about": language.text("how much one action adds to the score that managers are compared by"),
            "hint": language.text(
                "1 everywhere: every action counts alike. 0: actions of this kind stay in the report, but not in the"
                " score."
            ),
        },
    }
