"""The settings file read: TOML into the entries it decides, with every fault named by its line and key.

Strict: an unknown key, section or name is a fault, so that a misspelt one cannot pass for a setting left out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sales_core.decisions import Change, Entries, Entry, changes_between, value_entry
from sales_core.errors import InputError
from sales_core.setting_names import DEAL_TYPE_FIELD
from sales_core.settings.file.document import open_document
from sales_core.settings.file.parts import LISTS, TABLES, Kind, Value, mean_the_same, part_of
from sales_core.settings.file.toml_lines import Path
from sales_core.settings.file.values import Reader, unknown_word
from sales_core.settings.file.vocabulary import Vocabulary

_PARTS = (*TABLES, *LISTS)


@dataclass(frozen=True, slots=True)
class FileSettings:
    """What a file says. ``parts``: the tables and lists it has, ``entries``: all that is decided in them."""

    parts: frozenset[str]
    entries: Entries

    def changes_from(self, now: Entries) -> tuple[Change, ...]:
        """Each part the file has takes the place of the whole one decided now; the others stay.

        What only stands there in another form is no change.
        """
        kept = {entry: value for entry, value in now.items() if part_of(entry) not in self.parts}
        changes = changes_between(now, {**kept, **self.entries})
        return tuple(change for change in changes if not mean_the_same(*change))


def parse_settings(content: bytes, file: str, known: Vocabulary) -> FileSettings:
    """Raises WrongFileError with everything wrong in the file, InputError for what is no such file at all."""
    document = open_document(content, file)
    reader = _Reader(document.content, known)
    entries = reader.read()
    if reader.faults:
        raise document.wrong(reader.faults)
    return FileSettings(frozenset(document.content), entries)


class _Reader:
    """Walks the document part by part and keeps what is wrong by its path: one pass names every fault."""

    def __init__(self, content: Mapping[str, Any], known: Vocabulary) -> None:
        self.content = content
        self.known = known
        self.faults: list[tuple[Path, InputError]] = []

    def read(self) -> Entries:
        self._check_keys((), self.content, _PARTS)
        found: dict[Entry, Any] = {}
        for name in filter(self.content.__contains__, TABLES):
            found |= self._values(name)
        if "report" in self.content:
            self.known = self.known.with_field(found.get(value_entry(DEAL_TYPE_FIELD)))
        for name in filter(self.content.__contains__, LISTS):
            found |= self._entries(name, LISTS[name])
        return found

    def _values(self, name: str) -> dict[Entry, Any]:
        """The one-value settings of a table."""
        given, known = self.content[name], TABLES[name]
        if not isinstance(given, dict):
            self._fault((name,), InputError("it must be a section, like [{name}]", name=name))
            return {}
        self._check_keys((name,), given, known)
        read = {key: self._value((name, key), given[key], value) for key, value in known.items() if key in given}
        return {value_entry(known[key].setting): stored for key, stored in read.items() if stored is not None}

    def _value(self, path: Path, given: Any, value: Value) -> Any:
        if not value.example:
            return self._take(path, given, value.read)
        if not isinstance(given, list):
            self._fault(path, InputError("it must be a list, like {example}", example=value.example))
            return None
        taken = [self._take((*path, place), part, value.read) for place, part in enumerate(given)]
        return sorted({one for one in taken if one is not None})

    def _entries(self, name: str, kind: Kind) -> dict[Entry, Any]:
        """Those of a list."""
        found: dict[Entry, Any] = {}
        for path, table in self._tables(name):
            sound = self._table(path, table, kind)
            if sound is None:
                continue
            try:
                entry, stored = kind.entry_of(sound)
            except InputError as reason:
                self._fault(path, reason)
                continue
            if entry in found:
                self._fault(path, InputError("this entry says again what an entry above says"))
            found[entry] = stored
        return found

    def _tables(self, name: str) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        given = self.content[name]
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            self._fault((name,), InputError("it must be written [[{name}]], once for each entry", name=name))
            return
        for place, table in enumerate(given):
            yield (name, place), table

    def _table(self, path: Path, table: Mapping[str, Any], kind: Kind) -> Mapping[str, Any] | None:
        """The values of one entry by key; ``None`` with any fault."""
        faults_before = len(self.faults)
        known = {**kind.required, **kind.optional}
        self._check_keys(path, table, known)
        for key in kind.required:
            if key not in table:
                self._fault(path, InputError("“{key}” is missing", key=key))
        read = {key: self._take((*path, key), table[key], reader) for key, reader in known.items() if key in table}
        return read if len(self.faults) == faults_before else None

    def _check_keys(self, path: Path, table: Mapping[str, Any], known: Collection[str]) -> None:
        for key in table:
            if key not in known:
                self._fault((*path, key), unknown_word(key, known))

    def _take(self, path: Path, given: Any, read: Reader) -> Any:
        """``None`` for a wrong value; one that is wrong in its n-th part stands where that part stands."""
        try:
            return read(self.known, given)
        except InputError as reason:
            number = reason.params.get("n")
            self._fault(path if number is None else (*path, int(number) - 1), reason)
            return None

    def _fault(self, path: Path, reason: InputError) -> None:
        self.faults.append((path, reason))
