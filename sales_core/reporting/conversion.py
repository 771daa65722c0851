"""Conversion from status to status of a scope, and the deals behind each of its counts, from the database."""

from collections.abc import Sequence

from sqlalchemy import Connection

from sales_core.activity_scope import Days
from sales_core.deal_lines import DealLine
from sales_core.errors import InputError
from sales_core.params import Choice, Kind, ids_matching
from sales_core.periods import Month
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.pipeline import NO_STATUS, STATUS
from sales_core.reports.conversion import (
    CohortPart,
    ConversionReport,
    Rung,
    build_conversion_report,
    tally_cohort,
)
from sales_core.store.conversion import load_alike_ways, load_entered, load_ladder
from sales_core.store.deal_lines import load_deal_lines

COHORTS = 6
"""A month is shown with the five before it."""


def load_conversion_report(conn: Connection, scope: PipelineScope) -> ConversionReport | None:
    """One cohort a month; ``None`` unless the scope is of one pipeline: others have other statuses."""
    if scope.pipeline_id is None:
        return None
    rungs = _load_rungs(conn, scope.pipeline_id)
    # A cohort is forgotten before the next one is read: memory follows the largest.
    tallies = [
        tally_cohort(load_alike_ways(conn, scope, scope.pipeline_id, days), days, rungs) for days in cohorts_of(scope)
    ]
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
    statuses = None if part.status_id is None else _from_on(rungs, part.status_id)
    ids = load_entered(conn, scope, scope.pipeline_id, days, statuses, part.outcome, limit, offset)
    return load_deal_lines(conn, ids)


def find_cohort(scope: PipelineScope, month: Month | None) -> Days:
    """The days of the cohort that begins in the month; of all together without one. Raises InputError where the
    report of the scope has none."""
    if scope.pipeline_id is None:
        raise InputError("Give one pipeline: each has statuses of its own")
    shown = cohorts_of(scope)
    if month is None:
        return Days(shown[0].first, shown[-1].end)
    found = next((days for days in shown if Month.of(days.first) == month), None)
    if found is None:
        raise InputError("The conversion does not show {month}: choose another period", month=str(month))
    return found


def find_rung(conn: Connection, scope: PipelineScope, text: str) -> int:
    """The status on the way through the scope's one pipeline that is meant, by id or by name. Raises InputError where
    the pipeline has no such status."""
    assert scope.pipeline_id is not None
    rungs = [rung for rung in _load_rungs(conn, scope.pipeline_id) if not rung.is_deleted]
    return ids_matching(text, Kind(STATUS, [Choice(rung.status_id, rung.name) for rung in rungs], NO_STATUS))[0]


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


def _from_on(rungs: Sequence[Rung], status_id: int) -> list[int]:
    statuses = [rung.status_id for rung in rungs]
    return statuses[statuses.index(status_id) :]
