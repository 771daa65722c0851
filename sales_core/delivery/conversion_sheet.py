"""Conversion from status to status as a sheet, a line for each cohort; and deals behind one of its counts."""

from collections.abc import Iterator, Mapping, Sequence

from sales_core.deal_lines import DealLine
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.periods import day_of
from sales_core.pipeline_ways import Outcome
from sales_core.reporting import AccountInfo
from sales_core.reports.conversion import Cohort, ConversionReport
from sales_core.reports.sales import Manager

OUTCOME_LABELS = {
    Outcome.OPEN: N_("in work"),
    Outcome.WON: N_("won"),
    Outcome.ARCHIVED: N_("in the archive"),
    Outcome.MOVED: N_("in another pipeline"),
}
_STEP = (
    (N_("Reached"), Kind.COUNT),
    (N_("Of the status before"), Kind.RATIO),
    (N_("Of all"), Kind.RATIO),
    (N_("Days to the next"), Kind.NUMBER),
)
_DEALS = (
    (N_("Deal"), Kind.TEXT), (N_("Client"), Kind.TEXT), (N_("Manager"), Kind.TEXT), (N_("Pipeline"), Kind.TEXT),
    (N_("Status"), Kind.TEXT), (N_("Created on"), Kind.DAY), (N_("Closed on"), Kind.DAY), (N_("Budget"), Kind.MONEY),
)  # fmt: skip


def build_conversion_sheet(report: ConversionReport, currency: Currency, language: Language) -> Sheet:
    """Cohorts in order of time, the total of all last."""
    step = tuple(Column(language.text(title), kind) for title, kind in _STEP)
    first = Column(language.text("Entered in"), Kind.TEXT), Column(language.text("Deals"), Kind.COUNT)
    period = tell_period(report.total.days, language)
    lines = [Line(Level.ROW, (tell_period(each.days, language), *_values(each))) for each in report.cohorts]
    return Sheet(
        name=language.text("Conversion"),
        title=language.text("Conversion from status to status, {period}", period=period),
        notes=(),
        parts=(
            Part("", first),
            *(Part(rung.name, step) for rung in report.rungs),
            Part(
                language.text("Now"),
                tuple(Column(language.text(OUTCOME_LABELS[outcome]), Kind.COUNT) for outcome in Outcome),
            ),
        ),
        lines=(*lines, Line(Level.TOTAL, (language.text("Total"), *_values(report.total)))),
        currency=currency,
        key_columns=1,
    )


def build_deal_lines_sheet(
    title: str, deals: Sequence[DealLine], managers: Mapping[int, Manager], account: AccountInfo, language: Language
) -> Sheet:
    """Any deals, whatever became of them."""

    def line(deal: DealLine) -> Line:
        manager = managers.get(deal.manager_id)
        name = manager_name(deal.manager_id, manager.name if manager else f"#{deal.manager_id}", language)
        created_on = day_of(deal.created_at, account.zone)
        return Line(
            Level.ROW,
            (
                deal.name, deal.client, name, deal.pipeline, deal.status, created_on, deal.closed_on,
                deal.budget_minor, account.lead_url(deal.lead_id),
            ),
        )  # fmt: skip

    columns = (
        *(Column(language.text(title), kind) for title, kind in _DEALS),
        Column(language.text("Link"), Kind.TEXT, is_link=True),
    )
    return Sheet(
        name=language.text("Deals"),
        title=title,
        notes=(language.plural("{n} deal", "{n} deals", len(deals)),),
        parts=(Part("", columns),),
        lines=tuple(map(line, deals)),
        currency=account.currency,
        key_columns=1,
    )


def _values(cohort: Cohort) -> Iterator[Value]:
    yield cohort.entered
    for step in cohort.steps:
        yield from (step.reached, step.of_previous, step.of_entered, step.median_days)
    yield from (cohort.outcomes[outcome] for outcome in Outcome)
