"""The activity report computed the slow way: from lists of events, notes, tasks and leads, by docs/metrics.md.

Shares no code with the program but the names of kinds and figures.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sales_core.activity import ActionKind, ActivityFigure

Event = dict[str, Any]
BY_AUTHOR = {
    "common_note_added": "note",
    "attachment_note_added": "note",
    "outgoing_chat_message": "message_out",
    "outgoing_sms": "message_out",
    "outgoing_mail": "mail_out",
}


class Done(NamedTuple):
    kind: str
    manager: int
    at: int
    seconds: int
    lead: int


@dataclass
class HeldLead:
    """``owners``: (since, user), the first since ever."""

    id: int
    owners: list[tuple[int, int]]
    pipeline: int = 1
    deal_type: int = 0
    deleted: bool = False

    def owner_at(self, at: int) -> int:
        return [user for since, user in self.owners if since <= at][-1]


@dataclass
class ActivityOracle:
    """Notes and tasks by id, as rows of the database would be; ``departments``: of each user."""

    zone: ZoneInfo
    events: list[Event] = field(default_factory=list)
    notes: dict[int, dict[str, Any]] = field(default_factory=dict)
    tasks: dict[int, dict[str, Any]] = field(default_factory=dict)
    leads: dict[int, HeldLead] = field(default_factory=dict)
    departments: dict[int, int] = field(default_factory=dict)

    def done(self) -> list[Done]:
        """Every action there ever was."""
        seen: set[tuple[str, str]] = set()
        found = []
        for event in sorted(self.events, key=lambda event: (event["created_at"], event["id"])):
            action = self._action(event)
            if action is None:
                continue
            if event["type"] in {"incoming_mail", "outgoing_mail"}:
                letter = (event["type"], str((self._note(event) or {"params": {}})["params"].get("message_id") or ""))
                if letter[1] and letter in seen:
                    continue
                seen.add(letter)
            found.append(action)
        return found

    def counted(self, first: date, last: date, **filters: tuple[int, ...]) -> dict[int, dict[str, int]]:
        """By manager: how many of each kind within the two days, and ``talk``; nothing that is 0."""
        counts: dict[int, Counter[str]] = defaultdict(Counter)
        for each in self.within(first, last, **filters):
            counts[each.manager][each.kind] += 1
            counts[each.manager]["talk"] += each.seconds
        return {manager: {name: n for name, n in kinds.items() if n} for manager, kinds in counts.items()}

    def within(
        self,
        first: date,
        last: date,
        deal_types: tuple[int, ...] = (),
        departments: tuple[int, ...] = (),
        pipelines: tuple[int, ...] = (),
    ) -> list[Done]:
        def is_in(each: Done) -> bool:
            lead = self.leads.get(each.lead)
            return (
                first <= datetime.fromtimestamp(each.at, UTC).astimezone(self.zone).date() <= last
                and (not departments or self.departments.get(each.manager) in departments)
                and (not deal_types or (lead is not None and lead.deal_type in deal_types))
                and (not pipelines or (lead is not None and lead.pipeline in pipelines))
            )

        return [each for each in self.done() if is_in(each)]

    def overdue(self, now: int) -> dict[int, int]:
        found: Counter[int] = Counter()
        for task in self.tasks.values():
            lead = self.leads.get(task["entity_id"]) if task["entity_type"] == "leads" else None
            gone = task["deleted_at"] is not None or (lead is not None and lead.deleted)
            if not task["is_completed"] and not gone and task["complete_till"] < now:
                found[task["responsible_user_id"]] += 1
        return dict(found)

    def _action(self, event: Event) -> Done | None:
        by, at, kind = event["created_by"], event["created_at"], event["type"]
        lead = event["entity_id"] if event["entity_type"] == "lead" else 0
        note = self._note(event)
        if kind in BY_AUTHOR:
            return Done(BY_AUTHOR[kind], by, at, 0, lead)
        if kind in {"incoming_chat_message", "incoming_sms"}:
            return Done("message_in", self._holder(lead, at), at, 0, lead)
        if kind == "incoming_mail":
            return Done("mail_in", note["responsible_user_id"] if note else by, at, 0, lead)
        if kind in {"incoming_call", "outgoing_call"}:
            return self._call(event, note, lead)
        if kind == "task_completed":
            return self._task(event)
        return self._of_lead(event) if lead else None

    def _of_lead(self, event: Event) -> Done | None:
        at, kind, lead = event["created_at"], event["type"], event["entity_id"]
        if kind == "lead_status_changed":
            return Done("status_change", event["created_by"], at, 0, lead)
        if kind == "lead_added":
            return Done("lead_new", self._holder(lead, at), at, 0, lead)
        if kind == "entity_responsible_changed":
            return Done("lead_handed_over", event["value_after"][0]["responsible_user"]["id"], at, 0, lead)
        return None

    def _call(self, event: Event, note: dict[str, Any] | None, lead: int) -> Done:
        name = "call_in" if event["type"] == "incoming_call" else "call_out"
        seconds = int(note["params"].get("duration") or 0) if note else 0
        if not seconds:
            name += {"call_in": "_missed", "call_out": "_unanswered"}[name]
        talker = event["created_by"]
        if note:
            said = note["params"].get("call_responsible")
            talker = said if isinstance(said, int) else note["responsible_user_id"]
        return Done(name, talker, event["created_at"], seconds, lead)

    def _task(self, event: Event) -> Done:
        task = self.tasks.get(event["entity_id"])
        if task is None:
            return Done("task_on_time", event["created_by"], event["created_at"], 0, 0)
        kind = "task_late" if event["created_at"] > task["complete_till"] else "task_on_time"
        who = task["responsible_user_id"] if event["created_by"] else 0
        return Done(kind, who, event["created_at"], 0, task["entity_id"] if task["entity_type"] == "leads" else 0)

    def _note(self, event: Event) -> dict[str, Any] | None:
        first = event["value_after"][0] if event["value_after"] else {}
        return self.notes.get(first.get("note", {}).get("id"))

    def _holder(self, lead: int, at: int) -> int:
        return self.leads[lead].owner_at(at) if lead in self.leads else 0


BEHIND: dict[ActivityFigure, set[str]] = {
    ActivityFigure.MAILS_IN: {"mail_in"},
    ActivityFigure.MAILS_OUT: {"mail_out"},
    ActivityFigure.MAILS: {"mail_in", "mail_out"},
    ActivityFigure.CALLS_IN: {"call_in", "call_in_missed"},
    ActivityFigure.CALLS_OUT: {"call_out", "call_out_unanswered"},
    ActivityFigure.CALLS: {"call_in", "call_in_missed", "call_out", "call_out_unanswered"},
    ActivityFigure.CONNECTED: {"call_in", "call_out"},
    ActivityFigure.MESSAGES_IN: {"message_in"},
    ActivityFigure.MESSAGES_OUT: {"message_out"},
    ActivityFigure.MESSAGES: {"message_in", "message_out"},
    ActivityFigure.ON_TIME: {"task_on_time"},
    ActivityFigure.LATE: {"task_late"},
    ActivityFigure.DONE: {"task_on_time", "task_late"},
    ActivityFigure.STATUS_CHANGES: {"status_change"},
    ActivityFigure.LEADS_TAKEN: {"lead_new", "lead_handed_over"},
    ActivityFigure.NOTES: {"note"},
    ActivityFigure.TOTAL: {kind.value for kind in ActionKind},
}
"""The kinds that each figure counts."""
