"""The daily roll-up of actions: kept by differences, and rebuilt as a check.

The differences are counted here one by one and the rebuilding is one statement over the table, so that the nightly
comparison of the two says something.
"""

# ruff: noqa: S608 - the statements are put together from this module's own constants

from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Connection, Date, bindparam, delete, text, tuple_

from sales_core.activity import ActionKind
from sales_core.store.action_of import ActionRow
from sales_core.store.activity_tables import ActivityDay
from sales_core.store.batches import batches
from sales_core.store.table_kit import columns, table_of

KEYS = ("day", "manager_id")
TALK = "talk_s"
SUMS = (*(kind.value for kind in ActionKind), TALK)
_COLUMNS = ", ".join(KEYS + SUMS)
_COUNTED = (
    "SELECT day, manager_id, "
    + ", ".join(f"CAST(SUM(CASE WHEN kind = '{kind}' THEN 1 ELSE 0 END) AS INTEGER) AS {kind}" for kind in ActionKind)
    + f", CAST(SUM(seconds) AS BIGINT) AS {TALK} FROM action GROUP BY day, manager_id"
)
_ADD = text(
    f"INSERT INTO activity_day ({_COLUMNS}) VALUES ({', '.join(f':{name}' for name in KEYS + SUMS)}) "
    f"ON CONFLICT (day, manager_id) DO UPDATE SET {', '.join(f'{s} = activity_day.{s} + excluded.{s}' for s in SUMS)}"
).bindparams(bindparam("day", type_=Date))


class ActivityCell(NamedTuple):
    """The key of one row."""

    day: date
    manager_id: int


class ActivityDifferences:
    """What a transaction changes in the roll-up."""

    def __init__(self) -> None:
        self._cells: dict[ActivityCell, dict[str, int]] = {}

    def count(self, action: ActionRow, sign: int) -> None:
        """Of an action taken out or put in."""
        sums = self._cells.setdefault(ActivityCell(action.day, action.manager_id), dict.fromkeys(SUMS, 0))
        sums[action.kind] += sign
        sums[TALK] += sign * action.seconds

    def save(self, conn: Connection) -> None:
        """Adds them to what is stored. A day on which nothing is left has no row."""
        changed = [(cell, sums) for cell, sums in sorted(self._cells.items()) if any(sums.values())]
        if not changed:
            return
        stored = columns(ActivityDay)
        conn.execute(_ADD, [{**cell._asdict(), **sums} for cell, sums in changed])
        lessened = [cell for cell, sums in changed if min(sums.values()) < 0]
        for part in batches(lessened):
            nothing = tuple_(stored.day, stored.manager_id).in_(part), *(stored[name] == 0 for name in SUMS)
            conn.execute(delete(table_of(ActivityDay)).where(*nothing))


def rebuild_activity_days(conn: Connection) -> None:
    """Counts every day anew."""
    conn.execute(delete(table_of(ActivityDay)))
    conn.execute(text(f"INSERT INTO activity_day ({_COLUMNS}) {_COUNTED}"))


def activity_days_differ(conn: Connection) -> list[ActivityCell]:
    """The days whose kept sums are not what their actions add up to; empty when all is well."""
    both = f"SELECT {_COLUMNS} FROM activity_day UNION ALL SELECT {_COLUMNS} FROM ({_COUNTED}) AS counted"
    some = " OR ".join(f"{name} <> 0" for name in SUMS)
    alone = f"SELECT {_COLUMNS} FROM ({both}) AS both_ways WHERE {some} GROUP BY {_COLUMNS} HAVING COUNT(*) = 1"
    rows = conn.execute(
        text(f"SELECT DISTINCT {', '.join(KEYS)} FROM ({alone}) AS alone").columns(day=Date, manager_id=BigInteger)
    )
    return sorted(ActivityCell(*row) for row in rows)
