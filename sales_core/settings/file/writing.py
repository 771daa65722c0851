"""The settings file written: what is decided now, as TOML that reads back to exactly the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit

from sales_core.decisions import Entries, value_entry
from sales_core.settings.file.parts import LISTS, TABLES, Kind, Value
from sales_core.settings.file.vocabulary import Vocabulary

_LONGEST_LINE = 4
"""Of a list: so many values are written on one line, more on a line each."""


def format_settings(entries: Entries, known: Vocabulary) -> str:
    """Every part, also an empty one, so that importing the file brings this state back whole."""
    lists = {name: _written(entries, kind, known) for name, kind in LISTS.items()}
    document = tomlkit.document()
    for name in [name for name, tables in lists.items() if not tables]:
        document.add(name, tomlkit.array())
    for name, values in TABLES.items():
        document.add(name, _table(_decided(entries, values, known)))
    for name, tables in lists.items():
        if tables:
            document.add(name, _tables(tables))
    return tomlkit.dumps(document)


def _decided(entries: Entries, values: Mapping[str, Value], known: Vocabulary) -> dict[str, Any]:
    """What a table holds; a key of what is not decided is left out."""
    found: dict[str, Any] = {}
    for key, value in values.items():
        stored = entries.get(value_entry(value.setting))
        if stored is not None:
            found[key] = [value.write(known, part) for part in stored] if value.example else value.write(known, stored)
    return found


def _written(entries: Entries, kind: Kind, known: Vocabulary) -> list[dict[str, Any]]:
    mine = {entry.key: stored for entry, stored in entries.items() if entry.section is kind.section}
    return [kind.write(known, key, mine[key]) for key in sorted(mine, key=kind.order)]


def _tables(tables: Sequence[Mapping[str, Any]]) -> tomlkit.items.AoT:
    found = tomlkit.aot()
    for values in tables:
        found.append(_table(values))
    return found


def _table(values: Mapping[str, Any]) -> tomlkit.items.Table:
    table = tomlkit.table()
    for key, value in values.items():
        table.add(key, _array(value) if isinstance(value, list) else value)
    return table


def _array(values: Sequence[Any]) -> tomlkit.items.Array:
    array = tomlkit.array()
    for value in values:
        array.append(_inline(value) if isinstance(value, dict) else value)
    has_tables = any(isinstance(value, dict) for value in values)
    return array.multiline(multiline=has_tables or len(values) > _LONGEST_LINE)


def _inline(values: Mapping[str, Any]) -> tomlkit.items.InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table
