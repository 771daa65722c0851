"""Tasks, the log of events and notes."""

from collections.abc import Callable

from sales_core.demo.asking import Ask, Json, bad_request, not_found
from sales_core.demo.entities import Event, Note, Task
from sales_core.demo.eventlog import MAIL_TYPES
from sales_core.demo.query import numbers, span, texts
from sales_core.demo.work_deeds import SINGULAR

EVENTS_LIMIT = 100
_PLURAL = {single: plural for plural, single in SINGULAR.items()} | {"task": "tasks"}
_EVENT_TYPES = (
    ("lead_added", 1, "Новая сделка"),
    ("lead_deleted", 7, "Сделка удалена"),
    ("lead_restored", 8, "Сделка восстановлена"),
    ("lead_status_changed", 14, "Изменение этапа продажи"),
    ("entity_responsible_changed", 25, "Ответственный изменен"),
    ("common_note_added", 27, "Новое примечание"),
    ("incoming_call", 30, "Входящий звонок"),
    ("outgoing_call", 31, "Исходящий звонок"),
    ("incoming_mail", 32, "Входящее письмо"),
    ("outgoing_mail", 33, "Исходящее письмо"),
    ("task_added", 40, "Новая задача"),
    ("task_deleted", 41, "Задача удалена"),
    ("task_completed", 42, "Завершение задачи"),
    ("task_deadline_changed", 43, "Изменение даты исполнения задачи"),
    ("task_result_added", 44, "Результат по задаче"),
    ("entity_merged", 60, "Выполнено объединение"),
    ("entity_tag_added", 63, "Теги добавлены"),
    ("sale_field_changed", 69, "Изменение поля «Бюджет»"),
    ("name_field_changed", 70, "Изменение поля «Название»"),
    ("entity_linked", 72, "Прикрепление"),
    ("entity_unlinked", 73, "Открепление"),
    ("incoming_chat_message", 89, "Входящее сообщение"),
    ("outgoing_chat_message", 90, "Исходящее сообщение"),
    ("service_note_added", 91, "Новое системное примечание"),
)


def list_tasks(ask: Ask) -> Json | None:
    """Ordered by ``created_at`` or id; any other order is silently ignored, as amoCRM does with ``updated_at``."""
    asked = ask.filter
    changed = span("updated_at", asked.get("updated_at"))
    order, descending = ask.order(("created_at", "id"))
    rows, more = ask.world.tasks.page(
        offset=(ask.page - 1) * ask.limit(),
        limit=ask.limit(),
        order=order,
        descending=descending,
        spans=[changed] if changed else [],
        tests=_task_tests(ask),
        ids=numbers(asked["id"]) if "id" in asked else None,
    )
    return ask.pages_of("tasks", [_task(ask, task) for task in rows], more=more)


def show_task(ask: Ask) -> Json | None:
    task = ask.world.tasks.get(ask.ids["id"])
    if task is None and ask.world.knobs.missing_by_id == 404:
        raise not_found(ask.path)
    return _task(ask, task) if task else None


def _task_tests(ask: Ask) -> list[Callable[[Task], bool]]:
    asked, viewer = ask.filter, ask.viewer
    tests: list[Callable[[Task], bool]] = []
    if not viewer.is_admin:
        tests.append(lambda task: task.responsible_user_id == viewer.user_id)
    if "is_completed" in asked:
        done = texts(asked["is_completed"]) == ["1"]
        tests.append(lambda task: task.is_completed is done)
    if "responsible_user_id" in asked:
        users = frozenset(numbers(asked["responsible_user_id"]))
        tests.append(lambda task: task.responsible_user_id in users)
    kinds = frozenset(numbers(asked.get("task_type")) + numbers(asked.get("task_type_id")))
    if kinds:
        tests.append(lambda task: task.task_type_id in kinds)
    if "entity_type" in asked:
        wanted, entities = asked["entity_type"], frozenset(numbers(asked.get("entity_id")))
        tests.append(lambda task: task.entity_type == wanted and (not entities or task.entity_id in entities))
    return tests


def _task(ask: Ask, task: Task) -> Json:
    return {
        "id": task.id,
        "created_by": task.created_by,
        "updated_by": task.updated_by,
        "created_at": task.created_at,
        "updated_at": task.updated_at,
        "responsible_user_id": task.responsible_user_id,
        "group_id": ask.world.group_of(task.responsible_user_id),
        "entity_id": task.entity_id,
        "entity_type": task.entity_type,
        "duration": 0,
        "is_completed": task.is_completed,
        "task_type_id": task.task_type_id,
        "text": task.text,
        "result": {"text": task.result} if task.result else [],
        "complete_till": task.complete_till,
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"tasks/{task.id}"),
    }


def list_events(ask: Ask) -> Json | None:
    """Newest first. Mail shows only when its types are asked for, unless the knob says otherwise."""
    asked, limit = ask.filter, ask.limit(EVENTS_LIMIT)
    types = frozenset(texts(asked.get("type")))
    window = span("created_at", asked.get("created_at"))
    rows, more = ask.world.events.page(
        now=ask.world.now(),
        offset=(ask.page - 1) * limit,
        limit=limit,
        first=window.first if window else None,
        last=window.last if window else None,
        types=types,
        but=MAIL_TYPES if ask.world.knobs.hide_mail and not types else frozenset(),
        tests=_event_tests(ask),
    )
    return ask.pages_of("events", [_event(ask, event) for event in rows], more=more, largest=EVENTS_LIMIT)


def _event_tests(ask: Ask) -> list[Callable[[Event], bool]]:
    asked = ask.filter
    tests: list[Callable[[Event], bool]] = [] if ask.viewer.is_admin else [ask.sees_event]
    entities = frozenset(texts(asked.get("entity")))
    if "entity_id" in asked and len(entities) != 1:
        raise bad_request("filter.entity", "NotSupportedChoice", "Exactly one entity is needed with entity_id.")
    if entities:
        tests.append(
            lambda event: event.entity_type in entities or ("contact" in entities and event.talk_contact_id is not None)
        )
    if "entity_id" in asked:
        wanted = frozenset(numbers(asked["entity_id"]))
        tests.append(lambda event: event.entity_id in wanted or event.talk_contact_id in wanted)
    if "created_by" in asked:
        authors = frozenset(numbers(asked["created_by"]))
        tests.append(lambda event: event.created_by in authors)
    if "id" in asked:
        ids = frozenset(texts(asked["id"]))
        tests.append(lambda event: event.id in ids)
    return tests


def _event(ask: Ask, event: Event) -> Json:
    body: Json = {
        "id": event.id,
        "type": event.type,
        "entity_id": event.entity_id,
        "entity_type": event.entity_type,
        "created_by": event.created_by,
        "created_at": event.created_at,
        "value_after": event.after,
        "value_before": event.before,
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"events/{event.id}"),
    }
    if event.talk_contact_id is not None:
        body["linked_talk_contact_id"] = event.talk_contact_id
    entity_path = f"{_PLURAL[event.entity_type]}/{event.entity_id}"
    body["_embedded"] = {"entity": {"id": event.entity_id, "_links": ask.self_link(entity_path)}}
    return body


def list_event_types(ask: Ask) -> Json:
    return ask.whole("events_types", [{"key": key, "type": number, "lang": name} for key, number, name in _EVENT_TYPES])


def list_lead_notes(ask: Ask) -> Json | None:
    return _notes(ask, "leads")


def list_contact_notes(ask: Ask) -> Json | None:
    return _notes(ask, "contacts")


def list_company_notes(ask: Ask) -> Json | None:
    return _notes(ask, "companies")


def _notes(ask: Ask, entity_type: str) -> Json | None:
    """``filter[created_at]`` is silently ignored, as amoCRM does."""
    asked = ask.filter
    changed = span("updated_at", asked.get("updated_at"))
    tests: list[Callable[[Note], bool]] = []
    types, entities = frozenset(texts(asked.get("note_type"))), frozenset(numbers(asked.get("entity_id")))
    if types:
        tests.append(lambda note: note.note_type in types)
    if entities:
        tests.append(lambda note: note.entity_id in entities)
    if not ask.viewer.is_admin:
        tests.append(lambda note: note.responsible_user_id == ask.viewer.user_id)
    order, descending = ask.order(("updated_at", "id"))
    rows, more = ask.world.notes[entity_type].page(
        offset=(ask.page - 1) * ask.limit(),
        limit=ask.limit(),
        order=order,
        descending=descending,
        spans=[changed] if changed else [],
        tests=tests,
        ids=numbers(asked["id"]) if "id" in asked else None,
    )
    return ask.pages_of("notes", [_note(ask, note) for note in rows], more=more)


def _note(ask: Ask, note: Note) -> Json:
    return {
        "id": note.id,
        "entity_id": note.entity_id,
        "created_by": note.created_by,
        "updated_by": note.created_by,
        "created_at": note.created_at,
        "updated_at": note.updated_at,
        "responsible_user_id": note.responsible_user_id,
        "group_id": ask.world.group_of(note.responsible_user_id),
        "note_type": note.note_type,
        "params": note.params or [],
        "account_id": ask.world.account.id,
        "_links": ask.self_link(f"{note.entity_type}/{note.entity_id}/notes/{note.id}"),
    }
