"""The hard cases every report must get right, put into the demo company once each or a few times."""

from collections.abc import Sequence

from sales_core.demo.agenda import MOSCOW, Agenda
from sales_core.demo.entities import LOST, WON, Lead
from sales_core.demo.setting_up import DEAL_TYPE_FIELD, FIRST_DEAL_TYPE, NEW, SALES
from sales_core.demo.world import World
from sales_core.periods import Month, start_of

_DAY = 86_400
_DEALS = (
    ("Аудит отдела продаж", 64_000),
    ("Доработка отчётов", 38_000),
    ("Перенос базы клиентов", 52_000),
    ("Настройка воронок", 45_000),
    ("Интеграция с телефонией", 76_000),
    ("Внедрение amoCRM", 118_000),
)


def tell_edges(world: World, agenda: Agenda, manager_ids: Sequence[int], current: Month) -> None:
    """Closed and paid seconds around the month's midnight in Moscow, deleted with a bill, restored, merged."""
    midnight = start_of(current.first, MOSCOW)

    def begin(at: int) -> None:
        lost_after, lost_before, paid_before, deleted, restored, merged = (
            _begin(world, manager_ids[place % len(manager_ids)], name, price, at)
            for place, (name, price) in enumerate(_DEALS)
        )
        bill = world.add_invoice(paid_before.price, lead_id=paid_before.id, planned_at=midnight - 5, at=at + 60)
        world.add_invoice(deleted.price, lead_id=deleted.id, planned_at=midnight + 12 * _DAY, at=at + 60)
        for moment, deed in (
            (midnight - 3 * _DAY, lambda at: world.merge_leads(restored.id, merged.id, at=at)),
            (midnight - 2 * _DAY, lambda at: world.delete_lead(restored.id, at=at)),
            (midnight - 2 * _DAY + 600, lambda at: world.restore_lead(restored.id, at=at)),
            (midnight - _DAY, lambda at: world.delete_lead(deleted.id, at=at)),
            (midnight - 30, lambda at: world.pay_invoice(bill.id, at=at)),
            (midnight - 20, lambda at: world.move_lead(paid_before.id, WON, at=at)),
            (midnight - 10, lambda at: world.move_lead(lost_before.id, LOST, loss_reason=3_300_002, at=at)),
            (midnight + 10, lambda at: world.move_lead(lost_after.id, LOST, loss_reason=3_300_001, at=at)),
        ):
            agenda.plan(moment, deed)

    agenda.plan(midnight - 20 * _DAY, begin)
    agenda.plan(midnight - 9 * _DAY, lambda at: _clean_up(world, at))


def _begin(world: World, manager_id: int, name: str, price: int, at: int) -> Lead:
    contact = world.add_contact("Олег Смирнов", responsible=manager_id, at=at)
    return world.create_lead(
        name,
        responsible=manager_id,
        pipeline=SALES,
        status=NEW,
        price=price,
        choices={DEAL_TYPE_FIELD: FIRST_DEAL_TYPE + 1},
        contacts=[contact.id],
        at=at,
    )


def _clean_up(world: World, at: int) -> None:
    """The head throws away a dozen old lost deals and empties half of the trash."""
    lost = [lead.id for lead in world.leads if lead.status_id == LOST][40:400:30]
    for lead_id in lost:
        world.delete_lead(lead_id, by=0, at=at)
    for lead_id in lost[::2]:
        world.purge_lead(lead_id)
