"""The hashes over what was frozen: a copy that was changed past the program is told by them."""

from hashlib import sha256

from sqlalchemy import Connection

from sales_core.closed_months import Closing
from sales_core.figures import Sums
from sales_core.reports.frozen_terms import canonical
from sales_core.reports.sales import SalesReport
from sales_core.store.closings import load_frozen_rows


def hash_inputs(conn: Connection, closing: Closing, terms: str) -> str:
    """Over everything frozen: month and day, terms, sums, payments."""
    digest = sha256(f"{closing.month} {closing.as_of} {terms}\n".encode())
    for row in load_frozen_rows(conn, closing.id):
        digest.update(canonical(row).encode() + b"\n")
    return digest.hexdigest()


def hash_results(report: SalesReport) -> str:
    """Over every figure of the month's report, whichever columns a later program shows beside them."""
    rows = [
        [row.manager.id, None, row.plan, str(row.percent), row.bonus.amount, *_figures(row.sums)] for row in report.rows
    ]
    rows += [
        [row.manager.id, of_type.deal_type.id, None, str(of_type.percent), of_type.bonus, *_figures(of_type.sums)]
        for row in report.rows
        for of_type in row.deal_types
    ]
    return sha256(canonical(rows).encode()).hexdigest()


def _figures(sums: Sums) -> list[int]:
    return [
        sums.fact, sums.paid, sums.pending, sums.overdue, sums.carried, sums.revenue, sums.lost, sums.lost_leads,
    ]  # fmt: skip
