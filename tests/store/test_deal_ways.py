"""How deals went through pipelines is kept true to what was told of them, whatever came first, late or twice."""

from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from sales_core.store.database import Database
from sales_core.store.deal_ways import deal_ways_differ, rebuild_deal_ways, refresh_deal_ways
from sales_core.store.leads import mark_deleted
from sales_core.store.pipeline_tables import DealWay
from sales_core.store.table_kit import table_of
from tests.deciding import replace_settings
from tests.store.stage_worlds import StageWorld


def rows_of(conn: Connection) -> list[Any]:
    return sorted(conn.execute(select(table_of(DealWay))).all())


@pytest.mark.parametrize("seed", range(4))
def test_ways_kept_step_by_step_are_those_made_anew(database: Database, seed: int) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed)
        for _ in range(6):
            world.live(15)
            assert deal_ways_differ(conn) == []
        kept = rows_of(conn)
        rebuild_deal_ways(conn)
        assert rows_of(conn) == kept != []


def test_ways_that_went_astray_are_noticed_and_mended(database: Database) -> None:
    with database.write() as conn:
        StageWorld(conn, seed=8).live(80)
        kept = rows_of(conn)
        table, lead_id = table_of(DealWay), kept[0].lead_id
        conn.execute(update(table).where(table.c.lead_id == lead_id).values(moments="77"))
        assert deal_ways_differ(conn) == [lead_id]
        refresh_deal_ways(conn, [lead_id])
        assert rows_of(conn) == kept


def test_a_deleted_deal_has_no_way(database: Database) -> None:
    with database.write() as conn:
        world = StageWorld(conn, seed=3)
        world.live(60)
        mark_deleted(conn, [deal.id for deal in world.oracle.deals], 5)
        assert rows_of(conn) == []


def test_another_field_of_deal_types_changes_the_types_of_all_ways(database: Database) -> None:
    with database.write() as conn:
        StageWorld(conn, seed=5).live(80)
        assert {row.deal_type_id for row in rows_of(conn)} > {0}
        replace_settings(conn, values={"deal_type_field": 4})
        assert {row.deal_type_id for row in rows_of(conn)} == {0}
        assert deal_ways_differ(conn) == []
