"""Reads what leads refer to: the account, people, pipelines, fields, loss reasons. Hourly; six requests."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from sales_core.amocrm.errors import GarbledReply, NoRights, NotFound
from sales_core.amocrm.fetching import owner_is_admin
from sales_core.amocrm.parsing import parse_account
from sales_core.amocrm.payload import MalformedItem
from sales_core.amocrm.records import (
    AccountRecord,
    CustomFieldRecord,
    LossReasonRecord,
    PipelineRecord,
    UserRecord,
)
from sales_core.amocrm.resources import (
    ACCOUNT_PARAMS,
    ACCOUNT_PATH,
    CATALOGS,
    LEAD_FIELDS,
    LOSS_REASONS,
    PIPELINES,
    USERS,
    Resource,
)
from sales_core.connection.access import NOT_ADMIN, refuse_other_account
from sales_core.i18n import N_
from sales_core.store.amocrm_tables import Account
from sales_core.store.bookmarks import save_bookmark
from sales_core.store.references import (
    load_account,
    save_account,
    save_custom_fields,
    save_groups,
    save_loss_reasons,
    save_pipelines,
    save_users,
)
from sales_core.store.tables import Bookmark
from sales_core.sync import mapping
from sales_core.sync.planning import Step
from sales_core.sync.session import R, Session

SEVERAL_LISTS = N_(
    "amoCRM has lists of invoices: {count}, and the account does not say which is its own. The oldest is read: {name}."
)

INVOICES = "invoices"
"""The type of the list «Счета/покупки», whatever it is called."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is on its way."""

    users: "Future[list[UserRecord] | None]"
    pipelines: "Future[list[PipelineRecord]]"
    fields: "Future[list[CustomFieldRecord]]"
    loss_reasons: "Future[list[LossReasonRecord]]"


def read_references(session: Session) -> None:
    with reading_references(session) as save_rest:
        save_rest()


@contextmanager
def reading_references(session: Session) -> Iterator[Callable[[], None]]:
    """All are asked for at once. The block begins as soon as the account is stored, without which no lead or invoice
    can be understood; the job it is given waits for the rest and stores it together, or none."""
    with ThreadPoolExecutor(4) as threads:
        asked = _Asked(
            users=threads.submit(_read_users, session),
            pipelines=threads.submit(_read_all, session, PIPELINES),
            fields=threads.submit(_read_all, session, LEAD_FIELDS),
            loss_reasons=threads.submit(_read_all, session, LOSS_REASONS),
        )
        record = _fetch_account(session)
        account = _save_account(session, record, record.invoices_catalog_id or _find_invoices(session))
        yield partial(_save_rest, session, asked, record, account)


def _save_account(session: Session, record: AccountRecord, catalog_id: int | None) -> Account:
    """What the token may see is taken to be what it was, until the users have told; at first nothing."""
    with session.database.write() as conn:
        refuse_other_account(conn, record.id, record.name)
        known = load_account(conn)
        was_admin = known is not None and known.token_is_admin
        account = mapping.account_row(record, session.client.base_url, catalog_id, was_admin)
        save_account(conn, account)
        save_groups(conn, mapping.group_rows(record))
    return account


def _save_rest(session: Session, asked: _Asked, record: AccountRecord, account: Account) -> None:
    users, pipelines = asked.users.result(), asked.pipelines.result()
    fields, loss_reasons = asked.fields.result(), asked.loss_reasons.result()
    account.token_is_admin = owner_is_admin(record, users)
    if not account.token_is_admin:
        session.tally.remark(NOT_ADMIN)
    with session.database.write() as conn:
        save_account(conn, account)
        if users is not None:
            save_users(conn, [mapping.user_row(user) for user in users])
        save_pipelines(conn, *mapping.pipeline_rows(pipelines))
        save_custom_fields(conn, *mapping.custom_field_rows(fields))
        save_loss_reasons(conn, [mapping.loss_reason_row(reason) for reason in loss_reasons])
        done = Bookmark(resource=Step.REFERENCES, cursor={}, is_complete=True, succeeded_at=session.clock())
        save_bookmark(conn, done)


def _fetch_account(session: Session) -> AccountRecord:
    document = session.client.get(ACCOUNT_PATH, ACCOUNT_PARAMS)
    try:
        return parse_account(document or {})
    except MalformedItem as error:
        raise GarbledReply(host=session.client.base_url) from error


def token_is_admin(session: Session) -> bool:
    """Asked again before absence is taken for anything: rights may have been taken away since."""
    users = _read_users(session)
    return users is not None and owner_is_admin(_fetch_account(session), users)


def _read_users(session: Session) -> list[UserRecord] | None:
    """``None`` without the rights of an administrator."""
    try:
        return [user for page in session.pages(USERS) for user in page.records]
    except NoRights:
        return None


def _read_all(session: Session, resource: Resource[R]) -> list[R]:
    try:
        return [record for page in session.pages(resource) for record in page.records]
    except NoRights as error:
        session.tally.remark(error.template, **error.params)
        return []


def _find_invoices(session: Session) -> int | None:
    """Where the account does not name its list of invoices: the one there is, of several the oldest."""
    try:
        lists = [catalog for catalog in _read_all(session, CATALOGS) if catalog.type == INVOICES]
    except NotFound:  # an account whose plan has no lists
        return None
    oldest = min(lists, key=lambda catalog: catalog.id, default=None)
    if oldest is not None and len(lists) > 1:
        session.tally.remark(SEVERAL_LISTS, count=len(lists), name=oldest.name)
    return oldest.id if oldest else None
