"""Whether the frozen copies are still what was frozen."""

from collections.abc import Iterator

from sqlalchemy import Connection

from sales_core.closed_months import Closing
from sales_core.closing.seals import hash_inputs, hash_results
from sales_core.reporting.closed_month import ClosedMonth, load_closed_inputs
from sales_core.reports.frozen_terms import thaw_terms
from sales_core.reports.sales import build_sales_report
from sales_core.scope import Scope
from sales_core.store.closings import load_every_closing


def find_tampered(conn: Connection) -> Iterator[Closing]:
    """The closings, those reopened since included, of which a copy or a seal is not what it was."""
    for closing, terms in load_every_closing(conn):
        if hash_inputs(conn, closing, terms) != closing.inputs_hash or not _agrees(conn, closing, terms):
            yield closing


def _agrees(conn: Connection, closing: Closing, terms: str) -> bool:
    """Whether the figures that follow from the copy are those that were sealed."""
    scope = Scope(closing.month, closing.as_of)
    inputs = load_closed_inputs(conn, ClosedMonth(closing, thaw_terms(terms)), scope)
    return hash_results(build_sales_report(inputs, scope)) == closing.results_hash
