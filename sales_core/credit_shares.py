"""A paid payment that several managers share: the shares as they are stored, and what each comes to. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sales_core.errors import InputError
from sales_core.money import split_by_largest_remainder

CreditShares = tuple[tuple[int, str], ...]
"""(manager, exact share as ``0.5``), the largest first; empty where one manager has all of it."""

MOST_DECIMALS = 8
"""A third of a payment is shared to the kopeck up to a million of whole units."""
_WHOLE = 10**MOST_DECIMALS


def credit_shares(shares: Mapping[int, Decimal]) -> CreditShares:
    """Shares by manager in the one form they are stored in, also of a manager who has all of it.

    Raises InputError unless each is above 0, has no more decimals than are kept, and they add up to 1 exactly.
    """
    if not shares:
        raise InputError("Say whom the payment is credited to")
    for share in shares.values():
        if share <= 0:
            raise InputError("Each manager's share must be above 0 %")
        if _in_steps(share) != share * _WHOLE:
            raise InputError("A share in percent has at most {digits} decimals", digits=MOST_DECIMALS - 2)
    whole = sum(shares.values(), Decimal(0))
    if whole != 1:
        raise InputError("The shares add up to {sum} % instead of 100 %", sum=f"{(whole * 100).normalize():f}")
    ordered = sorted(shares.items(), key=lambda each: (-each[1], each[0]))
    return tuple((manager_id, f"{share.normalize():f}") for manager_id, share in ordered)


def with_rest(shares: Sequence[Decimal | None]) -> list[Decimal]:
    """Shares as typed, one after another: where all are left out, equal ones; where one is, what the others leave."""
    known = [share for share in shares if share is not None]
    if not known:
        return list(equal_shares(range(len(shares))).values())
    if len(shares) - len(known) > 1:
        raise InputError("Write each manager's share; one may be left out, for the rest")
    rest = 1 - sum(known, Decimal(0))
    return [rest if share is None else share for share in shares]


def equal_shares(manager_ids: Iterable[int]) -> dict[int, Decimal]:
    """As equal as decimals can be; what does not divide goes to the first."""
    managers = list(manager_ids)
    steps = split_by_largest_remainder(_WHOLE, [1] * len(managers))
    return {manager: Decimal(step).scaleb(-MOST_DECIMALS) for manager, step in zip(managers, steps, strict=True)}


def apportion(total_minor: int, shares: CreditShares) -> list[int]:
    """What each share of an amount or a margin comes to, by largest remainder: they add up to it exactly, and what is
    given back is shared as what came."""
    weights = [_in_steps(Decimal(share)) for _, share in shares]
    parts = split_by_largest_remainder(abs(total_minor), weights)
    return parts if total_minor >= 0 else [-part for part in parts]


def _in_steps(share: Decimal) -> int:
    return int(share.scaleb(MOST_DECIMALS))
