"""The lines of the shares card in its draft. A line is called

    ``701:2026-01``   the version of type 701 that is effective from January
    ``701:``          the first share of a type that has none
    ``:3``            a new one, whose type is chosen in it

and each of its fields is a cell of the draft: ``701:2026-01 share``, ``… since``, ``… type``, ``… drop``.
"""

from collections.abc import Collection, Mapping

from sales_core.errors import InputError
from sales_core.periods import Month
from sales_core.settings.share_versions import ShareEdit
from sales_core.ui.settings.edits import Typed

SHARE, SINCE, TYPE, DROP = "share", "since", "type", "drop"


def stored_line(deal_type_id: int, since: Month) -> str:
    return f"{deal_type_id}:{since}"


def first_line(deal_type_id: int) -> str:
    return f"{deal_type_id}:"


def line_edits(typed: Mapping[str, Typed], deal_types: Collection[int]) -> dict[str, ShareEdit]:
    """By line; what a browser sent and is no line of the card is left out."""
    lines: dict[str, dict[str, Typed]] = {}
    for key, cell in typed.items():
        line, _, name = key.partition(" ")
        lines.setdefault(line, {})[name] = cell
    edits = ((line, _edit(line, fields, deal_types)) for line, fields in lines.items())
    return {line: edit for line, edit in edits if edit is not None}


def _edit(line: str, fields: Mapping[str, Typed], deal_types: Collection[int]) -> ShareEdit | None:
    type_text, _, since_text = line.partition(":")
    nothing = Typed("", None)
    share, since, drop = (fields.get(name, nothing) for name in (SHARE, SINCE, DROP))
    chosen = type_text or fields.get(TYPE, nothing).text
    try:
        stored = Month.parse(since_text) if type_text and since_text else None
        month = stored if stored is not None and drop.text else Month.parse(since.text)
    except InputError:
        return None
    if not chosen.isdecimal() or (stored is None and int(chosen) not in deal_types):
        return None
    seen = drop.seen if drop.text else share.seen
    return ShareEdit(int(chosen), stored, share.text, month, seen, since.seen, bool(drop.text))
