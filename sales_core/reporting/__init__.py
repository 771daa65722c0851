"""From the database to frozen reports: fetch the aggregates, build. What every face of the program calls.

Each loader reads through one connection of ``Database.read()``, so a report and what lies behind its figures, loaded in
one block, tell of the same moment. What a face needs of the database itself (open it, its revision) is passed on here.
"""

from sales_core.params import Choice
from sales_core.reporting.account import AccountInfo, default_scope, load_account_info
from sales_core.reporting.choices import load_filter_choices
from sales_core.reporting.freshness import Freshness, FreshnessLevel, Progress, load_freshness
from sales_core.reporting.language import load_language
from sales_core.reporting.payments import load_payments
from sales_core.reporting.sales import load_sales_report
from sales_core.reporting.trend import load_trend
from sales_core.reporting.work_calendar import load_calendar, load_week
from sales_core.reporting.worker import Reading, Run, WorkerState, ask_for_pass, is_worker_running, load_worker_state
from sales_core.reports.breakdown import BehindLine, Breakdown
from sales_core.reports.sales import SalesReport
from sales_core.reports.trend import Trend
from sales_core.scope_text import FilterChoices, params_of, scope_from_params
from sales_core.store.database import Database, open_database
from sales_core.store.revisions import load_revisions

__all__ = [
    "AccountInfo",
    "BehindLine",
    "Breakdown",
    "Choice",
    "Database",
    "FilterChoices",
    "Freshness",
    "FreshnessLevel",
    "Progress",
    "Reading",
    "Run",
    "SalesReport",
    "Trend",
    "WorkerState",
    "ask_for_pass",
    "default_scope",
    "is_worker_running",
    "load_account_info",
    "load_calendar",
    "load_filter_choices",
    "load_freshness",
    "load_language",
    "load_payments",
    "load_revisions",
    "load_sales_report",
    "load_trend",
    "load_week",
    "load_worker_state",
    "open_database",
    "params_of",
    "scope_from_params",
]
