"""What a command works with: the settings, the reader's language, the open database and the scope asked for."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from sales_core.clock import system_clock
from sales_core.config import PREFIX, Settings, load_settings
from sales_core.errors import ConfigError, TabloError, not_synced
from sales_core.i18n import LANGUAGES, Language, language
from sales_core.params import DEAL_TYPE, DEPARTMENT, PIPELINE
from sales_core.periods import Month
from sales_core.reporting import AccountInfo, default_scope, load_account_info, load_filter_choices, load_language
from sales_core.scope import Scope
from sales_core.scope_text import AS_OF, MONTH, scope_from_params
from sales_core.store.database import Database, open_database


@dataclass(frozen=True, slots=True)
class Desk:
    settings: Settings
    language: Language
    database: Database


class ToldError(Exception):
    """A failure at an open desk, and the language it is told in."""

    def __init__(self, error: TabloError, language: Language) -> None:
        super().__init__(str(error))
        self.line = language.error(error)


@contextmanager
def open_desk() -> Iterator[Desk]:
    """Speaks the language chosen in the settings. Raises ToldError for what fails at it, ConfigError and DatabaseError
    for what keeps it from opening."""
    settings = load_settings()
    database = open_database(settings.database_url)
    try:
        with database.read() as conn:
            spoken = load_language(conn, settings.language)
        try:
            yield Desk(settings, spoken, database)
        except TabloError as error:
            raise ToldError(error, spoken) from error
    finally:
        database.dispose()


def configured_language() -> Language:
    """The language of help, and of errors before the database is open; where the configuration itself is wrong, as near
    to what it asks as can be."""
    try:
        return language(load_settings().language)
    except ConfigError:
        code = os.environ.get(PREFIX + "LANGUAGE", "").strip()
        return language(code if code in LANGUAGES else LANGUAGES[0])


@dataclass(frozen=True, slots=True)
class Filters:
    """What to narrow a report by, as typed: names or ids, none for all."""

    deal_types: Sequence[str] | None = None
    departments: Sequence[str] | None = None
    pipelines: Sequence[str] | None = None


def account_of(conn: Connection) -> AccountInfo:
    """Raises InputError before the first sync: a report of zeros would look like an answer."""
    account = load_account_info(conn)
    if account is None:
        raise not_synced()
    return account


def scope_of(conn: Connection, month: Month | None, as_of: date | None, filters: Filters) -> Scope:
    """Of this month if none is given. Raises InputError for a deal type, department or pipeline that is not there."""
    params = {
        MONTH: [str(month)] if month else [],
        AS_OF: [as_of.isoformat()] if as_of else [],
        DEAL_TYPE: list(filters.deal_types or ()),
        DEPARTMENT: list(filters.departments or ()),
        PIPELINE: list(filters.pipelines or ()),
    }
    scope, problems = scope_from_params(params, load_filter_choices(conn), default_scope(conn, system_clock()))
    if problems:
        raise problems[0]
    return scope
