"""Whether the worker keeps the data fresh, and why not."""

from collections.abc import Iterator

from sqlalchemy import Connection

from sales_core.checkup.finding import Finding, Level, Page
from sales_core.i18n import Language
from sales_core.reporting import Freshness, FreshnessLevel, load_freshness

_START = "tablo up"


def check_worker(conn: Connection, language: Language, now: int) -> Iterator[Finding]:
    """``now`` in Unix seconds."""
    freshness = load_freshness(conn, now)
    if freshness.error is not None and freshness.run_state == "failed":
        yield Finding(
            Level.WRONG,
            language.text("The last sync failed: {reason}", reason=language.error(freshness.error)),
            language.text("Mend what it says; the worker tries again by itself"),
            Page.CONNECTION,
        )
    yield _silence(freshness, language)


def _silence(freshness: Freshness, language: Language) -> Finding:
    mend = language.text("Start it: {command}. If it runs, its log says what it waits for", command=_START)
    match freshness.level:
        case FreshnessLevel.NEVER if freshness.run_state == "running":
            return Finding(
                Level.WARNING,
                language.text("The first sync is still running"),
                language.text("Nothing to do: the page “amoCRM” shows how far it is"),
                Page.CONNECTION,
            )
        case FreshnessLevel.NEVER:
            return Finding(Level.WRONG, language.text("The worker has never read amoCRM"), mend, Page.CONNECTION)
        case FreshnessLevel.STALE:
            minutes = language.plural("{n} minute", "{n} minutes", (freshness.age_s or 0) // 60)
            told = language.text("The worker has been silent for {minutes}", minutes=minutes)
            return Finding(Level.WRONG, told, mend, Page.CONNECTION)
    return Finding(Level.FINE, language.text("The worker reads amoCRM; the data are fresh"))
