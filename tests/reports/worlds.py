"""Small companies of raw facts, and the report worked out from them slowly, straight from the specification's words.

Nothing here uses the program's own mathematics: a share is applied with ``Fraction``, a payment is looked at once for
every figure. ``World.enter`` writes the facts through the same doors the sync and the forms use.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

from sales_core.figures import Figure
from sales_core.store.database import Database
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.payments import save_payments
from sales_core.store.references import save_account, save_custom_fields, save_groups, save_pipelines, save_users
from sales_core.store.setting_values import DEAL_TYPE_FIELD
from sales_core.store.tables import Account, BonusScale, MarginShare, Plan, Setting
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
        save_payments(conn, rows, NOW)


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


# ---------------------------------------------------------------- the oracle


@dataclass(frozen=True)
class Asked:
    """A scope in plain words: ``month`` is ``2026-10``."""

    month: str
    as_of: date
    deal_types: tuple[int, ...] = ()
    departments: tuple[int, ...] = ()
    pipelines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Counted:
    """One thing that counts in a figure: a payment by its number in the world (from 1), or 0 for a lead without any."""

    figure: Figure
    manager: int
    deal_type: int
    payment: int
    lead: int
    value: int


def month_of(day: date | datetime) -> str:
    return day.strftime("%Y-%m")


def half_away(value: Fraction) -> int:
    return int(abs(value) + Fraction(1, 2)) * (1 if value >= 0 else -1)


def share_of(world: World, deal_type: int, day: date) -> Fraction:
    since = world.shares.get(deal_type, [])
    in_force = [share for month, share in since if month <= month_of(day)]
    return Fraction(in_force[-1] if in_force else since[0][1] if since else "1")


def things_counted(world: World, asked: Asked) -> list[Counted]:  # noqa: C901 - one rule after another, as told
    """Everything behind the seven basic figures, by the definitions of report.md, parts 2 and 3."""
    counted: list[Counted] = []

    def count(figure: Figure, manager: int, lead: LeadFacts, payment: int, value: int) -> None:
        if (
            (not asked.deal_types or lead.deal_type in asked.deal_types)
            and (not asked.pipelines or lead.pipeline in asked.pipelines)
            and (not asked.departments or world.users.get(manager, 0) in asked.departments)
        ):
            counted.append(Counted(figure, manager, lead.deal_type, payment, lead.id, value))

    for number, p in enumerate(world.payments, 1):
        lead = p.lead
        margin = half_away(p.amount * share_of(world, lead.deal_type, p.paid or p.due))
        if p.paid:
            if month_of(p.paid) == asked.month:
                count(Figure.FACT, p.credited_to, lead, number, margin)
                count(Figure.REVENUE, p.credited_to, lead, number, p.amount)
            if month_of(p.due) == asked.month:
                count(Figure.PAID, p.credited_to, lead, number, margin)
        elif not lead.deleted and lead.status != ARCHIVED:
            if month_of(p.due) == asked.month:
                count(Figure.OVERDUE if p.due < asked.as_of else Figure.PENDING, lead.owner, lead, number, margin)
            elif month_of(p.due) < asked.month == month_of(asked.as_of):
                count(Figure.CARRIED, lead.owner, lead, number, margin)
    for lead in world.leads:
        if lead.status == ARCHIVED and not lead.deleted and lead.closed and month_of(lead.closed) == asked.month:
            own = [(n, p) for n, p in enumerate(world.payments, 1) if p.lead is lead]
            own = own or [(0, PaymentFacts(lead, lead.price, asked.as_of))]
            if sum(p.amount for _, p in own if not p.paid):
                for number, p in own:
                    if not p.paid:
                        count(Figure.LOST, lead.owner, lead, number, p.amount)
    return counted


# ---------------------------------------------------------------- random companies


def random_world(seed: int) -> World:
    """Month edges in the account's zone, refunds, hand-overs, archives, deletions, share changes, no plan, plan 0."""
    rng = random.Random(seed)
    users = {1: 0, 2: 31, 3: 31, 4: 0, 5: 31}
    days = [date(2026, 8, 1) + timedelta(days=n) for n in range(122)]
    edges = [date(2026, 9, 30), date(2026, 10, 1), date(2026, 10, 31), date(2026, 11, 1), date(2026, 10, 20)]

    def day() -> date:
        return rng.choice(edges if rng.random() < 0.3 else days)

    leads = []
    for i in range(1, 41):
        owner = rng.choice([1, 2, 3, 4, 5])
        status = rng.choice([IN_WORK, IN_WORK, WON, ARCHIVED])
        midnight = datetime.combine(day(), datetime.min.time())
        leads.append(
            LeadFacts(
                id=i,
                owner=owner,
                first_owner=rng.choice([owner, owner, rng.choice([1, 2, 3, 4, 5])]),
                status=status,
                deal_type=rng.choice([0, 701, 701, 702, 703]),
                pipeline=rng.choice([11, 12]),
                price=rng.choice([0, 100, rng.randint(1, 10**8)]),
                closed=None if status == IN_WORK else midnight + timedelta(seconds=rng.choice([0, 40_000, 86_399])),
                deleted=rng.random() < 0.1,
            )
        )
    payments = [
        PaymentFacts(
            lead=rng.choice(leads[:30]),
            amount=rng.randint(1, 10**8) * rng.choice([1, 1, 1, -1]),
            due=day(),
            paid=rng.choice([None, day()]),
            late=rng.random() < 0.3,
        )
        for _ in range(90)
    ]
    plans = {
        (user, month, 0): rng.choice([0, 10**6, rng.randint(1, 10**9)])
        for user in users
        for month in ("2026-09", "2026-10")
        if rng.random() < 0.6
    }
    plans |= {(user, "2026-10", t): rng.randint(1, 10**8) for user in users for t in (701, 702) if rng.random() < 0.3}
    shares = {701: [("2026-01", "0.5"), ("2026-10", "0.333333")], 702: [("2026-11", "0.85"), ("2026-12", "0.1")]}
    scale = [
        {"from": "0", "rate": "0.01", "applies": "marginal"},
        {"from": "0.5", "rate": "0.03", "applies": "whole"},
        {"from": "1", "rate": "0.1", "applies": "marginal"},
    ]
    return World(users, leads, payments, shares, plans, scale, rng.choice([None, [1, 2], [1, 2, 3, 4]]))
