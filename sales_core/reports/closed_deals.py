"""Deals closed in some days: archived ones by loss reason and by manager, and those won.

The definitions in words are in ``docs/metrics.md``. Pure: counts in, a frozen report out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sales_core.activity_scope import Days
from sales_core.closed_deals import NO_REASON, Closed, ClosedCell
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.reports.sales import Manager


@dataclass(frozen=True, slots=True)
class LossReason:
    """Id 0 is «Причина не указана»; its name is empty and said by whoever shows it."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    reason: LossReason
    archived: Closed


@dataclass(frozen=True, slots=True)
class ClosedRow:
    """``reasons``: in the report's order, those with a deal."""

    manager: Manager
    archived: Closed
    reasons: tuple[ReasonRow, ...]
    won: Closed


@dataclass(frozen=True, slots=True)
class ClosedDealsReport:
    """``reasons``: the most frequent first, «Причина не указана» where it falls; they add up to ``archived``, as the
    rows do. Those outside the report come last."""

    days: Days
    reasons: tuple[ReasonRow, ...]
    rows: tuple[ClosedRow, ...]
    archived: Closed
    won: Closed


def build_closed_deals_report(
    cells: Iterable[ClosedCell],
    days: Days,
    managers: Mapping[int, Manager],
    in_report: frozenset[int],
    reason_names: Mapping[int, str],
) -> ClosedDealsReport:
    """A row for everyone with a deal closed; ``managers``: every user there ever was."""
    archived: dict[int, dict[int, Closed]] = {}
    won: dict[int, Closed] = {}
    for cell in cells:
        if cell.status_id == ARCHIVED_STATUS:
            reasons = archived.setdefault(cell.manager_id, {})
            reasons[cell.reason_id] = reasons.get(cell.reason_id, Closed()) + cell.closed
        else:
            won[cell.manager_id] = won.get(cell.manager_id, Closed()) + cell.closed
    overall: dict[int, Closed] = {}
    for reasons in archived.values():
        for reason_id, closed in reasons.items():
            overall[reason_id] = overall.get(reason_id, Closed()) + closed
    rows = [
        ClosedRow(
            manager=replace(managers.get(id_) or Manager(id_, f"#{id_}"), others=id_ not in in_report),
            archived=sum(archived.get(id_, {}).values(), Closed()),
            reasons=_reason_rows(archived.get(id_, {}), reason_names),
            won=won.get(id_, Closed()),
        )
        for id_ in archived.keys() | won.keys()
    ]
    return ClosedDealsReport(
        days=days,
        reasons=_reason_rows(overall, reason_names),
        rows=tuple(sorted(rows, key=_by_archived)),
        archived=sum(overall.values(), Closed()),
        won=sum(won.values(), Closed()),
    )


def _reason_rows(found: Mapping[int, Closed], names: Mapping[int, str]) -> tuple[ReasonRow, ...]:
    rows = (
        ReasonRow(LossReason(id_, names.get(id_, f"#{id_}") if id_ != NO_REASON else ""), closed)
        for id_, closed in found.items()
    )
    return tuple(
        sorted(
            rows,
            key=lambda row: (-row.archived.count, -row.archived.lost_minor, row.reason.name.casefold(), row.reason.id),
        )
    )


def _by_archived(row: ClosedRow) -> tuple[bool, int, int, str, int]:
    return row.manager.others, -row.archived.count, -row.won.count, row.manager.name.casefold(), row.manager.id
