"""Deals won and archived in a period as sheets: by loss reason and by manager, and one by one."""

from collections.abc import Iterator, Mapping, Sequence

from sales_core.closed_deals import NO_REASON, Closed, ClosedDeal
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.payment_states import ARCHIVED_STATUS
from sales_core.pipeline_scope import PipelineScope
from sales_core.reporting import AccountInfo
from sales_core.reports.closed_deals import ClosedDealsReport, ReasonRow
from sales_core.reports.sales import Manager

_ARCHIVED = ((N_("Deals"), Kind.COUNT), (N_("Budget"), Kind.MONEY), (N_("Not paid"), Kind.MONEY))
_WON = ((N_("Deals"), Kind.COUNT), (N_("Budget"), Kind.MONEY))


def reason_name(reason_id: int, name: str, language: Language) -> str:
    return language.text("No reason given") if reason_id == NO_REASON else name


def build_closed_deals_sheet(report: ClosedDealsReport, currency: Currency, language: Language) -> Sheet:
    """Loss reasons first, then managers with theirs, then the total."""

    def columns(of: tuple[tuple[str, Kind], ...]) -> tuple[Column, ...]:
        return tuple(Column(language.text(title), kind) for title, kind in of)

    return Sheet(
        name=language.text("Won and archived"),
        title=language.text("Deals won and archived, {period}", period=tell_period(report.days, language)),
        notes=(),
        parts=(
            Part("", (Column(language.text("Manager"), Kind.TEXT),)),
            Part(language.text("Archived"), columns(_ARCHIVED)),
            Part(language.text("Won deals"), columns(_WON)),
        ),
        lines=tuple(_lines(report, language)),
        currency=currency,
        key_columns=1,
    )


def build_closed_list_sheet(  # noqa: PLR0913, PLR0917 - a list and the names of what it refers to
    deals: Sequence[ClosedDeal],
    scope: PipelineScope,
    managers: Mapping[int, Manager],
    reasons: Mapping[int, str],
    account: AccountInfo,
    language: Language,
) -> Sheet:
    def line(deal: ClosedDeal) -> Line:
        manager = managers.get(deal.manager_id)
        said = reasons.get(deal.reason_id, f"#{deal.reason_id}")
        return Line(
            Level.ROW,
            (
                deal.closed_on,
                deal.name,
                deal.client,
                manager_name(deal.manager_id, manager.name if manager else f"#{deal.manager_id}", language),
                reason_name(deal.reason_id, said, language) if deal.status_id == ARCHIVED_STATUS else "",
                deal.budget_minor,
                deal.lost_minor,
                account.lead_url(deal.lead_id),
            ),
        )

    titles = (
        (N_("Closed on"), Kind.DAY), (N_("Deal"), Kind.TEXT), (N_("Client"), Kind.TEXT), (N_("Manager"), Kind.TEXT),
        (N_("Reason"), Kind.TEXT), (N_("Budget"), Kind.MONEY), (N_("Not paid"), Kind.MONEY),
    )  # fmt: skip
    columns = (
        *(Column(language.text(title), kind) for title, kind in titles),
        Column(language.text("Link"), Kind.TEXT, is_link=True),
    )
    return Sheet(
        name=language.text("Won and archived"),
        title=language.text("Deals won and archived, {period}", period=tell_period(scope.period, language)),
        notes=(language.plural("{n} deal", "{n} deals", len(deals)),),
        parts=(Part("", columns),),
        lines=tuple(map(line, deals)),
        currency=account.currency,
        key_columns=2,
    )


def _lines(report: ClosedDealsReport, language: Language) -> Iterator[Line]:
    yield Line(Level.HEADING, (language.text("By loss reason"),))
    yield from (_reason_line(row, Level.ROW, language) for row in report.reasons)
    yield Line(Level.HEADING, (language.text("By manager"),))
    for row in report.rows:
        name = manager_name(row.manager.id, row.manager.name, language)
        yield Line(Level.ROW, (name, *_archived(row.archived), row.won.count, row.won.budget_minor))
        yield from (_reason_line(each, Level.DETAIL, language) for each in row.reasons)
    total = (*_archived(report.archived), report.won.count, report.won.budget_minor)
    yield Line(Level.TOTAL, (language.text("Total"), *total))


def _reason_line(row: ReasonRow, level: Level, language: Language) -> Line:
    name = reason_name(row.reason.id, row.reason.name, language)
    return Line(level, (name, *_archived(row.archived), None, None))


def _archived(closed: Closed) -> tuple[Value, ...]:
    return closed.count, closed.budget_minor, closed.lost_minor
