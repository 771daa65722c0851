"""What each figure is made of: the payments, and behind ``lost`` the leads that have none.

One condition a figure, over the same copied columns the sums are kept from, so that a list always adds up to its
figure. Every condition is a seek in an index, narrowed to one manager and deal type where asked. Of a paid payment that
several managers share, its portions are found in its place, by the same conditions over columns of the same names.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    select,
    union_all,
)

from sales_core.figures import PARTS, Figure
from sales_core.payment_states import Standing, State
from sales_core.periods import Month
from sales_core.scope import Scope
from sales_core.store.amocrm_tables import Company, Contact, Lead
from sales_core.store.behind_rows import BehindRow, client_name, payment_row, select_listed, share_in_force, with_leads
from sales_core.store.narrowing import narrowed
from sales_core.store.portion_tables import PaymentPortion
from sales_core.store.shares import Shares, load_shares
from sales_core.store.table_kit import columns, table_of
from sales_core.store.tables import Payment


class BehindTotals(NamedTuple):
    """What they add up to, and how many rows there are by their state on the scope's day."""

    amount_minor: int
    margin_minor: int
    counts: dict[State, int]


_PAID = frozenset({Figure.FACT, Figure.PAID})


class _Cell(NamedTuple):
    manager_id: int | None
    deal_type_id: int | None


def load_behind(  # noqa: PLR0913 - what to list, of which row, which page
    conn: Connection,
    scope: Scope,
    figures: Collection[Figure],
    *,
    manager_id: int | None = None,
    deal_type_id: int | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[BehindRow]:
    """The payments behind the figures, each once, by due day and id, one that is shared by its managers' ids; then the
    leads without payments, by id."""
    parts, cell = _parts_of(figures), _Cell(manager_id, deal_type_id)
    shares = load_shares(conn)
    found = _payments(conn, scope, parts, cell).order_by("due_on", "id", "manager_id")
    if Figure.LOST not in parts:
        paged = found.limit(limit).offset(offset) if limit is not None or offset else found
        return [payment_row(row, shares) for row in conn.execute(paged)]
    rows = [payment_row(row, shares) for row in conn.execute(found)]
    rows += [_lead_row(row, shares, str(scope.month)) for row in conn.execute(_bare_leads(scope, cell))]
    return rows[offset:] if limit is None else rows[offset : offset + limit]


def load_behind_totals(
    conn: Connection,
    scope: Scope,
    figures: Collection[Figure],
    *,
    manager_id: int | None = None,
    deal_type_id: int | None = None,
) -> BehindTotals:
    """What ``load_behind`` would list in full, added up by the database."""
    parts, cell = _parts_of(figures), _Cell(manager_id, deal_type_id)
    found = [(State(name), *sums) for name, *sums in conn.execute(_added_up(conn, scope, parts, cell))]
    if Figure.LOST in parts:
        leads = columns(Lead)
        bare = select(func.count(), _whole(func.coalesce(func.sum(leads.lost_minor), 0)))
        found.append((State.LOST, *conn.execute(bare.where(*_are_bare(scope, cell))).one(), 0))
    counts: dict[State, int] = {}
    for state, count, *_ in found:
        counts[state] = counts.get(state, 0) + count
    return BehindTotals(
        amount_minor=sum(amount for _, _, amount, _ in found),
        margin_minor=sum(margin for *_, margin in found),
        counts={state: count for state, count in counts.items() if count},
    )


def _added_up(conn: Connection, scope: Scope, parts: list[Figure], cell: _Cell) -> Select[Any]:
    """Count, amount and margin by state of the payments behind the parts."""
    payments, portions = columns(Payment), columns(PaymentPortion)
    whole = (payments.standing, payments.due_on, payments.amount_minor, payments.margin_minor)
    portion = (literal(Standing.PAID.value), null(), portions.amount_minor, portions.margin_minor)
    chosen = union_all(
        *(select(*whole).where(condition) for condition in _behind(conn, scope, parts, cell)),
        *(select(*portion).where(condition) for condition in _portions_behind(scope, parts, cell)),
    ).subquery()
    is_open = chosen.c.standing == Standing.OPEN.value
    state = case(
        (and_(is_open, chosen.c.due_on < scope.as_of), State.OVERDUE.value),
        (is_open, State.PENDING.value),
        else_=chosen.c.standing,
    )
    sums = [func.count(), _whole(func.sum(chosen.c.amount_minor)), _whole(func.sum(chosen.c.margin_minor))]
    return select(state, *sums).group_by(state)


def _whole(value: Any) -> Any:
    return cast(value, BigInteger)


def _parts_of(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that these are sums of. Fact and revenue are the same payments."""
    parts = {part for figure in figures for part in PARTS[figure]}
    return sorted({Figure.FACT if part is Figure.REVENUE else part for part in parts})


def _payments(conn: Connection, scope: Scope, parts: list[Figure], cell: _Cell) -> CompoundSelect[Any]:
    payments, portions = columns(Payment), columns(PaymentPortion)
    whole = select_listed(payments, null()).select_from(with_leads(table_of(Payment)))
    portion = select_listed(portions, portions.share).select_from(
        with_leads(table_of(PaymentPortion).join(table_of(Payment), payments.id == portions.payment_id))
    )
    return union_all(
        whole.where(_is_behind(conn, scope, parts, cell)),
        *(portion.where(condition) for condition in _portions_behind(scope, parts, cell)),
    )


def _bare_leads(scope: Scope, cell: _Cell) -> Select[Any]:
    leads, contacts, companies = columns(Lead), columns(Contact), columns(Company)
    return (
        select(
            leads.id, leads.name, client_name(), leads.responsible_user_id, leads.deal_type_id, leads.lost_minor
        )
        .select_from(table_of(Lead))
        .outerjoin(table_of(Contact), contacts.id == leads.contact_id)
        .outerjoin(table_of(Company), companies.id == leads.company_id)
        .where(*_are_bare(scope, cell))
        .order_by(leads.id)
    )  # fmt: skip


def _is_behind(conn: Connection, scope: Scope, parts: list[Figure], cell: _Cell) -> ColumnElement[bool]:
    """Payments of any of the parts. Several parts are found apart, each by its own index, and then by id."""
    found = _behind(conn, scope, parts, cell)
    if len(found) == 1:
        return found[0]
    ids = columns(Payment).id
    return and_(ids.in_(union_all(*(select(ids).where(condition) for condition in found))))


def _behind(conn: Connection, scope: Scope, parts: list[Figure], cell: _Cell) -> list[ColumnElement[bool]]:
    """One condition a part; no payment meets two of them."""
    payments = columns(Payment)
    filters = _filters(scope, cell, payments.manager_id, payments.deal_type_id, payments.pipeline_id)
    found = [and_(_condition(conn, scope, part, cell), *filters) for part in parts if part not in _PAID]
    paid = (_paid(payments, scope, part, parts) for part in parts if part in _PAID)
    is_paid = payments.standing == Standing.PAID.value
    return found + [and_(condition, is_paid, payments.credit_shares.is_(None), *filters) for condition in paid]


def _portions_behind(scope: Scope, parts: list[Figure], cell: _Cell) -> list[ColumnElement[bool]]:
    """The same of portions: what is shared is paid."""
    portions = columns(PaymentPortion)
    filters = _filters(scope, cell, portions.manager_id, portions.deal_type_id, portions.pipeline_id)
    return [and_(_paid(portions, scope, part, parts), *filters) for part in parts if part in _PAID]


def _paid(held: Any, scope: Scope, part: Figure, parts: list[Figure]) -> ColumnElement[bool]:
    month = str(scope.month)
    if part is Figure.FACT:
        return and_(held.paid_month == month)
    due = held.due_month == month
    return and_(due, held.paid_month != month) if Figure.FACT in parts else due


def _condition(conn: Connection, scope: Scope, part: Figure, cell: _Cell) -> ColumnElement[bool]:
    payments, month = columns(Payment), str(scope.month)
    due_in_month = and_(payments.due_month == month, payments.standing == Standing.OPEN.value)
    match part:
        case Figure.PENDING:
            return and_(due_in_month, payments.due_on >= scope.as_of)
        case Figure.OVERDUE:
            return and_(due_in_month, payments.due_on < scope.as_of)
        case Figure.CARRIED:
            before = _months_before(conn, scope.month) if scope.as_of in scope.month else []
            return and_(payments.due_month.in_(before), payments.standing == Standing.OPEN.value)
    lost = select(columns(Lead).id).where(*_are_lost(scope, cell))
    return and_(payments.standing == Standing.LOST.value, payments.lead_id.in_(lost))


def _months_before(conn: Connection, month: Month) -> list[str]:
    """Every month from the first due day there is: one seek each finds a manager's tail without walking the past."""
    first = conn.scalar(select(func.min(columns(Payment).due_month)))
    months = []
    while first is not None and first < str(month):
        months.append(first)
        first = str(Month.parse(first).plus(1))
    return months


def _are_lost(scope: Scope, cell: _Cell) -> list[ColumnElement[bool]]:
    leads, month = columns(Lead), scope.month
    filters = _filters(scope, cell, leads.responsible_user_id, leads.deal_type_id, leads.pipeline_id)
    # Word for word as in the partial index, or neither database would use it.
    return [
        leads.lost_minor != literal_column("0"),
        leads.closed_on >= month.first,
        leads.closed_on < month.end,
        *filters,
    ]


def _are_bare(scope: Scope, cell: _Cell) -> list[ColumnElement[bool]]:
    """Lost leads without any payment."""
    has_payment = select(columns(Payment).id).where(columns(Payment).lead_id == columns(Lead).id).exists()
    return [*_are_lost(scope, cell), ~has_payment]


def _filters(scope: Scope, cell: _Cell, manager: Any, deal_type: Any, pipeline: Any) -> list[ColumnElement[bool]]:
    chosen = [(manager, cell.manager_id), (deal_type, cell.deal_type_id)]
    of_cell = [column == value for column, value in chosen if value is not None]
    return [*of_cell, *narrowed(scope, manager, deal_type, pipeline)]


def _lead_row(row: Any, shares: Shares, month: str) -> BehindRow:
    id_, name, client, manager_id, deal_type_id, lost_minor = row
    share = share_in_force(shares, deal_type_id, month)
    return BehindRow(
        None, id_, name, client, manager_id, deal_type_id, lost_minor, share, 0, None,
        None, Standing.LOST, "", "", None, lost_minor,
    )  # fmt: skip
