"""Query parameters as PHP reads them: ``filter[updated_at][from]=1``, ``filter[id][]=7``."""

from collections.abc import Iterator, Mapping
from typing import Any


def flatten(params: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Nested mappings and lists as amoCRM's flat keys; flat keys pass through, ``None`` is left out."""
    return [pair for key, value in params.items() for pair in _pairs(key, value)]


def _pairs(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for inner, member in value.items():
            yield from _pairs(f"{key}[{inner}]", member)
    elif isinstance(value, list | tuple | set | frozenset):
        for index, member in enumerate(value):
            # A list of mappings needs its numbers to keep what belongs together.
            yield from _pairs(f"{key}[{index}]" if isinstance(member, Mapping) else f"{key}[]", member)
    elif value is not None:
        yield key, str(int(value)) if isinstance(value, bool) else str(value)
