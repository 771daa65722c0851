"""Every count of conversion, and the list behind it, beside the slow oracle over the lives of deals."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.activity_scope import Days
from sales_core.periods import Month
from sales_core.pipeline_scope import PipelineScope
from sales_core.pipeline_ways import Outcome
from sales_core.reporting.conversion import cohorts_of, load_behind_conversion, load_conversion_report
from sales_core.reports.conversion import CohortPart, ConversionReport
from sales_core.store.database import Database
from sales_core.store.deal_ways import deal_ways_differ
from tests.conversion_oracle import LivesOracle
from tests.store.stage_worlds import LAST, RENEWALS, SALES, StageWorld

FILTERS: tuple[dict[str, tuple[int, ...]], ...] = (
    {}, {"deal_types": (701, 0)}, {"departments": (5,)}, {"departments": (0,), "deal_types": (702,)},
)  # fmt: skip


def days_of(month: Month) -> Days:
    return Days(month.first, month.end)


def scope_of(pipeline: int, period: Days, **filters: Any) -> PipelineScope:
    return PipelineScope(LAST, period, (pipeline,), **filters)


def report_of(conn: Connection, scope: PipelineScope) -> ConversionReport:
    report = load_conversion_report(conn, scope)
    assert report is not None
    return report


def check(report: ConversionReport, oracle: LivesOracle, pipeline: int, filters: dict[str, Any]) -> None:
    for each in (*report.cohorts, report.total):
        cohort = oracle.cohort(pipeline, each.days.first, each.days.end, **filters)
        assert each.entered == len(cohort)
        assert [step.rung.status_id for step in each.steps] == oracle.ladder[pipeline]
        for step in each.steps:
            assert step.reached == len(oracle.reached(pipeline, step.rung.status_id, cohort))
            assert step.median_days == oracle.median_days(pipeline, step.rung.status_id, cohort)
        assert each.outcomes == oracle.outcomes(pipeline, cohort)


@pytest.mark.parametrize("seed", range(3))
def test_random_lives_are_counted_as_the_oracle_counts_them(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed)
        world.live(120)
        world.settle()
        for pipeline in (SALES, RENEWALS):
            for filters in FILTERS:
                for period in (days_of(Month(2026, 4)), Days(date(2026, 3, 28), date(2026, 3, 31))):
                    scope = scope_of(pipeline, period, **filters)
                    check(report_of(conn, scope), world.oracle, pipeline, filters)
        assert deal_ways_differ(conn) == []
        assert report_of(conn, scope_of(SALES, days_of(Month(2026, 5)))).total.entered > 0


def test_the_list_behind_each_count_holds_those_deals(database: Database) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed=77)
        world.live(150)
        world.settle()
        scope = scope_of(SALES, days_of(Month(2026, 5)))
        report = report_of(conn, scope)
        for each in (report.total, *report.cohorts[-2:]):
            cohort = world.oracle.cohort(SALES, each.days.first, each.days.end)
            assert set(listed(conn, scope, each.days, CohortPart())) == {deal.id for deal in cohort}
            for step in each.steps:
                found = listed(conn, scope, each.days, CohortPart(step.rung.status_id))
                assert len(found) == step.reached
                assert set(found) == world.oracle.reached(SALES, step.rung.status_id, cohort)
            for outcome in Outcome:
                found = listed(conn, scope, each.days, CohortPart(outcome=outcome))
                assert len(found) == each.outcomes[outcome]
        whole = load_behind_conversion(conn, scope, report.total.days, CohortPart())
        pages = [
            load_behind_conversion(conn, scope, report.total.days, CohortPart(), 7, n) for n in range(0, len(whole), 7)
        ]
        assert [line for page in pages for line in page] == whole
        present = {deal.id: (f"Воронка {deal.present[0]}", f"Статус {deal.present[1]}") for deal in world.oracle.deals}
        assert all((line.pipeline, line.status) == present[line.lead_id] for line in whole)


def listed(conn: Connection, scope: PipelineScope, days: Days, part: CohortPart) -> list[int]:
    return [line.lead_id for line in load_behind_conversion(conn, scope, days, part)]


def test_a_month_stands_with_the_five_before_it_and_a_quarter_by_its_months() -> None:
    as_of = date(2026, 5, 5)
    scope = PipelineScope(as_of, days_of(Month(2026, 5)), (SALES,))
    assert [str(days.first) for days in cohorts_of(scope)] == [
        "2025-12-01", "2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01",
    ]  # fmt: skip
    quarter = replace(scope, period=Days(date(2026, 4, 1), date(2026, 7, 1)))
    assert cohorts_of(quarter) == [days_of(Month(2026, 4)), days_of(Month(2026, 5))]
    week = Days(date(2026, 5, 1), date(2026, 5, 8))
    assert cohorts_of(replace(scope, period=week)) == [week]


def test_several_pipelines_have_no_conversion_of_their_own(database: Database) -> None:
    scope = PipelineScope(LAST, days_of(Month(2026, 5)), (SALES, RENEWALS))
    with database.read() as conn:
        assert load_conversion_report(conn, scope) is None
        assert load_conversion_report(conn, replace(scope, pipelines=())) is None
