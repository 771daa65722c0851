"""What a page reads from: the open database and cached reports of it.

A report is cached by what it is made of, the revision of the data and the scope, never by time: it is neither stale
after a sync nor computed twice without one. What is cached is frozen (or treated so) and shared by all readers.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from sales_core.attention import Counted, count_attention
from sales_core.clock import system_clock
from sales_core.errors import ConfigError, DatabaseError, NotConnectedError
from sales_core.figures import Figure
from sales_core.i18n import Language
from sales_core.reporting import (
    AccountInfo,
    Database,
    Freshness,
    default_scope,
    load_account_info,
    load_filter_choices,
    load_freshness,
    load_language,
    load_payments,
    load_revisions,
    load_sales_report,
    load_trend,
    load_week,
    open_database,
)
from sales_core.reports.breakdown import Breakdown
from sales_core.reports.sales import SalesReport
from sales_core.reports.trend import Trend
from sales_core.scope import Scope
from sales_core.scope_text import FilterChoices
from sales_core.settings.first_run import load_first_run
from sales_core.ui.chart_kit import Chart
from sales_core.ui.charts import build_managers_chart, build_trend_chart
from sales_core.ui.kit import pack
from sales_core.ui.reader import configured_language, installation
from sales_core.ui.strip import build_strip
from sales_core.ui.treegrid.rows import build_treegrid
from sales_core.ui.waiting import Counter

_TREND_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A database as it is at one revision: the first part of every cache key. ``work``: the revision of what people did
    and have to do, 0 for what is not made of it."""

    url: str
    revision: int
    work: int = 0


@dataclass(frozen=True, slots=True)
class Behind:
    """What is asked of a figure's payments. ``None``: every manager, every deal type."""

    scope: Scope
    figures: tuple[Figure, ...]
    manager_id: int | None = None
    deal_type_id: int | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is around every page: the language chosen in the settings, and what there is to go to. ``has_account``:
    something of it has been read. ``moment``: ``None`` while the database cannot be asked."""

    language: Language
    has_account: bool
    is_set_up_going_on: bool
    moment: Moment | None = None

    @property
    def needs_attention(self) -> int:
        """How many things do; a page does not wait long for it, see ``Counter``."""
        return _counter(self.moment.url).number(self.moment.revision) if self.moment and self.has_account else 0


@dataclass(frozen=True, slots=True)
class Board:
    """The data as they are at one moment. No account: nothing has been read yet. ``work_moment``: for what is made of
    people's work."""

    moment: Moment
    work_moment: Moment
    outlook: Outlook
    account: AccountInfo | None
    choices: FilterChoices
    default: Scope
    freshness: Freshness

    @property
    def language(self) -> Language:
        return self.outlook.language

    @property
    def known_account(self) -> AccountInfo:
        """For what is drawn only once there is one. Raises NotConnectedError."""
        if self.account is None:
            raise NotConnectedError("amoCRM is not connected yet")
        return self.account

    @property
    def week(self) -> tuple[int, ...]:
        """The weekdays in their order, as ``date.weekday``."""
        return _week(self.moment)

    @property
    def database(self) -> Database:
        """For what is not cached: saving, and what a change would do."""
        return _database(self.moment.url)

    def sales_report(self, scope: Scope) -> SalesReport:
        return _sales_report(self.moment, scope)

    def trend(self, scope: Scope) -> Trend:
        return _trend(self.moment, scope)

    def payments(self, behind: Behind) -> Breakdown:
        return _payments(self.moment, behind)

    def treegrid(self, scope: Scope) -> bytes:
        return _treegrid(self.moment, scope, self.language.code)

    def strip(self, scope: Scope) -> bytes:
        return _strip(self.moment, scope, self.language.code)

    def managers_chart(self, scope: Scope, *, dark: bool) -> Chart:
        return _managers_chart(self.moment, scope, self.language.code, dark=dark)

    def trend_chart(self, scope: Scope, *, dark: bool) -> Chart:
        return _trend_chart(self.moment, scope, self.language.code, dark=dark)


_BY_WORDS: dict[str | type[Any], Callable[[Any], Any]] = {Moment: repr, Scope: repr, Behind: repr}
"""How cache keys are told apart: a key's words cost a tenth of Streamlit's walk through its fields."""


def open_board() -> Board:
    """The data as they are now: one short read. Raises ConfigError or DatabaseError, each a sentence."""
    settings, now = installation(), system_clock()
    with _database(settings.database_url).read() as conn:
        figures, work = load_revisions(conn)
        moment = Moment(settings.database_url, figures)
        return Board(
            moment=moment,
            work_moment=Moment(settings.database_url, figures, work),
            outlook=_outlook(moment, settings.language),
            account=_account(moment),
            choices=_choices(moment),
            default=default_scope(conn, now),
            freshness=load_freshness(conn, now),
        )


def look_around() -> Outlook:
    """As the data are now, in one short read. While the database cannot be asked everything is there, in the configured
    language, and each page tells why it shows nothing."""
    try:
        settings = installation()
        with _database(settings.database_url).read() as conn:
            moment = Moment(settings.database_url, load_revisions(conn).figures)
        return _outlook(moment, settings.language)
    except (ConfigError, DatabaseError):
        return Outlook(configured_language(), has_account=True, is_set_up_going_on=False)


@st.cache_resource(show_spinner=False)
def _database(url: str) -> Database:
    return open_database(url)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_BY_WORDS)
def _account(moment: Moment) -> AccountInfo | None:
    with _database(moment.url).read() as conn:
        return load_account_info(conn)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_BY_WORDS)
def _outlook(moment: Moment, configured: str) -> Outlook:
    with _database(moment.url).read() as conn:
        language, first_run = load_language(conn, configured), load_first_run(conn)
    has_account = _account(moment) is not None
    is_begun = first_run is not None and not first_run.is_finished
    return Outlook(language, has_account, is_begun or not has_account, moment)


@st.cache_resource(show_spinner=False)
def _counter(url: str) -> Counter:
    def count() -> int:
        with _database(url).read() as conn:
            return sum(each.count for each in count_attention(conn))

    return Counter(count)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_BY_WORDS)
def attention_counted(moment: Moment) -> tuple[Counted, ...]:
    """What needs attention, kind by kind."""
    with _database(moment.url).read() as conn:
        return count_attention(conn)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_BY_WORDS)
def _choices(moment: Moment) -> FilterChoices:
    with _database(moment.url).read() as conn:
        return load_filter_choices(conn)


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs=_BY_WORDS)
def _week(moment: Moment) -> tuple[int, ...]:
    with _database(moment.url).read() as conn:
        return load_week(conn)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _sales_report(moment: Moment, scope: Scope) -> SalesReport:
    with _database(moment.url).read() as conn:
        return load_sales_report(conn, scope)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _trend(moment: Moment, scope: Scope) -> Trend:
    with _database(moment.url).read() as conn:
        return load_trend(conn, scope, _TREND_MONTHS)


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs=_BY_WORDS)
def _payments(moment: Moment, behind: Behind) -> Breakdown:
    with _database(moment.url).read() as conn:
        return load_payments(conn, behind.scope, behind.figures, behind.manager_id, behind.deal_type_id)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _treegrid(moment: Moment, scope: Scope, language: str) -> bytes:
    return pack(build_treegrid(_sales_report(moment, scope), Language(language)))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _strip(moment: Moment, scope: Scope, language: str) -> bytes:
    return pack(build_strip(_sales_report(moment, scope), Language(language)))


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _managers_chart(moment: Moment, scope: Scope, language: str, *, dark: bool) -> Chart:
    return build_managers_chart(_sales_report(moment, scope), Language(language), dark=dark)


@st.cache_resource(max_entries=64, show_spinner=False, hash_funcs=_BY_WORDS)
def _trend_chart(moment: Moment, scope: Scope, language: str, *, dark: bool) -> Chart:
    return build_trend_chart(_trend(moment, scope), Language(language), dark=dark)
