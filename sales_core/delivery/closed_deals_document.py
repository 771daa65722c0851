"""Deals won and archived in a period as JSON documents: counted, and one by one (docs/commands.md)."""

from collections.abc import Sequence
from typing import Any

from sales_core.closed_deals import NO_REASON, Closed, ClosedDeal
from sales_core.money import Currency
from sales_core.reporting import AccountInfo
from sales_core.reports.closed_deals import ClosedDealsReport, ReasonRow

Document = dict[str, Any]


def build_closed_deals_document(report: ClosedDealsReport, currency: Currency) -> Document:
    """``lost`` and ``lost_leads`` are those of the sales report."""
    return {
        "archived": _archived(report.archived, currency),
        "won": _won(report.won, currency),
        "reasons": [_reason(row, currency) for row in report.reasons],
        "rows": [
            {
                "manager": {"id": row.manager.id, "name": row.manager.name or None, "others": row.manager.others},
                "archived": _archived(row.archived, currency),
                "won": _won(row.won, currency),
                "reasons": [_reason(each, currency) for each in row.reasons],
            }
            for row in report.rows
        ],
    }


def build_closed_list_document(
    figure: str, deals: Sequence[ClosedDeal], reasons: dict[int, str], account: AccountInfo
) -> Document:
    return {"figure": figure, "count": len(deals), "deals": [_deal(deal, reasons, account) for deal in deals]}


def _archived(closed: Closed, currency: Currency) -> Document:
    return _won(closed, currency) | {"lost": currency.plain(closed.lost_minor), "lost_leads": closed.lost_leads}


def _won(closed: Closed, currency: Currency) -> Document:
    return {"count": closed.count, "budget": currency.plain(closed.budget_minor)}


def _reason(row: ReasonRow, currency: Currency) -> Document:
    return {"reason": reference(row.reason.id, row.reason.name)} | _archived(row.archived, currency)


def reference(reason_id: int, name: str) -> Document:
    return {"id": reason_id or None, "name": name or None}


def _deal(deal: ClosedDeal, reasons: dict[int, str], account: AccountInfo) -> Document:
    return {
        "lead_id": deal.lead_id,
        "lead_name": deal.name,
        "lead_url": account.lead_url(deal.lead_id),
        "client": deal.client,
        "manager_id": deal.manager_id,
        "closed_on": deal.closed_on.isoformat(),
        "reason": reference(deal.reason_id, reasons.get(deal.reason_id, "")) if deal.reason_id != NO_REASON else None,
        "budget": account.currency.plain(deal.budget_minor),
        "lost": account.currency.plain(deal.lost_minor),
    }
