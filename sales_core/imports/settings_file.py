"""The settings file read: TOML into what it decides, with every fault named by its line and key.

Strict: an unknown key, section or name is a fault, so that a misspelt one cannot pass for a setting left out.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any, TypeVar

from sales_core.errors import InputError
from sales_core.imports.faults import WrongFileError
from sales_core.imports.settings_model import (
    ROUNDINGS,
    Named,
    Plans,
    ReportChoices,
    Scales,
    SettingsChange,
    SettingsWords,
    Shares,
)
from sales_core.imports.toml_lines import Path, line_of, locate_lines
from sales_core.money import parse_share
from sales_core.periods import Month
from sales_core.reports.bonus import Scale, scale_from_json

LARGEST_FILE = 5 * 1024 * 1024
_SECTIONS = ("report", "margin_share", "plan", "bonus_scale")
_TIERS_EXAMPLE = '[ { from = "0.5", rate = "0.03" } ]'
_HIGHEST_THRESHOLD = 10
_NAMES_SHOWN = 8

T = TypeVar("T")


def parse_settings(content: bytes, file: str, words: SettingsWords, current_field: int | None) -> SettingsChange:
    """Raises WrongFileError with everything wrong in the file.

    current_field: the deal-type field in force, whose options are the deal types when the file does not choose a field.
    """
    text = _decode(content, file)
    reader = _Reader(_parse_toml(text, file), words, current_field)
    change = reader.read()
    if reader.faults:
        lines = locate_lines(text)
        placed = [_placed(lines, path, reason) for path, reason in reader.faults]
        raise WrongFileError(file, [fault for _, fault in sorted(placed, key=itemgetter(0))])
    return change


def _placed(lines: Mapping[Path, int], path: Path, reason: InputError) -> tuple[int, InputError]:
    line = line_of(lines, path)
    key = ".".join(str(part) for part in path if isinstance(part, str))
    return line, InputError("line {line}, {key}: {reason}", line=line, key=key, reason=reason)


def _decode(content: bytes, file: str) -> str:
    if len(content) > LARGEST_FILE:
        raise InputError("{file} is larger than {limit} MB", file=file, limit=LARGEST_FILE // 1024**2)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError("{file} is not a text file in UTF-8", file=file) from None


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = re.search(r"at line (\d+), column (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        if "overwrite" in str(error) or "twice" in str(error):
            reason = InputError("line {line}: this key or section stands twice", line=line)
        else:
            reason = InputError("line {line}: this is not TOML: a quote, bracket or “=” is missing or wrong", line=line)
        raise WrongFileError(file, [reason]) from None


class _Reader:
    """Walks the document section by section and keeps what is wrong by its path: one pass names every fault."""

    def __init__(self, document: Mapping[str, Any], words: SettingsWords, current_field: int | None) -> None:
        self.document = document
        self.words = words
        self.deal_types = words.options_of(current_field)
        self.faults: list[tuple[Path, InputError]] = []

    def read(self) -> SettingsChange:
        for key in self.document:
            if key not in _SECTIONS:
                self._fault((key,), _unknown_key(key, _SECTIONS))
        return SettingsChange(
            report=self._report() if "report" in self.document else None,
            shares=self._shares() if "margin_share" in self.document else None,
            plans=self._plans() if "plan" in self.document else None,
            scales=self._scales() if "bonus_scale" in self.document else None,
        )

    def _report(self) -> ReportChoices | None:
        known = ("deal_type_field", "currency_rounding", "managers")
        section = self._table(("report",), self.document["report"], known)
        if section is None:
            return None
        field = self._optional(("report", "deal_type_field"), section, self._field)
        self.deal_types = self.words.options_of(field)
        rounding = self._optional(("report", "currency_rounding"), section, _rounding)
        return ReportChoices(field, rounding or "minor", self._managers(section))

    def _managers(self, section: Mapping[str, Any]) -> tuple[int, ...] | None:
        if "managers" not in section:
            return None
        path: Path = ("report", "managers")
        if not isinstance(section["managers"], list):
            self._fault(path, InputError("it must be a list, like {example}", example='["a@example.org", 5502]'))
            return None
        found = [self._take((*path, i), value, self._user) for i, value in enumerate(section["managers"])]
        return tuple(dict.fromkeys(user for user in found if user is not None))

    def _shares(self) -> Shares:
        shares: dict[tuple[int, Month], Decimal] = {}
        for path, entry in self._entries("margin_share", ("deal_type", "from", "share")):
            deal_type = self._take((*path, "deal_type"), entry["deal_type"], self._deal_type)
            month = self._take((*path, "from"), entry["from"], _month)
            share = self._take((*path, "share"), entry["share"], _share)
            if deal_type is not None and month is not None and share is not None:
                self._add(path, shares, (deal_type, month), share)
        return shares

    def _plans(self) -> Plans:
        plans: dict[tuple[int, Month, int], int] = {}
        for path, entry in self._entries("plan", ("manager", "month", "amount"), ("deal_type",)):
            manager = self._take((*path, "manager"), entry["manager"], self._user)
            month = self._take((*path, "month"), entry["month"], _month)
            amount = self._take((*path, "amount"), entry["amount"], self._amount)
            deal_type = self._optional((*path, "deal_type"), entry, self._deal_type) or 0
            if manager is not None and month is not None and amount is not None:
                self._add(path, plans, (manager, month, deal_type), amount)
        return plans

    def _scales(self) -> Scales:
        scales: dict[Month, Scale] = {}
        for path, entry in self._entries("bonus_scale", ("from", "tiers"), ("cap",)):
            month = self._take((*path, "from"), entry["from"], _month)
            cap = self._optional((*path, "cap"), entry, self._amount)
            scale = self._scale(path, entry["tiers"], cap)
            if month is not None and scale is not None:
                self._add(path, scales, month, scale)
        return scales

    def _scale(self, path: Path, tiers: Any, cap: int | None) -> Scale | None:
        if not isinstance(tiers, list) or not all(isinstance(tier, dict) for tier in tiers):
            self._fault((*path, "tiers"), InputError("it must be a list, like {example}", example=_TIERS_EXAMPLE))
            return None
        try:
            scale = scale_from_json(tiers, cap)
            _check_magnitudes(scale)
        except InputError as reason:
            number = reason.params.get("n")
            self._fault((*path, "tiers") if number is None else (*path, "tiers", int(number) - 1), reason)
            return None
        return scale

    # ---------------------------------------------------------------- values

    def _amount(self, value: Any) -> int:
        amount = self.words.currency.parse(_number_text(value))
        if amount < 0:
            raise InputError("it must not be negative")
        return amount

    def _user(self, value: Any) -> int:
        return _find(value, self.words.users, InputError("there is no user {value} in amoCRM", value=value))

    def _field(self, value: Any) -> int:
        unknown = InputError("deals have no select field {value} in amoCRM", value=value)
        return _find(value, self.words.fields, unknown)

    def _deal_type(self, value: Any) -> int:
        if not self.deal_types:
            raise InputError("deal types are known once deal_type_field in [report] names their field")
        names = ", ".join(option.word for option in self.deal_types[:_NAMES_SHOWN])
        return _find(
            value,
            self.deal_types,
            InputError("there is no deal type {value}; there are {names}", value=value, names=names),
        )

    # ---------------------------------------------------------------- structure

    def _fault(self, path: Path, reason: InputError) -> None:
        self.faults.append((path, reason))

    def _take(self, path: Path, value: Any, parse: Callable[[Any], T]) -> T | None:
        try:
            return parse(value)
        except InputError as reason:
            self._fault(path, reason)
            return None

    def _optional(self, path: Path, table: Mapping[str, Any], parse: Callable[[Any], T]) -> T | None:
        key = str(path[-1])
        return self._take(path, table[key], parse) if key in table else None

    def _table(
        self, path: Path, value: Any, known: Collection[str], required: Collection[str] = ()
    ) -> Mapping[str, Any] | None:
        """The table with only known keys and all required ones, or faults and ``None``."""
        if not isinstance(value, dict):
            self._fault(path, InputError("it must be a section, like [{name}]", name=path[0]))
            return None
        for key in value:
            if key not in known:
                self._fault((*path, key), _unknown_key(key, known))
        missing = [key for key in required if key not in value]
        for key in missing:
            self._fault(path, InputError("“{key}” is missing", key=key))
        return None if missing else value

    def _entries(
        self, section: str, required: Sequence[str], optional: Sequence[str] = ()
    ) -> list[tuple[Path, Mapping[str, Any]]]:
        entries = self.document[section]
        if not isinstance(entries, list):
            self._fault((section,), InputError("it must be written [[{name}]], once for each entry", name=section))
            return []
        tables = (
            ((section, i), self._table((section, i), entry, (*required, *optional), required))
            for i, entry in enumerate(entries)
        )
        return [(path, table) for path, table in tables if table is not None]

    def _add(self, path: Path, found: dict[Any, Any], key: Any, value: Any) -> None:
        if key in found:
            self._fault(path, InputError("this entry says again what an entry above says"))
        found[key] = value


def _unknown_key(key: str, known: Collection[str]) -> InputError:
    return InputError("“{key}” is not known here; known are {known}", key=key, known=", ".join(known))


def _find(value: Any, known: Sequence[Named], unknown: InputError) -> int:
    """The id of what a file calls by id or by word; letter case matters only where it tells two apart."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise unknown
    if isinstance(value, int):
        matches = [item for item in known if item.id == value]
    else:
        word = value.strip()
        matches = [item for item in known if item.word == word] or [
            item for item in known if item.word and item.word.casefold() == word.casefold()
        ]
    if not matches:
        raise unknown
    if len(matches) > 1:
        ids = ", ".join(str(item.id) for item in matches)
        raise InputError("“{value}” is the name of several: give one of the ids {ids}", value=value, ids=ids)
    return matches[0].id


def _rounding(value: Any) -> str:
    if value not in ROUNDINGS:
        raise InputError("it must be minor or major, not {value}", value=value)
    return str(value)


def _month(value: Any) -> Month:
    return Month.parse(str(value))


def _number_text(value: Any) -> str:
    """Text or a number of TOML; a number comes exact, as a Decimal."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise InputError("“{text}” is not an amount: write it like 1250000.50", text=str(value))
    return str(value)


def _share(value: Any) -> Decimal:
    share = parse_share(_number_text(value))
    if not 0 <= share <= 1:
        raise InputError("a margin share lies between 0 and 1: 50% is written 0.5, not {value}", value=value)
    return share


def _check_magnitudes(scale: Scale) -> None:
    """A percent written where a share belongs (5 for 5%) would pay a hundred times too much."""
    for number, tier in enumerate(scale.tiers, 1):
        if tier.rate > 1:
            raise InputError(
                "Tier {n}: a rate lies between 0 and 1: 5% is written 0.05, not {rate}", n=number, rate=tier.rate
            )
        if tier.from_share > _HIGHEST_THRESHOLD:
            raise InputError(
                "Tier {n}: a threshold is a share of the plan: 50% is written 0.5, not {start}",
                n=number, start=tier.from_share,
            )  # fmt: skip
