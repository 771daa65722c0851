"""Which plan a manager's percent is taken of: the month's, or, under a deal-type filter, the plans of those types."""

from collections.abc import Mapping

from sales_core.scope import Scope

Plans = Mapping[tuple[int, int], int]
"""(manager id, deal type id, or 0 for the whole month) → minor units."""


def month_plan(plans: Plans, manager_id: int) -> int | None:
    """The whole month's plan; where there are only plans per deal type, their sum."""
    if (manager_id, 0) in plans:
        return plans[manager_id, 0]
    by_type = [amount for (owner, _), amount in plans.items() if owner == manager_id]
    return sum(by_type) if by_type else None


def filtered_plan(plans: Plans, manager_id: int, scope: Scope) -> int | None:
    """The plan of the filtered deal types alone; ``None`` unless each of them has one.

    A plan speaks of all pipelines, so a filter by pipeline leaves the month's plan in force.
    """
    if not scope.deal_types or scope.pipelines or 0 in scope.deal_types:
        return None
    by_type = [plans.get((manager_id, deal_type_id)) for deal_type_id in set(scope.deal_types)]
    amounts = [amount for amount in by_type if amount is not None]
    return sum(amounts) if len(amounts) == len(by_type) else None
