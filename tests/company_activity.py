"""What the people of a demo account did, for the oracle: nothing of what Tablo stored is asked."""

from collections import defaultdict
from dataclasses import asdict
from zoneinfo import ZoneInfo

from sales_core.demo.world import World
from tests.activity_oracle import ActivityOracle, HeldLead

KEPT_NOTES = ("call_in", "call_out", "amomail_message")


def activity_oracle(world: World, zone: ZoneInfo) -> ActivityOracle:
    """Of a world that stands still."""
    owners: dict[int, list[tuple[int, int]]] = defaultdict(list)
    first: dict[int, int] = {}
    events = []
    for event in world.events.everything():
        events.append({
            "id": event.id, "type": event.type, "entity_type": event.entity_type, "entity_id": event.entity_id,
            "created_by": event.created_by, "created_at": event.created_at, "value_before": event.before,
            "value_after": event.after,
        })  # fmt: skip
        if event.type == "entity_responsible_changed" and event.entity_type == "lead":
            first.setdefault(event.entity_id, event.before[0]["responsible_user"]["id"])
            owners[event.entity_id].append((event.created_at, event.after[0]["responsible_user"]["id"]))
    notes = [note for kind in ("leads", "contacts", "companies") for note in world.notes[kind]]
    return ActivityOracle(
        zone=zone,
        events=events,
        notes={note.id: asdict(note) for note in notes if note.note_type in KEPT_NOTES},
        tasks={task.id: asdict(task) | {"deleted_at": None} for task in world.tasks},
        leads={
            lead.id: HeldLead(lead.id, [(0, first.get(lead.id, lead.responsible_user_id)), *owners[lead.id]])
            for lead in world.leads
        },
    )
