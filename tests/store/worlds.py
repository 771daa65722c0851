"""A random company living through random days, told to a database and to the oracle alike.

Lead rows and events reach the database late and out of order, as from amoCRM; ``settle`` delivers the rest.
"""

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from sales_core.payment_history import Change, Via
from sales_core.periods import Month, day_of, start_of
from sales_core.register.payments import share_credit
from sales_core.store.acts import Act
from sales_core.store.amocrm_tables import Account
from sales_core.store.history import save_events
from sales_core.store.leads import mark_deleted, mark_restored, save_leads
from sales_core.store.payment_writing import change_payments, load_payments_now
from sales_core.store.payments import delete_payments, save_payments
from sales_core.store.references import save_account, save_users
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment
from tests.deciding import replace_settings
from tests.oracle import Oracle, OracleLead, OraclePayment

FIELD = 900
MANAGERS = (11, 12, 13)
TYPES = (0, 701, 702, 703)
PIPELINES = (1, 2)
MONTHS = tuple(Month(2026, number) for number in range(7, 13))
DAY_S = 86_400


def account(zone: str = "Asia/Kamchatka") -> Account:
    return Account(
        id=1, name="Ромашка", subdomain="romashka", base_url="http://amo", country="RU", currency="RUB", timezone=zone
    )


def lead_row(lead: OracleLead, **changes: Any) -> dict[str, Any]:
    status = 143 if lead.archived else 142 if lead.closed_at else 100
    return {
        "id": lead.id, "name": f"Сделка {lead.id}", "price_minor": lead.price, "responsible_user_id": lead.owner,
        "pipeline_id": lead.pipeline, "status_id": status, "loss_reason_id": None, "created_at": 1, "updated_at": 1,
        "closed_at": lead.closed_at, "contact_id": None, "company_id": None,
        "choices": {FIELD: lead.deal_type} if lead.deal_type else {},
    } | changes  # fmt: skip


def handed_over(event_id: str, lead_id: int, at: int, before: int, after: int) -> dict[str, Any]:
    return {
        "id": event_id, "type": "entity_responsible_changed", "entity_type": "lead", "entity_id": lead_id,
        "created_by": 0, "created_at": at, "value_before": [{"responsible_user": {"id": before}}],
        "value_after": [{"responsible_user": {"id": after}}],
    }  # fmt: skip


def move_credit(conn: Connection, payment_id: int, shares: dict[int, Decimal], act: Act) -> None:
    """An admin's decision."""
    payment = load_payments_now(conn, [payment_id])[payment_id]
    (wish,) = share_credit(payment, shares)
    change_payments(conn, [Change(payment_id, payment.terms, wish.after)], act)


class World:
    def __init__(self, conn: Connection, seed: int, leads: int = 12) -> None:
        self.conn = conn
        self.random = random.Random(seed)
        zone = self.random.choice(["Europe/Moscow", "Asia/Kamchatka", "America/New_York", "UTC"])
        self.oracle = Oracle(ZoneInfo(zone), groups={11: 0, 12: 0, 13: 5})
        self.now = start_of(date(2026, 7, 3), self.oracle.zone) + self.random.randrange(DAY_S)
        self._late_events: list[dict[str, Any]] = []
        self._numbers = iter(range(1, 10**6))
        save_account(conn, account(zone))
        save_users(conn, [
            {"id": id_, "name": f"Менеджер {id_}", "email": "", "group_id": group, "is_active": True, "is_admin": False}
            for id_, group in self.oracle.groups.items()
        ])  # fmt: skip
        replace_settings(conn, values={"deal_type_field": FIELD})
        for id_ in range(1, leads + 1):
            self.oracle.leads.append(OracleLead(
                id_, [(0, self.random.choice(MANAGERS))], self.random.choice(PIPELINES), self.random.choice(TYPES),
                self.random.randrange(0, 10**7, 25),
            ))  # fmt: skip
        save_leads(conn, [lead_row(lead) for lead in self.oracle.leads], now=self.now)

    def live(self, steps: int) -> None:
        deeds = [
            self.hand_over, self.hand_over, self.close, self.close, self.reopen, self.delete_lead, self.restore_lead,
            self.retype, self.reprice, self.move, self.share, self.add_payment, self.add_payment, self.add_payment,
            self.add_payment, self.pay, self.pay, self.pay, self.unpay, self.change_amount, self.drop_payment,
            self.refund, self.move_credit, self.share_credit, self.list_leads, self.tell_events,
        ]  # fmt: skip
        for _ in range(steps):
            self.now += self.random.choice([1, 3600, DAY_S, 3 * DAY_S])
            self.random.choice(deeds)()

    def settle(self) -> None:
        """Everything still on its way arrives, the events in no order."""
        save_leads(self.conn, [lead_row(lead) for lead in self.oracle.leads if not lead.deleted], now=self.now)
        self.random.shuffle(self._late_events)
        for event in self._late_events:
            save_events(self.conn, [event], self.now)
        self._late_events = []

    # ------------------------------------------------ leads, as somebody changes them in amoCRM

    def hand_over(self) -> None:
        lead = self._lead()
        before, after = lead.owner, self.random.choice([user for user in MANAGERS if user != lead.owner])
        lead.owners.append((self.now, after))
        number = next(self._numbers)
        self._late_events.append(handed_over(f"{number:06}", lead.id, self.now, before, after))
        self._list(lead)

    def close(self) -> None:
        lead = self._lead()
        lead.archived, lead.closed_at = self.random.random() < 0.7, self._moment()
        self._list(lead)

    def reopen(self) -> None:
        lead = self._lead()
        lead.archived, lead.closed_at = False, None
        self._list(lead)

    def retype(self) -> None:
        lead = self._lead()
        lead.deal_type = self.random.choice(TYPES)
        self._list(lead)

    def reprice(self) -> None:
        lead = self._lead()
        lead.price = self.random.choice([0, self.random.randrange(10**7)])
        self._list(lead)

    def move(self) -> None:
        lead = self._lead()
        lead.pipeline = self.random.choice(PIPELINES)
        self._list(lead)

    def delete_lead(self) -> None:
        """Read once more before it goes: what it last was is what its paid payments go on counting for."""
        lead = self._lead()
        if sum(lead.deleted for lead in self.oracle.leads) < len(self.oracle.leads) // 2:
            save_leads(self.conn, [lead_row(lead)], now=self.now)
            lead.deleted = True
            mark_deleted(self.conn, [lead.id], self.now)

    def restore_lead(self) -> None:
        deleted = [lead for lead in self.oracle.leads if lead.deleted]
        if deleted:
            lead = self.random.choice(deleted)
            lead.deleted = False
            if self.random.random() < 0.5:
                mark_restored(self.conn, [lead.id], self.now)
            else:
                save_leads(self.conn, [lead_row(lead)], restored={lead.id}, now=self.now)

    def list_leads(self) -> None:
        """A page of the list, which may be older than the news of deletions."""
        some = self.random.sample(self.oracle.leads, 5)
        save_leads(self.conn, [lead_row(lead) for lead in some], now=self.now)

    def tell_events(self) -> None:
        count = self.random.randint(0, len(self._late_events))
        self.random.shuffle(self._late_events)
        told, self._late_events = self._late_events[:count], self._late_events[count:]
        save_events(self.conn, told, self.now)

    # ------------------------------------------------ payments and shares, as somebody changes them here

    def add_payment(self) -> None:
        payment = OraclePayment(f"p{next(self._numbers)}", self._lead(), self._amount(), self._day())
        self.oracle.payments.append(payment)
        self._save(payment)

    def refund(self) -> None:
        paid = [payment for payment in self.oracle.payments if payment.paid_on]
        if paid:
            of = self.random.choice(paid)
            today = day_of(self.now, self.oracle.zone)
            refund = OraclePayment(f"p{next(self._numbers)}", of.lead, -abs(of.amount), today, today, self.now)
            self.oracle.payments.append(refund)
            self._save(refund)

    def pay(self) -> None:
        payment = self._payment(paid=False)
        if payment:
            payment.paid_on = day_of(self.now - self.random.choice([0, 0, 5, 40]) * DAY_S, self.oracle.zone)
            payment.marked_at = self.now
            self._save(payment)

    def unpay(self) -> None:
        payment = self._payment(paid=True)
        if payment:
            payment.paid_on = payment.marked_at = payment.moved_to = None
            payment.shares = {}
            self._save(payment)

    def change_amount(self) -> None:
        payment = self._payment(paid=self.random.random() < 0.5)
        if payment:
            payment.amount, payment.due_on = self._amount(), self._day()
            self._save(payment)

    def drop_payment(self) -> None:
        payment = self._payment(paid=self.random.random() < 0.5)
        if payment:
            self.oracle.payments.remove(payment)
            delete_payments(self.conn, [self._id(payment)], self._act())

    def move_credit(self) -> None:
        payment = self._payment(paid=True)
        if payment:
            payment.moved_to, payment.shares = self.random.choice(MANAGERS), {}
            move_credit(self.conn, self._id(payment), {payment.moved_to: Decimal(1)}, self._act())

    def share_credit(self) -> None:
        payment = self._payment(paid=True)
        if payment:
            most = Decimal(self.random.choice(["0.5", "0.9", "0.333", "0.33333334"]))
            rest = (1 - most) / 2 if self.random.random() < 0.5 else 1 - most
            shares = [most, rest] if rest == 1 - most else [most, rest, rest]
            payment.shares = dict(zip(self.random.sample(MANAGERS, len(shares)), shares, strict=True))
            move_credit(self.conn, self._id(payment), payment.shares, self._act())

    def share(self) -> None:
        key = (self.random.choice(TYPES), self.random.choice(MONTHS).first)
        self.oracle.shares[key] = Decimal(self.random.choice(["0", "0.5", "0.333", "1", "0.07125"]))
        shares = {(deal_type, Month.of(since)): share for (deal_type, since), share in self.oracle.shares.items()}
        replace_settings(self.conn, shares=shares)

    # ------------------------------------------------ choices

    def _list(self, lead: OracleLead) -> None:
        if self.random.random() < 0.6:
            save_leads(self.conn, [lead_row(lead)], now=self.now)

    def _lead(self) -> OracleLead:
        return self.random.choice([lead for lead in self.oracle.leads if not lead.deleted])

    def _payment(self, *, paid: bool) -> OraclePayment | None:
        fitting = [payment for payment in self.oracle.payments if (payment.paid_on is not None) == paid]
        return self.random.choice(fitting) if fitting else None

    def _amount(self) -> int:
        return self.random.choice([1, -1, 5, self.random.randrange(1, 10**8), -self.random.randrange(1, 10**6)])

    def _day(self) -> date:
        month = self.random.choice(MONTHS)
        return self.random.choice([month.first, month.end - timedelta(days=1), month.first.replace(day=15)])

    def _moment(self) -> int:
        """Often the very edge of a month in the account's zone."""
        edge = start_of(self.random.choice(MONTHS).first, self.oracle.zone)
        return edge + self.random.choice([-1, 0, 1, 12 * 3600, 10 * DAY_S])

    def _save(self, payment: OraclePayment) -> None:
        save_payments(self.conn, [{
            "external_id": payment.key, "lead_id": payment.lead.id, "amount_minor": payment.amount,
            "due_on": payment.due_on, "paid_on": payment.paid_on, "source": "manual",
        }], self._act())  # fmt: skip

    def _act(self) -> Act:
        return Act(self.now, Via.PAGE, "anna")

    def _id(self, payment: OraclePayment) -> int:
        wanted = select(columns(Payment).id).where(columns(Payment).external_id == payment.key)
        return int(self.conn.execute(wanted).scalar_one())
