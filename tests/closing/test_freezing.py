"""A closed month stays what it was, whatever is changed afterwards, and goes on agreeing with its details."""

import pytest

from sales_core.closing.months import close_month
from sales_core.closing.verifying import find_tampered
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.store.database import Database
from tests.closing.world import AUGUST, JULY, ClosingWorld, as_told, assert_figures_are_their_details
from tests.store.worlds import MONTHS

EDITS = {"sqlite": 1_000, "postgresql": 150}


@pytest.mark.parametrize("seed", [1])
def test_a_closed_month_is_the_same_to_the_byte_after_a_thousand_edits(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = ClosingWorld(conn, seed)
        world.live(150)
        close_month(conn, JULY, world.now, "anna")
        before = as_told(conn, JULY)
        world.change(EDITS[database.dialect])
        assert as_told(conn, JULY) == before
        assert_figures_are_their_details(conn, JULY)
        assert list(find_tampered(conn)) == []


@pytest.mark.parametrize("seed", range(2, 6))
def test_closing_changes_no_figure(sqlite_database: Database, seed: int) -> None:
    with sqlite_database.write() as conn:
        world = ClosingWorld(conn, seed)
        world.live(150)
        close_month(conn, JULY, world.now - 1, "anna")
        scope = Scope(AUGUST, MONTHS[-1].first)
        present = load_sales_report(conn, scope)
        closing = close_month(conn, AUGUST, world.now, "anna")
        frozen = load_sales_report(conn, scope)
        assert (frozen.rows, frozen.total) == (present.rows, present.total)
        assert frozen.closing == closing
        assert frozen.scope.as_of == closing.as_of
        assert_figures_are_their_details(conn, AUGUST)


def test_an_open_month_is_told_as_before(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        world = ClosingWorld(conn, 1)
        world.live(100)
        before = as_told(conn, AUGUST)
        close_month(conn, JULY, world.now, "anna")
        assert as_told(conn, AUGUST) == before
        assert '"closed"' not in before[0]
        assert '"closed"' in as_told(conn, JULY)[0]
