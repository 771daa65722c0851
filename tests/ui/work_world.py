"""What the small department of ``world`` did in September 2026 as seen on the 18th, and in the month before."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sales_core.periods import start_of
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.database import Database
from sales_core.store.history import save_events, save_notes, save_tasks
from sales_core.store.tables import Bookmark
from tests.ui.world import IDS, lead_id

WORK_ADDRESS = "?period=2026-09&as_of=2026-09-18"
_HISTORY = ("event_history", "mail_history", "tasks", "notes_leads", "notes_contacts", "notes_companies")
_ROBOT, _HOUR_S, _MINUTE_S = 0, 3600, 60
_ZONE = ZoneInfo("Europe/Moscow")
_MONTHS = (date(2026, 8, 3), date(2026, 9, 1))


def fill_work(database: Database, *, is_complete: bool = True) -> None:
    """The further down somebody is, the less of each kind; robots write notes."""
    with database.write() as conn:
        save_notes(conn, [note for note, _ in _noted()])
        save_tasks(conn, list(_tasks()))
        save_events(conn, [*(event for _, event in _noted()), *_events()], 1)
        for name in _HISTORY:
            save_bookmark(conn, Bookmark(resource=name, cursor={}, is_complete=is_complete))


def _events() -> Iterator[dict[str, Any]]:
    for i, (name, manager) in enumerate(IDS.items()):
        lead = lead_id(name, 701)
        for first in _MONTHS:
            for k in range(14 - i):
                yield _event(f"s{manager}.{first}.{k}", "lead_status_changed", lead, manager, _at(first, k, 11),
                             before=[{"lead_status": {"id": 11, "pipeline_id": 10}}],
                             after=[{"lead_status": {"id": 142, "pipeline_id": 10}}])  # fmt: skip
                yield _event(f"m{manager}.{first}.{k}", "outgoing_chat_message", lead, manager, _at(first, k, 12))
            yield _event(f"l{manager}.{first}", "lead_added", lead, manager, _at(first, i, 9))
            yield _event(f"r{manager}.{first}", "common_note_added", lead, _ROBOT, _at(first, i, 3))
            yield _event(f"n{manager}.{first}", "common_note_added", lead, manager, _at(first, i, 15))
        for k in range(5):
            yield _event(f"t{manager}.{k}", "task_completed", _task_id(manager, k), manager, _at(_MONTHS[1], k, 16),
                         entity_type="task")  # fmt: skip


def _noted() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Calls and letters, each with its note."""
    id_ = 1
    for i, (name, manager) in enumerate(IDS.items()):
        lead = lead_id(name, 702)
        for first in _MONTHS:
            for k in range(66 - 5 * i):
                kind, note_type, params = _what(k, id_)
                at = _at(first, k % 17, 10) + k * _MINUTE_S
                note = {
                    "id": id_, "entity_type": "leads", "entity_id": lead, "note_type": note_type, "created_by": manager,
                    "responsible_user_id": manager, "created_at": at, "updated_at": at, "params": params,
                }  # fmt: skip
                yield note, _event(f"c{id_}", kind, lead, manager, at, after=[{"note": {"id": id_}}])
                id_ += 1


def _what(k: int, id_: int) -> tuple[str, str, dict[str, Any]]:
    if k % 3 == 0:
        return "outgoing_call", "call_out", {"duration": 95 if k % 2 else 0}
    if k % 3 == 1:
        return "incoming_call", "call_in", {"duration": "205"}
    return "outgoing_mail", "amomail_message", {"message_id": f"letter {id_}", "subject": "Счёт <b>и</b> договор"}


def _tasks() -> Iterator[dict[str, Any]]:
    """Of each manager's six two were finished late and one is still open and overdue."""
    for name, manager in IDS.items():
        for k in range(6):
            yield {
                "id": _task_id(manager, k), "entity_type": "leads", "entity_id": lead_id(name, 703),
                "responsible_user_id": manager, "task_type_id": 1, "text": "Позвонить", "result": "",
                "complete_till": _at(_MONTHS[1], k, 20 if k % 2 else 9), "is_completed": k < 5, "created_by": manager,
                "created_at": 1, "updated_at": 1, "deleted_at": None,
            }  # fmt: skip


def _task_id(manager: int, k: int) -> int:
    return manager * 10 + k


def _at(first: date, day: int, hour: int) -> int:
    return start_of(first + timedelta(days=day), _ZONE) + hour * _HOUR_S


def _event(
    id_: str,
    kind: str,
    entity_id: int,
    by: int,
    at: int,
    *,
    entity_type: str = "lead",
    before: Any = (),
    after: Any = (),
) -> dict[str, Any]:
    return {
        "id": id_, "type": kind, "entity_type": entity_type, "entity_id": entity_id, "created_by": by, "created_at": at,
        "value_before": list(before), "value_after": list(after),
    }  # fmt: skip
