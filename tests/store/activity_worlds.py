"""Random weeks of a department, told to a database late, twice and in no order, and to the oracle as they were."""

import random
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from sales_core.periods import start_of
from sales_core.store.history import mark_tasks_deleted, save_events, save_notes, save_tasks
from sales_core.store.leads import mark_deleted, save_leads
from sales_core.store.references import save_account, save_users
from tests.activity_oracle import ActivityOracle, HeldLead
from tests.deciding import replace_settings
from tests.oracle import OracleLead
from tests.store.worlds import FIELD, account, handed_over, lead_row

MANAGERS = (11, 12, 13)
ROBOT = 0
FIRST, LAST = date(2026, 3, 1), date(2026, 4, 5)
"""Both clock changes of the spring lie within."""
ZONES = (
    "Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kamchatka", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"
)  # fmt: skip


class Weeks:
    """``deliver`` brings some of what happened to the database; after ``settle`` it has heard of everything."""

    def __init__(self, conn: Connection, seed: int, leads: int = 8) -> None:
        self.conn = conn
        self.random = random.Random(seed)
        zone = self.random.choice(ZONES)
        self.oracle = ActivityOracle(ZoneInfo(zone), departments={11: 0, 12: 0, 13: 5, 99: 0})
        self._numbers = iter(range(1, 10**6))
        self._on_their_way: list[tuple[str, dict[str, Any]]] = []
        save_account(conn, account(zone))
        replace_settings(conn, values={"deal_type_field": FIELD})
        save_users(conn, [
            {"id": id_, "name": f"Менеджер {id_}", "email": "", "group_id": group, "is_active": True, "is_admin": False}
            for id_, group in self.oracle.departments.items()
        ])  # fmt: skip
        for id_ in range(1, leads + 1):
            lead = HeldLead(id_, [(0, self._someone())], self.random.choice([1, 2]), self.random.choice([0, 701]))
            self.oracle.leads[id_] = lead
            self._tell("lead", self._row(lead))

    def live(self, steps: int) -> None:
        deeds = [
            self.mail, self.mail, self.call, self.call, self.message, self.message, self.task, self.task,
            self.finish_task, self.finish_task, self.postpone, self.drop_task, self.stage, self.note, self.add_lead,
            self.hand_over, self.hand_over, self.delete_lead, self.aside, self.rewrite_note,
        ]  # fmt: skip
        for _ in range(steps):
            self.random.choice(deeds)()
            if self.random.random() < 0.3:
                self.deliver(self.random.randrange(12))

    def deliver(self, count: int) -> None:
        self.random.shuffle(self._on_their_way)
        told, self._on_their_way = self._on_their_way[:count], self._on_their_way[count:]
        for what, row in told:
            self._store(what, row)
            if self.random.random() < 0.2:
                self._store(what, row)

    def settle(self) -> None:
        """A thing told in several states is told last as it is."""
        self.deliver(len(self._on_their_way))
        for lead in self.oracle.leads.values():
            self._store("lead", self._row(lead))
        save_notes(self.conn, list(self.oracle.notes.values()))
        for task in self.oracle.tasks.values():
            self._store("task", task)

    # ------------------------------------------------ what people do

    def mail(self) -> None:
        incoming, letter = self.random.random() < 0.5, self.random.choice([7, 8, 9, 1000 + next(self._numbers), None])
        for lead in self.random.sample(sorted(self.oracle.leads), self.random.choice([1, 1, 2, 3])):
            params = {"message_id": letter, "subject": "Счёт"} if letter else {}
            kind = "incoming_mail" if incoming else "outgoing_mail"
            self._noted(kind, "amomail_message", lead, ROBOT if incoming else self._someone(), params)

    def call(self) -> None:
        kind = self.random.choice(["incoming_call", "outgoing_call"])
        params: dict[str, Any] = {"duration": self.random.choice([0, "0", 45, "330", ""])}
        if self.random.random() < 0.7:
            params["call_responsible"] = self.random.choice([11, 12, "Анна", ""])
        self._noted(kind, "call_in", self._lead(), self._someone(), params, on_contact=self.random.random() < 0.2)

    def message(self) -> None:
        kind = self.random.choice(["incoming_chat_message", "outgoing_chat_message", "incoming_sms", "outgoing_sms"])
        by = ROBOT if kind.startswith("incoming") else self._someone()
        entity = self.random.choice(["lead", "lead", "contact"])
        self._event(kind, self._lead(), by, entity_type=entity, after=[{"message": {"id": "uuid"}}])

    def task(self) -> None:
        id_ = next(self._numbers)
        on_lead = self.random.random() < 0.8
        self.oracle.tasks[id_] = {
            "id": id_, "entity_type": "leads" if on_lead else self.random.choice(["contacts", None]),
            "entity_id": self._lead() if on_lead else None, "responsible_user_id": self._someone(), "task_type_id": 1,
            "text": "Позвонить", "result": "", "complete_till": self._moment(), "is_completed": False,
            "created_by": 11, "created_at": 1, "updated_at": 1, "deleted_at": None,
        }  # fmt: skip
        self._tell("task", self.oracle.tasks[id_])

    def finish_task(self) -> None:
        """By its own, by somebody else, by a robot; one that was finished may be finished once more."""
        if self.oracle.tasks and self.random.random() < 0.9:
            task = self.random.choice(list(self.oracle.tasks.values()))
            self._change(task, is_completed=True)
            at = self.random.choice([task["complete_till"], self._moment()])
            self._event("task_completed", task["id"], self._someone(), entity_type="task", at=at)
        else:
            self._event("task_completed", 900_000 + next(self._numbers), self._someone(), entity_type="task")

    def postpone(self) -> None:
        if self.oracle.tasks:
            task = self.random.choice(list(self.oracle.tasks.values()))
            self._change(task, complete_till=self._moment(), responsible_user_id=self._someone())

    def drop_task(self) -> None:
        if self.oracle.tasks:
            task = self.random.choice(list(self.oracle.tasks.values()))
            self._tell("task", task)
            self.deliver(len(self._on_their_way))
            task["deleted_at"] = 5
            mark_tasks_deleted(self.conn, [task["id"]], 5)

    def stage(self) -> None:
        """Also into another pipeline, and of what was closed."""
        before, after = ([{"lead_status": {"id": id_, "pipeline_id": self.random.choice([1, 2])}}] for id_ in (142, 7))
        self._event("lead_status_changed", self._lead(), self._someone(), before=before, after=after)

    def note(self) -> None:
        kind = self.random.choice(["common_note_added", "attachment_note_added", "service_note_added"])
        self._event(kind, self._lead(), self._someone(), after=[{"note": {"id": next(self._numbers)}}])

    def add_lead(self) -> None:
        entity = self.random.choice(["lead", "lead", "contact"])
        self._event("lead_added", self._lead(), self._someone(), entity_type=entity)

    def hand_over(self) -> None:
        """In the order of time, as amoCRM writes them; told in any."""
        lead = self.oracle.leads[self._lead()]
        at = max(self._moment(), lead.owners[-1][0] + 1)
        before, after = lead.owners[-1][1], self._someone()
        lead.owners.append((at, after))
        event = handed_over(f"h{next(self._numbers):06}", lead.id, at, before, after)
        self.oracle.events.append(event)
        self._tell("event", event)
        self._tell("lead", self._row(lead))

    def delete_lead(self) -> None:
        lead = self.oracle.leads[self._lead()]
        lead.deleted = True
        self._store("lead", self._row(lead))
        mark_deleted(self.conn, [lead.id], 5)

    def aside(self) -> None:
        """What counts as nothing anybody did."""
        self._event(self.random.choice(["entity_tag_added", "robot_replied", "task_added"]), self._lead(), 11)
        over = handed_over(f"c{next(self._numbers):06}", self._lead(), self._moment(), 11, 12)
        event = over | {"entity_type": "contact"}
        self.oracle.events.append(event)
        self._tell("event", event)

    def rewrite_note(self) -> None:
        if self.oracle.notes:
            note = self.random.choice(list(self.oracle.notes.values()))
            note["responsible_user_id"], note["updated_at"] = self.random.choice(MANAGERS), next(self._numbers)
            self._tell("note", dict(note))

    # ------------------------------------------------ how it is told

    def _noted(  # noqa: PLR0917 - a note has that many particulars
        self, kind: str, note_type: str, lead: int, by: int, params: dict[str, Any], on_contact: bool = False
    ) -> None:
        """An event that points to a note; one in six notes can never be read."""
        id_, entity = next(self._numbers), "contact" if on_contact else "lead"
        self._event(kind, lead, by, entity_type=entity, after=[{"note": {"id": id_}}])
        if self.random.random() < 5 / 6:
            self.oracle.notes[id_] = {
                "id": id_, "entity_type": f"{entity}s", "entity_id": lead, "note_type": note_type, "created_by": by,
                "responsible_user_id": self.random.choice(MANAGERS), "created_at": 1, "updated_at": 1, "params": params,
            }  # fmt: skip
            self._tell("note", dict(self.oracle.notes[id_]))

    def _event(
        self,
        kind: str,
        entity_id: int,
        by: int,
        *,
        entity_type: str = "lead",
        at: int | None = None,
        before: Any = (),
        after: Any = (),
    ) -> None:
        event = {
            "id": f"{self.random.randrange(10**9):09}{next(self._numbers):06}", "type": kind,
            "entity_type": entity_type, "entity_id": entity_id, "created_by": by,
            "created_at": self._moment() if at is None else at,
            "value_before": list(before), "value_after": list(after),
        }  # fmt: skip
        self.oracle.events.append(event)
        self._tell("event", event)

    def _tell(self, what: str, row: dict[str, Any]) -> None:
        self._on_their_way.append((what, dict(row)))

    def _change(self, task: dict[str, Any], **changes: Any) -> None:
        task.update(changes, updated_at=next(self._numbers))
        self._tell("task", task)

    def _store(self, what: str, row: dict[str, Any]) -> None:
        if what == "event":
            save_events(self.conn, [row], 1)
        elif what == "note":
            save_notes(self.conn, [row])
        elif what == "task":
            gone = self.oracle.tasks[row["id"]]["deleted_at"]
            save_tasks(self.conn, [row | {"deleted_at": gone}])
        else:
            save_leads(self.conn, [row], now=1)

    def _row(self, lead: HeldLead) -> dict[str, Any]:
        """As the database has it."""
        return lead_row(OracleLead(lead.id, lead.owners, lead.pipeline, lead.deal_type))

    def _someone(self) -> int:
        return self.random.choice([*MANAGERS, *MANAGERS, 99, ROBOT])

    def _lead(self) -> int:
        return self.random.choice(sorted(self.oracle.leads))

    def _moment(self) -> int:
        """Often the very edge of a day in the account's zone."""
        day = FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days + 1))
        return start_of(day, self.oracle.zone) + self.random.choice([-1, 0, 1, self.random.randrange(86_400)])
