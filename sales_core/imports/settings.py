"""The settings file into the database, section by section, and out of it: all of it or nothing."""

from collections.abc import Iterable

from sqlalchemy import Connection

from sales_core.errors import InputError
from sales_core.imports.faults import NOT_SYNCED
from sales_core.imports.settings_file import parse_settings
from sales_core.imports.settings_model import (
    Named,
    ReportChoices,
    SalesSettings,
    SettingsChange,
    SettingsWords,
)
from sales_core.imports.settings_text import format_settings, settings_difference
from sales_core.money import currency
from sales_core.periods import Month
from sales_core.reports.bonus import scale_from_json, tiers_to_json
from sales_core.store.database import Database
from sales_core.store.import_lookups import Listed, load_emails, load_select_fields
from sales_core.store.references import load_account
from sales_core.store.setting_values import CURRENCY_ROUNDING, DEAL_TYPE_FIELD, MANAGERS, load_setting
from sales_core.store.settings import StoredScale, load_all_plans, load_scales, replace_settings
from sales_core.store.shares import load_shares


def export_settings(conn: Connection) -> str:
    """What is decided now, as a file that imports back to the same."""
    return format_settings(load_sales_settings(conn), load_words(conn))


def import_settings(database: Database, content: bytes, file: str, *, dry_run: bool = False) -> list[str]:
    """Replaces the sections the file has and returns the lines of the settings that change (none: nothing did).

    Raises InputError (WrongFileError with each fault's line and key) and stores nothing.
    """
    with database.read() if dry_run else database.write() as conn:
        words, before = load_words(conn), load_sales_settings(conn)
        change = parse_settings(content, file, words, before.report.deal_type_field)
        after = change.applied_to(before)
        if after != before and not dry_run:
            _store(conn, change)
        return settings_difference(format_settings(before, words), format_settings(after, words))


def load_sales_settings(conn: Connection) -> SalesSettings:
    managers = load_setting(conn, MANAGERS)
    report = ReportChoices(
        deal_type_field=load_setting(conn, DEAL_TYPE_FIELD),
        currency_rounding=load_setting(conn, CURRENCY_ROUNDING, "minor"),
        managers=None if managers is None else tuple(managers),
    )
    return SalesSettings(
        report=report,
        shares={(type_id, Month.parse(month)): share for type_id, month, share in load_shares(conn).rows},
        plans=load_all_plans(conn),
        scales={stored.from_month: scale_from_json(stored.tiers, stored.cap_minor) for stored in load_scales(conn)},
    )


def _store(conn: Connection, change: SettingsChange) -> None:
    values = None
    if change.report is not None:
        managers = change.report.managers
        values = {
            DEAL_TYPE_FIELD: change.report.deal_type_field,
            CURRENCY_ROUNDING: change.report.currency_rounding,
            MANAGERS: None if managers is None else list(managers),
        }
    scales = None
    if change.scales is not None:
        scales = [StoredScale(month, tiers_to_json(scale), scale.cap) for month, scale in change.scales.items()]
    replace_settings(conn, values=values, shares=change.shares, plans=change.plans, scales=scales)


def load_words(conn: Connection) -> SettingsWords:
    """Raises InputError before the first sync: then no name means anything yet."""
    account = load_account(conn)
    if account is None:
        raise InputError(NOT_SYNCED)
    fields = load_select_fields(conn)
    return SettingsWords(
        currency=currency(account.currency),
        users=tuple(Named(*user) for user in load_emails(conn)),
        fields=_named(fields),
        options={field.id: _named(options) for field, options in fields.items()},
    )


def _named(listed: Iterable[Listed]) -> tuple[Named, ...]:
    """A thing that is gone gives its name up to one of the same name that is there."""
    things = list(listed)
    living = {thing.name.casefold() for thing in things if not thing.is_deleted}
    return tuple(
        Named(thing.id, "" if thing.is_deleted and thing.name.casefold() in living else thing.name) for thing in things
    )
