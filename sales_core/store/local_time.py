"""The clocks of the account's zone in SQL: the same on both databases, whatever they know of zones themselves."""

from collections.abc import Sequence
from itertools import pairwise

from sqlalchemy import ColumnElement, Integer, case, cast

from sales_core.local_time import DAY_S, HOUR_S, Offset


def clock_in_sql(at: ColumnElement[int], offsets: Sequence[Offset]) -> ColumnElement[int]:
    """``local_time.clock_of`` of the instants that the offsets are for."""
    # A day more, as the remainder of what is less than 0 would be so too.
    ahead = [offset.ahead_s + DAY_S for offset in offsets]
    if len(offsets) == 1:
        return cast((at + ahead[0]) % DAY_S, Integer)
    changes = ((at < later.since, ahead_s) for (_, later), ahead_s in zip(pairwise(offsets), ahead, strict=False))
    return cast((at + case(*changes, else_=ahead[-1])) % DAY_S, Integer)


def hour_in_sql(at: ColumnElement[int], offsets: Sequence[Offset]) -> ColumnElement[int]:
    return clock_in_sql(at, offsets) // HOUR_S
