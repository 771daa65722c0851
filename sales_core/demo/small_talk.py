"""The work around a deal: its client, calls, mails, chats, notes and tasks, done on time, late or not at all."""

from datetime import date, timedelta
from random import Random
from typing import Protocol

from sales_core.demo import names
from sales_core.demo.agenda import Agenda, office_moment, working_day_near
from sales_core.demo.world import World

TASKS = (
    (1, "Позвонить, уточнить решение"),
    (1, "Напомнить об оплате"),
    (2, "Встреча в офисе клиента"),
    (2_901_001, "Отправить КП"),
    (1, "Согласовать договор"),
    (1, "Проверить акт"),
)
RESULTS = ("Договорились", "Перезвонит сам", "Отправил", "Состав согласован", "", "", "")
NOTES = ("Просит скидку", "Решает директор", "Бюджет до конца квартала", "Ждут ответа юристов", "Нужна демонстрация")
SUBJECTS = ("Коммерческое предложение", "Договор и счёт", "Re: Вопрос по внедрению", "Акт выполненных работ")
_MESSAGES_A_DAY = (0, 0.03, 0.06, 0.1)
"""Clients differ in how much they write."""


class Worked(Protocol):
    manager_id: int
    lead_id: int


class SmallTalk:
    """Plans what people say and do; the lead must exist when its moment comes, or nothing happens."""

    def __init__(self, world: World, agenda: Agenda, random: Random) -> None:
        self._world = world
        self._agenda = agenda
        self._random = random
        # A stream of its own: what is said in chats must not change how the deals themselves go.
        self._chatter = Random()  # noqa: S311 - a story, not a secret
        self._chatter.setstate(random.getstate())
        self._clients: dict[int, list[tuple[int, int | None]]] = {}

    def client_of(self, manager_id: int, at: int) -> tuple[int, int | None]:
        """A contact and company: one the manager knows, or a new one; a private person has no company."""
        random = self._random
        known = self._clients.setdefault(manager_id, [])
        if known and random.random() < 0.45:
            return random.choice(known)
        company_id = None
        if random.random() < 0.85:
            company_id = self._world.add_company(names.client_name(random), responsible=manager_id, at=at).id
        number = random.randrange(10**7)
        contact = self._world.add_contact(
            names.person_name(random),
            responsible=manager_id,
            phone=f"+7 921 {number:07d}",
            email=f"client{number}@client.example",
            company_id=company_id,
            at=at,
        )
        known.append((contact.id, company_id))
        return known[-1]

    def tell_work(self, deal: Worked, first: date, last: date) -> None:
        """Spread between the two days. A task due after today is open, one due before and not done is overdue."""
        random = self._random
        days = max(1, (last - first).days)
        if random.random() < 0.6:
            self._tell_task(deal, first + timedelta(random.randrange(days)))
        for _ in range(random.choices((0, 1, 2, 3), (38, 34, 18, 10))[0]):
            self._plan_call(deal, first + timedelta(random.randrange(days)))
        if random.random() < 0.35:
            self._plan_mail(deal, first + timedelta(random.randrange(days)))
        for _ in range(round(days * self._chatter.choice(_MESSAGES_A_DAY))):
            self._plan_message(deal, first + timedelta(self._chatter.randrange(days)))
        if self._chatter.random() < 0.25:
            self._plan_note(deal, first + timedelta(self._chatter.randrange(days)))

    def tell_last_days(self, deal: Worked, found_on: date, today: date) -> None:
        """Of a deal in work: for nearly all of them something was done lately and something is to be done next."""
        chatter = self._chatter
        lately = [day for n in range(1, 12) if (day := today - timedelta(n)) >= found_on and day.weekday() < 5]
        if chatter.random() < 0.6:
            self._plan_message(deal, chatter.choice(lately or [found_on]))
        if chatter.random() < 0.92:
            self._plan_next_task(deal, chatter.choice(lately[:4] or [found_on]), today)

    def _tell_task(self, deal: Worked, day: date) -> None:
        random = self._random
        task_type, text = random.choice(TASKS)
        due_on = working_day_near(day + timedelta(random.randint(1, 5)))
        due_at = office_moment(due_on, random)
        late_s = random.choices((-3600, 86_400 * 2, None), (75, 19, 6))[0]
        result = random.choice(RESULTS)

        def add(at: int) -> None:
            if deal.lead_id not in self._world.leads:
                return
            user_id = self._world.leads[deal.lead_id].responsible_user_id
            task = self._world.add_task(
                text, responsible=user_id, complete_till=due_at, lead_id=deal.lead_id, task_type=task_type, at=at
            )
            done_at = max(at + 60, due_at + (late_s or 0))
            if late_s is not None:
                self._agenda.plan(done_at, lambda at: self._complete(task.id, result, at))

        self._agenda.plan(office_moment(working_day_near(day), random), add)

    def _plan_next_task(self, deal: Worked, day: date, today: date) -> None:
        chatter = self._chatter
        task_type, text = chatter.choice(TASKS)
        due_at = office_moment(working_day_near(today + timedelta(chatter.randint(1, 8))), chatter)

        def add(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is not None:
                self._world.add_task(
                    text, responsible=lead.responsible_user_id, complete_till=due_at, lead_id=lead.id,
                    task_type=task_type, at=at,
                )  # fmt: skip

        self._agenda.plan(office_moment(day, chatter), add)

    def _complete(self, task_id: int, result: str, at: int) -> None:
        self._world.complete_task(task_id, result, at=at)

    def _plan_call(self, deal: Worked, day: date) -> None:
        random = self._random
        incoming, answered = random.random() < 0.25, random.random() < 0.82
        duration_s = random.randint(20, 900) if answered else 0
        on_contact = random.random() < 0.08

        def call(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is None:
                return
            contact = self._world.contacts.get(lead.contact_ids[0])
            self._world.call(
                lead.contact_ids[0] if on_contact else lead.id,
                user_id=lead.responsible_user_id,
                incoming=incoming,
                duration_s=duration_s,
                phone=contact.phone if contact else "",
                entity_type="contacts" if on_contact else "leads",
                at=at,
            )

        self._agenda.plan(office_moment(working_day_near(day), random), call)

    def _plan_mail(self, deal: Worked, day: date) -> None:
        random = self._random
        subject, incoming, is_doubled = random.choice(SUBJECTS), random.random() < 0.35, random.random() < 0.1

        def mail(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is None:
                return
            lead_ids = [lead.id]
            if is_doubled:
                lead_ids += [
                    other.id
                    for other in self._world.leads
                    if other.contact_ids == lead.contact_ids and other.id != lead.id
                ][:1]
            self._world.mail(lead_ids, user_id=lead.responsible_user_id, subject=subject, incoming=incoming, at=at)

        self._agenda.plan(office_moment(working_day_near(day), random), mail)

    def _plan_message(self, deal: Worked, day: date) -> None:
        incoming = self._chatter.random() < 0.45

        def write(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is not None:
                self._world.chat(lead.id, user_id=lead.responsible_user_id, incoming=incoming, at=at)

        self._agenda.plan(self._moment(day), write)

    def _plan_note(self, deal: Worked, day: date) -> None:
        text = self._chatter.choice(NOTES)

        def note(at: int) -> None:
            lead = self._world.leads.get(deal.lead_id)
            if lead is not None:
                self._world.comment(lead.id, text, at=at)

        self._agenda.plan(self._moment(day), note)

    def _moment(self, day: date) -> int:
        """Of that day, or of any of the week after a weekend: not all that waits for Monday is done on it."""
        if day.weekday() >= 5:
            day += timedelta(7 - day.weekday() + self._chatter.randrange(5))
        return office_moment(day, self._chatter)
