"""Switching the source of invoices off and on again doubles nothing and loses nothing, whatever happens in between."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, event

from sales_core.decisions import Change, value_entry
from sales_core.errors import InputError
from sales_core.payment_history import Via, replayed
from sales_core.register.payments import credit
from sales_core.register.saving import save_wishes
from sales_core.register.undoing import undo_act
from sales_core.setting_names import INVOICES
from sales_core.settings.rehearsal import rehearse
from sales_core.settings.saving import Author, save_changes
from sales_core.store.acts import load_act, load_all_changes, load_lead_history
from sales_core.store.attribution import month_sums_differ
from sales_core.store.database import Database
from sales_core.store.decisions import load_entries
from sales_core.store.history import save_events
from sales_core.store.invoices import mark_invoices_deleted, save_invoices, save_links
from sales_core.store.leads import mark_deleted, mark_restored, save_leads
from sales_core.store.payment_writing import load_lead_payments, load_payments_now
from sales_core.store.references import save_account
from sales_core.store.table_kit import table_of
from sales_core.store.tables import MonthSum
from tests.store.conftest import NOW, a_lead, act, payments_of, the_payment
from tests.store.test_invoices import OCT_1, OCT_6, OCT_19, an_invoice
from tests.store.worlds import account, handed_over

ANNA = Author("Анна", "page")
SWITCH = value_entry(INVOICES)
DAY_S = 86_400


def switch(conn: Connection, *, on: bool, at: int = NOW) -> int | None:
    """From whatever it is now; ``None`` where it was so already."""
    return save_changes(conn, [Change(SWITCH, load_entries(conn).get(SWITCH), None if on else False)], ANNA, at)


def said(conn: Connection) -> list[dict[str, Any]]:
    """Everything about the payments but which act stored it."""
    stored = [dict(row._mapping) for row in payments_of(conn)]
    return [{name: row[name] for name in row if name not in ("version", "updated_at")} for row in stored]


def sums(conn: Connection) -> list[Any]:
    rows = sorted(tuple(row) for row in conn.execute(table_of(MonthSum).select()))
    return [row for row in rows if any(row[4:])]


@pytest.fixture
def invoiced(conn: Connection) -> Connection:
    """Lead 1 has a paid invoice, whose credit somebody moved by hand, and an open one; lead 2 nothing."""
    save_leads(conn, [a_lead(2, responsible_user_id=12)], now=NOW)
    save_links(conn, {1: {7, 8}}, NOW)
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="paid", updated_at=OCT_19), an_invoice(id=8)], NOW)
    paid = next(payment for payment in load_lead_payments(conn, 1) if payment.terms.paid_on)
    save_wishes(conn, credit(paid, 15), act())
    return conn


def test_switched_off_invoices_count_nowhere_and_switched_on_everything_is_as_it_was(invoiced: Connection) -> None:
    payments, counted = said(invoiced), sums(invoiced)
    assert len(payments) == 2
    switch(invoiced, on=False)
    assert (said(invoiced), sums(invoiced), month_sums_differ(invoiced)) == ([], [], [])
    switch(invoiced, on=True, at=NOW + 40 * DAY_S)
    assert (said(invoiced), sums(invoiced), month_sums_differ(invoiced)) == (payments, counted, [])
    assert payments[0]["credited_to"] == 15


def test_switching_twice_is_switching_once(invoiced: Connection) -> None:
    assert switch(invoiced, on=True) is None
    switch(invoiced, on=False)
    history = len(list(load_all_changes(invoiced)))
    assert switch(invoiced, on=False) is None
    switch(invoiced, on=True)
    payments = said(invoiced)
    assert switch(invoiced, on=True) is None
    assert said(invoiced) == payments
    assert len(list(load_all_changes(invoiced))) == history + 2


def test_the_history_says_who_switched_and_leads_to_what_is_there(invoiced: Connection) -> None:
    switch(invoiced, on=False)
    past = load_lead_history(invoiced, 1)[-1]
    assert (past.by, past.via, [change.after for change in past.changes]) == ("Анна", Via.AMOCRM, [None, None])
    with pytest.raises(InputError, match="came from amoCRM"):
        undo_act(invoiced, past.id, NOW, Via.PAGE, "boris")
    switch(invoiced, on=True)
    assert replayed(load_all_changes(invoiced)) == {
        payment.id: payment.terms for payment in load_lead_payments(invoiced, 1)
    }


def test_what_amocrm_changed_meanwhile_holds_when_it_is_switched_on(invoiced: Connection) -> None:
    paid, opened = payments_of(invoiced)
    switch(invoiced, on=False)
    save_invoices(invoiced, [an_invoice(id=8, amount_minor=700_00, billed_at=OCT_19), an_invoice(id=9)], NOW)
    save_links(invoiced, {1: {8, 9}, 2: {7}}, NOW)
    assert payments_of(invoiced) == []
    switch(invoiced, on=True)
    found = {payment.invoice_id: payment for payment in payments_of(invoiced)}
    assert (found[7].id, found[7].lead_id, found[7].credited_to) == (paid.id, 2, 15)
    assert (found[8].id, found[8].lead_id, found[8].amount_minor) == (opened.id, 1, 700_00)
    assert found[9].id > max(paid.id, opened.id)
    assert month_sums_differ(invoiced) == []


def test_a_hand_over_that_was_told_meanwhile_moves_the_credit_of_what_comes_back(conn: Connection) -> None:
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="paid", updated_at=OCT_6)], NOW)
    assert the_payment(conn).credited_to == 11
    switch(conn, on=False)
    save_events(conn, [handed_over("e1", 1, OCT_19, 14, 11)], NOW)
    switch(conn, on=True)
    assert the_payment(conn).credited_to == 14


def test_an_invoice_that_goes_and_comes_back_is_the_same_payment(invoiced: Connection) -> None:
    payments = said(invoiced)
    mark_invoices_deleted(invoiced, {7}, NOW)
    save_links(invoiced, {1: {8}}, NOW)
    assert len(payments_of(invoiced)) == 1
    save_invoices(invoiced, [an_invoice(billed_at=OCT_6, status="paid", updated_at=OCT_19)], NOW + DAY_S)
    save_links(invoiced, {1: {7, 8}}, NOW + DAY_S)
    assert said(invoiced) == payments


def test_what_switching_would_do_is_shown_without_doing_it(database: Database) -> None:
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        save_leads(conn, [a_lead()], {1: {7}}, now=NOW)
        save_invoices(conn, [an_invoice()], NOW)
    assert rehearse(database, [Change(SWITCH, None, False)], payments_of) == []
    with database.read() as conn:
        assert len(payments_of(conn)) == 1


def test_cut_off_at_any_statement_it_is_switched_or_not(sqlite_database: Database) -> None:
    """The process ends before the first statement, before the second, and so on."""
    with sqlite_database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        save_leads(conn, [a_lead()], {1: {7, 8}}, now=NOW)
        save_invoices(conn, [an_invoice(), an_invoice(id=8, status="paid")], NOW)
    for on in (False, True):
        with sqlite_database.read() as conn:
            before = (said(conn), sums(conn), len(list(load_all_changes(conn))))
        for statement in count(1):
            if _switched(sqlite_database, on=on, cut_at=statement):
                break
            with sqlite_database.read() as conn:
                assert (said(conn), sums(conn), len(list(load_all_changes(conn)))) == before
        assert statement > 10
    with sqlite_database.read() as conn:
        assert len(payments_of(conn)) == 2
        assert month_sums_differ(conn) == []


class _Cut(Exception):  # noqa: N818 - the power, not a failure
    pass


def _switched(database: Database, *, on: bool, cut_at: int) -> bool:
    numbers = count(1)

    def cut(*_: Any) -> None:
        if next(numbers) == cut_at:
            raise _Cut

    event.listen(database.engine, "before_cursor_execute", cut)
    try:
        with database.write() as conn:
            switch(conn, on=on)
    except _Cut:
        return False
    finally:
        event.remove(database.engine, "before_cursor_execute", cut)
    return True


IDS = st.integers(7, 9)
LEADS = st.integers(1, 3)


class Source(RuleBasedStateMachine):
    """``rows``: the list as amoCRM has it; ``links``: by lead."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.conn = self.open.enter_context(self.database.rehearse())
        self.now, self.is_on = NOW, True
        save_account(self.conn, account("Europe/Moscow"))
        save_leads(self.conn, [a_lead(id_) for id_ in (1, 2, 3)], now=NOW)
        self.rows = {id_: an_invoice(id=id_, amount_minor=id_ * 100) for id_ in (7, 8, 9)}
        self.links: dict[int, set[int]] = {1: {7}, 2: {8}, 3: {9}}
        self.dead: set[int] = set()
        save_invoices(self.conn, list(self.rows.values()), NOW)
        save_links(self.conn, self.links, NOW)

    def teardown(self) -> None:
        self.open.close()

    @rule(id_=IDS, status=st.sampled_from(["created", "paid", "paid_in_advance", "partially_paid", "", "odd"]))
    def status(self, id_: int, status: str) -> None:
        self.change(id_, status=status, is_deleted=False)

    @rule(id_=IDS, amount=st.integers(-300, 1_000))
    def price(self, id_: int, amount: int) -> None:
        self.change(id_, amount_minor=amount)

    @rule(id_=IDS, at=st.sampled_from([None, OCT_1, OCT_6, OCT_19, NOW + 90 * DAY_S]))
    def date(self, id_: int, at: int | None) -> None:
        self.change(id_, billed_at=at)

    @rule(id_=IDS, listed=st.booleans())
    def delete(self, id_: int, listed: bool) -> None:
        if listed:
            self.change(id_, is_deleted=True)
        else:
            self.rows[id_] |= {"is_deleted": True}
            mark_invoices_deleted(self.conn, {id_}, self.now)

    @rule(lead=LEADS, ids=st.sets(IDS))
    def link(self, lead: int, ids: set[int]) -> None:
        self.links[lead] = ids
        save_links(self.conn, {lead: ids}, self.now)

    @rule(lead=LEADS)
    def throw_away_or_restore(self, lead: int) -> None:
        if lead in self.dead:
            mark_restored(self.conn, [lead], self.now)
        else:
            mark_deleted(self.conn, [lead], self.now)
        self.dead ^= {lead}

    @rule(on=st.booleans())
    def switch(self, on: bool) -> None:
        switch(self.conn, on=on, at=self.now)
        self.is_on = on

    @rule()
    def scan_everything(self) -> None:
        before = said(self.conn)
        assert save_invoices(self.conn, list(self.rows.values()), self.now) == []
        assert said(self.conn) == before

    def change(self, id_: int, **changes: Any) -> None:
        self.now += 3600
        self.rows[id_] |= changes | {"updated_at": self.now}
        save_invoices(self.conn, [self.rows[id_]], self.now)

    @invariant()
    def payments_are_what_the_list_says(self) -> None:
        found = {
            row.invoice_id: (row.lead_id, row.amount_minor, row.paid_on is not None) for row in payments_of(self.conn)
        }
        assert found == (dict(self.wanted()) if self.is_on else {})
        assert len(payments_of(self.conn)) == len(found)

    def wanted(self) -> Iterator[tuple[int, tuple[int, int, bool]]]:
        for id_, row in self.rows.items():
            leads = [lead for lead, ids in self.links.items() if id_ in ids]
            counted = min(leads, key=lambda lead: (lead in self.dead, lead), default=None)
            if counted is not None and row["amount_minor"] and not row["is_deleted"]:
                yield id_, (counted, row["amount_minor"], row["status"] in ("paid", "paid_in_advance"))

    @invariant()
    def sums_and_history_tell_the_same(self) -> None:
        assert month_sums_differ(self.conn) == []
        ids = [row.id for row in payments_of(self.conn)]
        there = {id_: payment.terms for id_, payment in load_payments_now(self.conn, ids).items()}
        assert replayed(load_all_changes(self.conn)) == there


def test_any_sequence_of_changes_switches_and_scans_ends_with_what_the_list_says(database: Database) -> None:
    machine = type("OnThis", (Source,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=8, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_an_act_of_the_list_is_told_as_one(conn: Connection) -> None:
    save_links(conn, {1: {7, 8}}, NOW)
    save_invoices(conn, [an_invoice(), an_invoice(id=8)], NOW)
    past = load_act(conn, payments_of(conn)[0].version)
    assert past is not None
    assert (past.via, len(past.changes)) == (Via.AMOCRM, 2)
