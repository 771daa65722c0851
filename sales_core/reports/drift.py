"""What became of a closed month since: its payments as they are now beside the frozen figures. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from sales_core.closed_months import Closing
from sales_core.figures import Sums, add_up
from sales_core.money import Currency
from sales_core.reports.bonus import compute_bonus
from sales_core.reports.breakdown import BehindLine
from sales_core.reports.sales import DealType, DealTypeRow, Manager, ManagerRow, SalesReport


@dataclass(frozen=True, slots=True)
class TypeDrift:
    deal_type: DealType
    sums: Sums


@dataclass(frozen=True, slots=True)
class ManagerDrift:
    """``sums``: present figures less frozen ones. ``plan``, ``bonus``: frozen; ``plan_now``: as it is set now.

    ``bonus_now``: what the present fact would earn by the frozen plan and scale. ``posted``: what adjustments make up
    for already.
    """

    manager: Manager
    sums: Sums
    plan: int | None
    plan_now: int | None
    bonus: int | None
    bonus_now: int | None
    posted: int
    deal_types: tuple[TypeDrift, ...]

    @property
    def bonus_moved(self) -> int:
        return (self.bonus_now or 0) - (self.bonus or 0)

    @property
    def to_post(self) -> int:
        return self.bonus_moved - self.posted

    @property
    def is_nothing(self) -> bool:
        return self.sums == Sums() and not self.deal_types and self.plan == self.plan_now and not self.posted


class LineDrift(NamedTuple):
    """A payment (or lost lead without payments) as it was frozen and as it is: ``None`` where it is not among those
    behind the month's figures."""

    before: BehindLine | None
    after: BehindLine | None


@dataclass(frozen=True, slots=True)
class Drift:
    """Managers and payments of which something is different now. The rows' sums and the differences of the lines both
    add up to ``total``."""

    closing: Closing
    currency: Currency
    rows: tuple[ManagerDrift, ...]
    total: Sums
    lines: tuple[LineDrift, ...]

    @property
    def bonus_moved(self) -> int:
        return sum(row.bonus_moved for row in self.rows)

    @property
    def posted(self) -> int:
        return sum(row.posted for row in self.rows)

    @property
    def to_post(self) -> dict[int, int]:
        """What is not made up for yet, by manager."""
        return {row.manager.id: row.to_post for row in self.rows if row.to_post}


class Versions(NamedTuple):
    """A month's report and all that is behind its figures, unfiltered."""

    report: SalesReport
    lines: Sequence[BehindLine]


def build_drift(
    closing: Closing, frozen: Versions, present: Versions, bonus_unit: int, posted: Mapping[int, int]
) -> Drift:
    """Present figures less frozen ones, both as of the closing. ``posted``: what is made up for already, by manager."""
    was = {row.manager.id: row for row in frozen.report.rows}
    now = {row.manager.id: row for row in present.report.rows}

    def compared(manager_id: int) -> ManagerDrift:
        before, after = was.get(manager_id), now.get(manager_id)
        plan = before.plan if before else None
        fact = after.sums.fact if after else 0
        return ManagerDrift(
            manager=_manager(before, after) or Manager(manager_id, ""),
            sums=_sums(after) - _sums(before),
            plan=plan,
            plan_now=after.plan if after else None,
            bonus=before.bonus.amount if before else None,
            bonus_now=compute_bonus(fact, plan, frozen.report.scale, bonus_unit).amount,
            posted=posted.get(manager_id, 0),
            deal_types=tuple(_types(before, after)),
        )

    rows = [row for row in map(compared, sorted(was.keys() | now.keys() | posted.keys())) if not row.is_nothing]
    return Drift(
        closing=closing,
        currency=frozen.report.currency,
        rows=tuple(sorted(rows, key=lambda row: (row.manager.others, row.manager.name.casefold(), row.manager.id))),
        total=add_up([Sums(), *(row.sums for row in rows)]),
        lines=tuple(_different(frozen.lines, present.lines)),
    )


def _manager(before: ManagerRow | None, after: ManagerRow | None) -> Manager | None:
    row = after or before
    return row.manager if row else None


def _sums(row: ManagerRow | DealTypeRow | None) -> Sums:
    """The figures; how many payments are overdue is none."""
    return replace(row.sums, overdue_count=0) if row else Sums()


def _types(before: ManagerRow | None, after: ManagerRow | None) -> Iterator[TypeDrift]:
    was, now = ({row.deal_type.id: row for row in each.deal_types} if each else {} for each in (before, after))
    for deal_type_id in sorted(was.keys() | now.keys()):
        sums = _sums(now.get(deal_type_id)) - _sums(was.get(deal_type_id))
        if sums != Sums():
            yield TypeDrift((now.get(deal_type_id) or was[deal_type_id]).deal_type, sums)


def _different(before: Iterable[BehindLine], after: Iterable[BehindLine]) -> Iterator[LineDrift]:
    """The payments that are not what they were, in the order of payments. One that several share has several lines."""
    was, now = _grouped(before, _identity), _grouped(after, _identity)
    for key in sorted(was.keys() | now.keys(), key=lambda key: (key[0] is None, key)):
        gone = _less(was.get(key, []), now.get(key, []))
        come = _less(now.get(key, []), was.get(key, []))
        yield from map(LineDrift._make, zip_longest(gone, come))


def _less(lines: Iterable[BehindLine], others: Iterable[BehindLine]) -> list[BehindLine]:
    there = {_counted(line) for line in others}
    return [line for line in lines if _counted(line) not in there]


def _identity(line: BehindLine) -> tuple[int | None, int]:
    return line.payment_id, line.lead_id


def _counted(line: BehindLine) -> tuple[Hashable, ...]:
    """What of a line any figure depends on."""
    return (
        line.manager.id, line.deal_type.id, line.amount_minor, line.margin_minor, line.due_on, line.paid_on, line.state,
    )  # fmt: skip


def _grouped(
    lines: Iterable[BehindLine], key: Callable[[BehindLine], tuple[int | None, int]]
) -> dict[tuple[int | None, int], list[BehindLine]]:
    groups = defaultdict(list)
    for line in lines:
        groups[key(line)].append(line)
    return groups
