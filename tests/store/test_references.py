"""People, pipelines and fields: replaced when they change, kept when amoCRM forgets them."""

from typing import Any

from sqlalchemy import Connection, select

from sales_core.store.amocrm_tables import CustomField, FieldOption, User
from sales_core.store.references import (
    ensure_users,
    load_account,
    load_zone,
    save_account,
    save_custom_fields,
    save_groups,
    save_loss_reasons,
    save_pipelines,
    save_users,
)
from sales_core.store.revisions import load_revision
from sales_core.store.table_kit import columns, table_of
from tests.store.worlds import account


def a_user(id_: int, **changes: Any) -> dict[str, Any]:
    return {"id": id_, "name": "Анна", "email": "", "group_id": 0, "is_active": True, "is_admin": False} | changes


def test_the_account_is_one_and_knows_its_zone(conn: Connection) -> None:
    save_account(conn, account("Asia/Tokyo"))
    stored = load_account(conn)
    assert stored is not None
    assert (stored.model_dump(), str(load_zone(conn))) == (account("Asia/Tokyo").model_dump(), "Asia/Tokyo")


def test_a_user_amocrm_no_longer_lists_is_kept_and_inactive(conn: Connection) -> None:
    save_users(conn, [a_user(11), a_user(12)])
    save_users(conn, [a_user(12, name="Борис")])
    users = {row.id: (row.name, row.is_active, row.is_placeholder) for row in conn.execute(select(table_of(User)))}
    assert users == {11: ("Анна", False, False), 12: ("Борис", True, False)}


def test_a_stand_in_gives_way_to_the_user_and_never_the_other_way(conn: Connection) -> None:
    ensure_users(conn, [0, 50, 11])
    save_users(conn, [a_user(50), a_user(11)])
    ensure_users(conn, [50])
    stand_ins = select(columns(User).id).where(columns(User).is_placeholder)
    assert list(conn.scalars(stand_ins)) == []


def test_fields_and_options_no_longer_listed_are_marked(conn: Connection) -> None:
    field = {"id": 1, "name": "Тип", "type": "select", "code": None, "sort": 1}
    options = [{"id": id_, "field_id": 1, "name": f"№ {id_}", "sort": id_} for id_ in (5, 6)]
    save_custom_fields(conn, [field], options)
    save_custom_fields(conn, [field], options[:1])
    marks = conn.execute(
        select(columns(FieldOption).id, columns(FieldOption).is_deleted).order_by(columns(FieldOption).id)
    )
    assert [tuple(row) for row in marks] == [(5, False), (6, True)]
    save_custom_fields(conn, [], [])
    assert conn.execute(select(columns(CustomField).is_deleted)).scalars().all() == [True]
    save_custom_fields(conn, [field], options)
    assert not any(conn.execute(select(columns(FieldOption).is_deleted)).scalars())


def test_only_real_changes_move_the_revision(conn: Connection) -> None:
    def save_all() -> None:
        save_users(conn, [a_user(11)])
        save_groups(conn, [{"id": 0, "name": "Отдел"}])
        save_pipelines(
            conn,
            [{"id": 1, "name": "Воронка", "sort": 1, "is_main": True, "is_archive": False}],
            [{"pipeline_id": 1, "id": 142, "name": "Успех", "sort": 1, "color": "", "type": 0}],
        )
        save_loss_reasons(conn, [{"id": 1, "name": "Дорого", "sort": 1}])
        save_custom_fields(conn, [], [])

    save_all()
    revision = load_revision(conn)
    save_all()
    assert load_revision(conn) == revision
