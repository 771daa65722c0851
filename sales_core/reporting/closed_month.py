"""A closed month as every figure reads it: its frozen copy, whatever became of the payments since."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from sales_core.closed_months import Closing
from sales_core.periods import Month
from sales_core.reports.frozen_terms import thaw_terms
from sales_core.reports.sales import SalesInputs
from sales_core.scope import Scope
from sales_core.store.closed_figures import load_closed_cells
from sales_core.store.closings import load_closed


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """``terms``: what its report was made of, the cells aside."""

    closing: Closing
    terms: SalesInputs

    def scope(self, scope: Scope) -> Scope:
        """A closed month is always seen as of its closing."""
        return replace(scope, as_of=self.closing.as_of)

    def sellers(self, scope: Scope) -> frozenset[int] | None:
        """Who belonged to the scope's departments then; ``None``: all departments are wanted."""
        if not scope.departments:
            return None
        return frozenset(m.id for m in self.terms.managers.values() if m.department_id in scope.departments)


def load_closed_months(conn: Connection, months: Iterable[Month]) -> dict[Month, ClosedMonth]:
    """Those of the months that are closed."""
    return {
        month: ClosedMonth(stored.closing, thaw_terms(stored.terms))
        for month, stored in load_closed(conn, months).items()
    }


def load_closed_month(conn: Connection, month: Month) -> ClosedMonth | None:
    return load_closed_months(conn, [month]).get(month)


def load_closed_inputs(conn: Connection, closed: ClosedMonth, scope: Scope) -> SalesInputs:
    """What ``build_sales_report`` made the month's report of, and makes it of for ever."""
    number, sellers = closed.closing.id, closed.sellers(scope)
    cells = load_closed_cells(conn, number, scope, sellers)
    whole = load_closed_cells(conn, number, scope.whole(), sellers) if scope.narrows_payments else cells
    return replace(closed.terms, cells=cells, whole_cells=whole)
