"""Leads in: what follows from them, and tombstones that an old list cannot lift."""

from datetime import date

from sqlalchemy import Connection, select

from sales_core.payment_states import Standing
from sales_core.store.amocrm_tables import Lead, User
from sales_core.store.leads import lead_ids, mark_deleted, mark_restored, save_leads
from sales_core.store.payments import save_payments
from sales_core.store.revisions import load_revision
from sales_core.store.table_kit import columns, table_of
from tests.store.conftest import NOW, a_lead, act, the_payment


def lead(conn: Connection, id_: int = 1) -> Lead:
    row = conn.execute(select(table_of(Lead)).where(columns(Lead).id == id_)).mappings().one()
    return Lead(**row)


def pay(conn: Connection, **changes: object) -> None:
    row = {"lead_id": 1, "amount_minor": 100, "due_on": date(2026, 10, 5), "source": "manual", "external_id": "a"}
    save_payments(conn, [{**row, **changes}], act())


def test_a_lead_is_stored_with_what_follows_from_it(conn: Connection) -> None:
    # 2026-09-30, 23:59:59 and one second later, in Moscow.
    for closed_at, closed_on in [(1790801999, date(2026, 9, 30)), (1790802000, date(2026, 10, 1))]:
        assert save_leads(conn, [a_lead(status_id=143, closed_at=closed_at)]) == 1
        assert (lead(conn).deal_type_id, lead(conn).closed_on, lead(conn).lost_minor) == (701, closed_on, 2_500_000)


def test_the_same_again_changes_nothing_and_moves_no_revision(conn: Connection) -> None:
    before = load_revision(conn)
    assert save_leads(conn, [a_lead(), a_lead()]) == 0
    assert load_revision(conn) == before


def test_a_new_name_is_a_change_too(conn: Connection) -> None:
    before = load_revision(conn)
    assert save_leads(conn, [a_lead(name="Другое")]) == 1
    assert load_revision(conn) > before
    assert lead(conn).name == "Другое"


def test_an_unknown_manager_gets_a_placeholder(conn: Connection) -> None:
    save_leads(conn, [a_lead(responsible_user_id=4711)])
    stand_in = conn.execute(select(table_of(User)).where(columns(User).id == 4711)).one()
    assert (stand_in.name, stand_in.is_placeholder) == ("#4711", True)


def test_an_old_list_does_not_bring_a_deleted_lead_back(conn: Connection) -> None:
    assert mark_deleted(conn, [1], NOW) == 1
    assert mark_deleted(conn, [1], NOW + 5) == 0
    assert save_leads(conn, [a_lead(name="Призрак")]) == 0
    assert (lead(conn).deleted_at, lead(conn).name) == (NOW, "Сделка 1")
    assert lead_ids(conn) == set()


def test_a_lead_deleted_before_it_was_ever_seen_stays_away(conn: Connection) -> None:
    assert mark_deleted(conn, [2], NOW) == 1
    assert save_leads(conn, [a_lead(2)]) == 0
    assert lead_ids(conn) == {1}
    mark_restored(conn, [2])
    assert save_leads(conn, [a_lead(2)]) == 1
    assert lead_ids(conn) == {1, 2}


def test_a_restored_lead_counts_again(conn: Connection) -> None:
    pay(conn)
    mark_deleted(conn, [1], NOW)
    assert the_payment(conn).standing == Standing.DETACHED
    mark_restored(conn, [1])
    assert the_payment(conn).standing == Standing.OPEN
    mark_deleted(conn, [1], NOW)
    assert save_leads(conn, [a_lead(name="Снова здесь")], restored={1}) == 1
    assert (the_payment(conn).standing, lead(conn).name) == (Standing.OPEN, "Снова здесь")


def test_a_deleted_lead_keeps_what_was_paid(conn: Connection) -> None:
    pay(conn, paid_on=date(2026, 10, 6))
    mark_deleted(conn, [1], NOW)
    assert (the_payment(conn).standing, the_payment(conn).manager_id) == (Standing.PAID, 11)


def test_an_archived_lead_loses_its_unpaid_payments_or_else_its_budget(conn: Connection) -> None:
    archived = a_lead(status_id=143, closed_at=NOW)
    save_leads(conn, [archived])
    assert lead(conn).lost_minor == 2_500_000
    pay(conn)
    assert lead(conn).lost_minor == 100
    pay(conn, paid_on=date(2026, 10, 6))
    assert lead(conn).lost_minor == 0
    pay(conn, external_id="b", amount_minor=70)
    assert lead(conn).lost_minor == 70
    save_leads(conn, [a_lead(status_id=100)])
    assert lead(conn).lost_minor == 0


def test_a_handed_over_lead_takes_its_unpaid_payments_along(conn: Connection) -> None:
    pay(conn, paid_on=date(2026, 10, 6))
    save_leads(conn, [a_lead(responsible_user_id=12)])
    assert the_payment(conn).manager_id == 11
    pay(conn, paid_on=None)
    assert the_payment(conn).manager_id == 12
