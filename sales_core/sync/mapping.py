"""amoCRM's records as rows of our tables. The account's currency is applied here, once; everything inside is exact.

Days in the account's zone are worked out by the store, beside what it knew before.

Pure. A record that cannot become a row (an amount beyond any amount) raises ``UnusableRecord``: it is left out
and told, not fatal.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sales_core.amocrm.parsing import Fault
from sales_core.amocrm.records import (
    AccountRecord,
    CustomFieldRecord,
    EventRecord,
    InvoiceRecord,
    LeadRecord,
    LossReasonRecord,
    NamedRecord,
    NoteRecord,
    PipelineRecord,
    TaskRecord,
    UserRecord,
)
from sales_core.money import Currency, currency, round_half_away
from sales_core.store.amocrm_tables import Account

Row = dict[str, Any]
R = TypeVar("R", LeadRecord, InvoiceRecord)

_LARGEST_MINOR = 10**15


class UnusableRecord(ValueError):  # noqa: N818 - it says what the record is
    """One item of a reply that no row can be made of, because of what its ``field`` holds."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Edge:
    """What turns amoCRM's values into ours: the account's currency and its invoices list."""

    currency: Currency
    invoices_catalog_id: int | None

    @classmethod
    def of(cls, account: Account) -> "Edge":
        return cls(currency(account.currency), account.invoices_catalog_id)


def known_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name; UTC for a name this machine does not know, so that a sync goes on."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def rows_of(resource: str, records: Iterable[R], make: Callable[[R], Row]) -> tuple[list[Row], list[Fault]]:
    """The rows, and which records were left out. ``resource``: what the records are called when that is told."""
    rows, faults = [], []
    for record in records:
        try:
            rows.append(make(record))
        except UnusableRecord as error:
            faults.append(Fault(resource, str(record.id), error.field))
    return rows, faults


def amount_minor(text: str, money: Currency, field: str) -> int:
    """Minor units of the amount in amoCRM's ``field``; finer than the minor unit is rounded half away from zero."""
    try:
        exact = Decimal(text)
        minor = round_half_away(exact.scaleb(money.digits)) if exact.is_finite() else None
    except (InvalidOperation, ValueError, OverflowError):
        minor = None
    if minor is None or abs(minor) > _LARGEST_MINOR:
        raise UnusableRecord(field)
    return minor


def account_row(record: AccountRecord, base_url: str, invoices_catalog_id: int | None, token_is_admin: bool) -> Account:
    return Account(
        id=record.id,
        name=record.name,
        subdomain=record.subdomain,
        base_url=base_url,
        country=record.country,
        currency=record.currency,
        timezone=known_zone(record.timezone).key,
        invoices_catalog_id=invoices_catalog_id,
        token_is_admin=token_is_admin,
    )


def group_rows(record: AccountRecord) -> list[Row]:
    return [{"id": key, "name": name} for key, name in record.groups]


def user_row(record: UserRecord) -> Row:
    return {
        "id": record.id,
        "name": record.name,
        "email": record.email,
        "group_id": record.group_id,
        "is_active": record.is_active,
        "is_admin": record.is_admin,
        "is_placeholder": False,
    }


def pipeline_rows(records: Sequence[PipelineRecord]) -> tuple[list[Row], list[Row]]:
    """Pipelines and their statuses."""
    pipelines = [
        {"id": p.id, "name": p.name, "sort": p.sort, "is_main": p.is_main, "is_archive": p.is_archive} for p in records
    ]
    statuses = [
        {"pipeline_id": p.id, "id": s.id, "name": s.name, "sort": s.sort, "color": s.color, "type": s.type}
        for p in records
        for s in p.statuses
    ]
    return pipelines, statuses


def custom_field_rows(records: Sequence[CustomFieldRecord]) -> tuple[list[Row], list[Row]]:
    """Fields and the options of select fields."""
    fields = [
        {"id": f.id, "name": f.name, "type": f.type, "code": f.code, "sort": f.sort, "is_deleted": False}
        for f in records
    ]
    options = [
        {"id": o.id, "field_id": f.id, "name": o.name, "sort": o.sort, "is_deleted": False}
        for f in records
        for o in f.options
    ]
    return fields, options


def loss_reason_row(record: LossReasonRecord) -> Row:
    return {"id": record.id, "name": record.name, "sort": record.sort}


def lead_row(record: LeadRecord, edge: Edge) -> Row:
    """A row without what the store derives (``deal_type_id``, ``closed_on``, ``lost_minor``)."""
    return {
        "id": record.id,
        "name": record.name,
        "price_minor": amount_minor(record.price, edge.currency, "price"),
        "responsible_user_id": record.responsible_user_id,
        "pipeline_id": record.pipeline_id,
        "status_id": record.status_id,
        "loss_reason_id": record.loss_reason_id,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "closed_at": record.closed_at,
        "contact_id": record.main_contact_id,
        "company_id": record.company_id,
        "choices": {str(field): option for field, option in record.choices.items()},
    }


def invoice_links(records: Iterable[LeadRecord], edge: Edge) -> dict[int, set[int]]:
    """lead id → ids of its invoices, for the leads whose reply carried linked elements."""
    return {
        record.id: {element for catalog, element in record.element_ids if catalog == edge.invoices_catalog_id}
        for record in records
        if record.element_ids is not None and edge.invoices_catalog_id is not None
    }


def invoice_row(record: InvoiceRecord, edge: Edge) -> Row:
    """A row without ``first_due_on``, which the store works out from what it knew before."""
    return {
        "id": record.id,
        "name": record.name,
        "amount_minor": amount_minor(record.amount, edge.currency, "amount"),
        "status": record.status,
        "billed_at": record.billed_at,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "is_deleted": record.is_deleted,
        "payer": record.payer,
        "payer_inn": record.payer_inn,
        "comment": record.comment,
    }


def event_row(record: EventRecord) -> Row:
    return {
        "id": record.id,
        "type": record.type,
        "entity_type": record.entity_type,
        "entity_id": record.entity_id,
        "created_by": record.created_by,
        "created_at": record.created_at,
        "value_before": record.value_before,
        "value_after": record.value_after,
    }


def task_row(record: TaskRecord) -> Row:
    return {
        "id": record.id,
        "entity_type": record.entity_type,
        "entity_id": record.entity_id,
        "responsible_user_id": record.responsible_user_id,
        "task_type_id": record.task_type_id,
        "text": record.text,
        "result": record.result,
        "complete_till": record.complete_till,
        "is_completed": record.is_completed,
        "created_by": record.created_by,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "deleted_at": None,
    }


def note_row(record: NoteRecord) -> Row:
    return {
        "id": record.id,
        "entity_type": record.entity_type,
        "entity_id": record.entity_id,
        "note_type": record.note_type,
        "created_by": record.created_by,
        "responsible_user_id": record.responsible_user_id,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "params": record.params,
    }


def named_row(record: NamedRecord) -> Row:
    return {"id": record.id, "name": record.name, "updated_at": record.updated_at}


def unnamed_rows(asked: Iterable[int], answered: Iterable[NamedRecord]) -> list[Row]:
    """Rows without a name for contacts or companies that amoCRM no longer has, so that they are not asked for again."""
    return [{"id": key, "name": "", "updated_at": 0} for key in sorted(set(asked) - {r.id for r in answered})]
