"""When people work as a JSON document, a part of the activity report's (docs/commands.md)."""

from typing import Any

from sales_core.money import plain_ratio
from sales_core.reports.rhythm import PersonDays, Rhythm, WeekdayHours
from sales_core.reports.rhythm_findings import Findings, find_in_rhythm
from sales_core.worked_hours import format_clock

Document = dict[str, Any]


def build_rhythm_document(rhythm: Rhythm) -> Document:
    """``weekday``: 1 is Monday (ISO 8601). Hours: those with anything. Clocks: as the account's zone shows them."""
    return {
        "manager_id": rhythm.manager_id,
        "total": rhythm.total,
        "weekdays": [_weekday(each) for each in rhythm.weekdays],
        "managers": [_person(each) for each in rhythm.people],
        "findings": _findings(find_in_rhythm(rhythm)),
    }


def _weekday(each: WeekdayHours) -> Document:
    return {
        "weekday": each.weekday + 1,
        "days": each.days,
        "hours": {
            str(hour): {"actions": count, "average": plain_ratio(each.average(hour, hour + 1))}
            for hour, count in enumerate(each.hours)
            if count
        },
        "actions": each.total,
        "average": plain_ratio(each.average()),
    }


def _person(person: PersonDays) -> Document:
    return {
        "manager": {"id": person.manager.id, "name": person.manager.name or None, "others": person.manager.others},
        "begins": _clock(person.begin_s),
        "ends": _clock(person.end_s),
        "days": [
            {"day": each.day.isoformat(), "first": format_clock(each.first_s), "last": format_clock(each.last_s)}
            for each in person.days
        ],
        "days_without": [day.isoformat() for day in person.idle],
    }


def _clock(seconds: int | None) -> str | None:
    return None if seconds is None else format_clock(seconds)


def _findings(found: Findings) -> Document:
    quiet = found.quietest
    return {
        "peak_hour": found.peak,
        "lull_hour": found.lull,
        "quietest": {"weekday": quiet.weekday + 1, "from": quiet.first, "to": quiet.end} if quiet else None,
    }
