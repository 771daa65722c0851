"""Small companies made of plain facts, entered through the same doors the sync and the forms use.

Random companies with a life of their own are in ``tests.store.worlds``.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sales_core.payment_history import Via
from sales_core.store.acts import Act
from sales_core.store.amocrm_tables import Account
from sales_core.store.database import Database
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_account, save_custom_fields, save_groups, save_pipelines, save_users
from sales_core.store.setting_values import DEAL_TYPE_FIELD
from sales_core.store.tables import BonusScale, MarginShare, Plan, Setting
from sales_core.store.upserts import upsert

NOW = int(datetime(2026, 12, 15, 9, 0, tzinfo=UTC).timestamp())
FIELD = 900
TYPES = {701: "Лицензии", 702: "Работы", 703: "Техподдержка"}
WON, IN_WORK, ARCHIVED = 142, 5_001, 143


@dataclass
class LeadFacts:
    """``first_owner`` held the lead until the hand-over, ``owner`` holds it now. ``closed`` is Moscow time."""

    id: int
    owner: int
    first_owner: int
    status: int = IN_WORK
    deal_type: int = 0
    pipeline: int = 11
    price: int = 0
    closed: datetime | None = None
    deleted: bool = False


@dataclass
class PaymentFacts:
    """``late``: entered after the lead changed hands. ``id`` is given by the database."""

    lead: LeadFacts
    amount: int
    due: date
    paid: date | None = None
    late: bool = False
    id: int = 0

    @property
    def credited_to(self) -> int:
        return self.lead.owner if self.late else self.lead.first_owner


@dataclass
class World:
    users: dict[int, int]
    """User → department."""
    leads: list[LeadFacts]
    payments: list[PaymentFacts]
    shares: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
    """Deal type → (from month, share), ascending."""
    plans: dict[tuple[int, str, int], int] = field(default_factory=dict)
    scale: list[dict[str, str]] = field(default_factory=list)
    chosen: list[int] | None = None
    """The ``managers`` setting."""

    def enter(self, database: Database) -> None:
        with database.write() as conn:
            save_account(conn, account())
            save_groups(conn, [{"id": 0, "name": "Отдел продаж"}, {"id": 31, "name": "Партнёры"}])
            users = [{"id": 0, "name": "", "group_id": 0}] if 0 in self.users else []
            users += [{"id": i, "name": f"М{i}", "group_id": g} for i, g in self.users.items() if i]
            save_users(conn, [{**u, "email": "", "is_active": True, "is_admin": False} for u in users])
            save_pipelines(conn, [pipeline(11), pipeline(12)], [])
            options = [{"id": i, "field_id": FIELD, "name": name, "sort": i} for i, name in TYPES.items()]
            save_custom_fields(conn, [{"id": FIELD, "name": "Тип", "type": "select", "code": None, "sort": 1}], options)
            upsert(conn, Setting, [{"name": DEAL_TYPE_FIELD, "value": FIELD}])
            if self.chosen is not None:
                upsert(conn, Setting, [{"name": "managers", "value": self.chosen}])
            shares = [
                {"deal_type_id": t, "from_month": m, "share": s} for t, since in self.shares.items() for m, s in since
            ]
            upsert(conn, MarginShare, shares)
            plans = [
                {"manager_id": i, "month": month, "deal_type_id": t, "amount_minor": amount}
                for (i, month, t), amount in self.plans.items()
            ]
            upsert(conn, Plan, plans)
            if self.scale:
                upsert(conn, BonusScale, [{"from_month": "2020-01", "tiers": self.scale, "cap_minor": None}])
            save_leads(conn, [_lead_row(lead, lead.first_owner, 1) for lead in self.leads], now=NOW)
            self._pay(conn, late=False)
            save_leads(conn, [_lead_row(lead, lead.owner, 2) for lead in self.leads], now=NOW)
            self._pay(conn, late=True)
            mark_deleted(conn, [lead.id for lead in self.leads if lead.deleted], NOW)

    def _pay(self, conn: Any, *, late: bool) -> None:
        rows = [
            {
                "lead_id": p.lead.id,
                "amount_minor": p.amount,
                "due_on": p.due,
                "paid_on": p.paid,
                "comment": "",
                "source": "manual",
                "external_id": f"w{n}",
            }
            for n, p in enumerate(self.payments, 1)
            if p.late == late
        ]
        save_payments(conn, rows, Act(NOW, Via.IMPORT))


def account() -> Account:
    return Account(
        id=1,
        name="ООО «Пример»",
        subdomain="example",
        base_url="https://example.amocrm.ru",
        country="RU",
        currency="RUB",
        timezone="Europe/Moscow",
    )


def pipeline(pipeline_id: int) -> dict[str, Any]:
    return {
        "id": pipeline_id,
        "name": f"Воронка {pipeline_id}",
        "sort": pipeline_id,
        "is_main": False,
        "is_archive": False,
    }


def _lead_row(lead: LeadFacts, owner: int, updated_at: int) -> dict[str, Any]:
    closed_at = None
    if lead.closed is not None:
        closed_at = int((lead.closed - timedelta(hours=3)).replace(tzinfo=UTC).timestamp())
    return {
        "id": lead.id,
        "name": f"Сделка {lead.id}",
        "price_minor": lead.price,
        "responsible_user_id": owner,
        "pipeline_id": lead.pipeline,
        "status_id": lead.status,
        "loss_reason_id": None,
        "created_at": 1,
        "updated_at": updated_at,
        "closed_at": closed_at,
        "contact_id": None,
        "company_id": None,
        "choices": {FIELD: lead.deal_type} if lead.deal_type else {},
    }
