"""What the board's own components share: registration, colour tokens, how data reach them, and a DOM helper that only
ever writes text."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

_KIT = Path(__file__).parent


@cache
def component(folder: Path) -> Callable[..., Any]:
    """The mounting command of the component in ``folder`` (``NAME/NAME.js`` and ``NAME/NAME.css``), registered once a
    process. Its script sees the functions of ``dom.js``, its styles the tokens of ``tokens.css``."""
    name = folder.name
    return st.components.v2.component(
        f"tablo_{name}",
        html='<div class="root"></div>',
        css=_read(_KIT / "tokens.css") + _read(folder / f"{name}.css"),
        js=_read(_KIT / "dom.js") + _read(folder / f"{name}.js"),
    )


def pack(data: Mapping[str, Any]) -> bytes:
    """What a component is given, as the bytes that ``unpack`` of ``dom.js`` reads. Packed once they can be cached: a
    mapping would be written as JSON twice at every run, to be sent and to be compared."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
