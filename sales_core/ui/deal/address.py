"""Which deal the page is asked for: by the address's ``lead``, or as people write a deal down."""

import re
from collections.abc import Sequence

import streamlit as st

from sales_core.errors import InputError

LEAD = "lead"
_NUMBER = re.compile(r"#?\s*(\d{1,18})")
_LINK = re.compile(r"/leads/detail/(\d{1,18})(?!\d)")


def parse_lead(text: str) -> int:
    """The number of a deal, or the link that amoCRM's address line shows for it."""
    found = _NUMBER.fullmatch(text.strip()) or _LINK.search(text)
    if found is None or int(found[1]) == 0:
        raise InputError("“{text}” is neither the number of a deal nor a link to one", text=text.strip()[:80])
    return int(found[1])


def asked_lead(values: Sequence[str]) -> int | None:
    """What the address asks for; ``None`` where it names no deal. Raises InputError for what is no deal's number."""
    return parse_lead(values[0]) if values and values[0].strip() else None


def take_lead() -> int | None:
    return asked_lead(st.query_params.get_all(LEAD))


def go_to(lead_id: int) -> None:
    st.query_params.from_dict({LEAD: str(lead_id)})
