"""Deals of the small department of ``world``: in three statuses, one of a hostile name, and closed today."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sales_core.clock import system_clock
from sales_core.payment_states import ARCHIVED_STATUS, WON_STATUS
from sales_core.periods import start_of
from sales_core.store.database import Database
from sales_core.store.leads import save_leads
from sales_core.store.references import save_loss_reasons, save_pipelines
from sales_core.store.zone import load_zone
from tests.ui.world import HOSTILE, IDS, TYPES, a_lead

SALES, OLD = 10, 20
NEW, HOSTILE_STATUS, CONTRACT = 11, 12, 13
MANY = 60
"""More than one page of a list holds; all of them Anna's, who should hand some over."""


def fill_deals(database: Database) -> None:
    with database.write() as conn:
        statuses = {NEW: "Новый", HOSTILE_STATUS: HOSTILE, CONTRACT: "Договор", WON_STATUS: "Успешно реализовано",
                    ARCHIVED_STATUS: "Закрыто и не реализовано"}  # fmt: skip
        save_pipelines(
            conn,
            [
                {"id": SALES, "name": "Продажи", "sort": 1, "is_main": True, "is_archive": False},
                {"id": OLD, "name": "Старая *воронка*", "sort": 2, "is_main": False, "is_archive": True},
            ],
            [
                {"pipeline_id": SALES, "id": id_, "name": name, "sort": id_, "color": "", "type": 0}
                for id_, name in statuses.items()
            ],
        )
        save_loss_reasons(conn, [{"id": 1, "name": HOSTILE, "sort": 1}, {"id": 2, "name": "Дорого", "sort": 2}])
        save_leads(conn, list(_leads(load_zone(conn))))


def _leads(zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    now = system_clock()
    today = start_of(datetime.fromtimestamp(now, zone).date(), zone)
    counts = {"Анна Соколова": MANY, "Мария Кузнецова": 5, "Игорь Павлов": 5, "Екатерина Орлова": 4}
    for name, count in counts.items():
        for k in range(count):
            status = CONTRACT if k % 10 == 0 else HOSTILE_STATUS
            yield _lead(name, k, zone, name=HOSTILE, price_minor=4_000_000 + 150_050 * k, status_id=status,
                        created_at=today, updated_at=now)  # fmt: skip
    for k, name in enumerate(IDS):
        closed = (WON_STATUS, None) if k % 3 == 0 else (ARCHIVED_STATUS, k % 3)
        yield _lead(name, 90, zone, price_minor=7_000_000, closed_at=today, updated_at=now,
                    status_id=closed[0], loss_reason_id=closed[1])  # fmt: skip


def _lead(owner: str, number: int, zone: ZoneInfo, **columns: Any) -> dict[str, Any]:
    type_id = list(TYPES)[number % len(TYPES)]
    return a_lead(owner, type_id, zone) | {"id": 100_000 + IDS[owner] * 100 + number} | columns
