"""The demo company at work while the server runs: a few things a minute, the same sequence for the same seed."""

import asyncio
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from sales_core.demo import names
from sales_core.demo.entities import LOST, WON, Invoice, Lead, Task
from sales_core.demo.setting_up import (
    AWAITING,
    CONTRACT,
    DEAL_TYPE_FIELD,
    FIRST_DEAL_TYPE,
    NEW,
    OFFER,
    QUALIFIED,
    SALES,
)
from sales_core.demo.small_talk import RESULTS, SUBJECTS, TASKS
from sales_core.demo.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

PER_MINUTE = 6.0
_DAY = 86_400
_NEXT_STAGE = {NEW: QUALIFIED, QUALIFIED: OFFER, OFFER: CONTRACT, CONTRACT: AWAITING}


class Life:
    """``step()`` makes one thing happen now; ``run()`` goes on doing so.

    Money stays plausible: an invoice is paid only when it is overdue or due within three days, and new ones are small.
    So do deals: each new one has a task, and one that was done is mostly followed by another.
    """

    def __init__(self, world: World, *, seed: int = 0, per_minute: float = PER_MINUTE) -> None:
        self._world = world
        self._random = Random(seed)  # noqa: S311 - a made-up company
        self._per_minute = per_minute
        self._deeds: dict[Callable[[], object], int] = {
            self._call: 24,
            self._move: 18,
            self._mail: 14,
            self._finish_task: 12,
            self._add_task: 8,
            self._get_paid: 8,
            self._find_lead: 7,
            self._chat: 6,
            self._send_bill: 5,
            self._lose: 2,
            self._correct_bill: 2,
            self._get_part: 1,
            self._move_bill: 1,
            self._throw_bill_away: 1,
        }

    async def run(self) -> None:
        while True:
            await asyncio.sleep(self._random.expovariate(self._per_minute / 60))
            self.step()

    def step(self) -> None:
        with self._world.lock:
            deed = self._random.choices(list(self._deeds), list(self._deeds.values()))[0]
            deed()

    def _lead(self, *statuses: int) -> Lead | None:
        """Some lead in work whose manager still works here, in one of the stages or any."""
        users = self._world.users
        found = [
            lead
            for lead in self._world.leads
            if lead.status_id not in (WON, LOST)
            and (not statuses or lead.status_id in statuses)
            and users[lead.responsible_user_id].is_active
        ]
        return self._random.choice(found) if found else None

    def _call(self) -> None:
        if lead := self._lead():
            random = self._random
            answered = random.random() < 0.82
            contact = self._world.contacts.get(lead.contact_ids[0]) if lead.contact_ids else None
            self._world.call(
                lead.id,
                user_id=lead.responsible_user_id,
                incoming=random.random() < 0.25,
                duration_s=random.randint(20, 600) if answered else 0,
                phone=contact.phone if contact else "",
            )

    def _mail(self) -> None:
        if lead := self._lead():
            subject, incoming = self._random.choice(SUBJECTS), self._random.random() < 0.35
            self._world.mail([lead.id], user_id=lead.responsible_user_id, subject=subject, incoming=incoming)

    def _chat(self) -> None:
        if lead := self._lead():
            self._world.chat(lead.id, user_id=lead.responsible_user_id, incoming=self._random.random() < 0.5)

    def _move(self) -> None:
        if lead := self._lead(*_NEXT_STAGE):
            self._world.move_lead(lead.id, _NEXT_STAGE[lead.status_id])

    def _lose(self) -> None:
        if lead := self._lead(NEW, QUALIFIED, OFFER):
            reason = self._random.choice(self._world.loss_reasons)
            self._world.move_lead(lead.id, LOST, loss_reason=reason.id)

    def _add_task(self) -> Task | None:
        lead = self._lead()
        return self._plan_task(lead) if lead else None

    def _plan_task(self, lead: Lead) -> Task:
        kind, text = self._random.choice(TASKS)
        till = self._world.now() + self._random.randint(1, 3) * _DAY
        return self._world.add_task(
            text, responsible=lead.responsible_user_id, complete_till=till, lead_id=lead.id, task_type=kind
        )

    def _finish_task(self) -> None:
        waiting = [task for task in self._world.tasks if not task.is_completed]
        task = min(waiting, key=lambda each: (each.complete_till, each.id), default=None) or self._add_task()
        if task:
            self._world.complete_task(task.id, self._random.choice(RESULTS))
            lead = self._world.leads.get(task.entity_id or 0)
            if lead and lead.status_id not in (WON, LOST) and self._random.random() < 0.8:
                self._plan_task(lead)

    def _find_lead(self) -> None:
        random, world = self._random, self._world
        managers = [user.id for user in world.users.values() if user.is_active and not user.is_admin]
        manager_id, deal_type = random.choice(managers), random.randrange(len(names.DEAL_TYPES))
        contact = world.add_contact(names.person_name(random), responsible=manager_id)
        company = world.add_company(names.client_name(random), responsible=manager_id)
        lead = world.create_lead(
            names.deal_name(random, names.DEAL_TYPES[deal_type], 1 + random.randrange(12)),
            responsible=manager_id,
            pipeline=SALES,
            status=NEW,
            price=random.randrange(30_000, 200_000, 5_000),
            choices={DEAL_TYPE_FIELD: FIRST_DEAL_TYPE + deal_type},
            contacts=[contact.id],
            company=company.id,
            by=0 if random.random() < 0.5 else None,
        )
        self._plan_task(lead)

    def _send_bill(self) -> None:
        """A small one, due now or within days, for a deal near its end."""
        if lead := self._lead(CONTRACT, AWAITING):
            company = self._world.companies.get(lead.company_id or 0)
            self._world.add_invoice(
                self._random.randrange(8_000, 40_000, 500),
                lead_id=lead.id,
                planned_at=self._world.now() + self._random.choice((0, 0, 5, 10)) * _DAY,
                payer=company.name if company else "",
                item="Дополнительные места",
                by=lead.responsible_user_id,
            )

    def _get_paid(self) -> None:
        """The unpaid invoice that has waited longest; a deal whose last one is paid is won."""
        due = self._due_invoices()
        if not due:
            self._send_bill()
            return
        invoice, lead = due[0]
        self._world.pay_invoice(invoice.id)
        if not any(other.id == lead.id for _, other in due[1:]) and lead.status_id == AWAITING:
            self._world.move_lead(lead.id, WON)

    def _bill(self, *, latest: bool = False) -> tuple[Invoice, Lead] | None:
        """Some unpaid invoice of a deal in work, or the newest."""
        waiting = self._unpaid_invoices()
        if not waiting:
            return None
        return max(waiting, key=lambda pair: pair[0].id) if latest else self._random.choice(waiting)

    def _correct_bill(self) -> None:
        """Another amount, another day, another payer."""
        if found := self._bill():
            invoice, lead = found
            company = self._world.companies.get(lead.company_id or 0)
            price = Decimal(invoice.price) * self._random.choice((90, 95, 105, 110)) / 100
            self._world.change_invoice(
                invoice.id,
                price=f"{price:.2f}",
                payment_at=(invoice.payment_at or self._world.now()) + self._random.randint(0, 5) * _DAY,
                payer=company.name if company else "Частное лицо",
                by=lead.responsible_user_id,
            )

    def _get_part(self) -> None:
        if found := self._bill():
            self._world.pay_invoice(found[0].id, status="partially_paid")

    def _move_bill(self) -> None:
        """It had been made out for the wrong deal."""
        found, other = self._bill(latest=True), self._lead(CONTRACT, AWAITING)
        if found and other and other.id != found[1].id:
            invoice, lead = found
            self._world.unlink_invoice(lead.id, invoice.id)
            self._world.link_invoice(other.id, invoice.id)

    def _throw_bill_away(self) -> None:
        """Or bring the last one back that was."""
        lead = self._lead(CONTRACT, AWAITING)
        thrown = max(self._world.thrown_invoices, key=lambda invoice: invoice.id, default=None)
        if thrown and lead:
            self._world.restore_invoice(thrown.id)
            self._world.link_invoice(lead.id, thrown.id)
        elif found := self._bill(latest=True):
            self._world.delete_invoice(found[0].id)

    def _due_invoices(self) -> list[tuple[Invoice, Lead]]:
        latest = self._world.now() + 3 * _DAY
        due = [pair for pair in self._unpaid_invoices() if (pair[0].payment_at or 0) <= latest]
        return sorted(due, key=lambda pair: (pair[0].payment_at or 0, pair[0].id))

    def _unpaid_invoices(self) -> list[tuple[Invoice, Lead]]:
        """Of deals in work, with an amount, and nothing of it paid."""
        return [
            (invoice, lead)
            for lead in self._world.leads
            if lead.status_id not in (WON, LOST)
            for link in lead.elements
            if (invoice := self._world.invoices.get(link.element_id)) and invoice.status == "created" and invoice.price
        ]
