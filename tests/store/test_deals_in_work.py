"""Every figure of deals in work, and the list behind it, beside the slow oracle over raw records."""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from sales_core.activity_scope import Days
from sales_core.pipeline import PipelineCell, PipelineFigure, StuckReason
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.pipeline import load_deals_behind, load_pipeline_report
from sales_core.reports.pipeline import PipelineReport, Work
from sales_core.store.closed_deals import load_closed_deals
from sales_core.store.database import Database
from sales_core.store.deals_in_work import deals_in_work_differ, rebuild_deals_in_work, refresh_deals_in_work
from sales_core.store.leads import mark_restored
from sales_core.store.pipeline_tables import DealInWork
from sales_core.store.stage_times import count_stage_times, save_stage_times
from sales_core.store.table_kit import table_of
from tests.pipeline_oracle import OpenDeal, PipelineOracle, ages
from tests.store.activity_worlds import FIRST, LAST
from tests.store.pipeline_worlds import DealWeeks

SCOPE = PipelineScope(as_of=LAST, period=Days(FIRST, LAST), pipelines=(1,))
SCOPES = (
    SCOPE,
    replace(SCOPE, pipelines=(2,), stuck_days=3),
    replace(SCOPE, pipelines=()),
    replace(SCOPE, pipelines=(), departments=(5,)),
    replace(SCOPE, deal_types=(701,), stuck_days=30),
    replace(SCOPE, deal_types=(0,), departments=(0,)),
)


def settled(conn: Connection, seed: int, steps: int, leads: int = 10, wins: int = 0) -> DealWeeks:
    weeks = DealWeeks(conn, seed, leads)
    for _ in range(wins):
        weeks.win()
    weeks.live(steps)
    weeks.settle()
    return weeks


def shown_in(scope: PipelineScope, found: list[OpenDeal], departments: dict[int, int]) -> list[OpenDeal]:
    return [each for each in found if _is_in(scope, each.deal, departments)]


def _is_in(scope: PipelineScope, deal: Any, departments: dict[int, int]) -> bool:
    return (
        (not scope.pipelines or deal.pipeline in scope.pipelines)
        and (not scope.deal_types or deal.type in scope.deal_types)
        and (not scope.departments or departments.get(deal.manager) in scope.departments)
    )


def counted(deals: list[OpenDeal]) -> dict[str, Any]:
    """All that is said of some deals."""
    stuck = [each for each in deals if each.reasons]
    return {
        "in_work": (len(deals), sum(each.deal.price for each in deals)),
        "stuck": (len(stuck), sum(each.deal.price for each in stuck)),
        "reasons": tuple(sum(reason.value in each.reasons for each in deals) for reason in StuckReason),
        "expected": (
            sum(each.unpaid[0] > 0 for each in deals), sum(each.unpaid[1] for each in deals),
            sum(each.unpaid[2] for each in deals),
        ),
    }  # fmt: skip


def told(work: Any, deals: Any) -> dict[str, Any]:
    expected = work.expected
    return {
        "in_work": (deals.count, deals.sum_minor),
        "stuck": (work.stuck.deals.count, work.stuck.deals.sum_minor),
        "reasons": tuple(work.stuck.of(reason) for reason in StuckReason),
        "expected": (expected.deals, expected.revenue_minor, expected.margin_minor),
    }


def check(report: PipelineReport, deals: list[OpenDeal], oracle: PipelineOracle) -> None:
    by_manager: dict[int, list[OpenDeal]] = defaultdict(list)
    for each in deals:
        by_manager[each.deal.manager].append(each)
    assert by_manager.keys() <= {row.manager.id for row in report.rows}
    for row in report.rows:
        assert told(row.work, row.work.in_work) == counted(by_manager[row.manager.id])
        _check_cells(row.work, report, by_manager[row.manager.id])
    assert told(report.total, report.total.in_work) == counted(deals)
    for column in report.columns:
        held = [each for each in deals if _column(report.scope, each) == column.column.id]
        assert told(column, column.deals) == counted(held)
        for told_ages, place in ((column.in_stage, 0), (column.in_total, 1)):
            days = ages([each.days[place] for each in held])
            assert (told_ages and (told_ages.median_days, told_ages.max_days)) == days
    departments = oracle.activity.departments
    for status, total in ((142, report.total.won), (143, report.total.archived)):
        closed = oracle.closed(report.scope.period.first, report.scope.period.last, status)
        prices = [deal.price for deal in closed if _is_in(report.scope, deal, departments)]
        assert (total.count, total.sum_minor) == (len(prices), sum(prices))


def _check_cells(work: Work, report: PipelineReport, deals: list[OpenDeal]) -> None:
    for column, cell in zip(report.columns, work.cells, strict=True):
        prices = [each.deal.price for each in deals if _column(report.scope, each) == column.column.id]
        assert (cell.count, cell.sum_minor) == (len(prices), sum(prices))


def _column(scope: PipelineScope, each: OpenDeal) -> int:
    return each.deal.pipeline if scope.pipeline_id is None else each.deal.status


@pytest.mark.parametrize("seed", range(2))
def test_random_weeks_of_deals_are_counted_as_the_oracle_counts_them(database: Database, seed: int) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed, steps=40, leads=36, wins=40)
        oracle = weeks.pipeline_oracle()
        save_stage_times(conn, count_stage_times(conn, LAST))
        expected = oracle.expected_days(LAST)
        assert expected
        for scope in SCOPES:
            found = oracle.open_deals(LAST, scope.stuck_days, expected)
            check(
                load_pipeline_report(conn, scope), shown_in(scope, found, weeks.oracle.departments), oracle
            )  # fmt: skip
        assert deals_in_work_differ(conn) == []


def test_stage_times_are_those_of_deals_won_of_late(database: Database) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed=9, steps=20, leads=50, wins=40)
        oracle = weeks.pipeline_oracle()
        for today in (LAST, LAST + timedelta(days=170), LAST + timedelta(days=400)):
            assert count_stage_times(conn, today) == oracle.expected_days(today)
        assert oracle.expected_days(LAST)


def test_the_list_behind_each_cell_has_as_many_deals_and_their_sum(database: Database) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed=31, steps=40, leads=36, wins=40)
        oracle = weeks.pipeline_oracle()
        save_stage_times(conn, count_stage_times(conn, LAST))
        for scope in SCOPES[:4]:
            report = load_pipeline_report(conn, scope)
            for row in (*report.rows, None):
                manager = None if row is None else row.manager.id
                work = report.total if row is None else row.work
                _check_lists(conn, scope, work, manager)
                for column, cell in zip(report.columns, work.cells, strict=True):
                    behind = PipelineCell(manager_id=manager, column_id=column.column.id)
                    deals = load_deals_behind(conn, scope, behind)
                    assert (len(deals), sum(each.budget_minor for each in deals)) == (cell.count, cell.sum_minor)
        for deal in load_deals_behind(conn, replace(SCOPE, pipelines=()), PipelineCell()):
            assert deal.paid_minor == oracle.paid(deal.lead_id)


def _check_lists(conn: Connection, scope: PipelineScope, work: Work, manager: int | None) -> None:
    counts = {
        PipelineFigure.IN_WORK: work.in_work.count,
        PipelineFigure.STUCK: work.stuck.deals.count,
        PipelineFigure.STUCK_NO_ACTION: work.stuck.of(StuckReason.NO_ACTION),
        PipelineFigure.STUCK_NO_TASK: work.stuck.of(StuckReason.NO_TASK),
        PipelineFigure.STUCK_PAST_EXPECTED: work.stuck.of(StuckReason.PAST_EXPECTED),
        PipelineFigure.EXPECTED: work.expected.deals,
    }
    for figure, count in counts.items():
        deals = load_deals_behind(conn, scope, PipelineCell(figure, manager))
        assert len(deals) == count, figure
        assert [each.idle_days for each in deals] == sorted((each.idle_days for each in deals), reverse=True)
        if figure is PipelineFigure.EXPECTED:
            money = (sum(each.expected_margin_minor for each in deals), sum(each.expected_minor for each in deals))
            assert money == (work.expected.margin_minor, work.expected.revenue_minor)
    for status, closed in ((142, work.won), (143, work.archived)):
        listed = load_closed_deals(conn, scope, status, manager)
        assert (len(listed), sum(each.budget_minor for each in listed)) == (closed.count, closed.sum_minor)


def test_each_deal_is_told_with_its_days_reasons_and_money(database: Database) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed=4, steps=40, leads=36, wins=40)
        oracle = weeks.pipeline_oracle()
        save_stage_times(conn, count_stage_times(conn, LAST))
        found = {each.deal.id: each for each in oracle.open_deals(LAST, 14, oracle.expected_days(LAST))}
        listed = load_deals_behind(conn, replace(SCOPE, pipelines=()), PipelineCell())
        assert {deal.lead_id for deal in listed} == found.keys()
        for deal in listed:
            expected = found[deal.lead_id]
            assert (deal.days_in_stage, deal.age_days, deal.idle_days) == expected.days
            assert {reason.value for reason in deal.reasons} == expected.reasons
            assert (deal.expected_minor, deal.expected_margin_minor) == expected.unpaid[1:]
        pages = [load_deals_behind(conn, replace(SCOPE, pipelines=()), PipelineCell(), 9, n) for n in range(0, 40, 9)]
        assert [deal for page in pages for deal in page] == listed


def rows_of(conn: Connection) -> list[tuple[Any, ...]]:
    return sorted(tuple(row) for row in conn.execute(select(table_of(DealInWork))))


def test_deals_in_work_made_anew_are_those_that_were_kept(database: Database) -> None:
    with database.write() as conn:
        settled(conn, seed=12, steps=100)
        kept = rows_of(conn)
        rebuild_deals_in_work(conn)
        assert rows_of(conn) == kept


def test_deals_that_went_astray_are_noticed_and_mended(database: Database) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed=2, steps=40)
        kept = rows_of(conn)
        some = next(deal.id for deal in weeks.deals.values() if any(row[3] == deal.id for row in kept))
        table = table_of(DealInWork)
        conn.execute(update(table).where(table.c.lead_id == some).values(open_tasks=77))
        assert deals_in_work_differ(conn) == [some]
        refresh_deals_in_work(conn, [some])
        assert rows_of(conn) == kept
        assert deals_in_work_differ(conn) == []


def test_a_status_that_amocrm_lists_no_more_stays_only_with_deals(database: Database) -> None:
    with database.write() as conn:
        weeks = settled(conn, seed=6, steps=30)
        held = next(iter(weeks.oracle.leads.values()))
        held.deleted = False
        mark_restored(conn, [held.id], 6)
        weeks.go(held, 1, 99)
        weeks.settle()
        shown = [column.column.id for column in load_pipeline_report(conn, SCOPE).columns]
    assert [id_ for id_ in shown if id_ != 10] == [20, 30, 40, 99]
