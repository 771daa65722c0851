"""A deal in work that somebody else could take over."""

from typing import NamedTuple


class OpenDeal(NamedTuple):
    """``place``: of its status among those of the pipeline, from 0 on."""

    lead_id: int
    name: str
    manager_id: int
    deal_type_id: int
    place: int
    created_at: int
