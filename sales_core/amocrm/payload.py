"""Taking values out of amoCRM's JSON, whatever PHP made of them.

Empty objects come as ``[]``, lists with gaps as objects, numbers as text. What may be missing reads as a default; what
may not raises MalformedItem, which costs that one item and never the page. Numbers with a point are decimals, never
floats.
"""

import json
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

Json = dict[str, Any]

_decoder = msgspec.json.Decoder(float_hook=Decimal)
_INT64 = range(-(2**63), 2**63)
# No currency has more decimals; PHP's floats do (379999.99999999994 for 380000).
_FINEST = Decimal("0.0001")
_LARGEST_AMOUNT = Decimal(10) ** 15
_MOST_DIGITS = 18


class MalformedItem(ValueError):  # noqa: N818 - it becomes a Fault
    """``field`` of one item cannot be read."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def decode(body: bytes) -> Json | None:
    """The JSON object in a reply; ``None`` when it holds anything else (HTML, half a document, a bare list)."""
    try:
        document = _decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        document = _decode_leniently(body)
    return document if isinstance(document, dict) else None


def _decode_leniently(body: bytes) -> Any:
    """Half a letter or a lone surrogate in some name must not make its page unreadable for ever."""
    try:
        return json.loads(body.decode("utf-8", "replace"), parse_float=Decimal, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None


def objects(value: Any) -> list[Json]:
    """The objects of a list, also of one that PHP wrote as ``{"0": …, "2": …}``; nothing of anything else."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return []
    return [item for item in value if isinstance(item, dict)]


def inside(value: Any, *keys: str) -> Json:
    """The object at the end of ``keys``, empty where the way there is missing or is one of PHP's ``[]``."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def first(items: list[Json]) -> Json:
    return items[0] if items else {}


def whole(item: Json, field: str, default: int | None = None) -> int:
    """An integer, also one written as text; ``default`` where it is missing or empty, MalformedItem without one."""
    number = whole_or_none(item, field)
    if number is not None:
        return number
    if default is None:
        raise MalformedItem(field)
    return default


def whole_or_none(item: Json, field: str) -> int | None:
    value = item.get(field)
    if value is None or value == "" or value is False or value == []:
        return None
    number = _decimal(value, field)
    if number != number.to_integral_value() or int(number) not in _INT64:
        raise MalformedItem(field)
    return int(number)


def amount(value: Any, field: str) -> Decimal:
    """An exact amount, freed of the dust of PHP's floats."""
    number = _decimal(value, field)
    if abs(number) > _LARGEST_AMOUNT:
        raise MalformedItem(field)
    return number.quantize(_FINEST, ROUND_HALF_UP)


def amount_text(number: Decimal) -> str:
    """``420000``, ``1234.5``: without an exponent, without zeros at the end."""
    plain = f"{number:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def text(item: Json, field: str, default: str = "") -> str:
    """Text that any database can hold; numbers become text, anything else the default."""
    value = item.get(field)
    if isinstance(value, str):
        return _storable(value)
    return str(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else default


def text_or_none(item: Json, field: str) -> str | None:
    return text(item, field) or None


def flag(item: Json, field: str, *, default: bool = False) -> bool:
    """true, 1, ``"1"`` and ``"Y"`` are yes; ``default`` where it is missing."""
    value = item.get(field)
    return default if value is None else value in (True, 1, "1", "Y", "true")


def plain(value: Any) -> Any:
    """Raw JSON as it came, fit to be stored: a decimal as an int where it is one, else as exact text."""
    if isinstance(value, dict):
        return {_storable(key): plain(member) for key, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    if isinstance(value, Decimal):
        if abs(value.adjusted()) > _MOST_DIGITS:
            return str(value)
        return int(value) if value == value.to_integral_value() else amount_text(value)
    return _storable(value) if isinstance(value, str) else value


def _decimal(value: Any, field: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise MalformedItem(field)
    try:
        number = Decimal(value.strip().replace(",", ".")) if isinstance(value, str) else Decimal(value)
    except InvalidOperation:
        raise MalformedItem(field) from None
    if not number.is_finite() or number.adjusted() > _MOST_DIGITS:
        raise MalformedItem(field)
    return number


def _storable(value: str) -> str:
    # PostgreSQL refuses NUL, and both databases a lone surrogate.
    return value.replace("\x00", "").encode("utf-8", "replace").decode()
