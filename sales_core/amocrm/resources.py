"""What can be read from amoCRM, as data: where it is, what it is called there, how many a page, how it is understood.

Filters and orders that callers add are nested, as amoCRM documents them::

    client.pages(LEADS, {"filter": {"updated_at": {"from": 1772442000}}, "order": {"updated_at": "asc"}})
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sales_core.amocrm import parsing, records
from sales_core.amocrm.payload import Json

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Resource(Generic[R]):
    """One list of the API.

    key: its name inside ``_embedded``. limit: the largest page amoCRM accepts, a larger one silently becomes 50;
    ``None`` where the list is not paged. needs_rights: a 403 may simply mean that this token was never allowed to.
    """

    name: str
    path: str
    key: str
    parse: Callable[[Json], R]
    limit: int | None = 250
    params: Mapping[str, Any] = field(default_factory=dict)
    needs_rights: bool = False


ACCOUNT_PATH = "/api/v4/account"
ACCOUNT_PARAMS = {"with": "datetime_settings,users_groups,invoices_settings,is_api_filter_enabled"}

USERS: Resource[records.UserRecord] = Resource("users", "/api/v4/users", "users", parsing.parse_user, needs_rights=True)
PIPELINES: Resource[records.PipelineRecord] = Resource(
    "pipelines", "/api/v4/leads/pipelines", "pipelines", parsing.parse_pipeline, limit=None
)
# Documented both as 50 and as 250 a page; 50 is right either way.
LEAD_FIELDS: Resource[records.CustomFieldRecord] = Resource(
    "lead_fields", "/api/v4/leads/custom_fields", "custom_fields", parsing.parse_custom_field, limit=50
)
LOSS_REASONS: Resource[records.LossReasonRecord] = Resource(
    "loss_reasons", "/api/v4/leads/loss_reasons", "loss_reasons", parsing.parse_loss_reason, needs_rights=True
)
LEADS: Resource[records.LeadRecord] = Resource(
    "leads", "/api/v4/leads", "leads", parsing.parse_lead, params={"with": "contacts,catalog_elements"}
)
TRASH: Resource[records.LeadRecord] = Resource(
    "trash", "/api/v4/leads", "leads", parsing.parse_lead, params={"with": "only_deleted"}
)
CONTACTS: Resource[records.NamedRecord] = Resource("contacts", "/api/v4/contacts", "contacts", parsing.parse_named)
COMPANIES: Resource[records.NamedRecord] = Resource("companies", "/api/v4/companies", "companies", parsing.parse_named)
TASKS: Resource[records.TaskRecord] = Resource("tasks", "/api/v4/tasks", "tasks", parsing.parse_task)
EVENTS: Resource[records.EventRecord] = Resource("events", "/api/v4/events", "events", parsing.parse_event, limit=100)
CATALOGS: Resource[records.CatalogRecord] = Resource(
    "catalogs", "/api/v4/catalogs", "catalogs", parsing.parse_catalog, needs_rights=True
)


def notes(entity_type: str) -> Resource[records.NoteRecord]:
    """Notes of all ``leads``, ``contacts``, ``companies`` or ``customers``; by ``{"filter": {"id": [...]}}``.

    ``filter[created_at]`` is silently ignored by amoCRM; ``filter[updated_at]`` works.
    """
    return Resource(
        "notes", f"/api/v4/{entity_type}/notes", "notes", parsing.note_parser(entity_type), needs_rights=True
    )


def invoices(catalog_id: int) -> Resource[records.InvoiceRecord]:
    """The elements of the invoices list. amoCRM offers no order and no filter by time: always a whole scan."""
    path = f"/api/v4/catalogs/{catalog_id}/elements"
    return Resource("invoices", path, "elements", parsing.parse_invoice, needs_rights=True)
