"""The company's working calendar and week, as chosen in the settings or usual in its country."""

from datetime import date

from babel import Locale, UnknownLocaleError
from sqlalchemy import Connection

from sales_core.reports.work_calendar import DEFAULT_COUNTRY, WorkCalendar
from sales_core.store.references import load_account
from sales_core.store.setting_values import DAYS_OFF, FIRST_WEEKDAY, HOLIDAYS_COUNTRY, load_setting

_MONDAY = 0
_FIRST = {"monday": _MONDAY, "sunday": 6}


def load_calendar(conn: Connection) -> WorkCalendar:
    """The holidays of the country chosen, else of the account's, and the company's own days off."""
    country = load_setting(conn, HOLIDAYS_COUNTRY) or _account_country(conn)
    return WorkCalendar(country, frozenset(map(date.fromisoformat, load_setting(conn, DAYS_OFF, ()))))


def load_week(conn: Connection) -> tuple[int, ...]:
    """The weekdays (0 is Monday, as ``date.weekday``) in the order a week is shown in: as chosen, else as in the
    account's country; from Monday in a country nobody knows."""
    chosen = load_setting(conn, FIRST_WEEKDAY)
    first = _first_weekday_in(_account_country(conn)) if chosen is None else _FIRST[chosen]
    return tuple((first + n) % 7 for n in range(7))


def _first_weekday_in(country: str) -> int:
    try:
        return int(Locale.parse(f"und_{country or DEFAULT_COUNTRY}").first_week_day)
    except (UnknownLocaleError, ValueError):
        return _MONDAY


def _account_country(conn: Connection) -> str:
    account = load_account(conn)
    return account.country if account else ""
