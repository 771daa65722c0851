"""The cards as ``cards.js`` draws them."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from sales_core.delivery.closed_deals_sheet import reason_name
from sales_core.delivery.pipeline_sheet import REASON_LABELS, stage_name
from sales_core.delivery.sales_sheet import manager_name
from sales_core.i18n import DASH, N_, Language
from sales_core.money import Currency
from sales_core.pipeline import PipelineCell, PipelineFigure, StuckReason
from sales_core.reports.closed_deals import ClosedDealsReport
from sales_core.reports.load import HandOver, LoadReport
from sales_core.reports.pipeline import Ages, ColumnSummary, DealBehind, Expected, PipelineReport
from sales_core.ui.navigation import deal_address
from sales_core.ui.pipeline.asked import ArchivedFor, Asked, Moved, code_of
from sales_core.ui.pipeline.words import tell_days, tell_deals

Data = dict[str, Any]

_SHORT_REASONS = {
    StuckReason.NO_ACTION: N_("no action"),
    StuckReason.NO_TASK: N_("no task"),
    StuckReason.PAST_EXPECTED: N_("too long in the status"),
}
STUCK_FIGURES = {
    StuckReason.NO_ACTION: PipelineFigure.STUCK_NO_ACTION,
    StuckReason.NO_TASK: PipelineFigure.STUCK_NO_TASK,
    StuckReason.PAST_EXPECTED: PipelineFigure.STUCK_PAST_EXPECTED,
}


def build_stuck(report: PipelineReport, longest: Sequence[DealBehind], language: Language) -> Data:
    """``longest``: some of the stuck deals, with the names of their managers in the report's rows."""
    stuck = report.total.stuck
    names = {row.manager.id: manager_name(row.manager.id, row.manager.name, language) for row in report.rows}
    sign = language.currency_sign(report.currency)
    left = stuck.deals.count - len(longest)
    return {
        "title": language.text("Stuck"),
        "about": language.text(
            "no action for over {days}, no open task or too long in the status: {deals}",
            days=tell_days(report.scope.stuck_days, language),
            deals=tell_deals(stuck.deals.count, language),
        ),
        "reasons": [
            {"label": f"{language.text(REASON_LABELS[reason])}:"}
            | _figure(stuck.of(reason), PipelineCell(figure), language.text(REASON_LABELS[reason]), language)
            for reason, figure in STUCK_FIGURES.items()
        ],
        "columns": [
            language.text("Deal"),
            language.text("Manager"),
            language.text("Status and why"),
            language.text("Days"),
            language.text("Sum, {sign}", sign=sign),
        ],
        "rows": [_stuck_row(deal, names, report.currency, language) for deal in longest],
        "none": language.text("Nothing is stuck."),
        "more": {
            "text": language.text("All stuck deals: {count} more", count=language.number(left)),
            "open": code_of(PipelineCell(PipelineFigure.STUCK)) if left > 0 else "",
        },
    }  # fmt: skip


def _stuck_row(deal: DealBehind, names: Mapping[int, str], currency: Currency, language: Language) -> Data:
    reasons = [language.text(_SHORT_REASONS[reason]) for reason in StuckReason if reason in deal.reasons]
    name = deal.name or f"#{deal.lead_id}"
    return {
        "deal": name,
        "client": deal.client,
        "title": ", ".join(filter(None, (name, deal.client))),
        "dealUrl": deal_address(deal.lead_id),
        "url": deal.url,
        "urlAbout": language.text("Open the deal in amoCRM"),
        "manager": names.get(deal.manager_id, DASH),
        "status": deal.status or DASH,
        "reason": ", ".join(reasons),
        "days": language.number(deal.idle_days),
        "sum": _money(deal.budget_minor, currency, language),
    }


def build_level(load: LoadReport, language: Language) -> Data:
    """How to even the loads out, in words."""
    if not load.hand_overs:
        note = language.text("The loads are even, or nobody has deals that could be handed over.")
    else:
        note = language.text(
            "Between the most and the least loaded lie {now}; then it would be {then}.",
            now=tell_deals(load.spread_now, language),
            then=language.number(load.spread_then),
        )
    return {
        "title": language.text("How to even out"),
        "about": "",
        "moves": [_move(each, language) for each in load.hand_overs],
        "note": note,
    }


def _move(move: HandOver, language: Language) -> Data:
    giver, taker = (manager_name(who.id, who.name, language) for who in (move.giver, move.taker))
    deals = tell_deals(len(move.deals), language)
    return {
        "who": f"{giver} {language.number(move.giver_before)} → {language.number(move.giver_after)}",
        "what": f"→ {taker}, {language.number(move.taker_before)} → {language.number(move.taker_after)}",
        "text": language.text("hand over {deals}", deals=deals),
        "open": code_of(Moved(move.giver.id, move.taker.id)),
    }


def build_archived(closed: ClosedDealsReport, period: str, currency: Currency, language: Language) -> Data:
    archived = closed.archived
    return {
        "title": language.text("Archived"),
        "about": language.text("{deals}, {period}", deals=tell_deals(archived.count, language), period=period),
        "none": language.text("No deal was archived."),
        "rows": [
            _line(
                reason_name(row.reason.id, row.reason.name, language), row.archived.count, row.archived.budget_minor,
                ArchivedFor(row.reason.id), currency, language,
            )
            for row in closed.reasons
        ],
        "total": _line(
            _total(currency, language), archived.count, archived.budget_minor,
            PipelineCell(PipelineFigure.ARCHIVED), currency, language,
        ),
    }  # fmt: skip


def build_won(closed: ClosedDealsReport, period: str, currency: Currency, language: Language) -> Data:
    won, both = closed.won, closed.won.count + closed.archived.count
    about = period
    if both:
        share = language.percent(Fraction(won.count, both))
        about = language.text("{share} of closed deals, {period}", share=share, period=period)
    line = _line(
        _total(currency, language), won.count, won.budget_minor, PipelineCell(PipelineFigure.WON), currency, language
    )
    return {"title": language.text("Won"), "about": about, "rows": [line]}


def _total(currency: Currency, language: Language) -> str:
    return language.text("Total, {sign}", sign=language.currency_sign(currency))


def _line(label: str, count: int, minor: int, asked: Asked, currency: Currency, language: Language) -> Data:  # noqa: PLR0913, PLR0917 - a line's parts
    return {"label": label, "count": _figure(count, asked, label, language), "sum": _money(minor, currency, language)}


def build_statuses(report: PipelineReport, language: Language) -> Data:
    """Each status by itself: for how long its deals have been there, what is stuck, what money is still expected."""
    sign = language.currency_sign(report.currency)
    return {
        "title": language.text("Money still expected and ages")
        if report.scope.pipeline_id
        else language.text("Each pipeline by itself"),
        "about": language.text("payments that are not paid yet, in {sign}; days as of today", sign=sign),
        "columns": [
            {"title": title, "note": note}
            for title, note in (
                (language.text("Status") if report.scope.pipeline_id else language.text("Pipeline"), ""),
                (language.text("In work"), ""),
                (language.text("Days in the status"), language.text("median, longest")),
                (language.text("Days since created"), language.text("median, longest")),
                (language.text("Usually leave within"), language.text("three of four won")),
                (language.text("Stuck"), ""),
                (language.text("Wait for money"), language.text("deals")),
                (language.text("Expected"), language.text("payments")),
                (language.text("Margin"), language.text("of them")),
            )
        ],
        "rows": [_status(summary, report.currency, language) for summary in report.columns],
        "total": _all_statuses(report, language),
    }


def _status(summary: ColumnSummary, currency: Currency, language: Language) -> Data:
    name, id_ = stage_name(summary.column), summary.column.id

    def opening(figure: PipelineFigure, count: int) -> Data:
        return _figure(count, PipelineCell(figure, column_id=id_), name, language)

    usual = DASH if summary.expected_days is None else tell_days(summary.expected_days, language)
    return {
        "name": name,
        "cells": [
            opening(PipelineFigure.IN_WORK, summary.deals.count),
            *(_ages(ages, language) for ages in (summary.in_stage, summary.in_total)),
            {"text": usual},
            opening(PipelineFigure.STUCK, summary.stuck.deals.count),
            opening(PipelineFigure.EXPECTED, summary.expected.deals),
            *_sums(summary.expected, currency, language),
        ],
    }


def _all_statuses(report: PipelineReport, language: Language) -> Data:
    name, work = language.text("Total"), report.total

    def opening(figure: PipelineFigure, count: int) -> Data:
        return _figure(count, PipelineCell(figure), name, language)

    return {
        "name": name,
        "cells": [
            opening(PipelineFigure.IN_WORK, work.in_work.count),
            *({"text": ""} for _ in range(3)),
            opening(PipelineFigure.STUCK, work.stuck.deals.count),
            opening(PipelineFigure.EXPECTED, work.expected.deals),
            *_sums(work.expected, report.currency, language),
        ],
    }


def _ages(ages: Ages | None, language: Language) -> Data:
    if ages is None:
        return {"text": DASH}
    return {"text": language.number(ages.median_days), "aside": language.number(ages.max_days)}


def _sums(expected: Expected, currency: Currency, language: Language) -> list[Data]:
    return [{"text": _money(minor, currency, language)} for minor in (expected.revenue_minor, expected.margin_minor)]


def _figure(count: int, asked: Asked, about: str, language: Language) -> Data:
    """A count that opens as many deals."""
    if not count:
        return {"text": DASH}
    told = language.text("{name}: {deals}, open them", name=about, deals=tell_deals(count, language))
    return {"text": language.number(count), "open": code_of(asked), "about": told}


def _money(minor: int, currency: Currency, language: Language) -> str:
    return language.money(minor, currency, sign=False) if minor else DASH
