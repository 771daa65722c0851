"""The report of deals in work as sheets: managers by status, the statuses themselves, and deals behind a cell."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sales_core.delivery.closed_deals_sheet import build_closed_deals_sheet
from sales_core.delivery.conversion_sheet import build_conversion_sheet
from sales_core.delivery.load_sheet import build_hand_overs_sheet, build_load_sheet
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.pipeline import Deals, StuckReason
from sales_core.reporting import AccountInfo
from sales_core.reporting.deals_in_work import DealsInWork
from sales_core.reports.pipeline import Column as Stage
from sales_core.reports.pipeline import ColumnSummary, DealBehind, PipelineReport, PipelineRow, Stuck, Work
from sales_core.reports.sales import Manager

REASON_LABELS = {
    StuckReason.NO_ACTION: N_("no action"),
    StuckReason.NO_TASK: N_("no open task"),
    StuckReason.PAST_EXPECTED: N_("longer in its status than usual"),
}

_DEALS = (N_("Deals"), Kind.COUNT), (N_("Budget"), Kind.MONEY)
_STUCK = (
    (N_("Deals"), Kind.COUNT),
    (N_("No action"), Kind.COUNT),
    (N_("No open task"), Kind.COUNT),
    (N_("Longer than usual"), Kind.COUNT),
)
_EXPECTED = (N_("Margin"), Kind.MONEY), (N_("Amount"), Kind.MONEY)
_DAYS = (N_("Median"), Kind.COUNT), (N_("Longest"), Kind.COUNT)
_BEHIND = (
    (N_("Deal"), Kind.TEXT), (N_("Client"), Kind.TEXT), (N_("Manager"), Kind.TEXT), (N_("Pipeline"), Kind.TEXT),
    (N_("Status"), Kind.TEXT), (N_("Days in status"), Kind.COUNT), (N_("Days since created"), Kind.COUNT),
    (N_("Days without action"), Kind.COUNT), (N_("Budget"), Kind.MONEY), (N_("Paid"), Kind.MONEY),
    (N_("Not paid"), Kind.MONEY), (N_("Next task by"), Kind.TEXT), (N_("Next task"), Kind.TEXT),
    (N_("Stuck"), Kind.TEXT),
)  # fmt: skip


def build_pipeline_book(
    told: DealsInWork, managers: Mapping[int, Manager], account: AccountInfo, language: Language
) -> Iterator[Sheet]:
    """Everything, a sheet for each question."""
    yield build_matrix_sheet(told.report, language)
    yield _columns_sheet(told.report, language)
    yield build_deals_sheet(language.text("Stuck deals"), told.stuck, managers, account, language)
    yield build_load_sheet(told.load, account, language)
    yield build_hand_overs_sheet(told.load, account, language)
    if told.conversion:
        yield build_conversion_sheet(told.conversion, account.currency, language)
    yield build_closed_deals_sheet(told.closed, account.currency, language)


def build_matrix_sheet(report: PipelineReport, language: Language) -> Sheet:
    """Managers in the report's order, those outside it under «Остальные», the total."""
    deals = _columns(_DEALS, language)
    parts = (
        Part("", (Column(language.text("Manager"), Kind.TEXT),)),
        *(Part(stage_name(each.column), deals) for each in report.columns),
        Part(language.text("In work"), deals),
        Part(language.text("Won deals"), deals),
        Part(language.text("Archived"), deals),
        Part(language.text("Stuck"), _columns(_STUCK, language)),
        Part(language.text("Still expected"), _columns(_EXPECTED, language)),
    )
    return _sheet(report, language.text("Deals in work"), parts, tuple(_lines(report, language)), language)


def build_deals_sheet(
    title: str, deals: Sequence[DealBehind], managers: Mapping[int, Manager], account: AccountInfo, language: Language
) -> Sheet:
    """Those longest without action first; moments in the account's zone."""

    def line(deal: DealBehind) -> Line:
        manager = managers.get(deal.manager_id)
        reasons = [language.text(REASON_LABELS[reason]) for reason in StuckReason if reason in deal.reasons]
        return Line(
            Level.ROW,
            (
                deal.name, deal.client,
                manager_name(deal.manager_id, manager.name if manager else f"#{deal.manager_id}", language),
                deal.pipeline, deal.status, deal.days_in_stage, deal.age_days, deal.idle_days, deal.budget_minor,
                deal.paid_minor, deal.expected_minor, _moment(deal.next_task_at, account), deal.next_task,
                ", ".join(reasons), deal.url,
            ),
        )  # fmt: skip

    columns = (*_columns(_BEHIND, language), Column(language.text("Link"), Kind.TEXT, is_link=True))
    return Sheet(
        name=title,
        title=title,
        notes=(language.plural("{n} deal", "{n} deals", len(deals)),),
        parts=(Part("", columns),),
        lines=tuple(map(line, deals)),
        currency=account.currency,
        key_columns=1,
    )


def stage_name(column: Stage) -> str:
    return column.name or f"#{column.id}"


def _columns_sheet(report: PipelineReport, language: Language) -> Sheet:
    title = language.text("Pipeline") if report.scope.pipeline_id is None else language.text("Status")
    parts = (
        Part("", (Column(title, Kind.TEXT),)),
        Part(language.text("In work"), _columns(_DEALS, language)),
        Part(language.text("Days in status"), _columns(_DAYS, language)),
        Part("", (Column(language.text("Usual days in status"), Kind.COUNT),)),
        Part(language.text("Days since created"), _columns(_DAYS, language)),
        Part(language.text("Stuck"), _columns(_STUCK, language)),
        Part(language.text("Still expected"), _columns(_EXPECTED, language)),
    )
    lines = tuple(Line(Level.ROW, tuple(_summed(each))) for each in report.columns)
    return _sheet(report, language.text("Statuses"), parts, lines, language)


def _sheet(
    report: PipelineReport, name: str, parts: tuple[Part, ...], lines: tuple[Line, ...], language: Language
) -> Sheet:
    day = report.scope.as_of.strftime("%d.%m.%Y")
    return Sheet(
        name=name,
        title=language.text("Deals in work, {day}", day=day),
        notes=tuple(_notes(report, language)),
        parts=parts,
        lines=lines,
        currency=report.currency,
        key_columns=1,
    )


def _notes(report: PipelineReport, language: Language) -> Iterator[str]:
    scope = report.scope
    period = tell_period(scope.period, language)
    yield language.text("Won and archived: {period}", period=period)
    yield language.plural(
        "Stuck: without action for more than {n} day, without an open task, or longer in its status than usual",
        "Stuck: without action for more than {n} days, without an open task, or longer in its status than usual",
        scope.stuck_days,
    )
    if scope.departments:
        yield language.text("Narrowed to a part of the departments")
    if not report.is_complete:
        yield language.text("amoCRM's history is still being read: earlier days may show less than was done")


def _lines(report: PipelineReport, language: Language) -> Iterator[Line]:
    yield from (_manager_line(row, language) for row in report.rows if not row.manager.others)
    others = [row for row in report.rows if row.manager.others]
    if others:
        yield Line(Level.HEADING, (language.text("Others"),))
    yield from (_manager_line(row, language) for row in others)
    yield Line(Level.TOTAL, (language.text("Total"), *_values(report.total)))


def _manager_line(row: PipelineRow, language: Language) -> Line:
    return Line(Level.ROW, (manager_name(row.manager.id, row.manager.name, language), *_values(row.work)))


def _values(work: Work) -> Iterator[Value]:
    for deals in (*work.cells, work.in_work, work.won, work.archived):
        yield from _counted(deals)
    yield from _stuck(work.stuck)
    yield from (work.expected.margin_minor, work.expected.revenue_minor)


def _summed(of: ColumnSummary) -> Iterator[Value]:
    yield stage_name(of.column)
    yield from _counted(of.deals)
    yield from (of.in_stage.median_days, of.in_stage.max_days) if of.in_stage else (None, None)
    yield of.expected_days
    yield from (of.in_total.median_days, of.in_total.max_days) if of.in_total else (None, None)
    yield from _stuck(of.stuck)
    yield from (of.expected.margin_minor, of.expected.revenue_minor)


def _counted(deals: Deals) -> tuple[Value, ...]:
    """A cell without deals is empty: zeros would hide where there are any."""
    return (deals.count, deals.sum_minor) if deals.count else (None, None)


def _stuck(stuck: Stuck) -> Iterator[Value]:
    yield stuck.deals.count
    yield from (stuck.of(reason) for reason in StuckReason)


def _columns(of: Sequence[tuple[str, Kind]], language: Language) -> tuple[Column, ...]:
    return tuple(Column(language.text(title), kind) for title, kind in of)


def _moment(at: int | None, account: AccountInfo) -> str:
    return datetime.fromtimestamp(at, account.zone).strftime("%Y-%m-%d %H:%M") if at is not None else ""
