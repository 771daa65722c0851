"""The payroll statement: what each manager's bonus of a month comes to, and what is paid beside it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sales_core.adjustments import Adjustment
from sales_core.reports.bonus import Slice, slices_of
from sales_core.reports.sales import Manager, ManagerRow, SalesReport


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """``figures``: the manager's row of the month's report, ``None`` for somebody who only has adjustments. ``slices``:
    what the bonus is the sum of, before cap and rounding; none where nothing is earned."""

    manager: Manager
    figures: ManagerRow | None
    slices: tuple[Slice, ...]
    adjustments: tuple[Adjustment, ...]

    @property
    def bonus(self) -> int | None:
        return self.figures.bonus.amount if self.figures else None

    @property
    def adjusted(self) -> int:
        return sum(adjustment.amount_minor for adjustment in self.adjustments)

    @property
    def to_pay(self) -> int:
        return (self.bonus or 0) + self.adjusted


@dataclass(frozen=True, slots=True)
class Payroll:
    """``report``: the month's, unfiltered; frozen where the month is closed, else what is said here is preliminary."""

    report: SalesReport
    rows: tuple[PayrollRow, ...]

    @property
    def is_preliminary(self) -> bool:
        return self.report.closing is None

    @property
    def bonus(self) -> int:
        return sum(row.bonus or 0 for row in self.rows)

    @property
    def adjusted(self) -> int:
        return sum(row.adjusted for row in self.rows)

    @property
    def to_pay(self) -> int:
        return sum(row.to_pay for row in self.rows)

    def row_of(self, manager_id: int) -> PayrollRow | None:
        return next((row for row in self.rows if row.manager.id == manager_id), None)


def build_payroll(report: SalesReport, adjustments: Iterable[Adjustment], managers: Mapping[int, Manager]) -> Payroll:
    """A row for each row of the report, and for everybody else who has an adjustment with the month."""
    of_manager: dict[int, list[Adjustment]] = {}
    for adjustment in adjustments:
        of_manager.setdefault(adjustment.manager_id, []).append(adjustment)
    rows = [
        PayrollRow(row.manager, row, _slices(row, report), tuple(of_manager.pop(row.manager.id, ())))
        for row in report.rows
    ]
    rows += [
        PayrollRow(managers.get(id_) or Manager(id_, ""), None, (), tuple(theirs))
        for id_, theirs in sorted(of_manager.items())
    ]
    return Payroll(report, tuple(rows))


def _slices(row: ManagerRow, report: SalesReport) -> tuple[Slice, ...]:
    if report.scale is None or not row.plan:
        return ()
    return slices_of(row.sums.fact, row.plan, report.scale.reached(row.sums.fact, row.plan))
