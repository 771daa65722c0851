"""What the demo account is made of, as amoCRM would keep it. Instants are Unix seconds; ids are amoCRM-like numbers."""

from dataclasses import dataclass, field
from typing import Any

WON = 142
LOST = 143


@dataclass(slots=True)
class Group:
    id: int
    name: str


@dataclass(slots=True)
class User:
    """``group_id`` 0 is the default group, shown as null in the user's rights."""

    id: int
    name: str
    email: str
    group_id: int = 0
    is_admin: bool = False
    is_active: bool = True


@dataclass(slots=True)
class Status:
    id: int
    name: str
    sort: int
    color: str
    type: int = 0


@dataclass(slots=True)
class Pipeline:
    id: int
    name: str
    sort: int
    statuses: list[Status]
    is_main: bool = False
    is_archive: bool = False


@dataclass(slots=True)
class Option:
    id: int
    value: str
    sort: int
    code: str | None = None


@dataclass(slots=True)
class CustomField:
    """A field of leads (``catalog_id`` none) or of the elements of one list."""

    id: int
    name: str
    type: str
    sort: int
    code: str | None = None
    options: list[Option] = field(default_factory=list)
    catalog_id: int | None = None


@dataclass(slots=True)
class LossReason:
    id: int
    name: str
    sort: int
    created_at: int


@dataclass(slots=True)
class Catalog:
    id: int
    name: str
    type: str
    sort: int
    created_at: int
    created_by: int


@dataclass(slots=True)
class ElementLink:
    """An element of a list linked to a lead."""

    catalog_id: int
    element_id: int
    quantity: int = 1


@dataclass(slots=True)
class Lead:
    """``choices`` maps a select field to the chosen option; ``contact_ids`` begins with the main contact."""

    id: int
    name: str
    price: int
    responsible_user_id: int
    pipeline_id: int
    status_id: int
    created_by: int
    created_at: int
    updated_by: int
    updated_at: int
    closed_at: int | None = None
    loss_reason_id: int | None = None
    choices: dict[int, int] = field(default_factory=dict)
    contact_ids: list[int] = field(default_factory=list)
    company_id: int | None = None
    elements: list[ElementLink] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Contact:
    id: int
    name: str
    responsible_user_id: int
    created_by: int
    created_at: int
    updated_at: int
    phone: str = ""
    email: str = ""
    company_id: int | None = None


@dataclass(slots=True)
class Company:
    """``inn``: the taxpayer's number, which amoCRM shows in the invoices it pays."""

    id: int
    name: str
    inn: str
    responsible_user_id: int
    created_by: int
    created_at: int
    updated_at: int


@dataclass(slots=True)
class Task:
    """``entity_type`` is plural as in amoCRM's tasks; a detached task has none."""

    id: int
    text: str
    task_type_id: int
    responsible_user_id: int
    complete_till: int
    entity_type: str | None
    entity_id: int | None
    created_by: int
    created_at: int
    updated_by: int
    updated_at: int
    is_completed: bool = False
    result: str = ""


@dataclass(slots=True)
class Note:
    """``entity_type`` is plural, as in the path the note answers under."""

    id: int
    entity_type: str
    entity_id: int
    note_type: str
    params: dict[str, Any]
    responsible_user_id: int
    created_by: int
    created_at: int
    updated_at: int


@dataclass(slots=True)
class Invoice:
    """An element of «Счета/покупки». ``payment_at`` is BILL_PAYMENT_DATE: when it was paid, or is planned to be.

    ``status``: ``created``, ``paid``, ``paid_in_advance`` or ``partially_paid``; the list has no option for another, so
    such an invoice shows none. ``price`` is amoCRM's decimal text, empty where nobody gave one. ``currency_id``: a
    number of amoCRM's own.
    """

    id: int
    name: str
    price: str
    status: str
    payment_at: int | None
    payer: str
    payer_company_id: int | None
    item: str
    comment: str
    created_by: int
    created_at: int
    updated_by: int
    updated_at: int
    is_deleted: bool = False
    currency_id: int | None = None


@dataclass(slots=True)
class Event:
    """``entity_type`` is singular; ``after``/``before`` are amoCRM's value lists. ``talk_contact_id``: chats only."""

    id: str
    type: str
    entity_type: str
    entity_id: int
    created_by: int
    created_at: int
    after: list[dict[str, Any]]
    before: list[dict[str, Any]]
    talk_contact_id: int | None = None


@dataclass(slots=True)
class AccountFacts:
    """The account itself. ``names_its_invoices``: whether it says which of its lists holds the invoices."""

    id: int
    name: str
    subdomain: str
    created_at: int
    country: str = "RU"
    currency: str = "RUB"
    currency_symbol: str = "₽"
    timezone: str = "Europe/Moscow"
    timezone_offset: str = "+03:00"
    invoices_catalog_id: int | None = None
    names_its_invoices: bool = True
    has_loss_reasons: bool = True
