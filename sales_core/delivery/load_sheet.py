"""How evenly deals in work lie on people as a sheet; and the deals that could be handed over, one a line."""

from collections.abc import Iterator

from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet
from sales_core.i18n import N_, Language
from sales_core.reporting import AccountInfo
from sales_core.reports.load import HandOver, LoadReport

_LOAD = (
    (N_("Manager"), Kind.TEXT),
    (N_("Deals in work"), Kind.COUNT),
    (N_("Median"), Kind.NUMBER),
    (N_("Against the median"), Kind.NUMBER),
)
_HAND_OVERS = (
    (N_("Hands over"), Kind.TEXT),
    (N_("Takes over"), Kind.TEXT),
    (N_("Deal"), Kind.TEXT),
    (N_("Deal no."), Kind.COUNT),
)


def build_load_sheet(report: LoadReport, account: AccountInfo, language: Language) -> Sheet:
    """The most loaded first; what could be handed over is told in sentences above."""
    lines = [Line(Level.ROW, (load.manager.name, load.deals, load.median, load.difference)) for load in report.loads]
    total = Line(Level.TOTAL, (language.text("Total"), sum(load.deals for load in report.loads), report.median, None))
    return Sheet(
        name=language.text("Load"),
        title=language.text("Load of deals in work"),
        notes=tuple(_sentences(report, language)),
        parts=(Part("", tuple(Column(language.text(title), kind) for title, kind in _LOAD)),),
        lines=(*lines, total),
        currency=account.currency,
        key_columns=1,
    )


def build_hand_overs_sheet(report: LoadReport, account: AccountInfo, language: Language) -> Sheet:
    columns = (
        *(Column(language.text(title), kind) for title, kind in _HAND_OVERS),
        Column(language.text("Link"), Kind.TEXT, is_link=True),
    )
    return Sheet(
        name=language.text("To hand over"),
        title=language.text("Deals that could be handed over"),
        notes=tuple(_sentences(report, language)),
        parts=(Part("", columns),),
        lines=tuple(
            Line(Level.ROW, (each.giver.name, each.taker.name, deal.name, deal.lead_id, account.lead_url(deal.lead_id)))
            for each in report.hand_overs
            for deal in each.deals
        ),
        currency=account.currency,
        key_columns=2,
    )


def _sentences(report: LoadReport, language: Language) -> Iterator[str]:
    for each in report.hand_overs:
        yield _tell(each, language)
    if report.hand_overs:
        deals = language.plural("{n} deal", "{n} deals", report.spread_now)
        yield language.text(
            "Between the most and the least loaded: {deals}, then {then}",
            deals=deals,
            then=language.number(report.spread_then),
        )


def _tell(hand_over: HandOver, language: Language) -> str:
    deals = language.plural("hand over {n} deal", "hand over {n} deals", len(hand_over.deals))
    return language.text(
        "{giver} {giver_before} → {giver_after}, {taker} {taker_before} → {taker_after}: {deals}",
        giver=_one_line(hand_over.giver.name),
        giver_before=hand_over.giver_before,
        giver_after=hand_over.giver_after,
        taker=_one_line(hand_over.taker.name),
        taker_before=hand_over.taker_before,
        taker_after=hand_over.taker_after,
        deals=deals,
    )


def _one_line(name: str) -> str:
    return " ".join(name.split())
