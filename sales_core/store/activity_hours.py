"""The roll-up of actions by day and hour: kept by differences, and rebuilt as a check.

The hours counted here one by one are Python's, the rebuilding reckons them in SQL, so that the nightly comparison of
the two says something.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    TextClause,
    and_,
    bindparam,
    case,
    cast,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    union_all,
    update,
)

from sales_core.local_time import DAY_S, Offset, hour_of, offsets_between
from sales_core.periods import start_of
from sales_core.store.action_of import ActionRow
from sales_core.store.activity_tables import Action, ActivityHours
from sales_core.store.local_time import hour_in_sql
from sales_core.store.table_kit import columns, table_of
from sales_core.store.zone import load_zone

HOURS = tuple(f"h{hour:02}" for hour in range(24))
_NOBODY = 0


class HourDifferences:
    """What a transaction changes in the roll-up: of each day of a manager, how many actions more or fewer there are at
    which moment."""

    def __init__(self) -> None:
        self._moments: dict[tuple[date, int], Counter[int]] = {}

    def count(self, action: ActionRow, sign: int) -> None:
        """Of an action taken out or put in."""
        if action.manager_id != _NOBODY:
            self._moments.setdefault((action.day, action.manager_id), Counter())[action.at] += sign

    def save(self, conn: Connection) -> None:
        """Adds them to what is stored, once the actions themselves are. Where nothing is left there is no row."""
        zone, rows, lessened = load_zone(conn), [], []
        for (day, manager_id), counted in sorted(self._moments.items()):
            moments = {at: change for at, change in counted.items() if change}
            if moments:
                row = _row(day, manager_id, moments, zone)
                rows.append(row)
                if min(moments.values()) < 0:
                    lessened.append({f"of_{name}": row[name] for name in _KEYS + _ENDS})
        if rows:
            conn.execute(_ADDING, rows)
        if lessened:
            conn.execute(_sweeping(), lessened)
            conn.execute(_ends_anew(), lessened)


def rebuild_activity_hours(conn: Connection) -> None:
    """Counts every hour of every day anew."""
    conn.execute(delete(table_of(ActivityHours)))
    conn.execute(insert(table_of(ActivityHours)).from_select(_COLUMNS, _counted(conn)))


def activity_hours_differ(conn: Connection) -> Sequence[Any]:
    """The days and managers whose kept hours are not what their actions add up to."""
    stored = columns(ActivityHours)
    kept = select(*(stored[name] for name in _COLUMNS))
    both = union_all(kept, _counted(conn)).subquery()
    alone = select(both.c.day, both.c.manager_id).group_by(*both.c).having(func.count() == 1)
    return conn.execute(alone.distinct()).all()


_KEYS = ("day", "manager_id")
_ENDS = ("first_at", "last_at")
_COLUMNS = (*_KEYS, *_ENDS, *HOURS)


def _adding() -> TextClause:
    """Made once: putting it together would cost more than running it."""
    added = [f"{name} = activity_hours.{name} + excluded.{name}" for name in HOURS] + [
        f"{name} = CASE WHEN excluded.{name} {sign} activity_hours.{name} THEN excluded.{name}"
        f" ELSE activity_hours.{name} END"
        for name, sign in zip(_ENDS, "<>", strict=True)
    ]
    return text(
        f"INSERT INTO activity_hours ({', '.join(_COLUMNS)}) VALUES ({', '.join(f':{name}' for name in _COLUMNS)})"  # noqa: S608 - of this module's own constants
        f" ON CONFLICT (day, manager_id) DO UPDATE SET {', '.join(added)}"
    ).bindparams(bindparam("day", type_=Date()))


_ADDING = _adding()


def _row(day: date, manager_id: int, moments: dict[int, int], zone: ZoneInfo) -> dict[str, Any]:
    """A moment taken away lies between the ends that are stored, so it can be given for an end too."""
    row: dict[str, Any] = {"day": day, "manager_id": manager_id, "first_at": min(moments), "last_at": max(moments)}
    row |= dict.fromkeys(HOURS, 0)
    for at, change in moments.items():
        row[HOURS[hour_of(at, zone)]] += change
    return row


def _sweeping() -> Any:
    stored = columns(ActivityHours)
    return delete(table_of(ActivityHours)).where(_is_asked(), *(stored[name] == 0 for name in HOURS))


def _ends_anew() -> Any:
    """The first and last moments of days that may have lost theirs."""
    stored, actions = columns(ActivityHours), columns(Action)
    of_day = actions.day == bindparam("of_day"), actions.manager_id == bindparam("of_manager_id")
    ends = {
        "first_at": select(func.min(actions.at)).where(*of_day).scalar_subquery(),
        "last_at": select(func.max(actions.at)).where(*of_day).scalar_subquery(),
    }
    may_be_lost = or_(*(stored[name] == bindparam(f"of_{name}") for name in _ENDS))
    return update(table_of(ActivityHours)).where(_is_asked(), may_be_lost).values(ends)


def _is_asked() -> ColumnElement[bool]:
    stored = columns(ActivityHours)
    return and_(*(stored[name] == bindparam(f"of_{name}") for name in _KEYS))


def _counted(conn: Connection) -> Any:
    """The query for every hour of every day."""
    actions = columns(Action)
    hour = hour_in_sql(actions.at, _offsets(conn)).label("hour")
    at = select(actions.day, actions.manager_id, actions.at, hour)
    clocked = at.where(actions.manager_id != _NOBODY).subquery().c
    in_hour = (cast(func.sum(case((clocked.hour == hour, 1), else_=0)), Integer) for hour in range(24))
    keys = clocked.day, clocked.manager_id
    return select(*keys, func.min(clocked.at), func.max(clocked.at), *in_hour).group_by(*keys)


def _offsets(conn: Connection) -> list[Offset]:
    """Those of all the time that there are actions of."""
    days, zone = columns(Action).day, load_zone(conn)
    first, last = (conn.scalar(select(end(days))) for end in (func.min, func.max))
    if first is None or last is None:
        return [Offset(0, 0)]
    return offsets_between(start_of(first, zone), start_of(last, zone) + 2 * DAY_S, zone)
