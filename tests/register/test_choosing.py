"""Who insists after a clash changes what they wanted to change and nothing else, and no money is there twice."""

from datetime import date

import pytest
from sqlalchemy import Connection

from sales_core.payment_history import PaymentNow, Terms
from sales_core.register.choosing import can_insist, insisted
from sales_core.register.history import load_payment_as_seen
from sales_core.register.payments import Part, add, delete, edit, pay, redate, split
from sales_core.register.saving import PaymentClashError
from sales_core.register.wishes import Wishes
from tests.register.conftest import OCT_5, OCT_10, OCT_20, payments, save, the_one
from tests.store.conftest import NOW


@pytest.fixture
def seen(conn: Connection) -> PaymentNow:
    save(conn, add(1, [Part(100_00, OCT_10)], "Этап 1"))
    return the_one(conn)


def clash(conn: Connection, wishes: Wishes) -> PaymentClashError:
    with pytest.raises(PaymentClashError) as told:
        save(conn, wishes, NOW + 60)
    return told.value


def said(terms: Terms) -> tuple[int, date, str]:
    return terms.amount_minor, terms.due_on, terms.comment


def test_mine_over_theirs_leaves_what_only_they_changed(conn: Connection, seen: PaymentNow) -> None:
    save(conn, edit(seen, Part(200_00, OCT_20), "Этап 1 и 2", None))
    mine = redate([seen], OCT_5)
    found = clash(conn, mine)
    assert can_insist(mine, found.clashes)
    assert insisted(mine, found.clashes, kept=[]) == ()
    save(conn, insisted(mine, found.clashes, kept=[seen.id]), NOW + 61)
    assert said(the_one(conn).terms) == (200_00, OCT_5, "Этап 1 и 2")


def test_a_payment_they_deleted_comes_back_as_i_want_it(conn: Connection, seen: PaymentNow) -> None:
    save(conn, delete([seen]))
    mine = redate([seen], OCT_5)
    save(conn, insisted(mine, clash(conn, mine).clashes, kept=[seen.id]), NOW + 61)
    assert said(the_one(conn).terms) == (100_00, OCT_5, "Этап 1")
    assert the_one(conn).id != seen.id


def test_what_i_delete_goes_though_they_changed_it(conn: Connection, seen: PaymentNow) -> None:
    save(conn, redate([seen], OCT_20))
    mine = delete([seen])
    save(conn, insisted(mine, clash(conn, mine).clashes, kept=[seen.id]), NOW + 61)
    assert payments(conn) == []


def test_what_did_not_clash_is_stored_whatever_is_chosen(conn: Connection, seen: PaymentNow) -> None:
    save(conn, add(1, [Part(5, OCT_10)]))
    other = next(each for each in payments(conn) if each.id != seen.id)
    save(conn, redate([seen], OCT_20))
    mine = (*redate([seen], OCT_5), *redate([other], OCT_5))
    save(conn, insisted(mine, clash(conn, mine).clashes, kept=[]), NOW + 61)
    assert {each.id: each.terms.due_on for each in payments(conn)} == {seen.id: OCT_20, other.id: OCT_5}


def test_a_rest_is_not_left_twice(conn: Connection, seen: PaymentNow) -> None:
    save(conn, pay(seen, OCT_5, 30_00))
    for mine in (pay(seen, OCT_5, 40_00), split(seen, [Part(1_00, OCT_10), Part(99_00, OCT_20)])):
        assert not can_insist(mine, clash(conn, mine).clashes)


def test_a_part_of_a_payment_whose_comment_alone_they_changed_is_paid(conn: Connection, seen: PaymentNow) -> None:
    save(conn, edit(seen, Part(100_00, OCT_10), "Иначе", None))
    mine = pay(seen, OCT_5, 40_00)
    found = clash(conn, mine)
    assert can_insist(mine, found.clashes)
    assert insisted(mine, found.clashes, kept=[]) == ()
    save(conn, insisted(mine, found.clashes, kept=[seen.id]), NOW + 61)
    assert sorted(each.terms.amount_minor for each in payments(conn)) == [40_00, 60_00]
    assert next(each for each in payments(conn) if each.id == seen.id).terms.comment == "Иначе"


def test_a_payment_is_found_as_its_author_saw_it_whatever_became_of_it(conn: Connection, seen: PaymentNow) -> None:
    save(conn, redate([seen], OCT_20))
    moved = the_one(conn)
    assert load_payment_as_seen(conn, seen.id, seen.version) == seen
    assert load_payment_as_seen(conn, moved.id, moved.version) == moved
    save(conn, delete([moved]))
    assert load_payment_as_seen(conn, seen.id, seen.version) == seen
    assert load_payment_as_seen(conn, seen.id, 10_000) is None
    assert load_payment_as_seen(conn, 10_000, 0) is None
