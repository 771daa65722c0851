"""What people do beside moving leads: tasks, calls, mails, notes, chats."""

from collections.abc import Sequence
from typing import Any

from sales_core.demo.entities import Note, Task
from sales_core.demo.records import ROBOT, Records, locked

SINGULAR = {"leads": "lead", "contacts": "contact", "companies": "company"}


class WorkDeeds(Records):
    """Events of tasks speak of the task; those of calls, mails and notes of the card they hang on."""

    @locked
    def add_task(  # noqa: PLR0913 - a task has that many particulars
        self,
        text: str,
        *,
        responsible: int,
        complete_till: int,
        lead_id: int | None = None,
        task_type: int = 1,
        by: int | None = None,
        at: int | None = None,
    ) -> Task:
        moment, author = self.now(at), responsible if by is None else by
        task = Task(
            id=self.new_id("task"),
            text=text,
            task_type_id=task_type,
            responsible_user_id=responsible,
            complete_till=complete_till,
            entity_type=None if lead_id is None else "leads",
            entity_id=lead_id,
            created_by=author,
            created_at=moment,
            updated_by=author,
            updated_at=moment,
        )
        self.tasks.add(task)
        self.emit("task_added", "task", task.id, at=moment, by=author)
        return task

    @locked
    def complete_task(self, task_id: int, result: str = "", *, by: int | None = None, at: int | None = None) -> Task:
        task = self.tasks[task_id]
        task.is_completed, task.result = True, result
        moment, author = self._task_changed(task, at, by)
        self.emit("task_completed", "task", task_id, at=moment, by=author)
        if result:
            note_id = self.new_id("note")
            self.emit_note("task_result_added", "task", task_id, at=moment, by=author, note_id=note_id)
        return task

    @locked
    def postpone_task(self, task_id: int, complete_till: int, *, by: int | None = None, at: int | None = None) -> Task:
        task = self.tasks[task_id]
        before = [{"task_deadline": {"timestamp": task.complete_till}}]
        task.complete_till = complete_till
        moment, author = self._task_changed(task, at, by)
        after = [{"task_deadline": {"timestamp": complete_till}}]
        self.emit("task_deadline_changed", "task", task_id, at=moment, by=author, after=after, before=before)
        return task

    @locked
    def delete_task(self, task_id: int, *, by: int | None = None, at: int | None = None) -> None:
        task = self.tasks[task_id]
        moment, author = self._task_changed(task, at, by)
        self.tasks.remove(task_id)
        self.emit("task_deleted", "task", task_id, at=moment, by=author)

    def _task_changed(self, task: Task, at: int | None, by: int | None) -> tuple[int, int]:
        moment, author = self.now(at), task.responsible_user_id if by is None else by
        task.updated_by = author
        self.tasks.touch(task, moment)
        return moment, author

    @locked
    def add_note(  # noqa: PLR0913 - a note has that many particulars
        self,
        note_type: str,
        params: dict[str, Any],
        *,
        entity_type: str,
        entity_id: int,
        responsible: int,
        event: str,
        by: int | None = None,
        at: int | None = None,
    ) -> Note:
        """A note on a card and the event that points to it."""
        moment, author = self.now(at), responsible if by is None else by
        note = Note(
            id=self.new_id("note"),
            entity_type=entity_type,
            entity_id=entity_id,
            note_type=note_type,
            params=params,
            responsible_user_id=responsible,
            created_by=author,
            created_at=moment,
            updated_at=moment,
        )
        self.notes[entity_type].add(note)
        self.emit_note(event, SINGULAR[entity_type], entity_id, at=moment, by=author, note_id=note.id)
        return note

    @locked
    def comment(self, lead_id: int, text: str, *, by: int | None = None, at: int | None = None) -> Note:
        responsible = self.leads[lead_id].responsible_user_id
        return self.add_note(
            "common",
            {"text": text},
            entity_type="leads",
            entity_id=lead_id,
            responsible=responsible,
            event="common_note_added",
            by=by,
            at=at,
        )

    @locked
    def call(  # noqa: PLR0913 - a call has that many particulars
        self,
        entity_id: int,
        *,
        user_id: int,
        incoming: bool = False,
        duration_s: int = 0,
        phone: str = "",
        entity_type: str = "leads",
        at: int | None = None,
    ) -> Note:
        """On a lead, or on a contact's card where the contact has no lead in work or several. 0 seconds: no answer.

        An unanswered outgoing call carries its duration as text and the user by name, as some telephony does.
        """
        user = self.users.get(user_id)
        answered = duration_s > 0
        odd = not answered and not incoming and user is not None
        note_id_hint = self._ids["note"]
        params = {
            "uniq": f"b1b6a0d4-0001-4a10-9b00-{note_id_hint:012d}",
            "duration": str(duration_s) if odd else duration_s,
            "source": "mango",
            "link": f"https://calls.example/{note_id_hint}.mp3" if answered else "",
            "phone": phone,
            "call_result": "",
            "call_status": 4 if answered else 6,
            "call_responsible": user.name if odd and user else user_id,
        }
        return self.add_note(
            "call_in" if incoming else "call_out",
            params,
            entity_type=entity_type,
            entity_id=entity_id,
            responsible=user_id,
            event="incoming_call" if incoming else "outgoing_call",
            at=at,
        )

    @locked
    def mail(  # noqa: PLR0913 - a mail has that many particulars
        self,
        lead_ids: Sequence[int],
        *,
        user_id: int,
        subject: str,
        summary: str = "",
        incoming: bool = False,
        at: int | None = None,
    ) -> list[Note]:
        """One letter; on several leads of the contact it is several notes with one ``message_id``."""
        message_id = self.new_id("message")
        moment = self.now(at)
        client = self._correspondent(lead_ids[0])
        user = self.users.get(user_id)
        ours = {"email": user.email if user else "", "name": user.name if user else ""}
        params: dict[str, Any] = {
            "thread_id": message_id - 100_000,
            "message_id": message_id,
            "private": False,
            "income": incoming,
            "from": client if incoming else ours,
            "to": ours if incoming else client,
            "subject": subject,
            "content_summary": summary,
            "attach_cnt": 0,
        }
        if not incoming:
            params["delivery"] = {"status": "delivered", "time": moment + 5}
        return [
            self.add_note(
                "amomail_message",
                params,
                entity_type="leads",
                entity_id=lead_id,
                responsible=user_id,
                event="incoming_mail" if incoming else "outgoing_mail",
                by=ROBOT if incoming else user_id,
                at=moment,
            )
            for lead_id in lead_ids
        ]

    def _correspondent(self, lead_id: int) -> dict[str, str]:
        lead = self.leads.get(lead_id)
        contact = self.contacts.get(lead.contact_ids[0]) if lead and lead.contact_ids else None
        return {"email": contact.email if contact else "", "name": contact.name if contact else ""}

    @locked
    def chat(self, lead_id: int, *, user_id: int, incoming: bool = False, at: int | None = None) -> None:
        """A message of a client's chat; amoCRM tells of it under the lead and names the contact beside."""
        lead = self.leads[lead_id]
        number = self.new_id("message")
        self.emit(
            "incoming_chat_message" if incoming else "outgoing_chat_message",
            "lead",
            lead_id,
            at=self.now(at),
            by=ROBOT if incoming else user_id,
            after=[{"message": {"id": f"3d1f0a52-7c4e-4b6a-9d21-{number:012d}"}}],
            talk_contact_id=lead.contact_ids[0] if lead.contact_ids else None,
        )
