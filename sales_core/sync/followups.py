"""What newly seen events call for: which things to read again, and which leads and tasks are gone.

Pure. The result is kept in a bookmark in the transaction that stores the events, so a kill in between loses nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Self

from sales_core.amocrm.records import EventRecord

PLURALS = {"lead": "leads", "contact": "contacts", "company": "companies"}
"""An event's entity type → the word in paths."""

MAIL_EVENTS = ("incoming_mail", "outgoing_mail")
CALL_EVENTS = ("incoming_call", "outgoing_call")
# Paying an invoice writes a service note; which kind it is, only the note itself says.
NOTE_EVENTS = frozenset((*MAIL_EVENTS, *CALL_EVENTS, "service_note_added"))
KEPT_NOTES = ("call_in", "call_out", "amomail_message")
PAID_INVOICE_NOTES = frozenset({"bill_paid", "invoice_paid"})
FATE_EVENTS = frozenset({"lead_deleted", "lead_restored"})

_LINK_EVENTS = frozenset({"entity_linked", "entity_unlinked", "lead_linked", "lead_unlinked"})
# These never change a lead itself, so they are no reason to ask for it.
_ASIDE = NOTE_EVENTS | {
    "lead_deleted",
    "incoming_chat_message",
    "outgoing_chat_message",
    "incoming_sms",
    "outgoing_sms",
}


@dataclass(frozen=True, slots=True)
class Followups:
    """Sets of ids by what is asked for. ``leads``: id → the instant of the event that speaks of it (asked for only if
    what is stored is older); ``must_leads``: asked for in any case. ``notes``: ``(plural entity, note id)``."""

    leads: dict[int, int] = field(default_factory=dict)
    must_leads: frozenset[int] = frozenset()
    tasks: frozenset[int] = frozenset()
    contacts: frozenset[int] = frozenset()
    companies: frozenset[int] = frozenset()
    notes: frozenset[tuple[str, int]] = frozenset()
    invoices_hinted: bool = False
    merged: bool = False

    @property
    def size(self) -> int:
        """How many things wait to be read."""
        waiting = (self.leads, self.must_leads, self.tasks, self.contacts, self.companies, self.notes)
        return sum(len(things) for things in waiting)

    def __or__(self, other: Self) -> Self:
        return replace(
            self,
            leads={key: max(self.leads.get(key, 0), other.leads.get(key, 0)) for key in self.leads | other.leads},
            must_leads=self.must_leads | other.must_leads,
            tasks=self.tasks | other.tasks,
            contacts=self.contacts | other.contacts,
            companies=self.companies | other.companies,
            notes=self.notes | other.notes,
            invoices_hinted=self.invoices_hinted or other.invoices_hinted,
            merged=self.merged or other.merged,
        )

    @classmethod
    def from_cursor(cls, cursor: dict[str, Any]) -> Self:
        return cls(
            leads={int(key): at for key, at in cursor.get("leads", {}).items()},
            must_leads=frozenset(cursor.get("must_leads", ())),
            tasks=frozenset(cursor.get("tasks", ())),
            contacts=frozenset(cursor.get("contacts", ())),
            companies=frozenset(cursor.get("companies", ())),
            notes=frozenset((entity, note) for entity, note in cursor.get("notes", ())),
            invoices_hinted=cursor.get("invoices_hinted", False),
            merged=cursor.get("merged", False),
        )

    def to_cursor(self) -> dict[str, Any]:
        """JSON; what is empty is left out."""
        full = {
            "leads": {str(key): at for key, at in self.leads.items()},
            "must_leads": sorted(self.must_leads),
            "tasks": sorted(self.tasks),
            "contacts": sorted(self.contacts),
            "companies": sorted(self.companies),
            "notes": sorted([entity, note] for entity, note in self.notes),
            "invoices_hinted": self.invoices_hinted,
            "merged": self.merged,
        }
        return {name: value for name, value in full.items() if value}


def followups_of(events: Iterable[EventRecord]) -> Followups:
    """What these events, seen for the first time, call for."""
    found = Followups()
    for event in events:
        found |= _followup_of(event)
    return found


def deleted_tasks(events: Iterable[EventRecord]) -> dict[int, int]:
    """task id → when it was deleted."""
    return {event.entity_id: event.created_at for event in events if event.type == "task_deleted"}


def touched_fates(events: Iterable[EventRecord]) -> set[int]:
    """Leads that were deleted or restored: their last such event decides, and it may have been stored before."""
    return {event.entity_id for event in events if event.type in FATE_EVENTS}


def _followup_of(event: EventRecord) -> Followups:
    if event.entity_type == "task":
        return Followups(tasks=frozenset() if event.type == "task_deleted" else frozenset({event.entity_id}))
    found = Followups(
        notes=_notes_of(event),
        invoices_hinted=_hints_at_invoices(event),
        merged=event.type == "entity_merged",
    )
    if event.entity_type == "lead":
        return found | _of_lead(event, asked_for=found.invoices_hinted)
    if event.type == "name_field_changed" and event.entity_type == "contact":
        return replace(found, contacts=frozenset({event.entity_id}))
    if event.type == "name_field_changed" and event.entity_type == "company":
        return replace(found, companies=frozenset({event.entity_id}))
    return found


def _of_lead(event: EventRecord, *, asked_for: bool) -> Followups:
    if asked_for or event.type in ("lead_restored", "entity_merged"):
        return Followups(must_leads=frozenset({event.entity_id}))
    if event.type in _ASIDE or event.type.endswith("_note_added"):
        return Followups()
    return Followups(leads={event.entity_id: event.created_at})


def _notes_of(event: EventRecord) -> frozenset[tuple[str, int]]:
    entity = PLURALS.get(event.entity_type)
    if entity is None or event.type not in NOTE_EVENTS:
        return frozenset()
    ids = (_dig(value, "note", "id") for value in event.value_after)
    return frozenset((entity, key) for key in ids if isinstance(key, int))


def _hints_at_invoices(event: EventRecord) -> bool:
    """A link to anything but the four kinds of cards is one to an element of a list."""
    if event.type not in _LINK_EVENTS:
        return False
    linked = [_dig(value, word, "entity", "type") for value in (*event.value_after, *event.value_before)
              for word in ("link", "unlink")]  # fmt: skip
    return any(kind is not None and kind not in ("lead", "contact", "company", "customer") for kind in linked)


def _dig(value: Any, *path: str) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
