"""Who and what a report can name: people, departments, pipelines, deal types, and the months that hold anything."""

from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, select, union

from sales_core.periods import Month
from sales_core.store.amocrm_tables import FieldOption, Lead, Pipeline, User, UserGroup
from sales_core.store.decision_tables import Person
from sales_core.store.month_sums import ALL_MONTHS, ALL_PIPELINES
from sales_core.store.table_kit import columns
from sales_core.store.tables import MonthSum, Plan


class UserName(NamedTuple):
    id: int
    name: str
    group_id: int


class OptionName(NamedTuple):
    id: int
    name: str
    is_deleted: bool


def load_users(conn: Connection) -> list[UserName]:
    """Every user ever seen, the inactive included."""
    users = columns(User)
    return [UserName(*row) for row in conn.execute(select(users.id, users.name, users.group_id))]


def load_active_users(conn: Connection) -> set[int]:
    users = columns(User)
    return set(conn.scalars(select(users.id).where(users.is_active)))


def load_active_sellers(conn: Connection) -> set[int]:
    """Active users that are responsible for a lead; one look into an index for each user."""
    users, leads = columns(User), columns(Lead)
    is_responsible = select(leads.id).where(leads.responsible_user_id == users.id, leads.deleted_at.is_(None)).exists()
    return set(conn.scalars(select(users.id).where(users.is_active, is_responsible)))


def load_employments(conn: Connection) -> dict[int, tuple[date | None, date | None]]:
    """User → (first, last day worked), of those of whom either is known."""
    people = columns(Person)
    return {
        row[0]: (row[1], row[2]) for row in conn.execute(select(people.user_id, people.hired_on, people.dismissed_on))
    }


def load_departments(conn: Connection) -> list[tuple[int, str]]:
    """(id, name), the default group first."""
    groups = columns(UserGroup)
    return [(row.id, row.name) for row in conn.execute(select(groups.id, groups.name).order_by(groups.id))]


def load_pipelines(conn: Connection) -> list[tuple[int, str]]:
    """(id, name) in amoCRM's order, archived pipelines last."""
    pipelines = columns(Pipeline)
    ordered = select(pipelines.id, pipelines.name).order_by(pipelines.is_archive, pipelines.sort, pipelines.id)
    return [(row.id, row.name) for row in conn.execute(ordered)]


def load_options(conn: Connection, field_id: int | None) -> list[OptionName]:
    """The options of a select field in amoCRM's order, those once seen and since deleted included."""
    options = columns(FieldOption)
    ordered = select(options.id, options.name, options.is_deleted).order_by(options.sort, options.id)
    return [OptionName(*row) for row in conn.execute(ordered.where(options.field_id == field_id))]


def load_deal_types_used(conn: Connection) -> set[int]:
    """The ids (0: none) under which anything was ever counted."""
    sums = columns(MonthSum)
    return set(conn.scalars(select(sums.deal_type_id).where(sums.pipeline_id == ALL_PIPELINES).distinct()))


def load_months(conn: Connection) -> list[Month]:
    """The months with a figure or a plan, in order of time."""
    sums, plans = columns(MonthSum), columns(Plan)
    counted = select(sums.month).where(sums.pipeline_id == ALL_PIPELINES, sums.month != ALL_MONTHS)
    found = conn.scalars(union(counted, select(plans.month)))
    return sorted(map(Month.parse, found))
