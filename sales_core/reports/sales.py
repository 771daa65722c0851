"""The sales report: what each manager brought in during the month, what it earns, what is expected, and what was lost.

Definitions: report.md in words is ``docs/metrics.md``. Everything here is pure: sums and settings in, a frozen report out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sales_core.figures import CellSums, Sums
from sales_core.money import Currency
from sales_core.reports.bonus import Bonus, Scale
from sales_core.reports.pace import Pace
from sales_core.scope import Scope


@dataclass(frozen=True, slots=True)
class Manager:
    """``others``: not in the report, shown last because of a non-zero figure. Id 0 is «Без ответственного»."""

    id: int
    name: str
    department_id: int = 0
    others: bool = False


@dataclass(frozen=True, slots=True)
class DealType:
    """Id 0 is «Без типа»; its name is empty and said by whoever shows it."""

    id: int
    name: str
    margin_share: Decimal
    share_is_set: bool


@dataclass(frozen=True, slots=True)
class DealTypeRow:
    deal_type: DealType
    sums: Sums
    bonus: int | None
    percent: Fraction | None
    """Of the manager's plan."""


@dataclass(frozen=True, slots=True)
class ManagerRow:
    """``sums`` are the filtered ones; ``plan``, ``percent``, ``bonus`` the whole month's (``Scope.whole``)."""

    manager: Manager
    sums: Sums
    plan: int | None
    percent: Fraction | None
    forecast_percent: Fraction | None
    bonus: Bonus
    deal_types: tuple[DealTypeRow, ...]
    is_behind: bool
    """percent < pace."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """``plan`` is the sum of the plans there are, ``None`` when there are none; ``bonus`` likewise."""

    sums: Sums
    plan: int | None
    percent: Fraction | None
    forecast_percent: Fraction | None
    bonus: int | None
    deal_types: tuple[DealTypeRow, ...]
    """The department's sums by deal type."""


@dataclass(frozen=True, slots=True)
class SalesReport:
    """``scale`` is the one in force in the month, ``None`` if there is none. ``types_without_share`` are the ids of deal
    types that count at 100 % because nobody set a share."""

    scope: Scope
    currency: Currency
    rows: tuple[ManagerRow, ...]
    total: TotalRow
    pace: Pace
    scale: Scale | None
    types_without_share: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SalesInputs:
    """Everything the report is made of.

    cells, whole_cells: the aggregates under the scope's filters and without those that narrow payments (the same
    object when nothing narrows). managers: every user who may get a row. in_report: ids of those in the report.
    plans: (manager_id, deal_type_id or 0) → minor units. deal_types: by id, with the share in force on the month's
    last day. working_days: see ``build_pace``.
    """

    cells: Sequence[CellSums]
    whole_cells: Sequence[CellSums]
    managers: Mapping[int, Manager]
    in_report: frozenset[int]
    plans: Mapping[tuple[int, int], int]
    deal_types: Mapping[int, DealType]
    scale: Scale | None
    currency: Currency
    bonus_unit: int
    holidays_country: str


def build_sales_report(inputs: SalesInputs, scope: Scope) -> SalesReport:
    """What each manager brought in during the month, and the bonus it earns."""
    raise NotImplementedError

