"""PHP's way of writing arrays in an address: ``filter[id][]=1&filter[updated_at][from]=5`` as nested dictionaries."""

import re
from collections.abc import Iterable
from typing import Any

from sales_core.demo.table import Span

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_PART = re.compile(r"\[([^\[\]]*)\]")

Tree = dict[str, Any]


def parse_query(pairs: Iterable[tuple[str, str]]) -> Tree:
    """``a[b][]=1&a[b][]=2&c=3`` → ``{"a": {"b": {"0": "1", "1": "2"}}, "c": "3"}``. Later values win, as in PHP."""
    tree: Tree = {}
    for key, value in pairs:
        found = _KEY.fullmatch(key)
        if not found:
            continue
        *parents, last = [found[1], *_PART.findall(found[2])]
        node = tree
        for name in parents:
            child = node.get(name or str(len(node)))
            if not isinstance(child, dict):
                child = node[name or str(len(node))] = {}
            node = child
        node[last or str(len(node))] = value
    return tree


def texts(value: Any) -> list[str]:
    """The values of a filter written as one value, as a comma list or as an array of either."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    return [text for text in str(value).split(",") if text]


def numbers(value: Any) -> list[int]:
    return [int(text) for text in texts(value) if text.lstrip("-").isdigit()]


def span(field: str, value: Any) -> Span | None:
    """``{"from": …, "to": …}``, or one number that means "from". Both ends are inclusive."""
    if isinstance(value, dict):
        first, last = numbers(value.get("from")), numbers(value.get("to"))
        return Span(field, first[0] if first else None, last[0] if last else None)
    bounds = numbers(value)
    if not bounds:
        return None
    return Span(field, bounds[0], bounds[1] if len(bounds) > 1 else None)
