"""What the sales head decides, as one value: read from the file or from the database, compared and stored whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.bonus import Scale

ROUNDINGS = ("minor", "major")


@dataclass(frozen=True, slots=True)
class ReportChoices:
    """``managers``: ids of who is in the report; ``None``: as in the report's definition."""

    deal_type_field: int | None = None
    currency_rounding: str = "minor"
    managers: tuple[int, ...] | None = None


Shares = Mapping[tuple[int, Month], Decimal]
"""(deal type id, from month) → share."""
Plans = Mapping[tuple[int, Month, int], int]
"""(manager id, month, deal type id or 0 for the whole month) → minor units."""
Scales = Mapping[Month, Scale]


@dataclass(frozen=True, slots=True)
class SalesSettings:
    report: ReportChoices
    shares: Shares
    plans: Plans
    scales: Scales


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """The sections a file has; ``None`` is one it does not have, which stays as it is."""

    report: ReportChoices | None = None
    shares: Shares | None = None
    plans: Plans | None = None
    scales: Scales | None = None

    def applied_to(self, settings: SalesSettings) -> SalesSettings:
        return SalesSettings(
            report=settings.report if self.report is None else self.report,
            shares=settings.shares if self.shares is None else self.shares,
            plans=settings.plans if self.plans is None else self.plans,
            scales=settings.scales if self.scales is None else self.scales,
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A thing of amoCRM's that a file may call by its id or by a word: a user by e-mail, a field or option by name."""

    id: int
    word: str


@dataclass(frozen=True, slots=True)
class SettingsWords:
    """What the words of a settings file can mean. ``fields``: the select fields of leads; ``options``: by field id."""

    currency: Currency
    users: tuple[Named, ...]
    fields: tuple[Named, ...]
    options: Mapping[int, tuple[Named, ...]]

    def options_of(self, field_id: int | None) -> tuple[Named, ...]:
        return self.options.get(field_id, ()) if field_id is not None else ()
