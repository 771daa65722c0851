"""What amoCRM's replies mean to us: one frozen record per thing, decoded straight from JSON.

Fields we do not use are not declared, unknown ones are ignored, and PHP's empties are accepted in either shape
(``null`` or ``[]`` for no custom fields, ``[]`` or an object for a task's result). Instants are Unix seconds. Names as
in amoCRM. Amounts are exact decimal text in whole currency units, never a float.
"""

from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all records."""


class AccountRecord(Record, frozen=True):
    """``/account?with=datetime_settings,users_groups,invoices_settings``, flattened. ``timezone`` is an IANA name."""

    id: int
    name: str
    subdomain: str
    country: str
    currency: str
    timezone: str
    invoices_catalog_id: int | None
    current_user_id: int | None
    groups: tuple[tuple[int, str], ...]
    is_api_filter_enabled: bool = True
    """False: amoCRM may silently ignore filters, so what comes back must be checked."""


class UserRecord(Record, frozen=True):
    """``rights.group_id`` may be null for the default group 0."""

    id: int
    name: str
    email: str
    group_id: int
    is_active: bool
    is_admin: bool


class StatusRecord(Record, frozen=True):
    pipeline_id: int
    id: int
    name: str
    sort: int
    color: str
    type: int


class PipelineRecord(Record, frozen=True):
    id: int
    name: str
    sort: int
    is_main: bool
    is_archive: bool
    statuses: tuple[StatusRecord, ...]


class OptionRecord(Record, frozen=True):
    id: int
    name: str
    sort: int


class CustomFieldRecord(Record, frozen=True):
    id: int
    name: str
    type: str
    code: str | None
    sort: int
    options: tuple[OptionRecord, ...]


class LossReasonRecord(Record, frozen=True):
    id: int
    name: str
    sort: int


class LeadRecord(Record, frozen=True):
    """``price`` as exact text (Kommo's ``price_with_minor_units`` where there is one). ``choices``: select field id →
    option id. ``element_ids``: the linked list elements; ``None`` when the reply did not carry any list of them.
    A skeleton of the trash list has ``is_deleted`` and nothing but id and ``updated_at``."""

    id: int
    name: str
    price: str
    responsible_user_id: int
    pipeline_id: int
    status_id: int
    loss_reason_id: int | None
    created_at: int
    updated_at: int
    closed_at: int | None
    is_deleted: bool
    main_contact_id: int | None
    company_id: int | None
    choices: dict[int, int]
    element_ids: tuple[tuple[int, int], ...] | None
    """(catalog_id, element_id) pairs."""


class NamedRecord(Record, frozen=True):
    """A contact or a company."""

    id: int
    name: str
    updated_at: int


class TaskRecord(Record, frozen=True):
    id: int
    entity_type: str | None
    entity_id: int | None
    responsible_user_id: int
    task_type_id: int
    text: str
    result: str
    complete_till: int
    is_completed: bool
    created_by: int
    created_at: int
    updated_at: int


class EventRecord(Record, frozen=True):
    id: str
    type: str
    entity_type: str
    entity_id: int
    created_by: int
    created_at: int
    value_before: list[Any]
    value_after: list[Any]


class NoteRecord(Record, frozen=True):
    """``entity_type`` (plural) comes from the path asked; ``params`` is ``{}`` where amoCRM sends ``[]``, and its
    ``duration`` is always an int of seconds."""

    id: int
    entity_type: str
    entity_id: int
    note_type: str
    created_by: int
    responsible_user_id: int
    created_at: int
    updated_at: int
    params: dict[str, Any]


class InvoiceRecord(Record, frozen=True):
    """An element of the invoices list, read by ``field_code``. ``amount``: BILL_PRICE, or the items' sum where that is
    missing; ``status``: enum_code of BILL_STATUS (``created``, ``paid``, ``paid_in_advance``, ``partially_paid``),
    empty where there is none; ``billed_at``: BILL_PAYMENT_DATE; ``payer_inn`` as somebody typed it."""

    id: int
    name: str
    amount: str
    status: str
    billed_at: int | None
    created_at: int
    updated_at: int
    is_deleted: bool
    payer: str
    comment: str
    currency_id: int | None = None
    """A number of amoCRM's own that is documented nowhere."""
    payer_inn: str = ""


class CatalogRecord(Record, frozen=True):
    """One of the account's lists; ``type`` is ``invoices`` for «Счета/покупки»."""

    id: int
    name: str
    type: str
