"""Closing a month and reopening it: in order, one after the other, each told by whom, when and why."""

from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from sales_core.closed_months import Closing
from sales_core.closing.seals import hash_inputs, hash_results
from sales_core.errors import InputError, not_synced
from sales_core.figures import Figure
from sales_core.periods import Month, day_of
from sales_core.reporting import load_account_info, load_sales_report
from sales_core.reporting.sales import load_present_inputs
from sales_core.reports.frozen_terms import freeze_terms
from sales_core.scope import Scope
from sales_core.store.adjustments import load_adjustments
from sales_core.store.closings import last_closed, save_closing, save_reopening, seal_closing
from sales_core.store.drilldown import load_behind


def close_month(conn: Connection, month: Month, now: int, by: str) -> Closing:
    """Freezes the month as it stands today. Raises InputError for a month that is not over, or not the next to close
    (the first may be any)."""
    account = load_account_info(conn)
    if account is None:
        raise not_synced()
    today = day_of(now, account.zone)
    refuse_out_of_turn(last_closed(conn), month, today)
    scope = Scope(month, today)
    terms = freeze_terms(load_present_inputs(conn, scope))
    closing = Closing(0, month, today, now, by, "", "")
    number = save_closing(conn, closing, terms, load_behind(conn, scope, list(Figure)))
    closing = replace(closing, id=number)
    closing = replace(
        closing,
        inputs_hash=hash_inputs(conn, closing, terms),
        results_hash=hash_results(load_sales_report(conn, scope)),
    )
    seal_closing(conn, number, inputs_hash=closing.inputs_hash, results_hash=closing.results_hash)
    return closing


def refuse_out_of_turn(last: Closing | None, month: Month, today: date) -> None:
    if last is not None and month == last.month:
        raise InputError("{month} is closed already", month=str(month))
    if last is not None and month != last.month.plus(1):
        raise InputError("Months are closed in order: the next is {month}", month=str(last.month.plus(1)))
    if today < month.end:
        raise InputError("{month} is not over yet: it can be closed from {day} on", month=str(month), day=month.end)


def reopen_month(conn: Connection, month: Month, now: int, by: str, reason: str) -> Closing:
    """Its report is counted from the payments again; the frozen copy is kept. Only the last closed month, only with a
    reason, and not while what changed in it since stands as adjustments elsewhere: it would be paid twice."""
    last = last_closed(conn)
    if last is None or month > last.month:
        raise InputError("{month} is not closed", month=str(month))
    if month < last.month:
        raise InputError("Only the month closed last can be reopened, {month}", month=str(last.month))
    if not reason.strip():
        raise InputError("Say why the month is reopened")
    if load_adjustments(conn, of_month=month):
        raise InputError("Adjustments make up for what changed in {month}: take them back first", month=str(month))
    save_reopening(conn, last.id, now, by, reason.strip())
    return replace(last, reopened_at=now, reopened_by=by, reopen_reason=reason.strip())
