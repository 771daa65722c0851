"""Text from outside in Streamlit's Markdown."""

_SIGNS = frozenset("\\`*_{}[]()<>#+-.!|~$:&^=")


def escape_markdown(text: str) -> str:
    """The words as they are, whatever signs they hold, on one line."""
    return "".join("\\" + sign if sign in _SIGNS else sign for sign in text).replace("\n", " ")
