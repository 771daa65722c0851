"""Whether months are closed in time, and whether the closed ones are still what was frozen."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection

from sales_core.checkup.finding import Finding, Level, Page
from sales_core.closing.verifying import find_tampered
from sales_core.i18n import Language
from sales_core.store.closings import last_closed, load_closings

_DAYS_TO_CLOSE = 10
"""After a month's end: by then its payments are in and its bonuses are paid."""


def check_months(conn: Connection, language: Language, today: date) -> Iterator[Finding]:
    """Nothing is said to who closes no months."""
    last = last_closed(conn)
    if last is None:
        return
    due = last.month.plus(1)
    days = (today - due.end).days
    if days >= _DAYS_TO_CLOSE:
        told = language.plural(
            "{month} ended {n} day ago and is not closed", "{month} ended {n} days ago and is not closed", days,
            month=language.month(due),
        )  # fmt: skip
        mend = language.text("Close it on the page “Months and payroll”, or with tablo months close")
        yield Finding(Level.WARNING, told, mend, Page.MONTHS)
    else:
        yield Finding(Level.FINE, language.text("Closed up to {month}", month=language.month_name(last.month)))


def check_seals(conn: Connection, language: Language) -> Iterator[Finding]:
    """Every frozen row is read and hashed anew."""
    closings = load_closings(conn)
    tampered = list(find_tampered(conn))
    for closing in tampered:
        told = language.text(
            "The frozen copy of {month} is not what was frozen: somebody changed it past the program",
            month=language.month(closing.month),
        )
        yield Finding(
            Level.WRONG, told, language.text("Restore the database from a copy of before; bonuses are paid by it")
        )
    if closings and not tampered:
        told = language.text("The frozen copies of closed months are untouched")
        yield Finding(Level.FINE, told)
