"""The comparison of managers as a JSON document (docs/commands.md)."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from sales_core.comparison import TOLD, Unit
from sales_core.comparison_scope import PAST, When
from sales_core.delivery.documents import deal_type_reference
from sales_core.money import Currency, plain_ratio
from sales_core.reports.comparison import Cell, Compared, Comparison, MeasureRow
from sales_core.reports.comparison_values import Value

Document = dict[str, Any]


def build_comparison_document(report: Comparison) -> Document:
    """``tablo report compare --format json``: managers by name, measures in the report's order, each with a value for
    every manager. ``to`` is the last day; what is not known is null."""
    scope = report.scope.scope
    return {
        "report": "comparison",
        "month": str(scope.month),
        "as_of": scope.as_of.isoformat(),
        "currency": report.currency.code,
        "filters": {
            "deal_types": [type_id or None for type_id in scope.deal_types],
            "pipelines": list(scope.pipelines),
        },
        "days": {when.value: _days(report, when) for when in When},
        "is_complete": report.is_complete,
        "managers": [_manager(compared) for compared in report.managers],
        "measures": _rows(report.rows, report),
        "deal_types": [
            {
                "deal_type": deal_type_reference(each.deal_type.id, each.deal_type.name),
                "measures": _rows(each.rows, report),
            }
            for each in report.deal_types
        ],
    }


def _days(report: Comparison, when: When) -> Document | None:
    """``None`` for no day at all."""
    days = report.scope.days(when)
    return {"from": days.first.isoformat(), "to": days.last.isoformat()} if days.length else None


def _manager(compared: Compared) -> Document:
    manager, left_on = compared.manager, compared.left_on
    return {
        "id": manager.id or None,
        "name": manager.name or None,
        "left_on": left_on.isoformat() if left_on else None,
    }


def _rows(rows: Sequence[MeasureRow], report: Comparison) -> list[Document]:
    return [
        {
            "measure": row.measure.value,
            "unit": TOLD[row.measure].unit.value,
            "better": TOLD[row.measure].better.value,
            "values": [
                {"manager_id": compared.manager.id or None} | _cell(cell, report.currency)
                for compared, cell in zip(report.managers, row.cells, strict=True)
            ],
        }
        for row in rows
    ]


def _cell(cell: Cell, currency: Currency) -> Document:
    past = {when.value: _plain(cell.past[when], cell.unit, currency) for when in PAST}
    return {"now": _plain(cell.now, cell.unit, currency)} | past | {"is_best": cell.is_best}


def _plain(value: Value, unit: Unit, currency: Currency) -> str | int | None:
    """Amounts and ratios as in the other documents."""
    if value is None:
        return None
    if unit is Unit.MONEY:
        return currency.plain(int(value))
    return int(value) if unit in {Unit.COUNT, Unit.SECONDS} else plain_ratio(Fraction(value))
