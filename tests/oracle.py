"""The sales report computed the slow way: from lists of leads and payments, by docs/metrics.md and nothing else.

Shares no code with the program but its value types; money is Decimal kopecks, days come from ``datetime``, Russia's
holidays are written down for the months the random companies live in.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from sales_core.figures import Figure
from sales_core.periods import Month
from sales_core.scope import Scope

Cell = tuple[int, int]
RUSSIAN_WEEKDAYS_OFF = {date(2026, 11, 4), date(2026, 12, 31)}
"""From July to December 2026; not one Saturday is worked."""


@dataclass
class OracleLead:
    """``owners``: (since, user), the first since ever; ``closed_at``, ``deleted``: as they are in the end."""

    id: int
    owners: list[tuple[int, int]]
    pipeline: int
    deal_type: int = 0
    price: int = 0
    archived: bool = False
    closed_at: int | None = None
    deleted: bool = False

    @property
    def owner(self) -> int:
        return self.owners[-1][1]

    def owner_at(self, at: int) -> int:
        return [user for since, user in self.owners if since <= at][-1]


@dataclass
class OraclePayment:
    """``marked_at``: when somebody said it was paid. ``moved_to``: whom an admin gave the credit to; ``shares``: by
    manager, where several have it."""

    key: str
    lead: OracleLead
    amount: int
    due_on: date
    paid_on: date | None = None
    marked_at: int | None = None
    moved_to: int | None = None
    shares: dict[int, Decimal] = field(default_factory=dict)


@dataclass
class Oracle:
    """``shares``: (deal type, first day of the effective month) → share. ``groups``: user → department.

    ``plans``: (manager, month, deal type or 0) → amount as set; ``employed``: manager → (first, last day), counted only
    where it ``prorates``.
    """

    zone: ZoneInfo
    leads: list[OracleLead] = field(default_factory=list)
    payments: list[OraclePayment] = field(default_factory=list)
    shares: dict[tuple[int, date], Decimal] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    plans: dict[tuple[int, Month, int], int] = field(default_factory=dict)
    employed: dict[int, tuple[date | None, date | None]] = field(default_factory=dict)
    days_off: set[date] = field(default_factory=set)
    prorates: bool = False

    def behind(self, scope: Scope, figure: Figure) -> Iterator[tuple[Cell, str, int, int]]:
        """(cell, key of the payment or ``lead:id``, amount, margin) of everything in one of the basic figures: of a
        payment that several managers share, of each of them.

        A lead whose unpaid payments add up to nothing is not lost for anything.
        """
        first = date(scope.month.year, scope.month.month, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        for payment in self.payments:
            lead = payment.lead
            if figure is Figure.LOST and not self._unpaid(lead):
                continue
            if self._is_in(payment, figure, first, last, scope.as_of):
                for manager, amount, margin in self._held(payment):
                    if self._passes(scope, manager, lead):
                        yield (manager, lead.deal_type), payment.key, amount, margin
        if figure is Figure.LOST:
            with_payments = {payment.lead.id for payment in self.payments}
            for lead in self.leads:
                is_lost = lead.id not in with_payments and lead.price and self._lost_in(lead, first, last)
                if is_lost and self._passes(scope, lead.owner, lead):
                    yield (lead.owner, lead.deal_type), f"lead:{lead.id}", lead.price, 0

    def figures(self, scope: Scope) -> dict[Cell, dict[str, int]]:
        """By manager and deal type: every figure that is not zero, ``lost_leads`` and ``overdue_count`` too."""
        found: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for figure in (Figure.FACT, Figure.REVENUE, Figure.PAID, Figure.PENDING, Figure.OVERDUE, Figure.CARRIED):
            for cell, _, amount, margin in self.behind(scope, figure):
                found[cell][figure.value] += amount if figure is Figure.REVENUE else margin
                found[cell]["overdue_count"] += figure in (Figure.OVERDUE, Figure.CARRIED)
        lost: dict[tuple[Cell, int], int] = defaultdict(int)
        by_key = {payment.key: payment.lead.id for payment in self.payments}
        for cell, key, amount, _ in self.behind(scope, Figure.LOST):
            lost[cell, by_key.get(key) or int(key.removeprefix("lead:"))] += amount
        for (cell, _), amount in lost.items():
            found[cell]["lost"] += amount
            found[cell]["lost_leads"] += amount != 0
        plain = {cell: {name: sum_ for name, sum_ in sums.items() if sum_} for cell, sums in found.items()}
        return {cell: sums for cell, sums in plain.items() if sums}

    def month_plans(self, manager: int, month: Month) -> dict[int, int]:
        """The manager's plans by deal type, each cut to the days they were there."""
        plans = {type_: amount for (who, when, type_), amount in self.plans.items() if (who, when) == (manager, month)}
        hired, dismissed = self.employed.get(manager, (None, None)) if self.prorates else (None, None)
        days = self.working_days(month)
        there = [day for day in days if (not hired or hired <= day) and (not dismissed or day <= dismissed)]
        if not there:
            return {}
        return {
            of_type: int((Decimal(amount * len(there)) / len(days)).quantize(Decimal(1), ROUND_HALF_UP))
            for of_type, amount in plans.items()
        }

    def working_days(self, month: Month) -> list[date]:
        days = [date(month.year, month.month, 1) + timedelta(days=n) for n in range(31)]
        off = RUSSIAN_WEEKDAYS_OFF | self.days_off
        return [day for day in days if day.month == month.month and day.isoweekday() < 6 and day not in off]

    def _unpaid(self, lead: OracleLead) -> int:
        return sum(payment.amount for payment in self.payments if payment.lead is lead and payment.paid_on is None)

    def _held(self, payment: OraclePayment) -> list[tuple[int, int, int]]:
        """(manager, amount, margin) of whoever has it or a share of it."""
        margin = self.margin(payment)
        if payment.paid_on is None or not payment.shares:
            return [(self._manager(payment), payment.amount, margin)]
        managers = sorted(payment.shares, key=lambda manager: (-payment.shares[manager], manager))
        shares = [payment.shares[manager] for manager in managers]
        return list(zip(managers, _portions(payment.amount, shares), _portions(margin, shares), strict=True))

    def _manager(self, payment: OraclePayment) -> int:
        if payment.paid_on is None:
            return payment.lead.owner
        if payment.moved_to is not None:
            return payment.moved_to
        midnight = datetime.combine(payment.paid_on + timedelta(days=1), time(), self.zone)
        assert payment.marked_at is not None
        return payment.lead.owner_at(min(payment.marked_at, int(midnight.timestamp()) - 1))

    def _passes(self, scope: Scope, manager: int, lead: OracleLead) -> bool:
        return (
            (not scope.deal_types or lead.deal_type in scope.deal_types)
            and (not scope.pipelines or lead.pipeline in scope.pipelines)
            and (not scope.departments or self.groups.get(manager) in scope.departments)
        )

    def _is_in(self, payment: OraclePayment, figure: Figure, first: date, last: date, as_of: date) -> bool:
        due_inside = first <= payment.due_on <= last
        if payment.paid_on is not None:
            if figure in (Figure.FACT, Figure.REVENUE):
                return first <= payment.paid_on <= last
            return figure is Figure.PAID and due_inside
        if payment.lead.deleted:
            return False
        if payment.lead.archived:
            return figure is Figure.LOST and self._lost_in(payment.lead, first, last)
        if figure is Figure.CARRIED:
            return first <= as_of <= last and payment.due_on < first
        is_overdue = payment.due_on < as_of
        return due_inside and figure is (Figure.OVERDUE if is_overdue else Figure.PENDING)

    def _lost_in(self, lead: OracleLead, first: date, last: date) -> bool:
        if not lead.archived or lead.deleted or lead.closed_at is None:
            return False
        return first <= datetime.fromtimestamp(lead.closed_at, UTC).astimezone(self.zone).date() <= last

    def margin(self, payment: OraclePayment) -> int:
        share = self._share(payment.lead.deal_type, payment.paid_on or payment.due_on)
        return int((Decimal(payment.amount) * share).quantize(Decimal(1), ROUND_HALF_UP))

    def _share(self, deal_type: int, day: date) -> Decimal:
        since = sorted(start for of_type, start in self.shares if of_type == deal_type)
        if not since:
            return Decimal(1)
        passed = [start for start in since if start <= day]
        return self.shares[deal_type, passed[-1] if passed else since[0]]


def _portions(total: int, shares: list[Decimal]) -> list[int]:
    """Every kopeck that is nobody's in full goes to who has the most of one, the earlier of equals."""
    exact = [abs(total) * share for share in shares]
    portions = [int(portion) for portion in exact]
    most_first = sorted(range(len(shares)), key=lambda n: (portions[n] - exact[n], n))
    for n in most_first[: abs(total) - sum(portions)]:
        portions[n] += 1
    return portions if total >= 0 else [-portion for portion in portions]
