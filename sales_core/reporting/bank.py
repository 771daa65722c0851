"""A month's money by what vouches for it, from the database."""

from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reports.bank import BankMonth, BankSums, build_bank_month
from sales_core.store.bank_lines import has_statements
from sales_core.store.bank_sums import load_confirmed_minor, load_line_sums, load_revenue_minor


def load_bank_month(conn: Connection, month: Month) -> BankMonth | None:
    """``None`` while no statement was ever imported: then nothing could be confirmed."""
    if not has_statements(conn):
        return None
    lines = load_line_sums(conn, month)
    sums = BankSums(
        revenue=load_revenue_minor(conn, month),
        confirmed=load_confirmed_minor(conn, month),
        incoming=lines.incoming_minor,
        set_aside=lines.set_aside_minor,
        unmatched=lines.unmatched_minor,
        unmatched_count=lines.unmatched_count,
    )
    return build_bank_month(sums, month, load_account_or_default(conn).currency)
