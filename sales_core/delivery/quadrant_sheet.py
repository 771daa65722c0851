"""Activity against percent of plan as a sheet: the figures behind the chart, what they say, and the months before."""

from collections.abc import Iterator, Sequence

from sales_core.delivery.quadrant_text import tell_point
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.periods import Month
from sales_core.reports.quadrant import Point, Quadrant

_FIGURES = (
    (N_("Actions"), Kind.COUNT),
    (N_("Working days"), Kind.COUNT),
    (N_("To the average"), Kind.RATIO),
    (N_("% of plan"), Kind.RATIO),
    (N_("Pace"), Kind.RATIO),
)
_OF_MONTH = ((N_("To the average"), Kind.RATIO), (N_("% of plan"), Kind.RATIO))


def build_quadrant_sheet(
    quadrant: Quadrant, trail: Sequence[Quadrant], title: str, currency: Currency, language: Language
) -> Sheet:
    """Managers in the activity report's order; those outside the report are left out."""

    def columns(named: Sequence[tuple[str, Kind]]) -> tuple[Column, ...]:
        return tuple(Column(language.text(name), kind) for name, kind in named)

    return Sheet(
        name=language.text("Sales and activity"),
        title=title,
        notes=(),
        parts=(
            Part("", columns([(N_("Manager"), Kind.TEXT), *_FIGURES, (N_("In words"), Kind.TEXT)])),
            *(Part(language.month(Month.of(each.scope.asked.first)), columns(_OF_MONTH)) for each in trail),
        ),
        lines=tuple(_lines(quadrant, trail, language)),
        currency=currency,
        key_columns=1,
        thresholds=quadrant.thresholds,
    )


def _lines(quadrant: Quadrant, trail: Sequence[Quadrant], language: Language) -> Iterator[Line]:
    before = [{point.manager.id: point for point in each.points} for each in trail]
    for point in quadrant.points:
        if point.manager.others:
            continue
        past = [value for month in before for value in _of_month(month.get(point.manager.id))]
        figures = (
            manager_name(point.manager.id, point.manager.name, language),
            point.effort.counts.total,
            point.effort.days_present,
            point.activity,
            point.percent,
            quadrant.pace.ratio,
            tell_point(point, quadrant, language),
        )
        yield Line(Level.ROW, (*figures, *past))


def _of_month(point: Point | None) -> tuple[Value, Value]:
    return (point.activity, point.percent) if point else (None, None)
