"""Plans reckoned rather than typed: a yearly figure spread over months, a month filled from the one before."""

from collections.abc import Collection, Mapping, Sequence

from sales_core.decisions import Entries, Section, plan_key
from sales_core.errors import InputError
from sales_core.i18n import DASH
from sales_core.money import Currency, split_by_largest_remainder
from sales_core.periods import Month
from sales_core.reports.work_calendar import WorkCalendar

PlanKey = tuple[int, Month, int]
"""(manager, month, deal type, or 0 for the whole month)."""

Amounts = Mapping[PlanKey, int]

_NO_PLAN = ("", DASH, "–", "-")


def amounts_of(entries: Entries) -> dict[PlanKey, int]:
    return {plan_key(key): amount for (section, key), amount in entries.items() if section is Section.PLAN}


def parse_plan(text: str, currency: Currency) -> int | None:
    """Minor units; ``None``, no plan, for an empty text or a dash. InputError for what is no amount of 0 or more."""
    if is_blank(text):
        return None
    amount = currency.parse(text)
    if amount < 0:
        raise InputError("A plan is not negative")
    return amount


def is_blank(text: str) -> bool:
    """Whether a cell says that there is no plan."""
    return text.strip() in _NO_PLAN


def spread_by_working_days(total: int, months: Sequence[Month], calendar: WorkCalendar, unit: int) -> dict[Month, int]:
    """The months' parts of ``total`` in proportion to their working days, in steps of ``unit``; they add up exactly."""
    days = [len(calendar.working_days(month)) for month in months]
    weights = days if any(days) else [1] * len(months)
    return dict(zip(months, split_by_largest_remainder(total, weights, unit), strict=True))


def left_of_year(total: int, kept: Collection[int]) -> int:
    """What is left of a yearly figure for the months still open; InputError where more than it is planned already."""
    left = total - sum(kept)
    if left < 0:
        raise InputError("The past months hold more than this yearly plan")
    return left


def filled_from_month_before(
    amounts: Amounts, managers: Collection[int], month: Month, deal_type_id: int
) -> dict[int, int]:
    """By manager: the plan of the month before, for those who have one there and none in the month."""
    before = month.plus(-1)
    return {
        manager: amounts[manager, before, deal_type_id]
        for manager in managers
        if (manager, month, deal_type_id) not in amounts and (manager, before, deal_type_id) in amounts
    }
