"""The months as the page lists them, and what is to be known before one is closed."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from sales_core.adjustments import Adjustment
from sales_core.closed_months import Closing
from sales_core.closing.drift import DriftSums, load_drift_sums
from sales_core.errors import InputError, TabloError
from sales_core.periods import Month, day_of
from sales_core.reporting import FreshnessLevel, SalesReport, load_freshness, load_sales_report
from sales_core.scope import Scope
from sales_core.store.adjustments import load_adjustments
from sales_core.store.closings import load_closings
from sales_core.store.directory import load_months
from sales_core.store.zone import load_zone

_SHOWN_AT_FIRST = 12
_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class MonthState:
    """``closing``: the one in force, or ``None``; ``past``: those reopened since. ``is_over``: it can be closed once
    its turn comes."""

    month: Month
    is_over: bool
    closing: Closing | None
    past: tuple[Closing, ...]
    drift: DriftSums
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True, slots=True)
class MonthsOverview:
    """``months``: the newest first. ``to_close``: those that may be closed next: one, or while nothing is closed any
    that is over. ``last``: the only one that may be reopened."""

    months: tuple[MonthState, ...]
    to_close: frozenset[Month]
    last: Month | None

    def of(self, month: Month) -> MonthState | None:
        return next((state for state in self.months if state.month == month), None)


def load_months_overview(conn: Connection, now: int) -> MonthsOverview:
    """From the first month that was ever closed to the present one; of an account that never closed any, its last
    twelve with figures."""
    today = day_of(now, load_zone(conn))
    closings, drifts, adjustments = load_closings(conn), load_drift_sums(conn), load_adjustments(conn)
    in_force = {closing.month: closing for closing in closings if closing.reopened_at is None}
    shown = _shown(load_months(conn), [closing.month for closing in closings], Month.of(today))
    states = tuple(
        MonthState(
            month=month,
            is_over=today >= month.end,
            closing=in_force.get(month),
            past=tuple(each for each in closings if each.month == month and each.reopened_at is not None),
            drift=drifts.get(month, DriftSums()),
            adjustments=tuple(each for each in adjustments if each.month == month),
        )
        for month in shown
    )
    last = max(in_force, default=None)
    over = frozenset(state.month for state in states if state.is_over)
    to_close = over if last is None else over & {last.plus(1)}
    return MonthsOverview(states, to_close, last)


def _shown(with_figures: list[Month], closed: list[Month], present: Month) -> list[Month]:
    past = [month for month in with_figures if month <= present][-_SHOWN_AT_FIRST:]
    first = min(closed or [*past, present])
    count = (present.year - first.year) * 12 + present.month - first.month + 1
    return [present.plus(-n) for n in range(count)]


def load_obstacles(conn: Connection, month: Month, now: int) -> tuple[SalesReport, list[TabloError]]:
    """What closing the month now would freeze, and what whoever closes it should have seen to before."""
    report = load_sales_report(conn, Scope(month, day_of(now, load_zone(conn))))
    level = load_freshness(conn, now).level
    return report, [*_stale(level), *_undecided(report), *_unpaid(report)]


def _stale(level: FreshnessLevel) -> Iterator[TabloError]:
    if level in (FreshnessLevel.STALE, FreshnessLevel.NEVER):
        yield InputError("The data are not fresh: what amoCRM knows by now may be missing")


def _undecided(report: SalesReport) -> Iterator[TabloError]:
    unshared = {
        row.deal_type.name or str(row.deal_type.id)
        for row in report.total.deal_types
        if row.deal_type.id and not row.deal_type.share_is_set
    }
    if unshared:
        yield InputError("No margin share, so counted at 100%: {names}", names=_some(sorted(unshared)))
    if report.scale is None:
        yield InputError("No bonus scale is in force: there are no bonuses")
    planless = [row.manager.name for row in report.rows if row.plan is None and not row.manager.others]
    if planless:
        yield InputError("No plan, so no bonus: {names}", names=_some(planless))


def _unpaid(report: SalesReport) -> Iterator[TabloError]:
    sums = report.total.sums
    if sums.overdue_count:
        yield InputError("Payments due in the month that have not come: {count}", count=str(sums.overdue_count))


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMES_SHOWN])
    return shown if len(names) <= _NAMES_SHOWN else f"{shown}…"
