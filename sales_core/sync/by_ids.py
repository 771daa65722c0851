"""Reads single things again: many ids a request, one by one where amoCRM ignores filters."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from sales_core.amocrm.errors import NotFound
from sales_core.amocrm.parsing import parse_items
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
                yield [key], fetch_one(session, resource, key)


def fetch_one(session: Session, resource: Resource[R], key: int) -> list[R]:
    """The thing with this id, in a list; an empty one for "there is none" (204 or 404)."""
    session.check()
    path = f"{resource.path}/{key}"
    try:
        document = session.client.get(path, resource.params, needs_rights=resource.needs_rights)
    except NotFound:
        return []
    records, _ = parse_items(resource.name, [document] if document else [], resource.parse)
    return records
