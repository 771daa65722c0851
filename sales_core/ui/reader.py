"""Whom the page speaks to: the installation they came to and the theme their browser shows."""

from functools import cache

import streamlit as st

from sales_core.config import Settings, load_settings
from sales_core.errors import ConfigError
from sales_core.i18n import LANGUAGES, Language


@cache
def installation() -> Settings:
    """The settings, read once a process: reading them at each rerun would cost as much as the report. Raises
    ConfigError, again at each call until they are mended."""
    return load_settings()


def configured_language() -> Language:
    """What is spoken where no database can be asked, see ``board.look_around``; the first language there is while
    the configuration is wrong, so that this can be told."""
    try:
        return Language(installation().language)
    except ConfigError:
        return Language(LANGUAGES[0])


def is_dark() -> bool:
    return st.context.theme.type == "dark"
