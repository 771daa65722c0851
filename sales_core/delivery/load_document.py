"""How evenly deals in work lie on people, as a JSON document (docs/commands.md)."""

from typing import Any

from sales_core.money import plain_ratio
from sales_core.reports.load import HandOver, LoadReport, ManagerLoad
from sales_core.reports.sales import Manager

Document = dict[str, Any]


def build_load_document(report: LoadReport) -> Document:
    """``spread``: between the most and the least loaded, now and after the hand-overs; ``deals`` are ids."""
    return {
        "median": plain_ratio(report.median),
        "spread": {"now": report.spread_now, "then": report.spread_then},
        "rows": [_row(load) for load in report.loads],
        "hand_overs": [_hand_over(each) for each in report.hand_overs],
    }


def _row(load: ManagerLoad) -> Document:
    return {
        "manager": _manager(load.manager),
        "deals": load.deals,
        "median": plain_ratio(load.median),
        "difference": plain_ratio(load.difference),
    }


def _hand_over(hand_over: HandOver) -> Document:
    return {
        "from": _manager(hand_over.giver) | {"before": hand_over.giver_before, "after": hand_over.giver_after},
        "to": _manager(hand_over.taker) | {"before": hand_over.taker_before, "after": hand_over.taker_after},
        "deals": [deal.lead_id for deal in hand_over.deals],
    }


def _manager(manager: Manager) -> Document:
    return {"id": manager.id, "name": manager.name or None}
