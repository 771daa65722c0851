"""The bonus scale offered to whoever has none yet."""

from decimal import Decimal

from sales_core.reports.bonus import Scale, Tier

_TIERS = (("0.5", "0.03"), ("0.7", "0.05"), ("0.9", "0.07"), ("1", "0.1"), ("1.2", "0.12"))


def example_scale() -> Scale:
    """Salary only below half of the plan, then five steps, the widest of them at the plan itself. Nothing stores it by
    itself."""
    return Scale(tuple(Tier(Decimal(start), Decimal(rate)) for start, rate in _TIERS))
