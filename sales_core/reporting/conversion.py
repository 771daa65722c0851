"""Conversion from status to status of a scope, and the deals behind each of its counts, from the database."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from sales_core.activity_scope import Days
from sales_core.deal_lines import DealLine
from sales_core.periods import Month, start_of
from sales_core.pipeline_scope import PipelineScope
from sales_core.reports.conversion import (
    CohortPart,
    ConversionReport,
    Rung,
    Way,
    build_conversion_report,
    find_way,
    is_of,
    tally_cohort,
)
from sales_core.store.conversion import load_histories, load_ladder
from sales_core.store.deal_lines import load_deal_lines
from sales_core.store.zone import load_zone

COHORTS = 6
"""A month is shown with the five before it."""


def load_conversion_report(conn: Connection, scope: PipelineScope) -> ConversionReport | None:
    """One cohort a month; ``None`` unless the scope is of one pipeline: others have other statuses."""
    if scope.pipeline_id is None:
        return None
    rungs = _load_rungs(conn, scope.pipeline_id)
    # A cohort is forgotten before the next one is read: memory follows the largest.
    tallies = [tally_cohort(_ways(conn, scope, days, rungs), days, rungs) for days in cohorts_of(scope)]
    return build_conversion_report(scope.pipeline_id, rungs, tallies)


def load_behind_conversion(  # noqa: PLR0913, PLR0917 - the figure, and which part of its list
    conn: Connection,
    scope: PipelineScope,
    days: Days,
    part: CohortPart,
    limit: int | None = None,
    offset: int = 0,
) -> list[DealLine]:
    """The deals that entered within the days and are of the part, the latest to enter first: as many as the report of
    this scope of one pipeline counts, or ``limit`` of them from ``offset`` on."""
    assert scope.pipeline_id is not None
    rungs = _load_rungs(conn, scope.pipeline_id)
    found = [way for way in _ways(conn, scope, days, rungs) if is_of(way, part, rungs)]
    ids = [way.lead_id for way in sorted(found, key=lambda way: (-way.entered_at, -way.lead_id))]
    return load_deal_lines(conn, ids[offset : None if limit is None else offset + limit])


def cohorts_of(scope: PipelineScope) -> list[Days]:
    """Of one month the last six, of several whole months each of them that has begun, of other days just those."""
    period = scope.period
    first, end = Month.of(period.first), Month.of(period.end)
    if not first < end or (first.first, end.first) != (period.first, period.end):
        return [period]
    if first.plus(1) == end:
        first = end.plus(-COHORTS)
    months = [first]
    while (month := months[-1].plus(1)) < end and month.first <= scope.as_of:
        months.append(month)
    return [Days(month.first, month.end) for month in months]


def _load_rungs(conn: Connection, pipeline_id: int) -> list[Rung]:
    return [Rung(status.id, status.name, status.is_deleted) for status in load_ladder(conn, pipeline_id)]


def _ways(conn: Connection, scope: PipelineScope, days: Days, rungs: Sequence[Rung]) -> Iterator[Way]:
    assert scope.pipeline_id is not None
    zone = load_zone(conn)
    start, end = start_of(days.first, zone), start_of(days.end, zone)
    for history in load_histories(conn, scope, scope.pipeline_id, days):
        way = find_way(history, scope.pipeline_id, rungs)
        if way is not None and start <= way.entered_at < end:
            yield way
