"""The account, its users, pipelines, custom fields and reasons of loss."""

from sales_core.demo.asking import Ask, Json, forbidden, not_found
from sales_core.demo.entities import CustomField, LossReason, Pipeline, User

ROLE_ID = 520_001
TASK_TYPES = (
    {"id": 1, "name": "Связаться", "color": None, "icon_id": None, "code": "FOLLOW_UP"},
    {"id": 2, "name": "Встреча", "color": None, "icon_id": None, "code": "MEETING"},
    {"id": 2_901_001, "name": "Отправить КП", "color": "FF8F92", "icon_id": 5, "code": None},
)


def show_account(ask: Ask) -> Json:
    facts = ask.world.account
    body: Json = {
        "id": facts.id,
        "name": facts.name,
        "subdomain": facts.subdomain,
        "created_at": facts.created_at,
        "created_by": 0,
        "updated_at": facts.created_at,
        "updated_by": 0,
        "current_user_id": ask.viewer.user_id,
        "country": facts.country,
        "currency": facts.currency,
        "currency_symbol": facts.currency_symbol,
        "customers_mode": "disabled",
        "is_unsorted_on": True,
        "mobile_feature_version": 0,
        "is_loss_reason_enabled": facts.has_loss_reasons,
        "is_helpbot_enabled": False,
        "is_technical_account": False,
        "contact_name_display_order": 1,
    }
    invoices = facts.invoices_catalog_id if facts.names_its_invoices else None
    plain: Json = {
        "amojo_id": "5f2b7c1e-9d34-4a6f-8b0a-1c2d3e4f5a6b",
        "uuid": "0c9d8e7f-6a5b-4c3d-9e2f-1a0b9c8d7e6f",
        "version": 16,
        "drive_url": "https://drive-b.amocrm.ru",
        "is_api_filter_enabled": ask.world.knobs.filters_enabled,
        "invoices_settings": {"lang": "ru", "invoices_catalog_id": invoices} if invoices else None,
    }
    embedded: Json = {
        "amojo_rights": {"can_direct": True, "can_create_groups": True},
        "users_groups": [{"id": group.id, "name": group.name, "uuid": None} for group in ask.world.groups],
        "task_types": list(TASK_TYPES),
        "datetime_settings": {
            "date_pattern": "d.m.Y H:i",
            "short_date_pattern": "d.m.Y",
            "short_time_pattern": "H:i",
            "date_format": "d.m.Y",
            "time_format": "H:i:s",
            "timezone": facts.timezone,
            "timezone_offset": facts.timezone_offset,
        },
    }
    body |= {name: value for name, value in plain.items() if name in ask.extras}
    body["_links"] = ask.self_link("account")
    asked = {name: value for name, value in embedded.items() if name in ask.extras}
    return body | ({"_embedded": asked} if asked else {})


def list_users(ask: Ask) -> Json | None:
    if not ask.viewer.is_admin:
        raise forbidden()
    return ask.counted_pages_of("users", [_user(ask, user) for user in ask.world.users.values()])


def show_user(ask: Ask) -> Json:
    if not ask.viewer.is_admin:
        raise forbidden()
    user = ask.world.users.get(ask.ids["id"])
    if user is None:
        raise not_found(ask.path)
    return _user(ask, user)


def _user(ask: Ask, user: User) -> Json:
    reach = "A" if user.is_admin else "M"
    rights = {"view": reach, "edit": reach, "add": "A", "delete": reach, "export": reach}
    group = next((group for group in ask.world.groups if group.id == user.group_id), None)
    body: Json = {
        "id": user.id,
        "name": user.name,
        "email": user.email,
        "lang": "ru",
        "rights": {
            "leads": rights,
            "contacts": rights,
            "companies": rights,
            "tasks": {"edit": reach, "delete": reach},
            "mail_access": True,
            "catalog_access": True,
            "is_admin": user.is_admin,
            "is_free": False,
            "is_active": user.is_active,
            "group_id": user.group_id or None,
            "role_id": None if user.is_admin else ROLE_ID,
            "status_rights": None,
        },
        "_links": ask.self_link(f"users/{user.id}"),
    }
    embedded: Json = {}
    if "role" in ask.extras:
        role = {"id": ROLE_ID, "name": "Менеджер", "_links": ask.self_link(f"roles/{ROLE_ID}")}
        embedded["roles"] = [] if user.is_admin else [role]
    if "group" in ask.extras:
        embedded["groups"] = [{"id": group.id, "name": group.name, "uuid": None}] if group and group.id else []
    return body | ({"_embedded": embedded} if embedded else {})


def list_pipelines(ask: Ask) -> Json:
    return ask.whole("pipelines", [_pipeline(ask, pipeline) for pipeline in ask.world.pipelines])


def show_pipeline(ask: Ask) -> Json:
    return _pipeline(ask, _find_pipeline(ask))


def list_statuses(ask: Ask) -> Json:
    pipeline: Json = _pipeline(ask, _find_pipeline(ask))
    return ask.whole("statuses", pipeline["_embedded"]["statuses"])


def _find_pipeline(ask: Ask) -> Pipeline:
    for pipeline in ask.world.pipelines:
        if pipeline.id == ask.ids["id"]:
            return pipeline
    raise not_found(ask.path)


def _pipeline(ask: Ask, pipeline: Pipeline) -> Json:
    path = f"leads/pipelines/{pipeline.id}"
    account_id = ask.world.account.id
    statuses = [
        {
            "id": status.id,
            "name": status.name,
            "sort": status.sort,
            "is_editable": status.type == 0 and status.sort < 10_000,
            "pipeline_id": pipeline.id,
            "color": status.color,
            "type": status.type,
            "account_id": account_id,
            "_links": ask.self_link(f"{path}/statuses/{status.id}"),
        }
        for status in pipeline.statuses
    ]
    return {
        "id": pipeline.id,
        "name": pipeline.name,
        "sort": pipeline.sort,
        "is_main": pipeline.is_main,
        "is_unsorted_on": pipeline.is_main,
        "is_archive": pipeline.is_archive,
        "account_id": account_id,
        "_links": ask.self_link(path),
        "_embedded": {"statuses": statuses},
    }


def list_lead_fields(ask: Ask) -> Json | None:
    fields = [field for field in ask.world.fields if field.catalog_id is None]
    return ask.counted_pages_of("custom_fields", [_lead_field(ask, field) for field in fields], largest=50)


def list_catalog_fields(ask: Ask) -> Json | None:
    fields = [field for field in ask.world.fields if field.catalog_id == ask.ids["id"]]
    return ask.counted_pages_of("custom_fields", [_catalog_field(ask, field) for field in fields], largest=50)


def _enums(field: CustomField) -> list[Json] | None:
    options = [{"id": o.id, "value": o.value, "sort": o.sort, "code": o.code} for o in field.options]
    return options or None


def _lead_field(ask: Ask, field: CustomField) -> Json:
    return {
        "id": field.id,
        "name": field.name,
        "type": field.type,
        "account_id": ask.world.account.id,
        "code": field.code,
        "sort": field.sort,
        "is_api_only": False,
        "enums": _enums(field),
        "group_id": None,
        "required_statuses": None,
        "is_deletable": field.code is None,
        "is_predefined": field.code is not None,
        "entity_type": "leads",
        "is_computed": False,
        "tracking_callback": None,
        "remind": None,
        "settings": None,
        "currency": ask.world.account.currency if field.type == "monetary" else None,
        "hidden_statuses": [],
        "chained_lists": None,
        "_links": ask.self_link(f"leads/custom_fields/{field.id}"),
    }


def _catalog_field(ask: Ask, field: CustomField) -> Json:
    return {
        "id": field.id,
        "name": field.name,
        "type": field.type,
        "account_id": ask.world.account.id,
        "code": field.code,
        "sort": field.sort,
        "enums": _enums(field),
        "nested": None,
        "is_visible": True,
        "is_deletable": False,
        "is_required": field.code == "BILL_STATUS",
        "is_predefined": True,
        "settings": [],
        "entity_type": "catalogs",
        "catalog_id": field.catalog_id,
        "_links": ask.self_link(f"catalogs/{field.catalog_id}/custom_fields/{field.id}"),
    }


def list_loss_reasons(ask: Ask) -> Json | None:
    reasons = ask.world.loss_reasons if ask.world.account.has_loss_reasons else []
    return ask.counted_pages_of("loss_reasons", [loss_reason(ask, reason) for reason in reasons])


def loss_reason(ask: Ask, reason: LossReason) -> Json:
    return {
        "id": reason.id,
        "name": reason.name,
        "sort": reason.sort,
        "created_at": reason.created_at,
        "updated_at": reason.created_at,
        "_links": ask.self_link(f"leads/loss_reasons/{reason.id}"),
    }
