"""Whom the page speaks to: the installation's language and the theme their browser shows."""

import streamlit as st

from sales_core.config import load_settings
from sales_core.errors import ConfigError
from sales_core.i18n import LANGUAGES, Language


def reader_language() -> Language:
    """The configured language; the first there is while the configuration is wrong, so that this can be told."""
    try:
        return Language(load_settings().language)
    except ConfigError:
        return Language(LANGUAGES[0])


def is_dark() -> bool:
    return st.context.theme.type == "dark"
