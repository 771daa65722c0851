"""What is hard about invoices, once each: paid in part, without an amount, of two deals, moved, thrown away and brought
back, and one that came by file as well."""

from collections.abc import Iterable, Sequence

from sales_core.demo.agenda import MOSCOW, Agenda, noon
from sales_core.demo.entities import Lead
from sales_core.demo.setting_up import AWAITING, DEAL_TYPE_FIELD, FIRST_DEAL_TYPE, SALES
from sales_core.demo.stories import Deal
from sales_core.demo.world import World
from sales_core.periods import Month, start_of

_DAY = 86_400
_DEALS = (
    ("Сопровождение на квартал", 42_000),
    ("Сопровождение филиала", 42_000),
    ("Обучение новичков", 27_500),
    ("Настройка рассылок", 18_900),
    ("Подключение почты", 9_600),
)
_LARGEST_DOUBLED = 60_000


def tell_invoice_edges(world: World, agenda: Agenda, manager_ids: Sequence[int], current: Month) -> None:
    midnight = start_of(current.first, MOSCOW)
    due = midnight + 19 * _DAY

    def begin(at: int) -> None:
        shared, other, partly, moved, restored = (
            _begin(world, manager_ids[place % len(manager_ids)], name, price, at)
            for place, (name, price) in enumerate(_DEALS)
        )
        bills = {
            lead.id: world.add_invoice(lead.price, lead_id=lead.id, planned_at=due, at=at + 60)
            for lead in (shared, partly, restored)
        }
        world.link_invoice(other.id, bills[shared.id].id, at=at + 120)
        world.add_invoice("", lead_id=other.id, at=at + 120)
        world.change_invoice(bills[partly.id].id, status="partially_paid", at=at + _DAY)
        astray = world.add_invoice(moved.price, lead_id=partly.id, planned_at=due, at=at + 180)
        world.unlink_invoice(partly.id, astray.id, at=at + 2 * _DAY)
        world.link_invoice(moved.id, astray.id, at=at + 2 * _DAY)
        world.delete_invoice(bills[restored.id].id, at=at + 3 * _DAY)
        world.restore_invoice(bills[restored.id].id, at=at + 3 * _DAY + 600)
        world.link_invoice(restored.id, bills[restored.id].id, at=at + 3 * _DAY + 660)

    agenda.plan(midnight - 16 * _DAY, begin)


def bill_twice(world: World, imported: Iterable[Deal]) -> None:
    """A small deal that was paid by file has the same payment as an invoice too."""
    for deal in imported:
        first = deal.instalments[0]
        if first.paid_on and 0 < first.amount < _LARGEST_DOUBLED and deal.lead_id in world.leads:
            at = noon(first.paid_on)
            invoice = world.add_invoice(f"{first.amount:f}", lead_id=deal.lead_id, planned_at=noon(first.due_on), at=at)
            world.pay_invoice(invoice.id, at=at + 60)
            return


def _begin(world: World, manager_id: int, name: str, price: int, at: int) -> Lead:
    return world.create_lead(
        name,
        responsible=manager_id,
        pipeline=SALES,
        status=AWAITING,
        price=price,
        choices={DEAL_TYPE_FIELD: FIRST_DEAL_TYPE + 2},
        at=at,
    )
