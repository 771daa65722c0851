"""Single values of a settings file: what TOML gives, checked and in the form it is stored in. InputError otherwise."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sales_core.activity_weights import parse_weight, stored_weight
from sales_core.errors import InputError
from sales_core.money import parse_share
from sales_core.periods import Month, parse_day
from sales_core.reports.bonus import Applies, Scale, Tier, scale_from_json
from sales_core.reports.work_calendar import known_countries
from sales_core.settings.file.vocabulary import Vocabulary

Reader = Callable[[Vocabulary, Any], Any]

_TIERS_EXAMPLE = '[ { from = "0.5", rate = "0.03" } ]'
_HIGHEST_THRESHOLD = 10


def unknown_word(word: Any, known: Collection[str]) -> InputError:
    return InputError("“{key}” is not known here; known are {known}", key=str(word), known=", ".join(known))


def one_of(*words: str) -> Reader:
    def read(_: Vocabulary, value: Any) -> str:
        if value not in words:
            raise unknown_word(value, words)
        return str(value)

    return read


def read_flag(_: Vocabulary, value: Any) -> bool:
    if not isinstance(value, bool):
        raise InputError("it must be true or false, without quotes")
    return value


def read_country(_: Vocabulary, value: Any) -> str:
    code = str(value).strip().upper()
    if code not in known_countries():
        raise InputError("the holidays of “{value}” are not known: write a country's two letters, like RU", value=value)
    return code


def read_day(_: Vocabulary, value: Any) -> str:
    """ISO; a date of TOML or a text of either form."""
    day = value if isinstance(value, date) and not isinstance(value, datetime) else parse_day(str(value))
    if not 1900 <= day.year < 2200:
        raise InputError("the year of {text} cannot be right", text=str(value))
    return day.isoformat()


def read_month(_: Vocabulary, value: Any) -> Month:
    return Month.parse(str(value))


def read_share(_: Vocabulary, value: Any) -> Decimal:
    share = parse_share(_number_text(value))
    if not 0 <= share <= 1:
        raise InputError("a margin share lies between 0 and 1: 50% is written 0.5, not {value}", value=value)
    return share


def read_weight(_: Vocabulary, value: Any) -> str:
    """As it is stored."""
    return stored_weight(parse_weight(_number_text(value)))


def read_amount(known: Vocabulary, value: Any) -> int:
    """Minor units."""
    amount = known.currency.parse(_number_text(value))
    if amount < 0:
        raise InputError("it must not be negative")
    return amount


def read_tiers(_: Vocabulary, value: Any) -> tuple[Tier, ...]:
    """A fault of one tier has its number, from 1, as the parameter ``n``."""
    if not isinstance(value, list) or not all(isinstance(tier, dict) for tier in value):
        raise InputError("it must be a list, like {example}", example=_TIERS_EXAMPLE)
    scale = scale_from_json(value)
    _check_magnitudes(scale)
    return scale.tiers


def tiers_as_written(scale: Scale) -> list[dict[str, str]]:
    """``applies`` is told only where it is not whole."""
    return [
        {"from": f"{tier.from_share:f}", "rate": f"{tier.rate:f}"}
        | ({} if tier.applies is Applies.WHOLE else {"applies": tier.applies.value})
        for tier in scale.tiers
    ]


def _number_text(value: Any) -> str:
    """Text or a number of TOML; a number comes exact, as a Decimal."""
    if isinstance(value, bool) or not isinstance(value, (str, int, Decimal)):
        raise InputError("“{text}” is not an amount: write it like 1250000.50", text=str(value))
    return str(value)


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
