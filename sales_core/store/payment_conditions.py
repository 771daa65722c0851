"""A filter of payments as SQL."""

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from sales_core.payment_filter import Age, Dated, PaymentFilter
from sales_core.payment_search import Amounts, Search, Word
from sales_core.payment_states import Standing, State
from sales_core.periods import Month
from sales_core.store.amocrm_tables import Company, Contact, Lead, User
from sales_core.store.behind_rows import client_name
from sales_core.store.narrowing import narrowed
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment
from sales_core.store.words_in import holds_word


def conditions_of(asked: PaymentFilter, search: Search, conn: Connection) -> list[ColumnElement[bool]]:
    """All of them hold for what passes. Nothing is asked of ``conn`` but which database it is to."""
    payments = columns(Payment)
    conditions = narrowed(replace(asked, departments=()), None, payments.deal_type_id, payments.pipeline_id)
    conditions += _within_span(asked)
    if asked.managers:
        conditions.append(_is_held_by(asked.managers))
    if asked.departments:
        users = columns(User)
        conditions.append(_is_held_by(select(users.id).where(users.group_id.in_(asked.departments))))
    if asked.sources:
        conditions.append(payments.source.in_(asked.sources))
    if asked.states:
        conditions.append(or_(*(_is_in(state, asked.as_of) for state in asked.states)))
    if asked.ages:
        conditions.append(or_(*(_is_of(age, asked.as_of) for age in asked.ages)))
    if search.words:
        # Found apart: only a walk through the table itself sees the comments, and all else is in one index.
        conditions.append(payments.id.in_(select(payments.id).where(_mentions(conn, search))))
    return conditions


def _is_held_by(managers: Any) -> ColumnElement[bool]:
    """By one of these managers, alone or with others."""
    payments, portions = columns(Payment), columns(PaymentPortion)
    shared = select(portions.payment_id).where(portions.manager_id.in_(managers))
    return or_(payments.manager_id.in_(managers), payments.id.in_(shared))


def _within_span(asked: PaymentFilter) -> list[ColumnElement[bool]]:
    payments, first, last = columns(Payment), asked.span.first, asked.span.last
    conditions = []
    if asked.dated is Dated.DUE:
        conditions += [payments.due_on >= first] if first else []
        conditions += [payments.due_on <= last] if last else []
    else:
        # The month is what the index of paid payments begins with.
        conditions += [payments.paid_month >= str(Month.of(first)), payments.paid_on >= first] if first else []
        conditions += [payments.paid_month <= str(Month.of(last)), payments.paid_on <= last] if last else []
    return conditions


def _is_in(state: State, as_of: date) -> ColumnElement[bool]:
    payments = columns(Payment)
    is_open = payments.standing == Standing.OPEN.value
    match state:
        case State.OVERDUE:
            return and_(is_open, payments.due_on < as_of)
        case State.PENDING:
            return and_(is_open, payments.due_on >= as_of)
    return and_(payments.standing == Standing(state.value).value)


def _is_of(age: Age, as_of: date) -> ColumnElement[bool]:
    payments = columns(Payment)
    first, last = age.due_span(as_of)
    since = [] if first is None else [payments.due_on >= first]
    return and_(payments.standing == Standing.OPEN.value, *since, payments.due_on <= last)


def _mentions(conn: Connection, search: Search) -> ColumnElement[bool]:
    words = and_(*(_mentions_word(conn, word) for word in search.words))
    return words if search.amounts is None else or_(words, _is_amount(search.amounts))


def _mentions_word(conn: Connection, word: Word) -> ColumnElement[bool]:
    """Names are looked through once a deal, not once a payment."""
    payments, leads, contacts, companies = columns(Payment), columns(Lead), columns(Contact), columns(Company)
    named = (
        select(leads.id)
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .where(or_(holds_word(conn, leads.name, word.text), holds_word(conn, client_name(), word.text)))
    )
    found = [payments.lead_id.in_(named), holds_word(conn, payments.comment, word.text)]
    if word.lead_id is not None:
        found.append(payments.lead_id == word.lead_id)
    if word.amounts is not None:
        found.append(_is_amount(word.amounts))
    return or_(*found)


def _is_amount(amounts: Amounts) -> ColumnElement[bool]:
    amount = func.abs(columns(Payment).amount_minor)
    return and_(amount >= amounts[0], amount < amounts[1])
