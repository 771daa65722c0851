"""A list of payments by any filter, from the database."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from sales_core.payment_filter import Dated, PaymentFilter, PaymentView
from sales_core.payment_history import PaymentNow
from sales_core.payment_search import Search, search_for
from sales_core.periods import Month
from sales_core.reporting.account import load_account_or_default
from sales_core.reporting.payments import behind_line
from sales_core.reporting.people import load_deal_types, load_managers
from sales_core.reporting.work_calendar import load_calendar
from sales_core.reports.payment_list import ListedPayment, PaymentOverview, build_due_days, build_overview
from sales_core.reports.sales import Manager
from sales_core.spans import month_span
from sales_core.store.payment_list import ListedRow, load_due_sums, load_found, load_listed, load_page


def load_payment_overview(conn: Connection, view: PaymentView, language: str) -> PaymentOverview:
    """What the list adds up to and what is due in its calendar's month, on whatever page. ``language``: ISO 639."""
    asked, month = view.filter, view.calendar_month
    whole, search = asked.of_any_state(), _search(conn, asked)
    sums = load_due_sums(conn, whole, search)
    has_month = asked.dated is Dated.DUE and month.first in asked.span and month.last in asked.span
    due = sums if has_month else load_due_sums(conn, replace(whole, span=month_span(month), dated=Dated.DUE), search)
    days = build_due_days(due, asked, month, load_calendar(conn), language)
    return build_overview(sums, days, asked, month, load_account_or_default(conn).currency)


def load_payment_page(conn: Connection, view: PaymentView) -> tuple[ListedPayment, ...]:
    return _listed(conn, load_page(conn, view, _search(conn, view.filter)), view.filter)


def load_whole_list(conn: Connection, view: PaymentView) -> tuple[ListedPayment, ...]:
    """Every page, in the view's order."""
    return _listed(conn, load_listed(conn, view, _search(conn, view.filter)), view.filter)


def load_found_payments(conn: Connection, asked: PaymentFilter, limit: int) -> list[PaymentNow]:
    """All that meet the filter, so many at most, as they stand: to be changed."""
    return load_found(conn, asked, _search(conn, asked), limit)


def _search(conn: Connection, asked: PaymentFilter) -> Search:
    return search_for(asked.text, load_account_or_default(conn).currency)


def _listed(conn: Connection, rows: Sequence[ListedRow], asked: PaymentFilter) -> tuple[ListedPayment, ...]:
    managers, deal_types = load_managers(conn), load_deal_types(conn, Month.of(asked.as_of))
    return tuple(
        ListedPayment(
            behind_line(row, managers, deal_types, asked.as_of),
            version,
            tuple(managers.get(id_) or Manager(id_, "") for id_, _ in shares[1:]),
        )
        for row, version, shares in rows
    )
