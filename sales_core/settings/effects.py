"""What unsaved decisions do to a month's report, told before they are saved."""

from collections.abc import Iterable
from dataclasses import dataclass

from sales_core.decisions import Change
from sales_core.reporting import load_sales_report
from sales_core.reports.sales import ManagerRow, SalesReport, TotalRow
from sales_core.settings.rehearsal import rehearse
from sales_core.store.database import Database

Row = ManagerRow | TotalRow


@dataclass(frozen=True, slots=True)
class Effect:
    """The same month as it is and as it would be."""

    before: SalesReport
    after: SalesReport

    @property
    def is_none(self) -> bool:
        return not self.changed and _figures(self.before.total) == _figures(self.after.total)

    @property
    def changed(self) -> list[tuple[ManagerRow | None, ManagerRow | None]]:
        """The managers whose figures differ, before and after; ``None`` where there is no row. In the order after."""
        before = {row.manager.id: row for row in self.before.rows}
        after = {row.manager.id: row for row in self.after.rows}
        ids = [*after, *(id_ for id_ in before if id_ not in after)]
        pairs = [(before.get(id_), after.get(id_)) for id_ in ids]
        return [(was, will) for was, will in pairs if was is None or will is None or _figures(was) != _figures(will)]


def _figures(row: Row) -> tuple[object, ...]:
    bonus = row.bonus.amount if isinstance(row, ManagerRow) else row.bonus
    return row.plan, row.percent, bonus, row.sums


def load_effect(database: Database, changes: Iterable[Change], before: SalesReport) -> Effect:
    """``before``: the report as it is; the one after is of the same scope, and what it will be once these are saved."""
    return Effect(before, rehearse(database, changes, lambda conn: load_sales_report(conn, before.scope)))
