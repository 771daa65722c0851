"""The people of the account as the sales head decides about them: department by department."""

from typing import NamedTuple

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reporting.people import load_in_report_by_definition
from sales_core.reporting.plans import load_month_plans
from sales_core.store.directory import load_active_users, load_departments, load_users


class Employee(NamedTuple):
    """``by_definition``: in the report unless the sales head chooses by name. ``is_active``: may sign in to amoCRM."""

    id: int
    name: str
    is_active: bool
    by_definition: bool


class Department(NamedTuple):
    id: int
    name: str
    people: tuple[Employee, ...]


def load_staff(conn: Connection, month: Month) -> tuple[Department, ...]:
    """Departments in amoCRM's order, those without anybody left out; in each the active first, then by name.

    People of a group that is no longer listed come last, under an empty name.
    """
    active = load_active_users(conn)
    counted = load_in_report_by_definition(conn, load_month_plans(conn, [month])[month].in_force)
    groups = dict(load_departments(conn))
    people: dict[int, list[Employee]] = {group_id: [] for group_id in groups}
    for user in load_users(conn):
        employee = Employee(user.id, user.name, user.id in active, user.id in counted)
        people.setdefault(user.group_id, []).append(employee)
    return tuple(
        Department(group_id, groups.get(group_id, ""), tuple(sorted(members, key=_order)))
        for group_id, members in people.items()
        if members
    )


def _order(employee: Employee) -> tuple[bool, str, int]:
    return not employee.is_active, employee.name.casefold(), employee.id
