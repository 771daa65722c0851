"""Deals in work counted the slow way: from lists of leads, events, tasks and payments, by docs/metrics.md.

Shares no code with the program; what people did is told by the oracle of activity.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from math import ceil
from statistics import median_low
from typing import Any

from tests.activity_oracle import ActivityOracle

CLOSED = (142, 143)
REASONS = ("no_action", "no_task", "past_expected")


@dataclass
class Deal:
    """A lead as it is now; ``type`` 0: none."""

    id: int
    manager: int
    pipeline: int
    status: int
    price: int
    created_at: int
    type: int = 0
    deleted: bool = False
    closed_at: int | None = None


@dataclass
class Part:
    """A payment: ``margin`` of the whole of it."""

    lead: int
    amount: int
    margin: int
    is_paid: bool


@dataclass
class OpenDeal:
    """A deal in work and what is known of it; ``days`` as (in its status, since created, without action)."""

    deal: Deal
    days: tuple[int, int, int]
    reasons: set[str]
    unpaid: tuple[int, int, int]


@dataclass
class PipelineOracle:
    """``incoming``: the statuses «Неразобранное». Leads, notes and tasks of ``activity`` are those of its own world."""

    activity: ActivityOracle
    deals: list[Deal]
    payments: list[Part]
    incoming: set[int] = field(default_factory=set)

    def expected_days(self, today: date) -> dict[tuple[int, int], int]:
        """By pipeline and status, of the deals won in the last 180 days; five of them at least."""
        spent: dict[tuple[int, int], list[int]] = defaultdict(list)
        for deal in self.deals:
            is_won = deal.status == 142 and not deal.deleted and deal.closed_at is not None
            if is_won and self._day(deal.closed_at or 0) >= today - timedelta(days=180):
                for stage, seconds in self._stays(deal).items():
                    spent[stage].append(seconds)
        return {
            stage: ceil(sorted(all_of_it)[ceil(len(all_of_it) * 0.75) - 1] / 86_400)
            for stage, all_of_it in spent.items()
            if len(all_of_it) >= 5
        }

    def open_deals(self, today: date, stuck_days: int, expected: dict[tuple[int, int], int]) -> list[OpenDeal]:
        acted = self._acted()
        found = []
        for deal in self.deals:
            if deal.deleted or deal.status in CLOSED:
                continue
            moments = (self._entered(deal), deal.created_at, max(deal.created_at, acted.get(deal.id, 0)))
            in_stage, age, idle = ((today - self._day(at)).days for at in moments)
            usual = expected.get((deal.pipeline, deal.status))
            holds = (idle > stuck_days, not self._open_tasks(deal), usual is not None and in_stage > usual)
            reasons = {name for name, is_so in zip(REASONS, holds, strict=True) if is_so}
            unpaid = [each for each in self.payments if each.lead == deal.id and not each.is_paid]
            found.append(OpenDeal(
                deal, (max(0, in_stage), max(0, age), max(0, idle)),
                set() if deal.status in self.incoming else reasons,
                (len(unpaid), sum(each.amount for each in unpaid), sum(each.margin for each in unpaid)),
            ))  # fmt: skip
        return found

    def closed(self, first: date, last: date, status: int) -> list[Deal]:
        return [
            deal
            for deal in self.deals
            if deal.status == status and not deal.deleted and deal.closed_at is not None
            and first <= self._day(deal.closed_at) <= last
        ]  # fmt: skip

    def paid(self, lead: int) -> int:
        return sum(each.amount for each in self.payments if each.lead == lead and each.is_paid)

    def _entered(self, deal: Deal) -> int:
        into = [at for at, _, after in self._moves(deal.id) if after == (deal.pipeline, deal.status)]
        return max(into, default=deal.created_at)

    def _stays(self, deal: Deal) -> dict[tuple[int, int], int]:
        stays: Counter[tuple[int, int]] = Counter()
        since = deal.created_at
        for at, before, after in self._moves(deal.id):
            if before != after:
                stays[before] += max(0, at - since)
                since = at
        return dict(stays)

    def _moves(self, lead: int) -> list[tuple[int, tuple[int, int], tuple[int, int]]]:
        def stage(value: Any) -> tuple[int, int]:
            return value[0]["lead_status"]["pipeline_id"], value[0]["lead_status"]["id"]

        of_lead = [
            event
            for event in self.activity.events
            if event["type"] == "lead_status_changed" and (event["entity_type"], event["entity_id"]) == ("lead", lead)
        ]
        of_lead.sort(key=lambda event: (event["created_at"], event["id"]))
        return [(event["created_at"], stage(event["value_before"]), stage(event["value_after"])) for event in of_lead]

    def _acted(self) -> dict[int, int]:
        """What people did; and a mail counts for each deal it hangs on."""
        moments: dict[int, int] = defaultdict(int)
        for done in self.activity.done():
            if done.manager:
                moments[done.lead] = max(moments[done.lead], done.at)
        for event in self.activity.events:
            is_mail = event["type"] == "incoming_mail" or (event["type"] == "outgoing_mail" and event["created_by"])
            if is_mail and event["entity_type"] == "lead":
                moments[event["entity_id"]] = max(moments[event["entity_id"]], event["created_at"])
        return moments

    def _open_tasks(self, deal: Deal) -> list[Any]:
        return [
            task
            for task in self.activity.tasks.values()
            if (task["entity_type"], task["entity_id"]) == ("leads", deal.id)
            and not task["is_completed"] and task["deleted_at"] is None
        ]  # fmt: skip

    def _day(self, at: int) -> date:
        return datetime.fromtimestamp(at, UTC).astimezone(self.activity.zone).date()


def ages(days: list[int]) -> tuple[int, int] | None:
    return (median_low(days), max(days)) if days else None
