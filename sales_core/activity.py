"""What people do in amoCRM, by kind, and the figures of the activity report made of it.

One table serves the report, the lists behind its figures, ``--figure`` on the command line and the tests; in words the
figures are in ``docs/metrics.md``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class ActionKind(StrEnum):
    """What one action is counted as; each is counted as one thing only."""

    MAIL_IN = "mail_in"
    MAIL_OUT = "mail_out"
    CALL_IN = "call_in"
    CALL_IN_MISSED = "call_in_missed"
    CALL_OUT = "call_out"
    CALL_OUT_UNANSWERED = "call_out_unanswered"
    MESSAGE_IN = "message_in"
    MESSAGE_OUT = "message_out"
    TASK_ON_TIME = "task_on_time"
    TASK_LATE = "task_late"
    STATUS_CHANGE = "status_change"
    LEAD_NEW = "lead_new"
    LEAD_HANDED_OVER = "lead_handed_over"
    NOTE = "note"


class ActivityFigure(StrEnum):
    """``TALK`` counts seconds, ``OVERDUE`` open tasks, every other one actions."""

    MAILS = "mails"
    MAILS_IN = "mails.in"
    MAILS_OUT = "mails.out"
    CALLS = "calls"
    CALLS_IN = "calls.in"
    CALLS_OUT = "calls.out"
    CONNECTED = "calls.connected"
    TALK = "calls.talk"
    MESSAGES = "messages"
    MESSAGES_IN = "messages.in"
    MESSAGES_OUT = "messages.out"
    DONE = "tasks.done"
    ON_TIME = "tasks.on_time"
    LATE = "tasks.late"
    OVERDUE = "tasks.overdue"
    STATUS_CHANGES = "status_changes"
    LEADS_TAKEN = "leads_taken"
    NOTES = "notes"
    TOTAL = "total"


_Kind = ActionKind
_CONNECTED = frozenset({_Kind.CALL_IN, _Kind.CALL_OUT})
_CALLS_IN = frozenset({_Kind.CALL_IN, _Kind.CALL_IN_MISSED})
_CALLS_OUT = frozenset({_Kind.CALL_OUT, _Kind.CALL_OUT_UNANSWERED})

KINDS: Mapping[ActivityFigure, frozenset[ActionKind]] = {
    ActivityFigure.MAILS: frozenset({_Kind.MAIL_IN, _Kind.MAIL_OUT}),
    ActivityFigure.MAILS_IN: frozenset({_Kind.MAIL_IN}),
    ActivityFigure.MAILS_OUT: frozenset({_Kind.MAIL_OUT}),
    ActivityFigure.CALLS: _CALLS_IN | _CALLS_OUT,
    ActivityFigure.CALLS_IN: _CALLS_IN,
    ActivityFigure.CALLS_OUT: _CALLS_OUT,
    ActivityFigure.CONNECTED: _CONNECTED,
    ActivityFigure.TALK: _CONNECTED,
    ActivityFigure.MESSAGES: frozenset({_Kind.MESSAGE_IN, _Kind.MESSAGE_OUT}),
    ActivityFigure.MESSAGES_IN: frozenset({_Kind.MESSAGE_IN}),
    ActivityFigure.MESSAGES_OUT: frozenset({_Kind.MESSAGE_OUT}),
    ActivityFigure.DONE: frozenset({_Kind.TASK_ON_TIME, _Kind.TASK_LATE}),
    ActivityFigure.ON_TIME: frozenset({_Kind.TASK_ON_TIME}),
    ActivityFigure.LATE: frozenset({_Kind.TASK_LATE}),
    ActivityFigure.OVERDUE: frozenset(),
    ActivityFigure.STATUS_CHANGES: frozenset({_Kind.STATUS_CHANGE}),
    ActivityFigure.LEADS_TAKEN: frozenset({_Kind.LEAD_NEW, _Kind.LEAD_HANDED_OVER}),
    ActivityFigure.NOTES: frozenset({_Kind.NOTE}),
    ActivityFigure.TOTAL: frozenset(ActionKind),
}
"""The actions behind each figure. Behind ``OVERDUE`` lie tasks, which are no actions yet."""

Weights = Mapping[ActionKind, Decimal]
"""What one action of a kind adds to the score."""

EQUAL_WEIGHTS: Weights = dict.fromkeys(ActionKind, Decimal(1))


@dataclass(frozen=True, slots=True)
class Counts:
    """``actions``: by kind, 0 for those it does not name. ``overdue``: tasks past their deadline and still open."""

    actions: Mapping[ActionKind, int] = field(default_factory=dict)
    talk_s: int = 0
    overdue: int = 0

    def of(self, figure: ActivityFigure) -> int:
        if figure is ActivityFigure.TALK:
            return self.talk_s
        if figure is ActivityFigure.OVERDUE:
            return self.overdue
        return sum(self.actions.get(kind, 0) for kind in KINDS[figure])

    @property
    def total(self) -> int:
        return sum(self.actions.values())

    @property
    def is_zero(self) -> bool:
        return not (self.total or self.overdue)

    def score(self, weights: Weights) -> Decimal:
        return sum((weights[kind] * count for kind, count in self.actions.items()), Decimal(0))


def add_counts(counts: Iterable[Counts]) -> Counts:
    actions: dict[ActionKind, int] = {}
    talk_s = overdue = 0
    for each in counts:
        for kind, count in each.actions.items():
            actions[kind] = actions.get(kind, 0) + count
        talk_s += each.talk_s
        overdue += each.overdue
    return Counts(actions, talk_s, overdue)
