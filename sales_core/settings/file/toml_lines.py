"""On which line of a TOML text a value stands.

TOML is line by line: a statement is the shortest run of lines that parses by itself, so the standard parser tells where
each one ends and what it sets, and nothing here knows TOML's grammar.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

Path = tuple[str | int, ...]
"""Keys and list positions from the root: ``("plan", 3, "amount")``."""


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of ``path``, or of the nearest thing around it; 1 for what is nowhere."""
    while path not in lines and path:
        path = path[:-1]
    return lines.get(path, 1)


def locate_lines(text: str) -> dict[Path, int]:
    """The line (from 1) of every table, key and list element of a text that is valid TOML."""
    lines: dict[Path, int] = {}
    tables: Counter[Path] = Counter()
    table: Path = ()
    for number, statement, parsed in _statements(text):
        if statement.lstrip().startswith("["):
            table = _header_path(parsed, tables)
            lines.setdefault(table[:-1] or table, number)
            lines.setdefault(table, number)
        else:
            _locate_statement(lines, table, statement, parsed, number)
    return lines


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """For each statement the number of its first line, its text and what it sets; comments and blank lines are none."""
    pending = ""
    first = 1
    for number, line in enumerate(text.split("\n"), start=1):
        pending += line + "\n"
        parsed = _parsed(pending)
        if parsed is not None:
            if parsed:
                yield first, pending, parsed
            pending, first = "", number + 1


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _header_path(parsed: dict[str, Any], tables: Counter[Path]) -> Path:
    """``[report]`` → ("report",); the third ``[[plan]]`` → ("plan", 2)."""
    path: Path = ()
    value: Any = parsed
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        path = (*path, key)
    if isinstance(value, list):
        tables[path] += 1
        return (*path, tables[path] - 1)
    return path


def _locate_statement(
    lines: dict[Path, int], table: Path, statement: str, parsed: Mapping[str, Any], number: int
) -> None:
    for key, value in parsed.items():
        lines[*table, key] = number
        if isinstance(value, list):
            for index, offset in enumerate(_element_offsets(statement, key, len(value))):
                _locate_values(lines, (*table, key, index), value[index], number + offset)
        else:
            _locate_values(lines, (*table, key), value, number)


def _locate_values(lines: dict[Path, int], path: Path, value: Any, number: int) -> None:
    lines.setdefault(path, number)
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        _locate_values(lines, (*path, key), part, number)


def _element_offsets(statement: str, key: str, count: int) -> list[int]:
    """How many lines under the statement's first each element of its list stands: closing the list after each line
    tells how many elements were in by then."""
    offsets: list[int] = []
    prefix = ""
    for offset, line in enumerate(statement.split("\n")):
        prefix += line + "\n"
        so_far = _parsed(prefix + "]") or _parsed(prefix) or {}
        offsets += [offset] * (len(so_far.get(key, ())) - len(offsets))
    return offsets + [0] * (count - len(offsets))
