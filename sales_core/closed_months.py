"""Months that are closed: what was frozen by whom, and what a change of their payments asks for, a reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sales_core.errors import InputError
from sales_core.payment_history import Change
from sales_core.periods import Month


@dataclass(frozen=True, slots=True)
class Closing:
    """A month that was closed, and perhaps reopened later. ``as_of``: the day its figures stand on; instants are Unix
    seconds. ``inputs_hash`` seals everything that was frozen, ``results_hash`` the figures that follow from it."""

    id: int
    month: Month
    as_of: date
    closed_at: int
    closed_by: str
    inputs_hash: str
    results_hash: str
    reopened_at: int | None = None
    reopened_by: str = ""
    reopen_reason: str = ""


class ClosedMonthError(InputError):
    """Payments of closed ``months`` would change and nobody said why: nothing was stored. With a reason as the note of
    the act, the same change is stored."""

    def __init__(self, months: Iterable[Month]) -> None:
        self.months = tuple(sorted(set(months)))
        super().__init__(
            "{months} is closed. Its payments are changed only with a reason: say why",
            months=", ".join(map(str, self.months)),
        )

    def __reduce__(self) -> tuple[type["ClosedMonthError"], tuple[tuple[Month, ...]]]:
        return ClosedMonthError, (self.months,)


def paid_months(changes: Iterable[Change]) -> frozenset[Month]:
    """The months that payments were paid in before or after they changed. When they are due does not matter: that a
    payment of a closed month arrives late is everyday work."""
    return frozenset(
        Month.of(terms.paid_on)
        for _, before, after in changes
        if before != after
        for terms in (before, after)
        if terms is not None and terms.paid_on is not None
    )
