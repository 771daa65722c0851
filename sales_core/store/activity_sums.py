"""The roll-ups of actions by day and by month, and with them that by hour: kept by differences, and rebuilt as a check.

The differences are counted here one by one and the rebuilding is one statement over the table, so that the nightly
comparison of the two says something.
"""

# ruff: noqa: S608 - the statements are put together from this module's own constants

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection, Date, String, TextClause, bindparam, text
from sqlalchemy.types import TypeEngine

from sales_core.activity import ActionKind
from sales_core.periods import Month
from sales_core.store.action_of import ActionRow
from sales_core.store.activity_hours import HourDifferences, activity_hours_differ, rebuild_activity_hours

TALK = "talk_s"
SUMS = (*(kind.value for kind in ActionKind), TALK)
_SUM_COLUMNS = ", ".join(SUMS)
_IS_ANY = " OR ".join(f"{name} <> 0" for name in SUMS)
_COUNTED = (
    ", ".join(f"CAST(SUM(CASE WHEN kind = '{kind}' THEN 1 ELSE 0 END) AS INTEGER) AS {kind}" for kind in ActionKind)
    + f", CAST(SUM(seconds) AS BIGINT) AS {TALK}"
)


class ActivityCell(NamedTuple):
    """The key of one row; ``period``: a day or a month as text."""

    period: str
    manager_id: int


class _RollUp(NamedTuple):
    """``period``: the column of that name; ``of_action``: the same of an action, in SQL."""

    table: str
    period: str
    type: TypeEngine[Any]
    of_action: str

    @property
    def columns(self) -> str:
        return f"{self.period}, manager_id, {_SUM_COLUMNS}"

    @property
    def counted(self) -> str:
        """The query for every sum."""
        keys = f"{self.of_action} AS {self.period}, manager_id"
        return f"SELECT {keys}, {_COUNTED} FROM action GROUP BY {self.of_action}, manager_id"

    @property
    def adding(self) -> TextClause:
        values = ", ".join(f":{name}" for name in (self.period, "manager_id", *SUMS))
        added = ", ".join(f"{name} = {self.table}.{name} + excluded.{name}" for name in SUMS)
        return text(
            f"INSERT INTO {self.table} ({self.columns}) VALUES ({values}) "
            f"ON CONFLICT ({self.period}, manager_id) DO UPDATE SET {added}"
        ).bindparams(bindparam(self.period, type_=self.type))

    @property
    def sweeping(self) -> TextClause:
        """Takes away a row of zeros."""
        key = f"{self.period} = :{self.period} AND manager_id = :manager_id"
        sweep = text(f"DELETE FROM {self.table} WHERE {key} AND NOT ({_IS_ANY})")
        return sweep.bindparams(bindparam(self.period, type_=self.type))


_DAYS = _RollUp("activity_day", "day", Date(), "day")
_MONTHS = _RollUp("activity_month", "month", String(), "substr(CAST(day AS VARCHAR), 1, 7)")
_STATEMENTS = {roll_up: (roll_up.adding, roll_up.sweeping) for roll_up in (_DAYS, _MONTHS)}


class ActivityDifferences:
    """What a transaction changes in the roll-ups."""

    def __init__(self) -> None:
        self._cells: dict[_RollUp, dict[tuple[Any, int], dict[str, int]]] = {_DAYS: {}, _MONTHS: {}}
        self._hours = HourDifferences()

    def count(self, action: ActionRow, sign: int) -> None:
        """Of an action taken out or put in."""
        for roll_up, period in ((_DAYS, action.day), (_MONTHS, str(Month.of(action.day)))):
            sums = self._cells[roll_up].setdefault((period, action.manager_id), dict.fromkeys(SUMS, 0))
            sums[action.kind] += sign
            sums[TALK] += sign * action.seconds
        self._hours.count(action, sign)

    def save(self, conn: Connection) -> None:
        """Adds them to what is stored, once the actions themselves are. Where nothing is left there is no row."""
        for roll_up, cells in self._cells.items():
            changed = [(key, sums) for key, sums in sorted(cells.items()) if any(sums.values())]
            rows = [{roll_up.period: period, "manager_id": id_, **sums} for (period, id_), sums in changed]
            _save(conn, roll_up, rows)
        self._hours.save(conn)


def _save(conn: Connection, roll_up: _RollUp, rows: Sequence[dict[str, Any]]) -> None:
    adding, sweeping = _STATEMENTS[roll_up]
    if rows:
        conn.execute(adding, rows)
    lessened = [
        {name: row[name] for name in (roll_up.period, "manager_id")}
        for row in rows
        if min(row[name] for name in SUMS) < 0
    ]
    if lessened:
        conn.execute(sweeping, lessened)


def rebuild_activity_sums(conn: Connection) -> None:
    """Counts every day, its hours and every month anew."""
    for roll_up in _STATEMENTS:
        conn.execute(text(f"DELETE FROM {roll_up.table}"))
        conn.execute(text(f"INSERT INTO {roll_up.table} ({roll_up.columns}) {roll_up.counted}"))
    rebuild_activity_hours(conn)


def activity_sums_differ(conn: Connection) -> list[ActivityCell]:
    """The days and months whose kept sums are not what their actions add up to; empty when all is well."""
    differing = [*chain.from_iterable(_differing(conn, each) for each in _STATEMENTS), *activity_hours_differ(conn)]
    return sorted({ActivityCell(str(row[0]), row[1]) for row in differing})


def _differing(conn: Connection, roll_up: _RollUp) -> Sequence[Any]:
    columns = roll_up.columns
    both = f"SELECT {columns} FROM {roll_up.table} UNION ALL SELECT {columns} FROM ({roll_up.counted}) AS counted"
    alone = f"SELECT {columns} FROM ({both}) AS both_ways WHERE {_IS_ANY} GROUP BY {columns} HAVING COUNT(*) = 1"
    return conn.execute(text(f"SELECT DISTINCT {roll_up.period}, manager_id FROM ({alone}) AS alone")).all()
