"""What the sales head has not decided yet, or what amoCRM has taken away from under a decision."""

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Connection

from sales_core.checkup.finding import Finding, Level, Page
from sales_core.i18n import Language
from sales_core.periods import Month
from sales_core.reporting.people import load_in_report, load_in_report_by_definition, load_managers
from sales_core.reporting.plans import load_month_plans
from sales_core.setting_names import DEAL_TYPE_FIELD, MANAGERS
from sales_core.settings.type_fields import TypeField, load_type_fields
from sales_core.store.directory import load_deal_types_used, load_options
from sales_core.store.setting_values import load_setting
from sales_core.store.settings import load_scale
from sales_core.store.shares import load_shares

_NAMES_SHOWN = 5


def check_decisions(conn: Connection, language: Language, today: date) -> Iterator[Finding]:
    month = Month.of(today)
    yield from _deal_types(conn, language)
    yield from _people(conn, language, month)
    yield _scale(conn, language, month)


def _deal_types(conn: Connection, language: Language) -> Iterator[Finding]:
    chosen = load_setting(conn, DEAL_TYPE_FIELD)
    field = next((field for field in load_type_fields(conn) if field.id == chosen), None)
    yield _field(field, language, is_chosen=chosen is not None)
    if field is None:
        return
    shares, used = load_shares(conn), load_deal_types_used(conn)
    without = [
        option.name
        for option in load_options(conn, field.id)
        if (not option.is_deleted or option.id in used) and shares.in_force(option.id, "") is None
    ]
    if without:
        told = language.text("No margin share is set for {names}", names=_some(without, language))
        mend = language.text("Set it: until then their payments count as margin whole, 100 %")
        yield Finding(Level.WARNING, told, mend, Page.SETTINGS)
    else:
        yield Finding(Level.FINE, language.text("Every deal type has its margin share"))


def _field(field: TypeField | None, language: Language, *, is_chosen: bool) -> Finding:
    mend = language.text("Choose the field on the page “General”")
    if field is None and is_chosen:
        return Finding(
            Level.WRONG, language.text("The deal-type field is no longer there in amoCRM"), mend, Page.GENERAL
        )
    if field is None:
        told = language.text("No deal-type field is chosen: every payment counts as without a type")
        return Finding(Level.WARNING, told, mend, Page.GENERAL)
    if field.is_deleted:
        told = language.text("The deal-type field “{name}” has been deleted in amoCRM", name=field.name)
        return Finding(Level.WRONG, told, mend, Page.GENERAL)
    if not field.options:
        told = language.text("The deal-type field “{name}” has no options in amoCRM any more", name=field.name)
        return Finding(Level.WRONG, told, language.text("Give it options in amoCRM, or choose another"), Page.GENERAL)
    if not field.leads:
        told = language.text("No deal has the field “{name}” filled in", name=field.name)
        return Finding(Level.WARNING, told, language.text("Fill it in in amoCRM, or choose another"), Page.GENERAL)
    deals = language.plural("filled in {n} deal", "filled in {n} deals", field.leads)
    return Finding(
        Level.FINE, language.text("Deal types come from the field “{name}”, {deals}", name=field.name, deals=deals)
    )


def _people(conn: Connection, language: Language, month: Month) -> Iterator[Finding]:
    plans = load_month_plans(conn, [month])[month]
    names = {id_: manager.name for id_, manager in load_managers(conn).items()}
    in_report = load_in_report(conn, plans.in_force)
    planless = sorted(names[id_] for id_ in in_report - {owner for owner, _ in plans.in_force} if id_ in names)
    if planless:
        told = language.text(
            "No plan for {month}: {names}", month=language.month(month), names=_some(planless, language)
        )
        mend = language.text("Set the plans: without one there is neither percent nor bonus")
        yield Finding(Level.WARNING, told, mend, Page.SETTINGS)
    elif in_report:
        yield Finding(
            Level.FINE, language.text("Everybody in the report has a plan for {month}", month=language.month(month))
        )
    if load_setting(conn, MANAGERS) is not None:
        left_out = load_in_report_by_definition(conn, plans.in_force) - in_report
        if left_out:
            told = language.text(
                "Sell, but are not in the report: {names}", names=_some(sorted(names[i] for i in left_out), language)
            )
            mend = language.text("Take them in on the page “Managers”, unless they are meant to stand under “Others”")
            yield Finding(Level.WARNING, told, mend, Page.PEOPLE)


def _scale(conn: Connection, language: Language, month: Month) -> Finding:
    if load_scale(conn, month) is None:
        told = language.text("No bonus scale is in force in {month}", month=language.month(month))
        return Finding(Level.WARNING, told, language.text("Set one: without it there are no bonuses"), Page.SETTINGS)
    return Finding(Level.FINE, language.text("A bonus scale is in force"))


def _some(names: Iterable[str], language: Language) -> str:
    """The first few by name, the rest counted."""
    listed = list(names)
    shown, rest = listed[:_NAMES_SHOWN], len(listed) - _NAMES_SHOWN
    told = ", ".join(shown)
    return told if rest <= 0 else language.plural("{names} and {n} more", "{names} and {n} more", rest, names=told)
