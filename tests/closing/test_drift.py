"""Drift is what the payments come to now less what was frozen: always, in every figure, row and payment."""

from dataclasses import replace

import pytest
from sqlalchemy import Connection

from sales_core.closing.adjusting import post_drift
from sales_core.closing.drift import load_drift, load_drift_sums
from sales_core.closing.months import close_month
from sales_core.errors import InputError
from sales_core.figures import Sums, add_up
from sales_core.payment_states import State
from sales_core.reporting import load_sales_report
from sales_core.reporting.sales import load_present_report
from sales_core.reports.breakdown import BehindLine
from sales_core.reports.drift import Drift
from sales_core.reports.sales import ManagerRow, TotalRow
from sales_core.scope import Scope
from sales_core.store.database import Database
from tests.closing.world import AUGUST, JULY, ClosingWorld


@pytest.mark.parametrize("seed", range(6))
def test_drift_is_recomputation_less_frozen(sqlite_database: Database, seed: int) -> None:
    with sqlite_database.write() as conn:
        world = ClosingWorld(conn, seed)
        world.live(150)
        closing = close_month(conn, JULY, world.now, "anna")
        assert load_drift(conn, JULY).rows == ()
        for _ in range(5):
            world.change(30)
            check(conn, Scope(JULY, closing.as_of), load_drift(conn, JULY))


def check(conn: Connection, scope: Scope, drift: Drift) -> None:
    frozen, present = load_sales_report(conn, scope), load_present_report(conn, scope)
    assert drift.total == figures(present.total) - figures(frozen.total)
    assert add_up([Sums(), *(row.sums for row in drift.rows)]) == drift.total
    now = {row.manager.id: figures(row) for row in present.rows}
    was = {row.manager.id: figures(row) for row in frozen.rows}
    for row in drift.rows:
        assert row.sums == now.get(row.manager.id, Sums()) - was.get(row.manager.id, Sums())
        assert add_up([Sums(), *(each.sums for each in row.deal_types)]) == row.sums
    counted = [(1, line.after) for line in drift.lines] + [(-1, line.before) for line in drift.lines]
    lines = [(sign, line) for sign, line in counted if line is not None]
    assert drift.total.fact == sum(sign * line.margin_minor for sign, line in lines if paid_in(line, scope))
    assert drift.total.revenue == sum(sign * line.amount_minor for sign, line in lines if paid_in(line, scope))
    assert drift.total.lost == sum(sign * line.amount_minor for sign, line in lines if line.state is State.LOST)
    assert drift.total.overdue == sum(sign * line.margin_minor for sign, line in lines if line.state is State.OVERDUE)
    sums = load_drift_sums(conn)[scope.month]
    assert (sums.fact, sums.revenue, sums.lost) == (drift.total.fact, drift.total.revenue, drift.total.lost)
    assert sums.bonus == drift.bonus_moved


def figures(row: ManagerRow | TotalRow) -> Sums:
    return replace(row.sums, overdue_count=0)


def paid_in(line: BehindLine, scope: Scope) -> bool:
    return line.paid_on is not None and line.paid_on in scope.month


def test_what_was_posted_is_not_to_be_posted_again(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        world = ClosingWorld(conn, 3)
        world.live(150)
        close_month(conn, JULY, world.now, "anna")
        world.change(200)
        drift = load_drift(conn, JULY)
        assert drift.to_post
        assert post_drift(conn, JULY, drift.to_post, world.now, "anna") == AUGUST
        after = load_drift(conn, JULY)
        assert after.to_post == {}
        assert (after.total, after.posted) == (drift.total, drift.bonus_moved)
        assert load_drift_sums(conn)[JULY].posted == drift.bonus_moved
        with pytest.raises(InputError, match="nothing to post"):
            post_drift(conn, JULY, drift.to_post, world.now, "anna")


def test_nothing_is_posted_that_its_author_has_not_seen(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        world = ClosingWorld(conn, 3)
        world.live(150)
        close_month(conn, JULY, world.now, "anna")
        world.change(200)
        seen = load_drift(conn, JULY).to_post
        with pytest.raises(InputError, match="changed meanwhile"):
            post_drift(conn, JULY, {id_: amount + 1 for id_, amount in seen.items()}, world.now, "anna")


def test_an_open_month_has_no_drift(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        ClosingWorld(conn, 1)
        assert load_drift_sums(conn) == {}
        with pytest.raises(InputError, match="is not closed"):
            load_drift(conn, JULY)
