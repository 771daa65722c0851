"""The report of deals in work and the list behind one of its cells as JSON documents (docs/commands.md)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sales_core.delivery.closed_deals_document import build_closed_deals_document
from sales_core.delivery.conversion_document import build_conversion_document
from sales_core.delivery.load_document import build_load_document
from sales_core.money import Currency
from sales_core.pipeline import Deals, PipelineCell, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting import AccountInfo
from sales_core.reporting.deals_in_work import DealsInWork
from sales_core.reports.pipeline import Ages, ColumnSummary, DealBehind, Expected, PipelineReport, Stuck, Work

Document = dict[str, Any]


def build_pipeline_document(all_of_it: DealsInWork) -> Document:
    """``tablo report pipeline --format json``: rows and columns in the report's order; the columns are statuses of the
    one pipeline in the filters, or pipelines."""
    report = all_of_it.report
    currency = report.currency
    return {
        "report": "pipeline",
        "as_of": report.scope.as_of.isoformat(),
        "period": {"from": report.scope.period.first.isoformat(), "to": report.scope.period.last.isoformat()},
        "currency": currency.code,
        "filters": _filters(report.scope),
        "stuck_days": report.scope.stuck_days,
        "is_complete": report.is_complete,
        "columns": [_column(each, currency) for each in report.columns],
        "rows": [
            {"manager": {"id": row.manager.id, "name": row.manager.name or None, "others": row.manager.others}}
            | _work(row.work, report, currency)
            for row in report.rows
        ],
        "total": _work(report.total, report, currency),
        "load": build_load_document(all_of_it.load),
        "conversion": build_conversion_document(all_of_it.conversion) if all_of_it.conversion else None,
        "closed": build_closed_deals_document(all_of_it.closed, currency),
    }


def build_deals_document(cell: PipelineCell, deals: Sequence[DealBehind], account: AccountInfo) -> Document:
    """``--figure``: moments with the offset of the account's zone."""
    return {
        "figure": cell.figure.value,
        "count": len(deals),
        "sum": account.currency.plain(sum(deal.budget_minor for deal in deals)),
        "deals": [_deal(deal, account) for deal in deals],
    }


def _filters(scope: PipelineScope) -> Document:
    return {
        "deal_types": [type_id or None for type_id in scope.deal_types],
        "departments": list(scope.departments),
        "pipelines": list(scope.pipelines),
    }


def _column(summary: ColumnSummary, currency: Currency) -> Document:
    column = summary.column
    return {
        "id": column.id,
        "name": column.name or None,
        "incoming": column.is_incoming,
        **_deals(summary.deals, currency),
        "days_in_stage": _ages(summary.in_stage),
        "age_days": _ages(summary.in_total),
        "expected_days": summary.expected_days,
        "stuck": _stuck(summary.stuck, currency),
        "expected": _expected(summary.expected, currency),
    }


def _work(work: Work, report: PipelineReport, currency: Currency) -> Document:
    cells = zip(report.columns, work.cells, strict=True)
    return {
        "cells": [{"column": of.column.id} | _deals(deals, currency) for of, deals in cells],
        "in_work": _deals(work.in_work, currency),
        "won": _deals(work.won, currency),
        "archived": _deals(work.archived, currency),
        "stuck": _stuck(work.stuck, currency),
        "expected": _expected(work.expected, currency),
    }


def _deals(deals: Deals, currency: Currency) -> Document:
    return {"count": deals.count, "sum": currency.plain(deals.sum_minor)}


def _ages(ages: Ages | None) -> Document | None:
    return {"median": ages.median_days, "max": ages.max_days} if ages else None


def _stuck(stuck: Stuck, currency: Currency) -> Document:
    return _deals(stuck.deals, currency) | {reason.value: stuck.of(reason) for reason in StuckReason}


def _expected(expected: Expected, currency: Currency) -> Document:
    margin, revenue = currency.plain(expected.margin_minor), currency.plain(expected.revenue_minor)
    return {"count": expected.deals, "margin": margin, "revenue": revenue}


def _deal(deal: DealBehind, account: AccountInfo) -> Document:
    def moment(at: int | None) -> str | None:
        return None if at is None else datetime.fromtimestamp(at, account.zone).isoformat()

    return {
        "lead_id": deal.lead_id,
        "lead_name": deal.name,
        "lead_url": deal.url,
        "client": deal.client,
        "manager_id": deal.manager_id or None,
        "pipeline": deal.pipeline,
        "status": deal.status,
        "days_in_stage": deal.days_in_stage,
        "age_days": deal.age_days,
        "idle_days": deal.idle_days,
        "last_action_at": moment(deal.last_action_at),
        "budget": account.currency.plain(deal.budget_minor),
        "paid": account.currency.plain(deal.paid_minor),
        "expected": {
            "margin": account.currency.plain(deal.expected_margin_minor),
            "revenue": account.currency.plain(deal.expected_minor),
        },
        "next_task": {"at": moment(deal.next_task_at), "text": deal.next_task} if deal.next_task_at else None,
        "stuck": sorted(reason.value for reason in deal.reasons),
    }
