"""Small accounts for the tests, what a database must hold of them, and everything a database holds."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from sales_core.amocrm.auth import StaticToken
from sales_core.amocrm.client import AmocrmClient, Backoff
from sales_core.amocrm.pacing import Pacer
from sales_core.demo.bulk import bulk_world
from sales_core.demo.setting_up import DEAL_TYPE_FIELD, FIRST_DEAL_TYPE, NEW, SALES, empty_world
from sales_core.demo.world import World
from sales_core.payment_history import replayed
from sales_core.store.acts import load_all_changes
from sales_core.store.amocrm_tables import Company, Contact, Event, Invoice, Lead, LeadInvoice, Note, Task
from sales_core.store.database import Database
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment

NOON = 1_789_992_000
A, B, C = 7_000_002, 7_000_003, 7_000_004
"""Three managers of the demo company."""

KEPT_NOTES = {"call_in", "call_out", "amomail_message"}
_BOOKKEEPING = {"bookmark", "sync_run", "revision", "oauth_token", "payment_act", "payment_change"}
_OWN_COLUMNS = {"payment": {"id", "version", "created_at", "updated_at"}}


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self, now: int = NOON) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, seconds: int = 60) -> None:
        self.now += seconds


def quick_client(url: str, token: str = "demo-token", *, tries: int = 40) -> AmocrmClient:
    backoff = Backoff(tries=tries, first_s=0.001, longest_s=0.01)
    return AmocrmClient(url, StaticToken(token), pacer=Pacer(200, 0.02, first_pause_s=0.001), backoff=backoff)


def quiet_world(hands: Hands, leads: int = 3) -> World:
    """A few leads with a client each, made a day ago, and nothing else."""
    world = empty_world(created_at=hands.now - 90 * 86_400, clock=hands, seed=1)
    day_ago = hands.now - 86_400
    for number in range(leads):
        contact = world.add_contact(f"Клиент {number}", responsible=A, at=day_ago)
        company = world.add_company(f"Фирма {number}", responsible=A, at=day_ago)
        world.create_lead(
            f"Сделка {number}", responsible=A, pipeline=SALES, status=NEW, price=1000 + number,
            choices={DEAL_TYPE_FIELD: FIRST_DEAL_TYPE}, contacts=[contact.id], company=company.id, at=day_ago,
        )  # fmt: skip
    return world


def busy_world(hands: Hands, leads: int = 620) -> World:
    """Several pages of everything."""
    world = bulk_world(leads=leads, events=2 * leads, invoices=leads // 2, clock=hands)
    ids = [lead.id for lead in world.leads]
    for number, lead_id in enumerate(ids[:300]):
        at = hands.now - 40 * 86_400 + number * 3600
        contact = world.add_contact(f"Клиент {number}", responsible=A, at=at)
        world.leads[lead_id].contact_ids.append(contact.id)
        world.add_task(f"Позвонить {number}", responsible=B, complete_till=at + 86_400, lead_id=lead_id, at=at)
        world.call(lead_id, user_id=A, duration_s=number, at=at)
        world.mail([lead_id], user_id=A, subject="Счёт", incoming=number % 2 == 0, at=at)
        if number % 7 == 0:
            world.reassign_lead(lead_id, C, at=at + 60)
    return world


def held(world: World) -> dict[str, Any]:
    """What the database must hold of an account that stands still."""
    return {
        "leads": {
            lead.id: (
                lead.name, lead.price * 100, lead.responsible_user_id, lead.pipeline_id, lead.status_id,
                lead.updated_at, lead.closed_at, next(iter(lead.contact_ids), None), lead.company_id,
                {str(field): option for field, option in lead.choices.items()},
            )
            for lead in world.leads
        },
        "links": {(lead.id, link.element_id) for lead in world.leads for link in lead.elements},
        "invoices": {i.id: (int(float(i.price or 0) * 100), i.status, i.payment_at) for i in world.invoices},
        "events": {event.id for event in world.events.everything()},
        "tasks": {t.id: (t.text, t.is_completed, t.complete_till, t.entity_id) for t in world.tasks},
        "notes": {n.id for notes in world.notes.values() for n in notes if n.note_type in KEPT_NOTES},
        "contacts": {lead.contact_ids[0]: world.contacts[lead.contact_ids[0]].name
                     for lead in world.leads if lead.contact_ids},
        "companies": {lead.company_id: world.companies[lead.company_id].name
                      for lead in world.leads if lead.company_id},
    }  # fmt: skip


def stored(database: Database) -> dict[str, Any]:
    """The same of a database: live leads, live tasks, live invoices."""
    rows = {
        model: _rows(database, model) for model in (Lead, LeadInvoice, Invoice, Event, Task, Note, Contact, Company)
    }
    live = {row["id"] for row in rows[Lead] if row["deleted_at"] is None}
    return {
        "leads": {
            row["id"]: (
                row["name"], row["price_minor"], row["responsible_user_id"], row["pipeline_id"], row["status_id"],
                row["updated_at"], row["closed_at"], row["contact_id"], row["company_id"], row["choices"],
            )
            for row in rows[Lead] if row["id"] in live
        },
        "links": {(row["lead_id"], row["invoice_id"]) for row in rows[LeadInvoice] if row["lead_id"] in live},
        "invoices": {r["id"]: (r["amount_minor"], r["status"], r["billed_at"])
                     for r in rows[Invoice] if not r["is_deleted"]},
        "events": {row["id"] for row in rows[Event]},
        "tasks": {r["id"]: (r["text"], r["is_completed"], r["complete_till"], r["entity_id"])
                  for r in rows[Task] if r["deleted_at"] is None},
        "notes": {row["id"] for row in rows[Note]},
        "contacts": {row["id"]: row["name"] for row in rows[Contact]},
        "companies": {row["id"]: row["name"] for row in rows[Company]},
    }  # fmt: skip


def everything(database: Database) -> dict[str, list[str]]:
    """Every row of every table but the worker's own memory, in an order of its own."""
    tables = {t.name: t for t in SQLModel.metadata.sorted_tables if t.name not in _BOOKKEEPING}
    with database.read() as conn:
        return {
            name: sorted(repr(sorted(_comparable(name, row))) for row in conn.execute(select(table)).mappings())
            for name, table in tables.items()
        }


def history_agrees(database: Database) -> bool:
    """The history of payments leads to those there are."""
    with database.read() as conn:
        ids = list(conn.scalars(select(columns(Payment).id)))
        there = {id_: payment.terms for id_, payment in load_payments_now(conn, ids).items()}
        return bool(there) and replayed(load_all_changes(conn)) == there


def _comparable(table: str, row: Any) -> Iterable[tuple[str, str]]:
    return ((name, repr(value)) for name, value in row.items() if name not in _OWN_COLUMNS.get(table, ()))


def _rows(database: Database, model: type[SQLModel]) -> list[Any]:
    with database.read() as conn:
        return list(conn.execute(select(table_of(model))).mappings())
