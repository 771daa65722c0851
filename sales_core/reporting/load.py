"""How evenly the deals in work of a report lie on people, with what could be handed over, from the database."""

from sqlalchemy import Connection

from sales_core.deal_lines import DealLine
from sales_core.periods import Month
from sales_core.reports.load import SMALLEST_MOVE, HandOver, LoadReport, build_load, build_load_report
from sales_core.reports.pipeline import PipelineReport
from sales_core.store.deal_lines import load_deal_lines
from sales_core.store.open_deals import load_movable, load_types_dealt_with

FIRST_STATUSES = 2
"""Deals further on are better finished by whoever began them."""
_GIVERS = 10
"""So many of those furthest above their median are asked for deals."""
_MONTHS_BACK = 12


def load_load_report(conn: Connection, report: PipelineReport) -> LoadReport:
    """Of the people in the report, by the deals its rows show."""
    deals = {row.manager.id: row.work.in_work.count for row in report.rows if not row.manager.others}
    loads = build_load([row.manager for row in report.rows if not row.manager.others], deals)
    above = [load for load in loads if load.difference >= SMALLEST_MOVE]
    givers = [load.manager.id for load in sorted(above, key=lambda load: load.difference, reverse=True)[:_GIVERS]]
    if not givers:
        return build_load_report(loads, (), {})
    takers = [load.manager.id for load in loads if load.difference <= -SMALLEST_MOVE]
    types = load_types_dealt_with(conn, takers, Month.of(report.scope.as_of).plus(-_MONTHS_BACK))
    return build_load_report(loads, load_movable(conn, report.scope, givers, FIRST_STATUSES), types)


def load_behind_hand_over(conn: Connection, hand_over: HandOver) -> list[DealLine]:
    """The deals that would be handed over, in the order they were chosen."""
    return load_deal_lines(conn, [deal.lead_id for deal in hand_over.deals])
