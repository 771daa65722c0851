"""The account in memory: its records and everything that can happen in it."""

from sales_core.demo.invoice_deeds import InvoiceDeeds
from sales_core.demo.lead_deeds import LeadDeeds


class World(LeadDeeds, InvoiceDeeds):
    """One amoCRM account, changed only by its deeds, which may be done from any thread."""
