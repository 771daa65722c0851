"""When people work as two sheets: the hours of the week, and from when until when each manager works."""

from collections.abc import Iterator

from sales_core.delivery.rhythm_text import format_hour, tell_findings, weekday_name
from sales_core.delivery.sales_sheet import manager_name
from sales_core.delivery.sheet import Column, Kind, Level, Line, Part, Sheet, Value
from sales_core.i18n import N_, Language
from sales_core.money import Currency
from sales_core.reports.rhythm import PersonDays, Rhythm
from sales_core.reports.rhythm_findings import find_in_rhythm
from sales_core.worked_hours import format_clock


def build_hours_sheet(rhythm: Rhythm, title: str, currency: Currency, language: Language) -> Sheet:
    """A line for each weekday: actions in each hour on the average one, and how many there were in all. ``title``: the
    activity report's."""
    hours = tuple(Column(format_hour(hour), Kind.NUMBER) for hour in rhythm.shown)
    sums = ((N_("A day"), Kind.NUMBER), (N_("Days"), Kind.COUNT), (N_("Actions"), Kind.COUNT))
    return Sheet(
        name=language.text("Hours of the week"),
        title=title,
        notes=tuple(_notes(rhythm, language)),
        parts=(
            Part("", (Column(language.text("Weekday"), Kind.TEXT),)),
            Part(language.text("Actions in an hour, on the average such day"), hours),
            Part(language.text("In all"), tuple(Column(language.text(name), kind) for name, kind in sums)),
        ),
        lines=tuple(_hour_lines(rhythm, language)),
        currency=currency,
        key_columns=1,
    )


def build_days_sheet(rhythm: Rhythm, title: str, currency: Currency, language: Language) -> Sheet:
    """A line for each manager: when the first and the last action usually are, and which days passed without any."""
    titles = (
        (N_("Manager"), Kind.TEXT),
        (N_("Begins"), Kind.TEXT),
        (N_("Ends"), Kind.TEXT),
        (N_("Days with actions"), Kind.COUNT),
        (N_("Days without any"), Kind.COUNT),
        (N_("Which"), Kind.TEXT),
    )
    return Sheet(
        name=language.text("Beginning and end of the day"),
        title=title,
        notes=(language.text("Begins and ends: the middle of the days with actions"),),
        parts=(Part("", tuple(Column(language.text(name), kind) for name, kind in titles)),),
        lines=tuple(_day_lines(rhythm, language)),
        currency=currency,
        key_columns=1,
    )


def _notes(rhythm: Rhythm, language: Language) -> Iterator[str]:
    if rhythm.manager_id is not None:
        yield from (manager_name(each.manager.id, each.manager.name, language) for each in rhythm.people)
    told = tell_findings(find_in_rhythm(rhythm), language)
    if told:
        yield told


def _hour_lines(rhythm: Rhythm, language: Language) -> Iterator[Line]:
    for each in rhythm.weekdays:
        hours = (each.average(hour, hour + 1) if each.hours[hour] else None for hour in rhythm.shown)
        name = weekday_name(each.weekday, language)
        yield Line(Level.ROW, (name, *hours, each.average(), each.days, each.total))
    days = sum(each.days for each in rhythm.weekdays)
    yield Line(Level.TOTAL, (language.text("Total"), *(None for _ in rhythm.shown), None, days, rhythm.total))


def _day_lines(rhythm: Rhythm, language: Language) -> Iterator[Line]:
    yield from (_person_line(each, language) for each in rhythm.people if not each.manager.others)
    others = [each for each in rhythm.people if each.manager.others]
    if others:
        yield Line(Level.HEADING, (language.text("Others"),))
    yield from (_person_line(each, language) for each in others)


def _person_line(person: PersonDays, language: Language) -> Line:
    which = ", ".join(language.day_of_year(day) for day in person.idle)
    clocks: list[Value] = ["" if each is None else format_clock(each) for each in (person.begin_s, person.end_s)]
    name = manager_name(person.manager.id, person.manager.name, language)
    return Line(Level.ROW, (name, *clocks, len(person.days), len(person.idle), which))
