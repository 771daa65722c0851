"""A believable Russian company: 12 managers, 14 months of deals and payments up to today, the same for the same seed.

Built from the figures down: each manager's month has a target in margin, cut into payments placed so that by any day
about as much is in as the design shows at that pace; deals, invoices, tasks and calls are then told around them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import log
from random import Random

from sales_core.clock import Clock, system_clock
from sales_core.demo import names
from sales_core.demo.agenda import MOSCOW, Agenda, working_days
from sales_core.demo.edges import tell_edges
from sales_core.demo.invoice_edges import bill_twice, tell_invoice_edges
from sales_core.demo.setting_up import HEAD_ID, empty_world
from sales_core.demo.stories import Deal, Instalment, StoryTeller
from sales_core.demo.world import World
from sales_core.periods import Month, start_of

HISTORY_MONTHS = 14
_AVERAGE_MARGIN = 105_000
_DESIGN_PACE = 0.64
_TYPE_WEIGHTS: dict[str | None, int] = {"Лицензии": 30, "Работы": 38, "Техподдержка": 18, "Обучение": 11, None: 3}


@dataclass(frozen=True, slots=True)
class Share:
    deal_type: str
    first: Month
    share: Decimal


@dataclass(frozen=True, slots=True)
class Manager:
    user_id: int
    facts: names.ManagerFacts
    last_month: Month | None

    def works_in(self, month: Month) -> bool:
        return self.last_month is None or month <= self.last_month


@dataclass
class DemoCompany:
    """The account and what the sales head of Tablo has set beside it. ``imported``: deals paid through a file."""

    world: World
    today: date
    months: list[Month]
    managers: list[Manager]
    shares: list[Share]
    plans: dict[tuple[int, Month], int] = field(default_factory=dict)
    imported: list[Deal] = field(default_factory=list)

    def share_on(self, deal_type: str | None, day: date) -> Decimal:
        """The margin share in force, 1 for a deal without a type."""
        known = [each for each in self.shares if each.deal_type == deal_type and each.first <= Month.of(day)]
        return max(known, key=lambda each: each.first).share if known else Decimal(1)


def build_company(seed: int, today: date, *, clock: Clock = system_clock) -> DemoCompany:
    """The company as of the morning of ``today``; nothing in it depends on the real clock but what happens later."""
    random = Random(seed)  # noqa: S311 - a made-up company
    current = Month.of(today)
    months = [current.plus(n) for n in range(-HISTORY_MONTHS, 1)]
    created_at = start_of(months[0].plus(-3).first, MOSCOW)
    world = empty_world(created_at=created_at, clock=clock, seed=seed)
    world.knobs.invoice_hints = False
    company = DemoCompany(world, today, months, _managers(current), _shares(months))
    company.plans = _plans(company, random)
    agenda = Agenda(until=start_of(today, MOSCOW))
    teller = StoryTeller(world, agenda, random, today)
    for manager in company.managers:
        _tell_career(company, manager, teller, random)
    working = [manager.user_id for manager in company.managers if manager.works_in(current)]
    tell_edges(world, agenda, working, current)
    tell_invoice_edges(world, agenda, working, current)
    agenda.run()
    _set_current_plans(company, teller.deals)
    company.imported = [deal for deal in teller.deals if deal.is_imported and deal.lead_id]
    bill_twice(world, company.imported)
    world.knobs.invoice_hints = True
    return company


def _managers(current: Month) -> list[Manager]:
    return [
        Manager(HEAD_ID + place, facts, None if facts.left_months_ago is None else current.plus(-facts.left_months_ago))
        for place, facts in enumerate(names.MANAGERS, 1)
    ]


def _shares(months: list[Month]) -> list[Share]:
    """Licences at 50 %, 45 % until half a year ago; everything else whole."""
    whole = [Share(name, months[0], Decimal(1)) for name in names.DEAL_TYPES[1:]]
    licences = [Share("Лицензии", months[0], Decimal("0.45")), Share("Лицензии", months[-7], Decimal("0.5"))]
    return [*licences, *whole]


def _plans(company: DemoCompany, random: Random) -> dict[tuple[int, Month], int]:
    """Plans grow towards today's, in steps of 10 000; the current month's are those of the design."""
    current = company.months[-1]
    return {
        (manager.user_id, month): manager.facts.plan
        if month == current
        else round(manager.facts.plan * random.uniform(0.8, 1.0) / 10_000) * 10_000
        for manager in company.managers
        for month in company.months
        if manager.works_in(month)
    }


def _set_current_plans(company: DemoCompany, deals: list[Deal]) -> None:
    """Fits each plan of the current month to what came in, so that percents spread as in the design on any day.

    Not in the month's first days, when hardly anything can have come in, and never far from the manager's usual plan.
    """
    current = company.months[-1]
    days = working_days(current)
    pace = sum(day < company.today for day in days) / len(days)
    for manager in company.managers:
        key, facts = (manager.user_id, current), manager.facts
        if key not in company.plans or pace < 0.3:
            continue
        came = sum(
            each.amount * company.share_on(deal.deal_type, each.paid_on)
            for deal in deals
            for each in deal.instalments
            if each.paid_on and each.paid_on in current and manager.user_id == (each.credited_to or deal.manager_id)
        )
        fitting = float(came) * 100 / (facts.forecast * pace ** _steepness(facts))
        plan = min(max(fitting, facts.plan * 0.6), facts.plan * 1.5)
        company.plans[key] = round(plan / 10_000) * 10_000


def _steepness(facts: names.ManagerFacts) -> float:
    """How late in the month the manager's money comes: 1 evenly, less early, more late."""
    return log(facts.by_pace / facts.forecast) / log(_DESIGN_PACE)


def _tell_career(company: DemoCompany, manager: Manager, teller: StoryTeller, random: Random) -> None:
    """Everything one manager did: won deals by the month's target, lost ones, deals still open."""
    ongoing: list[Deal] = []
    months = [month for month in company.months if manager.works_in(month)]
    for month in [*months, *(() if manager.last_month else (company.months[-1].plus(1),))]:
        for margin, day in _payments_of(company, manager, month, random):
            ongoing = [deal for deal in ongoing if len(deal.instalments) < deal.parts]
            follows = [deal for deal in ongoing if Month.of(deal.instalments[-1].due_on) < month]
            deal = follows[0] if follows and random.random() < 0.7 else None
            if deal is None:
                if month > company.months[-1]:
                    continue
                deal = teller.begin_deal(manager.user_id, day, _deal_type(random))
                ongoing.append(deal)
            deal.instalments.append(_instalment(company, deal, margin, day, random))
        if month <= company.months[-1]:
            # Of late more deals are found than before: not only those that are in work now.
            is_late = month > company.months[-5]
            for _ in range(random.randint(6, 9) if is_late else random.randint(2, 4)):
                teller.tell_lost(manager.user_id, random.choice(working_days(month)), _deal_type(random))
    teller.finish_deals()
    if manager.last_month:
        teller.hand_over_everything(manager.user_id, manager.last_month.end, [m.user_id for m in company.managers])
    else:
        for _ in range(random.randint(11, 18)):
            teller.tell_open(manager.user_id, _deal_type(random))


def _payments_of(company: DemoCompany, manager: Manager, month: Month, random: Random) -> Iterator[tuple[float, date]]:
    """Margins and due days that add up to the month's target, early or late in the month as the manager's way is."""
    facts = manager.facts
    plan = company.plans.get((manager.user_id, month), facts.plan)
    is_past = month < company.months[-1]
    reached = facts.forecast * random.uniform(0.78, 1.08) if is_past else facts.forecast
    target = plan * reached / 100
    number = max(5, min(11, round(target / _AVERAGE_MARGIN)))
    weights = [random.uniform(0.7, 1.3) for _ in range(number)]
    steepness = 1.0 if is_past else _steepness(facts)
    days, done = working_days(month), 0.0
    for weight in weights:
        part = weight / sum(weights)
        place = (done + part / 2) ** (1 / steepness)
        done += part
        yield target * part, days[min(len(days) - 1, int(place * len(days)))]


def _deal_type(random: Random) -> str | None:
    return random.choices(list(_TYPE_WEIGHTS), list(_TYPE_WEIGHTS.values()))[0]


def _instalment(company: DemoCompany, deal: Deal, margin: float, day: date, random: Random) -> Instalment:
    """The amount whose margin it is, rounded as people round prices; one in thirty has kopecks."""
    amount = Decimal(round(margin / float(company.share_on(deal.deal_type, day)) / 500) * 500)
    if random.random() < 1 / 30:
        amount += Decimal(random.randrange(1, 40_000)) / 100
    return Instalment(max(amount, Decimal(1500)), day)
