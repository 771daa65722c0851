"""How a deal goes, told as deeds on the agenda: found, moved, billed, paid, lost, with the work done around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random

from sales_core.demo import names
from sales_core.demo.agenda import Agenda, noon, office_moment, working_day_near
from sales_core.demo.entities import LOST, WON
from sales_core.demo.setting_up import (
    AWAITING,
    CONTRACT,
    DEAL_TYPE_FIELD,
    FIRST_DEAL_TYPE,
    NEW,
    OFFER,
    PAYING,
    QUALIFIED,
    RENEWAL_ASKED,
    RENEWAL_BILLED,
    RENEWALS,
    SALES,
    SOURCE_FIELD,
)
from sales_core.demo.small_talk import SmallTalk
from sales_core.demo.world import World
from sales_core.periods import Month

_SMALL = 110_000
_DAYS_IN_STAGE, _DAYS_STUCK = (2, 12), (18, 40)
_COMMENTS = ("Предоплата 100 %", "Этап 1", "Этап 2", "Этап 2 из 2", "Абонентская плата", "Закрывающий платёж", "")
_LATE_COMMENTS = ("Обещали до конца недели", "Ждём подпись акта", "Оплата с другого счёта", "Бухгалтер в отпуске")


@dataclass(slots=True)
class Instalment:
    """One agreed payment; ``paid_on`` none while it is not. A refund has a negative amount. ``credited_to``: who was
    responsible when it was paid."""

    amount: Decimal
    due_on: date
    paid_on: date | None = None
    comment: str = ""
    credited_to: int = 0


@dataclass(slots=True)
class Deal:
    """``parts``: how many payments it will have; ``lead_id`` once the lead exists."""

    manager_id: int
    deal_type: str | None
    name: str
    parts: int
    is_imported: bool
    instalments: list[Instalment] = field(default_factory=list)
    lead_id: int = 0

    @property
    def price(self) -> int:
        return int(sum(each.amount for each in self.instalments if each.amount > 0))


class StoryTeller:
    """Plans deeds; nothing happens before the agenda runs. ``deals`` are those with payments."""

    def __init__(self, world: World, agenda: Agenda, random: Random, today: date) -> None:
        self.deals: list[Deal] = []
        self._world = world
        self._agenda = agenda
        self._random = random
        self._today = today
        self._talk = SmallTalk(world, agenda, random)
        self._begun: list[Deal] = []

    def begin_deal(self, manager_id: int, day: date, deal_type: str | None) -> Deal:
        """A deal that will be paid; its instalments are filled in by the caller, then ``finish_deals`` tells it."""
        random = self._random
        deal = Deal(
            manager_id,
            deal_type,
            names.deal_name(random, deal_type, day.month),
            parts=random.choices((1, 2, 3), (58, 27, 15))[0],
            is_imported=random.random() < 0.15,
        )
        self._begun.append(deal)
        return deal

    def finish_deals(self) -> None:
        for deal in self._begun:
            self._settle(deal)
            self._tell_paid(deal)
        self.deals += self._begun
        self._begun = []

    def _settle(self, deal: Deal) -> None:
        """Which instalments are paid, and when: mostly on the day, some late, a few early, a few not at all."""
        random, this_month = self._random, Month.of(self._today)
        for place, each in enumerate(deal.instalments):
            each.comment = _COMMENTS[0] if deal.parts == 1 and random.random() < 0.5 else random.choice(_COMMENTS)
            unpaid = 0.006
            if Month.of(each.due_on) == this_month:
                unpaid = 0.15 if each.amount < _SMALL else 0.0
            is_recent = each.due_on >= this_month.plus(-2).first
            if each.due_on >= self._today or (is_recent and random.random() < unpaid):
                each.comment = each.comment if each.due_on >= self._today else random.choice(_LATE_COMMENTS)
                continue
            delay = random.choices((0, random.randint(2, 20), -random.randint(1, 3)), (82, 13, 5))[0]
            paid_on = working_day_near(each.due_on + timedelta(delay))
            if each.amount > _SMALL and Month.of(paid_on) == this_month:
                paid_on = max(each.due_on, this_month.first - timedelta(1))
            if place and (earlier := deal.instalments[place - 1].paid_on):
                paid_on = max(paid_on, earlier)
            each.paid_on = paid_on if paid_on < self._today else None

    def _tell_paid(self, deal: Deal) -> None:
        random = self._random
        first = min(min(each.due_on, each.paid_on or each.due_on) for each in deal.instalments)
        found_on = working_day_near(min(first, self._today - timedelta(3)) - timedelta(random.randint(16, 64)))
        renewal = deal.deal_type in ("Лицензии", "Техподдержка") and random.random() < 0.4
        self._tell_beginning(deal, found_on, renewal=renewal)
        signing = self._tell_stages(deal, found_on, min(first, self._today), renewal=renewal)
        for each in deal.instalments:
            self._tell_bill(deal, each, signing)
        last = deal.instalments[-1]
        paid_all = all(each.paid_on for each in deal.instalments) and len(deal.instalments) == deal.parts
        if paid_all and last.paid_on:
            self._move(deal, office_moment(last.paid_on, random) + 7200, WON)
        elif deal.instalments[0].paid_on and not renewal:
            self._move(deal, office_moment(deal.instalments[0].paid_on, random) + 3600, PAYING)
        self._tell_after(deal, paid_all=paid_all)
        self._talk.tell_work(deal, found_on, last.paid_on or min(last.due_on, self._today))
        if not paid_all:
            self._talk.tell_last_days(deal, found_on, self._today)

    def _tell_after(self, deal: Deal, *, paid_all: bool) -> None:
        """Hand-overs between instalments or after the last, and a refund now and then."""
        random, first = self._random, deal.instalments[0]
        colleagues = self._colleagues(deal.manager_id)
        if first.paid_on and random.random() < 0.06:
            moment = office_moment(working_day_near(first.paid_on + timedelta(2)), random)
            self._agenda.plan(moment, lambda at: self._hand_over(deal, random.choice(colleagues), at))
        if deal.is_imported and paid_all and random.random() < 0.08 and first.paid_on:
            refunded_on = working_day_near(first.paid_on + timedelta(random.randint(5, 25)))
            if refunded_on < self._today:
                back = -(first.amount / 5).quantize(Decimal(1))
                deal.instalments.append(Instalment(back, refunded_on, refunded_on, "Возврат за неиспользованные места"))

    def _tell_beginning(self, deal: Deal, day: date, *, renewal: bool) -> None:
        """The lead appears: made by its manager, by a robot from a form, or asked for again by an old client."""
        random = self._random
        by_robot = random.random() < 0.25
        choices = {} if deal.deal_type is None else {DEAL_TYPE_FIELD: _option(deal.deal_type)}
        if not renewal:
            choices[SOURCE_FIELD] = 610_011 + random.randrange(len(names.SOURCES))
        price = deal.price if random.random() < 0.9 else deal.price * 4 // 5
        final = deal.price

        def create(at: int) -> None:
            contact_id, company_id = self._talk.client_of(deal.manager_id, at)
            lead = self._world.create_lead(
                deal.name,
                responsible=deal.manager_id,
                pipeline=RENEWALS if renewal else SALES,
                status=RENEWAL_ASKED if renewal else NEW,
                price=price,
                choices=choices,
                contacts=[contact_id],
                company=company_id,
                by=0 if by_robot else None,
                at=at,
            )
            deal.lead_id = lead.id

        self._agenda.plan(noon(day) - random.randrange(3 * 3600 + 60, 4 * 3600), create)
        if price != final:
            moment = office_moment(day, random) + 90_000
            self._agenda.plan(moment, lambda at: self._world.price_lead(deal.lead_id, final, at=at))

    def _tell_stages(self, deal: Deal, found_on: date, until: date, *, renewal: bool) -> date:
        """The way to the signature; the day it was reached."""
        stages = [RENEWAL_BILLED] if renewal else [QUALIFIED, OFFER, CONTRACT, AWAITING]
        if not renewal and self._random.random() < 0.6:
            stages.remove(self._random.choice(stages[:3]))
        days = max(1, (until - found_on).days)
        day = found_on
        for place, stage in enumerate(stages, 1):
            day = found_on + timedelta(days * place // (len(stages) + 1))
            self._move(deal, office_moment(day, self._random) + 60 * place, stage)
        return day

    def _tell_bill(self, deal: Deal, each: Instalment, signed_on: date) -> None:
        """The invoice of one instalment: created, expected on its due day, paid or not. Imported deals have none."""
        if deal.is_imported:
            return
        random = self._random
        latest = min(each.due_on, each.paid_on or each.due_on, self._today - timedelta(1))
        billed_on = max(min(signed_on, latest), latest - timedelta(random.randint(3, 14)))
        status = random.choices(("paid", "paid_in_advance"), (9, 1))[0]

        def bill(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is None:
                return
            company = self._world.companies.get(lead.company_id or 0)
            invoice = self._world.add_invoice(
                f"{each.amount:f}",
                lead_id=lead.id,
                planned_at=noon(each.due_on),
                payer=company.name if company else "",
                item=deal.name,
                comment=each.comment,
                by=lead.responsible_user_id,
                at=at,
            )
            if each.paid_on:
                paid_at = max(at + 60, office_moment(each.paid_on, random))
                self._agenda.plan(paid_at, lambda at: self._pay(deal, each, invoice.id, status, at))
            elif invoice.id % 16 == 0:
                self._world.change_invoice(invoice.id, status="partially_paid", at=at + 60)

        self._agenda.plan(office_moment(billed_on, random), bill)

    def tell_lost(self, manager_id: int, day: date, deal_type: str | None) -> None:
        """A deal that goes to the archive on that day: a third with a bill nobody paid, a few with no budget at all."""
        random = self._random
        if day >= self._today:
            return
        deal = Deal(manager_id, deal_type, names.deal_name(random, deal_type, day.month), 1, is_imported=False)
        amount = Decimal(random.randrange(20_000, 180_000, 5_000))
        if random.random() < 0.9:
            deal.instalments = [Instalment(amount, working_day_near(day - timedelta(random.randint(-10, 15))))]
        found_on = working_day_near(day - timedelta(random.randint(14, 60)))
        self._tell_beginning(deal, found_on, renewal=False)
        reached = self._tell_stages(deal, found_on, day, renewal=False) if random.random() < 0.5 else found_on
        if deal.instalments and random.random() < 0.15:
            self._tell_bill(deal, deal.instalments[0], min(reached, day))
        reason = 3_300_001 + random.randrange(len(names.LOSS_REASONS))
        moment = office_moment(max(day, found_on), random) + 14_400
        self._agenda.plan(moment, lambda at: self._lose(deal, reason, at))
        self._talk.tell_work(deal, found_on, day)

    def tell_open(self, manager_id: int, deal_type: str | None) -> None:
        """A deal in work that nothing was billed for yet: most go on as others did, a few stand where they are."""
        random = self._random
        stages = (QUALIFIED, OFFER, CONTRACT)[: random.randint(0, 3)]
        days = [random.randint(*_DAYS_IN_STAGE) for _ in stages]
        stands = random.randint(*(_DAYS_STUCK if random.random() < 0.08 else _DAYS_IN_STAGE))
        found_on = working_day_near(self._today - timedelta(sum(days) + stands))
        if found_on >= self._today:
            return
        deal = Deal(manager_id, deal_type, names.deal_name(random, deal_type, found_on.month), 1, is_imported=False)
        deal.instalments = [Instalment(Decimal(random.randrange(30_000, 420_000, 5_000)), self._today)]
        self._tell_beginning(deal, found_on, renewal=False)
        for stage, day in zip(stages, accumulate(days), strict=True):
            self._move(deal, office_moment(working_day_near(found_on + timedelta(day)), random), stage)
        self._talk.tell_work(deal, found_on, self._today + timedelta(3))
        self._talk.tell_last_days(deal, found_on, self._today)

    def hand_over_everything(self, manager_id: int, day: date, everyone: Sequence[int]) -> None:
        """On that day the dismissed manager's deals in work go to colleagues."""
        others = [user_id for user_id in everyone if user_id != manager_id]

        def hand_over(at: int) -> None:
            for lead in list(self._world.leads):
                if lead.responsible_user_id == manager_id and lead.status_id not in (WON, LOST):
                    self._world.reassign_lead(lead.id, self._random.choice(others), by=0, at=at)

        self._agenda.plan(office_moment(day, self._random), hand_over)

    def _colleagues(self, manager_id: int) -> list[int]:
        users = self._world.users
        home = users[manager_id].group_id
        return [
            u.id for u in users.values() if u.group_id == home and u.id != manager_id and u.is_active and not u.is_admin
        ]

    def _hand_over(self, deal: Deal, user_id: int, at: int) -> None:
        if deal.lead_id in self._world.leads:
            self._world.reassign_lead(deal.lead_id, user_id, by=0, at=at)

    def _lose(self, deal: Deal, reason: int, at: int) -> None:
        if deal.lead_id in self._world.leads:
            self._world.move_lead(deal.lead_id, LOST, loss_reason=reason, at=at)

    def _pay(self, deal: Deal, each: Instalment, invoice_id: int, status: str, at: int) -> None:
        each.credited_to = self._world.leads[deal.lead_id].responsible_user_id
        self._world.pay_invoice(invoice_id, status=status, at=at)

    def _move(self, deal: Deal, at: int, status: int) -> None:
        def move(moment: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead and lead.status_id not in (status, WON, LOST):
                self._world.move_lead(lead.id, status, at=moment)

        self._agenda.plan(at, move)


def _option(deal_type: str) -> int:
    return FIRST_DEAL_TYPE + names.DEAL_TYPES.index(deal_type)
