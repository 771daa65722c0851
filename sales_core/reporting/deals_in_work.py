"""All that is told of deals in work together: who holds what, how evenly, how deals go on, what became of others."""

from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.pipeline import PipelineCell, PipelineFigure
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.closed_deals import load_closed_deals_report
from sales_core.reporting.conversion import load_conversion_report
from sales_core.reporting.load import load_load_report
from sales_core.reporting.pipeline import load_deals_behind, load_pipeline_report
from sales_core.reports.closed_deals import ClosedDealsReport
from sales_core.reports.conversion import ConversionReport
from sales_core.reports.load import LoadReport
from sales_core.reports.pipeline import DealBehind, PipelineReport


@dataclass(frozen=True, slots=True)
class DealsInWork:
    """``stuck``: each deal of the report that is. ``conversion``: of one pipeline, ``None`` for several."""

    report: PipelineReport
    stuck: tuple[DealBehind, ...]
    load: LoadReport
    conversion: ConversionReport | None
    closed: ClosedDealsReport


def load_deals_in_work(conn: Connection, scope: PipelineScope) -> DealsInWork:
    report = load_pipeline_report(conn, scope)
    return DealsInWork(
        report=report,
        stuck=tuple(load_deals_behind(conn, scope, PipelineCell(PipelineFigure.STUCK))),
        load=load_load_report(conn, report),
        conversion=load_conversion_report(conn, scope),
        closed=load_closed_deals_report(conn, scope),
    )
