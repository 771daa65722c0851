"""A deal's payments, from the database."""

from datetime import date

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import due_moves
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.people import load_deal_types, load_managers
from sales_core.reports.deal import Deal, DealFacts, build_deal
from sales_core.reports.sales import Manager, unknown_deal_type
from sales_core.store.acts import load_lead_history
from sales_core.store.bank_confirmations import are_confirmed
from sales_core.store.deals import load_lead_row
from sales_core.store.payment_writing import load_lead_payments


def load_deal(conn: Connection, lead_id: int, as_of: date) -> Deal:
    """As of a day in the account's zone. Raises InputError for a lead that is not known."""
    lead = load_lead_row(conn, lead_id)
    if lead is None:
        raise InputError("There is no lead {lead_id}", lead_id=str(lead_id))
    deal_types = load_deal_types(conn, Month.of(as_of))
    facts = DealFacts(
        lead_id=lead.id,
        name=lead.name,
        client=lead.contact or lead.company,
        manager=load_managers(conn).get(lead.responsible_user_id) or Manager(lead.responsible_user_id, ""),
        deal_type=deal_types.get(lead.deal_type_id) or unknown_deal_type(lead.deal_type_id),
        budget_minor=lead.price_minor,
        status_id=lead.status_id,
        is_deleted=lead.is_deleted,
    )
    acts = load_lead_history(conn, lead_id)
    payments = load_lead_payments(conn, lead_id)
    moves = {payment.id: due_moves(acts, payment.id) for payment in payments}
    currency = load_account_or_default(conn).currency
    return build_deal(facts, currency, as_of, payments, moves=moves, confirmed=are_confirmed(conn, moves))
