"""The comparison of managers as sheets: a line for each manager and each time, the measures side by side; and the same
by deal type."""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from sales_core.comparison import ACTIVITY, BY_TYPE, DEALS, MONEY, TOLD, Measure, Unit
from sales_core.comparison_scope import When
from sales_core.delivery.comparison_words import LABELS, tell_days, tell_scope
from sales_core.delivery.sales_sheet import deal_type_name, manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import round_half_away
from sales_core.reports.comparison import Comparison, MeasureRow
from sales_core.reports.comparison_values import Value as Measured

_KINDS = {
    Unit.MONEY: Kind.MONEY,
    Unit.RATIO: Kind.RATIO,
    Unit.COUNT: Kind.COUNT,
    Unit.NUMBER: Kind.NUMBER,
    Unit.SECONDS: Kind.COUNT,
}
_PARTS = ((N_("Money"), MONEY), (N_("Activity"), ACTIVITY), (N_("Deals in work and closed"), DEALS))


def build_comparison_sheet(report: Comparison, language: Language) -> Sheet:
    """Managers by name, under each what stood in the month before and in the year before."""
    parts = [Part(language.text(title), _columns(measures, language)) for title, measures in _PARTS]
    keys = Part("", tuple(Column(language.text(title), Kind.TEXT) for title in (N_("Manager"), N_("Period"))))
    lines = tuple(_lines((), report.rows, report, language))
    return _sheet(language.text("Comparison"), (keys, *parts), lines, report, language)


def build_by_type_sheet(report: Comparison, language: Language) -> Sheet:
    titles = (N_("Deal type"), N_("Manager"), N_("Period"))
    keys = Part("", tuple(Column(language.text(title), Kind.TEXT) for title in titles))
    lines = tuple(
        line
        for each in report.deal_types
        for line in _lines(
            (deal_type_name(each.deal_type.id, each.deal_type.name, language),), each.rows, report, language
        )
    )
    parts = (keys, Part("", _columns(BY_TYPE, language)))
    return _sheet(language.text("By deal type"), parts, lines, report, language)


def build_comparison_book(report: Comparison, language: Language) -> Iterator[Sheet]:
    yield build_comparison_sheet(report, language)
    yield build_by_type_sheet(report, language)


def _sheet(
    name: str, parts: tuple[Part, ...], lines: tuple[Line, ...], report: Comparison, language: Language
) -> Sheet:
    month = language.month(report.scope.scope.month)
    return Sheet(
        name=name,
        title=language.text("Comparison of managers, {month}", month=month),
        notes=tuple(_notes(report, language)),
        parts=parts,
        lines=lines,
        currency=report.currency,
        key_columns=len(parts[0].columns),
        thresholds=report.thresholds,
    )


def _notes(report: Comparison, language: Language) -> Iterator[str]:
    scope = report.scope.scope
    yield language.text("As of {day}", day=scope.as_of.strftime("%d.%m.%Y"))
    yield from tell_scope(report.scope, language)
    if scope.narrows_payments:
        yield language.text("Narrowed by a filter; plan, percent and bonus are those of the whole month")
    if not report.is_complete:
        yield language.text("amoCRM's history is still being read: earlier days may show less than was done")


def _columns(measures: Iterable[Measure], language: Language) -> tuple[Column, ...]:
    return tuple(Column(language.text(LABELS[each]), _KINDS[TOLD[each].unit]) for each in measures)


def _lines(keys: tuple[str, ...], rows: Sequence[MeasureRow], report: Comparison, language: Language) -> Iterator[Line]:
    for number, compared in enumerate(report.managers):
        name = manager_name(compared.manager.id, compared.manager.name, language)
        for when in When:
            cells = [row.cells[number] for row in rows]
            values = [_value(cell.now if when is When.NOW else cell.past[when], cell.unit) for cell in cells]
            level = Level.ROW if when is When.NOW else Level.DETAIL
            yield Line(level, (*keys, name, tell_days(report.scope, when, language), *values))


def _value(value: Measured, unit: Unit) -> Value:
    if value is None:
        return None
    exact = Fraction(value)
    if unit is Unit.SECONDS:
        return round_half_away(exact / 60)
    return exact if unit in {Unit.RATIO, Unit.NUMBER} else int(exact)
