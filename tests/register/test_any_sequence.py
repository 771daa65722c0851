"""Whatever people do in whatever order: payments, report and history tell of the same money, to the kopeck.

The same is told to a database and to plain lists, whose figures the oracle counts.
"""

from contextlib import ExitStack
from copy import copy
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from sales_core.errors import InputError
from sales_core.payment_history import PaymentNow, Via, replayed
from sales_core.periods import Month, day_of
from sales_core.register.payments import Part, add, credit, delete, edit, pay, redate, refund, share_credit, split
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_act
from sales_core.register.wishes import Wishes
from sales_core.scope import Scope
from sales_core.store.acts import Act, load_all_changes
from sales_core.store.attribution import month_sums_differ
from sales_core.store.database import Database
from sales_core.store.history import save_events
from sales_core.store.leads import save_leads
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.references import save_account
from sales_core.store.settings import save_setting
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment
from tests.imports.importing import import_payments
from tests.oracle import Oracle, OracleLead, OraclePayment
from tests.store.conftest import NOW
from tests.store.test_figures import stored_figures
from tests.store.worlds import FIELD, account, handed_over, lead_row

DAY_S = 86_400
MONTHS = (Month(2026, 9), Month(2026, 10), Month(2026, 11))
AMOUNTS = st.integers(-300, 1_000).filter(bool)
DAYS = st.dates(MONTHS[0].first, MONTHS[-1].end - timedelta(days=1))
PICK = st.integers(0, 10**6)
LEADS = st.integers(1, 3)

Snapshot = dict[int, OraclePayment | None]


class Register(RuleBasedStateMachine):
    """``told``: payment id → the payment as the oracle knows it; ``acts``: what was there before and after each."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.conn = self.open.enter_context(self.database.rehearse())
        self.now = NOW
        save_account(self.conn, account("Europe/Moscow"))
        save_setting(self.conn, "deal_type_field", FIELD)
        self.oracle = Oracle(ZoneInfo("Europe/Moscow"))
        for id_, owner, archived in ((1, 11, False), (2, 12, False), (3, 11, True)):
            closed_at = NOW - 5 * DAY_S if archived else None
            self.oracle.leads.append(OracleLead(id_, [(0, owner)], 1, 701, 500, archived=archived, closed_at=closed_at))
        save_leads(self.conn, [lead_row(lead) for lead in self.oracle.leads], now=NOW)
        self.told: dict[int, OraclePayment] = {}
        self.acts: dict[int, tuple[Snapshot, Snapshot]] = {}
        self.events = 0

    def teardown(self) -> None:
        self.open.close()

    # ------------------------------------------------ deeds

    @rule(lead=LEADS, amount=AMOUNTS, day=DAYS, paid=st.booleans())
    def add(self, lead: int, amount: int, day: date, paid: bool) -> None:
        self.save(add(lead, [Part(amount, day)], paid_on=self.today if paid else None), [(amount, day, paid)], lead)

    @rule(pick=PICK, amount=AMOUNTS, day=DAYS, paid=st.booleans())
    def edit(self, pick: int, amount: int, day: date, paid: bool) -> None:
        if one := self.one(pick):
            paid_on = (self.told[one.id].paid_on or self.today) if paid else None
            self.save(edit(one, Part(amount, day), f"{amount}", paid_on), [(amount, day, paid)])

    @rule(pick=PICK, amount=AMOUNTS, day=DAYS)
    def split(self, pick: int, amount: int, day: date) -> None:
        one = self.one(pick, paid=False)
        if one and one.terms.amount_minor != amount:
            rest = one.terms.amount_minor - amount
            self.save(split(one, [Part(amount, day), Part(rest, day)]), [(amount, day, False), (rest, day, False)])

    @rule(pick=PICK, came=st.none() | st.integers(1, 1_200))
    def pay(self, pick: int, came: int | None) -> None:
        if one := self.one(pick, paid=False):
            planned, due_on = one.terms.amount_minor, one.terms.due_on
            amount = planned if came is None else came if planned > 0 else -came
            if abs(amount) < abs(planned):
                parts = [(amount, due_on, True), (planned - amount, due_on, False)]
            else:
                parts = [(planned, due_on, True), (amount - planned, self.today, True)]
            self.save(pay(one, self.today, amount), [part for part in parts if part[0]])

    @rule(pick=PICK, amount=st.integers(1, 1_000))
    def refund(self, pick: int, amount: int) -> None:
        one = self.one(pick, paid=True)
        if one and one.terms.amount_minor >= amount:
            wishes, part = refund(one, amount, self.today, "", []), (-amount, self.today, True)
            self.save(wishes, [part], one.terms.lead_id, credited_as=self.told[one.id])

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if one := self.one(pick):
            self.save(delete([one]), [])

    @rule(day=DAYS)
    def redate_all(self, day: date) -> None:
        unpaid = [payment for payment in self.there() if payment.terms.paid_on is None]
        number = save_wishes(self.conn, redate(unpaid, day), self.act())
        moved = {payment.id: copy(self.told[payment.id]) for payment in unpaid if payment.terms.due_on != day}
        for payment in moved.values():
            payment.due_on = day
        self.done(number, dict(moved))

    @rule(pick=PICK, manager=st.sampled_from([11, 12, 13]))
    def credit(self, pick: int, manager: int) -> None:
        one = self.one(pick, paid=True)
        if one and (self.told[one.id].moved_to != manager or self.told[one.id].shares):
            number = save_wishes(self.conn, credit(one, manager), self.act())
            moved = replace(self.told[one.id], moved_to=manager, shares={})
            self.done(number, {one.id: moved})

    @rule(pick=PICK, managers=st.permutations([11, 12, 13]), most=st.integers(1, 98), among=st.integers(2, 3))
    def share_credit(self, pick: int, managers: list[int], most: int, among: int) -> None:
        if one := self.one(pick, paid=True):
            percents = [most, 100 - most] if among == 2 else [most, 1, 99 - most]
            shares = {manager: Decimal(percent) / 100 for manager, percent in zip(managers, percents, strict=False)}
            number = save_wishes(self.conn, share_credit(one, shares), self.act())
            self.done(number, {one.id: replace(self.told[one.id], shares=shares, moved_to=None)})

    @rule(
        rows=st.lists(st.tuples(LEADS, AMOUNTS, DAYS, st.booleans(), st.sampled_from("abc")), min_size=1, max_size=3,
                      unique_by=lambda row: row[-1]),
    )  # fmt: skip
    def bring_a_file(self, rows: list[tuple[int, int, date, bool, str]]) -> None:
        """Twice: the second time nothing is left to do."""
        named = {payment.key: id_ for id_, payment in self.told.items()}
        lines, wanted = ["lead_id;amount;due_on;paid_on;external_id"], {}
        for lead, amount, day, paid, name in rows:
            old = self.told.get(named.get(name, 0))
            to = old.lead if old else self.oracle.leads[lead - 1]
            paid_on = (old and old.paid_on) or self.today if paid else None
            wanted[name] = self.payment(name, to, (amount, day, paid), old)
            lines.append(f"{to.id};{amount / 100:.2f};{day};{paid_on or ''};{name}")
        content = "\n".join(lines).encode()
        _, number = import_payments(self.conn, content, "f.csv", self.now, "anna")
        assert import_payments(self.conn, content, "f.csv", self.now, "anna")[1] is None
        ids = {payment.terms.external_id: payment.id for payment in self.there()}
        self.done(number, {ids[name]: payment for name, payment in wanted.items()})

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        if not self.acts:
            return
        number = sorted(self.acts)[pick % len(self.acts)]
        before, after = self.acts[number]
        before_it = self.there()
        try:
            done = undo_act(self.conn, number, self.now, Via.PAGE, "anna")
        except InputError:
            assert not self.stands(after) or self.is_name_taken(before)
            assert self.there() == before_it
        else:
            assert self.stands(after)
            assert not self.is_name_taken(before)
            self.done(done.id, before)

    @rule(lead=LEADS, to=st.sampled_from([11, 12, 13]))
    def hand_over(self, lead: int, to: int) -> None:
        one = self.oracle.leads[lead - 1]
        if one.owner != to:
            self.now += 1
            before, self.events = one.owner, self.events + 1
            one.owners.append((self.now, to))
            save_leads(self.conn, [lead_row(one)], now=self.now)
            save_events(self.conn, [handed_over(f"{self.events:04}", lead, self.now, before, to)], self.now)
            self.now += 1

    @rule(days=st.integers(1, 9))
    def wait(self, days: int) -> None:
        if self.today + timedelta(days=days) < MONTHS[-1].end:
            self.now += days * DAY_S

    # ------------------------------------------------ what must hold

    @invariant()
    def payments_are_what_was_told_and_what_the_history_leads_to(self) -> None:
        there = self.there()
        assert {
            payment.id: (payment.terms.amount_minor, payment.terms.due_on, payment.terms.paid_on) for payment in there
        } == {id_: (payment.amount, payment.due_on, payment.paid_on) for id_, payment in self.told.items()}
        assert replayed(load_all_changes(self.conn)) == {payment.id: payment.terms for payment in there}

    @invariant()
    def the_report_counts_them_as_the_oracle_does(self) -> None:
        assert month_sums_differ(self.conn) == []
        self.oracle.payments = list(self.told.values())
        for month in MONTHS:
            scope = Scope(month, self.today)
            assert stored_figures(self.conn, scope) == self.oracle.figures(scope)

    # ------------------------------------------------ helpers

    @property
    def today(self) -> date:
        return day_of(self.now, self.oracle.zone)

    def act(self) -> Act:
        return Act(self.now, Via.PAGE, "anna")

    def there(self) -> list[PaymentNow]:
        ids = list(self.conn.scalars(select(columns(Payment).id).order_by(columns(Payment).id)))
        return list(load_payments_now(self.conn, ids).values())

    def one(self, pick: int, *, paid: bool | None = None) -> PaymentNow | None:
        there = [p for p in self.there() if paid is None or (p.terms.paid_on is not None) == paid]
        return there[pick % len(there)] if there else None

    def stands(self, after: Snapshot) -> bool:
        """Every payment is as the act left it. When it was marked as paid is no part of that."""
        now = {id_: self.told.get(id_) for id_ in after}
        return {id_: one and replace(one, marked_at=0) for id_, one in now.items()} == {
            id_: one and replace(one, marked_at=0) for id_, one in after.items()
        }

    def is_name_taken(self, before: Snapshot) -> bool:
        """What would come back has an external id that another payment got since."""
        others = {payment.key for id_, payment in self.told.items() if id_ not in before}
        return any(payment and payment.key in others for payment in before.values())

    def payment(
        self, key: str, lead: OracleLead, part: tuple[int, date, bool], old: OraclePayment | None
    ) -> OraclePayment:
        """What a payment comes to: paid today unless it was paid before."""
        amount, day, paid = part
        if not paid:
            return OraclePayment(key, lead, amount, day)
        if old and old.paid_on:
            return replace(old, key=key, amount=amount, due_on=day)
        return OraclePayment(key, lead, amount, day, self.today, self.now)

    def save(
        self,
        wishes: Wishes,
        parts: list[tuple[int, date, bool]],
        lead_id: int = 0,
        *,
        credited_as: OraclePayment | None = None,
    ) -> None:
        """``parts``: what the wished payments come to, the first of them the one that was seen, unless it is new.
        ``credited_as``: whose money a new one is, if somebody decided that."""
        seen = next((wish.seen for wish in wishes if wish.seen), None)
        known = {payment.id for payment in self.there()}
        number = save_wishes(self.conn, wishes, self.act())
        fresh = sorted({payment.id for payment in self.there()} - known)
        ids = ([seen.id] if seen else []) + fresh
        old = self.told[seen.id] if seen else None
        lead = old.lead if old else self.oracle.leads[lead_id - 1]
        left: Snapshot = dict.fromkeys(ids)
        for n, (id_, part) in enumerate(zip(ids, parts, strict=bool(parts))):
            is_seen = n == 0 and old is not None
            left[id_] = self.payment(old.key if is_seen and old else f"p{id_}", lead, part, old if is_seen else None)
        if credited_as:
            whose = credited_as
            left = {
                id_: payment and replace(payment, moved_to=whose.moved_to, shares=whose.shares)
                for id_, payment in left.items()
            }
        self.done(number, left)

    def done(self, number: int | None, left: Snapshot) -> None:
        if number is None:
            return
        self.acts[number] = {id_: self.told.get(id_) for id_ in left}, left
        for id_, payment in left.items():
            if payment is None:
                self.told.pop(id_, None)
            else:
                self.told[id_] = payment


def test_any_sequence_of_acts_keeps_payments_report_and_history_together(database: Database) -> None:
    machine = type("OfThisDatabase", (Register,), {"database": database})
    examples = 40 if database.dialect == "sqlite" else 15
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
