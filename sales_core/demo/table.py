"""Records of one kind, found by id and walked in the order of id, ``created_at`` or ``updated_at`` without sorting."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar


class Stored(Protocol):
    id: int
    created_at: int
    updated_at: int


Row = TypeVar("Row", bound=Stored)
Key = tuple[int, int]
ORDERS = ("id", "created_at", "updated_at")


@dataclass(frozen=True, slots=True)
class Span:
    """An inclusive range of one of the ordered fields; ``None`` is open."""

    field: str
    first: int | None = None
    last: int | None = None

    def holds(self, record: Any) -> bool:
        value = getattr(record, self.field)
        if value is None:
            return False
        return (self.first is None or value >= self.first) and (self.last is None or value <= self.last)


class Table(Generic[Row]):
    """Keys ``(value, id)`` are kept sorted per order, so a page costs the same among 2 000 and 50 000 records."""

    def __init__(self) -> None:
        self._rows: dict[int, Row] = {}
        self._keys: dict[str, list[Key]] = {order: [] for order in ORDERS}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, record_id: int) -> bool:
        return record_id in self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows.values())

    def __getitem__(self, record_id: int) -> Row:
        return self._rows[record_id]

    def get(self, record_id: int) -> Row | None:
        return self._rows.get(record_id)

    def add(self, record: Row) -> Row:
        self._rows[record.id] = record
        for order, keys in self._keys.items():
            insort(keys, (getattr(record, order), record.id))
        return record

    def remove(self, record_id: int) -> Row:
        record = self._rows.pop(record_id)
        for order, keys in self._keys.items():
            del keys[bisect_left(keys, (getattr(record, order), record.id))]
        return record

    def touch(self, record: Row, updated_at: int) -> None:
        """Moves a record in the order of ``updated_at``."""
        keys = self._keys["updated_at"]
        del keys[bisect_left(keys, (record.updated_at, record.id))]
        record.updated_at = updated_at
        insort(keys, (updated_at, record.id))

    def page(  # noqa: PLR0913 - one parameter for each thing the request may ask
        self,
        *,
        offset: int,
        limit: int,
        order: str = "id",
        descending: bool = False,
        spans: Sequence[Span] = (),
        tests: Sequence[Callable[[Row], bool]] = (),
        ids: Iterable[int] | None = None,
    ) -> tuple[list[Row], bool]:
        """One page and whether another follows. ``ids`` narrows to those records first."""
        walked = self._walk(order, descending=descending, spans=spans, ids=ids)
        rest = [span.holds for span in spans if ids is not None or span.field != order]
        checks: list[Callable[[Row], bool]] = [*rest, *tests]
        if checks:
            found = [
                self._rows[key[1]]
                for key in islice(
                    (key for key in walked if all(check(self._rows[key[1]]) for check in checks)),
                    offset,
                    offset + limit + 1,
                )
            ]
        else:
            found = [self._rows[key[1]] for key in walked[offset : offset + limit + 1]]
        return found[:limit], len(found) > limit

    def _walk(self, order: str, *, descending: bool, spans: Sequence[Span], ids: Iterable[int] | None) -> Sequence[Key]:
        if ids is not None:
            known = (self._rows[record_id] for record_id in set(ids) if record_id in self._rows)
            keys: Sequence[Key] = sorted((getattr(record, order), record.id) for record in known)
        else:
            keys = self._keys[order]
            low, high = 0, len(keys)
            for span in spans:
                if span.field == order and span.first is not None:
                    low = max(low, bisect_left(keys, (span.first, -1)))
                if span.field == order and span.last is not None:
                    high = min(high, bisect_right(keys, (span.last, 2**62)))
            keys = keys[low : max(low, high)]
        return keys[::-1] if descending else keys
