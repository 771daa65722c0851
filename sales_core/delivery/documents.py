"""Reports as JSON documents: the shapes other programs rely on (docs/commands.md).

Amounts are strings with the currency's decimals, ratios strings rounded to 8 places, dates ISO 8601, and what is absent
is null.
"""

import json
from datetime import UTC, datetime
from typing import Any

from sales_core.closed_months import Closing
from sales_core.delivery.payments_sheet import LeadUrl
from sales_core.figures import Sums
from sales_core.money import Currency, plain_ratio
from sales_core.reports.bank import BankMonth
from sales_core.reports.breakdown import BehindLine, Breakdown
from sales_core.reports.sales import DealTypeRow, ManagerRow, SalesReport, TotalRow
from sales_core.scope import Scope

Document = dict[str, Any]


def format_json(document: Document) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def build_sales_document(report: SalesReport, bank: BankMonth | None = None) -> Document:
    """``tablo report sales --format json``: rows in the report's order, ids in the filters; of a closed month also who
    closed it when; with a statement of the bank, the whole month's money by what vouches for it."""
    document = {
        "report": "sales",
        "month": str(report.scope.month),
        "as_of": report.scope.as_of.isoformat(),
        "currency": report.currency.code,
        "filters": _filters(report.scope),
        "rows": [_manager_row(row, report.currency) for row in report.rows],
        "total": _margin_and_bonus(report.total, report.total.bonus, report.currency)
        | _archived(report.total.sums, report.currency),
    }
    document |= {} if bank is None else {"bank": build_bank_document(bank)}
    return document if report.closing is None else document | {"closed": _closing(report.closing)}


def build_bank_document(bank: BankMonth) -> Document:
    """A month's money by what vouches for it."""
    amounts = {"confirmed": bank.confirmed_minor, "claimed": bank.claimed_minor, "unmatched": bank.unmatched_minor}
    return {name: bank.currency.plain(minor) for name, minor in amounts.items()}


def build_payments_document(breakdown: Breakdown, lead_url: LeadUrl, *, counts_amounts: bool = False) -> Document:
    """``tablo payments list --format json``. ``counts_amounts``: the total adds full amounts whatever the figures
    count, for a list that is behind no figure."""
    total = breakdown.total_amount_minor if counts_amounts else breakdown.total_minor
    return {
        "total": breakdown.currency.plain(total),
        "payments": [_payment(row, lead_url, breakdown.currency) for row in breakdown.rows],
    }


def _payment(row: BehindLine, lead_url: LeadUrl, currency: Currency) -> Document:
    return {
        "id": row.payment_id,
        "lead_id": row.lead_id,
        "lead_name": row.lead_name,
        "lead_url": lead_url(row.lead_id),
        "manager_id": row.manager.id or None,
        "deal_type": deal_type_reference(row.deal_type.id, row.deal_type.name),
        "amount": currency.plain(row.amount_minor),
        "margin_share": plain_ratio(row.margin_share),
        "margin": None if row.margin_share is None else currency.plain(row.margin_minor),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "paid_on": row.paid_on.isoformat() if row.paid_on else None,
        "state": row.state.value,
        "comment": row.comment,
        "source": row.source,
    } | _portion(row, currency)


def _portion(row: BehindLine, currency: Currency) -> Document:
    """Of a payment that several managers share: how much of which whole the amount is."""
    if row.credit_share is None:
        return {}
    return {"credit_share": plain_ratio(row.credit_share), "whole_amount": money_text(row.whole_minor, currency)}


def deal_type_reference(deal_type_id: int, name: str) -> Document:
    """A deal type as both documents name it: nulls where the lead has none."""
    return {"id": deal_type_id or None, "name": name if deal_type_id else None}


def money_text(minor: int | None, currency: Currency) -> str | None:
    return None if minor is None else currency.plain(minor)


def _closing(closing: Closing) -> Document:
    """``at`` in UTC; ``hash`` of the frozen figures."""
    at = datetime.fromtimestamp(closing.closed_at, UTC).isoformat()
    return {"at": at, "by": closing.closed_by, "hash": closing.results_hash}


def _filters(scope: Scope) -> Document:
    return {
        "deal_types": [type_id or None for type_id in scope.deal_types],
        "departments": list(scope.departments),
        "pipelines": list(scope.pipelines),
    }


def _manager_row(row: ManagerRow, currency: Currency) -> Document:
    manager = {"id": row.manager.id or None, "name": row.manager.name or None, "others": row.manager.others}
    return (
        {"manager": manager}
        | _margin_and_bonus(row, row.bonus.amount, currency)
        | _archived(row.sums, currency)
        | {"deal_types": [_deal_type_row(deal_type, currency) for deal_type in row.deal_types]}
    )


def _margin_and_bonus(row: ManagerRow | TotalRow, bonus: int | None, currency: Currency) -> Document:
    return {
        "plan": money_text(row.plan, currency),
        "fact": currency.plain(row.sums.fact),
        "percent": plain_ratio(row.percent),
        "bonus": money_text(bonus, currency),
        "expected": _expected(row.sums, currency) | {"forecast_percent": plain_ratio(row.forecast_percent)},
    }


def _deal_type_row(row: DealTypeRow, currency: Currency) -> Document:
    return {
        "deal_type": deal_type_reference(row.deal_type.id, row.deal_type.name),
        "margin_share": plain_ratio(row.deal_type.margin_share),
        "fact": currency.plain(row.sums.fact),
        "bonus": money_text(row.bonus, currency),
        "expected": _expected(row.sums, currency),
    } | _archived(row.sums, currency)


def _expected(sums: Sums, currency: Currency) -> Document:
    parts = {
        "paid": sums.paid,
        "pending": sums.pending,
        "overdue": sums.overdue,
        "carried": sums.carried,
        "total": sums.total,
        "forecast": sums.forecast,
    }
    return {name: currency.plain(minor) for name, minor in parts.items()}


def _archived(sums: Sums, currency: Currency) -> Document:
    return {
        "revenue": currency.plain(sums.revenue),
        "lost": currency.plain(sums.lost),
        "lost_leads": sums.lost_leads,
    }
