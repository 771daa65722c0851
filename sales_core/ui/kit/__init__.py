"""What the board's own components share: registration, colour tokens, how data reach them, and a DOM helper that only
ever writes text."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_KIT = Path(__file__).parent


@cache
def component(folder: Path) -> Callable[..., Any]:
    """The mounting command of the component in ``folder`` (``NAME/NAME.js`` and ``NAME/NAME.css``), registered once a
    process. Its script sees the functions of ``dom.js`` and of any other script in the folder, its styles the tokens of
    ``tokens.css`` and ``avatar.css``."""
    return _register(folder)


@cache
def card(folder: Path) -> Callable[..., Any]:
    """The same for a card of the settings pages, which also shares ``card.css`` and ``draft.js``."""
    return _register(folder, styles=["card.css"], scripts=["draft.js"])


@cache
def grid(folder: Path) -> Callable[..., Any]:
    """The same for a table of figures, which also shares ``grid.css`` and ``grid.js``."""
    return _register(folder, styles=["grid.css"], scripts=["grid.js"])


@cache
def listing(folder: Path) -> Callable[..., Any]:
    """The same for a list of payments, which also shares ``listing.css`` and ``listing.js``."""
    return _register(folder, styles=["listing.css"], scripts=["listing.js"])


def _register(folder: Path, styles: Sequence[str] = (), scripts: Sequence[str] = ()) -> Callable[..., Any]:
    name = folder.name
    own = [folder / f"{name}.js", *sorted(path for path in folder.glob("*.js") if path.stem != name)]
    return st.components.v2.component(
        f"tablo_{name}",
        html='<div class="root"></div>',
        css="".join(_read(_KIT / style) for style in ("tokens.css", "avatar.css", *styles))
        + _read(folder / f"{name}.css"),
        js="".join(_read(path) for path in (*(_KIT / script for script in ("dom.js", *scripts)), *own)),
    )


def pack(data: Mapping[str, Any]) -> bytes:
    """What a component is given, as the bytes that ``unpack`` of ``dom.js`` reads. Packed once they can be cached: a
    mapping would be written as JSON twice at every run, to be sent and to be compared."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
