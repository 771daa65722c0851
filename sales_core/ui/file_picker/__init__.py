"""A button that takes one file from the reader's computer. Streamlit's own speaks English only."""

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import streamlit as st

from sales_core.i18n import Language
from sales_core.ui.kit import component, pack


class PickedFile(NamedTuple):
    name: str
    content: bytes


def pick_file(  # noqa: PLR0913 - what it says, and what it takes
    label: str, language: Language, *, key: str, accept: str, limit: int, hint: str = ""
) -> PickedFile | None:
    """The file chosen or dropped here, until it is put away or ``key`` is another.

    limit: bytes; of a larger file one byte more is given, so that whoever reads it sees that it is too large. hint:
    what stands beside the button in a field wide enough to drop a file on.
    """
    picked = _read(st.session_state.get(key))
    data = {
        "accept": accept,
        "limit": limit,
        "name": picked.name if picked else "",
        "hint": hint,
        "words": {"choose": label, "drop": language.text("Put the file away")},
    }
    component(Path(__file__).parent)(data=pack(data), key=key, on_file_change=lambda: None)
    return picked


def _read(state: Mapping[str, Any] | None) -> PickedFile | None:
    """What comes from a browser may be anything; what does not have the form is no file."""
    file = (state or {}).get("file")
    if not isinstance(file, dict) or not isinstance(file.get("name"), str) or not isinstance(file.get("content"), str):
        return None
    try:
        return PickedFile(file["name"], base64.b64decode(file["content"], validate=True))
    except ValueError:
        return None
