"""Random weeks of a department whose deals move, close, come back, are paid and deleted."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from sales_core.payment_history import Via
from sales_core.periods import Month, start_of
from sales_core.store.acts import Act
from sales_core.store.leads import mark_deleted, mark_restored, save_leads
from sales_core.store.payments import delete_payments, save_payments
from sales_core.store.references import save_pipelines
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment
from tests.activity_oracle import HeldLead
from tests.deciding import replace_settings
from tests.pipeline_oracle import Deal, Part, PipelineOracle
from tests.store.activity_worlds import FIRST, Weeks
from tests.store.conftest import NOW

INCOMING = {10, 50}
STAGES = {1: (10, 20, 30, 40), 2: (50, 60, 70)}


def _decided() -> Act:
    return Act(NOW, Via.PAGE, "anna")


class DealWeeks(Weeks):
    """Half of what counts is margin in deal type 701."""

    def __init__(self, conn: Connection, seed: int, leads: int = 10) -> None:
        self.deals: dict[int, Deal] = {}
        self.parts: dict[str, Part] = {}
        super().__init__(conn, seed, leads)
        replace_settings(conn, shares={(701, Month(2026, 1)): Decimal("0.5")}, values={"deal_type_field": 900})
        pipelines = [
            {"id": id_, "name": f"Воронка {id_}", "sort": id_, "is_main": id_ == 1, "is_archive": False}
            for id_ in STAGES
        ]
        statuses = [
            {
                "pipeline_id": pipeline, "id": id_, "name": f"Статус {id_}", "sort": id_, "color": "",
                "type": int(id_ in INCOMING),
            }
            for pipeline, ids in STAGES.items()
            for id_ in (*ids, 142, 143)
        ]  # fmt: skip
        save_pipelines(conn, pipelines, statuses)

    def live(self, steps: int) -> None:
        own = [
            self.move, self.move, self.move, self.close, self.close, self.reopen, self.reprice, self.restore_lead,
            self.add_part, self.add_part, self.pay, self.drop_part, self.lose,
        ]  # fmt: skip
        for _ in range(steps):
            super().live(1)
            self.random.choice(own)()

    def pipeline_oracle(self) -> PipelineOracle:
        for id_, held in self.oracle.leads.items():
            deal = self._deal(held)
            deal.manager, deal.deleted, deal.type = held.owners[-1][1], held.deleted, held.deal_type
            for part in self.parts.values():
                if part.lead == id_:
                    part.margin = part.amount // 2 if held.deal_type == 701 else part.amount
        return PipelineOracle(self.oracle, list(self.deals.values()), list(self.parts.values()), INCOMING)

    # ------------------------------------------------ what becomes of deals

    def move(self) -> None:
        pipeline = self.random.choice([1, 1, 2])
        self.go(self._held(), pipeline, self.random.choice(STAGES[pipeline]))

    def close(self) -> None:
        held = self._held()
        self.go(held, self._deal(held).pipeline, self.random.choice([142, 143]))

    def win(self) -> None:
        """After a status or two."""
        held = self._held()
        for status in self.random.sample(STAGES[1], 2):
            self.go(held, 1, status)
        self.go(held, 1, 142)

    def reopen(self) -> None:
        held = self._held()
        deal = self._deal(held)
        if deal.status in {142, 143}:
            self.go(held, deal.pipeline, self.random.choice(STAGES[deal.pipeline]))

    def reprice(self) -> None:
        held = self._held()
        self._deal(held).price = self.random.choice([0, self.random.randrange(10**7)])
        self._tell("lead", self._row(held))

    def restore_lead(self) -> None:
        held = self._held()
        if held.deleted:
            held.deleted = False
            mark_restored(self.conn, [held.id], 6)

    def lose(self) -> None:
        """As ``delete_lead``, of a deal that may never have been told of."""
        held = self._held()
        if not held.deleted and self.random.random() < 0.2:
            save_leads(self.conn, [self._row(held)], now=1)
            held.deleted = True
            mark_deleted(self.conn, [held.id], 5)

    def add_part(self) -> None:
        held = self._held()
        save_leads(self.conn, [self._row(held)], now=1)
        key, amount = f"p{next(self._numbers)}", 2 * self.random.randrange(1, 10**6)
        self.parts[key] = Part(held.id, amount, amount, is_paid=False)
        self._save(key)

    def pay(self) -> None:
        if self.parts:
            key = self.random.choice(sorted(self.parts))
            self.parts[key].is_paid = not self.parts[key].is_paid
            self._save(key)

    def drop_part(self) -> None:
        if self.parts:
            key = self.random.choice(sorted(self.parts))
            del self.parts[key]
            wanted = select(columns(Payment).id).where(columns(Payment).external_id == key)
            delete_payments(self.conn, [int(self.conn.execute(wanted).scalar_one())], _decided())

    # ------------------------------------------------ how it is told

    def go(self, held: HeldLead, pipeline: int, status: int) -> None:
        """The event and the lead may be told apart, in any order."""
        deal = self._deal(held)
        before, after = (
            [{"lead_status": {"id": stage[1], "pipeline_id": stage[0]}}]
            for stage in ((deal.pipeline, deal.status), (pipeline, status))
        )
        at = self._moment()
        self._event("lead_status_changed", held.id, self._someone(), at=at, before=before, after=after)
        deal.pipeline = held.pipeline = pipeline
        deal.status, deal.closed_at = status, at if status in {142, 143} else None
        self._tell("lead", self._row(held))

    def _save(self, key: str) -> None:
        part = self.parts[key]
        due_on = date(2026, 3, 10)
        save_payments(self.conn, [{
            "external_id": key, "lead_id": part.lead, "amount_minor": part.amount, "due_on": due_on,
            "paid_on": due_on if part.is_paid else None, "source": "manual",
        }], _decided())  # fmt: skip

    def _held(self) -> HeldLead:
        return self.oracle.leads[self._lead()]

    def _deal(self, held: HeldLead) -> Deal:
        if held.id not in self.deals:
            created_at = start_of(FIRST - timedelta(days=self.random.randrange(60)), self.oracle.zone) - 1
            status = self.random.choice(STAGES[held.pipeline])
            price = self.random.randrange(10**7)
            self.deals[held.id] = Deal(held.id, 0, held.pipeline, status, price, created_at)
        return self.deals[held.id]

    def _row(self, lead: HeldLead) -> dict[str, Any]:
        deal = self._deal(lead)
        return super()._row(lead) | {
            "status_id": deal.status, "price_minor": deal.price, "created_at": deal.created_at,
            "closed_at": deal.closed_at,
        }  # fmt: skip
