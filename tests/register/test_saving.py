"""Wishes stored as one act, refused, and clashing with what others did meanwhile."""

import pickle
import threading
from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.payment_history import PaymentNow, Terms, Via
from sales_core.register.payments import Part, add, credit, delete, edit, pay, redate, split
from sales_core.register.saving import PaymentClashError
from sales_core.register.wishes import Wish, Wishes
from sales_core.store.acts import load_act
from sales_core.store.attribution import month_sums_differ
from sales_core.store.database import Database
from sales_core.store.invoices import save_invoices, save_links
from sales_core.store.leads import save_leads
from sales_core.store.references import save_account
from sales_core.store.revisions import load_revision
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payments, save, the_one
from tests.store.conftest import NOW, a_lead
from tests.store.test_invoices import OCT_6, an_invoice
from tests.store.worlds import account


def added(conn: Connection, amount_minor: int = 100_00) -> PaymentNow:
    save(conn, add(1, [Part(amount_minor, OCT_10)]))
    return payments(conn)[-1]


def test_what_is_done_at_once_is_one_act_told_with_its_author(conn: Connection) -> None:
    first = added(conn)
    number = save(conn, pay(first, OCT_20, 30_00), NOW + 5, "boris")
    assert number is not None
    act = load_act(conn, number)
    assert act is not None
    assert (act.at, act.by, act.via, act.undoes) == (NOW + 5, "boris", Via.PAGE, None)
    paid, rest = payments(conn)
    assert [(change.payment_id, change.after) for change in act.changes] == [
        (paid.id, paid.terms),
        (rest.id, rest.terms),
    ]
    assert [change.before for change in act.changes] == [first.terms, None]
    assert (paid.version, rest.version) == (number, number)
    assert (paid.terms.credited_to, rest.terms.credited_to) == (11, None)
    assert month_sums_differ(conn) == []


def test_what_is_so_already_makes_no_act(conn: Connection) -> None:
    there = added(conn)
    revision = load_revision(conn)
    assert save(conn, redate([there], OCT_10)) is None
    assert load_revision(conn) == revision
    save(conn, delete([there]))
    assert save(conn, delete([there])) is None


def test_the_second_of_two_is_told_sees_both_and_nothing_of_theirs_is_stored(conn: Connection) -> None:
    seen = added(conn)
    other = added(conn, 5)
    number = save(conn, edit(seen, Part(200_00, OCT_10), "", None), NOW, "anna")
    with pytest.raises(PaymentClashError) as told:
        save(conn, (*edit(seen, Part(300_00, OCT_10), "", None), *delete([other])), NOW, "boris")
    (clash,) = told.value.clashes
    assert clash.wish.after is not None
    assert clash.now is not None
    assert (clash.wish.after.amount_minor, clash.now.terms.amount_minor) == (300_00, 200_00)
    assert told.value.theirs is not None
    assert (told.value.theirs.by, told.value.theirs.id) == ("anna", number)
    assert [payment.terms.amount_minor for payment in payments(conn)] == [200_00, 5]
    again = pickle.loads(pickle.dumps(told.value))
    assert (again.clashes, again.theirs) == (told.value.clashes, told.value.theirs)
    # Having seen it, they may insist.
    save(conn, edit(clash.now, Part(300_00, OCT_10), "", None))
    assert payments(conn)[0].terms.amount_minor == 300_00


def test_an_edit_of_what_somebody_deleted_clashes_and_two_who_want_the_same_do_not(conn: Connection) -> None:
    seen = added(conn)
    save(conn, redate([seen], OCT_20))
    assert save(conn, redate([seen], OCT_20)) is None
    save(conn, delete([the_one(conn)]))
    with pytest.raises(PaymentClashError) as told:
        save(conn, redate([seen], OCT_5))
    assert [clash.now for clash in told.value.clashes] == [None]
    assert payments(conn) == []


@pytest.mark.parametrize("deed", [
    lambda seen: pay(seen, OCT_20, 30_00),
    lambda seen: pay(seen, OCT_20, 130_00),
    lambda seen: split(seen, [Part(40_00, OCT_10), Part(60_00, OCT_20)]),
])  # fmt: skip
def test_what_adds_payments_is_not_done_twice_by_two_who_want_the_same(
    conn: Connection, deed: Callable[[PaymentNow], Wishes]
) -> None:
    seen = added(conn)
    save(conn, deed(seen))
    before = payments(conn)
    with pytest.raises(PaymentClashError):
        save(conn, deed(seen))
    assert payments(conn) == before


def test_a_payment_that_came_back_is_not_the_one_that_was_seen(conn: Connection) -> None:
    """Its terms may be those of before; what happened in between must be told all the same."""
    seen = added(conn)
    save(conn, redate([seen], OCT_20))
    save(conn, redate([the_one(conn)], OCT_10))
    with pytest.raises(PaymentClashError):
        save(conn, delete([seen]))


def test_of_two_who_save_at_one_moment_one_is_stored_and_the_other_told(database: Database) -> None:
    with database.write() as conn:
        save_account(conn, account("Europe/Moscow"))
        _a_lead_with_a_payment(conn)
    amounts, outcomes = [100_00], []
    for number in range(25):
        with database.read() as conn:
            seen = the_one(conn)
        assert seen.terms.amount_minor == amounts[-1]
        ready = threading.Barrier(2)

        def change(amount: int, seen: PaymentNow = seen, ready: threading.Barrier = ready) -> None:
            ready.wait()
            try:
                with database.write() as conn:
                    save(conn, edit(seen, Part(amount, OCT_10), "", None))
            except PaymentClashError as told:
                outcomes.append(told)
            else:
                amounts.append(amount)

        both = [threading.Thread(target=change, args=(1_000 + number * 2 + n,)) for n in (0, 1)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert len(amounts) == number + 2
        assert len(outcomes) == number + 1
        (clash,) = outcomes[-1].clashes
        assert clash.now is not None
        assert clash.now.terms.amount_minor == amounts[-1]


def _a_lead_with_a_payment(conn: Connection) -> None:
    save_leads(conn, [a_lead()], now=NOW)
    save(conn, add(1, [Part(100_00, OCT_10)]))


WRONG: list[tuple[Callable[[PaymentNow], Wishes], str]] = [
    (lambda payment: edit(payment, Part(0, OCT_10), "", None), "cannot be 0"),
    (lambda payment: split(payment, [Part(100_00, OCT_10), Part(0, OCT_10)]), "cannot be 0"),
    (lambda payment: pay(payment, date(2026, 10, 21)), "still to come"),
    (lambda payment: redate([payment], date(1026, 10, 5)), "year of 1026"),
    (lambda payment: edit(payment, Part(5, OCT_10), "x" * 10_001, None), "longer than 10000"),
    (lambda payment: add(404, [Part(5, OCT_10)]), "no lead 404"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG)
def test_a_wrong_wish_is_refused_with_all_beside_it(
    conn: Connection, wrong: Callable[[PaymentNow], Wishes], sentence: str
) -> None:
    there = added(conn)
    before = load_revision(conn)
    with pytest.raises(InputError, match=sentence):
        save(conn, (*add(1, [Part(7, OCT_5)]), *wrong(there)))
    assert (payments(conn), load_revision(conn)) == ([there], before)


def test_an_external_id_is_of_one_payment(conn: Connection) -> None:
    named = Wish(None, Terms(1, 5, OCT_10, "manual", external_id="a"))
    save(conn, (named,))
    with pytest.raises(InputError, match="“a” is the external id of another payment"):
        save(conn, (named,))


def test_an_invoice_is_edited_in_amocrm_and_only_its_credit_here(conn: Connection) -> None:
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice(billed_at=OCT_6, status="paid")], NOW)
    there = the_one(conn)
    for wishes in (edit(there, Part(5, OCT_10), "", None), delete([there])):
        with pytest.raises(InputError, match="change it there, http://amo/leads/detail/1"):
            save(conn, wishes)
    save(conn, credit(there, 15))
    assert the_one(conn).terms._replace(credited_to=11, credit_is_manual=False) == there.terms
    assert (the_one(conn).terms.credited_to, the_one(conn).terms.credit_is_manual) == (15, True)


def test_an_invoice_is_edited_where_amocrm_opens_it(conn: Connection) -> None:
    listed = account("Europe/Moscow")
    listed.invoices_catalog_id = 2003
    save_account(conn, listed)
    save_links(conn, {1: {7}}, NOW)
    save_invoices(conn, [an_invoice()], NOW)
    with pytest.raises(InputError, match="change it there, http://amo/catalogs/2003/detail/7"):
        save(conn, delete([the_one(conn)]))


def test_a_credit_given_by_hand_stays_while_the_payment_is_paid(conn: Connection) -> None:
    save(conn, add(1, [Part(5, OCT_10)], paid_on=OCT_10))
    save(conn, credit(the_one(conn), 15))
    save(conn, edit(the_one(conn), Part(6, OCT_10), "x", OCT_10))
    assert the_one(conn).terms.credited_to == 15
    save(conn, edit(the_one(conn), Part(6, OCT_10), "x", None))
    assert (the_one(conn).terms.credited_to, the_one(conn).terms.credit_is_manual) == (None, False)


def test_the_number_of_a_deleted_payment_is_never_given_again(conn: Connection) -> None:
    gone = added(conn)
    save(conn, delete([gone]))
    assert added(conn).id > gone.id
