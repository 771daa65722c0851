"""Conversion from status to status and closed deals computed the slow way: from the lives of deals, by docs/metrics.md.

Shares no code with the program.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from statistics import median
from zoneinfo import ZoneInfo

WON, ARCHIVED = 142, 143


@dataclass
class DealLife:
    """``stages``: (since, pipeline, status), the first since the deal was created; each its own second."""

    id: int
    stages: list[tuple[int, int, int]]
    owner: int
    deal_type: int = 0
    price: int = 0
    reason: int = 0
    closed_at: int | None = None
    deleted: bool = False

    @property
    def present(self) -> tuple[int, int]:
        return self.stages[-1][1:]


@dataclass
class LivesOracle:
    """``ladder``: the statuses of each pipeline in order, won the last; ``departments``: of each manager."""

    zone: ZoneInfo
    ladder: dict[int, list[int]]
    departments: dict[int, int]
    deals: list[DealLife]

    def cohort(self, pipeline: int, first: date, end: date, **filters: tuple[int, ...]) -> list[DealLife]:
        """Those that stood in the pipeline for the first time on one of the days."""
        found = []
        for deal in self._passing(**filters):
            there = [at for at, of, _ in deal.stages if of == pipeline]
            if there and first <= self._day(there[0]) < end:
                found.append(deal)
        return found

    def reached(self, pipeline: int, status: int, cohort: Iterable[DealLife]) -> set[int]:
        ladder = self.ladder[pipeline]
        counting = set(ladder[ladder.index(status) :])
        return {deal.id for deal in cohort if any(of == pipeline and at in counting for _, of, at in deal.stages)}

    def median_days(self, pipeline: int, status: int, cohort: Iterable[DealLife]) -> Fraction | None:
        ladder = self.ladder[pipeline]
        later = ladder[ladder.index(status) + 1 :]
        passed = []
        for deal in cohort:
            stood = [since for since, of, at in deal.stages if (of, at) == (pipeline, status)]
            further = [since for since, of, at in deal.stages if of == pipeline and at in later]
            if stood and further and stood[0] < further[0]:
                passed.append(Fraction(further[0] - stood[0], 86_400))
        return median(passed) if passed else None

    def outcomes(self, pipeline: int, cohort: Sequence[DealLife]) -> dict[str, int]:
        counts = Counter({"open": 0, "won": 0, "archived": 0, "moved": 0})
        for deal in cohort:
            of, status = deal.present
            counts["moved" if of != pipeline else {WON: "won", ARCHIVED: "archived"}.get(status, "open")] += 1
        return dict(counts)

    def closed(
        self, status: int, first: date, end: date, pipelines: tuple[int, ...] = (), **filters: tuple[int, ...]
    ) -> list[DealLife]:
        return [
            deal
            for deal in self._passing(**filters)
            if deal.present[1] == status
            and (not pipelines or deal.present[0] in pipelines)
            and deal.closed_at is not None
            and first <= self._day(deal.closed_at) < end
        ]

    def by_reason(self, deals: Iterable[DealLife]) -> dict[int, tuple[int, int]]:
        """How many and their budgets, by reason."""
        found: dict[int, list[int]] = defaultdict(list)
        for deal in deals:
            found[deal.reason].append(deal.price)
        return {reason: (len(prices), sum(prices)) for reason, prices in found.items()}

    def _passing(self, deal_types: tuple[int, ...] = (), departments: tuple[int, ...] = ()) -> list[DealLife]:
        return [
            deal
            for deal in self.deals
            if not deal.deleted
            and (not deal_types or deal.deal_type in deal_types)
            and (not departments or self.departments.get(deal.owner) in departments)
        ]

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at, UTC).astimezone(self.zone).date()
