"""Which events are actions, of what kind and whose: the definitions of docs/metrics.md, «Activity». Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sales_core.activity import ActionKind
from sales_core.periods import day_of


class ActionRow(NamedTuple):
    """The columns of the table."""

    event_id: str
    kind: ActionKind
    manager_id: int
    day: date
    at: int
    lead_id: int = 0
    seconds: int = 0
    note_id: int | None = None
    message: str | None = None


class Around(NamedTuple):
    """What an event does not say itself: the note and the task it speaks of, where they are known, and who was
    responsible for its lead at that moment (0: nobody)."""

    note: Any = None
    task: Any = None
    holder: int = 0


Made = Callable[[Any, Around], tuple[ActionKind, int, dict[str, Any]]]
"""From an event to its kind, whose it is, and the columns beyond those every action has."""

_LONGEST_S = 86_400
MAIL_TYPES = frozenset({"incoming_mail", "outgoing_mail"})
TASK_DONE = "task_completed"


def action_of(event: Any, around: Around, zone: ZoneInfo) -> ActionRow | None:
    """``event``: a row or record with the columns of the table. ``None`` for what nobody did or nothing counts."""
    make = _MAKERS.get(event["type"])
    if make is None or (event["type"] in LEAD_TYPES and event["entity_type"] != "lead"):
        return None
    kind, manager_id, more = make(event, around)
    lead_id = event["entity_id"] if event["entity_type"] == "lead" else 0
    known: dict[str, Any] = {"lead_id": lead_id, "note_id": note_id_of(event)} | more
    return ActionRow(event["id"], kind, manager_id, day_of(event["created_at"], zone), event["created_at"], **known)


def note_id_of(event: Any) -> int | None:
    """The note that a call or a mail points to."""
    if event["type"] not in NOTE_TYPES or not event["value_after"]:
        return None
    first = event["value_after"][0]
    note = first.get("note") if isinstance(first, dict) else None
    found = note.get("id") if isinstance(note, dict) else None
    return found if isinstance(found, int) else None


def _mail(event: Any, around: Around) -> tuple[ActionKind, int, dict[str, Any]]:
    """One that came in is its reader's, whom the note names: the client who wrote it is nobody to amoCRM."""
    params = around.note.params if around.note else {}
    message = params.get("message_id")
    more = {"message": None if message in (None, "") else str(message)}
    if event["type"] == "outgoing_mail":
        return ActionKind.MAIL_OUT, event["created_by"], more
    return ActionKind.MAIL_IN, _responsible(around.note) or event["created_by"], more


def _call(connected: ActionKind, unanswered: ActionKind) -> Made:
    def make(event: Any, around: Around) -> tuple[ActionKind, int, dict[str, Any]]:
        params = around.note.params if around.note else {}
        seconds = _whole(params.get("duration"))
        by_name = params.get("call_responsible")
        talker = by_name if isinstance(by_name, int) and by_name > 0 else _responsible(around.note)
        return connected if seconds else unanswered, talker or event["created_by"], {"seconds": seconds}

    return make


def _by_author(kind: ActionKind) -> Made:
    return lambda event, _: (kind, event["created_by"], {})


def _by_holder(kind: ActionKind) -> Made:
    return lambda _, around: (kind, around.holder, {})


def _task(event: Any, around: Around) -> tuple[ActionKind, int, dict[str, Any]]:
    """A robot that completes somebody's task did it in nobody's stead. Of a task that cannot be read any more only the
    event is known."""
    task = around.task
    if task is None:
        return ActionKind.TASK_ON_TIME, event["created_by"], {}
    kind = ActionKind.TASK_ON_TIME if event["created_at"] <= task.complete_till else ActionKind.TASK_LATE
    lead_id = task.entity_id if task.entity_type == "leads" else 0
    return kind, task.responsible_user_id if event["created_by"] else 0, {"lead_id": lead_id or 0}


def _handed_over(event: Any, _: Around) -> tuple[ActionKind, int, dict[str, Any]]:
    return ActionKind.LEAD_HANDED_OVER, _user(event["value_after"]), {}


def _user(value: Any) -> int:
    first = value[0] if value else None
    user = first.get("responsible_user") if isinstance(first, dict) else None
    found = user.get("id") if isinstance(user, dict) else None
    return found if isinstance(found, int) else 0


def _responsible(note: Any) -> int:
    return int(note.responsible_user_id) if note else 0


def _whole(seconds: Any) -> int:
    """Telephony writes a number or its digits; no call lasts longer than a day."""
    return min(int(seconds), _LONGEST_S) if str(seconds).isdecimal() else 0


_MAKERS: Mapping[str, Made] = {
    "incoming_mail": _mail,
    "outgoing_mail": _mail,
    "incoming_call": _call(ActionKind.CALL_IN, ActionKind.CALL_IN_MISSED),
    "outgoing_call": _call(ActionKind.CALL_OUT, ActionKind.CALL_OUT_UNANSWERED),
    "incoming_chat_message": _by_holder(ActionKind.MESSAGE_IN),
    "incoming_sms": _by_holder(ActionKind.MESSAGE_IN),
    "outgoing_chat_message": _by_author(ActionKind.MESSAGE_OUT),
    "outgoing_sms": _by_author(ActionKind.MESSAGE_OUT),
    TASK_DONE: _task,
    "lead_status_changed": _by_author(ActionKind.STATUS_CHANGE),
    "lead_added": _by_holder(ActionKind.LEAD_NEW),
    "entity_responsible_changed": _handed_over,
    "common_note_added": _by_author(ActionKind.NOTE),
    "attachment_note_added": _by_author(ActionKind.NOTE),
}

COUNTED_TYPES = frozenset(_MAKERS)
NOTE_TYPES = MAIL_TYPES | {"incoming_call", "outgoing_call"}
HOLDER_TYPES = frozenset({"incoming_chat_message", "incoming_sms", "lead_added"})
"""Whose these are depends on who held the lead."""
LEAD_TYPES = frozenset({"lead_status_changed", "lead_added", "entity_responsible_changed"})
"""These count for leads only, not for contacts or companies."""
