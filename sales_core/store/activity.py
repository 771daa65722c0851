"""How much everybody did in some days, from the sums of days and months; and what lies behind a count.

Under a filter by deal type or pipeline the actions themselves are counted: the sums do not know the leads. A count and
its list ask with the same conditions.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, func, select

from sales_core.activity import ActionKind, Counts, add_counts
from sales_core.activity_scope import ActivityScope, Days
from sales_core.periods import Month
from sales_core.store.activity_sums import SUMS
from sales_core.store.activity_tables import Action, ActivityDay, ActivityMonth
from sales_core.store.amocrm_tables import Lead, Task
from sales_core.store.narrowing import narrowed
from sales_core.store.table_kit import columns, table_of

_NOBODY = 0
_KINDS = tuple(ActionKind)
# One seek a day finds one manager's actions; beyond so many days a walk along the index is as quick.
_DAYS_SOUGHT = 400


def load_counts(conn: Connection, scope: ActivityScope, days: Days) -> dict[int, Counts]:
    """By manager; those who did nothing are left out."""
    load = _count_actions if scope.narrows_leads else _add_up
    return dict(load(conn, scope, days))


def load_overdue(conn: Connection, scope: ActivityScope, at: int) -> dict[int, int]:
    """By manager: how many tasks are still open that were due before the moment ``at``."""
    tasks = columns(Task)
    counted = _overdue(select(tasks.responsible_user_id, func.count()), scope, at)
    return {row[0]: row[1] for row in conn.execute(counted.group_by(tasks.responsible_user_id))}


def select_actions(scope: ActivityScope, kinds: Collection[ActionKind], manager_id: int | None) -> Select[Any]:
    """The ids of the events behind a count, the latest first; of one manager, or of everybody but nobody."""
    actions = columns(Action)
    found = within_scope(select(actions.event_id), scope, scope.counted, manager_id)
    found = found.where(actions.kind.in_(sorted(kinds)), of_manager(actions.manager_id, manager_id))
    return found.order_by(actions.day.desc(), actions.at.desc(), actions.event_id.desc())


def select_overdue(scope: ActivityScope, at: int, manager_id: int | None) -> Select[Any]:
    """The ids of the tasks behind a count, the longest overdue first."""
    tasks = columns(Task)
    found = _overdue(select(tasks.id), scope, at).where(of_manager(tasks.responsible_user_id, manager_id))
    return found.order_by(tasks.complete_till, tasks.id)


def _add_up(conn: Connection, scope: ActivityScope, days: Days) -> Iterator[tuple[int, Counts]]:
    """Whole months from their own sums, the days before and after them from those of the days."""
    months, apart = _split(days)
    by_month, by_day = columns(ActivityMonth), columns(ActivityDay)
    parts = [(by_month, by_month.month.in_(months))] if months else []
    parts += [(by_day, and_(by_day.day >= part.first, by_day.day < part.end)) for part in apart]
    if len(parts) == 1:
        return _summed(conn, scope, *parts[0])
    found: dict[int, list[Counts]] = {}
    for stored, within in parts:
        for manager_id, counts in _summed(conn, scope, stored, within):
            found.setdefault(manager_id, []).append(counts)
    return ((manager_id, add_counts(counts)) for manager_id, counts in found.items())


def _summed(conn: Connection, scope: ActivityScope, stored: Any, within: Any) -> Iterator[tuple[int, Counts]]:
    sums = (cast(func.sum(stored[name]), BigInteger) for name in SUMS)
    wanted = select(stored.manager_id, *sums).where(within, *narrowed(scope, stored.manager_id, None, None))
    for manager_id, *counts, talk_s in conn.execute(wanted.group_by(stored.manager_id)):
        yield manager_id, Counts({kind: n for kind, n in zip(_KINDS, counts, strict=True) if n}, talk_s)


def _split(days: Days) -> tuple[list[str], list[Days]]:
    """The whole months within, and the stretches of other days."""
    month = Month.of(days.first) if days.first.day == 1 else Month.of(days.first).plus(1)
    months = []
    while month.end <= days.end:
        months.append(month)
        month = month.plus(1)
    if not months:
        return [], [days]
    apart = Days(days.first, months[0].first), Days(months[-1].end, days.end)
    return [str(each) for each in months], [part for part in apart if part.length]


def _count_actions(conn: Connection, scope: ActivityScope, days: Days) -> Iterator[tuple[int, Counts]]:
    actions = columns(Action)
    keys = actions.manager_id, actions.kind
    wanted = select(*keys, func.count(), cast(func.sum(actions.seconds), BigInteger))
    found: dict[int, dict[ActionKind, tuple[int, int]]] = {}
    for manager_id, kind, count, seconds in conn.execute(within_scope(wanted, scope, days, None).group_by(*keys)):
        found.setdefault(manager_id, {})[ActionKind(kind)] = count, seconds
    for manager_id, kinds in found.items():
        counted = {kind: count for kind, (count, _) in kinds.items()}
        yield manager_id, Counts(counted, sum(seconds for _, seconds in kinds.values()))


def within_scope(wanted: Select[Any], scope: ActivityScope, days: Days, manager_id: int | None) -> Select[Any]:
    """A query for actions, of these days and the scope's filters; ``manager_id``: of whom alone it will ask."""
    actions, leads = columns(Action), columns(Lead)
    if scope.narrows_leads:
        wanted = wanted.join_from(table_of(Action), table_of(Lead), leads.id == actions.lead_id)
    wanted = wanted.where(*narrowed(scope, actions.manager_id, leads.deal_type_id, leads.pipeline_id))
    if manager_id is None or days.length > _DAYS_SOUGHT:
        return wanted.where(actions.day >= days.first, actions.day < days.end)
    return wanted.where(actions.day.in_([days.first + timedelta(days=n) for n in range(days.length)]))


def _overdue(wanted: Select[Any], scope: ActivityScope, at: int) -> Select[Any]:
    """A task of a deleted lead has nothing left to be done for."""
    tasks, leads = columns(Task), columns(Lead)
    of_lead = and_(tasks.entity_type == "leads", leads.id == tasks.entity_id)
    joined = wanted.join_from(table_of(Task), table_of(Lead), of_lead, isouter=True)
    is_open = ~tasks.is_completed, tasks.deleted_at.is_(None), leads.deleted_at.is_(None)
    filters = narrowed(scope, tasks.responsible_user_id, leads.deal_type_id, leads.pipeline_id)
    return joined.where(*is_open, tasks.complete_till < at, *filters)


def of_manager(manager: Any, manager_id: int | None) -> ColumnElement[bool]:
    """``manager``: the column. Of that one or, for none, of everybody but nobody."""
    condition: ColumnElement[bool] = manager != _NOBODY if manager_id is None else manager == manager_id
    return condition
