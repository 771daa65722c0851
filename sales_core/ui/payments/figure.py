"""The figure a reader clicked, as the report has it: whose it is, what it is called and what it comes to."""

from dataclasses import dataclass
from fractions import Fraction

from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.i18n import Language
from sales_core.reports.sales import DealTypeRow, ManagerRow, SalesReport, TotalRow
from sales_core.ui.treegrid import Opened
from sales_core.ui.treegrid.columns import build_columns

Row = ManagerRow | TotalRow | DealTypeRow


@dataclass(frozen=True, slots=True)
class ClickedFigure:
    """``minor`` is what the report shows; ``behind_minor`` what its payments come to (another figure only for a bonus),
    ``None`` where the report cannot tell: a bonus is earned by the whole month while the report is filtered."""

    owner: str
    path: str
    title: str
    minor: int
    behind_minor: int | None
    percent: Fraction | None


def find_figure(report: SalesReport, opened: Opened, language: Language) -> ClickedFigure | None:
    """``None`` when the row is no longer in the report."""
    row = _row(report, opened)
    if row is None:
        return None
    column = next(column for column in build_columns(report, language) if column.id == opened.column)
    minor = _minor(row, opened.column)
    is_bonus = opened.column == "bonus"
    behind = None if is_bonus and report.scope.narrows_payments else row.sums.fact if is_bonus else minor
    return ClickedFigure(
        owner=_owner(report, opened, language),
        path=f"{column.group} → {column.title}" if column.group else column.title,
        title=column.title,
        minor=minor,
        behind_minor=behind,
        percent=_percent(row, opened.column),
    )


def _row(report: SalesReport, opened: Opened) -> Row | None:
    managers = (row for row in report.rows if row.manager.id == opened.manager_id)
    row = report.total if opened.manager_id is None else next(managers, None)
    if row is None or opened.deal_type_id is None:
        return row
    return next((kid for kid in row.deal_types if kid.deal_type.id == opened.deal_type_id), None)


def _minor(row: Row, column: str) -> int:
    sums = row.sums
    if column == "bonus":
        return (row.bonus.amount if isinstance(row, ManagerRow) else row.bonus) or 0
    if column == "overdue":
        return sums.overdue + sums.carried
    return int(getattr(sums, column))


def _percent(row: Row, column: str) -> Fraction | None:
    if column == "fact":
        return row.percent
    return row.forecast_percent if column == "forecast" and not isinstance(row, DealTypeRow) else None


def _owner(report: SalesReport, opened: Opened, language: Language) -> str:
    owner = language.text("All managers")
    for row in report.rows:
        if row.manager.id == opened.manager_id:
            owner = manager_name(row.manager.id, row.manager.name, language)
    kids = (kid for kid in report.total.deal_types if kid.deal_type.id == opened.deal_type_id)
    kid = next(kids, None)
    return f"{owner}, {deal_type_name(kid.deal_type.id, kid.deal_type.name, language)}" if kid else owner
