"""The measures of a comparison in words: what they are called, and which days stand beside which."""

from collections.abc import Iterator

from sales_core.comparison import Measure
from sales_core.comparison_scope import PAST, ComparisonScope, When
from sales_core.delivery.payment_list import tell_period
from sales_core.i18n import N_, Language

LABELS = {
    Measure.PLAN: N_("Plan"),
    Measure.FACT: N_("Fact"),
    Measure.PERCENT: N_("% of plan"),
    Measure.BONUS: N_("Bonus"),
    Measure.PAID: N_("Paid of what was due"),
    Measure.PENDING: N_("Pending"),
    Measure.LATE: N_("Overdue"),
    Measure.FORECAST: N_("Forecast"),
    Measure.FORECAST_PERCENT: N_("Forecast, % of plan"),
    Measure.REVENUE: N_("Revenue"),
    Measure.PAYMENTS: N_("Paid payments"),
    Measure.AVERAGE: N_("Average payment"),
    Measure.LOST: N_("Archived, amount"),
    Measure.TOTAL: N_("Actions in all"),
    Measure.SCORE: N_("Score"),
    Measure.PER_DAY: N_("Actions a working day"),
    Measure.CALLS: N_("Calls"),
    Measure.TALK: N_("Minutes of calls"),
    Measure.MAILS: N_("Mails"),
    Measure.MESSAGES: N_("Messages"),
    Measure.ON_TIME: N_("Tasks on time"),
    Measure.TASKS_LATE: N_("Tasks done late"),
    Measure.TASKS_OVERDUE: N_("Tasks overdue now"),
    Measure.STATUS_CHANGES: N_("Changes of stage"),
    Measure.LEADS_TAKEN: N_("Leads taken"),
    Measure.IN_WORK: N_("Deals in work now"),
    Measure.IN_WORK_SUM: N_("Their budgets"),
    Measure.STUCK: N_("Stuck of them"),
    Measure.WON: N_("Deals won"),
    Measure.ARCHIVED: N_("Deals archived"),
    Measure.WIN_RATE: N_("Won of those closed"),
    Measure.SHARE: N_("Share of the manager's fact"),
}


def tell_days(scope: ComparisonScope, when: When, language: Language, *, within: bool = False) -> str:
    """«Октябрь 2026», ``within`` a sentence «октябрь 2026», or of a month that is running «01.10.26 – 23.10.26»."""
    days, month = scope.days(when), scope.month(when)
    if not scope.is_part or not days.length:
        return language.month_name(month) if within else language.month(month)
    return tell_period(days, language)


def tell_scope(scope: ComparisonScope, language: Language) -> Iterator[str]:
    """What is compared with what, sentence by sentence."""
    before, year = (tell_days(scope, when, language, within=True) for when in PAST)
    if scope.came == 0:
        yield language.text("The month has not begun")
    elif scope.is_part:
        yield language.text(
            "The month is running: its days so far stand beside as many of the months before, {before} and {year}",
            before=before,
            year=year,
        )
    else:
        yield language.text("The whole month stands beside {before} and {year}", before=before, year=year)
    yield language.text("What tells how things stand today has no past: nobody knows how it stood then")
