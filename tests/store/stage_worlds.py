"""Random lives of deals through two pipelines, told to a database late, twice and in no order, and to the oracle."""

import random
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sales_core.periods import start_of
from sales_core.store.history import save_events
from sales_core.store.leads import mark_deleted, mark_restored, save_leads
from sales_core.store.references import save_account, save_loss_reasons, save_pipelines, save_users
from tests.conversion_oracle import ARCHIVED, WON, DealLife, LivesOracle
from tests.deciding import replace_settings
from tests.oracle import OracleLead
from tests.store.worlds import FIELD, account, lead_row

INCOMING, NEW, OFFER, CONTRACT = 10, 20, 30, 40
SALES, RENEWALS = 1, 2
FIRST, LAST = date(2026, 2, 20), date(2026, 5, 5)
"""Both clock changes of the spring lie within."""
REASONS = {5: "Дорого", 6: "Не отвечают"}
DEPARTMENTS = {11: 0, 12: 0, 13: 5, 99: 0}
_ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kamchatka", "UTC")
_STATUSES = {SALES: (INCOMING, NEW, OFFER, CONTRACT, WON, ARCHIVED), RENEWALS: (INCOMING, NEW, WON, ARCHIVED)}


class StageWorld:
    """``tell`` brings some of what happened to the database; after ``settle`` it has heard of everything."""

    def __init__(self, conn: Connection, seed: int) -> None:
        self.conn = conn
        self.random = random.Random(seed)
        zone = self.random.choice(_ZONES)
        ladder = {SALES: [NEW, OFFER, CONTRACT, WON], RENEWALS: [NEW, WON]}
        self.oracle = LivesOracle(ZoneInfo(zone), ladder, DEPARTMENTS, [])
        self._events: list[dict[str, Any]] = []
        self._numbers = iter(range(1, 10**6))
        save_account(conn, account(zone))
        replace_settings(conn, values={"deal_type_field": FIELD})
        save_users(conn, [
            {"id": id_, "name": f"Менеджер {id_}", "email": "", "group_id": group, "is_active": id_ != 99,
             "is_admin": False}
            for id_, group in DEPARTMENTS.items()
        ])  # fmt: skip
        save_pipelines(conn, [
            {"id": id_, "name": f"Воронка {id_}", "sort": id_, "is_main": id_ == SALES, "is_archive": False}
            for id_ in _STATUSES
        ], [
            {"pipeline_id": pipeline, "id": id_, "name": f"Статус {id_}", "sort": id_ * 10, "color": "",
             "type": int(id_ == INCOMING)}
            for pipeline, statuses in _STATUSES.items() for id_ in statuses
        ])  # fmt: skip
        save_loss_reasons(conn, [{"id": id_, "name": name, "sort": id_} for id_, name in REASONS.items()])

    def live(self, steps: int) -> None:
        for _ in range(steps):
            self.random.choice([self.create, self.create, *[self.move] * 6, self.delete, self.restore])()
            if self.random.random() < 0.3:
                self.tell(self.random.randrange(9))

    def create(self) -> None:
        deal = DealLife(
            next(self._numbers), [(self._moment(), *self._stage())], self.random.choice(sorted(DEPARTMENTS)),
            self.random.choice([0, 701, 702]), self.random.choice([0, 10_000, 25_000_50]),
        )  # fmt: skip
        self.oracle.deals.append(deal)
        self._close(deal)
        if self.random.random() < 0.7:
            self._store(deal)

    def move(self) -> None:
        """On, back, out of what was closed, into another pipeline."""
        deal = self._deal()
        if deal is None:
            return
        since, *before = deal.stages[-1]
        after, at = self._stage(), since + self.random.choice([1, 3600, 86_400, self.random.randrange(1, 20 * 86_400)])
        if after != tuple(before):
            deal.stages.append((at, *after))
            self._close(deal)
            self._events.append({
                "id": f"{self.random.randrange(10**9):09}{next(self._numbers):06}", "type": "lead_status_changed",
                "entity_type": "lead", "entity_id": deal.id, "created_by": deal.owner, "created_at": at,
                "value_before": [{"lead_status": {"id": before[1], "pipeline_id": before[0]}}],
                "value_after": [{"lead_status": {"id": after[1], "pipeline_id": after[0]}}],
            })  # fmt: skip

    def delete(self) -> None:
        deal = self._deal()
        if deal is not None:
            self._store(deal)
            deal.deleted = True
            mark_deleted(self.conn, [deal.id], 5)

    def restore(self) -> None:
        gone = [deal for deal in self.oracle.deals if deal.deleted]
        if gone:
            deal = self.random.choice(gone)
            deal.deleted = False
            mark_restored(self.conn, [deal.id], 1)

    def tell(self, count: int) -> None:
        self.random.shuffle(self._events)
        told, self._events = self._events[:count], self._events[count:]
        for event in told:
            save_events(self.conn, [event], 1)
            if self.random.random() < 0.3:
                save_events(self.conn, [event], 1)

    def settle(self) -> None:
        self.tell(len(self._events))
        for deal in self.oracle.deals:
            if not deal.deleted:
                self._store(deal)

    def _store(self, deal: DealLife) -> None:
        pipeline, status = deal.present
        row = lead_row(
            OracleLead(deal.id, [(0, deal.owner)], pipeline, deal.deal_type, deal.price), status_id=status,
            created_at=deal.stages[0][0], updated_at=deal.stages[-1][0], closed_at=deal.closed_at,
            loss_reason_id=deal.reason or None,
        )  # fmt: skip
        save_leads(self.conn, [row], now=1)

    def _close(self, deal: DealLife) -> None:
        """As amoCRM does: closed when it came there, open again without a trace."""
        since, _, status = deal.stages[-1]
        deal.closed_at = since if status in {WON, ARCHIVED} else None
        deal.reason = self.random.choice([0, *REASONS]) if status == ARCHIVED else 0

    def _deal(self) -> DealLife | None:
        there = [deal for deal in self.oracle.deals if not deal.deleted]
        return self.random.choice(there) if there else None

    def _stage(self) -> tuple[int, int]:
        pipeline = self.random.choice([SALES, SALES, SALES, RENEWALS])
        return pipeline, self.random.choice(_STATUSES[pipeline])

    def _moment(self) -> int:
        """Often the very edge of a day in the account's zone."""
        day = FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days + 1))
        edge = self.random.choice([day, day.replace(day=1)])
        return start_of(edge, self.oracle.zone) + self.random.choice([-1, 0, 1, self.random.randrange(86_400)])
