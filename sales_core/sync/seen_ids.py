"""The ids a whole listing showed, eight bytes each, and which of ours it did not show. Pure."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable


class SeenIds:
    """Filled in any order; asked afterwards."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._is_sorted = True

    def add(self, ids: Iterable[int]) -> None:
        self._ids.extend(ids)
        self._is_sorted = False

    def missing_from(self, known: Iterable[int]) -> list[int]:
        """Those of ``known`` that were not shown, in their order."""
        if not self._is_sorted:
            self._ids = array("q", sorted(self._ids))
            self._is_sorted = True
        return [key for key in known if not self._shows(key)]

    def _shows(self, key: int) -> bool:
        at = bisect_left(self._ids, key)
        return at < len(self._ids) and self._ids[at] == key
