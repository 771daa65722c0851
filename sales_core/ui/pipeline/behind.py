"""The deals behind what a reader clicked: what they are called, how many they are, and the list of them."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.closed_deals import ClosedDeal
from sales_core.deal_lines import DealLine
from sales_core.delivery.closed_deals_sheet import build_closed_list_sheet, reason_name
from sales_core.delivery.conversion_sheet import OUTCOME_LABELS, build_deal_lines_sheet
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.pipeline_sheet import build_deals_sheet, stage_name
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Sheet
from sales_core.i18n import N_, Language
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.pipeline import CLOSING, REASONS, PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.closed_deals import load_closed_deals, load_loss_reasons
from sales_core.reporting.conversion import load_behind_conversion
from sales_core.reporting.load import load_behind_hand_over
from sales_core.reporting.people import load_managers
from sales_core.reporting.pipeline import load_deals_behind
from sales_core.reports.conversion import Cohort
from sales_core.reports.load import HandOver
from sales_core.reports.pipeline import PipelineReport, Stuck, Work
from sales_core.ui.pipeline.asked import ArchivedFor, Asked, Moved, OfCohort
from sales_core.ui.pipeline.desk import PipelineDesk
from sales_core.ui.pipeline.words import rung_name

IN_WORK = PipelineFigure.IN_WORK
FIGURE_WORDS = {
    PipelineFigure.IN_WORK: N_("In work"),
    PipelineFigure.STUCK: N_("Stuck"),
    PipelineFigure.STUCK_NO_ACTION: N_("Stuck: no action"),
    PipelineFigure.STUCK_NO_TASK: N_("Stuck: no open task"),
    PipelineFigure.STUCK_PAST_EXPECTED: N_("Stuck: longer in its status than usual"),
    PipelineFigure.EXPECTED: N_("Wait for money"),
    PipelineFigure.WON: N_("Won"),
    PipelineFigure.ARCHIVED: N_("Archived"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """``title``: whose deals and which; ``count``: as the page says."""

    title: str
    count: int


@dataclass(frozen=True, slots=True)
class DealList:
    """A part of the deals as a sheet; ``lead_ids``: one for each line."""

    sheet: Sheet
    lead_ids: tuple[int, ...]


def find_behind(desk: PipelineDesk, asked: Asked) -> Named | None:
    """``None`` where what was clicked is on the page no more."""
    match asked:
        case PipelineCell():
            return _cell(desk.report(), asked, desk.language)
        case ArchivedFor():
            return _archived_for(desk, asked)
        case Moved():
            return _moved(desk, asked)
    return _of_cohort(desk, asked)


def load_list(desk: PipelineDesk, asked: Asked, title: str, limit: int | None = None, offset: int = 0) -> DealList:
    """``limit`` of the deals from ``offset`` on, all of them without."""
    account, language = desk.board.known_account, desk.language
    with desk.board.database.read() as conn:
        managers = load_managers(conn)
        if isinstance(asked, PipelineCell) and asked.figure not in CLOSING:
            deals = load_deals_behind(conn, desk.scope, asked, limit, offset)
            sheet = build_deals_sheet(title, deals, managers, account, language)
            return DealList(sheet, tuple(deal.lead_id for deal in deals))
        if isinstance(asked, PipelineCell | ArchivedFor):
            closed = _load_closed(conn, desk.scope, asked, limit, offset)
            reasons = load_loss_reasons(conn)
            sheet = build_closed_list_sheet(closed, desk.scope, managers, reasons, account, language)
            return DealList(sheet, tuple(deal.lead_id for deal in closed))
        lines = _load_lines(conn, desk, asked, limit, offset)
        sheet = build_deal_lines_sheet(title, lines, managers, account, language)
        return DealList(sheet, tuple(line.lead_id for line in lines))


def _load_closed(
    conn: Connection, scope: PipelineScope, asked: PipelineCell | ArchivedFor, limit: int | None, offset: int
) -> list[ClosedDeal]:
    if isinstance(asked, ArchivedFor):
        return load_closed_deals(conn, scope, ARCHIVED_STATUS, None, asked.reason_id, limit, offset)
    status_id = WON_STATUS if asked.figure is PipelineFigure.WON else ARCHIVED_STATUS
    return load_closed_deals(conn, scope, status_id, asked.manager_id, None, limit, offset)


def _load_lines(
    conn: Connection, desk: PipelineDesk, asked: Moved | OfCohort, limit: int | None, offset: int
) -> list[DealLine]:
    if isinstance(asked, Moved):
        move = _find_move(desk, asked)
        lines = load_behind_hand_over(conn, move) if move else []
        return lines[offset : None if limit is None else offset + limit]
    cohort = _find_cohort(desk, asked)
    return load_behind_conversion(conn, desk.scope, cohort.days, asked.part, limit, offset) if cohort else []


def _cell(report: PipelineReport, cell: PipelineCell, language: Language) -> Named | None:
    names = [language.text(FIGURE_WORDS[cell.figure])]
    work = report.total
    if cell.manager_id is not None:
        row = next((row for row in report.rows if row.manager.id == cell.manager_id), None)
        if row is None:
            return None
        work = row.work
        names.insert(0, manager_name(row.manager.id, row.manager.name, language))
    if cell.column_id is None:
        return Named(", ".join(names), _count(work, cell.figure))
    return _column_cell(report, work, cell, names)


def _count(work: Work, figure: PipelineFigure) -> int:
    """Over all columns."""
    if figure in REASONS:
        return _stuck(work.stuck, figure)
    counts = {
        PipelineFigure.IN_WORK: work.in_work.count,
        PipelineFigure.EXPECTED: work.expected.deals,
        PipelineFigure.WON: work.won.count,
        PipelineFigure.ARCHIVED: work.archived.count,
    }
    return counts[figure]


def _column_cell(report: PipelineReport, work: Work, cell: PipelineCell, names: list[str]) -> Named | None:
    """One column: of a manager how many are in work, of all of them the other figures too."""
    place = next((place for place, each in enumerate(report.columns) if each.column.id == cell.column_id), None)
    if place is None:
        return None
    summary = report.columns[place]
    title = ", ".join([*names[:-1], stage_name(summary.column), *([] if cell.figure is IN_WORK else names[-1:])])
    if cell.figure is IN_WORK:
        return Named(title, work.cells[place].count)
    if cell.manager_id is not None or cell.figure in CLOSING:
        return None
    count = summary.expected.deals if cell.figure is PipelineFigure.EXPECTED else _stuck(summary.stuck, cell.figure)
    return Named(title, count)


def _stuck(stuck: Stuck, figure: PipelineFigure) -> int:
    if figure is PipelineFigure.STUCK:
        return stuck.deals.count
    return sum(stuck.of(reason) for reason in REASONS[figure])


def _archived_for(desk: PipelineDesk, asked: ArchivedFor) -> Named | None:
    row = next((row for row in desk.closed().reasons if row.reason.id == asked.reason_id), None)
    if row is None:
        return None
    name = reason_name(row.reason.id, row.reason.name, desk.language)
    return Named(f"{desk.language.text('Archived')}, {name}", row.archived.count)


def _moved(desk: PipelineDesk, asked: Moved) -> Named | None:
    move = _find_move(desk, asked)
    if move is None:
        return None
    giver, taker = (manager_name(who.id, who.name, desk.language) for who in (move.giver, move.taker))
    return Named(f"{giver} → {taker}", len(move.deals))


def _find_move(desk: PipelineDesk, asked: Moved) -> HandOver | None:
    moves = desk.load().hand_overs
    wanted = asked.giver_id, asked.taker_id
    return next((move for move in moves if (move.giver.id, move.taker.id) == wanted), None)


def _of_cohort(desk: PipelineDesk, asked: OfCohort) -> Named | None:
    cohort = _find_cohort(desk, asked)
    if cohort is None:
        return None
    language, part = desk.language, asked.part
    when = tell_period(cohort.days, language)
    if part.outcome is not None:
        return Named(f"{when}, {language.text(OUTCOME_LABELS[part.outcome])}", cohort.outcomes[part.outcome])
    if part.status_id is None:
        return Named(f"{when}, {language.text('entered')}", cohort.entered)
    step = next((step for step in cohort.steps if step.rung.status_id == part.status_id), None)
    return Named(f"{when}, {rung_name(step.rung)}", step.reached) if step else None


def _find_cohort(desk: PipelineDesk, asked: OfCohort) -> Cohort | None:
    conversion = desk.conversion()
    return conversion.cohort_of(asked.month) if conversion else None
