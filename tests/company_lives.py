"""The lives of a demo account's deals, for the oracle: nothing of what Tablo stored is asked."""

from collections import defaultdict
from zoneinfo import ZoneInfo

from sales_core.demo.setting_up import DEAL_TYPE_FIELD
from sales_core.demo.world import World
from tests.conversion_oracle import ARCHIVED, WON, DealLife, LivesOracle

_INCOMING = 1


def lives_oracle(world: World, zone: ZoneInfo) -> LivesOracle:
    """Of a world that stands still."""
    stages: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for event in world.events.everything():
        if event.type == "lead_status_changed":
            before, after = (side[0]["lead_status"] for side in (event.before, event.after))
            lives = stages[event.entity_id]
            if not lives:
                lives.append((0, before["pipeline_id"], before["id"]))
            lives.append((event.created_at, after["pipeline_id"], after["id"]))
    deals = []
    for lead in world.leads:
        _, *began = stages[lead.id][0] if lead.id in stages else (0, lead.pipeline_id, lead.status_id)
        deals.append(
            DealLife(
                id=lead.id,
                stages=[(lead.created_at, began[0], began[1]), *stages[lead.id][1:]],
                owner=lead.responsible_user_id,
                deal_type=lead.choices.get(DEAL_TYPE_FIELD, 0),
                price=lead.price * 100,
                reason=lead.loss_reason_id or 0,
                closed_at=lead.closed_at,
            )
        )
    ladder = {
        pipeline.id: [
            status.id
            for status in sorted(pipeline.statuses, key=lambda status: status.sort)
            if status.id != ARCHIVED and status.type != _INCOMING
        ]
        for pipeline in world.pipelines
    }
    assert all(statuses[-1] == WON for statuses in ladder.values())
    return LivesOracle(zone, ladder, {user.id: user.group_id for user in world.users.values()}, deals)
