"""The activity report as a sheet: a line for each manager, what they did side by side; and the list behind a count."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from fractions import Fraction

from sales_core.activity import ActivityFigure, Counts
from sales_core.activity_scope import ActivityScope
from sales_core.activity_text import ACTION_LABELS
from sales_core.delivery.payment_list import tell_period
from sales_core.delivery.quadrant_text import TITLES
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency, round_half_away
from sales_core.reporting import AccountInfo
from sales_core.reporting.activity import DoneRow
from sales_core.reports.activity import NOBODY, ActivityReport, ActivityRow, Effort
from sales_core.reports.quadrant import Point, Quadrant
from sales_core.reports.sales import Manager

TASK_OVERDUE_LABEL = N_("task overdue")

_FIGURES: tuple[tuple[str, tuple[tuple[str, ActivityFigure], ...]], ...] = (
    (N_("Mails"), ((N_("In"), ActivityFigure.MAILS_IN), (N_("Out"), ActivityFigure.MAILS_OUT))),
    (
        N_("Calls"),
        (
            (N_("In"), ActivityFigure.CALLS_IN),
            (N_("Out"), ActivityFigure.CALLS_OUT),
            (N_("Answered"), ActivityFigure.CONNECTED),
            (N_("Minutes"), ActivityFigure.TALK),
        ),
    ),
    (N_("Messages"), ((N_("In"), ActivityFigure.MESSAGES_IN), (N_("Out"), ActivityFigure.MESSAGES_OUT))),
    (
        N_("Tasks"),
        (
            (N_("On time"), ActivityFigure.ON_TIME),
            (N_("Late"), ActivityFigure.LATE),
            (N_("Overdue now"), ActivityFigure.OVERDUE),
        ),
    ),
    (
        N_("In deals"),
        ((N_("Changes of stage"), ActivityFigure.STATUS_CHANGES), (N_("New deals"), ActivityFigure.LEADS_TAKEN)),
    ),
    (N_("Notes"), ((N_("Notes"), ActivityFigure.NOTES),)),
)
_TOTALS = (
    (N_("Actions"), Kind.COUNT),
    (N_("A working day"), Kind.NUMBER),
    (N_("Period before"), Kind.COUNT),
    (N_("Against it"), Kind.RATIO),
)


_SALES = ((N_("% of plan"), Kind.RATIO), (N_("Diagnosis"), Kind.TEXT))


def build_activity_sheet(report: ActivityReport, quadrant: Quadrant, currency: Currency, language: Language) -> Sheet:
    """Managers in the report's order, those outside it under «Остальные», the total, and what robots did below it."""
    return Sheet(
        name=language.text("Activity"),
        title=activity_title(report.scope, language),
        notes=tuple(_notes(report, language)),
        parts=tuple(_parts(language)),
        lines=tuple(_lines(report, quadrant, language)),
        currency=currency,
        key_columns=1,
        thresholds=quadrant.thresholds,
    )


def build_done_sheet(
    rows: Sequence[DoneRow],
    managers: Mapping[int, Manager],
    scope: ActivityScope,
    account: AccountInfo,
    language: Language,
) -> Sheet:
    """The actions or tasks behind a count; moments in the account's zone, of a task overdue its deadline."""

    def line(row: DoneRow) -> Line:
        label = ACTION_LABELS[row.kind] if row.kind else TASK_OVERDUE_LABEL
        when = datetime.fromtimestamp(row.at, account.zone).strftime("%Y-%m-%d %H:%M:%S")
        minutes = Fraction(row.seconds, 60) if row.seconds else None
        who = _doer(row.manager_id, managers, language)
        return Line(
            Level.ROW,
            (
                when,
                language.text(label),
                who,
                row.card.name,
                row.text,
                minutes,
                account.card_url(row.card.kind, row.card.id),
            ),
        )

    titles = (N_("When"), N_("What"), N_("Manager"), N_("Deal or client"), N_("About"))
    columns = (
        *(Column(language.text(title), Kind.TEXT) for title in titles),
        Column(language.text("Minutes"), Kind.NUMBER),
        Column(language.text("Link"), Kind.TEXT, is_link=True),
    )
    return Sheet(
        name=language.text("Activity"),
        title=activity_title(scope, language),
        notes=(language.plural("{n} line", "{n} lines", len(rows)),),
        parts=(Part("", columns),),
        lines=tuple(map(line, rows)),
        currency=account.currency,
        key_columns=1,
    )


def activity_title(scope: ActivityScope, language: Language) -> str:
    return language.text("Activity, {period}", period=tell_period(scope.asked, language))


def _doer(manager_id: int, managers: Mapping[int, Manager], language: Language) -> str:
    if manager_id == NOBODY:
        return language.text("Robots")
    manager = managers.get(manager_id)
    return manager.name if manager else f"#{manager_id}"


def _parts(language: Language) -> Iterator[Part]:
    yield Part("", (Column(language.text("Manager"), Kind.TEXT),))
    for title, figures in _FIGURES:
        columns = tuple(Column(language.text(name), Kind.COUNT) for name, _ in figures)
        yield Part(language.text(title), columns)
    for title, named in ((N_("In all"), _TOTALS), (N_("Sales"), _SALES)):
        yield Part(language.text(title), tuple(Column(language.text(name), kind) for name, kind in named))


def _notes(report: ActivityReport, language: Language) -> Iterator[str]:
    yield language.text("As of {day}", day=report.scope.as_of.strftime("%d.%m.%Y"))
    if report.scope.previous is not None and report.scope.previous.length:
        yield language.text("Compared with {period}", period=tell_period(report.scope.previous, language))
    if report.scope.narrows_leads:
        yield language.text("Only what was done for the deals of the filter")
    if report.scope.departments:
        yield language.text("Narrowed to a part of the departments")
    if not report.is_complete:
        yield language.text("amoCRM's history is still being read: earlier days may show less than was done")


def _lines(report: ActivityReport, quadrant: Quadrant, language: Language) -> Iterator[Line]:
    lines: dict[bool, list[Line]] = {True: [], False: []}
    for row, point in zip(report.rows, quadrant.points, strict=True):
        lines[row.manager.others].append(_manager_line(row, point, language))
    yield from lines[False]
    if lines[True]:
        yield Line(Level.HEADING, (language.text("Others"),))
    yield from lines[True]
    yield Line(Level.TOTAL, (language.text("Total"), *_values(report.now, report.previous), quadrant.percent, ""))
    if not report.robots.is_zero:
        robots = (*_counted(report.robots), report.robots.total, None, None, None, None, "")
        yield Line(Level.ROW, (language.text("Robots, not in the total"), *robots))


def _manager_line(row: ActivityRow, point: Point, language: Language) -> Line:
    name = manager_name(row.manager.id, row.manager.name, language)
    diagnosis = language.text(TITLES[point.verdict])
    return Line(Level.ROW, (name, *_values(row.now, row.previous), point.percent, diagnosis))


def _values(now: Effort, previous: Effort | None) -> tuple[Value, ...]:
    total = now.counts.total
    before = previous.counts.total if previous else None
    change = Fraction(total - before, before) if before else None
    return (*_counted(now.counts), total, now.per_day, before, change)


def _counted(counts: Counts) -> Iterator[Value]:
    for _, figures in _FIGURES:
        for _, figure in figures:
            count = counts.of(figure)
            yield round_half_away(Fraction(count, 60)) if figure is ActivityFigure.TALK else count
