"""Whom the page of managers names is whom the report shows."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reporting import load_sales_report
from sales_core.scope import Scope
from sales_core.setting_names import BY_WORKING_DAYS, PLAN_PRORATION
from sales_core.settings.staff import load_staff
from sales_core.store.database import Database
from sales_core.store.decision_tables import Person
from sales_core.store.references import save_groups, save_users
from sales_core.store.upserts import upsert
from tests.deciding import replace_settings

OCTOBER = Month(2026, 10)


def counted(conn: Connection) -> set[int]:
    return {
        person.id for department in load_staff(conn, OCTOBER) for person in department.people if person.by_definition
    }


@pytest.mark.parametrize(("proration", "expected"), [(None, {1, 2}), (BY_WORKING_DAYS, {1})])
def test_the_definition_counts_those_whose_plan_is_in_force(
    database: Database, proration: str | None, expected: set[int]
) -> None:
    with database.write() as conn:
        save_groups(conn, [{"id": 0, "name": "Отдел"}])
        save_users(conn, [{"id": i, "name": f"М{i}", "email": ""} for i in (1, 2, 3)])
        upsert(conn, Person, [{"user_id": 2, "hired_on": date(2026, 11, 2), "dismissed_on": None}])
        replace_settings(conn, plans={(i, OCTOBER, 0): 500 for i in (1, 2)}, values={PLAN_PRORATION: proration})
        report = load_sales_report(conn, Scope(OCTOBER, OCTOBER.first))
        assert counted(conn) == {row.manager.id for row in report.rows} == expected
