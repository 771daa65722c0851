"""The file that a reader brought in, and all they have said of it: kept in their session until it is put away."""

from collections.abc import Callable, MutableMapping
from typing import Any, TypeVar

import streamlit as st

from sales_core.i18n import Language
from sales_core.imports.tables import LARGEST_FILE
from sales_core.ui.file_picker import PickedFile, pick_file

T = TypeVar("T")

_FILE, _ROUND, _SAID, _MADE = "imports.file", "imports.round", "imports.said", "imports.made"
"""Session-state keys: the file; how many there were, so that each has fields of its own; what was said of it; what was
computed of it, each with what it was computed from."""


def take_file(language: Language) -> PickedFile | None:
    """The file at hand, or the field to bring one in. It is taken out of the field at once: what a field holds is sent
    again at every click."""
    file: PickedFile | None = st.session_state.get(_FILE)
    if file is not None:
        return file
    given = pick_file(
        language.text("Choose a file…"),
        language,
        key=field("picker"),
        accept=".csv,.xlsx,.txt",
        limit=LARGEST_FILE,
        hint=language.text("or drop it here: CSV or Excel (.xlsx), your own columns are welcome"),
    )
    if given is not None:
        drop_file()
        st.session_state[_FILE] = given
        st.rerun()
    return None


def drop_file() -> None:
    """With all that was said of it."""
    st.session_state[_ROUND] = _round() + 1
    for key in (_FILE, _SAID, _MADE):
        st.session_state.pop(key, None)


def field(name: str) -> str:
    """The key of a field of the file at hand."""
    return f"imports.{_round()}.{name}"


def said(name: str) -> MutableMapping[Any, Any]:
    """What has been said of the file under this heading; empty at first."""
    mapping: MutableMapping[Any, Any] = st.session_state.setdefault(_SAID, {}).setdefault(name, {})
    return mapping


def made(name: str, of: object, make: Callable[[], T]) -> T:
    """What ``make`` gives, computed anew only when ``of`` is another than before. Errors are not kept."""
    kept = st.session_state.setdefault(_MADE, {})
    if name not in kept or kept[name][0] != of:
        kept[name] = of, make()
    result: T = kept[name][1]
    return result


def _round() -> int:
    return int(st.session_state.get(_ROUND, 0))
