"""A frozen copy that somebody changed past the program is told."""

from datetime import date

import pytest
from sqlalchemy import Connection, text

from sales_core.checkup.finding import Level
from sales_core.checkup.months import check_months, check_seals
from sales_core.closing.months import close_month, reopen_month
from sales_core.closing.verifying import find_tampered
from sales_core.i18n import Language
from sales_core.store.database import Database
from tests.closing.world import AUGUST, JULY, ClosingWorld

ENGLISH = Language("en")


@pytest.mark.parametrize("statement", [
    "UPDATE closed_sum SET fact_minor = fact_minor + 1 WHERE closing_id = 1 AND manager_id = 11",
    "UPDATE closed_payment SET margin_minor = 1, comment = 'x' WHERE closing_id = 1 AND line = 1",
    "DELETE FROM closed_payment WHERE closing_id = 1 AND line = 2",
    "UPDATE closing SET terms = replace(terms, '0.03', '0.30') WHERE id = 1",
    "UPDATE closing SET results_hash = inputs_hash WHERE id = 1",
    "UPDATE closing SET as_of = '2027-01-01' WHERE id = 1",
    "UPDATE closed_sum SET fact_minor = fact_minor + 1 WHERE closing_id = 2",
])  # fmt: skip
def test_each_part_of_a_copy_is_sealed(sqlite_database: Database, statement: str) -> None:
    with sqlite_database.write() as conn:
        freeze(conn)
        assert list(find_tampered(conn)) == []
        assert [finding.level for finding in check_seals(conn, ENGLISH)] == [Level.FINE]
        conn.execute(text(statement))
        (tampered,) = find_tampered(conn)
        assert tampered.id == (2 if "closing_id = 2" in statement else 1)
        (finding,) = check_seals(conn, ENGLISH)
        assert finding.level is Level.WRONG
        assert "2026" in finding.what


def freeze(conn: Connection) -> None:
    """July is closed; August was, and is open again: its copy is kept and sealed as well."""
    world = ClosingWorld(conn, 1)
    world.live(150)
    close_month(conn, JULY, world.now, "anna")
    close_month(conn, AUGUST, world.now, "anna")
    reopen_month(conn, AUGUST, world.now, "anna", "a mistake")


def test_a_month_that_waits_to_be_closed_is_told_after_ten_days(sqlite_database: Database) -> None:
    with sqlite_database.write() as conn:
        assert list(check_months(conn, ENGLISH, date(2026, 12, 1))) == [], "nobody closes months here"
        freeze(conn)
        (fine,) = check_months(conn, ENGLISH, date(2026, 9, 10))
        assert (fine.level, fine.what) == (Level.FINE, "Closed up to July 2026")
        (late,) = check_months(conn, ENGLISH, date(2026, 9, 11))
        assert (late.level, late.what) == (Level.WARNING, "August 2026 ended 10 days ago and is not closed")
