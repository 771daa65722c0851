from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from sales_core.periods import Month
from sales_core.reporting import load_calendar, load_sales_report, load_week
from sales_core.reports.pace import Pace
from sales_core.reports.work_calendar import WorkCalendar
from sales_core.scope import Scope
from sales_core.store.amocrm_tables import Account
from sales_core.store.database import Database
from sales_core.store.references import save_account
from sales_core.store.setting_values import DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY
from tests.deciding import replace_settings
from tests.reports.worlds import account

FROM_MONDAY, FROM_SUNDAY = (0, 1, 2, 3, 4, 5, 6), (6, 0, 1, 2, 3, 4, 5)


@pytest.fixture
def conn(database: Database) -> Iterator[Connection]:
    with database.write() as conn:
        yield conn


def account_in(country: str) -> Account:
    return Account(**account().model_dump() | {"country": country})


def test_the_calendar_is_the_account_s_country_s_until_another_is_chosen(conn: Connection) -> None:
    assert load_calendar(conn) == WorkCalendar("")
    save_account(conn, account_in("KZ"))
    assert load_calendar(conn) == WorkCalendar("KZ")
    replace_settings(conn, values={HOLIDAYS_COUNTRY: "BY"})
    replace_settings(conn, values={DAYS_OFF: ["2026-10-30", "2026-12-31"]})
    assert load_calendar(conn) == WorkCalendar("BY", frozenset({date(2026, 10, 30), date(2026, 12, 31)}))


def test_the_pace_of_a_report_counts_the_calendar_s_days(conn: Connection) -> None:
    scope = Scope(Month(2026, 10), date(2026, 10, 20))
    save_account(conn, account())
    assert load_sales_report(conn, scope).pace == Pace(13, 22, 14)
    replace_settings(conn, values={DAYS_OFF: ["2026-10-19", "2026-10-30"]})
    assert load_sales_report(conn, scope).pace == Pace(12, 20, 13)
    replace_settings(conn, values={HOLIDAYS_COUNTRY: "KZ"})  # Republic Day, a Sunday, is observed on Monday the 26th
    assert load_sales_report(conn, scope).pace == Pace(12, 19, 13)


@pytest.mark.parametrize(
    ("country", "chosen", "week"),
    [
        ("RU", None, FROM_MONDAY),
        ("", None, FROM_MONDAY),
        ("US", None, FROM_SUNDAY),
        ("EG", None, (5, 6, 0, 1, 2, 3, 4)),
        ("XX", None, FROM_MONDAY),
        ("AQ", None, FROM_MONDAY),
        ("not a country", None, FROM_MONDAY),
        ("RU", "sunday", FROM_SUNDAY),
        ("US", "monday", FROM_MONDAY),
    ],
)
def test_a_week_begins_as_chosen_or_as_in_the_account_s_country(
    conn: Connection, country: str, chosen: Any, week: tuple[int, ...]
) -> None:
    save_account(conn, account_in(country))
    replace_settings(conn, values={FIRST_WEEKDAY: chosen})
    replace_settings(conn, values={HOLIDAYS_COUNTRY: "IL"})  # another country's holidays are not its week
    assert load_week(conn) == week


def test_before_the_first_sync_a_week_is_russia_s(conn: Connection) -> None:
    assert load_week(conn) == FROM_MONDAY
