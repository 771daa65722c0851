"""The options of select fields by how many leads use them."""

from sqlalchemy import Connection

from sales_core.store.field_use import load_field_use
from sales_core.store.leads import mark_deleted, save_leads
from tests.store.conftest import NOW, a_lead


def test_each_option_is_counted_with_deleted_leads_left_out(conn: Connection) -> None:
    choices = [{"900": 701}, {"900": 701, "950": 5}, {"900": 702}, {}, {"950": 5}]
    save_leads(conn, [a_lead(number, choices=chosen) for number, chosen in enumerate(choices, 1)], now=NOW)
    assert load_field_use(conn) == {900: {701: 2, 702: 1}, 950: {5: 2}}
    mark_deleted(conn, [3, 5], NOW)
    assert load_field_use(conn) == {900: {701: 2}, 950: {5: 1}}


def test_without_leads_nothing_is_used(conn: Connection) -> None:
    mark_deleted(conn, [1], NOW)
    assert load_field_use(conn) == {}
