"""Reads single things again: many ids a request, one by one where amoCRM ignores filters."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sales_core.amocrm.errors import NotFound
from sales_core.amocrm.paging import Page
from sales_core.amocrm.parsing import parse_items
from sales_core.amocrm.payload import Json
from sales_core.amocrm.resources import Resource
from sales_core.sync.session import R, Session

IDS_AT_ONCE = 250


def read_by_ids(session: Session, resource: Resource[R], ids: Sequence[int]) -> Iterator[tuple[Sequence[int], list[R]]]:
    """Batches of ids and what amoCRM answered for them; an id without an answer is gone or out of sight."""
    for start in range(0, len(ids), IDS_AT_ONCE):
        batch = ids[start : start + IDS_AT_ONCE]
        page = next(session.pages(resource, {"filter": {"id": list(batch)}}))
        if {cast("Any", record).id for record in page.records} <= set(batch):
            yield batch, list(page.records)
        else:
            for key in batch:
                yield [key], _fetch_one(session, resource, key)


def is_gone(session: Session, resource: Resource[R], key: int) -> bool:
    """Whether amoCRM has no thing with this id, or calls it deleted. One that cannot be understood is there."""
    document = _fetch(session, resource, key)
    if document is None:
        return True
    records, _ = parse_items(resource.name, [document], resource.parse)
    return any(cast("Any", record).is_deleted for record in records)


def shown_ids(page: Page[R]) -> Iterator[int]:
    """Of all that a page shows, also of what on it cannot be used."""
    yield from (cast("Any", record).id for record in page.records)
    yield from (int(fault.item) for fault in page.faults if fault.item.isdecimal())


def _fetch_one(session: Session, resource: Resource[R], key: int) -> list[R]:
    """The thing with this id, in a list; an empty one for "there is none"."""
    document = _fetch(session, resource, key)
    records, _ = parse_items(resource.name, [document] if document else [], resource.parse)
    return records


def _fetch(session: Session, resource: Resource[R], key: int) -> Json | None:
    """``None`` for 204 and 404."""
    session.check()
    path = f"{resource.path}/{key}"
    try:
        return session.client.get(path, resource.params, needs_rights=resource.needs_rights) or None
    except NotFound:
        return None
