"""What is wrong with an installation, in plain words, with the mend for each: ``tablo check`` and the page of the
connection show the same list."""

from collections.abc import Iterator

from sales_core.checkup.account import check_account
from sales_core.checkup.decisions import check_decisions
from sales_core.checkup.finding import Finding, Level, Page
from sales_core.checkup.machine import check_machine
from sales_core.checkup.months import check_months, check_seals
from sales_core.checkup.worker import check_worker
from sales_core.config import Settings
from sales_core.i18n import Language
from sales_core.periods import day_of
from sales_core.store.database import Database
from sales_core.store.zone import load_zone

__all__ = ["Finding", "Level", "Page", "check_everything", "check_stored"]


def check_everything(settings: Settings, database: Database, language: Language, now: int) -> Iterator[Finding]:
    """One by one as they are found, for asking amoCRM takes a while. ``now`` in Unix seconds."""
    yield from check_account(settings, database, language)
    yield from check_stored(database, language, now)
    with database.read() as conn:
        yield from check_seals(conn, language)


def check_stored(database: Database, language: Language, now: int) -> Iterator[Finding]:
    """All that can be told without asking amoCRM, quickly enough for a page."""
    yield from check_machine(database, language)
    with database.read() as conn:
        yield from check_worker(conn, language, now)
        today = day_of(now, load_zone(conn))
        yield from check_decisions(conn, language, today)
        yield from check_months(conn, language, today)
