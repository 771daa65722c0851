"""What the grid of plans shows: whose plans of which year and deal type, as stored and as typed over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sales_core.decisions import Change, Entry, Section, plan_entry, plan_key
from sales_core.errors import InputError
from sales_core.i18n import Language
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.settings.plan_amounts import Amounts, PlanKey, parse_plan

WHOLE_MONTH = 0
"""The deal type that stands for no type."""
_YEARS = range(2001, 2199)


@dataclass(frozen=True, slots=True)
class View:
    """What its reader chose to see. ``everybody``: managers outside the report too."""

    year: int
    deal_type_id: int = WHOLE_MONTH
    everybody: bool = False

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.year, number) for number in range(1, 13))


def view_of(sent: Any, this_year: int, deal_types: Collection[int]) -> View:
    """What a browser sent, as far as it makes sense."""
    asked: dict[str, Any] = sent if isinstance(sent, dict) else {}
    year, deal_type = asked.get("year"), asked.get("type")
    return View(
        year=year if isinstance(year, int) and year in _YEARS else this_year,
        deal_type_id=deal_type if isinstance(deal_type, int) and deal_type in deal_types else WHOLE_MONTH,
        everybody=asked.get("everybody") is True,
    )


def read_cell_key(key: str, users: Collection[int], deal_types: Collection[int]) -> PlanKey | None:
    """Which plan a cell of the draft is of; ``None`` for what is none."""
    try:
        manager_id, month, deal_type_id = plan_key(key)
    except (ValueError, InputError):
        return None
    is_known = manager_id in users and (deal_type_id == WHOLE_MONTH or deal_type_id in deal_types)
    is_written_so = plan_entry(manager_id, month, deal_type_id).key == key
    return (manager_id, month, deal_type_id) if is_known and is_written_so else None


@dataclass(frozen=True)
class Sheet:
    """``stored`` and ``typed`` plans of every year and type; ``in_report``: whose rows are shown anyway."""

    view: View
    this_month: Month
    names: Mapping[int, str]
    in_report: frozenset[int]
    stored: Amounts
    typed: Mapping[PlanKey, int | None]
    currency: Currency
    language: Language

    @cached_property
    def amounts(self) -> Amounts:
        """With what is typed."""
        kept = {key: amount for key, amount in self.stored.items() if key not in self.typed}
        return kept | {key: amount for key, amount in self.typed.items() if amount is not None}

    @cached_property
    def managers(self) -> tuple[int, ...]:
        """Whose rows the grid has, by name."""
        planned = {
            manager for keys in (self.stored, self.typed) for manager, month, _ in keys if month.year == self.view.year
        }
        shown = self.names.keys() if self.view.everybody else self.in_report | planned
        return tuple(sorted(shown, key=lambda manager: (self.names.get(manager, "").casefold(), manager)))

    @cached_property
    def sums_of_types(self) -> Mapping[tuple[int, Month], int]:
        """What the plans per deal type add up to: the month's plan where none is set for the whole of it."""
        sums: dict[tuple[int, Month], int] = {}
        for (manager, month, deal_type_id), amount in self.amounts.items():
            if deal_type_id != WHOLE_MONTH:
                sums[manager, month] = sums.get((manager, month), 0) + amount
        return sums

    @cached_property
    def totals(self) -> Mapping[Month, int]:
        """The department's, of the months in which anybody has a plan."""
        of_type = self.view.deal_type_id
        plans = {
            (manager, month): amount for (manager, month, type_), amount in self.amounts.items() if type_ == of_type
        }
        if of_type == WHOLE_MONTH:
            plans = {**self.sums_of_types, **plans}
        totals: dict[Month, int] = {}
        for (_, month), amount in plans.items():
            totals[month] = totals.get(month, 0) + amount
        return totals

    def key(self, manager_id: int, month: Month) -> str:
        return plan_entry(manager_id, month, self.view.deal_type_id).key

    def text(self, amount: int) -> str:
        """As it stands in a cell: with kopecks only where there are any."""
        exact = bool(amount % self.currency.minor_per_major)
        return self.language.money(amount, self.currency, exact=exact, sign=False)

    def parse(self, text: str) -> int | None:
        return parse_plan(text, self.currency)


def typed_amounts(changes: Collection[Change]) -> dict[PlanKey, int | None]:
    return {plan_key(entry.key): after for entry, _, after in changes}


def plan_entry_of(key: str) -> Entry:
    return Entry(Section.PLAN, key)
