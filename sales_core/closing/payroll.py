"""The payroll statement of a month, from the database."""

from sqlalchemy import Connection

from sales_core.figures import Figure
from sales_core.periods import Month, day_of
from sales_core.reporting import load_payments, load_sales_report
from sales_core.reporting.people import load_managers
from sales_core.reports.breakdown import BehindLine, Breakdown, build_breakdown
from sales_core.reports.payroll import Payroll, build_payroll
from sales_core.scope import Scope
from sales_core.store.adjustments import load_adjustments
from sales_core.store.zone import load_zone


def load_payroll(conn: Connection, month: Month, now: int) -> Payroll:
    """As of today; of a closed month as it was frozen, with the adjustments that are paid with it."""
    report = load_sales_report(conn, _scope(conn, month, now))
    return build_payroll(report, load_adjustments(conn, month=month), load_managers(conn))


def load_paid_by_manager(conn: Connection, payroll: Payroll) -> dict[int, Breakdown]:
    """The payments that each bonus stands on."""
    whole = load_payments(conn, payroll.report.scope, [Figure.FACT])
    lines: dict[int, list[BehindLine]] = {row.manager.id: [] for row in payroll.rows}
    for line in whole.rows:
        lines[line.manager.id].append(line)
    return {id_: build_breakdown(whole.scope, whole.figures, whole.currency, theirs) for id_, theirs in lines.items()}


def _scope(conn: Connection, month: Month, now: int) -> Scope:
    return Scope(month, day_of(now, load_zone(conn)))
