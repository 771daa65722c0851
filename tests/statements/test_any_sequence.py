"""Whatever is imported, confirmed, released, edited and taken back in whatever order: every line of the true ledger is
there once, nothing is confirmed twice, and what the bank confirms is what is marked as paid."""

from contextlib import ExitStack
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from sales_core.errors import InputError
from sales_core.payment_history import PaymentNow, Via, replayed
from sales_core.register.payments import Part, add, delete, edit, pay
from sales_core.register.undoing import undo_act
from sales_core.statements.confirming import NewPayment, Share, confirm, release, set_aside, take_up
from sales_core.statements.proposing import load_proposals
from sales_core.store.acts import load_all_changes
from sales_core.store.attribution import month_sums_differ
from sales_core.store.bank_confirmations import load_confirmed_sums, load_parts
from sales_core.store.bank_lines import StoredLine
from sales_core.store.database import Database
from sales_core.store.payment_writing import load_payments_now
from sales_core.store.references import save_account
from sales_core.store.table_kit import columns
from sales_core.store.tables import Payment
from tests.register.conftest import save
from tests.statements.conftest import (
    ANNA,
    OCT_5,
    OCT_20,
    accept,
    accept_certain,
    bring,
    came,
    fill,
    gone,
    lines_of,
    october,
)
from tests.store.conftest import NOW
from tests.store.worlds import account

PICK = st.integers(0, 10**6)
LEADS = st.sampled_from([501, 502, 503, 504])
AMOUNTS = st.sampled_from([100_00, 100_00, 200_00, 300_00, 777_01])
LEDGER = [
    *(came(n, f"{100 * (1 + n % 3)}", f"по сделке {501 + n % 4}" if n % 2 else "Оплата", day=1 + n) for n in range(10)),
    came(90, "100", "дважды", day=5),
    came(90, "100", "дважды", day=5),
    gone(91, "100", day=6),
]


class Statements(RuleBasedStateMachine):
    """``known``: which documents of the ledger some file had."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.conn = self.open.enter_context(self.database.rehearse())
        save_account(self.conn, account("Europe/Moscow"))
        fill(self.conn)
        self.known: set[int] = set()
        self.acts: list[int] = []

    def teardown(self) -> None:
        self.open.close()

    @initialize()
    def begin(self) -> None:
        """With something to decide."""
        for lead, amount in ((501, 200_00), (502, 300_00), (503, 100_00), (504, 200_00)):
            save(self.conn, add(lead, [Part(amount, OCT_20), Part(100_00, OCT_20)]))
        self.bring_some_days(1, 5)

    # ------------------------------------------------ deeds

    @rule(first_day=st.integers(1, 10), days=st.integers(1, 9))
    def bring_some_days(self, first_day: int, days: int) -> None:
        """A file has its days whole."""
        wanted = {n for n, one in enumerate(LEDGER) if first_day <= int(str(one["Дата"])[:2]) < first_day + days}
        if wanted:
            imported = bring(self.conn, *(LEDGER[n] for n in sorted(wanted)))
            assert imported.added == len(wanted - self.known)
            self.known |= wanted

    @rule(lead=LEADS, amount=AMOUNTS, paid=st.booleans(), back=st.booleans())
    def add_payment(self, lead: int, amount: int, paid: bool, back: bool) -> None:
        part = Part(-amount if back else amount, OCT_20)
        self.note(save(self.conn, add(lead, [part], paid_on=OCT_5 if paid else None)))

    @rule()
    def accept_all_certain(self) -> None:
        accept_certain(self.conn)

    @rule(pick=PICK)
    def accept_one(self, pick: int) -> None:
        offers = load_proposals(self.conn).offers
        if offers:
            accept(self.conn, [offers[pick % len(offers)]])

    @rule(pick=PICK, other=PICK, amount=AMOUNTS, with_new=st.booleans())
    def choose(self, pick: int, other: int, amount: int, with_new: bool) -> None:
        line, payment = self.line(pick), self.payment(other)
        if line and payment:
            sign = 1 if line.amount_minor > 0 else -1
            new = [NewPayment(504, sign * 50_00)] if with_new else []
            share = Share(payment.id, payment.version, sign * amount)
            self.attempt(lambda: confirm(self.conn, line.id, [share], ANNA, new))

    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        if line := self.line(pick):
            self.attempt(lambda: release(self.conn, line.id, ANNA))

    @rule(pick=PICK)
    def set_aside_or_take_up(self, pick: int) -> None:
        line = self.line(pick)
        if line and line.set_aside_at is not None:
            take_up(self.conn, line.id)
        elif line:
            self.attempt(lambda: set_aside(self.conn, line.id, "займ", ANNA))

    @rule(pick=PICK, amount=AMOUNTS)
    def edit(self, pick: int, amount: int) -> None:
        if one := self.payment(pick):
            wishes = edit(one, Part(amount, OCT_20), "изменён", one.terms.paid_on)
            self.note(self.attempt(lambda: save(self.conn, wishes)))

    @rule(pick=PICK)
    def pay(self, pick: int) -> None:
        one = self.payment(pick)
        if one and one.terms.paid_on is None:
            self.note(save(self.conn, pay(one, OCT_5)))

    @rule(pick=PICK)
    def delete(self, pick: int) -> None:
        if one := self.payment(pick):
            self.note(self.attempt(lambda: save(self.conn, delete([one]))))

    @rule(pick=PICK)
    def take_back(self, pick: int) -> None:
        acts = sorted(
            {change for payment in self.payments() for change in [payment.version] if change} | set(self.acts)
        )
        if acts:
            self.attempt(lambda: undo_act(self.conn, acts[pick % len(acts)], NOW, Via.COMMAND, "boris"))

    # ------------------------------------------------ what must hold

    @invariant()
    def every_line_of_the_ledger_is_there_once(self) -> None:
        expected = sorted(
            round(float(str(LEDGER[n]["Сумма"])) * 100) * (-1 if n == len(LEDGER) - 1 else 1) for n in self.known
        )
        assert sorted(line.amount_minor for line in lines_of(self.conn)) == expected

    @invariant()
    def nothing_is_confirmed_twice(self) -> None:
        lines = lines_of(self.conn)
        parts = load_parts(self.conn, [line.id for line in lines])
        for line in lines:
            own = [part.amount_minor for part in parts if part.line_id == line.id]
            assert sum(own) == line.confirmed_minor
            assert all(minor * line.amount_minor > 0 for minor in own)
            assert abs(line.confirmed_minor) <= abs(line.amount_minor)
        payments = {payment.id: payment for payment in self.payments()}
        for payment_id, minor in load_confirmed_sums(self.conn, payments.keys()).items():
            terms = payments[payment_id].terms
            assert terms.paid_on is not None
            assert abs(minor) <= abs(terms.amount_minor)
        for part in parts:
            if part.act_id is not None:
                assert part.amount_minor == payments[part.payment_id].terms.amount_minor

    @invariant()
    def the_report_adds_up(self) -> None:
        if self.known:
            month, payments = october(self.conn), self.payments()
            revenue = sum(each.terms.amount_minor for each in payments if each.terms.paid_on)
            confirmed = sum(load_confirmed_sums(self.conn, [each.id for each in payments]).values())
            assert (month.confirmed_minor, month.claimed_minor) == (confirmed, revenue - confirmed)
            came_in = [line for line in lines_of(self.conn) if line.amount_minor > 0]
            explained = sum(line.confirmed_minor for line in came_in)
            assert month.incoming_minor == explained + month.set_aside_minor + month.unmatched_minor

    @invariant()
    def the_history_leads_to_the_payments(self) -> None:
        assert replayed(load_all_changes(self.conn)) == {payment.id: payment.terms for payment in self.payments()}
        assert month_sums_differ(self.conn) == []

    # ------------------------------------------------ helpers

    def attempt(self, deed: Any) -> Any:
        """Refused or done, and refused without a trace."""
        before = self.payments(), lines_of(self.conn)
        try:
            return deed()
        except InputError:
            assert (self.payments(), lines_of(self.conn)) == before
            return None

    def note(self, number: int | None) -> None:
        if number is not None:
            self.acts.append(number)

    def payments(self) -> list[PaymentNow]:
        ids = list(self.conn.scalars(select(columns(Payment).id).order_by(columns(Payment).id)))
        return list(load_payments_now(self.conn, ids).values())

    def payment(self, pick: int) -> PaymentNow | None:
        there = self.payments()
        return there[pick % len(there)] if there else None

    def line(self, pick: int) -> StoredLine | None:
        there = lines_of(self.conn)
        return there[pick % len(there)] if there else None


def test_any_sequence_keeps_lines_payments_and_history_together(database: Database) -> None:
    machine = type("Statements", (Statements,), {"database": database})
    examples = 25 if database.dialect == "sqlite" else 8
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
