"""What the report of a closed month is made of beside its sums, as text to be kept, and back again.

The text is canonical: equal terms are equal to the byte, so that a hash of it says something.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from sales_core.money import currency
from sales_core.reports.bonus import scale_from_json, tiers_to_json
from sales_core.reports.plans import MonthPlans, Plans, WorkedDays
from sales_core.reports.sales import DealType, Manager, SalesInputs

_FORM = 1
"""Of the text; a later program reads the texts of every form before its own."""


def canonical(value: Any) -> str:
    """JSON that is the same for equal values."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def freeze_terms(inputs: SalesInputs) -> str:
    """Everything of the inputs but the cells."""
    scale = inputs.scale
    return canonical({
        "form": _FORM,
        "currency": inputs.currency.code,
        "bonus_unit": inputs.bonus_unit,
        "working_days": [day.isoformat() for day in inputs.working_days],
        "managers": sorted([m.id, m.name, m.department_id] for m in inputs.managers.values()),
        "in_report": sorted(inputs.in_report),
        "plans_set": _plain_plans(inputs.plans.as_set),
        "plans": _plain_plans(inputs.plans.in_force),
        "worked": sorted([id_, days.worked, days.total] for id_, days in inputs.plans.worked.items()),
        "deal_types": sorted(
            [t.id, t.name, f"{t.margin_share:f}", t.share_is_set] for t in inputs.deal_types.values()
        ),
        "scale": None if scale is None else {"tiers": tiers_to_json(scale), "cap_minor": scale.cap},
    })  # fmt: skip


def thaw_terms(text: str) -> SalesInputs:
    """The inputs as they were, without cells."""
    plain: dict[str, Any] = json.loads(text)
    scale = plain["scale"]
    return SalesInputs(
        cells=(),
        whole_cells=(),
        managers={id_: Manager(id_, name, group) for id_, name, group in plain["managers"]},
        in_report=frozenset(plain["in_report"]),
        plans=MonthPlans(
            as_set=_plans(plain["plans_set"]),
            in_force=_plans(plain["plans"]),
            worked={id_: WorkedDays(worked, total) for id_, worked, total in plain["worked"]},
        ),
        deal_types={
            id_: DealType(id_, name, Decimal(share), share_is_set)
            for id_, name, share, share_is_set in plain["deal_types"]
        },
        scale=None if scale is None else scale_from_json(scale["tiers"], scale["cap_minor"]),
        currency=currency(plain["currency"]),
        bonus_unit=plain["bonus_unit"],
        working_days=tuple(map(date.fromisoformat, plain["working_days"])),
    )


def _plain_plans(plans: Plans) -> list[list[int]]:
    return sorted([*key, amount] for key, amount in plans.items())


def _plans(plain: list[list[int]]) -> Plans:
    return {(manager_id, deal_type_id): amount for manager_id, deal_type_id, amount in plain}
