"""Deals won and archived beside the slow oracle, and beside «Ушли в архив» of the sales report."""

from collections import defaultdict
from typing import Any

import pytest

from sales_core.activity_scope import Days
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting.closed_deals import load_closed_deals, load_closed_deals_report
from sales_core.scope import Scope
from sales_core.store.aggregates import load_cells
from sales_core.store.database import Database
from tests.store.stage_worlds import FIRST, LAST, RENEWALS, SALES, StageWorld
from tests.store.worlds import MONTHS, World

PERIOD = Days(FIRST, LAST)
FILTERS: tuple[dict[str, Any], ...] = (
    {}, {"deal_types": (701, 0)}, {"departments": (5,)}, {"pipelines": (SALES,), "departments": (0,)},
    {"pipelines": (RENEWALS,), "deal_types": (702,)},
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_random_lives_are_closed_as_the_oracle_counts_them(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed)
        world.live(150)
        world.settle()
        for filters in FILTERS:
            scope = PipelineScope(LAST, PERIOD, **filters)
            report = load_closed_deals_report(conn, scope)
            archived = world.oracle.closed(ARCHIVED_STATUS, FIRST, LAST, **filters)
            won = world.oracle.closed(WON_STATUS, FIRST, LAST, **filters)
            told = {row.reason.id: (row.archived.count, row.archived.budget_minor) for row in report.reasons}
            assert told == world.oracle.by_reason(archived)
            assert report.archived.lost_minor == sum(deal.price for deal in archived)
            assert (report.won.count, report.won.budget_minor) == (len(won), sum(deal.price for deal in won))
            assert {row.manager.id: row.won.count for row in report.rows if row.won.count} == {
                owner: sum(deal.owner == owner for deal in won) for owner in {deal.owner for deal in won}
            }


def test_the_list_behind_each_count_holds_those_deals(database: Database) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed=77)
        world.live(200)
        world.settle()
        scope = PipelineScope(LAST, PERIOD)
        report = load_closed_deals_report(conn, scope)
        assert report.archived.count > 5
        for reason in report.reasons:
            listed = load_closed_deals(conn, scope, ARCHIVED_STATUS, reason_id=reason.reason.id)
            assert (len(listed), sum(deal.lost_minor for deal in listed)) == (
                reason.archived.count, reason.archived.lost_minor,
            )  # fmt: skip
        for row in report.rows:
            assert len(load_closed_deals(conn, scope, WON_STATUS, row.manager.id)) == row.won.count
            for reason in row.reasons:
                listed = load_closed_deals(conn, scope, ARCHIVED_STATUS, row.manager.id, reason.reason.id)
                assert [deal.manager_id for deal in listed] == [row.manager.id] * reason.archived.count
        whole = load_closed_deals(conn, scope, ARCHIVED_STATUS)
        assert [deal.closed_on for deal in whole] == sorted((deal.closed_on for deal in whole), reverse=True)
        pages = [load_closed_deals(conn, scope, ARCHIVED_STATUS, limit=4, offset=n) for n in range(0, len(whole), 4)]
        assert [deal for page in pages for deal in page] == whole


def test_what_was_lost_is_what_the_sales_report_says(database: Database) -> None:
    with database.write() as conn:
        world = World(conn, seed=0, leads=60)
        world.live(250)
        world.settle()
        lost_leads = 0
        for month in MONTHS:
            said: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
            for cell in load_cells(conn, Scope(month, month.last)):
                minor, leads = said[cell.manager_id]
                said[cell.manager_id] = minor + cell.sums.lost, leads + cell.sums.lost_leads
            report = load_closed_deals_report(conn, PipelineScope(month.last, Days(month.first, month.end)))
            told = {row.manager.id: (row.archived.lost_minor, row.archived.lost_leads) for row in report.rows}
            assert {id_: pair for id_, pair in told.items() if any(pair)} == {
                id_: pair for id_, pair in said.items() if any(pair)
            }
            lost_leads += report.archived.lost_leads
        assert lost_leads > 3
