"""Text from outside in Streamlit's Markdown."""

import re

_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+\-.!|~$:&^=]")
_LINK_BEGINS = re.compile(r"(?<=https:)(?=//)|(?<=http:)(?=//)|(?<=www)(?=\.)|(?=@)", re.IGNORECASE)
_JOINER = "\u2060"
"""Of no width: Streamlit makes a link of whatever looks like an address, escaped or not, and so it does not look so."""


def escape_markdown(text: str) -> str:
    """The words as they are, whatever signs they hold, on one line; an address in them is no link."""
    plain = _LINK_BEGINS.sub(_JOINER, text)
    return _SIGNS.sub(r"\\\g<0>", plain).replace("\n", " ")
