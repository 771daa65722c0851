"""What is typed and not saved yet, card by card: the changes it means and what is wrong with it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import streamlit as st

from sales_core.decisions import Change, Entry
from sales_core.errors import InputError

_GENERATION = "settings.generation"
"""Session-state key, with the page's address: counts how often its drafts were saved or dropped."""


class Typed(NamedTuple):
    """``seen``: the stored value (JSON) that the person had before their eyes when they began to type."""

    text: str
    seen: Any


@dataclass(frozen=True, slots=True)
class Edits:
    """``faults`` by the key of the cell; while there is one, nothing can be saved."""

    changes: tuple[Change, ...] = ()
    faults: Mapping[str, InputError] | None = None

    @property
    def count(self) -> int:
        return len(self.changes) + len(self.faults or {})

    def __add__(self, other: "Edits") -> "Edits":
        return Edits(self.changes + other.changes, {**(self.faults or {}), **(other.faults or {})})


def generation() -> int:
    """Of this page's drafts: cards forget what was typed when it changes, and widgets have it in their keys."""
    return int(st.session_state.get(_key(), 0))


def drop_drafts() -> None:
    """Everything typed on this page is forgotten; what is typed on another stays."""
    st.session_state[_key()] = generation() + 1


def _key() -> str:
    return _GENERATION + urlsplit(st.context.url or "").path


def typed_in(state: Mapping[str, Any] | None) -> dict[str, Typed]:
    """What a card's component has sent (its state value ``draft``, see ``kit/draft.js``), by the key of the cell.

    What comes from a browser may be anything; whatever does not have the form is left out.
    """
    draft = (state or {}).get("draft") or {}
    if not isinstance(draft, dict) or draft.get("generation") != generation():
        return {}
    return dict(_well_formed(draft.get("edits")))


def _well_formed(edits: Any) -> Iterator[tuple[str, Typed]]:
    for key, edit in edits.items() if isinstance(edits, dict) else ():
        if isinstance(edit, dict) and isinstance(edit.get("text"), str):
            yield key, Typed(edit["text"], edit.get("seen"))


def read_edits(typed: Mapping[str, Typed], entry_of: Callable[[str], Entry], parse: Callable[[str], Any]) -> Edits:
    """For cards whose cells are entries, each by itself. ``parse`` turns a text into the JSON value to store (``None``:
    no entry) or raises InputError; what means the value seen is no change."""
    changes, faults = [], {}
    for key, (text, seen) in typed.items():
        try:
            value = parse(text)
        except InputError as fault:
            faults[key] = fault
        else:
            if value != seen:
                changes.append(Change(entry_of(key), seen, value))
    return Edits(tuple(changes), faults)
