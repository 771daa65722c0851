"""A list of payments as a sheet, and its filter in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sales_core.activity_scope import Days
from sales_core.delivery.payments_sheet import SOURCE_LABELS, STATE_LABELS, LeadUrl, build_lines_sheet
from sales_core.delivery.sheet import Sheet
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.params import Choice
from sales_core.payment_filter import Age, Dated, PaymentFilter
from sales_core.reports.payment_list import ListedPayment
from sales_core.scope_text import FilterChoices
from sales_core.spans import Running, Span, span_of

RUNNING_LABELS = {
    Running.ALL: N_("All time"),
    Running.TODAY: N_("Today"),
    Running.WEEK: N_("This week"),
    Running.MONTH: N_("This month"),
    Running.QUARTER: N_("This quarter"),
}
DATED_LABELS = {Dated.DUE: N_("By due date"), Dated.PAID: N_("By paid date")}


@dataclass(frozen=True, slots=True)
class ListedAs:
    """What was asked for, and what is needed to tell of it."""

    filter: PaymentFilter
    choices: FilterChoices
    currency: Currency


def build_payment_list_sheet(
    payments: Sequence[ListedPayment], about: ListedAs, lead_url: LeadUrl, language: Language
) -> Sheet:
    """Every payment of the list in its order, amounts and margins added up below."""
    as_of = language.text("As of {day}", day=about.filter.as_of.strftime("%d.%m.%Y"))
    head = (language.text("Payments"), as_of, *tell_filter(about.filter, about.choices, language))
    return build_lines_sheet([payment.line for payment in payments], head, about.currency, lead_url, language)


def tell_filter(asked: PaymentFilter, choices: FilterChoices, language: Language) -> Iterator[str]:
    """A line for each filter that leaves anything out."""
    if asked.span.text != Running.ALL:
        yield f"{language.text(DATED_LABELS[asked.dated])}: {tell_span(asked.span, language)}"
    told = (
        (N_("State"), [language.text(STATE_LABELS[state]) for state in asked.states]),
        (N_("Overdue"), [tell_age(age, language) for age in asked.ages]),
        (N_("Manager"), _names(asked.managers, choices.managers, language)),
        (N_("Department"), _names(asked.departments, choices.departments, language)),
        (N_("Deal type"), _names(asked.deal_types, choices.deal_types, language)),
        (N_("Pipeline"), _names(asked.pipelines, choices.pipelines, language)),
        (N_("Source"), [language.text(SOURCE_LABELS[source]) for source in asked.sources]),
        (N_("Search"), [asked.text] if asked.text else []),
    )
    for label, names in told:
        if names:
            yield f"{language.text(label)}: {', '.join(names)}"


def tell_span(span: Span, language: Language) -> str:
    if span.text in set(Running):
        return language.text(RUNNING_LABELS[Running(span.text)])
    if span.month:
        return language.month(span.month)
    if span.quarter:
        return language.text("Q{quarter} {year}", quarter=span.quarter[1], year=span.quarter[0])
    return _tell_days(language.day(span.first), language.day(span.last), span, language)


def tell_period(days: Days, language: Language) -> str:
    """«Октябрь 2026», «05.10.26» or «05.10.26 – 11.10.26»."""
    return tell_span(span_of(days.first, days.last), language)


def _tell_days(first: str, last: str, span: Span, language: Language) -> str:
    if span.last is None:
        return language.text("from {day}", day=first)
    if span.first is None:
        return language.text("until {day}", day=last)
    return first if span.first == span.last else f"{first} – {last}"


def tell_age(age: Age, language: Language) -> str:
    least, most = age.days
    if most is None:
        return language.plural("over {n} day", "over {n} days", least - 1)
    return language.plural("{least}–{n} day", "{least}–{n} days", most, least=least)


def _names(ids: Sequence[int], choices: Sequence[Choice], language: Language) -> list[str]:
    names: Mapping[int, str] = {choice.id: choice.name or language.text(choice.nameless) for choice in choices}
    return [names.get(id_, str(id_)) for id_ in ids]
