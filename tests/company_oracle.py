"""The demo company's own records as the oracle's lists: nothing of what Tablo stored is asked."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from sales_core.demo.company import DemoCompany
from sales_core.demo.company_files import company_payments_csv
from sales_core.demo.entities import Invoice, Lead
from sales_core.demo.setting_up import DEAL_TYPE_FIELD
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.periods import day_of
from tests.oracle import Oracle, OracleLead, OraclePayment

ZONE = ZoneInfo("Europe/Moscow")
_PAID = ("paid", "paid_in_advance")


def company_oracle(company: DemoCompany, read_at: int) -> Oracle:
    """``read_at``: when Tablo saw the payments first, so that none counts as marked later."""
    world = company.world
    owners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    first: dict[int, int] = {}
    for event in world.events.everything():
        if event.type == "entity_responsible_changed" and event.entity_type == "lead":
            first.setdefault(event.entity_id, event.before[0]["responsible_user"]["id"])
            owners[event.entity_id].append((event.created_at, event.after[0]["responsible_user"]["id"]))
    leads = {
        lead.id: OracleLead(
            id=lead.id,
            owners=[(0, first.get(lead.id, lead.responsible_user_id)), *owners[lead.id]],
            pipeline=lead.pipeline_id,
            deal_type=lead.choices.get(DEAL_TYPE_FIELD, 0),
            price=lead.price * 100,
            archived=lead.status_id == ARCHIVED_STATUS,
            closed_at=lead.closed_at,
        )
        for lead in world.leads
    }
    (field,) = (field for field in world.fields if field.id == DEAL_TYPE_FIELD)
    names = {option.value: option.id for option in field.options}
    return Oracle(
        zone=ZONE,
        leads=list(leads.values()),
        payments=[*_invoiced(company, leads, read_at), *_imported(company, leads, read_at)],
        shares={(names[each.deal_type], each.first.first): each.share for each in company.shares},
    )


def _invoiced(company: DemoCompany, leads: dict[int, OracleLead], read_at: int) -> Iterator[OraclePayment]:
    world = company.world
    holders: dict[int, list[Lead]] = defaultdict(list)
    for lead in world.leads:
        for link in lead.elements:
            holders[link.element_id].append(lead)
    for invoice in world.invoices:
        if invoice.id in holders and not invoice.is_deleted and Decimal(invoice.price or 0):
            holder = min(holders[invoice.id], key=lambda lead: lead.id)
            yield _invoice_payment(invoice, leads[holder.id], read_at)


def _invoice_payment(invoice: Invoice, lead: OracleLead, read_at: int) -> OraclePayment:
    made_on, planned = day_of(invoice.created_at, ZONE), invoice.payment_at
    paid_on: date | None = None
    due_on = made_on if planned is None else day_of(planned, ZONE)
    if invoice.status in _PAID:
        paid_on = day_of(invoice.updated_at if planned is None else min(planned, invoice.updated_at), ZONE)
        due_on = min(made_on, paid_on)
    amount = int(Decimal(invoice.price) * 100)
    return OraclePayment(f"invoice:{invoice.id}", lead, amount, due_on, paid_on, read_at)


def _imported(company: DemoCompany, leads: dict[int, OracleLead], read_at: int) -> Iterator[OraclePayment]:
    for row in csv.DictReader(io.StringIO(company_payments_csv(company)), delimiter=";"):
        days = [
            date(*map(int, reversed(row[name].split(".")))) if row[name] else None for name in ("due_on", "paid_on")
        ]
        amount = int(Decimal(row["amount"].replace(",", ".")) * 100)
        due_on, paid_on = days
        assert due_on is not None
        yield OraclePayment(row["external_id"], leads[int(row["lead_id"])], amount, due_on, paid_on, read_at)
