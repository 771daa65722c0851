"""The payroll statement and the list of closed months as JSON, in the form of ``delivery.documents``."""

from collections.abc import Mapping
from datetime import UTC, datetime

from sales_core.closed_months import Closing
from sales_core.closing.drift import DriftSums
from sales_core.delivery.bonus_sentence import tell_bonus
from sales_core.delivery.documents import Document, money_text
from sales_core.i18n import Language
from sales_core.money import Currency, plain_ratio
from sales_core.periods import Month
from sales_core.reports.payroll import Payroll, PayrollRow


def build_payroll_document(payroll: Payroll, language: Language, manager_id: int | None = None) -> Document:
    """``tablo payroll --format json``. ``preliminary``: the month is not closed."""
    currency = payroll.report.currency
    return {
        "report": "payroll",
        "month": str(payroll.report.scope.month),
        "as_of": payroll.report.scope.as_of.isoformat(),
        "preliminary": payroll.is_preliminary,
        "currency": currency.code,
        "rows": [
            _row(row, payroll, language) for row in payroll.rows if manager_id is None or row.manager.id == manager_id
        ],
    }


def _row(row: PayrollRow, payroll: Payroll, language: Language) -> Document:
    currency, figures = payroll.report.currency, row.figures
    return {
        "manager": {"id": row.manager.id or None, "name": row.manager.name or None},
        "plan": money_text(figures.plan if figures else None, currency),
        "fact": money_text(figures.sums.fact if figures else None, currency),
        "percent": plain_ratio(figures.percent if figures else None),
        "rates": [plain_ratio(each.tier.rate) for each in row.slices if each.earned],
        "bonus": money_text(row.bonus, currency),
        "calculation": tell_bonus(row, payroll, language),
        "adjustments": [
            {
                "id": each.id,
                "amount": currency.plain(each.amount_minor),
                "of_month": each.of_month and str(each.of_month),
                "reason": each.reason,
            }
            for each in row.adjustments
        ],
        "to_pay": currency.plain(row.to_pay),
    }


def build_months_document(closings: list[Closing], drifts: Mapping[Month, DriftSums], currency: Currency) -> Document:
    """``tablo months list --format json``: every closing there ever was, the newest first."""
    return {"closings": [_closing(each, drifts, currency) for each in reversed(closings)]}


def _closing(closing: Closing, drifts: Mapping[Month, DriftSums], currency: Currency) -> Document:
    drift = drifts.get(closing.month) if closing.reopened_at is None else None
    return {
        "month": str(closing.month),
        "as_of": closing.as_of.isoformat(),
        "closed_at": _instant(closing.closed_at),
        "closed_by": closing.closed_by,
        "hash": closing.results_hash,
        "reopened_at": closing.reopened_at and _instant(closing.reopened_at),
        "reopened_by": closing.reopened_by or None,
        "reopen_reason": closing.reopen_reason or None,
        "drift": drift
        and {
            "fact": currency.plain(drift.fact),
            "revenue": currency.plain(drift.revenue),
            "lost": currency.plain(drift.lost),
            "bonus": currency.plain(drift.bonus),
            "posted": currency.plain(drift.posted),
        },
    }


def _instant(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()
