"""A bonus scale as it is typed: texts in, a scale or what is wrong with each cell out; and back.

The first line always starts at 0 %. Where its rate is 0, as in most scales, it is no tier of the scale: below the first
tier there is no bonus anyway.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from sales_core.errors import InputError
from sales_core.i18n import NARROW_SPACE, Language
from sales_core.money import Currency
from sales_core.reports.bonus import Applies, Scale, Tier
from sales_core.settings.percents import parse_percent

T = TypeVar("T")
_MOST_LINES = 40


@dataclass(frozen=True, slots=True)
class Line:
    """``start`` and ``rate`` in percent, as typed."""

    start: str
    rate: str
    applies: Applies = Applies.WHOLE


@dataclass(frozen=True, slots=True)
class Sheet:
    """``cap``: an amount as typed, empty for none."""

    lines: tuple[Line, ...]
    cap: str = ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """``faults`` by cell (``0.start``, ``2.rate``, ``cap``); while there is one there is no scale."""

    scale: Scale | None
    faults: Mapping[str, InputError]


def sheet_of(scale: Scale, currency: Currency, language: Language) -> Sheet:
    lines = [Line(percent_text(t.from_share, language), percent_text(t.rate, language), t.applies) for t in scale.tiers]
    if scale.tiers[0].from_share > 0:
        lines.insert(0, Line("0", "0", scale.tiers[0].applies))
    return Sheet(tuple(lines), "" if scale.cap is None else _amount_text(scale.cap, currency, language))


def empty_sheet() -> Sheet:
    return Sheet((Line("0", "0"),))


def sheet_to_json(sheet: Sheet) -> dict[str, Any]:
    return {
        "lines": [{"start": line.start, "rate": line.rate, "applies": line.applies.value} for line in sheet.lines],
        "cap": sheet.cap,
    }


def sheet_from_text(text: str) -> Sheet | None:
    """What a browser sent; ``None`` where it has not the form of a sheet."""
    try:
        given = json.loads(text)
        lines = [Line(str(one["start"]), str(one["rate"]), Applies(one["applies"])) for one in given["lines"]]
        return Sheet(tuple(lines[:_MOST_LINES]), str(given["cap"])) if lines else None
    except (ValueError, TypeError, KeyError):
        return None


def read_sheet(sheet: Sheet, currency: Currency) -> ReadSheet:
    """Every cell is read by itself, so that all that is wrong is marked at once."""
    faults: dict[str, InputError] = {}

    def read(cell: str, parse: Callable[[], T]) -> T | None:
        try:
            return parse()
        except InputError as fault:
            faults[cell] = fault
            return None

    tiers: list[Tier] = []
    highest: Decimal | None = None
    for number, line in enumerate(sheet.lines):
        start = read(f"{number}.start", partial(_parse_start, line.start, highest))
        rate = read(f"{number}.rate", partial(_parse_rate, line.rate))
        highest = highest if start is None else start
        if start is not None and rate is not None:
            tiers.append(Tier(start, rate, line.applies))
    cap = read("cap", partial(_parse_cap, sheet.cap, currency))
    return ReadSheet(None if faults else Scale(_without_nothing(tiers), cap), faults)


def same_scale(one: Scale, other: Scale) -> bool:
    """Whether both pay the same under every plan."""
    return one.cap == other.cap and _without_nothing(one.tiers) == _without_nothing(other.tiers)


def percent_text(share: Decimal, language: Language) -> str:
    """``50`` or ``0,5``: a percent where its sign stands beside."""
    return language.percent_exact(share).removesuffix(f"{NARROW_SPACE}%")


def _parse_start(text: str, above: Decimal | None) -> Decimal:
    start = _percent(text)
    if start < 0:
        raise InputError("A tier cannot start below 0 %")
    if above is not None and start <= above:
        raise InputError("It must be above the {percent} % that the tier before starts at", percent=_plain(above * 100))
    return start


def _parse_rate(text: str) -> Decimal:
    rate = _percent(text)
    if rate < 0:
        raise InputError("A rate cannot be below 0 %")
    if rate > 1:
        raise InputError("A rate cannot be above 100 %: the bonus would be more than the margin it is paid from")
    return rate


def _parse_cap(text: str, currency: Currency) -> int | None:
    if not text.strip():
        return None
    cap = currency.parse(text)
    if cap < 0:
        raise InputError("The most that a bonus can be cannot be below 0")
    return cap


def _percent(text: str) -> Decimal:
    if not text.strip():
        raise InputError("Write a percent here")
    return parse_percent(text).normalize()


def _plain(percent: Decimal) -> str:
    return f"{percent.normalize():f}"


def _without_nothing(tiers: Sequence[Tier]) -> tuple[Tier, ...]:
    """Without the tier from 0 % that pays nothing; alone it stays, as a scale without any bonus."""
    pays_nothing = tiers[0].from_share == 0 and tiers[0].rate == 0
    return tuple(tiers[1:]) if pays_nothing and len(tiers) > 1 else tuple(tiers)


def _amount_text(minor: int, currency: Currency, language: Language) -> str:
    return language.money(minor, currency, exact=bool(minor % currency.minor_per_major), sign=False)
