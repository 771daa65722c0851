"""Reading what is small, whole: the account and the lists that fit in memory."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sales_core.amocrm.client import AmocrmClient
from sales_core.amocrm.errors import GarbledReply, InvalidRequest, NoRights, NotFound
from sales_core.amocrm.parsing import parse_account
from sales_core.amocrm.payload import MalformedItem
from sales_core.amocrm.records import AccountRecord, LossReasonRecord, UserRecord
from sales_core.amocrm.resources import ACCOUNT_PARAMS, ACCOUNT_PATH, LOSS_REASONS, USERS, Resource

R = TypeVar("R")


def fetch_account(client: AmocrmClient) -> AccountRecord:
    """Who we are talking to; the only place that tells the account's time zone and currency."""
    document = client.get(ACCOUNT_PATH, ACCOUNT_PARAMS) or {}
    try:
        return parse_account(document)
    except MalformedItem as error:
        raise GarbledReply(host=client.base_url) from error


def fetch_all(client: AmocrmClient, resource: Resource[R], params: Mapping[str, Any] | None = None) -> list[R]:
    return [record for page in client.pages(resource, params) for record in page.records]


def fetch_users(client: AmocrmClient) -> list[UserRecord] | None:
    """All users, or ``None`` when the token is not an admin's: then every other list is silently partial too, and what
    is missing from it is not deleted."""
    try:
        return fetch_all(client, USERS)
    except NoRights:
        return None


def owner_is_admin(account: AccountRecord, users: Sequence[UserRecord] | None) -> bool:
    """Only administrators may list users (``None``: refused); where the token's own user is among them, what is said
    of it counts."""
    return users is not None and all(user.is_admin for user in users if user.id == account.current_user_id)


def fetch_loss_reasons(client: AmocrmClient) -> list[LossReasonRecord]:
    """None at all where the account has the feature switched off, however amoCRM says so."""
    try:
        return fetch_all(client, LOSS_REASONS)
    except (NoRights, NotFound, InvalidRequest):
        return []
