"""Conversion from status to status, and the deals behind one of its counts, as JSON documents (docs/commands.md)."""

from collections.abc import Sequence
from typing import Any

from sales_core.activity_scope import Days
from sales_core.deal_lines import DealLine
from sales_core.money import plain_ratio
from sales_core.periods import day_of
from sales_core.pipeline_ways import Outcome
from sales_core.reporting import AccountInfo
from sales_core.reports.conversion import Cohort, CohortPart, ConversionReport, Step

Document = dict[str, Any]


def build_conversion_document(report: ConversionReport) -> Document:
    """``to`` is the last day; ``median_days`` from this status to the next or further."""
    return {
        "pipeline_id": report.pipeline_id,
        "cohorts": [_cohort(each) for each in report.cohorts],
        "total": _cohort(report.total),
    }


def build_cohort_list_document(
    days: Days, part: CohortPart, deals: Sequence[DealLine], account: AccountInfo
) -> Document:
    return {
        "cohort": _days(days),
        "status_id": part.status_id,
        "outcome": part.outcome.value if part.outcome else None,
        "count": len(deals),
        "deals": [_deal(deal, account) for deal in deals],
    }


def _cohort(cohort: Cohort) -> Document:
    return _days(cohort.days) | {
        "entered": cohort.entered,
        "statuses": [_step(step) for step in cohort.steps],
        "now": {outcome.value: cohort.outcomes[outcome] for outcome in Outcome},
    }


def _step(step: Step) -> Document:
    return {
        "id": step.rung.status_id,
        "name": step.rung.name,
        "reached": step.reached,
        "of_entered": plain_ratio(step.of_entered),
        "of_previous": plain_ratio(step.of_previous),
        "median_days": plain_ratio(step.median_days),
    }


def _days(days: Days) -> Document:
    return {"from": days.first.isoformat(), "to": days.last.isoformat()}


def _deal(deal: DealLine, account: AccountInfo) -> Document:
    return {
        "lead_id": deal.lead_id,
        "lead_name": deal.name,
        "lead_url": account.lead_url(deal.lead_id),
        "client": deal.client,
        "manager_id": deal.manager_id,
        "pipeline": deal.pipeline,
        "status": deal.status,
        "created_on": day_of(deal.created_at, account.zone).isoformat(),
        "closed_on": deal.closed_on.isoformat() if deal.closed_on else None,
        "budget": account.currency.plain(deal.budget_minor),
    }
