"""What is typed into the dialog of a payment's credit: the shares it means, or what is wrong with them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sales_core.credit_shares import apportion, credit_shares, equal_shares, with_rest
from sales_core.errors import InputError
from sales_core.money import margin_of
from sales_core.settings.percents import parse_percent


class Typed(NamedTuple):
    """One line as it is typed."""

    manager_id: int | None
    percent: str


@dataclass(frozen=True, slots=True)
class Reading:
    """``shares`` is whole where there is no ``fault``. ``amounts``: what each line comes to, ``None`` where that cannot
    be said."""

    shares: Mapping[int, Decimal]
    amounts: tuple[int | None, ...]
    fault: InputError | None


def read_shares(typed: Sequence[Typed], amount_minor: int) -> Reading:
    try:
        shares = with_rest([parse_percent(line.percent) if line.percent.strip() else None for line in typed])
    except InputError as fault:
        return Reading({}, (None,) * len(typed), fault)
    rough = tuple(margin_of(amount_minor, share) for share in shares)
    try:
        by_manager = _by_manager(typed, shares)
        ordered = credit_shares(by_manager)
    except InputError as fault:
        return Reading({}, rough, fault)
    exact = dict(zip((manager_id for manager_id, _ in ordered), apportion(amount_minor, ordered), strict=True))
    return Reading(by_manager, tuple(exact[manager_id] for manager_id in by_manager), None)


def equal_percents(count: int) -> list[str]:
    """As equal as percents of six decimals can be, the first taking what does not divide."""
    return [f"{(share * 100).normalize():f}" for share in equal_shares(range(count)).values()]


def _by_manager(typed: Sequence[Typed], shares: Sequence[Decimal]) -> dict[int, Decimal]:
    managers = [line.manager_id for line in typed]
    chosen = {manager: share for manager, share in zip(managers, shares, strict=True) if manager is not None}
    if None in managers:
        raise InputError("Choose a manager in each line")
    if len(chosen) < len(managers):
        raise InputError("Each manager has one line")
    return chosen
