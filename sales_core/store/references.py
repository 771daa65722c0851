"""What leads refer to: the account, its people and departments, pipelines, fields and clients' lists.

A thing amoCRM no longer lists is kept, marked where its table has a mark: figures of the past need its name.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import SQLModel

from sales_core.store.actions import redate_actions
from sales_core.store.amocrm_tables import (
    Account,
    CustomField,
    FieldOption,
    LossReason,
    Pipeline,
    Status,
    User,
    UserGroup,
)
from sales_core.store.attribution import restate_all
from sales_core.store.revisions import bump_revision
from sales_core.store.table_kit import columns, table_of
from sales_core.store.upserts import Row, upsert, upsert_changed
from sales_core.store.zone import load_zone as load_zone  # noqa: PLC0414 - whoever asks for the account asks here


def save_account(conn: Connection, account: Account) -> None:
    """An account moved to another zone has other days: every lead is attributed and every action dated anew."""
    zone = load_zone(conn)
    _save(conn, Account, [account.model_dump()])
    if load_zone(conn) != zone:
        restate_all(conn)
        redate_actions(conn)


def load_account(conn: Connection) -> Account | None:
    """None before the first sync."""
    row = conn.execute(select(table_of(Account)).limit(1)).mappings().first()
    return Account(**row) if row else None


def save_users(conn: Connection, rows: Sequence[Row]) -> None:
    """The users amoCRM lists, all of them: the others become inactive."""
    given = [{**row, "is_placeholder": False} for row in rows]
    _save(conn, User, given)
    _mark_unlisted(conn, User, rows, "is_active", mark=False)


def ensure_users(conn: Connection, ids: Iterable[int]) -> None:
    """Makes placeholders for users not known yet, so that whatever refers to them can be shown. Id 0 is nobody."""
    wanted = set(ids) - {0}
    users = columns(User)
    known = set(conn.scalars(select(users.id).where(users.id.in_(wanted)))) if wanted else set()
    missing = [{"id": id_, "name": f"#{id_}", "is_placeholder": True} for id_ in sorted(wanted - known)]
    if missing:
        upsert(conn, User, missing)
        bump_revision(conn)


def save_groups(conn: Connection, rows: Sequence[Row]) -> None:
    _save(conn, UserGroup, rows)


def save_pipelines(conn: Connection, pipelines: Sequence[Row], statuses: Sequence[Row]) -> None:
    """The pipelines and statuses that amoCRM lists, all of them."""
    _save(conn, Pipeline, pipelines)
    _save(conn, Status, [{**row, "is_deleted": False} for row in statuses])
    _mark_unlisted(conn, Status, statuses, "is_deleted", mark=True)


def save_custom_fields(conn: Connection, fields: Sequence[Row], options: Sequence[Row]) -> None:
    """The custom fields of leads and the options of the select fields, all that amoCRM lists."""
    _save(conn, CustomField, [{**row, "is_deleted": False} for row in fields])
    _save(conn, FieldOption, [{**row, "is_deleted": False} for row in options])
    _mark_unlisted(conn, CustomField, fields, "is_deleted", mark=True)
    _mark_unlisted(conn, FieldOption, options, "is_deleted", mark=True)


def save_loss_reasons(conn: Connection, rows: Sequence[Row]) -> None:
    _save(conn, LossReason, rows)


def _save(conn: Connection, table: type[SQLModel], rows: Sequence[Row]) -> None:
    if upsert_changed(conn, table, rows):
        bump_revision(conn)


def _mark_unlisted(conn: Connection, table: type[SQLModel], rows: Sequence[Row], column: str, *, mark: bool) -> None:
    target: Any = table_of(table)
    listed = [row["id"] for row in rows]
    unlisted = update(target).where(target.c.id.not_in(listed), target.c[column] != mark).values({column: mark})
    if conn.execute(unlisted).rowcount:
        bump_revision(conn)
